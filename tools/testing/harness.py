# SPDX-License-Identifier: GPL-2.0-only
"""Boots Samara in QEMU and talks to it over the serial line.

A Guest is one running machine.  Everything it prints is kept; words that only
a dying kernel prints (a panic, an oops, a warning) fail the test at once.
"""
import codecs
import contextlib
import math
import os
import re
import selectors
import signal
import subprocess
import sys
import threading
import time

CRASH = re.compile(r'Kernel panic|\bOops\b|\bBUG: |WARNING: |general protection fault'
                   r'|unable to handle|kernel BUG|double fault|refcount_t at|list_(add|del):')

# The KUnit suites that provoke such words, from the first line to the last.
PROVOKED = re.compile(r'# Subtest: (kasan)\n(?s:.*?)(?:# \1: pass:|\Z)')


# Whoever ends us by a signal (timeout, a CI that stops) ends the guests, too: they go with their with statements.
signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


class Failure(Exception):
    """What a test says when it fails."""


class Skip(Exception):
    """What a test says when it cannot be run here."""


# How much longer a kernel takes for everything with these symbols on.
SLOW = {'KASAN': 4, 'PROVE_LOCKING': 3, 'DEBUG_VM': 2, 'DEBUG_PAGEALLOC': 2}
SLOWEST = 8


def kernel_config(tree='.'):
    """The symbols that the kernel built in @tree has on."""
    try:
        with open(f'{tree}/.config', encoding='utf-8') as f:
            return {line[7:-3] for line in f if line.startswith('CONFIG_') and line.endswith('=y\n')}
    except (FileNotFoundError, NotADirectoryError):     # another kernel's image has no tree
        return set()


def slowness(tree):
    symbols = kernel_config(tree)
    return min(SLOWEST, math.prod(factor for symbol, factor in SLOW.items() if symbol in symbols))


ESCAPE = re.compile(r'\x1b\[[0-9;?]*[A-Za-z]')
ESCAPE_BEGUN = re.compile(r'\x1b(\[[0-9;?]*)?$')


def tail(text, lines=40):
    return '\n'.join('    | ' + line.rstrip() for line in text.splitlines()[-lines:])


class Guest:
    """A machine that boots now, by QEMU or, told otherwise, by @command.  Used in a with statement: it never
    outlives that."""

    def __init__(self, append='', initrd='usr/initramfs.cpio', mem='512M', smp=2, args=(),
                 kernel='arch/x86/boot/bzImage', crash_ok=False, cpu='max', icount=False,
                 serial='stdio', echo=None, command=None):
        own = ['qemu-system-x86_64', '-M', 'pc', '-cpu', cpu, '-m', mem, '-smp', str(smp),
                   '-display', 'none', '-monitor', 'none', '-serial', serial, '-nic', 'none',
                   '-no-reboot', '-kernel', kernel, '-append', 'console=ttyS0 ' + append]
        if initrd:
            own += ['-initrd', initrd]
        if icount:
            own += ['-icount', 'shift=0,sleep=off']
        self.crash_ok = crash_ok
        self.echo = echo  # where to show what it prints, as it comes
        self.patience = slowness(kernel.split('arch/')[0] or '.')   # all timeouts are longer by this
        self.log = ''
        self.decoder = codecs.getincrementaldecoder('utf-8')('replace')    # a character may come in pieces
        self.held = ''    # a control sequence of which more is to come
        self.pos = 0
        # a session of its own: what @command starts ends with it
        self.process = subprocess.Popen(command or own + list(args), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, start_new_session=True)
        os.set_blocking(self.process.stdout.fileno(), False)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def _take(self, data):
        """Adds what the guest wrote, without carriage returns and terminal control sequences."""
        text = self.held + self.decoder.decode(data).replace('\r', '')
        begun = ESCAPE_BEGUN.search(text)
        self.held = begun.group(0) if begun else ''
        text = ESCAPE.sub('', text[:len(text) - len(self.held)])
        self.log += text
        if self.echo:
            self.echo.write(text)
            self.echo.flush()

    def _pump(self, timeout):
        """Takes what the guest has printed; False once it is gone."""
        if not self.selector.select(timeout):
            return True
        data = self.process.stdout.read()
        if data == b'':
            return False
        if data:
            self._take(data)
        if not self.crash_ok:
            crash = CRASH.search(PROVOKED.sub('', self.log))
            if crash:
                self._drain(3)
                raise Failure(f'the kernel reports "{crash.group(0)}"\n{tail(self.log, 70)}')
        return True

    def _drain(self, seconds):
        """What a crash report has to say after its first line."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.selector.select(0.3):
            data = self.process.stdout.read()
            if not data:
                return
            self._take(data)

    def expect(self, pattern, timeout=30):
        """Waits for a regular expression in what was printed since the last match."""
        regex = re.compile(pattern, re.M)
        timeout *= self.patience
        end = time.monotonic() + timeout
        alive = True
        while True:
            match = regex.search(self.log, self.pos)
            if match:
                self.pos = match.end()
                return match
            if not alive:
                raise Failure(f'the machine stopped before /{pattern}/ came\n{tail(self.log)}')
            left = end - time.monotonic()
            if left <= 0:
                raise Failure(f'no /{pattern}/ within {timeout} s\n{tail(self.log)}')
            alive = self._pump(min(left, 1))

    def send(self, text):
        self.process.stdin.write(text.encode())
        self.process.stdin.flush()

    def wait(self, seconds):
        """Lets the guest go on; a person at the keyboard pauses, too."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._pump(0.1)

    def run(self, command, timeout=60):
        """Runs a shell command at the prompt; returns its output. The prompt must be there."""
        start = self.pos
        self.send(command + '\n')
        marker = self.expect(r'(?s)(.*?)^(/\S*|~\S*) # $', timeout)
        output = self.log[start:marker.end()]
        lines = output.split('\n')[1:-1]
        return '\n'.join(lines)

    def audit(self):
        """Lets the kernel recount all memory (Documentation/dev-tools/audit.rst); the prompt must be there."""
        verdict = self.run('echo 1 > /proc/sys/vm/audit; cat /proc/sys/vm/audit', 120).strip()
        require(verdict.splitlines()[-1:] == ['consistent'], f'the audit afterwards: {verdict}\n{tail(self.log)}')

    def wait_exit(self, timeout=30):
        timeout *= self.patience
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            if not self._pump(0.5):
                return self.process.wait()
        raise Failure(f'the machine did not power off within {timeout} s\n{tail(self.log)}')


def shortened(text, each=300):
    """The beginning and the end of a long text, as one line."""
    line = ' | '.join(part.strip() for part in text.splitlines() if part.strip())
    return line if len(line) <= 2 * each else f'{line[:each]} ... {line[-each:]}'


class Results:
    """Counts and prints; one line a test, the log's end where one fails."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.prefix = ''    # of the names of what runs now
        self.failures = []  # (name, why): finish() repeats them, for who sees only the end of a long log

    def ok(self, name, note=''):
        self.passed += 1
        print(f'ok      {self.prefix}{name}{" # " + note if note else ""}', flush=True)

    def not_ok(self, name, why):
        self.failed += 1
        self.failures.append((self.prefix + name, str(why)))
        print(f'NOT OK  {self.prefix}{name}: {why}', flush=True)

    def skip(self, name, why):
        self.skipped += 1
        print(f'skip    {self.prefix}{name}: {why}', flush=True)

    def run(self, name, function, *args):
        start = time.monotonic()
        try:
            function(*args)
        except Skip as skip:
            self.skip(name, skip)
        except Failure as failure:
            self.not_ok(name, failure)
        except Exception as error:  # a broken test is a failed test
            self.not_ok(name, f'{type(error).__name__}: {error}')
        else:
            self.ok(name, f'{time.monotonic() - start:.1f} s')

    def finish(self):
        for name, why in self.failures:
            print(f'failed: {name}: {shortened(why)}')
        print(f'{self.passed} passed, {self.failed} failed, {self.skipped} skipped', flush=True)
        return 1 if self.failed or not self.passed else 0


@contextlib.contextmanager
def built_behind(builds):
    """Builds on what the tests leave idle, a core of two mostly. Those that need what is built ask for it again."""
    def work():
        os.nice(19)     # of this thread, and of what it starts
        for build_it in builds:
            with contextlib.suppress(Failure):
                build_it()
    builder = threading.Thread(target=work)
    builder.start()
    try:
        yield
    finally:
        builder.join()


def require(condition, message):
    if not condition:
        raise Failure(message)
