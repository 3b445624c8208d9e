// SPDX-License-Identifier: GPL-2.0-only
/*
 * fdt_kunit.c - what is read from device trees: memory, reserved memory, CPUs, nodes, the command line.
 */
#include <kunit/test.h>
#include <linux/kernel.h>
#include <linux/numa.h>
#include <linux/of_fdt.h>
#include <linux/string.h>

#define ROOM	4096
#define MOST	8

struct of_test {
	u64 blob[ROOM / 8];
	struct fdt_writer w;
	unsigned int found;
	struct fdt_range ranges[MOST];
	struct fdt_pool pools[MOST];
	u64 numbers[MOST][3];
};

static int of_init(struct kunit *test)
{
	struct of_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	test->priv = t;
	return t ? 0 : -ENOMEM;
}

static void put_cells(struct fdt_writer *w, const char *name, int n, const u32 *cells)
{
	__be32 value[16];

	for (int i = 0; i < n; i++)
		value[i] = cpu_to_be32(cells[i]);
	fdt_property(w, name, value, n * 4);
}
#define put(w, name, ...) \
	put_cells(w, name, sizeof((u32[]){ __VA_ARGS__ }) / 4, (u32[]){ __VA_ARGS__ })

/* An open root with cells of these sizes. */
static struct fdt_writer *begin(struct kunit *test, u32 address_cells, u32 size_cells)
{
	struct of_test *t = test->priv;

	fdt_create(&t->w, t->blob, ROOM);
	fdt_add_reservemap_entry(&t->w, 0x5000, 0x1000);
	fdt_finish_reservemap(&t->w);
	fdt_begin_node(&t->w, "");
	put(&t->w, "#address-cells", address_cells);
	put(&t->w, "#size-cells", size_cells);
	return &t->w;
}

static const void *end(struct kunit *test)
{
	struct of_test *t = test->priv;

	fdt_end_node(&t->w);
	KUNIT_ASSERT_EQ(test, fdt_finish(&t->w), 0);
	KUNIT_ASSERT_EQ(test, fdt_check_full(t->blob, ROOM), 0);
	t->found = 0;
	return t->blob;
}

static void begin_device(struct fdt_writer *w, const char *name, const char *type)
{
	fdt_begin_node(w, name);
	fdt_property_string(w, "device_type", type);
}

/* ---- what is found is kept ---- */

static int keep_range(const struct fdt_range *range, void *arg)
{
	struct of_test *t = arg;

	if (t->found == MOST)
		return 1;
	t->ranges[t->found++] = *range;
	return 0;
}

static int keep_pool(const struct fdt_pool *pool, void *arg)
{
	struct of_test *t = arg;

	t->pools[t->found++] = *pool;
	return t->found == MOST;
}

static int keep_cpu(u64 hwid, int nid, void *arg)
{
	struct of_test *t = arg;

	t->numbers[t->found][0] = hwid;
	t->numbers[t->found++][1] = nid;
	return t->found == MOST;
}

static int keep_distance(u32 from, u32 to, u32 distance, void *arg)
{
	struct of_test *t = arg;

	t->numbers[t->found][0] = from;
	t->numbers[t->found][1] = to;
	t->numbers[t->found++][2] = distance;
	return t->found == MOST;
}

static void expect_range(struct kunit *test, unsigned int i, u64 base, u64 size)
{
	struct of_test *t = test->priv;

	KUNIT_ASSERT_LT(test, i, t->found);
	KUNIT_EXPECT_EQ(test, t->ranges[i].base, base);
	KUNIT_EXPECT_EQ(test, t->ranges[i].size, size);
}

/* ---- memory ---- */

static void memory_of_two_nodes(struct kunit *test)
{
	struct of_test *t = test->priv;
	struct fdt_writer *w = begin(test, 2, 2);

	begin_device(w, "memory@0", "memory");
	put(w, "reg", 0, 0, 0, 0x80000000, 1, 0, 2, 0);
	put(w, "numa-node-id", 0);
	fdt_end_node(w);
	begin_device(w, "memory@400000000", "memory");
	put(w, "reg", 4, 0, 0, 0x1000);
	put(w, "numa-node-id", MAX_NUMNODES - 1);
	fdt_property(w, "hotpluggable", NULL, 0);
	fdt_end_node(w);
	KUNIT_EXPECT_EQ(test, of_fdt_for_each_memory(end(test), keep_range, t), 0);
	KUNIT_ASSERT_EQ(test, t->found, 3U);
	expect_range(test, 0, 0, 0x80000000);
	expect_range(test, 1, 1ULL << 32, 2ULL << 32);
	expect_range(test, 2, 4ULL << 32, 0x1000);
	KUNIT_EXPECT_EQ(test, t->ranges[0].nid, 0);
	KUNIT_EXPECT_EQ(test, t->ranges[2].nid, MAX_NUMNODES - 1);
	KUNIT_EXPECT_FALSE(test, t->ranges[1].hotpluggable);
	KUNIT_EXPECT_TRUE(test, t->ranges[2].hotpluggable);
}

static void memory_of_small_machine(struct kunit *test)
{
	struct of_test *t = test->priv;
	struct fdt_writer *w = begin(test, 1, 1);

	begin_device(w, "memory", "memory");
	put(w, "reg", 0x40000000, 0x8000000);
	put(w, "linux,usable-memory", 0x40000000, 0x1000000);
	fdt_end_node(w);
	of_fdt_for_each_memory(end(test), keep_range, t);
	KUNIT_ASSERT_EQ(test, t->found, 1U);
	expect_range(test, 0, 0x40000000, 0x1000000);
	KUNIT_EXPECT_EQ(test, t->ranges[0].nid, NUMA_NO_NODE);
}

/* Of these no range is usable but the last. */
static void memory_that_is_none(struct kunit *test)
{
	struct of_test *t = test->priv;
	struct fdt_writer *w = begin(test, 2, 2);

	begin_device(w, "memory@1", "memory");
	put(w, "reg", 0, 0x1000, 0, 0);				/* empty */
	fdt_end_node(w);
	begin_device(w, "memory@2", "memory");
	put(w, "reg", 0xffffffff, 0xfffff000, 0, 0x2000);	/* beyond the last address */
	fdt_end_node(w);
	begin_device(w, "memory@3", "memory");
	put(w, "reg", 0, 0x1000, 0);				/* cut off */
	fdt_end_node(w);
	begin_device(w, "memory@4", "memory");
	fdt_property(w, "reg", "123456789abcdefgh", 17);		/* no cells */
	fdt_end_node(w);
	begin_device(w, "memory@5", "memory");
	put(w, "reg", 0, 0x1000, 0, 0x1000);
	fdt_property_string(w, "status", "disabled");
	fdt_end_node(w);
	begin_device(w, "memory@6", "memories");
	put(w, "reg", 0, 0x1000, 0, 0x1000);
	fdt_end_node(w);
	begin_device(w, "memory@7", "memory");
	put(w, "reg", 0, 0x7000, 0, 0x1000);
	put(w, "numa-node-id", MAX_NUMNODES);			/* there is no such node */
	fdt_property_string(w, "status", "okay");
	fdt_end_node(w);
	of_fdt_for_each_memory(end(test), keep_range, t);
	KUNIT_ASSERT_EQ(test, t->found, 1U);
	expect_range(test, 0, 0x7000, 0x1000);
	KUNIT_EXPECT_EQ(test, t->ranges[0].nid, NUMA_NO_NODE);
}

static void cells_that_are_too_many(struct kunit *test)
{
	struct of_test *t = test->priv;
	struct fdt_writer *w = begin(test, 3, 1);

	begin_device(w, "memory", "memory");
	put(w, "reg", 0, 0, 0, 0x1000);
	fdt_end_node(w);
	of_fdt_for_each_memory(end(test), keep_range, t);
	KUNIT_EXPECT_EQ(test, t->found, 0U);
}

static int stop_at_once(const struct fdt_range *range, void *arg)
{
	++*(unsigned int *)arg;
	return 7;
}

static void reserved_memory(struct kunit *test)
{
	struct of_test *t = test->priv;
	struct fdt_writer *w = begin(test, 2, 2);
	const void *fdt;
	unsigned int calls = 0;

	fdt_begin_node(w, "reserved-memory");
	put(w, "#address-cells", 1);
	put(w, "#size-cells", 1);
	fdt_begin_node(w, "secure@8000");
	put(w, "reg", 0x8000, 0x2000, 0x20000, 0x1000);
	fdt_property(w, "no-map", NULL, 0);
	fdt_end_node(w);
	fdt_begin_node(w, "frame@9000");
	put(w, "reg", 0x9000, 0x100);
	fdt_end_node(w);
	fdt_begin_node(w, "pool");
	put(w, "size", 0x400000);
	put(w, "alignment", 0x2000);
	put(w, "alloc-ranges", 0x40000000, 0x10000000);
	fdt_end_node(w);
	fdt_begin_node(w, "anywhere");
	put(w, "size", 1, 0);
	put(w, "alignment", 3);
	fdt_property(w, "no-map", NULL, 0);
	fdt_end_node(w);
	fdt_begin_node(w, "nothing");
	put(w, "size", 0);
	fdt_end_node(w);
	fdt_end_node(w);
	fdt = end(test);
	of_fdt_for_each_reserved(fdt, keep_range, t);
	KUNIT_ASSERT_EQ(test, t->found, 4U);
	expect_range(test, 0, 0x5000, 0x1000);
	expect_range(test, 1, 0x8000, 0x2000);
	expect_range(test, 2, 0x20000, 0x1000);
	expect_range(test, 3, 0x9000, 0x100);
	KUNIT_EXPECT_FALSE(test, t->ranges[0].nomap);
	KUNIT_EXPECT_TRUE(test, t->ranges[1].nomap && t->ranges[2].nomap);
	KUNIT_EXPECT_FALSE(test, t->ranges[3].nomap);
	KUNIT_EXPECT_EQ(test, of_fdt_for_each_reserved(fdt, stop_at_once, &calls), 7);
	KUNIT_EXPECT_EQ(test, calls, 1U);

	t->found = 0;
	of_fdt_for_each_pool(fdt, keep_pool, t);
	KUNIT_ASSERT_EQ(test, t->found, 2U);
	KUNIT_EXPECT_EQ(test, t->pools[0].size, 0x400000ULL);
	KUNIT_EXPECT_EQ(test, t->pools[0].align, 0x2000ULL);
	KUNIT_EXPECT_EQ(test, t->pools[0].start, 0x40000000ULL);
	KUNIT_EXPECT_EQ(test, t->pools[0].end, 0x4fffffffULL);
	KUNIT_EXPECT_EQ(test, t->pools[1].size, 1ULL << 32);
	KUNIT_EXPECT_EQ(test, t->pools[1].align, 0ULL);		/* 3 is none */
	KUNIT_EXPECT_EQ(test, t->pools[1].end, ~0ULL);
	KUNIT_EXPECT_TRUE(test, t->pools[1].nomap);
}

/* ---- CPUs and nodes ---- */

static void cpus_and_nodes(struct kunit *test)
{
	struct of_test *t = test->priv;
	struct fdt_writer *w = begin(test, 2, 2);
	const void *fdt;

	fdt_begin_node(w, "cpus");
	begin_device(w, "cpu@100", "cpu");
	put(w, "reg", 0x100);
	put(w, "numa-node-id", 0);
	fdt_end_node(w);
	begin_device(w, "cpu@1", "cpu");
	put(w, "reg", 1, 1);
	fdt_end_node(w);
	begin_device(w, "cpu@2", "cpu");
	put(w, "reg", 2);
	fdt_property_string(w, "status", "fail");
	fdt_end_node(w);
	begin_device(w, "cpu@3", "cpu");		/* without a number */
	fdt_end_node(w);
	fdt_begin_node(w, "cpu-map");
	fdt_end_node(w);
	fdt_end_node(w);
	fdt_begin_node(w, "distance-map");
	fdt_property_string(w, "compatible", "numa-distance-map-v1");
	put(w, "distance-matrix", 0, 0, 10, 0, 1, 40, 1, 1);
	fdt_end_node(w);
	fdt = end(test);
	of_fdt_for_each_cpu(fdt, keep_cpu, t);
	KUNIT_ASSERT_EQ(test, t->found, 2U);
	KUNIT_EXPECT_EQ(test, t->numbers[0][0], 0x100ULL);
	KUNIT_EXPECT_EQ(test, (int)t->numbers[0][1], 0);
	KUNIT_EXPECT_EQ(test, t->numbers[1][0], 1ULL << 32 | 1);
	KUNIT_EXPECT_EQ(test, (int)t->numbers[1][1], NUMA_NO_NODE);

	t->found = 0;
	of_fdt_for_each_distance(fdt, keep_distance, t);
	KUNIT_ASSERT_EQ(test, t->found, 2U);		/* the third is not whole */
	KUNIT_EXPECT_EQ(test, t->numbers[1][0], 0ULL);
	KUNIT_EXPECT_EQ(test, t->numbers[1][1], 1ULL);
	KUNIT_EXPECT_EQ(test, t->numbers[1][2], 40ULL);
}

/* ---- /chosen ---- */

static void chosen(struct kunit *test)
{
	struct fdt_writer *w = begin(test, 2, 2);
	const void *fdt;
	u64 start, behind;

	fdt_begin_node(w, "chosen");
	fdt_property_string(w, "bootargs", "console=ttyS0 quiet");
	put(w, "linux,initrd-start", 0x48000000);
	put(w, "linux,initrd-end", 0, 0x48001000);
	fdt_end_node(w);
	fdt = end(test);
	KUNIT_EXPECT_STREQ(test, of_fdt_bootargs(fdt), "console=ttyS0 quiet");
	KUNIT_ASSERT_TRUE(test, of_fdt_initrd(fdt, &start, &behind));
	KUNIT_EXPECT_EQ(test, start, 0x48000000ULL);
	KUNIT_EXPECT_EQ(test, behind, 0x48001000ULL);
}

static void chosen_wrong(struct kunit *test)
{
	struct fdt_writer *w = begin(test, 2, 2);
	const void *fdt;
	u64 start, behind;

	fdt_begin_node(w, "chosen");
	fdt_property(w, "bootargs", "no end", 6);
	put(w, "linux,initrd-start", 0x48000000);
	put(w, "linux,initrd-end", 0x48000000);
	fdt_end_node(w);
	fdt = end(test);
	KUNIT_EXPECT_NULL(test, of_fdt_bootargs(fdt));
	KUNIT_EXPECT_FALSE(test, of_fdt_initrd(fdt, &start, &behind));
}

static void empty_tree(struct kunit *test)
{
	struct of_test *t = test->priv;
	const void *fdt;
	u64 start, behind;

	begin(test, 2, 2);
	fdt = end(test);
	of_fdt_for_each_memory(fdt, keep_range, t);
	of_fdt_for_each_pool(fdt, keep_pool, t);
	of_fdt_for_each_cpu(fdt, keep_cpu, t);
	of_fdt_for_each_distance(fdt, keep_distance, t);
	KUNIT_EXPECT_EQ(test, t->found, 0U);
	KUNIT_EXPECT_NULL(test, of_fdt_bootargs(fdt));
	KUNIT_EXPECT_FALSE(test, of_fdt_initrd(fdt, &start, &behind));
}

static struct kunit_case of_cases[] = {
	KUNIT_CASE(memory_of_two_nodes),
	KUNIT_CASE(memory_of_small_machine),
	KUNIT_CASE(memory_that_is_none),
	KUNIT_CASE(cells_that_are_too_many),
	KUNIT_CASE(reserved_memory),
	KUNIT_CASE(cpus_and_nodes),
	KUNIT_CASE(chosen),
	KUNIT_CASE(chosen_wrong),
	KUNIT_CASE(empty_tree),
	{ }
};

static struct kunit_suite of_suite = {
	.name = "of-fdt",
	.init = of_init,
	.test_cases = of_cases,
};
kunit_test_suite(of_suite);
