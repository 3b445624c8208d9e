// SPDX-License-Identifier: GPL-2.0-only
/*
 * cpio.c - an initramfs, unpacked into an empty file system that is the root meanwhile.
 *
 * Done twice, it must say the same and leave as much; the file system then goes away as a whole, so
 * nothing may hold on to it. No more may be stored than the archive has.
 */
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/init_syscalls.h>
#include <linux/initrd.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/path.h>
#include <linux/slab.h>
#include <linux/statfs.h>
#include <linux/string.h>
#include <sim/user.h>
#include "fuzz.h"

#define ROOT	"/fuzz-root"

struct outcome {
	const char *error;
	struct kstatfs left;
};

static void make_root(void *unused)
{
	init_mkdir(ROOT, 0700);
}

static void setup(void)
{
	sim_in_kernel(make_root, NULL);
}

/* ---- in the kernel ---- */

static const u8 *archive;
static size_t archive_size;
static struct outcome *outcome;

static void unpack(void *unused)
{
	struct path root, pwd, here;
	char *options = (char *)get_zeroed_page(GFP_KERNEL);	/* as mount(2) has them: a page */
	u8 *aligned = kmalloc(archive_size, GFP_KERNEL);

	FUZZ_CHECK(options && aligned);
	memcpy(aligned, archive, archive_size);
	strscpy(options, "size=1M,nr_inodes=200", PAGE_SIZE);
	FUZZ_CHECK(!init_mount("fuzz", ROOT, "tmpfs", 0, options));
	free_page((unsigned long)options);
	get_fs_root(current->fs, &root);
	get_fs_pwd(current->fs, &pwd);
	FUZZ_CHECK(!init_chroot(ROOT) && !init_chdir("/"));

	outcome->error = unpack_to_rootfs(aligned, archive_size);

	get_fs_root(current->fs, &here);
	FUZZ_CHECK(!here.dentry->d_sb->s_op->statfs(here.dentry, &outcome->left));
	path_put(&here);
	set_fs_root(current->fs, &root);
	set_fs_pwd(current->fs, &pwd);
	path_put(&root);
	path_put(&pwd);
	kfree(aligned);
}

static void unmount(void *unused)
{
	FUZZ_CHECK(!init_umount(ROOT, 0));
}

/* ---- in user mode, where files are closed that the kernel is done with ---- */

static void run_once(struct outcome *result)
{
	outcome = result;
	sim_in_kernel(unpack, NULL);
	sim_in_kernel(unmount, NULL);
}

static u64 used(const struct outcome *o)
{
	return (o->left.f_blocks - o->left.f_bfree) * o->left.f_bsize;
}

static void run(struct fuzz_input *in)
{
	struct outcome first, second;

	archive = in->at;
	archive_size = in->end - in->at;
	run_once(&first);
	run_once(&second);
	FUZZ_CHECK(first.error == second.error);
	FUZZ_CHECK(first.left.f_bfree == second.left.f_bfree && first.left.f_ffree == second.left.f_ffree);
	/* an entry has at least its header; of its data the last page may be a part */
	FUZZ_CHECK(used(&first) <= archive_size + (archive_size / 110) * PAGE_SIZE);
}

const struct fuzz_target fuzz_cpio = {
	.name = "cpio", .summary = "an initramfs archive", .setup = setup, .run = run, .user = true,
};
