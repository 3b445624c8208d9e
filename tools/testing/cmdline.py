# SPDX-License-Identifier: GPL-2.0-only
"""What each word on the kernel's command line does."""
import re

from harness import Guest, kernel_config, require


def shell(append, **options):
    return Guest('panic=-1 ' + append, **options)


def off(guest):
    guest.send('poweroff -f\n')
    guest.wait_exit()


def unknown_words():
    """They are init's: NAME=VALUE its environment, others and all behind -- its arguments."""
    with shell('colour=blue kernel.unknown=1 word nosmp -- -x last') as guest:
        guest.expect(r'^~ # $', 60)
        arguments = guest.run("tr '\\0' ' ' < /proc/1/cmdline; echo").strip()
        environment = guest.run("tr '\\0' '\\n' < /proc/1/environ").split('\n')
        require(arguments.endswith(' word -x last') and 'nosmp' not in arguments, f'arguments: {arguments}')
        require('colour=blue' in environment, f'environment: {environment}')
        require(not any('unknown' in line or 'panic' in line for line in environment),
                f'a module\'s option or the kernel\'s own reached init: {environment}')
        off(guest)


def rdinit():
    with shell('rdinit=/bin/sh') as guest:
        guest.expect(r'# $', 60)
        guest.send('echo number $$\n')
        guest.expect(r'^number 1$')


def init():
    """Without the initramfs's own program, init= counts; it gets the words, too."""
    with shell('rdinit=/none init=/bin/sh -- -c "echo started $0 $1; poweroff -f" by hand') as guest:
        guest.expect(r'^started by hand$', 60)
        guest.wait_exit()


def quiet_and_loglevel():
    with shell('quiet') as guest:
        guest.expect(r'^~ # $', 60)
        require('[    0.' not in guest.log, f'quiet printed:\n{guest.log}')
        require(re.match(r'4\s', guest.run('cat /proc/sys/kernel/printk')), 'the console level is not 4')
        require(len(guest.run('dmesg').split('\n')) > 15, 'the log buffer is empty')
        guest.run('echo "<5>unheard" > /dev/kmsg; echo "<2>heard" > /dev/kmsg')
        require(re.search(r'\] heard$', guest.log, re.M), 'a critical message was not printed')
        require(not re.search(r'\] unheard$', guest.log, re.M), 'a notice was printed')
        off(guest)
    with shell('loglevel=8') as guest:
        guest.expect(r'^~ # $', 60)
        require(re.match(r'8\s', guest.run('cat /proc/sys/kernel/printk')), 'the console level is not 8')
        guest.run('echo "<7>details" > /dev/kmsg')
        require(re.search(r'\] details$', guest.log, re.M), 'a debug message was not printed')
        off(guest)


def earlycon():
    """Printed before the console driver is there; and each line only once."""
    with shell('earlycon') as guest:
        guest.expect(r'bootconsole \[\w+\] enabled', 60)
        require('Linux version' in guest.log and '[ttyS0] enabled' not in guest.log, 'it came late')
        guest.expect(r'^~ # $', 60)
        require(guest.log.count('Linux version') == 1, f'lines came twice:\n{guest.log}')
        off(guest)


def console():
    """The last console= is /dev/console; without a driver for it output is not lost."""
    with shell('console=ttyS0,115200n8') as guest:
        guest.expect(r'^~ # $', 60)
        require('ttyS0' in guest.run('cat /sys/class/tty/console/active 2>/dev/null || echo ttyS0'), 'no ttyS0')
        require('Linux version' in guest.run('dmesg'), 'no log')
        off(guest)


def memory():
    """mem= leaves the rest alone, though the loader has put the initramfs there."""
    least = 0.7 if 'KASAN' in kernel_config() else 0.85     # an eighth is shadow
    for size, mem in ('100M', '512M'), ('1500M', '4G'):
        with shell(f'mem={size}', mem=mem, smp=1) as guest:
            guest.expect(r'^~ # $', 60)
            total = int(re.search(r'MemTotal: +(\d+) kB', guest.run('cat /proc/meminfo')).group(1)) >> 10
            limit = int(size[:-1])
            require(limit * least < total < limit, f'MemTotal {total} MiB with mem={size}')
            top = max(int(end, 16) for end in
                      re.findall(r'^[0-9a-f]+-([0-9a-f]+) : System RAM', guest.run('cat /proc/iomem'), re.M))
            require(top < limit << 20, f'System RAM up to {top:#x}')
            off(guest)


def cpus():
    for append, count in ('nr_cpus=1', '1'), ('nr_cpus=2', '2'), ('maxcpus=3', '3'):
        with shell(append, smp=4) as guest:
            guest.expect(r'^~ # $', 60)
            got = guest.run('grep -c ^processor /proc/cpuinfo').strip()
            require(got == count, f'{append}: {got} CPUs')
            off(guest)


def panic_timeout():
    """panic=N waits N seconds and restarts, negative: at once; none: stays for the reader."""
    with Guest('rdinit=/bin/true panic=2', crash_ok=True) as guest:
        guest.expect(r'Kernel panic - not syncing: Attempted to kill init! exitcode=0x00000000$', 60)
        guest.expect(r'^\[.*Rebooting in 2 seconds')
        guest.wait_exit(60)
    with Guest('rdinit=/bin/false panic=-1', crash_ok=True) as guest:
        guest.expect(r'exitcode=0x00000100$', 60)
        guest.wait_exit(20)
        require('Rebooting in' not in guest.log, 'it waited')
    with Guest('rdinit=/bin/true', crash_ok=True) as guest:
        guest.expect(r'---\[ end Kernel panic', 60)
        guest.wait(4)
        require(guest.process.poll() is None, 'it did not stay')


def memblock_debug():
    with shell('memblock=debug earlycon') as guest:      # the ring may not hold all that comes before a console
        guest.expect(r'memblock_reserve: \[0x[0-9a-f]{16}-0x[0-9a-f]{16}\] setup_arch\+0x', 60)
        guest.expect(r'memblock_add: ')
        guest.expect(r'^~ # $', 60)
        off(guest)
    with shell('') as guest:
        guest.expect(r'^~ # $', 60)
        require('memblock_reserve' not in guest.log, 'it speaks unasked')
        off(guest)


def init_on_alloc_and_free():
    """The log says what is on; that it is done is in the page_alloc and slub suites."""
    for append, said in (('', 'heap alloc:off, heap free:off'),
                         ('init_on_alloc=1 init_on_free=0', 'heap alloc:on, heap free:off'),
                         ('init_on_free=1', 'heap alloc:off, heap free:on')):
        with shell(append) as guest:
            guest.expect(r'^~ # $', 60)
            require(f'mem auto-init: stack:off, {said}' in guest.log, f'{append}: no "{said}" in\n{guest.log}')
            off(guest)
    suites = 'kunit.enable=1 kunit.filter={} kunit_shutdown=poweroff init_on_alloc=1 init_on_free=1'
    for suite in 'page_alloc*', 'slub*':
        with shell(suites.format(suite), initrd=None) as guest:
            guest.expect(r'^.*# Totals: pass:[1-9]\d* fail:0 ', 120)
            guest.wait_exit()


def norandmaps():
    maps = r"sed -n 's/-.* \[\(stack\|heap\)\]$//p' /proc/self/maps"
    with shell('norandmaps') as guest:
        guest.expect(r'^~ # $', 60)
        first = guest.run(maps)
        require(len(first.split()) == 2 and guest.run(maps) == first, 'addresses differ')
        require(guest.run('cat /proc/sys/kernel/randomize_va_space').strip() == '0', 'not switched off')
        off(guest)
    with shell('') as guest:
        guest.expect(r'^~ # $', 60)
        require(len({guest.run(maps) for _ in range(3)}) == 3, 'addresses repeat')
        off(guest)


def vdso():
    """Programs have it, or not; CONFIG_VDSO_DEFAULT is what counts without the word."""
    for append, there in (('vdso=0', False), ('vdso=1', True)):
        with shell(append) as guest:
            guest.expect(r'^~ # $', 60)
            maps = guest.run('cat /proc/self/maps')
            require(all((name in maps) == there for name in ('[vdso]', '[vvar]')), f'{append}:\n{maps}')
            date = guest.run('date +%Y')
            require(re.match(r'20\d\d', date), f'{append}: the year {date}')
            off(guest)


def kunit_filter():
    with shell('kunit.enable=1 kunit.filter=list* kunit_shutdown=poweroff', initrd=None) as guest:
        guest.wait_exit(60)
        suites = re.findall(r'# Subtest: (\S+)', guest.log)
        require(suites and all(name.startswith('list') for name in suites), f'ran {suites}')
    with shell('kunit.enable=1 kunit.filter=*.*sort* kunit_shutdown=poweroff kunit.seed=77', initrd=None) as guest:
        guest.wait_exit(60)
        cases = re.findall(r'^(?:\[.*?\] )?    (?:not )?ok \d+ (\S+)', guest.log, re.M)
        audit = 'memory_is_consistent'     # ends each suite
        require(set(cases) - {audit} and all('sort' in name or name == audit for name in cases), f'ran {cases}')
        require('# kunit.seed=77' in guest.log, 'the seed was not taken')


def hostile():
    """Nonsense is read past, up to the longest line that the boot protocol has."""
    line = 'mem= nr_cpus=x loglevel=99999999999 =b = "" "open panic=\x01 rdinit= quiet=' + 'y' * 1200
    with shell(line) as guest:
        guest.expect(r'^~ # $', 60)
        off(guest)


TESTS = [
    ('command line: words that the kernel does not know', unknown_words),
    ('command line: rdinit=', rdinit),
    ('command line: init=', init),
    ('command line: quiet, loglevel=', quiet_and_loglevel),
    ('command line: earlycon', earlycon),
    ('command line: console=', console),
    ('command line: mem=', memory),
    ('command line: nr_cpus=, maxcpus=', cpus),
    ('command line: panic=', panic_timeout),
    ('command line: memblock=debug', memblock_debug),
    ('command line: init_on_alloc=, init_on_free=', init_on_alloc_and_free),
    ('command line: norandmaps', norandmaps),
    ('command line: vdso=', vdso),
    ('command line: kunit.filter=, kunit.seed=', kunit_filter),
    ('command line: nonsense', hostile),
]
