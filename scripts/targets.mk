# SPDX-License-Identifier: GPL-2.0-only
#
# targets.mk - what people ask for beside building: help, run, debug, check,
# clean, tags, lint.

.PHONY: setup help clean mrproper distclean run debug check initramfs tags format

setup:
	$(Q)$(CONFIG_SHELL) $(srctree)/scripts/setup

# Running ---------------------------------------------------------------------

MEM ?= 512M
SMP ?= 2
APPEND ?=
INITRD ?= usr/initramfs.cpio
QEMU_ARGS ?=
CPU ?= max

QEMU_x86 = qemu-system-x86_64 -M pc -cpu $(CPU)
QEMU = $(QEMU_$(SRCARCH)) -m $(MEM) -smp $(SMP) -nographic -no-reboot
IMAGE_x86 = arch/x86/boot/bzImage

# Whatever configuration is there serves; a tree without one gets the default.
build-for-run = test -e $(KCONFIG_CONFIG) || $(MAKE) -f $(srctree)/Makefile defconfig; \
	$(MAKE) -f $(srctree)/Makefile all

initramfs:
	$(Q)$(CONFIG_SHELL) $(srctree)/usr/mkinitramfs.sh usr/initramfs.cpio

run debug: setup
	$(Q)$(build-for-run)
	$(Q)$(if $(filter command environment,$(firstword $(origin INITRD))),:,$(MAKE) -f $(srctree)/Makefile initramfs)
	$(if $(filter debug,$@),@echo "Waiting for: gdb vmlinux -ex 'target remote :1234'")
	$(Q)$(QEMU) $(if $(filter debug,$@),-s -S) -kernel $(IMAGE_$(SRCARCH)) -initrd $(INITRD) \
		-append "console=ttyS0 $(if $(filter debug,$@),norandmaps) $(APPEND)" $(QEMU_ARGS)

check: setup
	$(Q)$(PYTHON3) $(srctree)/tools/testing/check.py

# Tidying ---------------------------------------------------------------------

clean-files := vmlinux System.map .vmlinux.cmd compile_commands.json $(IMAGE_x86) usr/initramfs.cpio
clean:
	$(Q)find . $(if $(filter .,$(srctree)),-path ./.git -prune -o) -type f \( -name '*.[oas]' -o -name '*.i' \
		-o -name '.*.cmd' -o -name '.*.d' -o -name '*.lst' -o -name '*.lds' -o -name '*.stamp' -o -name '.tmp_*' \) \
		-print | xargs -r rm -f
	$(Q)rm -f $(clean-files) $(arch-clean-files)
mrproper: clean
	$(Q)rm -rf include/config include/generated arch/*/include/generated
	$(Q)rm -f .config .config.old scripts/basic/fixdep scripts/kallsyms tags
distclean: mrproper
