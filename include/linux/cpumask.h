/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cpumask.h - sets of CPUs, and the four that describe the machine.
 *
 * possible: could ever run; per-CPU data exists for them. present: there. online: running.
 * active: the scheduler may put tasks there. Each is a subset of the one before.
 */
#ifndef _LINUX_CPUMASK_H
#define _LINUX_CPUMASK_H

#include <linux/bitmap.h>
#include <linux/bug.h>
#include <linux/cpumask_types.h>
#include <linux/atomic.h>
#include <linux/gfp_types.h>

#define cpumask_bits(maskp)	((maskp)->bits)

extern unsigned int nr_cpu_ids;		/* one more than the highest possible CPU */
#define nr_cpumask_bits		nr_cpu_ids

extern struct cpumask __cpu_possible_mask;
extern struct cpumask __cpu_present_mask;
extern struct cpumask __cpu_online_mask;
extern struct cpumask __cpu_active_mask;
extern atomic_t __num_online_cpus;
extern const struct cpumask cpu_all_bits_mask;
/* cpu_bit_bitmap[1 + cpu % 64] starts with the word that has this bit alone */
extern const unsigned long cpu_bit_bitmap[BITS_PER_LONG + 1][BITS_TO_LONGS(NR_CPUS)];

#define cpu_possible_mask	((const struct cpumask *)&__cpu_possible_mask)
#define cpu_present_mask	((const struct cpumask *)&__cpu_present_mask)
#define cpu_online_mask		((const struct cpumask *)&__cpu_online_mask)
#define cpu_active_mask		((const struct cpumask *)&__cpu_active_mask)
#define cpu_all_mask		(&cpu_all_bits_mask)
#define cpu_none_mask		((const struct cpumask *)cpu_bit_bitmap[0])

static inline const struct cpumask *get_cpu_mask(unsigned int cpu)
{
	const unsigned long *p = cpu_bit_bitmap[1 + cpu % BITS_PER_LONG];

	return (const struct cpumask *)(p - cpu / BITS_PER_LONG);
}
#define cpumask_of(cpu)		get_cpu_mask(cpu)

#define CPU_MASK_NONE		((cpumask_t){ { 0UL } })
#define CPU_MASK_ALL		((cpumask_t){ { [0 ... BITS_TO_LONGS(NR_CPUS) - 1] = ~0UL } })
#define CPU_MASK_CPU0		((cpumask_t){ { [0] = 1UL } })
#define CPU_BITS_NONE		{ [0 ... BITS_TO_LONGS(NR_CPUS) - 1] = 0UL }

static inline unsigned int cpumask_size(void)
{
	return BITS_TO_LONGS(NR_CPUS) * sizeof(long);
}

static __always_inline void cpumask_set_cpu(unsigned int cpu, struct cpumask *m)
{
	set_bit(cpu, m->bits);
}

static __always_inline void __cpumask_set_cpu(unsigned int cpu, struct cpumask *m)
{
	__set_bit(cpu, m->bits);
}

static __always_inline void cpumask_clear_cpu(int cpu, struct cpumask *m)
{
	clear_bit(cpu, m->bits);
}

static __always_inline void __cpumask_clear_cpu(int cpu, struct cpumask *m)
{
	__clear_bit(cpu, m->bits);
}

static __always_inline bool cpumask_test_cpu(int cpu, const struct cpumask *m)
{
	return test_bit(cpu, m->bits);
}

static __always_inline bool cpumask_test_and_set_cpu(int cpu, struct cpumask *m)
{
	return test_and_set_bit(cpu, m->bits);
}

static __always_inline bool cpumask_test_and_clear_cpu(int cpu, struct cpumask *m)
{
	return test_and_clear_bit(cpu, m->bits);
}

static inline void cpumask_assign_cpu(int cpu, struct cpumask *m, bool on)
{
	if (on)
		cpumask_set_cpu(cpu, m);
	else
		cpumask_clear_cpu(cpu, m);
}

static inline void cpumask_setall(struct cpumask *m)
{
	bitmap_fill(m->bits, nr_cpumask_bits);
}

static inline void cpumask_clear(struct cpumask *m)
{
	bitmap_zero(m->bits, NR_CPUS);
}

static inline void cpumask_copy(struct cpumask *dst, const struct cpumask *src)
{
	bitmap_copy(dst->bits, src->bits, NR_CPUS);
}

static inline bool cpumask_and(struct cpumask *dst, const struct cpumask *a, const struct cpumask *b)
{
	return bitmap_and(dst->bits, a->bits, b->bits, NR_CPUS);
}

static inline void cpumask_or(struct cpumask *dst, const struct cpumask *a, const struct cpumask *b)
{
	bitmap_or(dst->bits, a->bits, b->bits, NR_CPUS);
}

static inline void cpumask_xor(struct cpumask *dst, const struct cpumask *a, const struct cpumask *b)
{
	bitmap_xor(dst->bits, a->bits, b->bits, NR_CPUS);
}

static inline bool cpumask_andnot(struct cpumask *dst, const struct cpumask *a, const struct cpumask *b)
{
	return bitmap_andnot(dst->bits, a->bits, b->bits, NR_CPUS);
}

static inline bool cpumask_equal(const struct cpumask *a, const struct cpumask *b)
{
	return bitmap_equal(a->bits, b->bits, nr_cpumask_bits);
}

static inline bool cpumask_intersects(const struct cpumask *a, const struct cpumask *b)
{
	return bitmap_intersects(a->bits, b->bits, nr_cpumask_bits);
}

static inline bool cpumask_subset(const struct cpumask *a, const struct cpumask *b)
{
	return bitmap_subset(a->bits, b->bits, nr_cpumask_bits);
}

static inline bool cpumask_empty(const struct cpumask *m)
{
	return bitmap_empty(m->bits, nr_cpumask_bits);
}

static inline bool cpumask_full(const struct cpumask *m)
{
	return bitmap_full(m->bits, nr_cpumask_bits);
}

static inline unsigned int cpumask_weight(const struct cpumask *m)
{
	return bitmap_weight(m->bits, nr_cpumask_bits);
}

static inline unsigned int cpumask_first(const struct cpumask *m)
{
	return find_first_bit(m->bits, nr_cpumask_bits);
}

static inline unsigned int cpumask_last(const struct cpumask *m)
{
	return find_last_bit(m->bits, nr_cpumask_bits);
}

/* the next one after @n; >= nr_cpu_ids: none */
static inline unsigned int cpumask_next(int n, const struct cpumask *m)
{
	return find_next_bit(m->bits, nr_cpumask_bits, n + 1);
}

static inline unsigned int cpumask_next_zero(int n, const struct cpumask *m)
{
	return find_next_zero_bit(m->bits, nr_cpumask_bits, n + 1);
}

static inline unsigned int cpumask_next_and(int n, const struct cpumask *a, const struct cpumask *b)
{
	unsigned int cpu = cpumask_next(n, a);

	while (cpu < nr_cpu_ids && !cpumask_test_cpu(cpu, b))
		cpu = cpumask_next(cpu, a);
	return cpu;
}

static inline unsigned int cpumask_next_wrap_from(int n, const struct cpumask *m)
{
	unsigned int cpu = cpumask_next(n, m);

	return cpu < nr_cpu_ids ? cpu : cpumask_first(m);
}

#define cpumask_first_and(a, b)		cpumask_next_and(-1, a, b)
#define cpumask_first_zero(m)		cpumask_next_zero(-1, m)
#define cpumask_any(m)			cpumask_first(m)
#define cpumask_any_and(a, b)		cpumask_first_and(a, b)
#define cpumask_any_distribute(m)	cpumask_any(m)
#define cpumask_any_and_distribute(a, b) cpumask_any_and(a, b)

static inline unsigned int cpumask_any_but(const struct cpumask *m, int but)
{
	unsigned int cpu = cpumask_first(m);

	return cpu == but ? cpumask_next(cpu, m) : cpu;
}

#define for_each_cpu(cpu, mask) \
	for ((cpu) = cpumask_first(mask); (cpu) < nr_cpu_ids; (cpu) = cpumask_next((cpu), (mask)))
#define for_each_cpu_and(cpu, a, b) \
	for ((cpu) = cpumask_first_and(a, b); (cpu) < nr_cpu_ids; (cpu) = cpumask_next_and((cpu), (a), (b)))
#define for_each_cpu_andnot(cpu, a, b) \
	for_each_cpu(cpu, a) if (cpumask_test_cpu(cpu, b)) continue; else
/* all of @mask once, beginning after @start and wrapping */
#define for_each_cpu_wrap(cpu, mask, start) \
	for (unsigned int __left = ((cpu) = cpumask_next_wrap_from((int)(start) - 1, mask), cpumask_weight(mask)); \
	     __left; (cpu) = cpumask_next_wrap_from((cpu), mask), __left--)

#define for_each_possible_cpu(cpu)	for_each_cpu((cpu), cpu_possible_mask)
#define for_each_present_cpu(cpu)	for_each_cpu((cpu), cpu_present_mask)
#define for_each_online_cpu(cpu)	for_each_cpu((cpu), cpu_online_mask)

#define num_online_cpus()	((unsigned int)atomic_read(&__num_online_cpus))
#define num_possible_cpus()	cpumask_weight(cpu_possible_mask)
#define num_present_cpus()	cpumask_weight(cpu_present_mask)
#define num_active_cpus()	cpumask_weight(cpu_active_mask)
#define cpu_possible(cpu)	cpumask_test_cpu((cpu), cpu_possible_mask)
#define cpu_present(cpu)	cpumask_test_cpu((cpu), cpu_present_mask)
#define cpu_online(cpu)		cpumask_test_cpu((cpu), cpu_online_mask)
#define cpu_active(cpu)		cpumask_test_cpu((cpu), cpu_active_mask)
#define cpu_is_offline(cpu)	unlikely(!cpu_online(cpu))

void set_cpu_possible(unsigned int cpu, bool possible);
void set_cpu_present(unsigned int cpu, bool present);
void set_cpu_online(unsigned int cpu, bool online);
void set_cpu_active(unsigned int cpu, bool active);
void init_cpu_present(const struct cpumask *src);
void init_cpu_possible(const struct cpumask *src);
void init_cpu_online(const struct cpumask *src);
void reset_cpu_possible_mask(void);

/* a cpumask_var_t is an array of one: there is nothing to allocate */
static inline bool alloc_cpumask_var(cpumask_var_t *mask, gfp_t flags)
{
	return true;
}

static inline bool zalloc_cpumask_var(cpumask_var_t *mask, gfp_t flags)
{
	cpumask_clear(*mask);
	return true;
}

static inline void free_cpumask_var(cpumask_var_t mask)
{
}

static inline bool cpumask_available(cpumask_var_t mask)
{
	return true;
}

#define cpumask_pr_args(maskp)		nr_cpu_ids, cpumask_bits(maskp)
#define cpumask_parse_list_max		(NR_CPUS * 4)

static inline int cpulist_parse(const char *buf, struct cpumask *dstp)
{
	return bitmap_parselist(buf, cpumask_bits(dstp), nr_cpumask_bits);
}

#endif
