// SPDX-License-Identifier: GPL-2.0-only
/*
 * meminfo.c - /proc/meminfo.
 *
 * Every number comes from the counters of mm, which may lag a little behind;
 * this file only knows the names and the order, which programs depend on.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mmzone.h>
#include <linux/percpu.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/swap.h>
#include <linux/vmalloc.h>
#include <linux/vmstat.h>
#include <uapi/linux/sysinfo.h>

#define KB(pages)	((pages) << (PAGE_SHIFT - 10))

static void show_kb(struct seq_file *m, const char *name, unsigned long kb)
{
	seq_printf(m, "%-15s %8lu kB\n", name, kb);
}

static void show_pages(struct seq_file *m, const char *name, unsigned long pages)
{
	show_kb(m, name, KB(pages));
}

static unsigned long node_pages(enum node_stat_item item)
{
	return global_node_page_state(item);
}

static void show_lru(struct seq_file *m)
{
	unsigned long active_anon = node_pages(NR_ACTIVE_ANON);
	unsigned long inactive_anon = node_pages(NR_INACTIVE_ANON);
	unsigned long active_file = node_pages(NR_ACTIVE_FILE);
	unsigned long inactive_file = node_pages(NR_INACTIVE_FILE);

	show_pages(m, "Active:", active_anon + active_file);
	show_pages(m, "Inactive:", inactive_anon + inactive_file);
	show_pages(m, "Active(anon):", active_anon);
	show_pages(m, "Inactive(anon):", inactive_anon);
	show_pages(m, "Active(file):", active_file);
	show_pages(m, "Inactive(file):", inactive_file);
	show_pages(m, "Unevictable:", node_pages(NR_UNEVICTABLE));
	show_pages(m, "Mlocked:", global_zone_page_state(NR_MLOCK));
}

static void show_slab(struct seq_file *m)
{
	unsigned long reclaimable = global_node_page_state_pages(NR_SLAB_RECLAIMABLE_B);
	unsigned long unreclaimable = global_node_page_state_pages(NR_SLAB_UNRECLAIMABLE_B);

	show_pages(m, "KReclaimable:",
		   reclaimable + node_pages(NR_KERNEL_MISC_RECLAIMABLE));
	show_pages(m, "Slab:", reclaimable + unreclaimable);
	show_pages(m, "SReclaimable:", reclaimable);
	show_pages(m, "SUnreclaim:", unreclaimable);
}

static void show_huge(struct seq_file *m)
{
	if (!IS_ENABLED(CONFIG_TRANSPARENT_HUGEPAGE))
		return;
	show_pages(m, "AnonHugePages:", node_pages(NR_ANON_THPS));
	show_pages(m, "ShmemHugePages:", node_pages(NR_SHMEM_THPS));
	show_pages(m, "ShmemPmdMapped:", node_pages(NR_SHMEM_PMDMAPPED));
	show_pages(m, "FileHugePages:", node_pages(NR_FILE_THPS));
	show_pages(m, "FilePmdMapped:", node_pages(NR_FILE_PMDMAPPED));
}

static int meminfo_show(struct seq_file *m, void *v)
{
	unsigned long swapcache = total_swapcache_pages(), file;
	struct sysinfo info;

	si_meminfo(&info);
	file = node_pages(NR_FILE_PAGES);
	file -= min(file, swapcache + info.bufferram);

	show_pages(m, "MemTotal:", info.totalram);
	show_pages(m, "MemFree:", info.freeram);
	show_pages(m, "MemAvailable:", si_mem_available());
	show_pages(m, "Buffers:", info.bufferram);
	show_pages(m, "Cached:", file);
	show_pages(m, "SwapCached:", swapcache);
	show_lru(m);
	show_pages(m, "SwapTotal:", total_swap_pages);
	show_pages(m, "SwapFree:", get_nr_swap_pages());
	show_pages(m, "Dirty:", node_pages(NR_FILE_DIRTY));
	show_pages(m, "Writeback:", node_pages(NR_WRITEBACK));
	show_pages(m, "AnonPages:", node_pages(NR_ANON_MAPPED));
	show_pages(m, "Mapped:", node_pages(NR_FILE_MAPPED));
	show_pages(m, "Shmem:", info.sharedram);
	show_slab(m);
	show_kb(m, "KernelStack:", node_pages(NR_KERNEL_STACK_KB));
	show_pages(m, "PageTables:", node_pages(NR_PAGETABLE));
	show_pages(m, "SecPageTables:", node_pages(NR_SECONDARY_PAGETABLE));
	show_pages(m, "NFS_Unstable:", 0);
	show_pages(m, "Bounce:", global_zone_page_state(NR_BOUNCE));
	show_pages(m, "WritebackTmp:", node_pages(NR_WRITEBACK_TEMP));
	show_pages(m, "CommitLimit:", vm_commit_limit());
	show_pages(m, "Committed_AS:", vm_memory_committed());
	show_kb(m, "VmallocTotal:", VMALLOC_TOTAL >> 10);
	show_pages(m, "VmallocUsed:", vmalloc_nr_pages());
	show_pages(m, "VmallocChunk:", 0);
	show_pages(m, "Percpu:", pcpu_nr_pages());
	show_huge(m);
	arch_report_meminfo(m);
	return 0;
}

static int __init proc_meminfo_init(void)
{
	proc_create_single("meminfo", 0444, NULL, meminfo_show);
	return 0;
}
fs_initcall(proc_meminfo_init);
