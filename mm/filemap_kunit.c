// SPDX-License-Identifier: GPL-2.0-only
/*
 * filemap_kunit.c - the page cache alone, and shmem files against a model of bytes.
 */
#include <kunit/test.h>
#include <linux/err.h>
#include <linux/falloc.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/shmem_fs.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "store.h"

/* ---- a mapping without a file --------------------------------------------------------- */

static int cache_init(struct kunit *test)
{
	struct address_space *mapping = kunit_kzalloc(test, sizeof(*mapping), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mapping);
	address_space_init_once(mapping);
	mapping->a_ops = &ram_aops;
	mapping->gfp_mask = GFP_KERNEL;
	mapping_set_no_writeback_tags(mapping);
	test->priv = mapping;
	return 0;
}

static void cache_exit(struct kunit *test)
{
	struct address_space *mapping = test->priv;

	if (!mapping)
		return;
	truncate_inode_pages_final(mapping);
	KUNIT_EXPECT_EQ(test, mapping->nrpages, 0UL);
	KUNIT_EXPECT_TRUE(test, xa_empty(&mapping->i_pages));
}

static struct folio *add(struct kunit *test, struct address_space *mapping, pgoff_t index)
{
	struct folio *folio = __filemap_get_folio(mapping, index, FGP_LOCK | FGP_CREAT, GFP_KERNEL);

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, folio);
	folio_mark_uptodate(folio);
	folio_unlock(folio);
	folio_put(folio);
	return folio;
}

static void cache_find(struct kunit *test)
{
	static const pgoff_t at[] = { 0, 1, 63, 64, 65, 4095, 4096, 1UL << 40 };
	struct address_space *mapping = test->priv;
	struct folio *folios[ARRAY_SIZE(at)], *folio;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(at); i++)
		folios[i] = add(test, mapping, at[i]);
	KUNIT_EXPECT_EQ(test, mapping->nrpages, (unsigned long)ARRAY_SIZE(at));
	for (i = 0; i < ARRAY_SIZE(at); i++) {
		folio = filemap_get_folio(mapping, at[i]);
		KUNIT_ASSERT_PTR_EQ(test, folio, folios[i]);
		KUNIT_EXPECT_EQ(test, folio->index, at[i]);
		KUNIT_EXPECT_PTR_EQ(test, folio->mapping, mapping);
		folio_put(folio);
	}
	KUNIT_EXPECT_EQ(test, PTR_ERR_OR_ZERO(filemap_get_folio(mapping, 2)), -ENOENT);
	KUNIT_EXPECT_TRUE(test, mapping_check(mapping));
}

static void cache_twice(struct kunit *test)
{
	struct address_space *mapping = test->priv;
	struct folio *second = folio_alloc(GFP_KERNEL, 0);

	add(test, mapping, 5);
	KUNIT_ASSERT_NOT_NULL(test, second);
	KUNIT_EXPECT_EQ(test, filemap_add_folio(mapping, second, 5, GFP_KERNEL), -EEXIST);
	KUNIT_EXPECT_NULL(test, second->mapping);
	KUNIT_EXPECT_EQ(test, folio_ref_count(second), 1);
	folio_put(second);
	KUNIT_EXPECT_EQ(test, mapping->nrpages, 1UL);
}

static void cache_truncate(struct kunit *test)
{
	struct address_space *mapping = test->priv;
	struct folio *edge, *held;
	unsigned char *bytes;
	pgoff_t i;

	for (i = 0; i < 100; i++) {
		memset(folio_address(add(test, mapping, i)), 0x5a, PAGE_SIZE);
		add(test, mapping, 10000 + i);
	}
	held = filemap_get_folio(mapping, 40);
	/* bytes 30.5 pages to 60.25 pages */
	truncate_inode_pages_range(mapping, 30 * PAGE_SIZE + 2048, 60 * PAGE_SIZE + 1023);
	KUNIT_EXPECT_EQ(test, mapping->nrpages, 200UL - 29);
	KUNIT_EXPECT_NULL(test, held->mapping);
	KUNIT_EXPECT_EQ(test, folio_ref_count(held), 1);
	folio_put(held);
	edge = filemap_get_folio(mapping, 30);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, edge);
	bytes = folio_address(edge);
	KUNIT_EXPECT_EQ(test, bytes[2047], 0x5a);
	KUNIT_EXPECT_EQ(test, bytes[2048], 0);
	KUNIT_EXPECT_EQ(test, bytes[4095], 0);
	folio_put(edge);
	edge = filemap_get_folio(mapping, 60);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, edge);
	bytes = folio_address(edge);
	KUNIT_EXPECT_EQ(test, bytes[0], 0);
	KUNIT_EXPECT_EQ(test, bytes[1023], 0);
	KUNIT_EXPECT_EQ(test, bytes[1024], 0x5a);
	folio_put(edge);
	truncate_inode_pages(mapping, 50 * PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, mapping->nrpages, 31UL);
	KUNIT_EXPECT_TRUE(test, mapping_check(mapping));
}

static void cache_invalidate(struct kunit *test)
{
	struct address_space *mapping = test->priv;
	struct folio *held, *dirty;
	pgoff_t i;

	for (i = 0; i < 20; i++)
		add(test, mapping, i);
	lru_add_drain_all();	/* a CPU's batch holds references */
	dirty = filemap_lock_folio(mapping, 3);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dirty);
	folio_mark_dirty(dirty);
	folio_unlock(dirty);
	folio_put(dirty);
	held = filemap_get_folio(mapping, 7);
	KUNIT_EXPECT_EQ(test, invalidate_mapping_pages(mapping, 0, -1), 18UL);
	KUNIT_EXPECT_PTR_EQ(test, held->mapping, mapping);
	folio_put(held);
	KUNIT_EXPECT_EQ(test, mapping->nrpages, 2UL);
}

static struct kunit_case cache_cases[] = {
	KUNIT_CASE(cache_find),
	KUNIT_CASE(cache_twice),
	KUNIT_CASE(cache_truncate),
	KUNIT_CASE(cache_invalidate),
	{}
};

static struct kunit_suite cache_suite = {
	.name = "filemap",
	.init = cache_init,
	.exit = cache_exit,
	.test_cases = cache_cases,
};

/* ---- shmem files ------------------------------------------------------------------------- */

#define MODEL_PAGES	48
#define MODEL_SIZE	(MODEL_PAGES * PAGE_SIZE)

struct sparse {
	struct file *file;
	char *bytes, *buf;
	bool there[MODEL_PAGES];	/* the page is not a hole */
	loff_t size;
};

static int sparse_file_init(struct kunit *test)
{
	struct sparse *s = kunit_kzalloc(test, sizeof(*s), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, s);
	s->bytes = kunit_kzalloc(test, MODEL_SIZE, GFP_KERNEL);
	s->buf = kunit_kzalloc(test, MODEL_SIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, s->bytes);
	KUNIT_ASSERT_NOT_NULL(test, s->buf);
	s->file = shmem_file_setup("kunit", 0, VM_NORESERVE);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, s->file);
	test->priv = s;
	return 0;
}

static void sparse_file_exit(struct kunit *test)
{
	struct sparse *s = test->priv;

	if (s && s->file)
		fput(s->file);
}

static void sparse_write(struct kunit *test, struct sparse *s, loff_t at, size_t len)
{
	loff_t pos = at;
	size_t i;

	for (i = 0; i < len; i++)
		s->buf[i] = kunit_random(test) >> 32;
	KUNIT_ASSERT_EQ(test, kernel_write(s->file, s->buf, len, &pos), (ssize_t)len);
	memcpy(s->bytes + at, s->buf, len);
	for (i = at / PAGE_SIZE; i <= (at + len - 1) / PAGE_SIZE; i++)
		s->there[i] = true;
	s->size = max_t(loff_t, s->size, at + len);
}

static void sparse_punch(struct kunit *test, struct sparse *s, loff_t at, size_t len)
{
	size_t i;

	KUNIT_ASSERT_EQ(test, vfs_fallocate(s->file, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
					    at, len), 0);
	memset(s->bytes + at, 0, len);
	for (i = DIV_ROUND_UP(at, PAGE_SIZE); (i + 1) * PAGE_SIZE <= at + len; i++)
		s->there[i] = false;
}

static void sparse_truncate(struct kunit *test, struct sparse *s, loff_t size)
{
	size_t i;

	KUNIT_ASSERT_EQ(test, do_truncate(&nop_mnt_idmap, file_dentry(s->file), size, 0, NULL), 0);
	memset(s->bytes + size, 0, MODEL_SIZE - size);
	for (i = DIV_ROUND_UP(size, PAGE_SIZE); i < MODEL_PAGES; i++)
		s->there[i] = false;
	s->size = size;
}

static void sparse_fallocate(struct kunit *test, struct sparse *s, loff_t at, size_t len)
{
	size_t i;

	KUNIT_ASSERT_EQ(test, vfs_fallocate(s->file, 0, at, len), 0);
	for (i = at / PAGE_SIZE; i <= (at + len - 1) / PAGE_SIZE; i++)
		s->there[i] = true;
	s->size = max_t(loff_t, s->size, at + len);
}

/* contents, size, holes, and accounts */
static void sparse_compare(struct kunit *test, struct sparse *s)
{
	struct inode *inode = file_inode(s->file);
	unsigned long pages = 0;
	loff_t pos = 0, at;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, inode->i_size, s->size);
	for (i = 0; i < MODEL_PAGES; i++)
		pages += s->there[i];
	KUNIT_ASSERT_EQ(test, inode->i_mapping->nrpages, pages);
	KUNIT_ASSERT_EQ(test, (unsigned long)inode->i_blocks, pages * (PAGE_SIZE / 512));
	KUNIT_ASSERT_TRUE(test, mapping_check(inode->i_mapping));
	memset(s->buf, 0xff, s->size);
	KUNIT_ASSERT_EQ(test, kernel_read(s->file, s->buf, MODEL_SIZE, &pos), (ssize_t)s->size);
	KUNIT_ASSERT_MEMEQ(test, s->buf, s->bytes, s->size);
	/* reading a hole does not fill it */
	KUNIT_ASSERT_EQ(test, inode->i_mapping->nrpages, pages);
	if (!s->size)
		return;
	at = kunit_random_below(test, s->size);
	for (i = at / PAGE_SIZE; i < DIV_ROUND_UP(s->size, PAGE_SIZE) && !s->there[i]; i++)
		;
	pos = max_t(loff_t, at, i * PAGE_SIZE);
	KUNIT_ASSERT_EQ(test, vfs_llseek(s->file, at, SEEK_DATA), pos >= s->size ? -ENXIO : pos);
	for (i = at / PAGE_SIZE; i < DIV_ROUND_UP(s->size, PAGE_SIZE) && s->there[i]; i++)
		;
	pos = min_t(loff_t, max_t(loff_t, at, i * PAGE_SIZE), s->size);
	KUNIT_ASSERT_EQ(test, vfs_llseek(s->file, at, SEEK_HOLE), pos);
}

static void sparse_random(struct kunit *test)
{
	struct sparse *s = test->priv;
	int step;

	for (step = 0; step < 1500; step++) {
		loff_t at = kunit_random_below(test, MODEL_SIZE - 1);
		size_t len = 1 + kunit_random_below(test, min_t(size_t, MODEL_SIZE - at, 20000));

		switch (kunit_random_below(test, 10)) {
		case 0:
			sparse_truncate(test, s, at);
			break;
		case 1:
		case 2:
		case 3:
			sparse_punch(test, s, at, len);
			break;
		case 4:
			sparse_fallocate(test, s, at, len);
			break;
		default:
			sparse_write(test, s, at, min_t(size_t, len, 6000));
		}
		if (step % 10 == 0)
			sparse_compare(test, s);
	}
	sparse_truncate(test, s, 0);
	sparse_compare(test, s);
}

/* the very far end of a file costs what it holds */
static void sparse_far(struct kunit *test)
{
	struct sparse *s = test->priv;
	loff_t pos = 1LL << 45;
	char c = 0;

	KUNIT_ASSERT_EQ(test, kernel_write(s->file, "x", 1, &pos), (ssize_t)1);
	KUNIT_EXPECT_EQ(test, file_inode(s->file)->i_mapping->nrpages, 1UL);
	KUNIT_EXPECT_EQ(test, vfs_llseek(s->file, 0, SEEK_DATA), 1LL << 45);
	pos = 1LL << 44;
	KUNIT_EXPECT_EQ(test, kernel_read(s->file, &c, 1, &pos), (ssize_t)1);
	KUNIT_EXPECT_EQ(test, c, 0);
}

static struct kunit_case sparse_cases[] = {
	KUNIT_CASE(sparse_random),
	KUNIT_CASE(sparse_far),
	{}
};

static struct kunit_suite sparse_suite = {
	.name = "shmem",
	.init = sparse_file_init,
	.exit = sparse_file_exit,
	.test_cases = sparse_cases,
};

kunit_test_suites(&cache_suite, &sparse_suite);
