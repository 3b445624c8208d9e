/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * cleanup.h - releasing things at the end of a scope, by the compiler's cleanup attribute.
 *
 * DEFINE_FREE + __free(name): a variable that frees what it holds.
 * DEFINE_LOCK_GUARD_1 / _0 + guard(name)(lock) / scoped_guard(name, lock): hold to scope end.
 */
#ifndef _LINUX_CLEANUP_H
#define _LINUX_CLEANUP_H

#include <linux/compiler.h>

#define DEFINE_FREE(_name, _type, _free) \
	static inline void __free_##_name(void *p) { _type _T = *(_type *)p; _free; }
#define __free(_name)		__attribute__((__cleanup__(__free_##_name)))
#define no_free_ptr(p)		({ __auto_type __old = (p); (p) = NULL; __old; })
#define return_ptr(p)		return no_free_ptr(p)

#define DEFINE_CLASS(_name, _type, _exit, _init, _init_args...) \
typedef _type class_##_name##_t; \
static inline void class_##_name##_destructor(_type *p) { _type _T = *p; _exit; } \
static inline _type class_##_name##_constructor(_init_args) { _type t = _init; return t; }

#define CLASS(_name, var) \
	class_##_name##_t var __attribute__((__cleanup__(class_##_name##_destructor))) = \
		class_##_name##_constructor

#define DEFINE_GUARD(_name, _type, _lock, _unlock) \
	DEFINE_CLASS(_name, _type, if (_T) { _unlock; }, ({ _lock; _T; }), _type _T)

#define DEFINE_LOCK_GUARD_1(_name, _type, _lock, _unlock, ...) \
typedef struct { _type *lock; __VA_ARGS__; } class_##_name##_t; \
static inline void class_##_name##_destructor(class_##_name##_t *_T) { _unlock; } \
static __always_inline class_##_name##_t class_##_name##_constructor(_type *l) \
{ \
	class_##_name##_t _t = { .lock = l }, *_T = &_t; \
	_lock; \
	return _t; \
}

#define DEFINE_LOCK_GUARD_0(_name, _lock, _unlock, ...) \
typedef struct { void *lock; __VA_ARGS__; } class_##_name##_t; \
static inline void class_##_name##_destructor(class_##_name##_t *_T) { _unlock; } \
static __always_inline class_##_name##_t class_##_name##_constructor(void) \
{ \
	class_##_name##_t _t = { .lock = (void *)1 }, *_T __maybe_unused = &_t; \
	_lock; \
	return _t; \
}

#define __guard_id2(a, b)	a##b
#define __guard_id1(a, b)	__guard_id2(a, b)
#define guard(_name)		CLASS(_name, __guard_id1(__guard_, __COUNTER__))
#define scoped_guard(_name, args...) \
	for (CLASS(_name, __scope)(args), *__once = (void *)1; __once; __once = NULL)

#endif
