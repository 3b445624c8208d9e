/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SCHED_DEBUG_H
#define _LINUX_SCHED_DEBUG_H

struct pt_regs;
struct task_struct;
struct pid_namespace;
struct seq_file;

void show_this_cpu(void);			/* what an interrupt came upon, or a backtrace from here */
void dump_cpu_task(int cpu);
void show_regs(struct pt_regs *regs);		/* arch */
void show_stack(struct task_struct *task, unsigned long *sp, const char *loglvl);	/* arch */
void show_state(void);				/* every task's state and stack */
void sched_show_task(struct task_struct *p);
void proc_sched_show_task(struct task_struct *p, struct pid_namespace *ns, struct seq_file *m);

/* functions of the scheduler and of locks are left out when a wait channel is sought */
#define __sched		__section(".sched.text")
extern char __sched_text_start[], __sched_text_end[];
int in_sched_functions(unsigned long addr);
unsigned long get_wchan(struct task_struct *p);

#endif
