# SPDX-License-Identifier: GPL-2.0-only
"""Sessions at the console, as a person would have them, with the output checked."""
import re

from harness import Failure, Guest, require


def session(test, **options):
    """A test that gets a guest with a prompt; then all memory must be consistent, and it must power off."""
    def run():
        with Guest(**options) as guest:
            guest.expect(r'^~ # $', 60)
            test(guest)
            guest.audit()
            guest.send('poweroff -f\n')
            guest.wait_exit()
    return run


def expect_output(guest, command, pattern, timeout=60):
    output = guest.run(command, timeout)
    require(re.search(pattern, output, re.M), f'`{command}` gave:\n{output}\nwanted /{pattern}/')
    return output


def pipelines(guest):
    expect_output(guest, 'echo hello | tr a-z A-Z | rev', r'^OLLEH$')
    expect_output(guest, 'seq 1 1000 | sort -rn | head -n 3 | tr "\\n" ,; echo', r'^1000,999,998,')
    expect_output(guest, 'yes | head -c 1000000 | wc -c', r'^1000000$')
    expect_output(guest, 'false | true; echo $?; ! true; echo $?', r'^0\n1$')
    expect_output(guest, 'cat <<E | wc -l\none\ntwo\nE', r'^2$')
    expect_output(guest, 'x=$(echo $(echo deep)); echo $x', r'^deep$')


def files(guest):
    expect_output(guest, 'mkdir -p /tmp/a/b/c && cd /tmp/a && echo x > b/c/f && find . -type f && cd',
                  r'^\./b/c/f$')
    expect_output(guest, 'ln -s f /tmp/a/b/c/l && cat /tmp/a/b/c/l && readlink /tmp/a/b/c/l', r'^x\nf$')
    expect_output(guest, 'dd if=/dev/zero of=/tmp/big bs=64k count=100 2>/dev/null; stat -c %s /tmp/big',
                  r'^6553600$')
    expect_output(guest, 'md5sum < /tmp/big', r'^35bf22f857bb41c66abdeaac81592f08')
    expect_output(guest, 'rm -r /tmp/a /tmp/big; ls /tmp | wc -l', r'^0$')
    expect_output(guest, 'cat /nonexistent; cd /proc/1/fd/99', r'(?s)No such file.*(can.t cd|No such)')


def job_control(guest):
    guest.send('sleep 100\n')
    guest.expect('sleep 100\n')
    guest.wait(0.5)
    guest.send('\x1a')
    guest.expect(r'Stopped.*sleep 100')
    guest.expect(r'# $')
    expect_output(guest, 'bg; jobs', r'sleep 100')
    guest.send('fg\n')
    guest.expect('sleep 100\n')
    guest.wait(0.5)
    guest.send('\x03')
    guest.expect(r'# $')
    expect_output(guest, 'jobs; echo none', r'^none$')
    expect_output(guest, '(sleep 0.2; echo late) & wait; echo done', r'late\n(.*\n)*done$')
    guest.send('cat\n')
    guest.expect('cat\n')
    guest.wait(0.5)
    guest.send('line one\n')
    guest.expect('line one\nline one\n')
    guest.send('\x04')
    guest.expect(r'# $')
    expect_output(guest, 'trap "echo got" USR1; kill -USR1 $$; echo after', r'got\nafter')


def editing(guest):
    guest.send('stty -echo; echo ready; cat > /tmp/t; stty echo\n')
    guest.expect(r'^ready\n')
    guest.wait(0.5)
    guest.send('abX\x7fc\nwords two\x17three\nkilled\x15kept\n\x04')
    guest.expect(r'# $')
    expect_output(guest, 'cat /tmp/t', r'^abc\nwords three\nkept$')
    expect_output(guest, 'stty -g', r'^500:5:cbd:8a3b:3:1c:7f:15:4:0:1:0:11:13:1a:0:12:f:17:16:0(:0)*$')
    expect_output(guest, 'stty lnext ^N eol2 ^G && stty -a', r'^eol2 = \^G;(.*\n)*.* lnext = \^N;')


def processes(guest):
    expect_output(guest, 'ps', r'^ *1 .*(init|sh)')
    expect_output(guest, 'free', r'^Mem: +\d{5,}')
    expect_output(guest, 'top -b -n1', r'^Mem: \d+K used')
    expect_output(guest, 'uname -sr', r'^Linux 6\.12\.0-samara$')
    expect_output(guest, 'uptime', r'load average')
    expect_output(guest, "sh -c 'renice -n 10 $$; cut -d\" \" -f19 /proc/self/stat'", r'^10$')


def thousand_forks(guest):
    expect_output(guest, 'i=0; while [ $i -lt 1000 ]; do /bin/true; i=$((i+1)); done; echo forks $i',
                  r'^forks 1000$', 240)


def vi(guest):
    guest.send('vi /tmp/v\n')
    guest.expect(r'- /tmp/v')
    guest.send('ihello from vi')
    guest.wait(0.5)
    guest.send('\x1b')
    guest.wait(1)
    guest.send(':wq\n')
    guest.expect(r'~ # $')
    expect_output(guest, 'cat /tmp/v', r'^hello from vi$')


def proc_files(guest):
    listing = guest.run("find /proc -maxdepth 1 -type f -perm -400 | sort | tr '\\n' ' '; echo")
    names = [n for n in listing.split() if n.startswith('/proc/') and n not in
             ('/proc/kmsg', '/proc/kpagecount', '/proc/kpageflags', '/proc/kcore')]
    require(len(names) >= 15, f'only {names}')
    for name in names + ['/proc/self/' + f for f in
                         ('maps', 'status', 'stat', 'statm', 'cmdline', 'limits', 'mounts', 'smaps')]:
        size = guest.run(f'cat {name} > /tmp/out 2>&1 && wc -c < /tmp/out || cat /tmp/out')
        require(re.match(r'^\d+$', size.strip()), f'{name}: {size}')
    for name, pattern in PROC_FORMATS:
        expect_output(guest, f'cat {name}', pattern)


PROC_FORMATS = [
    ('/proc/meminfo', r'^MemTotal: +\d+ kB\nMemFree: +\d+ kB\nMemAvailable: +\d+ kB'),
    ('/proc/vmstat', r'^nr_free_pages \d+$'),
    ('/proc/buddyinfo', r'^Node 0, zone +DMA32( +\d+){11} *$'),
    ('/proc/zoneinfo', r'^Node 0, zone +DMA32'),
    ('/proc/slabinfo', r'^slabinfo - version: 2.1'),
    ('/proc/self/maps', r'^[0-9a-f]+-[0-9a-f]+ r-xp [0-9a-f]{8} 00:[0-9a-f]+ \d+ +/bin/busybox$'),
    ('/proc/self/maps', r'\[stack\]$'),
    ('/proc/self/status', r'^VmRSS:\s+\d+ kB$'),
    ('/proc/self/stat', r'^\d+ \(cat\) R(?: -?\d+){49}$'),
    ('/proc/2/stat', r'^2 \(kthreadd\) [SI] 0 0 0 0 -1(?: -?\d+){44}$'),
    ('/proc/self/status',
     r'\AName:\tcat\nUmask:\t0022\nState:\tR \(running\)\nTgid:\t(\d+)\nNgid:\t0\nPid:\t\1\n'
     r'PPid:\t\d+\nTracerPid:\t0\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nFDSize:\t\d+\nGroups:\t.*\n'
     r'Kthread:\t0\nVmPeak:(.*\n)+?CoreDumping:\t0\nTHP_enabled:\t[01]\nuntag_mask:\t0xf{16}\n'
     r'Threads:\t1\nSigQ:\t\d+/\d+\n((SigPnd|ShdPnd|SigBlk|SigIgn|SigCgt|CapInh|CapPrm|CapEff|CapBnd|'
     r'CapAmb):\t[0-9a-f]{16}\n){10}NoNewPrivs:\t0\nSeccomp:\t0\nSeccomp_filters:\t0\n'
     r'Cpus_allowed:\t3\nCpus_allowed_list:\t0-1\nMems_allowed:\t\S*1\nMems_allowed_list:\t0\n'
     r'voluntary_ctxt_switches:\t\d+\nnonvoluntary_ctxt_switches:\t\d+\Z'),
    ('/proc/self/limits', r'^Max open files {12}\d+ +\d+ +files {5}$'),
    ('/proc/self/fdinfo/1', r'\Apos:\t\d+\nflags:\t0\d+\nmnt_id:\t\d+\nino:\t\d+\Z'),
    ('/proc/1/mountinfo', r'^\d+ \d+ 0:\d+ / /proc rw,?\S* - proc proc rw$'),
    ('/proc/1/task/1/comm', r'\A(init|sh)\Z'),
    ('/proc/stat', r'^cpu  \d+ \d+ \d+ \d+'),
    ('/proc/mounts', r'^devtmpfs /dev devtmpfs'),
    ('/proc/filesystems', r'^nodev\ttmpfs$'),
    ('/proc/iomem', r'^[0-9a-f]{8}-[0-9a-f]{8} : System RAM\n(?s:.*)^fee00000-fee00fff : Local APIC$'),
    ('/proc/ioports', r'^0020-0021 : pic1\n(?s:.*)^03f8-03ff : serial$'),
]


TESTS = [
    ('console: pipelines and here-documents', session(pipelines)),
    ('console: files', session(files)),
    ('console: job control', session(job_control)),
    ('console: line editing', session(editing)),
    ('console: processes', session(processes)),
    ('console: 1,000 forks', session(thousand_forks)),
    ('console: vi', session(vi)),
    ('console: /proc files', session(proc_files)),
]
