# SPDX-License-Identifier: GPL-2.0-only
"""KUnit suites at boot: runs them, and reads the KTAP that they print."""
import re

from harness import Failure, Guest, require

TOTALS = re.compile(r'^# Totals: pass:(\d+) fail:(\d+) skip:(\d+) total:\d+', re.M)


def without_times(log):
    return re.sub(r'(?m)^\[ *\d+\.\d+\] ', '', log)


def cases(log):
    """(suite, case, 'ok', 'not ok' or 'skip', its lines) for each case in a log without times."""
    suite, said = '', []
    for line in log.splitlines():
        said.append(line)
        name = re.match(r'    # Subtest: (\S+)', line)
        if name:
            suite = name.group(1)
        case = re.match(r'    (ok|not ok) \d+ ([^#]*[^# ])( # SKIP.*)?', line)
        if case:
            yield suite, case.group(2), 'skip' if case.group(3) else case.group(1), '\n'.join(said[-60:])
            said = []


def run_suites(results, label, smp=2, **options):
    """Boots, and counts each case of each suite as one test."""
    with Guest('kunit.enable=1 kunit_shutdown=poweroff panic=-1', initrd=None, smp=smp, mem='1G', **options) as guest:
        try:
            guest.expect(r'KTAP version 1', 60)
            guest.wait_exit(300)
        except Failure as failure:
            results.not_ok(label, failure)
        log = without_times(guest.log)
    for suite, case, verdict, said in cases(log):
        if verdict == 'skip':
            results.skipped += 1
        elif verdict == 'ok':
            results.passed += 1
        else:
            results.not_ok(f'{label}: {suite}.{case}', f'the log says\n{said}')
    totals = re.findall(r'# Totals: .*', log)
    results.run(f'{label}: totals', lambda: require(totals, 'no totals line'))
    if totals:
        print('        ' + totals[-1])


def require_pass(guest, timeout):
    """Waits until a machine without kunit_shutdown= starts /init; all cases must have passed."""
    try:
        guest.expect(r'Run /init as init process', timeout)
    finally:
        log = without_times(guest.log)
        failed = [f'{suite}.{case}\n{said}' for suite, case, verdict, said in cases(log) if verdict == 'not ok']
        require(not failed, 'KUnit cases fail: ' + '\n'.join(failed))
    totals = TOTALS.findall(log)
    require(totals, 'KUnit printed no totals line')
    passed, failed, _ = map(int, totals[-1])
    require(passed and not failed, f'KUnit: {passed} passed, {failed} failed')
