# SPDX-License-Identifier: GPL-2.0-only
#
# runner.sh - runs test programs one after the other, and counts. Read by
# run_kselftest.sh and mm/run_mm_tests.sh, in any POSIX shell.
#
# A program that exits with 0 has passed, with 4 was skipped; anything else, or
# no end within TIMEOUT seconds, is a failure.

TIMEOUT=${TIMEOUT:-300}
prefix='# '
number=0 passed=0 failed=0 skipped=0

# plan N - how many programs there will be
plan() {
	echo "TAP version 13"
	echo "1..$1"
}

# run_one NAME COMMAND... - its output, each line behind the prefix, and its verdict
run_one() {
	name=$1
	shift
	number=$((number + 1))
	echo "${prefix}running $name"
	exec 4>&1
	status=$({
		{
			timeout "$TIMEOUT" "$@" 2>&1 3>&- 4>&-
			echo $? >&3
		} | while IFS= read -r line; do echo "$prefix$line"; done >&4
	} 3>&1)
	exec 4>&-
	case $status in
	0)
		passed=$((passed + 1))
		echo "ok $number $name"
		;;
	4)
		skipped=$((skipped + 1))
		echo "ok $number $name # SKIP"
		;;
	124 | 143)
		failed=$((failed + 1))
		echo "not ok $number $name # TIMEOUT $TIMEOUT seconds"
		;;
	*)
		failed=$((failed + 1))
		echo "not ok $number $name # exit=$status"
		;;
	esac
}

# summary - the totals; its status is what the script should exit with
summary() {
	echo "# SUMMARY: PASS=$passed SKIP=$skipped FAIL=$failed"
	[ "$failed" = 0 ] || return 1
	[ "$passed" != 0 ] || return 4
}
