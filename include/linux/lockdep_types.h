/* SPDX-License-Identifier: GPL-2.0-only */
/* lockdep_types.h - what a lock carries for the lock checker: nothing, until there is one */
#ifndef _LINUX_LOCKDEP_TYPES_H
#define _LINUX_LOCKDEP_TYPES_H

/* stands for "all locks initialised at this place" */
struct lock_class_key { };

struct lockdep_map { };

#endif
