// SPDX-License-Identifier: GPL-2.0-only
/*
 * fdt_kunit.c - device trees that are written and read again, and trees in which something is wrong.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/libfdt.h>
#include <linux/string.h>

#define ROOM	1024

struct fdt_test {
	u64 guard_before;
	u64 blob[ROOM / 8];
	u64 guard_behind;
	u64 spoilt[ROOM / 8];
};

static int fdt_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct fdt_test), GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

/* What the tests look at. */
static int write_tree(void *fdt, size_t size)
{
	struct fdt_writer w;

	fdt_create(&w, fdt, size);
	fdt_add_reservemap_entry(&w, 0x1000, 0x2000);
	fdt_add_reservemap_entry(&w, 0xffff000000000000, 1);
	fdt_finish_reservemap(&w);
	fdt_begin_node(&w, "");
	fdt_property_string(&w, "compatible", "a,machine");
	fdt_begin_node(&w, "cpus");
	fdt_begin_node(&w, "cpu@0");
	fdt_property_u32(&w, "reg", 0);
	fdt_end_node(&w);
	fdt_begin_node(&w, "cpu@1");
	fdt_property_u32(&w, "reg", 0x12345678);
	fdt_property(&w, "nothing", "", 0);
	fdt_property(&w, "odd", "12345", 5);
	fdt_begin_node(&w, "cache");
	fdt_end_node(&w);
	fdt_end_node(&w);
	fdt_end_node(&w);
	fdt_begin_node(&w, "memory@80000000");
	fdt_property_u64(&w, "reg", 0x0123456789abcdef);
	fdt_end_node(&w);
	fdt_end_node(&w);
	return fdt_finish(&w);
}

static void *make_tree(struct kunit *test)
{
	struct fdt_test *t = test->priv;

	KUNIT_ASSERT_EQ(test, write_tree(t->blob, ROOM), 0);
	KUNIT_ASSERT_EQ(test, fdt_check_full(t->blob, ROOM), 0);
	return t->blob;
}

static void expect_prop(struct kunit *test, const void *fdt, const char *path, const char *name, const void *wanted,
			int wanted_len)
{
	int len, node = fdt_path_offset(fdt, path);
	const void *value;

	KUNIT_ASSERT_GE(test, node, 0);
	value = fdt_getprop(fdt, node, name, &len);
	KUNIT_ASSERT_NOT_NULL(test, value);
	KUNIT_ASSERT_EQ(test, len, wanted_len);
	KUNIT_EXPECT_EQ(test, memcmp(value, wanted, len), 0);
}

static void written_is_read(struct kunit *test)
{
	const void *fdt = make_tree(test);
	u64 address, size;
	int len;

	expect_prop(test, fdt, "/", "compatible", "a,machine", 10);
	expect_prop(test, fdt, "/cpus/cpu@0", "reg", "\0\0\0\0", 4);
	expect_prop(test, fdt, "/cpus/cpu@1", "reg", "\x12\x34\x56\x78", 4);
	expect_prop(test, fdt, "/cpus/cpu@1/", "odd", "12345", 5);
	expect_prop(test, fdt, "//cpus//cpu@1", "nothing", "", 0);
	expect_prop(test, fdt, "/memory", "reg", "\x01\x23\x45\x67\x89\xab\xcd\xef", 8);
	KUNIT_EXPECT_NULL(test, fdt_getprop(fdt, fdt_path_offset(fdt, "/cpus"), "reg", &len));
	KUNIT_EXPECT_EQ(test, len, -FDT_ERR_NOTFOUND);
	KUNIT_EXPECT_EQ(test, fdt_num_mem_rsv(fdt), 2);
	fdt_get_mem_rsv(fdt, 0, &address, &size);
	KUNIT_EXPECT_EQ(test, address, 0x1000ULL);
	KUNIT_EXPECT_EQ(test, size, 0x2000ULL);
	fdt_get_mem_rsv(fdt, 1, &address, &size);
	KUNIT_EXPECT_EQ(test, address, 0xffff000000000000ULL);
	KUNIT_EXPECT_EQ(test, size, 1ULL);
}

static void nodes_in_order(struct kunit *test)
{
	static const struct { const char *name; int depth; } order[] = {
		{ "", 0 }, { "cpus", 1 }, { "cpu@0", 2 }, { "cpu@1", 2 }, { "cache", 3 }, { "memory@80000000", 1 },
	};
	const void *fdt = make_tree(test);
	int node = -1, depth = 0;

	for (int i = 0; i < ARRAY_SIZE(order); i++) {
		node = fdt_next_node(fdt, node, &depth);
		KUNIT_ASSERT_GE(test, node, 0);
		KUNIT_EXPECT_STREQ(test, fdt_get_name(fdt, node), order[i].name);
		KUNIT_EXPECT_EQ(test, depth, order[i].depth);
	}
	KUNIT_EXPECT_EQ(test, fdt_next_node(fdt, node, &depth), -FDT_ERR_NOTFOUND);
}

static void children(struct kunit *test)
{
	const void *fdt = make_tree(test);
	int node, n = 0;

	fdt_for_each_subnode(node, fdt, fdt_path_offset(fdt, "/"))
		n++;
	KUNIT_EXPECT_EQ(test, n, 2);
	fdt_for_each_subnode(node, fdt, fdt_path_offset(fdt, "/cpus"))
		n++;
	KUNIT_EXPECT_EQ(test, n, 4);
	fdt_for_each_subnode(node, fdt, fdt_path_offset(fdt, "/cpus/cpu@0"))
		n++;
	KUNIT_EXPECT_EQ(test, n, 4);
	KUNIT_EXPECT_EQ(test, fdt_path_offset(fdt, "/cpus/cpu"), fdt_path_offset(fdt, "/cpus/cpu@0"));
	KUNIT_EXPECT_EQ(test, fdt_path_offset(fdt, "/cpus/cpu@2"), -FDT_ERR_NOTFOUND);
	KUNIT_EXPECT_EQ(test, fdt_path_offset(fdt, "/cp"), -FDT_ERR_NOTFOUND);
	KUNIT_EXPECT_EQ(test, fdt_path_offset(fdt, "/cpus/cache"), -FDT_ERR_NOTFOUND);
	KUNIT_EXPECT_EQ(test, fdt_path_offset(fdt, "cpus"), -FDT_ERR_NOTFOUND);
}

/* Each size that is too small is refused, and nothing behind it is written. */
static void no_room(struct kunit *test)
{
	struct fdt_test *t = test->priv;
	u32 total = fdt_totalsize(make_tree(test));

	for (u32 size = 0; size < total; size++) {
		memset(t, 0xa5, sizeof(*t));
		KUNIT_ASSERT_EQ(test, write_tree(t->blob, size), -FDT_ERR_NOSPACE);
		KUNIT_ASSERT_NULL(test, memchr_inv((u8 *)t->blob + size, 0xa5, ROOM - size));
	}
	KUNIT_EXPECT_EQ(test, write_tree(t->blob, ALIGN(total, 4)), 0);
	KUNIT_EXPECT_EQ(test, fdt_check_full(t->blob, total), 0);
}

static void wrong_order(struct kunit *test)
{
	struct fdt_test *t = test->priv;
	struct fdt_writer w;

	fdt_create(&w, t->blob, ROOM);
	fdt_begin_node(&w, "");
	KUNIT_EXPECT_EQ(test, fdt_finish(&w), -FDT_ERR_BADSTATE);

	fdt_create(&w, t->blob, ROOM);
	fdt_finish_reservemap(&w);
	fdt_property_u32(&w, "reg", 1);
	KUNIT_EXPECT_EQ(test, fdt_finish(&w), -FDT_ERR_BADSTATE);

	fdt_create(&w, t->blob, ROOM);
	fdt_finish_reservemap(&w);
	fdt_begin_node(&w, "");
	KUNIT_EXPECT_EQ(test, fdt_finish(&w), -FDT_ERR_BADSTATE);

	fdt_create(&w, t->blob, ROOM);
	fdt_finish_reservemap(&w);
	fdt_end_node(&w);
	KUNIT_EXPECT_EQ(test, fdt_finish(&w), -FDT_ERR_BADSTATE);

	fdt_create(&w, t->blob, ROOM);
	fdt_add_reservemap_entry(&w, 1, 0);
	KUNIT_EXPECT_EQ(test, fdt_finish(&w), -FDT_ERR_BADSTATE);
}

/* ---- what is wrong is refused ---- */

static void cut_off(struct kunit *test)
{
	const void *fdt = make_tree(test);

	for (u32 size = 0; size < fdt_totalsize(fdt); size++)
		KUNIT_ASSERT_EQ(test, fdt_check_full(fdt, size), -FDT_ERR_TRUNCATED);
	KUNIT_EXPECT_EQ(test, fdt_check_full(fdt + 4, ROOM - 4), -FDT_ERR_ALIGNMENT);
}

#define HEADER(field)	(offsetof(struct fdt_header, field) / 4)

static void bad_headers(struct kunit *test)
{
	static const struct { int word; u32 value; int err; } cases[] = {
		{ HEADER(magic), 0xedfe0dd0, -FDT_ERR_BADMAGIC },
		{ HEADER(totalsize), ROOM + 1, -FDT_ERR_TRUNCATED },
		{ HEADER(totalsize), 0x80000000, -FDT_ERR_TRUNCATED },
		{ HEADER(totalsize), 60, -FDT_ERR_BADLAYOUT },
		{ HEADER(version), 16, -FDT_ERR_BADVERSION },
		{ HEADER(last_comp_version), 18, -FDT_ERR_BADVERSION },
		{ HEADER(off_dt_struct), ROOM, -FDT_ERR_BADLAYOUT },
		{ HEADER(off_dt_struct), 0, -FDT_ERR_BADLAYOUT },
		{ HEADER(off_dt_struct), 42, -FDT_ERR_ALIGNMENT },
		{ HEADER(off_dt_strings), 0xfffffffc, -FDT_ERR_BADLAYOUT },
		{ HEADER(size_dt_strings), 0xfffffffc, -FDT_ERR_BADLAYOUT },
		{ HEADER(size_dt_strings), 3, -FDT_ERR_BADSTRUCTURE },
		{ HEADER(size_dt_struct), 0xfffffffc, -FDT_ERR_BADLAYOUT },
		{ HEADER(size_dt_struct), 0, -FDT_ERR_TRUNCATED },
		{ HEADER(size_dt_struct), 40, -FDT_ERR_TRUNCATED },
		{ HEADER(off_mem_rsvmap), 44, -FDT_ERR_ALIGNMENT },
		{ HEADER(off_mem_rsvmap), 0xfffffff8, -FDT_ERR_BADLAYOUT },
	};
	struct fdt_test *t = test->priv;

	make_tree(test);
	for (int i = 0; i < ARRAY_SIZE(cases); i++) {
		memcpy(t->spoilt, t->blob, ROOM);
		((__be32 *)t->spoilt)[cases[i].word] = cpu_to_be32(cases[i].value);
		KUNIT_EXPECT_EQ_MSG(test, fdt_check_full(t->spoilt, ROOM), cases[i].err, "word %d = %#x",
				    cases[i].word, cases[i].value);
	}
}

/* The first token @tag behind the first @skip is made @value. */
static int spoil(struct kunit *test, u32 tag, int skip, u32 value)
{
	struct fdt_test *t = test->priv;
	__be32 *cell;

	memcpy(t->spoilt, make_tree(test), ROOM);
	cell = (void *)t->spoilt + fdt_get_header(t->spoilt, off_dt_struct);
	while (be32_to_cpu(*cell) != tag || skip--)
		cell++;
	*cell = cpu_to_be32(value);
	return fdt_check_full(t->spoilt, ROOM);
}

static void bad_structure(struct kunit *test)
{
	/* no root, a second one, a property behind a node, nodes that do not end, unknown tokens */
	KUNIT_EXPECT_EQ(test, spoil(test, FDT_BEGIN_NODE, 0, FDT_END), -FDT_ERR_BADSTRUCTURE);
	KUNIT_EXPECT_EQ(test, spoil(test, FDT_BEGIN_NODE, 0, FDT_END_NODE), -FDT_ERR_BADSTRUCTURE);
	KUNIT_EXPECT_EQ(test, spoil(test, FDT_BEGIN_NODE, 0, FDT_NOP), -FDT_ERR_BADSTRUCTURE);
	KUNIT_EXPECT_EQ(test, spoil(test, FDT_END_NODE, 0, FDT_NOP), -FDT_ERR_BADSTRUCTURE);
	KUNIT_EXPECT_EQ(test, spoil(test, FDT_PROP, 1, 5), -FDT_ERR_BADSTRUCTURE);
	KUNIT_EXPECT_EQ(test, spoil(test, FDT_END, 0, FDT_NOP), -FDT_ERR_TRUNCATED);
	KUNIT_EXPECT_STREQ(test, fdt_strerror(-FDT_ERR_BADSTRUCTURE), "the nodes and properties make no tree");
	KUNIT_EXPECT_STREQ(test, fdt_strerror(-1000), "an unknown error");
}

/* Reads all of it. Return: the sum of what was read. */
static u32 read_everything(const void *fdt)
{
	int node = -1, depth = 0, property, len;
	u32 sum = fdt_num_mem_rsv(fdt);

	while ((node = fdt_next_node(fdt, node, &depth)) >= 0) {
		sum += strlen(fdt_get_name(fdt, node)) + depth;
		fdt_for_each_property_offset(property, fdt, node) {
			const char *name;
			const u8 *value = fdt_getprop_by_offset(fdt, property, &name, &len);

			sum += strlen(name);
			while (len--)
				sum += value[len];
		}
	}
	return sum;
}

/* Each byte takes other values: the tree is refused, or is one that can be read to its end. */
static void any_byte(struct kunit *test)
{
	static const u8 flips[] = { 0x01, 0x02, 0x08, 0x80, 0xff };
	u32 total = fdt_totalsize(make_tree(test)), refused = 0;
	struct fdt_test *t = test->priv;
	u8 *exact = kunit_kmalloc(test, total, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, exact);
	for (u32 i = 0; i < total * ARRAY_SIZE(flips); i++) {
		memcpy(exact, t->blob, total);
		exact[i / ARRAY_SIZE(flips)] ^= flips[i % ARRAY_SIZE(flips)];
		if (fdt_check_full(exact, total))
			refused++;
		else
			KUNIT_ASSERT_NE(test, read_everything(exact), 0U);
	}
	KUNIT_EXPECT_GT(test, refused, total);
}

static struct kunit_case fdt_cases[] = {
	KUNIT_CASE(written_is_read),
	KUNIT_CASE(nodes_in_order),
	KUNIT_CASE(children),
	KUNIT_CASE(no_room),
	KUNIT_CASE(wrong_order),
	KUNIT_CASE(cut_off),
	KUNIT_CASE(bad_headers),
	KUNIT_CASE(bad_structure),
	KUNIT_CASE(any_byte),
	{ }
};

static struct kunit_suite fdt_suite = {
	.name = "libfdt",
	.init = fdt_init,
	.test_cases = fdt_cases,
};
kunit_test_suite(fdt_suite);
