# SPDX-License-Identifier: GPL-2.0-only
"""What the reference designs promise about a boot (Documentation/requirements.rst)."""
import re

from harness import Guest, require


def kernel_log(guest):
    return re.sub(r'(?m)^\[ *\d+\.\d+\] ', '', guest.log)


MM_LOG = r'''\[MM\] ={10} Memory Management Tests ={10}
\[MM\] Frames of 4096 bytes: \d+ MB of \d+ MB free
\[MM\] ✓ two frames are given
\[MM\] ✓ the address 0x[0-9a-f]+000 is a frame's
\[MM\] ✓ 0x[0-9a-f]+000 is another
\[MM\] ✓ 64 KB in a row are given
\[MM\] ✓ and aligned: 0x[0-9a-f]+0000
\[MM\] ✓ a frame is given
\[MM\] ✓ a frame is given again
\[MM\] ✓ the freed frame 0x[0-9a-f]+000 is reused
\[MM\] ✓ and comes zeroed
\[MM\] Paging: the direct map begins at 0x[0-9a-f]{16}
\[MM\] ✓ a frame to map
\[MM\] ✓ 0x[0-9a-f]+000 is mapped at 0x[0-9a-f]{13}000
\[MM\] ✓ and translates back
\[MM\] ✓ what is written there is in the frame
\[MM\] ✓ unmapped, it translates to nothing
\[MM\] Heap: blocks of 8 bytes to \d+ KB
\[MM\] ✓ kmalloc\(1024\) gives 0x[0-9a-f]{16}
\[MM\] ✓ 1024 bytes are written and read
\[MM\] ✓ kfree\(0x[0-9a-f]{16}\)
\[MM\] ✓ 10 blocks of 64 bytes are given, all different
\[MM\] ✓ 10 blocks of 64 bytes are freed
\[MM\] ✓ more than there can be is refused
\[MM\] All tests passed!
\[MM\] ={20}
Hello from MelloOS ✨
'''


def mm_selftest():
    """The self-test of design 001, its order in the boot, and silence where it was not asked for."""
    with Guest('mm_selftest') as guest:
        guest.expect(r'^~ # $', 60)
        log = kernel_log(guest)
        require(re.search('^' + MM_LOG, log, re.M), f'the log reads\n{log[-5000:]}')
        places = [log.find(words) for words in ('Zone ranges', 'Memory: ', 'SLUB: ', '[MM] ',
                                                'Checked W+X mappings: passed')]
        require(places == sorted(places) and places[0] >= 0, f'the order of the boot: {places}')
    with Guest('') as guest:
        guest.expect(r'^~ # $', 60)
        require('[MM]' not in guest.log, 'unasked for')


def six_gib():
    """Frames above 4 GiB: the case that is skipped on smaller machines."""
    with Guest('kunit.enable=1 kunit_shutdown=poweroff panic=-1 kunit.filter_glob=requirements_*', initrd=None,
               mem='6G') as guest:
        guest.wait_exit(200)
        log = kernel_log(guest)
    require(re.search(r'^    ok \d+ r000_3_2_frames_above_4g$', log, re.M), f'the log reads\n{log[-5000:]}')
    require(' fail:0 ' in log.split('# Totals: ')[-1] and 'not ok' not in log, f'the log reads\n{log[-5000:]}')


TESTS = [
    ('requirements: mm_selftest', mm_selftest),
    ('requirements: 6 GiB', six_gib),
]
