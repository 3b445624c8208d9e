/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * asm/percpu.h - this CPU's copy of a per-CPU variable is one %gs-relative operand.
 *
 * Invariant: in the kernel the gs base is __per_cpu_offset[this cpu]; before setup_per_cpu_areas()
 * it is 0, so that the boot CPU uses the linked section itself. A variable's copy stands at its
 * link address plus the base. One instruction cannot be torn by preemption or an interrupt, so
 * the this_cpu_ forms need no protection and raw_cpu_ forms are the same code.
 */
#ifndef _ASM_X86_PERCPU_H
#define _ASM_X86_PERCPU_H

#ifdef __ASSEMBLY__

#define PER_CPU_VAR(var)	%gs:(var)(%rip)

#else

#include <linux/compiler.h>
#include <linux/stringify.h>

#define __percpu_arg(x)		"%%gs:%" #x

#define arch_raw_cpu_ptr(ptr)						\
({									\
	unsigned long __tcp_ptr;					\
	asm volatile("addq %%gs:%1, %0"					\
		     : "=r" (__tcp_ptr)					\
		     : "m" (this_cpu_off), "0" ((unsigned long)(ptr)) : "cc"); \
	(typeof(*(ptr)) *)__tcp_ptr;					\
})

#define __my_cpu_offset		this_cpu_read_8(this_cpu_off)

/* Values of any 1, 2, 4 or 8 byte type, as the integer of that size. */
#define __pcpu_int_1		unsigned char
#define __pcpu_int_2		unsigned short
#define __pcpu_int_4		unsigned int
#define __pcpu_int_8		unsigned long
#define __pcpu_sfx_1		"b"
#define __pcpu_sfx_2		"w"
#define __pcpu_sfx_4		"l"
#define __pcpu_sfx_8		"q"
#define __pcpu_mod_1		"b"
#define __pcpu_mod_2		"w"
#define __pcpu_mod_4		"k"
#define __pcpu_mod_8		"q"
#define __pcpu_imm_1		"qi"
#define __pcpu_imm_2		"ri"
#define __pcpu_imm_4		"ri"
#define __pcpu_imm_8		"re"

/* (Pointers pass through unsigned long; a struct of that size is not accepted.) */
#define __pcpu_cast(size, v)	((__pcpu_int_##size)((unsigned long)(v) & (~0UL >> (64 - 8 * (size)))))
#define __pcpu_mem(size, var)	(*(__pcpu_int_##size *)(unsigned long)&(var))

#define percpu_from_op(size, qual, var)					\
({									\
	__pcpu_int_##size __pfo;					\
	asm qual("mov" __pcpu_sfx_##size " %%gs:%1, %" __pcpu_mod_##size "0" \
		 : "=q" (__pfo) : "m" (__pcpu_mem(size, var)));		\
	(typeof(var))(unsigned long)__pfo;				\
})

/* The value cannot change while this task runs on (current): the compiler may keep it in a register. */
#define this_cpu_read_stable(var)					\
({									\
	typeof(var) __pfs;						\
	asm("movq %%gs:%c1(%%rip), %0" : "=r" (__pfs) : "i" (&(var)));	\
	__pfs;								\
})

#define percpu_to_op(size, op, var, val)				\
do {									\
	__pcpu_int_##size __pto = __pcpu_cast(size, val);		\
	if (0) {							\
		typeof(var) __pto_type;					\
		__pto_type = (val);					\
		(void)__pto_type;					\
	}								\
	asm volatile(op __pcpu_sfx_##size " %" __pcpu_mod_##size "1, %%gs:%0" \
		     : "+m" (__pcpu_mem(size, var))			\
		     : __pcpu_imm_##size (__pto) : "cc");		\
} while (0)

#define percpu_add_op(size, var, val)					\
do {									\
	if (__builtin_constant_p(val) && (val) == 1)			\
		asm volatile("inc" __pcpu_sfx_##size " %%gs:%0"		\
			     : "+m" (__pcpu_mem(size, var)) : : "cc");	\
	else if (__builtin_constant_p(val) && (val) == (typeof(val))-1)	\
		asm volatile("dec" __pcpu_sfx_##size " %%gs:%0"		\
			     : "+m" (__pcpu_mem(size, var)) : : "cc");	\
	else								\
		percpu_to_op(size, "add", var, val);			\
} while (0)

#define percpu_add_return_op(size, var, val)				\
({									\
	__pcpu_int_##size __pinc = __pcpu_cast(size, val), __pret = __pinc; \
	asm volatile("xadd" __pcpu_sfx_##size " %" __pcpu_mod_##size "0, %%gs:%1" \
		     : "+q" (__pret), "+m" (__pcpu_mem(size, var)) : : "memory", "cc"); \
	(typeof(var))(unsigned long)(__pcpu_int_##size)(__pret + __pinc); \
})

/* xchg would imply a lock; a cmpxchg loop without one is cheaper. */
#define percpu_xchg_op(size, var, val)					\
({									\
	__pcpu_int_##size __pxo, __pxn = __pcpu_cast(size, val);	\
	asm volatile("mov" __pcpu_sfx_##size " %%gs:%1, %" __pcpu_mod_##size "0\n" \
		     "1: cmpxchg" __pcpu_sfx_##size " %" __pcpu_mod_##size "2, %%gs:%1\n" \
		     "jnz 1b"						\
		     : "=&a" (__pxo), "+m" (__pcpu_mem(size, var))	\
		     : "q" (__pxn) : "memory", "cc");			\
	(typeof(var))(unsigned long)__pxo;				\
})

#define percpu_cmpxchg_op(size, var, oval, nval)			\
({									\
	__pcpu_int_##size __pco = __pcpu_cast(size, oval), __pcn = __pcpu_cast(size, nval); \
	asm volatile("cmpxchg" __pcpu_sfx_##size " %" __pcpu_mod_##size "2, %%gs:%1" \
		     : "+a" (__pco), "+m" (__pcpu_mem(size, var))	\
		     : "q" (__pcn) : "memory", "cc");			\
	(typeof(var))(unsigned long)__pco;				\
})

#define percpu_try_cmpxchg_op(size, var, ovalp, nval)			\
({									\
	bool __psuccess;						\
	__pcpu_int_##size *__poldp = (__pcpu_int_##size *)(ovalp);	\
	__pcpu_int_##size __pco = *__poldp, __pcn = __pcpu_cast(size, nval); \
	asm volatile("cmpxchg" __pcpu_sfx_##size " %" __pcpu_mod_##size "3, %%gs:%2" \
		     : "=@ccz" (__psuccess), "+a" (__pco), "+m" (__pcpu_mem(size, var)) \
		     : "q" (__pcn) : "memory");				\
	if (unlikely(!__psuccess))					\
		*__poldp = __pco;					\
	likely(__psuccess);						\
})

#define this_cpu_read_1(pcp)		percpu_from_op(1, volatile, pcp)
#define this_cpu_write_1(pcp, val)	percpu_to_op(1, "mov", pcp, val)
#define this_cpu_add_1(pcp, val)	percpu_add_op(1, pcp, val)
#define this_cpu_and_1(pcp, val)	percpu_to_op(1, "and", pcp, val)
#define this_cpu_or_1(pcp, val)		percpu_to_op(1, "or", pcp, val)
#define this_cpu_add_return_1(pcp, val)	percpu_add_return_op(1, pcp, val)
#define this_cpu_xchg_1(pcp, val)	percpu_xchg_op(1, pcp, val)
#define this_cpu_cmpxchg_1(pcp, o, n)	percpu_cmpxchg_op(1, pcp, o, n)
#define this_cpu_try_cmpxchg_1(pcp, op, n) percpu_try_cmpxchg_op(1, pcp, op, n)
#define this_cpu_read_2(pcp)		percpu_from_op(2, volatile, pcp)
#define this_cpu_write_2(pcp, val)	percpu_to_op(2, "mov", pcp, val)
#define this_cpu_add_2(pcp, val)	percpu_add_op(2, pcp, val)
#define this_cpu_and_2(pcp, val)	percpu_to_op(2, "and", pcp, val)
#define this_cpu_or_2(pcp, val)		percpu_to_op(2, "or", pcp, val)
#define this_cpu_add_return_2(pcp, val)	percpu_add_return_op(2, pcp, val)
#define this_cpu_xchg_2(pcp, val)	percpu_xchg_op(2, pcp, val)
#define this_cpu_cmpxchg_2(pcp, o, n)	percpu_cmpxchg_op(2, pcp, o, n)
#define this_cpu_try_cmpxchg_2(pcp, op, n) percpu_try_cmpxchg_op(2, pcp, op, n)
#define this_cpu_read_4(pcp)		percpu_from_op(4, volatile, pcp)
#define this_cpu_write_4(pcp, val)	percpu_to_op(4, "mov", pcp, val)
#define this_cpu_add_4(pcp, val)	percpu_add_op(4, pcp, val)
#define this_cpu_and_4(pcp, val)	percpu_to_op(4, "and", pcp, val)
#define this_cpu_or_4(pcp, val)		percpu_to_op(4, "or", pcp, val)
#define this_cpu_add_return_4(pcp, val)	percpu_add_return_op(4, pcp, val)
#define this_cpu_xchg_4(pcp, val)	percpu_xchg_op(4, pcp, val)
#define this_cpu_cmpxchg_4(pcp, o, n)	percpu_cmpxchg_op(4, pcp, o, n)
#define this_cpu_try_cmpxchg_4(pcp, op, n) percpu_try_cmpxchg_op(4, pcp, op, n)
#define this_cpu_read_8(pcp)		percpu_from_op(8, volatile, pcp)
#define this_cpu_write_8(pcp, val)	percpu_to_op(8, "mov", pcp, val)
#define this_cpu_add_8(pcp, val)	percpu_add_op(8, pcp, val)
#define this_cpu_and_8(pcp, val)	percpu_to_op(8, "and", pcp, val)
#define this_cpu_or_8(pcp, val)		percpu_to_op(8, "or", pcp, val)
#define this_cpu_add_return_8(pcp, val)	percpu_add_return_op(8, pcp, val)
#define this_cpu_xchg_8(pcp, val)	percpu_xchg_op(8, pcp, val)
#define this_cpu_cmpxchg_8(pcp, o, n)	percpu_cmpxchg_op(8, pcp, o, n)
#define this_cpu_try_cmpxchg_8(pcp, op, n) percpu_try_cmpxchg_op(8, pcp, op, n)

#define raw_cpu_read_1(pcp)		percpu_from_op(1, , pcp)
#define raw_cpu_write_1(pcp, val)	percpu_to_op(1, "mov", pcp, val)
#define raw_cpu_add_1(pcp, val)	percpu_add_op(1, pcp, val)
#define raw_cpu_and_1(pcp, val)	percpu_to_op(1, "and", pcp, val)
#define raw_cpu_or_1(pcp, val)		percpu_to_op(1, "or", pcp, val)
#define raw_cpu_add_return_1(pcp, val)	percpu_add_return_op(1, pcp, val)
#define raw_cpu_xchg_1(pcp, val)	percpu_xchg_op(1, pcp, val)
#define raw_cpu_cmpxchg_1(pcp, o, n)	percpu_cmpxchg_op(1, pcp, o, n)
#define raw_cpu_try_cmpxchg_1(pcp, op, n) percpu_try_cmpxchg_op(1, pcp, op, n)
#define raw_cpu_read_2(pcp)		percpu_from_op(2, , pcp)
#define raw_cpu_write_2(pcp, val)	percpu_to_op(2, "mov", pcp, val)
#define raw_cpu_add_2(pcp, val)	percpu_add_op(2, pcp, val)
#define raw_cpu_and_2(pcp, val)	percpu_to_op(2, "and", pcp, val)
#define raw_cpu_or_2(pcp, val)		percpu_to_op(2, "or", pcp, val)
#define raw_cpu_add_return_2(pcp, val)	percpu_add_return_op(2, pcp, val)
#define raw_cpu_xchg_2(pcp, val)	percpu_xchg_op(2, pcp, val)
#define raw_cpu_cmpxchg_2(pcp, o, n)	percpu_cmpxchg_op(2, pcp, o, n)
#define raw_cpu_try_cmpxchg_2(pcp, op, n) percpu_try_cmpxchg_op(2, pcp, op, n)
#define raw_cpu_read_4(pcp)		percpu_from_op(4, , pcp)
#define raw_cpu_write_4(pcp, val)	percpu_to_op(4, "mov", pcp, val)
#define raw_cpu_add_4(pcp, val)	percpu_add_op(4, pcp, val)
#define raw_cpu_and_4(pcp, val)	percpu_to_op(4, "and", pcp, val)
#define raw_cpu_or_4(pcp, val)		percpu_to_op(4, "or", pcp, val)
#define raw_cpu_add_return_4(pcp, val)	percpu_add_return_op(4, pcp, val)
#define raw_cpu_xchg_4(pcp, val)	percpu_xchg_op(4, pcp, val)
#define raw_cpu_cmpxchg_4(pcp, o, n)	percpu_cmpxchg_op(4, pcp, o, n)
#define raw_cpu_try_cmpxchg_4(pcp, op, n) percpu_try_cmpxchg_op(4, pcp, op, n)
#define raw_cpu_read_8(pcp)		percpu_from_op(8, , pcp)
#define raw_cpu_write_8(pcp, val)	percpu_to_op(8, "mov", pcp, val)
#define raw_cpu_add_8(pcp, val)	percpu_add_op(8, pcp, val)
#define raw_cpu_and_8(pcp, val)	percpu_to_op(8, "and", pcp, val)
#define raw_cpu_or_8(pcp, val)		percpu_to_op(8, "or", pcp, val)
#define raw_cpu_add_return_8(pcp, val)	percpu_add_return_op(8, pcp, val)
#define raw_cpu_xchg_8(pcp, val)	percpu_xchg_op(8, pcp, val)
#define raw_cpu_cmpxchg_8(pcp, o, n)	percpu_cmpxchg_op(8, pcp, o, n)
#define raw_cpu_try_cmpxchg_8(pcp, op, n) percpu_try_cmpxchg_op(8, pcp, op, n)

/*
 * Compare-and-exchange of an aligned 16-byte per-CPU variable (a freelist head and its transaction
 * number). The operands are passed as two halves.
 */
#define this_cpu_try_cmpxchg128_halves(var, o1p, o2p, n1, n2)		\
({									\
	bool __ok;							\
	unsigned long __lo = (unsigned long)*(o1p), __hi = (unsigned long)*(o2p); \
	asm volatile("cmpxchg16b %%gs:%1"				\
		     : "=@ccz" (__ok), "+m" (*(unsigned __int128 *)&(var)), "+a" (__lo), "+d" (__hi) \
		     : "b" ((unsigned long)(n1)), "c" ((unsigned long)(n2)) : "memory"); \
	__ok;								\
})

#define this_cpu_try_cmpxchg128(pcp, ovalp, nval)			\
({									\
	bool __ok;							\
	unsigned __int128 *__oldp = (unsigned __int128 *)(ovalp), __new = (nval); \
	unsigned long __lo = (unsigned long)*__oldp, __hi = (unsigned long)(*__oldp >> 64); \
	asm volatile("cmpxchg16b %%gs:%1"				\
		     : "=@ccz" (__ok), "+m" (*(unsigned __int128 *)&(pcp)), "+a" (__lo), "+d" (__hi) \
		     : "b" ((unsigned long)__new), "c" ((unsigned long)(__new >> 64)) : "memory"); \
	if (unlikely(!__ok))						\
		*__oldp = ((unsigned __int128)__hi << 64) | __lo;	\
	likely(__ok);							\
})

#include <asm-generic/percpu.h>

/* Where this CPU's copies stand relative to the linked section: __per_cpu_offset[this cpu]. */
DECLARE_PER_CPU(unsigned long, this_cpu_off);

#endif /* __ASSEMBLY__ */
#endif
