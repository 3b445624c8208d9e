/* SPDX-License-Identifier: GPL-2.0-only */
/* params.h - taking the command line apart; see kernel/params.c. */
#ifndef _LINUX_PARAMS_H
#define _LINUX_PARAMS_H

/* Called for each word that no parameter takes; @val is NULL where there is no '='. */
typedef void (*unknown_param_fn)(char *param, char *val);

/* Modifies @args, which must live on: values may be kept as pointers into it. */
void parse_args(char *args, unknown_param_fn unknown);

#endif
