/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * percpu.h - memory with one copy for each CPU, allocated at run time (mm/percpu.c).
 */
#ifndef _LINUX_PERCPU_H
#define _LINUX_PERCPU_H

#include <linux/types.h>
#include <linux/preempt.h>
#include <linux/smp.h>
#include <linux/init.h>
#include <asm/percpu.h>

/* The largest single allocation, and the room for early ones in the first chunk. */
#define PCPU_MIN_UNIT_SIZE	(32 << 10)
#define PERCPU_DYNAMIC_EARLY_SIZE (20 << 10)
#define PERCPU_DYNAMIC_RESERVE	(28 << 10)
#define PCPU_MIN_ALLOC_SHIFT	3
#define PCPU_MIN_ALLOC_SIZE	(1 << PCPU_MIN_ALLOC_SHIFT)

extern void *pcpu_base_addr;
extern const unsigned long *pcpu_unit_offsets;

typedef int (pcpu_fc_cpu_to_node_fn_t)(int cpu);
typedef int (pcpu_fc_cpu_distance_fn_t)(unsigned int from, unsigned int to);

int __init pcpu_embed_first_chunk(size_t reserved_size, size_t dyn_size, size_t atom_size,
				  pcpu_fc_cpu_distance_fn_t cpu_distance_fn,
				  pcpu_fc_cpu_to_node_fn_t cpu_to_nd_fn);
void __init setup_per_cpu_areas(void);

void __percpu *__alloc_percpu_gfp(size_t size, size_t align, gfp_t gfp) __alloc_size(1);
void __percpu *__alloc_percpu(size_t size, size_t align) __alloc_size(1);
void free_percpu(void __percpu *ptr);
size_t pcpu_alloc_size(void __percpu *ptr);

bool is_kernel_percpu_address(unsigned long addr);
bool __is_kernel_percpu_address(unsigned long addr, unsigned long *can_addr);
phys_addr_t per_cpu_ptr_to_phys(void *addr);
unsigned long pcpu_nr_pages(void);
bool percpu_check(void);

#define alloc_percpu_gfp(type, gfp)					\
	((typeof(type) __percpu *)__alloc_percpu_gfp(sizeof(type), __alignof__(type), gfp))
#define alloc_percpu(type)						\
	((typeof(type) __percpu *)__alloc_percpu(sizeof(type), __alignof__(type)))

#endif
