// SPDX-License-Identifier: GPL-2.0-only
/* version.c - the system's names. */
#include <linux/printk.h>
#include <linux/utsname.h>
#include <generated/utsrelease.h>

#define UTS_VERSION "#1 SMP PREEMPT" CONFIG_LOCALVERSION

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

DECLARE_RWSEM(uts_sem);

struct new_utsname init_uts_ns_name = {
	.sysname	= "Linux",
	.nodename	= CONFIG_DEFAULT_HOSTNAME,
	.release	= UTS_RELEASE,
	.version	= UTS_VERSION,
	.machine	= UTS_MACHINE,
	.domainname	= "(none)",
};

const char linux_banner[] = "Linux version " UTS_RELEASE " (" COMPILER ") " UTS_VERSION "\n";
