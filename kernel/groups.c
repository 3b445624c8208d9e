// SPDX-License-Identifier: GPL-2.0-only
/*
 * groups.c - supplementary groups: a sorted array, shared by credentials, never changed.
 *
 * Owns:       struct group_info.
 * Invariant:  gid[] is sorted ascending, so that a search is binary.
 */
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

struct group_info init_groups = { .usage = REFCOUNT_INIT(2) };

struct group_info *groups_alloc(int ngroups)
{
	struct group_info *gi = kvmalloc(struct_size(gi, gid, ngroups), GFP_KERNEL);

	if (!gi)
		return NULL;
	refcount_set(&gi->usage, 1);
	gi->ngroups = ngroups;
	return gi;
}

void groups_free(struct group_info *gi)
{
	kvfree(gi);
}

static int gid_cmp(const void *a, const void *b)
{
	kgid_t x = *(const kgid_t *)a, y = *(const kgid_t *)b;

	return gid_gt(x, y) - gid_lt(x, y);
}

void groups_sort(struct group_info *gi)
{
	sort(gi->gid, gi->ngroups, sizeof(*gi->gid), gid_cmp, NULL);
}

/** groups_search() - is @gid among them? */
int groups_search(const struct group_info *gi, kgid_t gid)
{
	int low = 0, high = gi->ngroups;

	while (low < high) {
		int mid = low + (high - low) / 2;

		if (gid_eq(gi->gid[mid], gid))
			return 1;
		if (gid_lt(gi->gid[mid], gid))
			low = mid + 1;
		else
			high = mid;
	}
	return 0;
}

/** in_group_p() - does current access files as a member of @gid? */
int in_group_p(kgid_t gid)
{
	const struct cred *cred = current_cred();

	return gid_eq(gid, cred->fsgid) || groups_search(cred->group_info, gid);
}

int in_egroup_p(kgid_t gid)
{
	const struct cred *cred = current_cred();

	return gid_eq(gid, cred->egid) || groups_search(cred->group_info, gid);
}

bool may_setgroups(void)
{
	return capable(CAP_SETGID);
}

void set_groups(struct cred *new, struct group_info *gi)
{
	put_group_info(new->group_info);
	new->group_info = get_group_info(gi);
}

int set_current_groups(struct group_info *gi)
{
	struct cred *new = prepare_creds();

	if (!new)
		return -ENOMEM;
	set_groups(new, gi);
	return commit_creds(new);
}

SYSCALL_DEFINE2(getgroups, int, size, gid_t __user *, list)
{
	const struct group_info *gi = current_cred()->group_info;
	int n = gi->ngroups;

	if (size < 0)
		return -EINVAL;
	if (!size)
		return n;
	if (n > size)
		return -EINVAL;
	for (int i = 0; i < n; i++)
		if (put_user(from_kgid_munged(&init_user_ns, gi->gid[i]), list + i))
			return -EFAULT;
	return n;
}

SYSCALL_DEFINE2(setgroups, int, n, gid_t __user *, list)
{
	struct group_info *gi;
	int err = -EFAULT;
	gid_t gid;

	if (!may_setgroups())
		return -EPERM;
	if ((unsigned int)n > NGROUPS_MAX)
		return -EINVAL;
	gi = groups_alloc(n);
	if (!gi)
		return -ENOMEM;
	for (int i = 0; i < n; i++) {
		if (get_user(gid, list + i))
			goto out;
		gi->gid[i] = make_kgid(&init_user_ns, gid);
		if (!gid_valid(gi->gid[i])) {
			err = -EINVAL;
			goto out;
		}
	}
	groups_sort(gi);
	err = set_current_groups(gi);
out:
	put_group_info(gi);
	return err;
}
