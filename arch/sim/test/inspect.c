// SPDX-License-Identifier: GPL-2.0-only
/*
 * inspect.c - questions to the kernel that no system call answers, asked from inside of it.
 *
 * Locks:      mmap_lock for reading, where VMAs are looked at.
 * Elsewhere:  whether memory is consistent in itself (mm/audit.c).
 */
#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/mm_audit.h>
#include <linux/mman.h>
#include <linux/mmap_lock.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/stat.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/swap.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>
#include <linux/workqueue.h>
#include <uapi/linux/mman.h>
#include "../../../mm/slab.h"
#include "test.h"

/* ---- VMAs ---- */

struct vma_question {
	unsigned long addr, start, end;
};

static void find_extent(void *arg)
{
	struct vma_question *q = arg;
	struct vm_area_struct *vma;

	mmap_read_lock(current->mm);
	vma = vma_lookup(current->mm, q->addr);
	q->start = vma ? vma->vm_start : q->addr & PAGE_MASK;
	q->end = vma ? vma->vm_end : q->start;
	mmap_read_unlock(current->mm);
}

/* How far the mapping at @addr goes; empty where there is none. Pages of the arena. */
struct range inspect_vma(unsigned long addr)
{
	struct vma_question q = { .addr = addr };

	sim_in_kernel(find_extent, &q);
	return (struct range){ (q.start - ARENA_START) >> PAGE_SHIFT, (q.end - q.start) >> PAGE_SHIFT };
}

struct layout_question {
	struct actor *a;
	unsigned int page;	/* the first that differs */
	const char *what;	/* or NULL */
	unsigned long got, want;
};

static unsigned long flags_wanted(const struct model_page *p)
{
	unsigned long flags = 0;

	flags |= p->prot & PROT_READ ? VM_READ : 0;
	flags |= p->prot & PROT_WRITE ? VM_WRITE : 0;
	flags |= p->prot & PROT_EXEC ? VM_EXEC : 0;
	flags |= p->flags & P_SHARED && !(p->flags & P_NOWRITE) ? VM_SHARED : 0;
	flags |= p->flags & P_LOCKED ? VM_LOCKED : 0;
	flags |= p->flags & P_ONFAULT ? VM_LOCKONFAULT : 0;
	flags |= p->flags & P_DONTFORK ? VM_DONTCOPY : 0;
	flags |= p->flags & P_WIPE ? VM_WIPEONFORK : 0;
	return flags;
}

#define FLAGS_COMPARED	(VM_READ | VM_WRITE | VM_EXEC | VM_SHARED | VM_LOCKED | VM_LOCKONFAULT | \
			 VM_DONTCOPY | VM_WIPEONFORK)

static bool differs(struct layout_question *q, const char *what, unsigned long got, unsigned long want)
{
	if (got == want)
		return false;
	q->what = what;
	q->got = got;
	q->want = want;
	return true;
}

static bool page_differs(struct layout_question *q, const struct model_page *p, const struct vm_area_struct *vma,
			 unsigned long addr)
{
	if (differs(q, "mapped", vma && vma->vm_start <= addr, !!(p->flags & P_MAPPED)))
		return true;
	if (!(p->flags & P_MAPPED))
		return false;
	if (differs(q, "vm_flags", vma->vm_flags & FLAGS_COMPARED, flags_wanted(p)))
		return true;
	if (differs(q, "a file", !!vma->vm_file, p->object != NO_OBJECT))
		return true;
	return vma->vm_file && differs(q, "page of the file", vma->vm_pgoff + ((addr - vma->vm_start) >> PAGE_SHIFT),
				       p->index + (p->object < NR_FILES ? FILE_BASE : 0));
}

/* Is the mapping at @addr, looked up as find_vma() does, what the model says? */
bool inspect_fits(const struct model_page *p, const struct vm_area_struct *vma, unsigned long addr)
{
	struct layout_question unused;

	return !page_differs(&unused, p, vma, addr);
}

/* Is what the model says of @p what it says of the page before, one further on? */
static bool continues(const struct model_page *p)
{
	const struct model_page *prev = p - 1;
	u16 differ = (p->flags ^ prev->flags) & ~P_OWN;

	return !differ && p->prot == prev->prot && p->object == prev->object &&
	       p->index == prev->index + (p->object != NO_OBJECT);
}

static void compare_layout(void *arg)
{
	struct layout_question *q = arg;
	struct vm_area_struct *vma = NULL;
	const struct model_page *p;
	unsigned int count;
	unsigned long addr;
	bool same = false;	/* the VMA of the page before, which is as the model says */

	actor_territory(q->a, &q->page, &count);
	mmap_read_lock(current->mm);
	for (; count--; q->page++) {
		p = &q->a->mm->page[q->page];
		addr = at(q->page << PAGE_SHIFT);
		if (!vma || vma->vm_end <= addr) {
			vma = find_vma(current->mm, addr);
			same = false;
		}
		if (same && continues(p))
			continue;
		if (page_differs(q, p, vma, addr))
			break;
		same = vma && vma->vm_start <= addr;
	}
	mmap_read_unlock(current->mm);
}

/* Do the mappings have the rights and the objects that the model says? */
void inspect_layout(struct actor *a, const struct sim_op *op)
{
	struct layout_question q = { .a = a };

	sim_in_kernel(compare_layout, &q);
	if (q.what)
		test_fail(op, "page %#x: %s is %#lx, not %#lx", q.page << PAGE_SHIFT, q.what, q.got, q.want);
}

/* ---- the audit ---- */

static void audit(void *arg)
{
	mm_audit(arg);
}

void inspect_audit(const struct sim_op *op)
{
	struct audit_report report;

	sim_in_kernel(audit, &report);
	if (report.differences)
		test_fail(op, "the audit found %ld differences, the first: %s", report.differences, report.first);
}

/* ---- leaks ---- */

#define MAX_CACHES	256

struct memory_use {
	unsigned long anon, file, stacks;	/* pages, pages, kB */
	unsigned long committed;
	unsigned long threads;
	unsigned int nr_caches;
	const struct kmem_cache *cache[MAX_CACHES];
	unsigned long inuse[MAX_CACHES];
};

static struct memory_use baseline;

/* Others end what they are at: a task that was waited for has yet to leave its CPU, a worker has an object in hand. */
static void wait_until_alone(void)
{
	while (nr_running() > 1)
		schedule_timeout_uninterruptible(1);
}

/* What is only kept for later use goes back. */
static void settle(void)
{
	storm_over();
	for (int i = 0; i < 2; i++) {
		drop_cached_stacks();
		flush_scheduled_work();
		wait_until_alone();
		rcu_barrier();
		lru_add_drain_all();
		vm_unmap_aliases();
	}
	wait_until_alone();
}

static void one_less(struct memory_use *use, const struct kmem_cache *s)
{
	for (unsigned int i = 0; i < use->nr_caches; i++)
		if (use->cache[i] == s)
			use->inuse[i]--;
}

/* A CPU's array of free objects is made when it first frees one, and kept: nobody's leak. */
static void leave_out_sheaves(struct memory_use *use)
{
	int cpu;

	for (unsigned int i = 0; i < use->nr_caches; i++)
		for_each_possible_cpu(cpu) {
			void **objects = per_cpu_ptr(use->cache[i]->cpu_sheaf, cpu)->objects;

			if (objects)
				one_less(use, virt_to_slab(objects)->slab_cache);
		}
}

static void measure(void *arg)
{
	struct memory_use *use = arg;
	struct kmem_cache *s;

	settle();
	mutex_lock(&slab_mutex);
	use->nr_caches = 0;
	list_for_each_entry(s, &slab_caches, list) {
		BUG_ON(use->nr_caches == MAX_CACHES);
		kmem_cache_shrink(s);
		use->cache[use->nr_caches] = s;
		use->inuse[use->nr_caches++] = kmem_cache_inuse(s);
	}
	leave_out_sheaves(use);
	mutex_unlock(&slab_mutex);
	use->anon = global_node_page_state_snapshot(NR_ANON_MAPPED);
	use->file = global_node_page_state_snapshot(NR_FILE_PAGES);
	use->stacks = global_node_page_state_snapshot(NR_KERNEL_STACK_KB);
	use->committed = vm_memory_committed();
	use->threads = nr_threads;
}

void inspect_baseline(void)
{
	/* what is made when it is first needed is there then */
	inspect_audit(NULL);
	sim_in_kernel(measure, &baseline);
	sim_in_kernel(measure, &baseline);
}

static void no_more(const char *what, unsigned long now, unsigned long before, unsigned long allowed)
{
	if (now > before + allowed)
		test_fail(NULL, "leak: %s is %lu, was %lu before", what, now, before);
}

static unsigned long before(const struct kmem_cache *s)
{
	for (unsigned int i = 0; i < baseline.nr_caches; i++)
		if (baseline.cache[i] == s)
			return baseline.inuse[i];
	return 0;
}

/* What a kernel thread that was started meanwhile (a worker) has of any one kind. */
#define PER_THREAD	4

/* Everything that the operations took must be free again. */
void inspect_leaks(void)
{
	static struct memory_use now;
	unsigned long threads;

	sim_in_kernel(measure, &now);
	threads = now.threads > baseline.threads ? now.threads - baseline.threads : 0;
	for (unsigned int i = 0; i < now.nr_caches; i++) {
		const char *name = now.cache[i]->name;
		unsigned long allowed = threads * PER_THREAD;

		if (!strcmp(name, "mm_struct"))
			allowed = num_online_cpus();	/* an idle CPU borrows one */
		no_more(name, now.inuse[i], before(now.cache[i]), allowed);
	}
	no_more("anonymous pages", now.anon, baseline.anon, 0);
	no_more("pages of files", now.file, baseline.file, 0);
	no_more("kernel stacks", now.stacks, baseline.stacks, threads * (THREAD_SIZE >> 10));
	no_more("committed memory", now.committed, baseline.committed, 0);
}
