#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# run_mm_tests.sh - runs the tests of memory management by subject.
#
#	run_mm_tests.sh [-t "CATEGORY..."] [-n] [-l] [-h]
#
# Categories that Linux's run_vmtests.sh has bear its names.
here=$(dirname "$(readlink -f "$0")")
cd "$here" || exit 1
. ../runner.sh

# category and program; a # begins a comment
tests() {
	sed 's/#.*//; /^[[:space:]]*$/d' <<'END'
mmap map_fixed_noreplace
mmap map_populate
mmap mmap_test
mprotect mprotect_test
vma_merge merge
vma_merge many_vmas
mremap mremap_test
mremap mremap_dontunmap
mlock mlock2-tests
mlock mlock-random-test
mlock on-fault-limit
madv_populate madv_populate
madv_guard guard-regions
madvise madvise_test
mincore mincore_selftest
msync msync_test
mseal mseal_test
cow cow
brk brk_test
stack stack_test
rlimits rlimits_test
memfd memfd_test
hugevm virtual_address_range
process_vm process_vm_test
threads thread_pairs
threads thread_stress
leaks leak_test
oom exhaust_test
END
}

categories() {
	tests | cut -d' ' -f1 | sort -u
}

usage() {
	echo 'usage: run_mm_tests.sh [-t "CATEGORY..."] [-n] [-l] [-h]'
	echo "  -t  only these categories:" $(categories)
	echo "  -n  the programs' own output as it is, without '# ' before each line"
	echo "  -l  list the categories and their programs"
}

wanted=
while getopts t:nlh opt; do
	case $opt in
	t)
		wanted="$wanted $OPTARG"
		;;
	n)
		prefix=
		;;
	l)
		tests
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
known=$(categories)
for category in $wanted; do
	echo "$known" | grep -qx "$category" || { echo >&2 "no category $category; there are:" $known; exit 2; }
done
selected=$(tests | while read -r category program; do
	case " $wanted " in
	"  " | *" $category "*) echo "$program" ;;
	esac
done)

set -- $selected
plan $#
for program; do
	run_one "$program" "./$program"
done
summary
