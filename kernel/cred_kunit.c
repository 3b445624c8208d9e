// SPDX-License-Identifier: GPL-2.0-only
/*
 * cred_kunit.c - credentials, groups, users and limits.
 */
#include <kunit/test.h>
#include <linux/cred.h>
#include <linux/fdtable.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/sched/user.h>

static void cred_copies(struct kunit *test)
{
	/* kernel threads that come and go share the first ones, and count there */
	struct cred *old = prepare_creds(), *new;
	const struct cred *saved;
	long usage;

	KUNIT_ASSERT_NOT_NULL(test, old);
	saved = override_creds(old);
	usage = atomic_long_read(&old->usage);
	new = prepare_creds();
	KUNIT_ASSERT_NOT_NULL(test, new);
	KUNIT_EXPECT_PTR_NE(test, new, old);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&new->usage), 1L);
	KUNIT_EXPECT_TRUE(test, uid_eq(new->uid, old->uid));
	KUNIT_EXPECT_PTR_EQ(test, new->group_info, old->group_info);
	new->uid = KUIDT_INIT(1234);
	/* The published one does not change. */
	KUNIT_EXPECT_FALSE(test, uid_eq(new->uid, current_uid()));
	abort_creds(new);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&old->usage), usage);
	revert_creds(saved);
	put_cred(old);
}

static void cred_override(struct kunit *test)
{
	const struct cred *old = current_cred(), *saved;
	struct cred *new = prepare_creds();

	KUNIT_ASSERT_NOT_NULL(test, new);
	cap_clear(new->cap_effective);
	KUNIT_EXPECT_TRUE(test, capable(CAP_SYS_ADMIN));
	saved = override_creds(new);
	KUNIT_EXPECT_FALSE(test, capable(CAP_SYS_ADMIN));
	KUNIT_EXPECT_PTR_EQ(test, current_real_cred(), old);
	revert_creds(saved);
	KUNIT_EXPECT_TRUE(test, capable(CAP_SYS_ADMIN));
	KUNIT_EXPECT_PTR_EQ(test, current_cred(), old);
	put_cred(new);
}

static void cap_sets(struct kunit *test)
{
	kernel_cap_t a = CAP_EMPTY_SET, b = CAP_FULL_SET;

	KUNIT_EXPECT_TRUE(test, cap_isclear(a));
	cap_raise(a, CAP_LAST_CAP);
	KUNIT_EXPECT_TRUE(test, cap_raised(a, CAP_LAST_CAP));
	KUNIT_EXPECT_TRUE(test, cap_issubset(a, b));
	KUNIT_EXPECT_FALSE(test, cap_issubset(b, a));
	b = cap_drop(b, a);
	KUNIT_EXPECT_FALSE(test, cap_raised(b, CAP_LAST_CAP));
	KUNIT_EXPECT_TRUE(test, cap_isclear(cap_intersect(a, b)));
	KUNIT_EXPECT_EQ(test, cap_combine(a, b).val, CAP_VALID_MASK);
}

static void groups_sorted_and_found(struct kunit *test)
{
	static const gid_t gids[] = { 7, 3, 4000000000U, 3, 0, 99 };
	struct group_info *gi = groups_alloc(ARRAY_SIZE(gids));

	KUNIT_ASSERT_NOT_NULL(test, gi);
	for (int i = 0; i < ARRAY_SIZE(gids); i++)
		gi->gid[i] = KGIDT_INIT(gids[i]);
	groups_sort(gi);
	for (int i = 1; i < gi->ngroups; i++)
		KUNIT_EXPECT_FALSE(test, gid_gt(gi->gid[i - 1], gi->gid[i]));
	for (int i = 0; i < ARRAY_SIZE(gids); i++)
		KUNIT_EXPECT_TRUE(test, groups_search(gi, KGIDT_INIT(gids[i])));
	KUNIT_EXPECT_FALSE(test, groups_search(gi, KGIDT_INIT(1)));
	KUNIT_EXPECT_FALSE(test, groups_search(gi, KGIDT_INIT(100)));
	KUNIT_EXPECT_FALSE(test, groups_search(&init_groups, KGIDT_INIT(0)));
	put_group_info(gi);
}

static void users_shared(struct kunit *test)
{
	kuid_t uid = KUIDT_INIT(3999999999U);
	struct user_struct *a, *b;

	KUNIT_EXPECT_NULL(test, find_user(uid));
	a = alloc_uid(uid);
	b = alloc_uid(uid);
	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_EXPECT_PTR_EQ(test, a, b);
	free_uid(a);
	a = find_user(uid);
	KUNIT_EXPECT_PTR_EQ(test, a, b);
	free_uid(a);
	free_uid(b);
	KUNIT_EXPECT_NULL(test, find_user(uid));
	KUNIT_EXPECT_PTR_EQ(test, current_user(), INIT_USER);
}

static void rlimit_rules(struct kunit *test)
{
	struct rlimit old, new, now;

	KUNIT_EXPECT_EQ(test, do_prlimit(current, RLIM_NLIMITS, NULL, &old), -EINVAL);
	KUNIT_ASSERT_EQ(test, do_prlimit(current, RLIMIT_CORE, NULL, &old), 0);
	new = (struct rlimit){ .rlim_cur = 2, .rlim_max = 1 };
	KUNIT_EXPECT_EQ(test, do_prlimit(current, RLIMIT_CORE, &new, NULL), -EINVAL);
	new = (struct rlimit){ .rlim_cur = 1, .rlim_max = 2 };
	KUNIT_EXPECT_EQ(test, do_prlimit(current, RLIMIT_CORE, &new, &now), 0);
	KUNIT_EXPECT_EQ(test, now.rlim_cur, old.rlim_cur);
	KUNIT_EXPECT_EQ(test, rlimit(RLIMIT_CORE), 1UL);
	KUNIT_EXPECT_EQ(test, rlimit_max(RLIMIT_CORE), 2UL);
	new = (struct rlimit){ .rlim_cur = 1, .rlim_max = (unsigned long)sysctl_nr_open + 1 };
	KUNIT_EXPECT_EQ(test, do_prlimit(current, RLIMIT_NOFILE, &new, NULL), -EPERM);
	KUNIT_EXPECT_EQ(test, do_prlimit(current, RLIMIT_CORE, &old, NULL), 0);
}

static void rlimit_unprivileged(struct kunit *test)
{
	struct cred *new = prepare_creds();
	const struct cred *saved;
	struct rlimit old, raise;

	KUNIT_ASSERT_NOT_NULL(test, new);
	cap_clear(new->cap_effective);
	KUNIT_ASSERT_EQ(test, do_prlimit(current, RLIMIT_MSGQUEUE, NULL, &old), 0);
	raise = old;
	raise.rlim_max++;
	saved = override_creds(new);
	KUNIT_EXPECT_EQ(test, do_prlimit(current, RLIMIT_MSGQUEUE, &raise, NULL), -EPERM);
	KUNIT_EXPECT_EQ(test, do_prlimit(current, RLIMIT_MSGQUEUE, &old, NULL), 0);
	revert_creds(saved);
	put_cred(new);
}

static struct kunit_case cred_cases[] = {
	KUNIT_CASE(cred_copies),
	KUNIT_CASE(cred_override),
	KUNIT_CASE(cap_sets),
	KUNIT_CASE(groups_sorted_and_found),
	KUNIT_CASE(users_shared),
	KUNIT_CASE(rlimit_rules),
	KUNIT_CASE(rlimit_unprivileged),
	{}
};

static struct kunit_suite cred_suite = {
	.name = "cred",
	.test_cases = cred_cases,
};
kunit_test_suite(cred_suite);
