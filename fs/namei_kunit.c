// SPDX-License-Identifier: GPL-2.0-only
/*
 * namei_kunit.c - names: walking, making, removing, renaming, on a private tmpfs.
 */
#include <kunit/test.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/namei.h>
#include <linux/slab.h>
#include <linux/string.h>

struct names {
	struct path root;
};

static int names_init(struct kunit *test)
{
	struct names *n = kunit_kzalloc(test, sizeof(*n), GFP_KERNEL);
	struct file_system_type *type = get_fs_type("tmpfs");
	struct vfsmount *mnt;

	KUNIT_ASSERT_NOT_NULL(test, n);
	KUNIT_ASSERT_NOT_NULL(test, type);
	mnt = vfs_kern_mount(type, 0, "kunit", NULL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mnt);
	n->root.mnt = mnt;
	n->root.dentry = mnt->mnt_root;
	test->priv = n;
	return 0;
}

static void names_exit(struct kunit *test)
{
	struct names *n = test->priv;

	if (n && n->root.mnt)
		mntput(n->root.mnt);
}

static int walk(struct kunit *test, const char *name, unsigned int flags, struct path *path)
{
	struct names *n = test->priv;

	return vfs_path_lookup(n->root.dentry, n->root.mnt, name, flags, path);
}

/* The outcome of a walk: the inode number, or an error. */
static long where(struct kunit *test, const char *name, unsigned int flags)
{
	struct path path;
	long ret = walk(test, name, flags, &path);

	if (ret)
		return ret;
	ret = path.dentry->d_inode->i_ino;
	path_put(&path);
	return ret;
}

enum make { MAKE_FILE, MAKE_DIR, MAKE_LINK };

/* makes @name in directory @dir of the mount */
static int make(struct kunit *test, const char *dir, const char *name, enum make what,
		const char *body)
{
	struct dentry *dentry;
	struct inode *inode;
	struct path path;
	int err = walk(test, dir, LOOKUP_DIRECTORY, &path);

	if (err)
		return err;
	inode = path.dentry->d_inode;
	inode_lock_nested(inode, I_MUTEX_PARENT);
	dentry = lookup_one_len(name, path.dentry, strlen(name));
	if (IS_ERR(dentry)) {
		err = PTR_ERR(dentry);
	} else {
		if (what == MAKE_FILE)
			err = vfs_create(&nop_mnt_idmap, inode, dentry, 0644, true);
		else if (what == MAKE_DIR)
			err = vfs_mkdir(&nop_mnt_idmap, inode, dentry, 0755);
		else
			err = vfs_symlink(&nop_mnt_idmap, inode, dentry, body);
		dput(dentry);
	}
	inode_unlock(inode);
	path_put(&path);
	return err;
}

static int zap(struct kunit *test, const char *dir, const char *name, bool isdir)
{
	struct dentry *dentry;
	struct inode *inode;
	struct path path;
	int err = walk(test, dir, LOOKUP_DIRECTORY, &path);

	if (err)
		return err;
	inode = path.dentry->d_inode;
	inode_lock_nested(inode, I_MUTEX_PARENT);
	dentry = lookup_one_len(name, path.dentry, strlen(name));
	if (IS_ERR(dentry)) {
		err = PTR_ERR(dentry);
	} else {
		err = isdir ? vfs_rmdir(&nop_mnt_idmap, inode, dentry) :
			      vfs_unlink(&nop_mnt_idmap, inode, dentry, NULL);
		dput(dentry);
	}
	inode_unlock(inode);
	path_put(&path);
	return err;
}

static int move(struct kunit *test, const char *from_dir, const char *from,
		const char *to_dir, const char *to, unsigned int flags)
{
	struct path old, new;
	struct renamedata rd = { .flags = flags };
	struct dentry *trap;
	int err = walk(test, from_dir, LOOKUP_DIRECTORY, &old);

	if (err)
		return err;
	err = walk(test, to_dir, LOOKUP_DIRECTORY, &new);
	if (err)
		goto put_old;
	rd.old_dir = old.dentry->d_inode;
	rd.new_dir = new.dentry->d_inode;
	trap = lock_rename(new.dentry, old.dentry);
	rd.old_dentry = lookup_one_len(from, old.dentry, strlen(from));
	rd.new_dentry = lookup_one_len(to, new.dentry, strlen(to));
	err = rd.old_dentry == trap ? -EINVAL : vfs_rename(&rd);
	dput(rd.new_dentry);
	dput(rd.old_dentry);
	unlock_rename(new.dentry, old.dentry);
	path_put(&new);
put_old:
	path_put(&old);
	return err;
}

static void make_tree(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, make(test, "/", "a", MAKE_DIR, NULL), 0);
	KUNIT_ASSERT_EQ(test, make(test, "/a", "b", MAKE_DIR, NULL), 0);
	KUNIT_ASSERT_EQ(test, make(test, "/a/b", "c", MAKE_DIR, NULL), 0);
	KUNIT_ASSERT_EQ(test, make(test, "/a/b", "file", MAKE_FILE, NULL), 0);
}

static void names_walk(struct kunit *test)
{
	long root = where(test, "/", 0), a, b, c, file;

	make_tree(test);
	a = where(test, "/a", 0);
	b = where(test, "/a/b", 0);
	c = where(test, "/a/b/c", 0);
	file = where(test, "/a/b/file", 0);
	KUNIT_EXPECT_GT(test, a, 0);
	KUNIT_EXPECT_NE(test, a, b);
	KUNIT_EXPECT_NE(test, c, file);
	KUNIT_EXPECT_EQ(test, where(test, "a/b/c", 0), c);
	KUNIT_EXPECT_EQ(test, where(test, "//a///b//c//", 0), c);
	KUNIT_EXPECT_EQ(test, where(test, "/a/./b/./c/.", 0), c);
	KUNIT_EXPECT_EQ(test, where(test, "/a/b/c/..", 0), b);
	KUNIT_EXPECT_EQ(test, where(test, "/a/b/../../a/b/c/../file", 0), file);
	KUNIT_EXPECT_EQ(test, where(test, "/..", 0), root);
	KUNIT_EXPECT_EQ(test, where(test, "/../../../a", 0), a);
	KUNIT_EXPECT_EQ(test, where(test, ".", 0), root);
	KUNIT_EXPECT_EQ(test, where(test, "/a/x", 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, where(test, "/a/x/y", 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, where(test, "/a/b/file/", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, where(test, "/a/b/file/.", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, where(test, "/a/b/file/..", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, where(test, "/a/b/file/x", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, where(test, "/a/b/file", LOOKUP_DIRECTORY), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, where(test, "", LOOKUP_EMPTY), root);
}

static void names_symlinks(struct kunit *test)
{
	static const struct { const char *dir, *name, *body; } links[] = {
		{ "/", "abs", "/a/b" }, { "/", "rel", "a/b/c" }, { "/a", "up", "../a/b/file" },
		{ "/", "chain", "abs/c" }, { "/", "loop1", "loop2" }, { "/", "loop2", "loop1" },
		{ "/", "dangling", "nowhere" }, { "/a/b", "self", "." }, { "/", "slash", "a/" },
		{ "/", "tofile", "a/b/file" }, { "/", "root", "/" },
	};
	long b, c, file;
	unsigned int i;

	make_tree(test);
	for (i = 0; i < ARRAY_SIZE(links); i++)
		KUNIT_ASSERT_EQ(test, make(test, links[i].dir, links[i].name, MAKE_LINK,
					   links[i].body), 0);
	b = where(test, "/a/b", 0);
	c = where(test, "/a/b/c", 0);
	file = where(test, "/a/b/file", 0);
	KUNIT_EXPECT_EQ(test, where(test, "/abs", LOOKUP_FOLLOW), b);
	KUNIT_EXPECT_NE(test, where(test, "/abs", 0), b);
	KUNIT_EXPECT_EQ(test, where(test, "/abs/", 0), b);	/* a slash follows */
	KUNIT_EXPECT_EQ(test, where(test, "/abs/file", 0), file);
	KUNIT_EXPECT_EQ(test, where(test, "/rel", LOOKUP_FOLLOW), c);
	KUNIT_EXPECT_EQ(test, where(test, "/a/up", LOOKUP_FOLLOW), file);
	KUNIT_EXPECT_EQ(test, where(test, "/chain", LOOKUP_FOLLOW), c);
	KUNIT_EXPECT_EQ(test, where(test, "/chain/../file", 0), file);
	KUNIT_EXPECT_EQ(test, where(test, "/loop1", LOOKUP_FOLLOW), -ELOOP);
	KUNIT_EXPECT_EQ(test, where(test, "/loop1/x", 0), -ELOOP);
	KUNIT_EXPECT_GT(test, where(test, "/loop1", 0), 0);
	KUNIT_EXPECT_EQ(test, where(test, "/dangling", LOOKUP_FOLLOW), -ENOENT);
	KUNIT_EXPECT_EQ(test, where(test, "/a/b/self/self/self/c", 0), c);
	KUNIT_EXPECT_EQ(test, where(test, "/slash/b", 0), b);
	KUNIT_EXPECT_EQ(test, where(test, "/tofile/", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, where(test, "/tofile/x", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, where(test, "/root/abs/../../root/a/b", 0), b);
	KUNIT_EXPECT_EQ(test, where(test, "/abs/file", LOOKUP_NO_SYMLINKS), -ELOOP);
	KUNIT_EXPECT_EQ(test, where(test, "/rel", LOOKUP_NO_SYMLINKS | LOOKUP_FOLLOW), -ELOOP);
}

/* exactly MAXSYMLINKS may be followed, nested or one after the other */
static void names_link_limit(struct kunit *test)
{
	char name[16], body[16];
	int i;

	make_tree(test);
	KUNIT_ASSERT_EQ(test, make(test, "/", "l0", MAKE_LINK, "a"), 0);
	for (i = 1; i <= MAXSYMLINKS; i++) {
		snprintf(name, sizeof(name), "l%d", i);
		snprintf(body, sizeof(body), "l%d", i - 1);
		KUNIT_ASSERT_EQ(test, make(test, "/", name, MAKE_LINK, body), 0);
	}
	snprintf(name, sizeof(name), "/l%d", MAXSYMLINKS - 1);
	KUNIT_EXPECT_EQ(test, where(test, name, LOOKUP_FOLLOW), where(test, "/a", 0));
	snprintf(name, sizeof(name), "/l%d", MAXSYMLINKS);
	KUNIT_EXPECT_EQ(test, where(test, name, LOOKUP_FOLLOW), -ELOOP);
}

static void names_scoped(struct kunit *test)
{
	make_tree(test);
	KUNIT_ASSERT_EQ(test, make(test, "/a", "out", MAKE_LINK, "/a/b"), 0);
	KUNIT_EXPECT_GT(test, where(test, "a/b/../b/c", LOOKUP_BENEATH), 0);
	KUNIT_EXPECT_EQ(test, where(test, "a/../..", LOOKUP_BENEATH), -EXDEV);
	KUNIT_EXPECT_EQ(test, where(test, "/a", LOOKUP_BENEATH), -EXDEV);
	KUNIT_EXPECT_EQ(test, where(test, "a/out/c", LOOKUP_BENEATH), -EXDEV);
	KUNIT_EXPECT_EQ(test, where(test, "a/out/c", LOOKUP_IN_ROOT), where(test, "/a/b/c", 0));
	KUNIT_EXPECT_EQ(test, where(test, "/../a", LOOKUP_IN_ROOT), where(test, "/a", 0));
}

static void names_long(struct kunit *test)
{
	char *name = kunit_kzalloc(test, 300, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, name);
	memset(name, 'n', 255);
	KUNIT_EXPECT_EQ(test, make(test, "/", name, MAKE_FILE, NULL), 0);
	KUNIT_EXPECT_GT(test, where(test, name, 0), 0);
	/* a long name moves on to a short one and back */
	KUNIT_EXPECT_EQ(test, move(test, "/", name, "/", "short", 0), 0);
	KUNIT_EXPECT_EQ(test, where(test, name, 0), -ENOENT);
	KUNIT_EXPECT_GT(test, where(test, "short", 0), 0);
	KUNIT_EXPECT_EQ(test, move(test, "/", "short", "/", name, 0), 0);
	KUNIT_EXPECT_GT(test, where(test, name, 0), 0);
	name[255] = 'n';
	KUNIT_EXPECT_EQ(test, make(test, "/", name, MAKE_FILE, NULL), -ENAMETOOLONG);
}

static void names_remove(struct kunit *test)
{
	make_tree(test);
	KUNIT_EXPECT_EQ(test, zap(test, "/a", "b", true), -ENOTEMPTY);
	KUNIT_EXPECT_EQ(test, zap(test, "/a", "b", false), -EISDIR);
	KUNIT_EXPECT_EQ(test, zap(test, "/a/b", "file", true), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, zap(test, "/a/b", "none", false), -ENOENT);
	KUNIT_EXPECT_EQ(test, zap(test, "/a/b", "file", false), 0);
	KUNIT_EXPECT_EQ(test, where(test, "/a/b/file", 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, zap(test, "/a/b", "c", true), 0);
	KUNIT_EXPECT_EQ(test, zap(test, "/a", "b", true), 0);
	KUNIT_EXPECT_EQ(test, make(test, "/a", "b", MAKE_FILE, NULL), 0);
	KUNIT_EXPECT_EQ(test, make(test, "/a", "b", MAKE_DIR, NULL), -EEXIST);
}

/* a directory that is removed while somebody stands in it stays, but takes no new names */
static void names_dead_dir(struct kunit *test)
{
	struct path path, up;
	struct dentry *dentry;

	make_tree(test);
	KUNIT_ASSERT_EQ(test, walk(test, "/a/b/c", 0, &path), 0);
	KUNIT_EXPECT_EQ(test, zap(test, "/a/b", "c", true), 0);
	inode_lock(path.dentry->d_inode);
	dentry = lookup_one_len("x", path.dentry, 1);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(dentry), -ENOENT);
	inode_unlock(path.dentry->d_inode);
	KUNIT_EXPECT_TRUE(test, d_unlinked(path.dentry));
	KUNIT_EXPECT_EQ(test, vfs_path_lookup(path.dentry, path.mnt, ".", 0, &up), 0);
	path_put(&up);
	path_put(&path);
}

static void names_rename(struct kunit *test)
{
	long c, file;

	make_tree(test);
	c = where(test, "/a/b/c", 0);
	file = where(test, "/a/b/file", 0);
	KUNIT_EXPECT_EQ(test, move(test, "/a", "b", "/", "d", 0), 0);
	KUNIT_EXPECT_EQ(test, where(test, "/d/c", 0), c);
	KUNIT_EXPECT_EQ(test, where(test, "/d/file", 0), file);
	KUNIT_EXPECT_EQ(test, where(test, "/a/b", 0), -ENOENT);
	KUNIT_EXPECT_EQ(test, where(test, "/d/c/../..", 0), where(test, "/", 0));
	/* over a file; a directory over a full one; into itself */
	KUNIT_ASSERT_EQ(test, make(test, "/", "old", MAKE_FILE, NULL), 0);
	KUNIT_EXPECT_EQ(test, move(test, "/d", "file", "/", "old", 0), 0);
	KUNIT_EXPECT_EQ(test, where(test, "/old", 0), file);
	KUNIT_ASSERT_EQ(test, make(test, "/a", "full", MAKE_FILE, NULL), 0);
	KUNIT_EXPECT_EQ(test, move(test, "/", "d", "/", "a", 0), -ENOTEMPTY);
	KUNIT_EXPECT_EQ(test, move(test, "/", "d", "/d/c", "x", 0), -EINVAL);
	KUNIT_EXPECT_EQ(test, move(test, "/", "d", "/", "old", 0), -ENOTDIR);
	KUNIT_EXPECT_EQ(test, move(test, "/", "old", "/", "d", 0), -EISDIR);
	/* exchange */
	KUNIT_EXPECT_EQ(test, move(test, "/", "old", "/d", "c", RENAME_EXCHANGE), 0);
	KUNIT_EXPECT_EQ(test, where(test, "/old", 0), c);
	KUNIT_EXPECT_EQ(test, where(test, "/d/c", 0), file);
}

static void names_open(struct kunit *test)
{
	struct names *n = test->priv;
	struct file *f;

	make_tree(test);
	KUNIT_ASSERT_EQ(test, make(test, "/", "ln", MAKE_LINK, "a/b/new"), 0);
	f = file_open_root(&n->root, "ln", O_CREAT | O_EXCL | O_RDWR, 0600);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(f), -EEXIST);
	f = file_open_root(&n->root, "ln", O_RDWR | O_NOFOLLOW, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(f), -ELOOP);
	f = file_open_root(&n->root, "ln", O_CREAT | O_RDWR, 0600);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, f);
	KUNIT_EXPECT_EQ(test, (long)file_inode(f)->i_ino, where(test, "/a/b/new", 0));
	fput(f);
	f = file_open_root(&n->root, "a/b/new", O_CREAT | O_EXCL | O_RDWR, 0600);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(f), -EEXIST);
	f = file_open_root(&n->root, "a", O_RDWR, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(f), -EISDIR);
	f = file_open_root(&n->root, "a/b/new/", O_CREAT | O_RDWR, 0600);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(f), -EISDIR);
	f = file_open_root(&n->root, "a/b/file", O_DIRECTORY, 0);
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(f), -ENOTDIR);
}

struct count_ctx {
	struct dir_context ctx;
	int entries;
};

static bool count_entry(struct dir_context *ctx, const char *name, int len, loff_t off, u64 ino,
			unsigned int type)
{
	struct count_ctx *c = container_of(ctx, struct count_ctx, ctx);

	/* three at a time, as a small buffer would have it */
	if (c->entries && c->entries % 3 == 0 && ctx->pos) {
		c->entries |= 0x10000;
		return false;
	}
	c->entries++;
	return true;
}

/* a listing in several steps, from which entries are removed meanwhile, repeats none */
static void names_list(struct kunit *test)
{
	struct names *n = test->priv;
	struct count_ctx c = { .ctx.actor = count_entry };
	int seen = 0, i, rounds = 0;
	char name[8];
	struct file *f;

	for (i = 0; i < 20; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		KUNIT_ASSERT_EQ(test, make(test, "/", name, MAKE_FILE, NULL), 0);
	}
	f = file_open_root(&n->root, "/", O_RDONLY | O_DIRECTORY, 0);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, f);
	for (;;) {
		c.entries = 0;
		KUNIT_ASSERT_EQ(test, iterate_dir(f, &c.ctx), 0);
		seen += c.entries & 0xffff;
		if (!(c.entries & 0x10000))
			break;
		KUNIT_ASSERT_LT(test, rounds++, 50);
	}
	KUNIT_EXPECT_EQ(test, seen, 22);	/* and "." and ".." */
	fput(f);
}

static struct kunit_case names_cases[] = {
	KUNIT_CASE(names_walk),
	KUNIT_CASE(names_symlinks),
	KUNIT_CASE(names_link_limit),
	KUNIT_CASE(names_scoped),
	KUNIT_CASE(names_long),
	KUNIT_CASE(names_remove),
	KUNIT_CASE(names_dead_dir),
	KUNIT_CASE(names_rename),
	KUNIT_CASE(names_open),
	KUNIT_CASE(names_list),
	{}
};

static struct kunit_suite names_suite = {
	.name = "namei",
	.init = names_init,
	.exit = names_exit,
	.test_cases = names_cases,
};
kunit_test_suite(names_suite);
