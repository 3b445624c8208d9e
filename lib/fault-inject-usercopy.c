// SPDX-License-Identifier: GPL-2.0-only
/*
 * fault-inject-usercopy.c - copies to and from user memory that find a bad address on purpose.
 *
 * Owns:       fail_usercopy: the boot parameter and the directory in debugfs.
 * Elsewhere:  who asks: <linux/uaccess.h>, and through it all that copies whole blocks. Single
 *             words (get_user(), put_user()) do not, as in Linux.
 */
#include <linux/fault-inject-usercopy.h>
#include <linux/fault-inject.h>
#include <linux/init.h>

static struct fault_attr fail_usercopy = FAULT_ATTR_INITIALIZER("fail_usercopy");

static int __init setup_fail_usercopy(char *str)
{
	return setup_fault_attr(&fail_usercopy, str);
}
__setup("fail_usercopy=", setup_fail_usercopy);

static int __init fail_usercopy_debugfs(void)
{
	fault_create_debugfs_attr(NULL, &fail_usercopy);
	return 0;
}
late_initcall(fail_usercopy_debugfs);

bool should_fail_usercopy(void)
{
	return should_fail(&fail_usercopy, 1);
}
