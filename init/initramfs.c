// SPDX-License-Identifier: GPL-2.0-only
/*
 * initramfs.c - unpacks the boot loader's archive into the root file system.
 *
 * Format: cpio, "newc" (magic 070701) or its form with checksums (070702); see
 * cpio(5).  Several archives may follow each other, with zero bytes between.
 * Each entry is a header of 110 ASCII characters, the name (padded so that the
 * data starts at a multiple of 4), the data (padded likewise).  The entry
 * "TRAILER!!!" ends an archive.  A file with several links has its data at
 * the last one only.
 *
 * The archive is not trusted: every length is checked against what is left,
 * and a bad entry ends the unpacking with a message, with what came before in
 * place.
 */
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/init_syscalls.h>
#include <linux/initrd.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/stat.h>
#include <linux/string.h>
#include <asm/sections.h>

#define CPIO_HEADER	110
#define CPIO_FIELDS	13
#define CPIO_ALIGN	4

unsigned long initrd_start, initrd_end;

/* The fields behind the magic, in their order in the header. */
enum {
	C_INO, C_MODE, C_UID, C_GID, C_NLINK, C_MTIME, C_FILESIZE,
	C_MAJOR, C_MINOR, C_RMAJOR, C_RMINOR, C_NAMESIZE, C_CHECK,
};

struct cpio_entry {
	u32 field[CPIO_FIELDS];
	const char *name;
	const u8 *data;
	size_t size;
	bool checked;		/* has a checksum */
};

/* The first name of a file with several: later ones become links to it. */
struct hard_link {
	struct list_head list;
	u32 ino, major, minor;
	char name[];
};

static LIST_HEAD(hard_links);

static bool __init parse_hex8(const u8 *p, u32 *val)
{
	int i, digit;

	for (*val = 0, i = 0; i < 8; i++) {
		digit = hex_to_bin(p[i]);
		if (digit < 0)
			return false;
		*val = *val << 4 | digit;
	}
	return true;
}

/**
 * parse_entry() - decode one entry, checking everything.
 * @buf: starts at a multiple of 4 in the archive
 *
 * Return: bytes it takes, or 0 with *@error set.
 */
static size_t __init parse_entry(const u8 *buf, size_t len, struct cpio_entry *e,
				 const char **error)
{
	size_t name_end, data_at, end;
	int i;

	*error = "broken header";
	if (len < CPIO_HEADER || memcmp(buf, "07070", 5) || (buf[5] != '1' && buf[5] != '2'))
		return 0;
	for (i = 0; i < CPIO_FIELDS; i++)
		if (!parse_hex8(buf + 6 + 8 * i, &e->field[i]))
			return 0;
	e->checked = buf[5] == '2';
	*error = "bad name";
	name_end = CPIO_HEADER + (size_t)e->field[C_NAMESIZE];
	if (!e->field[C_NAMESIZE] || e->field[C_NAMESIZE] > PATH_MAX || name_end > len ||
	    buf[name_end - 1])
		return 0;
	e->name = (const char *)buf + CPIO_HEADER;
	*error = "data ends early";
	data_at = ALIGN(name_end, CPIO_ALIGN);
	e->size = e->field[C_FILESIZE];
	end = data_at + e->size;
	if (e->size && end > len)
		return 0;
	e->data = buf + data_at;
	*error = NULL;
	return min(ALIGN(end, CPIO_ALIGN), len);
}

static bool __init checksum_ok(const struct cpio_entry *e)
{
	u32 sum = 0;
	size_t i;

	for (i = 0; i < e->size; i++)
		sum += e->data[i];
	return sum == e->field[C_CHECK];
}

static void __init set_attributes(const struct cpio_entry *e)
{
	struct timespec64 times[2] = {
		{ .tv_sec = e->field[C_MTIME] }, { .tv_sec = e->field[C_MTIME] },
	};

	init_chown(e->name, e->field[C_UID], e->field[C_GID], AT_SYMLINK_NOFOLLOW);
	if (S_ISLNK(e->field[C_MODE]))
		return;
	init_chmod(e->name, e->field[C_MODE] & 07777);
	init_utimes((char *)e->name, times);
}

/* Return: 1 where @e became a link to an earlier entry, 0 not, or an errno. */
static int __init try_link(const struct cpio_entry *e)
{
	size_t len = strlen(e->name) + 1;
	struct hard_link *l;

	if (e->field[C_NLINK] < 2)
		return 0;
	list_for_each_entry(l, &hard_links, list)
		if (l->ino == e->field[C_INO] && l->major == e->field[C_MAJOR] &&
		    l->minor == e->field[C_MINOR])
			return init_link(l->name, e->name) ?: 1;
	l = kmalloc(sizeof(*l) + len, GFP_KERNEL);
	if (!l)
		return -ENOMEM;
	l->ino = e->field[C_INO];
	l->major = e->field[C_MAJOR];
	l->minor = e->field[C_MINOR];
	memcpy(l->name, e->name, len);
	list_add(&l->list, &hard_links);
	return 0;
}

static void __init forget_links(void)
{
	struct hard_link *l, *next;

	list_for_each_entry_safe(l, next, &hard_links, list)
		kfree(l);
	INIT_LIST_HEAD(&hard_links);
}

/* What stands at the name makes way, unless it is a directory and may stay. */
static void __init clear_place(const struct cpio_entry *e)
{
	struct kstat st;

	if (init_stat(e->name, &st, AT_SYMLINK_NOFOLLOW))
		return;
	if (S_ISDIR(st.mode)) {
		if (!S_ISDIR(e->field[C_MODE]))
			init_rmdir(e->name);
	} else if (!S_ISREG(st.mode) || !S_ISREG(e->field[C_MODE]) || e->field[C_NLINK] < 2) {
		init_unlink(e->name);
	}
}

static int __init write_file(const struct cpio_entry *e)
{
	struct file *file;
	size_t done = 0;
	loff_t pos = 0;

	file = filp_open(e->name, O_WRONLY | O_CREAT | O_LARGEFILE, e->field[C_MODE] & 07777);
	if (IS_ERR(file))
		return PTR_ERR(file);
	while (done < e->size) {
		ssize_t n = kernel_write(file, e->data + done, e->size - done, &pos);

		if (n <= 0) {
			fput(file);
			return n ?: -EIO;
		}
		done += n;
	}
	fput(file);
	return 0;
}

static int __init make_symlink(const struct cpio_entry *e)
{
	char *target;
	int ret;

	if (!e->size || e->size >= PATH_MAX)
		return -ENAMETOOLONG;
	target = kmemdup_nul(e->data, e->size, GFP_KERNEL);
	if (!target)
		return -ENOMEM;
	ret = init_symlink(target, e->name);
	kfree(target);
	return ret;
}

static int __init make_entry(const struct cpio_entry *e)
{
	umode_t mode = e->field[C_MODE];
	int ret;

	clear_place(e);
	if (S_ISDIR(mode)) {
		ret = init_mkdir(e->name, mode & 07777);
		return ret == -EEXIST ? 0 : ret;
	}
	if (S_ISLNK(mode))
		return make_symlink(e);
	if (S_ISREG(mode)) {
		ret = try_link(e);
		if (ret < 0)
			return ret;
		/* Of linked names the one with the data writes it, whichever that is. */
		return ret && !e->size ? 0 : write_file(e);
	}
	if (S_ISBLK(mode) || S_ISCHR(mode) || S_ISFIFO(mode) || S_ISSOCK(mode))
		return init_mknod(e->name, mode,
				  new_encode_dev(MKDEV(e->field[C_RMAJOR], e->field[C_RMINOR])));
	return -EINVAL;
}

static const char * __init unpack_entries(const u8 *buf, size_t len)
{
	struct cpio_entry e;
	const char *error;
	size_t at = 0, used;
	int ret;

	while (at < len) {
		if (!buf[at]) {		/* padding between archives */
			at++;
			continue;
		}
		if (at % CPIO_ALIGN)
			return "misplaced header";
		used = parse_entry(buf + at, len - at, &e, &error);
		if (!used)
			return error;
		at += used;
		if (!strcmp(e.name, "TRAILER!!!")) {
			forget_links();
			continue;
		}
		if (e.checked && S_ISREG(e.field[C_MODE]) && e.size && !checksum_ok(&e))
			return "wrong checksum";
		ret = make_entry(&e);
		if (ret) {
			pr_err("initramfs: %s: error %d\n", e.name, ret);
			if (ret == -ENOSPC || ret == -ENOMEM)
				return "no room";
			continue;
		}
		set_attributes(&e);
	}
	return NULL;
}

/**
 * unpack_to_rootfs() - make the files of the archives in a buffer, from the caller's root directory.
 * @buf: starts at a multiple of 4
 * @len: in bytes
 *
 * Entries that cannot be made are named in the log and passed over.
 * Context: may sleep; once at a time, before free_initmem().
 * Return: NULL, or what is wrong where the unpacking ended.
 */
const char * __init unpack_to_rootfs(const u8 *buf, size_t len)
{
	const char *error = unpack_entries(buf, len);

	forget_links();
	return error;
}

/* Without an archive, or before it brings its own, init has a console to talk to. */
static void __init default_rootfs(void)
{
	if (init_mkdir("/dev", 0755) ||
	    init_mknod("/dev/console", S_IFCHR | 0600, new_encode_dev(MKDEV(5, 1))) ||
	    init_mkdir("/root", 0700))
		panic("Cannot make the root directory's first entries");
}

void __init populate_rootfs(void)
{
	const char *error;

	default_rootfs();
	if (!initrd_start)
		return;
	pr_info("Unpacking initramfs...\n");
	error = unpack_to_rootfs((const u8 *)initrd_start, initrd_end - initrd_start);
	if (error)
		pr_emerg("Initramfs unpacking failed: %s\n", error);
	free_reserved_area((void *)PAGE_ALIGN(initrd_start),
			   (void *)PAGE_ALIGN_DOWN(initrd_end), -1, "initrd");
	initrd_start = initrd_end = 0;
}
