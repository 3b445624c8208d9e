#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# run_kselftest.sh - runs installed test programs.
#
#	run_kselftest.sh [-c TARGET]... [-t TARGET:PROGRAM]... [-l] [-h]
#
# Without -c and -t it runs all that kselftest-list.txt names.
here=$(dirname "$(readlink -f "$0")")
cd "$here" || exit 1
. ./runner.sh

usage() {
	echo "usage: run_kselftest.sh [-c TARGET]... [-t TARGET:PROGRAM]... [-l] [-h]"
	echo "  -c  run all programs of a target:$(cut -d: -f1 kselftest-list.txt | sort -u | tr '\n' ' ' | sed 's/^/ /')"
	echo "  -t  run one program"
	echo "  -l  list what there is"
}

wanted=
while getopts c:t:lh opt; do
	case $opt in
	c)
		found=$(grep "^$OPTARG:" kselftest-list.txt) || { echo >&2 "no target $OPTARG"; exit 2; }
		wanted="$wanted $found"
		;;
	t)
		grep -qx "$OPTARG" kselftest-list.txt || { echo >&2 "no program $OPTARG"; exit 2; }
		wanted="$wanted $OPTARG"
		;;
	l)
		cat kselftest-list.txt
		exit 0
		;;
	h)
		usage
		exit 0
		;;
	*)
		usage >&2
		exit 2
		;;
	esac
done
[ -n "$wanted" ] || wanted=$(cat kselftest-list.txt)

set -- $wanted
plan $#
for test; do
	run_one "selftests: ${test%%:*}: ${test#*:}" "./${test%%:*}/${test#*:}"
done
summary
