/* SPDX-License-Identifier: GPL-2.0-only */
/* binfmt_script.h - the parser of "#!" lines, for its test. */
#ifndef _FS_BINFMT_SCRIPT_H
#define _FS_BINFMT_SCRIPT_H

#include <linux/types.h>

int script_parse(char *buf, size_t size, char **interp, char **arg);

#endif
