// SPDX-License-Identifier: GPL-2.0-only
/*
 * proc_namespace.c - the tree of mounts as text: /proc/PID/mounts and mountinfo.
 *
 * Locks:      namespace_sem for reading, over the whole text.
 * Elsewhere:  the tree (namespace.c); the files, and whose root it is (proc/).
 */
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include "internal.h"
#include "mount.h"

static void show_mnt_opts(struct seq_file *m, int flags)
{
	static const struct { int flag; const char *str; } opts[] = {
		{ MNT_NOSUID, ",nosuid" }, { MNT_NODEV, ",nodev" }, { MNT_NOEXEC, ",noexec" },
		{ MNT_NOATIME, ",noatime" }, { MNT_NODIRATIME, ",nodiratime" },
		{ MNT_RELATIME, ",relatime" }, { MNT_NOSYMFOLLOW, ",nosymfollow" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(opts); i++)
		if (flags & opts[i].flag)
			seq_puts(m, opts[i].str);
}

static void show_sb_opts(struct seq_file *m, struct super_block *sb)
{
	if (sb->s_flags & SB_SYNCHRONOUS)
		seq_puts(m, ",sync");
	if (sb->s_flags & SB_DIRSYNC)
		seq_puts(m, ",dirsync");
}

static void show_one_mount(struct seq_file *m, struct mount *mnt, const struct path *root)
{
	struct path path = { .mnt = &mnt->mnt, .dentry = mnt->mnt.mnt_root };
	struct super_block *sb = mnt->mnt.mnt_sb;
	size_t start = m->count;

	seq_escape(m, mnt->mnt_devname, " \t\n\\#");
	seq_putc(m, ' ');
	if (seq_path_root(m, &path, root, " \t\n\\") == SEQ_SKIP) {
		m->count = start;	/* outside of the reader's root */
		return;
	}
	seq_printf(m, " %s %s", sb->s_type->name, __mnt_is_readonly(&mnt->mnt) ? "ro" : "rw");
	show_sb_opts(m, sb);
	show_mnt_opts(m, mnt->mnt.mnt_flags);
	if (sb->s_op->show_options)
		sb->s_op->show_options(m, mnt->mnt.mnt_root);
	seq_puts(m, " 0 0\n");
}

/**
 * mounts_show() - the text of /proc/PID/mounts
 * @root: root directory of the process it is for
 */
int mounts_show(struct seq_file *m, const struct path *root)
{
	struct mount *mnt;

	down_read(&namespace_sem);
	list_for_each_entry(mnt, &all_mounts, mnt_list)
		show_one_mount(m, mnt, root);
	up_read(&namespace_sem);
	return 0;
}

static void show_one_mountinfo(struct seq_file *m, struct mount *mnt, const struct path *root)
{
	struct path path = { .mnt = &mnt->mnt, .dentry = mnt->mnt.mnt_root };
	struct super_block *sb = mnt->mnt.mnt_sb;
	size_t start = m->count;

	seq_printf(m, "%i %i %u:%u ", mnt->mnt_id, mnt->mnt_parent->mnt_id,
		   MAJOR(sb->s_dev), MINOR(sb->s_dev));
	seq_dentry(m, mnt->mnt.mnt_root, " \t\n\\");
	seq_putc(m, ' ');
	if (seq_path_root(m, &path, root, " \t\n\\") == SEQ_SKIP) {
		m->count = start;
		return;
	}
	seq_puts(m, mnt->mnt.mnt_flags & MNT_READONLY ? " ro" : " rw");
	show_mnt_opts(m, mnt->mnt.mnt_flags);
	seq_printf(m, " - %s ", sb->s_type->name);
	seq_escape(m, mnt->mnt_devname, " \t\n\\#");
	seq_puts(m, sb_rdonly(sb) ? " ro" : " rw");
	show_sb_opts(m, sb);
	if (sb->s_op->show_options)
		sb->s_op->show_options(m, mnt->mnt.mnt_root);
	seq_putc(m, '\n');
}

int mountinfo_show(struct seq_file *m, const struct path *root)
{
	struct mount *mnt;

	down_read(&namespace_sem);
	list_for_each_entry(mnt, &all_mounts, mnt_list)
		show_one_mountinfo(m, mnt, root);
	up_read(&namespace_sem);
	return 0;
}
