#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# syscalltbl.sh TABLE - one __SYSCALL(number, function) a line, gaps left out.
set -e

awk '!/^#/ && NF >= 4 { printf "__SYSCALL(%d, %s)\n", $1, $4 }' "$1"
