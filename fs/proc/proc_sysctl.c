// SPDX-License-Identifier: GPL-2.0-only
/*
 * proc_sysctl.c - /proc/sys: one file for each element of a registered table.
 *
 * Directories come into being with the first table below them and stay. A read or write is one
 * call of the element's handler on a buffer in kernel memory; nothing is kept between calls.
 *
 * Owns:       sysctl_dirs, the tree below /proc/sys.
 * Locks:      sysctl_lock for registration. A handler runs without it: who unregisters a table waits
 *             for calls under way in proc_remove().
 * Elsewhere:  the handlers and the kernel.* table (kernel/sysctl.c).
 */
#include <linux/err.h>
#include <linux/init.h>
#include <linux/kmemleak.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <linux/uaccess.h>

#define SYSCTL_MAX_IO	(64 * 1024)

/* A directory below /proc/sys, by its whole path. */
struct sysctl_dir {
	struct list_head node;		/* [L] sysctl_lock */
	struct proc_dir_entry *pde;	/* [I] */
	char path[];			/* [I] */
};

struct ctl_table_header {
	size_t nr;
	struct proc_dir_entry *file[];
};

static LIST_HEAD(sysctl_dirs);
static DEFINE_MUTEX(sysctl_lock);
static struct proc_dir_entry *proc_sys_root;

/* ---- reading and writing ---- */

static ssize_t call_handler(struct file *file, char *kbuf, size_t count, loff_t *ppos, int write)
{
	const struct ctl_table *table = pde_data(file_inode(file));
	int err = table->proc_handler(table, write, kbuf, &count, ppos);

	return err ?: (ssize_t)count;
}

static ssize_t proc_sys_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	char *kbuf;
	ssize_t ret;

	count = min_t(size_t, count, SYSCTL_MAX_IO);
	kbuf = kvzalloc(count + 1, GFP_KERNEL);
	if (!kbuf)
		return -ENOMEM;
	ret = call_handler(file, kbuf, count, ppos, 0);
	if (ret > 0 && copy_to_user(buf, kbuf, ret))
		ret = -EFAULT;
	kvfree(kbuf);
	return ret;
}

static ssize_t proc_sys_write(struct file *file, const char __user *buf, size_t count,
			      loff_t *ppos)
{
	char *kbuf;
	ssize_t ret;

	if (count >= SYSCTL_MAX_IO)
		return -ENOMEM;
	kbuf = kvzalloc(count + 1, GFP_KERNEL);
	if (!kbuf)
		return -ENOMEM;
	ret = -EFAULT;
	if (!copy_from_user(kbuf, buf, count))
		ret = call_handler(file, kbuf, count, ppos, 1);
	kvfree(kbuf);
	return ret;
}

static const struct proc_ops proc_sys_ops = {
	.proc_read	= proc_sys_read,
	.proc_write	= proc_sys_write,
	.proc_lseek	= default_llseek,
};

/* ---- directories ---- */

static struct sysctl_dir *find_dir(const char *path, size_t len)
{
	struct sysctl_dir *dir;

	list_for_each_entry(dir, &sysctl_dirs, node)
		if (!strncmp(dir->path, path, len) && !dir->path[len])
			return dir;
	return NULL;
}

static struct proc_dir_entry *make_dir(struct proc_dir_entry *parent, const char *path, size_t len)
{
	struct sysctl_dir *dir = kzalloc(sizeof(*dir) + len + 1, GFP_KERNEL);
	const char *slash;

	if (!dir)
		return NULL;
	memcpy(dir->path, path, len);
	slash = strrchr(dir->path, '/');
	dir->pde = proc_mkdir(slash ? slash + 1 : dir->path, parent);
	if (!dir->pde) {
		kfree(dir);
		return NULL;
	}
	list_add(&dir->node, &sysctl_dirs);
	return dir->pde;
}

/* The directory of @path with all above it, made where missing. */
static struct proc_dir_entry *get_dir(const char *path)
{
	struct proc_dir_entry *parent = proc_sys_root;
	struct sysctl_dir *dir;
	size_t len = 0;

	while (parent && path[len]) {
		len += path[len] == '/';
		len += strcspn(path + len, "/");
		dir = find_dir(path, len);
		parent = dir ? dir->pde : make_dir(parent, path, len);
	}
	return parent;
}

/* ---- registration ---- */

/**
 * register_sysctl_sz() - files for the elements of @table.
 * @path: below /proc/sys, without slashes at the ends: "vm", "kernel/random"
 *
 * Context: may sleep; after proc_sys_init().
 * Return: for unregister_sysctl_table(), or NULL.
 */
struct ctl_table_header *register_sysctl_sz(const char *path, const struct ctl_table *table,
					    size_t table_size)
{
	struct ctl_table_header *header;
	struct proc_dir_entry *dir;

	header = kzalloc(struct_size(header, file, table_size), GFP_KERNEL);
	if (!header)
		return NULL;
	mutex_lock(&sysctl_lock);
	dir = get_dir(path);
	for (; dir && header->nr < table_size; header->nr++) {
		const struct ctl_table *entry = &table[header->nr];

		header->file[header->nr] = proc_create_data(entry->procname, entry->mode, dir,
							    &proc_sys_ops, (void *)entry);
		if (!header->file[header->nr])
			break;
	}
	mutex_unlock(&sysctl_lock);
	if (header->nr == table_size)
		return header;
	unregister_sysctl_table(header);
	return NULL;
}

/** unregister_sysctl_table() - take the files away again; NULL is fine. */
void unregister_sysctl_table(struct ctl_table_header *header)
{
	if (!header)
		return;
	while (header->nr)
		proc_remove(header->file[--header->nr]);
	kfree(header);
}

void __init __register_sysctl_init(const char *path, const struct ctl_table *table,
				   const char *table_name, size_t table_size)
{
	struct ctl_table_header *header = register_sysctl_sz(path, table, table_size);

	if (!header)
		pr_err("failed when register_sysctl_sz %s to %s\n", table_name, path);
	kmemleak_not_leak(header);	/* it stays for ever, and nobody keeps the header */
}

/** proc_sys_init() - make /proc/sys, empty. */
void __init proc_sys_init(void)
{
	proc_sys_root = proc_mkdir("sys", NULL);
}
