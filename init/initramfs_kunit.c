// SPDX-License-Identifier: GPL-2.0-only
/*
 * initramfs_kunit.c - archives, right and wrong, unpacked into a private root.
 *
 * Each case has a tmpfs of its own as its root directory, so that no archive
 * reaches the one that the kernel starts from. A wrong archive must be
 * refused with the right words, and what stood before the fault be in place.
 */
#include <kunit/test.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/init_syscalls.h>
#include <linux/initrd.h>
#include <linux/mount.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <uapi/linux/mount.h>

#define PRIVATE_ROOT	"/initramfs-kunit"
#define ARCHIVE_SIZE	SZ_64K

struct archive {
	size_t len;
	u8 buf[ARCHIVE_SIZE];
};

/* What a header says; what is not told is 0. */
struct entry {
	const char *name;
	u32 mode;
	const void *data;
	u32 size;
	u32 ino, nlink, mtime, rmajor, rminor, check;
	bool checked;
};

static int initramfs_init(struct kunit *test)
{
	struct archive *a = kunit_kzalloc(test, sizeof(*a), GFP_KERNEL);
	char *options = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);	/* as mount(2) has them: a page */

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, options);
	strscpy(options, "size=1M,nr_inodes=100", PAGE_SIZE);
	test->priv = a;
	init_mkdir(PRIVATE_ROOT, 0700);
	KUNIT_ASSERT_EQ(test, init_mount("kunit", PRIVATE_ROOT, "tmpfs", 0, options), 0);
	KUNIT_ASSERT_EQ(test, unshare_fs_struct(), 0);
	KUNIT_ASSERT_EQ(test, init_chroot(PRIVATE_ROOT), 0);
	KUNIT_ASSERT_EQ(test, init_chdir("/"), 0);
	return 0;
}

/* A thread of its own, with the machine's root. The case's may still be about to give back its own. */
static void initramfs_exit(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, init_umount(PRIVATE_ROOT, MNT_DETACH), 0);
	KUNIT_EXPECT_EQ(test, init_rmdir(PRIVATE_ROOT), 0);
}

static void put(struct archive *a, const void *data, size_t size)
{
	memcpy(a->buf + a->len, data, size);
	a->len = ALIGN(a->len + size, 4);
}

static void add(struct archive *a, const struct entry *e)
{
	size_t namesize = strlen(e->name) + 1;

	a->len += sprintf((char *)a->buf + a->len, "07070%d%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08zx%08x",
			  e->checked ? 2 : 1, e->ino, e->mode, 0, 0, e->nlink ?: 1, e->mtime, e->size,
			  0, 0, e->rmajor, e->rminor, namesize, e->check);
	put(a, e->name, namesize);
	put(a, e->data, e->size);
}

static void add_file(struct archive *a, const char *name, const char *text)
{
	add(a, &(struct entry){ .name = name, .mode = S_IFREG | 0640, .data = text, .size = strlen(text) });
}

static void add_trailer(struct archive *a)
{
	add(a, &(struct entry){ .name = "TRAILER!!!" });
}

static const char *unpack(struct archive *a)
{
	return unpack_to_rootfs(a->buf, a->len);
}

/* The mode of what is there, or an error. */
static long mode_of(const char *name)
{
	struct kstat st;

	return init_stat(name, &st, AT_SYMLINK_NOFOLLOW) ?: st.mode;
}

static void expect_text(struct kunit *test, const char *name, const char *text)
{
	struct file *file = filp_open(name, O_RDONLY, 0);
	char got[64] = "";
	loff_t pos = 0;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_EXPECT_EQ(test, kernel_read(file, got, sizeof(got) - 1, &pos), (ssize_t)strlen(text));
	fput(file);
	KUNIT_EXPECT_STREQ(test, got, text);
}

/* ---- right ones ---- */

static void every_type(struct kunit *test)
{
	struct archive *a = test->priv;
	struct kstat st;

	add(a, &(struct entry){ .name = "dir", .mode = S_IFDIR | 0751, .nlink = 2 });
	add(a, &(struct entry){ .name = "dir/file", .mode = S_IFREG | 04755, .data = "text", .size = 4,
				.mtime = 1000000000 });
	add(a, &(struct entry){ .name = "link", .mode = S_IFLNK | 0777, .data = "dir/file", .size = 8 });
	add(a, &(struct entry){ .name = "null", .mode = S_IFCHR | 0666, .rmajor = 1, .rminor = 3 });
	add(a, &(struct entry){ .name = "fifo", .mode = S_IFIFO | 0600 });
	add(a, &(struct entry){ .name = "empty", .mode = S_IFREG | 0600 });
	add_trailer(a);
	KUNIT_EXPECT_NULL(test, unpack(a));
	KUNIT_EXPECT_EQ(test, mode_of("/dir"), (long)(S_IFDIR | 0751));
	KUNIT_EXPECT_EQ(test, mode_of("/link"), (long)(S_IFLNK | 0777));
	KUNIT_EXPECT_EQ(test, mode_of("/null"), (long)(S_IFCHR | 0666));
	KUNIT_EXPECT_EQ(test, mode_of("/fifo"), (long)(S_IFIFO | 0600));
	KUNIT_EXPECT_EQ(test, mode_of("/empty"), (long)(S_IFREG | 0600));
	KUNIT_ASSERT_EQ(test, init_stat("/link", &st, 0), 0);
	KUNIT_EXPECT_EQ(test, st.mode, (umode_t)(S_IFREG | 04755));
	KUNIT_EXPECT_EQ(test, st.mtime.tv_sec, (time64_t)1000000000);
	expect_text(test, "/link", "text");
}

/* The data of a file with several names stands at any one of them. */
static void hard_links(struct kunit *test)
{
	struct archive *a = test->priv;
	struct kstat st;

	add(a, &(struct entry){ .name = "first", .mode = S_IFREG | 0600, .ino = 7, .nlink = 3 });
	add(a, &(struct entry){ .name = "second", .mode = S_IFREG | 0600, .ino = 7, .nlink = 3,
				.data = "shared", .size = 6 });
	add(a, &(struct entry){ .name = "third", .mode = S_IFREG | 0600, .ino = 7, .nlink = 3 });
	add_trailer(a);
	/* The same number in the next archive is another file. */
	add(a, &(struct entry){ .name = "other", .mode = S_IFREG | 0600, .ino = 7, .nlink = 3 });
	KUNIT_EXPECT_NULL(test, unpack(a));
	expect_text(test, "/first", "shared");
	expect_text(test, "/third", "shared");
	KUNIT_ASSERT_EQ(test, init_stat("/second", &st, 0), 0);
	KUNIT_EXPECT_EQ(test, st.nlink, 3U);
	KUNIT_ASSERT_EQ(test, init_stat("/other", &st, 0), 0);
	KUNIT_EXPECT_EQ(test, st.size, (loff_t)0);
}

static void several_archives(struct kunit *test)
{
	struct archive *a = test->priv;

	add_file(a, "one", "1");
	add_trailer(a);
	a->len += 512;
	add_file(a, "one", "2");
	add_file(a, "two", "2");
	a->len += 3;		/* an archive may end with any number of zero bytes */
	KUNIT_EXPECT_NULL(test, unpack(a));
	expect_text(test, "/one", "2");
	expect_text(test, "/two", "2");
}

static void checksums(struct kunit *test)
{
	struct archive *a = test->priv;
	struct entry e = { .name = "summed", .mode = S_IFREG | 0600, .data = "\1\2\3", .size = 3, .check = 6,
			   .checked = true };

	add(a, &e);
	KUNIT_EXPECT_NULL(test, unpack(a));
	expect_text(test, "/summed", "\1\2\3");
	a->len = 0;
	e.name = "wrong";
	e.check = 7;
	add(a, &e);
	KUNIT_EXPECT_STREQ(test, unpack(a), "wrong checksum");
	KUNIT_EXPECT_EQ(test, mode_of("/wrong"), (long)-ENOENT);
}

/* What stands in the way makes way; a directory that is in use does not. */
static void replacement(struct kunit *test)
{
	struct archive *a = test->priv;

	add(a, &(struct entry){ .name = "a", .mode = S_IFDIR | 0700 });
	add_file(a, "a", "was a directory");
	add(a, &(struct entry){ .name = "a", .mode = S_IFDIR | 0700 });
	add_file(a, "a/in", "use");
	add_file(a, "a", "in vain");
	add(a, &(struct entry){ .name = "to", .mode = S_IFLNK | 0777, .data = "a/in", .size = 4 });
	add_file(a, "to", "not through the link");
	KUNIT_EXPECT_NULL(test, unpack(a));
	KUNIT_EXPECT_EQ(test, mode_of("/a"), (long)(S_IFDIR | 0700));
	expect_text(test, "/a/in", "use");
	expect_text(test, "/to", "not through the link");
}

/* ---- wrong ones ---- */

enum {
	AT_MAGIC = 0, AT_MODE = 14, AT_FILESIZE = 54, AT_NAMESIZE = 94, NAME_AT = 110,
};

struct damage {
	const char *what;
	size_t at;
	const char *bytes;
	const char *error;
};

static const struct damage damages[] = {
	{ "magic of the old format", AT_MAGIC, "070707", "broken header" },
	{ "a compressed archive's magic", AT_MAGIC, "\x1f\x8b\x08", "broken header" },
	{ "not a hexadecimal digit", AT_MODE, "0000g1a4", "broken header" },
	{ "a sign", AT_FILESIZE, "-0000001", "broken header" },
	{ "a name of no bytes", AT_NAMESIZE, "00000000", "bad name" },
	{ "a name that does not end", AT_NAMESIZE, "00000003", "bad name" },
	{ "a name behind the archive's end", AT_NAMESIZE, "00000f00", "bad name" },
	{ "a name longer than any", AT_NAMESIZE, "ffffffff", "bad name" },
	{ "data behind the archive's end", AT_FILESIZE, "00001000", "data ends early" },
	{ "as much data as a file can have", AT_FILESIZE, "ffffffff", "data ends early" },
};

static void damaged_header(struct kunit *test)
{
	struct archive *a = test->priv;
	size_t i, second;

	for (i = 0; i < ARRAY_SIZE(damages); i++) {
		const struct damage *d = &damages[i];

		memset(a, 0, sizeof(*a));
		add_file(a, "before", "there");
		second = a->len;
		add_file(a, "broken", "text");
		memcpy(a->buf + second + d->at, d->bytes, strlen(d->bytes));
		KUNIT_EXPECT_STREQ_MSG(test, unpack(a), d->error, "%s", d->what);
		expect_text(test, "/before", "there");
		KUNIT_EXPECT_EQ_MSG(test, mode_of("/broken"), (long)-ENOENT, "%s", d->what);
		init_unlink("/before");
	}
}

static void misplaced_header(struct kunit *test)
{
	struct archive *a = test->priv;

	add_file(a, "before", "there");
	a->len += 2;
	add_file(a, "broken", "text");
	KUNIT_EXPECT_STREQ(test, unpack(a), "misplaced header");
	expect_text(test, "/before", "there");
}

/* Cut anywhere, an archive is refused, or is whole up to there. */
static void truncated(struct kunit *test)
{
	struct archive *a = test->priv;
	size_t len, whole, second;

	add_file(a, "before", "there");
	second = a->len;
	add_file(a, "after", "the text");
	whole = a->len;
	for (len = second + 1; len <= whole; len++) {
		a->len = len;
		KUNIT_EXPECT_EQ_MSG(test, !unpack(a), len == whole, "cut to %zu bytes of %zu", len, whole);
		expect_text(test, "/before", "there");
		KUNIT_EXPECT_EQ(test, mode_of("/after") < 0, len < whole);
	}
}

/* Entries that cannot be made are named in the log and passed over. */
static void impossible_entries(struct kunit *test)
{
	static char long_target[PATH_MAX + 1];
	struct archive *a = test->priv;
	char name[NAME_MAX + 10];

	memset(long_target, 't', PATH_MAX);
	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	add(a, &(struct entry){ .name = "no/such/directory", .mode = S_IFDIR | 0700 });
	add(a, &(struct entry){ .name = "typeless", .mode = 0777 });
	add(a, &(struct entry){ .name = "twotypes", .mode = S_IFMT | 0777 });
	add(a, &(struct entry){ .name = "nowhere", .mode = S_IFLNK | 0777 });
	add(a, &(struct entry){ .name = "far", .mode = S_IFLNK | 0777, .data = long_target, .size = PATH_MAX });
	add_file(a, name, "a name too long");
	add_file(a, "..", "the root");
	add_file(a, "", "nothing");
	add_file(a, "before/", "no directory");
	add(a, &(struct entry){ .name = "round", .mode = S_IFLNK | 0777, .data = "round", .size = 5 });
	add_file(a, "round/trip", "a loop");
	add_file(a, "../../last", "there");
	KUNIT_EXPECT_NULL(test, unpack(a));
	KUNIT_EXPECT_EQ(test, mode_of("/typeless"), (long)-ENOENT);
	KUNIT_EXPECT_EQ(test, mode_of("/twotypes"), (long)-ENOENT);
	KUNIT_EXPECT_EQ(test, mode_of("/nowhere"), (long)-ENOENT);
	KUNIT_EXPECT_EQ(test, mode_of("/far"), (long)-ENOENT);
	KUNIT_EXPECT_EQ(test, mode_of("/no"), (long)-ENOENT);
	KUNIT_EXPECT_EQ(test, mode_of("/round"), (long)(S_IFLNK | 0777));
	expect_text(test, "/last", "there");	/* there is nothing above the root */
}

static void no_room(struct kunit *test)
{
	struct archive *a = test->priv;
	static char name[] = "000";
	int i;

	for (i = 0; i < 40; i++) {	/* of 32 KiB each, in 1 MiB */
		a->len = 0;
		snprintf(name, sizeof(name), "%03d", i);
		add(a, &(struct entry){ .name = name, .mode = S_IFREG | 0600, .data = a->buf + SZ_32K,
					.size = SZ_32K - 512 });
		if (unpack(a))
			break;
	}
	KUNIT_EXPECT_EQ(test, i, 32);
	KUNIT_EXPECT_STREQ(test, unpack(a), "no room");
	KUNIT_EXPECT_EQ(test, mode_of("/000"), (long)(S_IFREG | 0600));
}

/* Bytes changed at random: whatever becomes of it, memory stays consistent. */
static void random_damage(struct kunit *test)
{
	struct archive *a = test->priv;
	struct archive *copy = kunit_kzalloc(test, sizeof(*copy), GFP_KERNEL);
	int i, j;

	KUNIT_ASSERT_NOT_NULL(test, copy);
	add(a, &(struct entry){ .name = "d", .mode = S_IFDIR | 0700 });
	add_file(a, "d/f", "some text");
	add(a, &(struct entry){ .name = "d/l", .mode = S_IFLNK | 0777, .data = "../d/f", .size = 6 });
	add(a, &(struct entry){ .name = "h", .mode = S_IFREG | 0600, .ino = 1, .nlink = 2, .data = "x", .size = 1 });
	add(a, &(struct entry){ .name = "d/h", .mode = S_IFREG | 0600, .ino = 1, .nlink = 2 });
	add_trailer(a);
	for (i = 0; i < 300; i++) {
		memcpy(copy, a, sizeof(*a));
		for (j = kunit_random_below(test, 4); j >= 0; j--)
			copy->buf[kunit_random_below(test, a->len)] = "0123456789abcdef/.\0\xff"[kunit_random_below(test, 20)];
		copy->len = kunit_random_below(test, 4) ? a->len : kunit_random_below(test, a->len);
		unpack(copy);
	}
}

static struct kunit_case initramfs_cases[] = {
	KUNIT_CASE(every_type),
	KUNIT_CASE(hard_links),
	KUNIT_CASE(several_archives),
	KUNIT_CASE(checksums),
	KUNIT_CASE(replacement),
	KUNIT_CASE(damaged_header),
	KUNIT_CASE(misplaced_header),
	KUNIT_CASE(truncated),
	KUNIT_CASE(impossible_entries),
	KUNIT_CASE(no_room),
	KUNIT_CASE(random_damage),
	{}
};

static struct kunit_suite initramfs_suite = {
	.name = "initramfs",
	.init = initramfs_init,
	.exit = initramfs_exit,
	.test_cases = initramfs_cases,
};

kunit_test_suite(initramfs_suite);
