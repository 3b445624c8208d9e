# SPDX-License-Identifier: GPL-2.0-only
"""The directive `.. kernel-doc:: path`: what a source file says of its functions and structures.

Linux's own kernel-doc (Debian's package linux-kbuild) turns the comments into
reStructuredText.  Two habits of these sources are brought into its form first:
a comment describes the parameters that need words, not each one; and "Return:"
may follow on the line of "Context:".

Options: `:functions: name ...` takes only these.
"""
import glob
import os
import re
import subprocess
import tempfile

import sphinx
from docutils import nodes, statemachine
from docutils.parsers.rst import Directive, directives

SRCTREE = os.path.realpath(os.path.join(os.path.dirname(__file__), '../..'))
KERNEL_DOC = sorted(glob.glob('/usr/lib/linux-kbuild-*/scripts/kernel-doc'))


def normalized(text):
    """@text with each Return: at the start of a comment line, and PG_ and the like no references."""
    text = re.sub(r'^( \*.*\S) (Return: )', r'\1\n * \2', text, flags=re.M)
    return re.sub(r'^ \*.*$', lambda line: re.sub(r'(\w)_(?=[\s.,;:)(]|$)', r'\1\\_', line.group(0)), text,
                  flags=re.M)


def extract(path, functions):
    """The reStructuredText of a source file's comments."""
    with open(os.path.join(SRCTREE, path), encoding='utf-8') as f:
        source = normalized(f.read())
    names = [word for name in functions for word in ('-function', name)]
    with tempfile.NamedTemporaryFile('w', suffix=os.path.splitext(path)[1], encoding='utf-8') as copy:
        copy.write(source)
        copy.flush()
        rst = subprocess.run(['perl', KERNEL_DOC[-1], '-rst', '-sphinx-version', sphinx.__version__, *names,
                              copy.name], check=True, text=True, stdout=subprocess.PIPE,
                             stderr=subprocess.DEVNULL).stdout
    rst = re.sub(r'^``.*``\n  \*undescribed\*\n\n', '', rst, flags=re.M)
    return re.sub(r'^\*\*(Parameters|Members)\*\*\n\n+(?=\*\*|\.\. |\Z)', '', rst, flags=re.M)


class KernelDoc(Directive):
    """See the top of the file."""
    required_arguments = 1
    option_spec = {'functions': directives.unchanged_required}

    def run(self):
        path = self.arguments[0]
        env = self.state.document.settings.env
        env.note_dependency(os.path.join(SRCTREE, path))
        if not KERNEL_DOC:
            raise self.error('kernel-doc is missing: scripts/setup htmldocs installs it')
        try:
            rst = extract(path, self.options.get('functions', '').split())
        except OSError as error:
            raise self.error(f'{path}: {error.strerror}') from error
        if not rst.strip():
            raise self.error(f'{path} has no kernel-doc' +
                             (' of ' + self.options['functions'] if self.options else ''))
        lines = statemachine.StringList(rst.split('\n'), source=path)
        section = nodes.section()
        section.document = self.state.document
        sphinx.util.nodes.nested_parse_with_titles(self.state, lines, section)
        return section.children


def setup(app):
    app.add_directive('kernel-doc', KernelDoc)
    return {'parallel_read_safe': True, 'parallel_write_safe': True}
