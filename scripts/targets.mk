# SPDX-License-Identifier: GPL-2.0-only
#
# targets.mk - what people ask for beside building: help, run, debug, check,
# clean, tags, lint.

.PHONY: setup help clean mrproper distclean
setup:
	$(Q)$(CONFIG_SHELL) $(srctree)/scripts/setup

clean-files := vmlinux System.map .vmlinux.cmd .tmp_vmlinux* compile_commands.json
clean:
	$(Q)find . $(if $(filter .,$(srctree)),-path ./.git -prune -o) \( -name '*.[oas]' -o -name '*.i' -o -name '.*.cmd' -o -name '.*.d' -o -name '*.lst' \
		-o -name '*.lds' -o -name '*.stamp' \) -type f -print | xargs -r rm -f
	$(Q)rm -f $(clean-files) $(arch-clean-files)
mrproper: clean
	$(Q)rm -rf include/config include/generated arch/*/include/generated
	$(Q)rm -f .config .config.old scripts/basic/fixdep scripts/kallsyms tags cscope.out
distclean: mrproper
