// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs_kunit.c - names of debugfs, and a file that is removed while somebody uses it. Nothing is mounted
 * for it. (That numbers read and write as text is for programs to see: lkdtm and others have such files.)
 */
#include <kunit/test.h>
#include <linux/cred.h>
#include <linux/debugfs.h>
#include <linux/file.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/mount.h>
#include <linux/sched/task.h>
#include "internal.h"

static bool exists(const char *name, struct dentry *parent)
{
	struct dentry *dentry = debugfs_lookup(name, parent);

	dput(dentry);
	return dentry;
}

static const struct file_operations no_fops;

static void names(struct kunit *test)
{
	struct dentry *dir = debugfs_create_dir("kunit", NULL), *sub;
	unsigned int links = d_inode(debugfs_mount->mnt_root)->i_nlink;

	KUNIT_ASSERT_FALSE(test, IS_ERR(dir));
	KUNIT_EXPECT_EQ(test, PTR_ERR(debugfs_create_dir("kunit", NULL)), -EEXIST);
	KUNIT_EXPECT_EQ(test, PTR_ERR(debugfs_create_file("f", 0444, ERR_PTR(-EEXIST), NULL, &no_fops)), -EEXIST);

	sub = debugfs_create_dir("sub", dir);
	KUNIT_ASSERT_FALSE(test, IS_ERR(sub));
	KUNIT_EXPECT_EQ(test, d_inode(dir)->i_nlink, 3U);
	KUNIT_EXPECT_FALSE(test, IS_ERR(debugfs_create_file("f", 0444, sub, NULL, &no_fops)));
	KUNIT_EXPECT_FALSE(test, IS_ERR(debugfs_create_symlink("l", sub, "f")));
	KUNIT_EXPECT_TRUE(test, exists("f", sub));
	KUNIT_EXPECT_TRUE(test, exists("l", sub));
	KUNIT_EXPECT_FALSE(test, exists("g", sub));

	/* one name alone, then the rest */
	debugfs_remove(sub);
	KUNIT_EXPECT_FALSE(test, exists("sub", dir));
	KUNIT_EXPECT_EQ(test, d_inode(dir)->i_nlink, 2U);
	KUNIT_EXPECT_FALSE(test, IS_ERR(debugfs_create_dir("sub", dir)));
	debugfs_remove(dir);
	KUNIT_EXPECT_FALSE(test, exists("kunit", NULL));
	KUNIT_EXPECT_EQ(test, d_inode(debugfs_mount->mnt_root)->i_nlink, links - 1);
	debugfs_remove(ERR_PTR(-ENOMEM));
	debugfs_remove(NULL);
}

/* ---- removal against use ---- */

struct slow {
	struct dentry *dentry;
	struct file *file;
	struct completion entered, leave, removed;
	bool released;
};

static ssize_t slow_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct slow *slow = iocb->ki_filp->private_data;

	complete(&slow->entered);
	wait_for_completion(&slow->leave);
	return 7;
}

static int slow_release(struct inode *inode, struct file *file)
{
	((struct slow *)file->private_data)->released = true;
	return 0;
}

static const struct file_operations slow_fops = {
	.read_iter = slow_read_iter,
	.release = slow_release,
};

static int slow_reader(void *arg)
{
	struct slow *slow = arg;
	char c;

	return kernel_read(slow->file, &c, 1, NULL);
}

static int slow_remover(void *arg)
{
	struct slow *slow = arg;

	debugfs_remove(slow->dentry);
	complete(&slow->removed);
	return 0;
}

static void removal_waits(struct kunit *test)
{
	struct slow *slow = kunit_kzalloc(test, sizeof(*slow), GFP_KERNEL);
	struct task_struct *reader, *remover;
	struct path path;
	char c;

	KUNIT_ASSERT_NOT_NULL(test, slow);
	init_completion(&slow->entered);
	init_completion(&slow->leave);
	init_completion(&slow->removed);
	slow->dentry = debugfs_create_file("kunit_slow", 0444, NULL, slow, &slow_fops);
	KUNIT_ASSERT_FALSE(test, IS_ERR(slow->dentry));
	path = (struct path){ .mnt = debugfs_mount, .dentry = slow->dentry };
	KUNIT_EXPECT_EQ(test, PTR_ERR(dentry_open(&path, O_WRONLY, current_cred())), -EACCES);
	slow->file = dentry_open(&path, O_RDONLY, current_cred());
	KUNIT_ASSERT_FALSE(test, IS_ERR(slow->file));

	reader = kthread_run(slow_reader, slow, "debugfs-reader");
	wait_for_completion(&slow->entered);
	get_task_struct(reader);
	remover = kthread_run(slow_remover, slow, "debugfs-remover");
	KUNIT_ASSERT_FALSE(test, IS_ERR(remover));
	KUNIT_EXPECT_EQ(test, wait_for_completion_timeout(&slow->removed, HZ / 10), 0UL);
	complete(&slow->leave);
	wait_for_completion(&slow->removed);
	KUNIT_EXPECT_EQ(test, kthread_stop(reader), 7);
	put_task_struct(reader);

	KUNIT_EXPECT_EQ(test, kernel_read(slow->file, &c, 1, NULL), (ssize_t)-EIO);
	KUNIT_EXPECT_FALSE(test, slow->released);
	__fput_sync(slow->file);
	KUNIT_EXPECT_TRUE(test, slow->released);
}

static struct kunit_case debugfs_cases[] = {
	KUNIT_CASE(names),
	KUNIT_CASE(removal_waits),
	{}
};

static struct kunit_suite debugfs_suite = {
	.name = "debugfs",
	.test_cases = debugfs_cases,
};
kunit_test_suite(debugfs_suite);
