// SPDX-License-Identifier: GPL-2.0-only
/*
 * main.c - from the first line of C to the first process.
 *
 * start_kernel() runs on the boot CPU with interrupts off and is a list: each
 * line starts one part, and a part may use only what stands above it.
 * rest_init() makes the first two threads; kernel_init() goes on as process 1.
 */
#include <linux/binfmts.h>
#include <linux/console.h>
#include <linux/cpu.h>
#include <linux/clockchips.h>
#include <linux/completion.h>
#include <linux/cred.h>
#include <linux/delay.h>
#include <linux/extable.h>
#include <linux/fcntl.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/init.h>
#include <linux/init_syscalls.h>
#include <linux/initrd.h>
#include <linux/interrupt.h>
#include <linux/irq.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/maple_tree.h>
#include <linux/memblock.h>
#include <linux/mm.h>
#include <linux/moduleparam.h>
#include <linux/mount.h>
#include <linux/params.h>
#include <linux/percpu.h>
#include <linux/pid.h>
#include <linux/proc_fs.h>
#include <linux/random.h>
#include <linux/rcupdate.h>
#include <linux/rmap.h>
#include <linux/sched.h>
#include <linux/sched/init.h>
#include <linux/sched/task.h>
#include <linux/shmem_fs.h>
#include <linux/signal.h>
#include <linux/slab.h>
#include <linux/smp.h>
#include <linux/stackprotector.h>
#include <linux/start_kernel.h>
#include <linux/string.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>
#include <linux/hrtimer.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>
#include <linux/xarray.h>
#include <kunit/test.h>
#include <asm/sections.h>

#define MAX_INIT_WORDS	64

enum system_states system_state __read_mostly;

char boot_command_line[COMMAND_LINE_SIZE] __ro_after_init;
char *saved_command_line __ro_after_init;	/* for /proc/cmdline */
static char *parsed_command_line __ro_after_init;

/* What init is given: the words of the command line that no parameter took. */
static const char *argv_init[MAX_INIT_WORDS + 2] = { "init" };
static const char *envp_init[MAX_INIT_WORDS + 2] = { "HOME=/", "TERM=linux" };
static bool behind_dashes __initdata;

static char *execute_command;			/* init= */
static char *ramdisk_execute_command = "/init";	/* rdinit= */
static bool ramdisk_execute_command_set;

static int __init init_setup(char *str)
{
	execute_command = str;
	/* Words before belong to a shell that init= replaces. */
	memset(argv_init + 1, 0, sizeof(argv_init) - sizeof(argv_init[0]));
	return 1;
}
__setup("init=", init_setup);

static int __init rdinit_setup(char *str)
{
	ramdisk_execute_command = str;
	ramdisk_execute_command_set = true;
	memset(argv_init + 1, 0, sizeof(argv_init) - sizeof(argv_init[0]));
	return 1;
}
__setup("rdinit=", rdinit_setup);

static void __init append_word(const char **list, const char *word, size_t name_len)
{
	int i;

	for (i = 0; i < MAX_INIT_WORDS + 1 && list[i]; i++)
		if (name_len && !strncmp(list[i], word, name_len + 1))
			break;
	if (i == MAX_INIT_WORDS + 1)
		panic("Too many words for init on the command line, at '%s'", word);
	list[i] = word;
}

/* As Linux does it: "a=b" into init's environment, "a" to its arguments, "a.b=c" to nobody. */
static void __init unknown_word(char *param, char *val)
{
	size_t len = strlen(param);

	if (!val && !strcmp(param, "--")) {
		behind_dashes = true;
		return;
	}
	if (val)
		param[len] = '=';	/* next_arg() cut it there */
	if (behind_dashes) {
		append_word(argv_init, param, 0);
		return;
	}
	if (strnchr(param, len, '.'))
		return;
	if (val)
		append_word(envp_init, param, len);
	else
		append_word(argv_init, param, 0);
}

static void __init setup_command_line(char *command_line)
{
	saved_command_line = memblock_alloc(strlen(boot_command_line) + 1, SMP_CACHE_BYTES);
	parsed_command_line = memblock_alloc(strlen(command_line) + 1, SMP_CACHE_BYTES);
	if (!saved_command_line || !parsed_command_line)
		panic("No memory for a copy of the command line");
	strcpy(saved_command_line, boot_command_line);
	strcpy(parsed_command_line, command_line);
}

static DECLARE_COMPLETION(kthreadd_done);

static int kernel_init(void *unused);

static noinline void __ref rest_init(void)
{
	struct task_struct *tsk;
	int pid;

	rcu_scheduler_starting();
	pid = user_mode_thread(kernel_init, NULL, CLONE_FS);
	BUG_ON(pid != 1);
	pid = kernel_thread(kthreadd, NULL, NULL, CLONE_FS | CLONE_FILES);
	rcu_read_lock();
	tsk = find_task_by_vpid(pid);
	rcu_read_unlock();
	kthreadd_task = tsk;
	system_state = SYSTEM_SCHEDULING;
	complete(&kthreadd_done);
	schedule_preempt_disabled();
	cpu_startup_entry(CPUHP_ONLINE);
}

asmlinkage __visible void __init __noreturn start_kernel(void)
{
	char *command_line;

	local_irq_disable();
	boot_cpu_init();
	pr_notice("%s", linux_banner);
	setup_arch(&command_line);
	setup_command_line(command_line);
	setup_nr_cpu_ids();
	setup_per_cpu_areas();
	smp_prepare_boot_cpu();
	build_all_zonelists(NULL);
	pr_notice("Kernel command line: %s\n", saved_command_line);
	parse_early_param();
	random_init();
	boot_init_stack_canary();
	parse_args(parsed_command_line, unknown_word);
	sort_main_extable();
	trap_init();
	mm_core_init();
	maple_tree_init();
	xarray_init();
	sched_init();
	rcu_init();
	early_irq_init();
	init_IRQ();
	tick_init();
	init_timers();
	hrtimers_init();
	softirq_init();
	timekeeping_init();
	time_init();
	workqueue_init_early();
	call_function_init();
	kmem_cache_init_late();
	console_init();
	local_irq_enable();
	setup_per_cpu_pageset();
	arch_cpu_finalize_init();
	pid_idr_init();
	anon_vma_init();
	cred_init();
	fork_init();
	proc_caches_init();
	signals_init();
	vfs_caches_init();
	pagecache_init();
	proc_root_init();
	rest_init();
	unreachable();
}

#ifdef CONFIG_CONSTRUCTORS
extern void (*__ctors_start[])(void), (*__ctors_end[])(void);

/* What the compiler wants run before the rest: the red zones of global variables. */
static void __init do_ctors(void)
{
	for (void (**fn)(void) = __ctors_start; fn < __ctors_end; fn++)
		(*fn)();
}
#else
static inline void do_ctors(void)
{
}
#endif

extern initcall_t __initcall_start[], __initcall0_start[], __initcall_end[];

static void __init do_one_initcall(initcall_t fn)
{
	int count = preempt_count(), ret = fn();

	if (ret)
		pr_debug("initcall %pS returned %d\n", fn, ret);
	if (WARN(preempt_count() != count, "initcall %pS left preemption disabled\n", fn))
		preempt_count_set(count);
	if (WARN(irqs_disabled(), "initcall %pS left interrupts disabled\n", fn))
		local_irq_enable();
}

static void __init do_initcalls(initcall_t *from, initcall_t *to)
{
	for (; from < to; from++)
		do_one_initcall(*from);
}

/* Standard input, output and error of init. */
static void __init console_on_rootfs(void)
{
	struct file *file = filp_open("/dev/console", O_RDWR, 0);

	if (IS_ERR(file)) {
		pr_err("Warning: unable to open an initial console.\n");
		return;
	}
	init_dup(file);
	init_dup(file);
	init_dup(file);
	fput(file);
}

static noinline void __init kernel_init_freeable(void)
{
	wait_for_completion(&kthreadd_done);
	do_ctors();
	smp_prepare_cpus(setup_max_cpus);
	workqueue_init();
	do_initcalls(__initcall_start, __initcall0_start);
	smp_init();
	sched_init_smp();
	do_initcalls(__initcall0_start, __initcall_end);
	populate_rootfs();
	kunit_run_all_tests();
	console_on_rootfs();
	if (!ramdisk_execute_command_set && init_eaccess(ramdisk_execute_command))
		ramdisk_execute_command = NULL;
}

static int run_init_process(const char *path)
{
	argv_init[0] = path;
	pr_info("Run %s as init process\n", path);
	return kernel_execve(path, argv_init, envp_init);
}

static int try_to_run_init_process(const char *path)
{
	int ret = run_init_process(path);

	if (ret && ret != -ENOENT)
		pr_err("Starting init: %s exists but couldn't execute it (error %d)\n", path, ret);
	return ret;
}

static int __ref kernel_init(void *unused)
{
	int ret;

	kernel_init_freeable();
	system_state = SYSTEM_FREEING_INITMEM;
	free_initmem();
	mark_rodata_ro();
	system_state = SYSTEM_RUNNING;
	rcu_end_inkernel_boot();

	if (ramdisk_execute_command) {
		ret = run_init_process(ramdisk_execute_command);
		if (!ret)
			return 0;
		pr_err("Failed to execute %s (error %d)\n", ramdisk_execute_command, ret);
	}
	if (execute_command) {
		ret = run_init_process(execute_command);
		if (!ret)
			return 0;
		panic("Requested init %s failed (error %d).", execute_command, ret);
	}
	if (!try_to_run_init_process("/sbin/init") || !try_to_run_init_process("/etc/init") ||
	    !try_to_run_init_process("/bin/init") || !try_to_run_init_process("/bin/sh"))
		return 0;
	panic("No working init found. Try passing an initramfs, or init= on the command line.");
}
