// SPDX-License-Identifier: GPL-2.0-only
/*
 * setuid.c - the system calls that read and change user and group ids.
 *
 * A task has four of each: real, effective, saved, and one for file access that follows the
 * effective one. An unprivileged task may only move the first three around among themselves.
 * Capabilities follow the user ids: see fix_caps().
 *
 * Owns:       the rules. Storage is cred.c's.
 * Elsewhere:  capability.c.
 */
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/sched/pid.h>
#include <linux/securebits.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>

static bool is_root(kuid_t uid)
{
	return uid_eq(uid, GLOBAL_ROOT_UID);
}

/*
 * Who was root in any of its ids and is so in none any more loses its capabilities; who ceases to
 * be root effectively loses the effective ones, and has them back on return.
 */
static void fix_caps(struct cred *new, const struct cred *old)
{
	bool was = is_root(old->uid) || is_root(old->euid) || is_root(old->suid);
	bool is = is_root(new->uid) || is_root(new->euid) || is_root(new->suid);

	if (new->securebits & SECBIT_NO_SETUID_FIXUP)
		return;
	if (was && !is) {
		if (!(new->securebits & SECBIT_KEEP_CAPS)) {
			cap_clear(new->cap_permitted);
			cap_clear(new->cap_effective);
		}
		cap_clear(new->cap_ambient);
	}
	if (is_root(old->euid) && !is_root(new->euid))
		cap_clear(new->cap_effective);
	if (!is_root(old->euid) && is_root(new->euid))
		new->cap_effective = new->cap_permitted;
}

static int commit_uids(struct cred *new, const struct cred *old)
{
	if (!uid_eq(new->uid, old->uid)) {
		int err = set_cred_user(new);

		if (err) {
			abort_creds(new);
			return err;
		}
	}
	new->fsuid = new->euid;
	fix_caps(new, old);
	return commit_creds(new);
}

static bool own_uid(const struct cred *c, kuid_t uid, bool saved)
{
	return uid_eq(uid, c->uid) || uid_eq(uid, c->euid) || (saved && uid_eq(uid, c->suid));
}

static bool own_gid(const struct cred *c, kgid_t gid, bool saved)
{
	return gid_eq(gid, c->gid) || gid_eq(gid, c->egid) || (saved && gid_eq(gid, c->sgid));
}

#define UNCHANGED(id)	((id) == (typeof(id))-1)

SYSCALL_DEFINE1(setuid, uid_t, uid)
{
	const struct cred *old = current_cred();
	kuid_t kuid = make_kuid(&init_user_ns, uid);
	struct cred *new;

	if (!uid_valid(kuid))
		return -EINVAL;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (capable(CAP_SETUID)) {
		new->uid = new->suid = kuid;
	} else if (!uid_eq(kuid, old->uid) && !uid_eq(kuid, old->suid)) {
		abort_creds(new);
		return -EPERM;
	}
	new->euid = kuid;
	return commit_uids(new, old);
}

SYSCALL_DEFINE2(setreuid, uid_t, ruid, uid_t, euid)
{
	const struct cred *old = current_cred();
	kuid_t kruid = make_kuid(&init_user_ns, ruid), keuid = make_kuid(&init_user_ns, euid);
	bool privileged = capable(CAP_SETUID);
	struct cred *new;

	if (!privileged && ((!UNCHANGED(ruid) && !own_uid(old, kruid, false)) ||
			    (!UNCHANGED(euid) && !own_uid(old, keuid, true))))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (!UNCHANGED(ruid))
		new->uid = kruid;
	if (!UNCHANGED(euid))
		new->euid = keuid;
	if (!UNCHANGED(ruid) || (!UNCHANGED(euid) && !uid_eq(keuid, old->uid)))
		new->suid = new->euid;
	return commit_uids(new, old);
}

SYSCALL_DEFINE3(setresuid, uid_t, ruid, uid_t, euid, uid_t, suid)
{
	const struct cred *old = current_cred();
	kuid_t kruid = make_kuid(&init_user_ns, ruid), keuid = make_kuid(&init_user_ns, euid);
	kuid_t ksuid = make_kuid(&init_user_ns, suid);
	struct cred *new;

	if (!capable(CAP_SETUID) && ((!UNCHANGED(ruid) && !own_uid(old, kruid, true)) ||
				     (!UNCHANGED(euid) && !own_uid(old, keuid, true)) ||
				     (!UNCHANGED(suid) && !own_uid(old, ksuid, true))))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (!UNCHANGED(ruid))
		new->uid = kruid;
	if (!UNCHANGED(euid))
		new->euid = keuid;
	if (!UNCHANGED(suid))
		new->suid = ksuid;
	return commit_uids(new, old);
}

SYSCALL_DEFINE1(setgid, gid_t, gid)
{
	const struct cred *old = current_cred();
	kgid_t kgid = make_kgid(&init_user_ns, gid);
	struct cred *new;

	if (!gid_valid(kgid))
		return -EINVAL;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (capable(CAP_SETGID)) {
		new->gid = new->sgid = kgid;
	} else if (!gid_eq(kgid, old->gid) && !gid_eq(kgid, old->sgid)) {
		abort_creds(new);
		return -EPERM;
	}
	new->egid = new->fsgid = kgid;
	return commit_creds(new);
}

SYSCALL_DEFINE2(setregid, gid_t, rgid, gid_t, egid)
{
	const struct cred *old = current_cred();
	kgid_t krgid = make_kgid(&init_user_ns, rgid), kegid = make_kgid(&init_user_ns, egid);
	struct cred *new;

	if (!capable(CAP_SETGID) && ((!UNCHANGED(rgid) && !own_gid(old, krgid, false)) ||
				     (!UNCHANGED(egid) && !own_gid(old, kegid, true))))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (!UNCHANGED(rgid))
		new->gid = krgid;
	if (!UNCHANGED(egid))
		new->egid = kegid;
	if (!UNCHANGED(rgid) || (!UNCHANGED(egid) && !gid_eq(kegid, old->gid)))
		new->sgid = new->egid;
	new->fsgid = new->egid;
	return commit_creds(new);
}

SYSCALL_DEFINE3(setresgid, gid_t, rgid, gid_t, egid, gid_t, sgid)
{
	const struct cred *old = current_cred();
	kgid_t krgid = make_kgid(&init_user_ns, rgid), kegid = make_kgid(&init_user_ns, egid);
	kgid_t ksgid = make_kgid(&init_user_ns, sgid);
	struct cred *new;

	if (!capable(CAP_SETGID) && ((!UNCHANGED(rgid) && !own_gid(old, krgid, true)) ||
				     (!UNCHANGED(egid) && !own_gid(old, kegid, true)) ||
				     (!UNCHANGED(sgid) && !own_gid(old, ksgid, true))))
		return -EPERM;
	new = prepare_creds();
	if (!new)
		return -ENOMEM;
	if (!UNCHANGED(rgid))
		new->gid = krgid;
	if (!UNCHANGED(egid))
		new->egid = kegid;
	if (!UNCHANGED(sgid))
		new->sgid = ksgid;
	new->fsgid = new->egid;
	return commit_creds(new);
}

/* setfsuid() and setfsgid() report the old value whether or not they change anything. */
SYSCALL_DEFINE1(setfsuid, uid_t, uid)
{
	const struct cred *old = current_cred();
	uid_t was = from_kuid_munged(&init_user_ns, old->fsuid);
	kuid_t kuid = make_kuid(&init_user_ns, uid);
	struct cred *new;

	if (!uid_valid(kuid) || uid_eq(kuid, old->fsuid))
		return was;
	if (!own_uid(old, kuid, true) && !capable(CAP_SETUID))
		return was;
	new = prepare_creds();
	if (!new)
		return was;
	new->fsuid = kuid;
	if (!(new->securebits & SECBIT_NO_SETUID_FIXUP)) {
		if (is_root(old->fsuid) && !is_root(kuid))
			new->cap_effective.val &= ~CAP_FS_MASK;
		if (!is_root(old->fsuid) && is_root(kuid))
			new->cap_effective.val |= new->cap_permitted.val & CAP_FS_MASK;
	}
	commit_creds(new);
	return was;
}

SYSCALL_DEFINE1(setfsgid, gid_t, gid)
{
	const struct cred *old = current_cred();
	gid_t was = from_kgid_munged(&init_user_ns, old->fsgid);
	kgid_t kgid = make_kgid(&init_user_ns, gid);
	struct cred *new;

	if (!gid_valid(kgid) || gid_eq(kgid, old->fsgid))
		return was;
	if (!own_gid(old, kgid, true) && !capable(CAP_SETGID))
		return was;
	new = prepare_creds();
	if (!new)
		return was;
	new->fsgid = kgid;
	commit_creds(new);
	return was;
}

static long put_three(u32 __user *to[3], u32 a, u32 b, u32 c)
{
	if (put_user(a, to[0]) || put_user(b, to[1]) || put_user(c, to[2]))
		return -EFAULT;
	return 0;
}

SYSCALL_DEFINE3(getresuid, uid_t __user *, ruid, uid_t __user *, euid, uid_t __user *, suid)
{
	const struct cred *c = current_cred();

	return put_three((u32 __user *[]){ ruid, euid, suid }, __kuid_val(c->uid),
			 __kuid_val(c->euid), __kuid_val(c->suid));
}

SYSCALL_DEFINE3(getresgid, gid_t __user *, rgid, gid_t __user *, egid, gid_t __user *, sgid)
{
	const struct cred *c = current_cred();

	return put_three((u32 __user *[]){ rgid, egid, sgid }, __kgid_val(c->gid),
			 __kgid_val(c->egid), __kgid_val(c->sgid));
}

SYSCALL_DEFINE0(getuid)
{
	return from_kuid_munged(&init_user_ns, current_uid());
}

SYSCALL_DEFINE0(geteuid)
{
	return from_kuid_munged(&init_user_ns, current_euid());
}

SYSCALL_DEFINE0(getgid)
{
	return from_kgid_munged(&init_user_ns, current_gid());
}

SYSCALL_DEFINE0(getegid)
{
	return from_kgid_munged(&init_user_ns, current_egid());
}
