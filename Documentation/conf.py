# SPDX-License-Identifier: GPL-2.0-only
"""How Sphinx builds these documents: `make htmldocs`."""
import os
import sys

sys.path.insert(0, os.path.abspath('sphinx'))

project = 'Samara'
author = 'the Samara developers'
copyright = 'the Samara developers, GPL-2.0-only'  # the name that Sphinx asks for
version = release = os.environ.get('KERNELRELEASE', '')

extensions = ['kerneldoc']
needs_sphinx = '5.3'
master_doc = 'index'
exclude_patterns = ['sphinx']
language = 'en'

# `name` alone is code: function() and file.c, as the comments in the sources write them.
default_role = 'literal'
primary_domain = 'c'
highlight_language = 'none'
nitpicky = False
# Words of the compiler that declarations in the sources contain.
c_id_attributes = ['__init', '__initdata', '__user', '__rcu', '__percpu', '__must_check', '__always_inline',
                   '__printf', '__iomem', '__force', 'asmlinkage', 'noinline', '__malloc', '__cold', '__ref',
                   '__sched', '__pure', '__latent_entropy', '__noreturn']

html_theme = 'alabaster'
html_theme_options = {'description': 'a small kernel to read memory management in', 'page_width': '1100px',
                      'sidebar_width': '250px', 'fixed_sidebar': True}
html_show_sphinx = False
html_copy_source = False
