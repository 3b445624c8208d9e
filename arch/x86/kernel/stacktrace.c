// SPDX-License-Identifier: GPL-2.0-only
/*
 * stacktrace.c - reads backtraces as addresses, by frame pointers.
 *
 * Invariant:  whatever the frames hold, only words inside of the task's own stack are read, and
 *             each frame lies above the one before.
 * Elsewhere:  backtraces that are printed where something went wrong (dumpstack.c).
 */
#include <linux/errno.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/task_stack.h>
#include <linux/stacktrace.h>
#include <linux/uaccess.h>
#include <asm/switch_to.h>

/* Where the innermost frame is; 0: there is none to be had. */
static unsigned long first_frame(struct task_struct *task)
{
	struct inactive_task_frame *frame = (void *)READ_ONCE(task->thread.sp);
	unsigned long bp;

	if (task == current)
		return (unsigned long)__builtin_frame_address(0);
	if (READ_ONCE(task->on_cpu) || copy_from_kernel_nofault(&bp, &frame->bp, sizeof(bp)))
		return 0;
	return bp;
}

/*
 * The own stack is mapped throughout, so its frames are read as they are. Not for the checks of
 * CONFIG_KASAN: what a frame's owner declared off limits lies between the frames.
 */
noinline unsigned int stack_trace_save(unsigned long *store, unsigned int size, unsigned int skipnr)
{
	unsigned long low = (unsigned long)task_stack_page(current);
	unsigned long bp = (unsigned long)__builtin_frame_address(0);
	unsigned long high = low + THREAD_SIZE - 2 * sizeof(long);
	unsigned int n = 0;

	while (n < size && bp >= low && bp <= high && !(bp & 7)) {
		const unsigned long *frame = (const unsigned long *)bp;

		if (!frame[1])
			break;
		if (skipnr)
			skipnr--;
		else
			store[n++] = frame[1];
		low = bp + 2 * sizeof(long);
		bp = frame[0];
	}
	return n;
}

unsigned int stack_trace_save_tsk(struct task_struct *task, unsigned long *store,
				  unsigned int size, unsigned int skip)
{
	unsigned long bp, low, high, frame[2];
	unsigned int n = 0;

	if (!try_get_task_stack(task))
		return 0;
	low = (unsigned long)task_stack_page(task);
	high = low + THREAD_SIZE - sizeof(frame);
	for (bp = first_frame(task); n < size && bp >= low && bp <= high && !(bp & 7);
	     bp = frame[0]) {
		if (copy_from_kernel_nofault(frame, (void *)bp, sizeof(frame)) || !frame[1])
			break;
		/* That it sleeps is known: the scheduler's own calls say nothing. */
		if (task == current || !in_sched_functions(frame[1])) {
			if (skip)
				skip--;
			else
				store[n++] = frame[1];
		}
		low = bp + sizeof(frame);
	}
	put_task_stack(task);
	return n;
}
