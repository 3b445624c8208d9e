// SPDX-License-Identifier: GPL-2.0-only
/*
 * fiber.c - several flows of control in one thread of the host, each on a stack of its own.
 *
 * Invariant:  a fiber that does not run has its callee-saved registers and return address on its
 *             stack, and sp points to them.
 * Elsewhere:  who runs when (arch/sim/kernel/point.c), where stacks come from (kernel/task_stack.c).
 *
 * The sanitizers keep books by stack, so they are told of each switch.
 */
#include <string.h>
#include <sim/os.h>
#include "os.h"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#include <sanitizer/common_interface_defs.h>
static void before_switch(struct os_fiber *from, struct os_fiber *to)
{
	__sanitizer_start_switch_fiber(&from->san_fake_stack, to->low, to->size);
}
static void after_switch(struct os_fiber *me)
{
	__sanitizer_finish_switch_fiber(me ? me->san_fake_stack : NULL, NULL, NULL);
}
static void new_stack(struct os_fiber *f)
{
	f->san_fake_stack = NULL;
	__asan_unpoison_memory_region(f->low, f->size);
}
static void forget_frames(struct os_fiber *f)
{
	__asan_handle_no_return();
}
static void end_stack(struct os_fiber *f) { }
#elif defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
/* What ran on this CPU until now happened before what runs next: a switch orders as much. */
static void before_switch(struct os_fiber *from, struct os_fiber *to)
{
	if (!from->san)
		from->san = __tsan_get_current_fiber();
	__tsan_switch_to_fiber(to->san, 0);
}
static void after_switch(struct os_fiber *me) { }
static void new_stack(struct os_fiber *f)
{
	if (f->san)
		__tsan_destroy_fiber(f->san);
	f->san = __tsan_create_fiber(0);
}
/* Its books of the frames grow with each call that never returns: the rest of the fiber gets new ones. */
static void forget_frames(struct os_fiber *f)
{
	void *old = f->san;

	f->san = __tsan_create_fiber(0);
	__tsan_switch_to_fiber(f->san, 0);
	__tsan_destroy_fiber(old);
}
static void end_stack(struct os_fiber *f)
{
	if (f->san)
		__tsan_destroy_fiber(f->san);
}
#else
static void before_switch(struct os_fiber *from, struct os_fiber *to) { }
static void after_switch(struct os_fiber *me) { }
static void new_stack(struct os_fiber *f) { }
static void forget_frames(struct os_fiber *f) { }
static void end_stack(struct os_fiber *f) { }
#endif

/* In the middle of it the sanitizer is with another fiber already. */
#define NO_TSAN __attribute__((no_sanitize_thread))

/* The registers that a function must keep, as switch_stack pushes them. */
struct saved {
	unsigned long r15, r14, r13, r12, rbx, rbp, ip;
};

void switch_stack(void **save, void *to) __attribute__((visibility("hidden")));
void fiber_entry(void) __attribute__((visibility("hidden")));
void fiber_start(void (*fn)(void)) __attribute__((visibility("hidden"), noreturn));

asm(".text\n"
    ".type switch_stack, @function\n"
    "switch_stack:\n"
    "	push %rbp\n	push %rbx\n	push %r12\n	push %r13\n	push %r14\n	push %r15\n"
    "	mov %rsp, (%rdi)\n"
    "	mov %rsi, %rsp\n"
    "	pop %r15\n	pop %r14\n	pop %r13\n	pop %r12\n	pop %rbx\n	pop %rbp\n"
    "	ret\n"
    ".size switch_stack, . - switch_stack\n"
    ".type fiber_entry, @function\n"
    "fiber_entry:\n"
    "	xor %ebp, %ebp\n"
    "	mov %rbx, %rdi\n"
    "	call fiber_start\n"
    "	ud2\n"
    ".size fiber_entry, . - fiber_entry\n");

void fiber_start(void (*fn)(void))
{
	after_switch(NULL);
	fn();
	__builtin_trap();
}

/* Prepares [low, low + size) to run @fn, which never returns. */
void os_fiber_init(struct os_fiber *f, void *low, unsigned long size, void (*fn)(void))
{
	struct saved *s = (struct saved *)(((unsigned long)low + size) & ~15UL) - 1;

	f->low = low;
	f->size = size;
	new_stack(f);
	s = (void *)((unsigned long)s & ~15UL);
	s = (void *)((unsigned long)s - 8);	/* so that fiber_entry's call pushes at a multiple of 16 */
	memset(s, 0, sizeof(*s));
	s->rbx = (unsigned long)fn;
	s->ip = (unsigned long)fiber_entry;
	f->sp = s;
}

NO_TSAN void os_fiber_switch(struct os_fiber *from, struct os_fiber *to)
{
	before_switch(from, to);
	switch_stack(&from->sp, to->sp);
	after_switch(from);
}

/* The running fiber forgets all its callers and goes on with @fn, from the top of its stack. */
NO_TSAN void os_fiber_restart(struct os_fiber *f, void (*fn)(void))
{
	unsigned long top = (((unsigned long)f->low + f->size) & ~15UL) - 64;

	forget_frames(f);
	asm volatile("mov %0, %%rsp\n\txor %%ebp, %%ebp\n\tcall *%1\n\tud2" : : "r" (top), "r" (fn) : "memory");
	__builtin_unreachable();
}

void os_fiber_release(struct os_fiber *f)
{
	end_stack(f);
	f->san = NULL;
}
