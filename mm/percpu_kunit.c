// SPDX-License-Identifier: GPL-2.0-only
/*
 * percpu_kunit.c - the per-CPU allocator: copies are apart, aligned, zero, and come back.
 */
#include <kunit/test.h>
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/percpu.h>

static void percpu_separate_test(struct kunit *test)
{
	unsigned long __percpu *a = alloc_percpu(unsigned long);
	unsigned long __percpu *b = alloc_percpu(unsigned long);
	int cpu;

	KUNIT_ASSERT_NOT_NULL(test, a);
	KUNIT_ASSERT_NOT_NULL(test, b);
	for_each_possible_cpu(cpu) {
		KUNIT_EXPECT_EQ(test, *per_cpu_ptr(a, cpu), 0UL);
		*per_cpu_ptr(a, cpu) = 1000 + cpu;
		*per_cpu_ptr(b, cpu) = 2000 + cpu;
	}
	for_each_possible_cpu(cpu) {
		KUNIT_EXPECT_EQ(test, *per_cpu_ptr(a, cpu), 1000UL + cpu);
		KUNIT_EXPECT_EQ(test, *per_cpu_ptr(b, cpu), 2000UL + cpu);
	}
	preempt_disable();
	cpu = smp_processor_id();
	this_cpu_add(*a, 5);
	preempt_enable();
	KUNIT_EXPECT_EQ(test, *per_cpu_ptr(a, cpu), 1005UL + cpu);
	KUNIT_EXPECT_EQ(test, pcpu_alloc_size(a), sizeof(unsigned long));
	free_percpu(a);
	free_percpu(b);
	KUNIT_EXPECT_TRUE(test, percpu_check());
}

#define NR_RANDOM	96

struct slot {
	u8 __percpu *p;
	size_t size;
	u8 tag;
};

static void fill_slot(struct slot *s)
{
	int cpu;

	for_each_possible_cpu(cpu)
		memset(per_cpu_ptr(s->p, cpu), s->tag ^ cpu, s->size);
}

static bool slot_intact(struct slot *s)
{
	int cpu;

	for_each_possible_cpu(cpu)
		if (memchr_inv(per_cpu_ptr(s->p, cpu), (u8)(s->tag ^ cpu), s->size))
			return false;
	return true;
}

/* Enough of it that chunks beyond the first are made, populated and given back. */
static void percpu_random_test(struct kunit *test)
{
	struct slot *slots = kunit_kcalloc(test, NR_RANDOM, sizeof(*slots), GFP_KERNEL);
	unsigned long most = 0, start = pcpu_nr_pages();
	int i, round;

	KUNIT_ASSERT_NOT_NULL(test, slots);
	for (round = 0; round < 600; round++) {
		struct slot *s = &slots[kunit_random_below(test, NR_RANDOM)];
		size_t align = 1UL << kunit_random_below(test, 9);

		if (s->p) {
			KUNIT_ASSERT_TRUE(test, slot_intact(s));
			free_percpu(s->p);
			s->p = NULL;
			continue;
		}
		s->size = 1 + kunit_random_below(test, 2000);
		s->tag = kunit_random(test);
		s->p = __alloc_percpu(s->size, align);
		KUNIT_ASSERT_NOT_NULL(test, s->p);
		for (i = 0; i < 2; i++)
			KUNIT_EXPECT_EQ(test, (unsigned long)per_cpu_ptr(s->p, 0) & (align - 1), 0UL);
		fill_slot(s);
		most = max(most, pcpu_nr_pages());
	}
	KUNIT_EXPECT_TRUE(test, percpu_check());
	for (i = 0; i < NR_RANDOM; i++) {
		if (!slots[i].p)
			continue;
		KUNIT_EXPECT_TRUE(test, slot_intact(&slots[i]));
		free_percpu(slots[i].p);
	}
	KUNIT_EXPECT_TRUE(test, percpu_check());
	KUNIT_EXPECT_GE(test, most, start);
}

static void percpu_phys_test(struct kunit *test)
{
	unsigned long __percpu *p = alloc_percpu(unsigned long);
	int cpu;

	KUNIT_ASSERT_NOT_NULL(test, p);
	for_each_possible_cpu(cpu) {
		phys_addr_t phys = per_cpu_ptr_to_phys(per_cpu_ptr(p, cpu));

		*per_cpu_ptr(p, cpu) = 0x1234567890abcdefUL ^ cpu;
		KUNIT_EXPECT_EQ(test, *(unsigned long *)__va(phys), 0x1234567890abcdefUL ^ cpu);
	}
	free_percpu(p);
}

/* An atomic allocation uses only memory that exists; when that ends, it fails. */
static void percpu_atomic_test(struct kunit *test)
{
	void __percpu *p = __alloc_percpu_gfp(64, 64, GFP_NOWAIT);

	KUNIT_EXPECT_NOT_NULL(test, p);
	free_percpu(p);
	KUNIT_EXPECT_TRUE(test, percpu_check());
}

static struct kunit_case percpu_cases[] = {
	KUNIT_CASE(percpu_separate_test),
	KUNIT_CASE(percpu_random_test),
	KUNIT_CASE(percpu_phys_test),
	KUNIT_CASE(percpu_atomic_test),
	{}
};

static struct kunit_suite percpu_suite = {
	.name = "percpu",
	.test_cases = percpu_cases,
};
kunit_test_suite(percpu_suite);
