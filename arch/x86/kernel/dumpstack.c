// SPDX-License-Identifier: GPL-2.0-only
/*
 * dumpstack.c - registers, backtraces, and dying.
 *
 * Owns:       the decision who dies of a kernel bug: the process, where the bug struck in its
 *             own context; the machine, where it struck in an interrupt, the idle task, init, or
 *             with panic_on_oops.
 * Invariant:  reports of several CPUs do not mix: die_lock; a CPU that fails while it reports
 *             begins a report of that, but not more than MAX_DIE_DEPTH within each other.
 * Elsewhere:  names of addresses (kernel/kallsyms.c, %pS), panic() itself.
 *
 * The kernel is built with frame pointers: %rbp points to the caller's, with the return address
 * above it, and entry from user mode puts 0 there.
 */
#include <linux/extable.h>
#include <linux/irqflags.h>
#include <linux/kallsyms.h>
#include <linux/kasan.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task.h>
#include <linux/sched/task_stack.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/uaccess.h>
#include <linux/hardirq.h>
#include <generated/utsrelease.h>
#include <asm/cpufeature.h>
#include <asm/desc.h>
#include <asm/msr.h>
#include <asm/switch_to.h>
#include <asm/sections.h>
#include <asm/setup.h>
#include <asm/traps.h>

#define MAX_DIE_DEPTH	3

static DEFINE_RAW_SPINLOCK(die_lock);
static int die_owner = -1;
static unsigned int die_count;
static unsigned int die_depth;	/* reports within a report, of die_owner */

/** show_opcodes() - the bytes around the instruction; the one at fault in angle brackets */
void show_opcodes(struct pt_regs *regs)
{
	u8 code[64];
	int before = 42;

	if (user_mode(regs) ? copy_from_user_nofault(code, (void __user *)regs->ip - before, sizeof(code)) :
			      copy_from_kernel_nofault(code, (void *)regs->ip - before, sizeof(code))) {
		pr_emerg("Code: unable to access opcode bytes at %#lx\n", regs->ip - before);
		return;
	}
	pr_emerg("Code:");
	for (int i = 0; i < (int)sizeof(code); i++)
		pr_cont(" %s%02x%s", i == before ? "<" : "", code[i], i == before ? ">" : "");
	pr_cont("\n");
}

static void print_regs(struct pt_regs *regs, const char *lvl)
{
	printk("%sRIP: %04lx:%pS\n", lvl, regs->cs, (void *)regs->ip);
	printk("%sRSP: %04lx:%016lx EFLAGS: %08lx ORIG_RAX: %016lx\n", lvl, regs->ss, regs->sp, regs->flags,
	       regs->orig_ax);
	printk("%sRAX: %016lx RBX: %016lx RCX: %016lx\n", lvl, regs->ax, regs->bx, regs->cx);
	printk("%sRDX: %016lx RSI: %016lx RDI: %016lx\n", lvl, regs->dx, regs->si, regs->di);
	printk("%sRBP: %016lx R08: %016lx R09: %016lx\n", lvl, regs->bp, regs->r8, regs->r9);
	printk("%sR10: %016lx R11: %016lx R12: %016lx\n", lvl, regs->r10, regs->r11, regs->r12);
	printk("%sR13: %016lx R14: %016lx R15: %016lx\n", lvl, regs->r13, regs->r14, regs->r15);
	printk("%sFS:  %016llx GS:%016llx knlGS:%016llx\n", lvl, rdmsrq(MSR_FS_BASE), rdmsrq(MSR_GS_BASE),
	       rdmsrq(MSR_KERNEL_GS_BASE));
	printk("%sCR0: %016lx CR2: %016lx CR3: %016lx CR4: %016lx\n", lvl, read_cr0(), read_cr2(), __read_cr3(),
	       __read_cr4());
}

static void print_frames(unsigned long bp, const char *lvl)
{
	unsigned long frame[2];

	for (int depth = 0; bp && depth < 64; depth++) {
		if (bp & 7 || copy_from_kernel_nofault(frame, (void *)bp, sizeof(frame)))
			break;
		if (!frame[1])
			break;
		printk("%s %pB\n", lvl, (void *)frame[1]);
		if (frame[0] <= bp && frame[0] && bp - frame[0] < THREAD_SIZE)
			break;	/* callers lie above, or on another stack altogether */
		bp = frame[0];
	}
}

/*
 * What was interrupted may have no frame, being a leaf in assembly: then its caller is where the word at %rsp
 * points. It may also be left over from something else, hence the question mark.
 */
static void print_possible_caller(struct pt_regs *regs, const char *lvl)
{
	unsigned long word;

	if (!copy_from_kernel_nofault(&word, (void *)regs->sp, sizeof(word)) && kernel_text_address(word))
		printk("%s ? %pB\n", lvl, (void *)word);
}

/** show_trace_log_lvl() - who called whom; @regs where an exception interrupted it, @task NULL: current */
void show_trace_log_lvl(struct task_struct *task, struct pt_regs *regs, unsigned long *sp, const char *lvl)
{
	unsigned long bp;

	printk("%sCall Trace:\n", lvl);
	if (regs) {
		bp = user_mode(regs) ? 0 : regs->bp;
		if (!user_mode(regs))
			print_possible_caller(regs, lvl);
	} else if (!task || task == current) {
		bp = (unsigned long)__builtin_frame_address(0);
	} else {
		struct inactive_task_frame *frame = (void *)READ_ONCE(task->thread.sp);

		bp = 0;
		if (copy_from_kernel_nofault(&bp, &frame->bp, sizeof(bp)))
			return;
	}
	print_frames(bp, lvl);
}

/** show_stack() - a task's backtrace */
void show_stack(struct task_struct *task, unsigned long *sp, const char *loglvl)
{
	if (task && task != current && !try_get_task_stack(task))
		return;
	show_trace_log_lvl(task, NULL, sp, loglvl);
	if (task && task != current)
		put_task_stack(task);
}

static void print_where(const char *lvl)
{
	printk("%sCPU: %d PID: %d Comm: %.20s %s\n", lvl, raw_smp_processor_id(), current->pid, current->comm,
	       UTS_RELEASE);
}

/** show_regs() - registers and backtrace */
void show_regs(struct pt_regs *regs)
{
	print_where(KERN_DEFAULT);
	print_regs(regs, KERN_DEFAULT);
	if (!user_mode(regs))
		show_trace_log_lvl(NULL, regs, NULL, KERN_DEFAULT);
}

/** dump_stack_lvl() - here I am, called by ... */
void dump_stack_lvl(const char *lvl)
{
	print_where(lvl);
	show_trace_log_lvl(NULL, NULL, NULL, lvl);
}

/** dump_stack() - as dump_stack_lvl(), at the default level */
void dump_stack(void)
{
	dump_stack_lvl(KERN_DEFAULT);
}

/** is_stack_guard() - does @addr lie in the page below a task's kernel stack? */
bool is_stack_guard(unsigned long addr, struct task_struct **owner)
{
	unsigned long stack = (unsigned long)current->stack;

	*owner = current;
	return addr >= stack - PAGE_SIZE && addr < stack;
}

static void oops_begin(void)
{
	int cpu = raw_smp_processor_id();

	bust_spinlocks(1);
	debug_locks_off();
	if (READ_ONCE(die_owner) != cpu) {
		raw_spin_lock(&die_lock);
		die_owner = cpu;
		die_depth = 0;
	}
	die_count++;
	if (++die_depth > MAX_DIE_DEPTH)
		panic("Fatal exception while one was being reported");
}

static void __noreturn oops_end(struct pt_regs *regs, int signr)
{
	kasan_unpoison_task_stack(current);	/* its functions will not return */
	bust_spinlocks(0);
	die_owner = -1;
	raw_spin_unlock(&die_lock);
	if (in_interrupt() || in_nmi())
		panic("Fatal exception in interrupt");
	if (panic_on_oops)
		panic("Fatal exception");
	if (is_idle_task(current) || !current->pid)
		panic("Attempted to kill the idle task!");
	if (regs->flags & X86_EFLAGS_IF)
		local_irq_enable();
	rewind_stack_and_make_dead(signr);
}

static void __noreturn __die(const char *what, struct pt_regs *regs, long error_code, unsigned long addr)
{
	local_irq_disable();
	oops_begin();
	pr_emerg("%s: %04lx [#%u] SMP\n", what, error_code & 0xffff, die_count);
	if (addr)
		pr_emerg("address %#lx\n", addr);
	print_where(KERN_EMERG);
	print_regs(regs, KERN_EMERG);
	show_opcodes(regs);
	show_trace_log_lvl(NULL, regs, NULL, KERN_EMERG);
	oops_end(regs, SIGSEGV);
}

/** die() - the kernel has made a mistake at @regs */
void die(const char *what, struct pt_regs *regs, long error_code)
{
	__die(what, regs, error_code, 0);
}

/** die_addr() - as die(), with the address concerned */
void die_addr(const char *what, struct pt_regs *regs, long error_code, unsigned long addr)
{
	__die(what, regs, error_code, addr);
}
