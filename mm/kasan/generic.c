// SPDX-License-Identifier: GPL-2.0-only
/*
 * generic.c - the check before each access, and what else the compiler calls.
 *
 * Owns:       the __asan_ functions (their names and meaning: GCC's asan.cc, LLVM's
 *             AddressSanitizer.cpp).
 * Invariant:  nothing here is itself instrumented or calls what is.
 * Locks:      none.
 * Elsewhere:  what the shadow says (shadow.c, common.c), what is printed (report.c).
 */
#include <linux/compiler.h>
#include <linux/kasan-checks.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include "kasan.h"

/* ---- the check ---------------------------------------------------------- */

/* Steps over granules that may be accessed whole, eight at a time. */
static const u8 *skip_clean_shadow(const u8 *shadow, const u8 *last)
{
	while (shadow <= last && !*shadow)
		shadow += ((unsigned long)shadow & 7) || *(const u64 *)shadow ? 1 : 8;
	return shadow;
}

/**
 * kasan_first_bad() - the first byte of a range that must not be accessed, or NULL
 * @size: at least 1
 */
void *kasan_first_bad(const void *addr, size_t size)
{
	const u8 *shadow = shadow_of(addr), *last = shadow_of(addr + size - 1);
	const void *granule, *bad;

	while ((shadow = skip_clean_shadow(shadow, last)) <= last) {
		granule = kasan_shadow_to_mem(shadow);
		bad = (s8)*shadow < 0 ? granule : granule + *shadow;
		bad = max(bad, addr);
		if (bad < granule + KASAN_GRANULE_SIZE && bad < addr + size)
			return (void *)bad;
		shadow++;
	}
	return NULL;
}

static __always_inline bool range_accessible(const void *addr, size_t size)
{
	/* within one granule, or the usual two: no loop */
	if (__builtin_constant_p(size) && size <= 8 && byte_accessible(addr + size - 1)) {
		unsigned long offset = (unsigned long)addr & KASAN_GRANULE_MASK;

		return offset + size <= KASAN_GRANULE_SIZE || !*shadow_of(addr);
	}
	return !kasan_first_bad(addr, size);
}

static __always_inline bool check_range(const void *addr, size_t size, bool write, unsigned long ip)
{
	if (unlikely(!size))
		return true;
	if (unlikely(addr + size < addr ||
		     addr < kasan_shadow_to_mem((void *)KASAN_SHADOW_START)))
		return !kasan_report(addr, size, write, ip);
	if (likely(range_accessible(addr, size)))
		return true;
	return !kasan_report(addr, size, write, ip);
}

/**
 * kasan_check_range() - may this range be accessed?
 * @ip: who asks
 *
 * Context: any. Return: false where not, and that was reported; the access must not be made.
 */
bool kasan_check_range(const void *addr, size_t size, bool write, unsigned long ip)
{
	return check_range(addr, size, write, ip);
}

bool __kasan_check_read(const volatile void *p, unsigned int size)
{
	return check_range((const void *)p, size, false, _RET_IP_);
}

bool __kasan_check_write(const volatile void *p, unsigned int size)
{
	return check_range((const void *)p, size, true, _RET_IP_);
}

/* ---- loads and stores --------------------------------------------------- */

#define DEFINE_ASAN_ACCESS(size)					\
void __asan_load##size(void *addr);					\
void __asan_load##size(void *addr)					\
{									\
	check_range(addr, size, false, _RET_IP_);			\
}									\
void __asan_load##size##_noabort(void *) __attribute__((alias("__asan_load" #size))); \
void __asan_store##size(void *addr);					\
void __asan_store##size(void *addr)					\
{									\
	check_range(addr, size, true, _RET_IP_);			\
}									\
void __asan_store##size##_noabort(void *) __attribute__((alias("__asan_store" #size))); \
void __asan_report_load##size##_noabort(void *addr);			\
void __asan_report_load##size##_noabort(void *addr)			\
{									\
	kasan_report(addr, size, false, _RET_IP_);			\
}									\
void __asan_report_store##size##_noabort(void *addr);			\
void __asan_report_store##size##_noabort(void *addr)			\
{									\
	kasan_report(addr, size, true, _RET_IP_);			\
}

DEFINE_ASAN_ACCESS(1)
DEFINE_ASAN_ACCESS(2)
DEFINE_ASAN_ACCESS(4)
DEFINE_ASAN_ACCESS(8)
DEFINE_ASAN_ACCESS(16)

void __asan_loadN(void *addr, ssize_t size);
void __asan_loadN(void *addr, ssize_t size)
{
	check_range(addr, size, false, _RET_IP_);
}
void __asan_loadN_noabort(void *addr, ssize_t size) __attribute__((alias("__asan_loadN")));

void __asan_storeN(void *addr, ssize_t size);
void __asan_storeN(void *addr, ssize_t size)
{
	check_range(addr, size, true, _RET_IP_);
}
void __asan_storeN_noabort(void *addr, ssize_t size) __attribute__((alias("__asan_storeN")));

void __asan_report_load_n_noabort(void *addr, ssize_t size);
void __asan_report_load_n_noabort(void *addr, ssize_t size)
{
	kasan_report(addr, size, false, _RET_IP_);
}

void __asan_report_store_n_noabort(void *addr, ssize_t size);
void __asan_report_store_n_noabort(void *addr, ssize_t size)
{
	kasan_report(addr, size, true, _RET_IP_);
}

/* ---- stacks ------------------------------------------------------------- */

/* A function that does not return leaves its frames poisoned; who reuses the stack clears it. */
void __asan_handle_no_return(void);
void __asan_handle_no_return(void)
{
}

/* Red zones around memory of alloca(): 32 bytes before it, up to the next 32 behind. */
void __asan_alloca_poison(void *addr, ssize_t size);
void __asan_alloca_poison(void *addr, ssize_t size)
{
	size_t rounded = ALIGN(size, KASAN_GRANULE_SIZE);
	size_t padding = ALIGN(size, KASAN_ALLOCA_REDZONE_SIZE) - rounded;

	kasan_unpoison(addr, size);
	kasan_poison(addr - KASAN_ALLOCA_REDZONE_SIZE, KASAN_ALLOCA_REDZONE_SIZE,
		     KASAN_ALLOCA_LEFT);
	kasan_poison(addr + rounded, padding + KASAN_ALLOCA_REDZONE_SIZE, KASAN_ALLOCA_RIGHT);
}

void __asan_allocas_unpoison(void *top, ssize_t bottom);
void __asan_allocas_unpoison(void *top, ssize_t bottom)
{
	if (top && (void *)bottom > top)
		kasan_unpoison(top, (void *)bottom - top);
}

#define DEFINE_ASAN_SET_SHADOW(byte)					\
void __asan_set_shadow_##byte(void *addr, ssize_t size);		\
void __asan_set_shadow_##byte(void *addr, ssize_t size)		\
{									\
	__memset(addr, 0x##byte, size);					\
}

DEFINE_ASAN_SET_SHADOW(00)
DEFINE_ASAN_SET_SHADOW(f1)
DEFINE_ASAN_SET_SHADOW(f2)
DEFINE_ASAN_SET_SHADOW(f3)
DEFINE_ASAN_SET_SHADOW(f5)
DEFINE_ASAN_SET_SHADOW(f8)

/* ---- globals ------------------------------------------------------------ */

/* As the compiler lays it out, with @size_with_redzone a multiple of 32. */
struct kasan_global {
	const void *beg;
	size_t size;
	size_t size_with_redzone;
	const void *name;
	const void *module_name;
	unsigned long has_dynamic_init;
	struct kasan_source_location *location;
	char *odr_indicator;
};

void __asan_register_globals(struct kasan_global *globals, ssize_t n);
void __asan_register_globals(struct kasan_global *globals, ssize_t n)
{
	for (ssize_t i = 0; i < n; i++) {
		struct kasan_global *g = &globals[i];
		size_t rounded = ALIGN(g->size, KASAN_GRANULE_SIZE);

		kasan_unpoison(g->beg, g->size);
		kasan_poison(g->beg + rounded, g->size_with_redzone - rounded, KASAN_GLOBAL_REDZONE);
	}
}

/* The destructors that call it are never run. */
void __asan_unregister_globals(struct kasan_global *globals, ssize_t n);
void __asan_unregister_globals(struct kasan_global *globals, ssize_t n)
{
}
