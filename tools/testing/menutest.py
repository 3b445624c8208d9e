# SPDX-License-Identifier: GPL-2.0-only
"""The menus, at a terminal: a symbol that a person switches on and saves is on in .config."""
import os
import pty
import re
import select
import tempfile
import time

from harness import Failure, require
import buildtest

ROWS, COLUMNS = '40', '120'
CONTROL = re.compile(rb'\x1b[\[()][0-9;?]*[A-Za-z]?|[\x0e\x0f]')


class Terminal:
    """make MENU in a terminal of its own; kept until it ends or the with statement does."""

    def __init__(self, tree, goal, source):
        self.shown = b''
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            for variable in buildtest.CALLERS_VARIABLES:
                os.environ.pop(variable, None)
            os.environ.update(TERM='vt100', LINES=ROWS, COLUMNS=COLUMNS)
            os.execvp('make', ['make', '-C', source, f'O={tree}', goal])

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        os.close(self.fd)
        if self.pid:
            os.kill(self.pid, 9)
            os.waitpid(self.pid, 0)

    def _read(self, seconds):
        """False once the program is gone."""
        if select.select([self.fd], [], [], seconds)[0]:
            try:
                data = os.read(self.fd, 65536)
            except OSError:     # how Linux says that the other side is closed
                data = b''
            self.shown += CONTROL.sub(b' ', data)
            return bool(data)
        return True

    def expect(self, text, timeout=20):
        """Waits until @text has been drawn since the last match."""
        end = time.monotonic() + timeout
        while text.encode() not in self.shown:
            if time.monotonic() > end or not self._read(1):
                raise Failure(f'no "{text}" on the screen: {self.shown[-2000:]!r}')
        self.shown = self.shown.split(text.encode(), 1)[1]

    def send(self, keys):
        os.write(self.fd, keys.encode())

    def status(self, timeout=20):
        end = time.monotonic() + timeout
        while self._read(1):
            require(time.monotonic() < end, f'it does not end: {self.shown[-2000:]!r}')
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        return status


def menuconfig(terminal):
    terminal.expect('General setup')
    terminal.send('\r')
    terminal.expect('Local version')
    terminal.send('Oy')         # the first entry that begins with O, yes
    terminal.send('\x1b\x1b')
    terminal.expect('mory management')    # its hotkey is drawn apart
    terminal.send('\x1b\x1b')
    terminal.expect('save your new')
    terminal.send('\r')


def nconfig(terminal):
    terminal.expect('General setup')
    terminal.send('\r')
    terminal.expect('Local version')
    terminal.send('/Optimize\ry')
    terminal.send('6')          # save
    terminal.expect('Enter a filename')
    terminal.send('\r')
    terminal.expect('configuration written')
    terminal.send('\r9')        # all right; exit


def menu(drive):
    def test():
        with tempfile.TemporaryDirectory(prefix='samara-menu-') as where:
            source, tree = buildtest.copy_sources(where), f'{where}/objects'
            buildtest.make(tree, 'defconfig', source=source)
            with Terminal(tree, drive.__name__, source) as terminal:
                drive(terminal)
                status = terminal.status()
            require(status == 0, f'make {drive.__name__} ends with status {status}')
            with open(f'{tree}/.config', encoding='utf-8') as f:
                require('CONFIG_CC_OPTIMIZE_FOR_SIZE=y\n' in f.read(), 'the symbol is not on in .config')
    return test


TESTS = [
    ('build: menuconfig', menu(menuconfig)),
    ('build: nconfig', menu(nconfig)),
]
