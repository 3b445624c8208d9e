# SPDX-License-Identifier: GPL-2.0-only
#
# kconfig.mk - the configuration targets, all through kconfig-frontends, the
# packaged form of Linux's own Kconfig programs.

KCONFIG_AUTOCONFIG := include/config/auto.conf
KCONFIG_AUTOHEADER := include/generated/autoconf.h
KCONFIG_TRISTATE := include/config/tristate.conf
CONFIG_ := CONFIG_
KERNELVERSION := $(KERNELRELEASE)
export KCONFIG_AUTOCONFIG KCONFIG_AUTOHEADER KCONFIG_TRISTATE CONFIG_ KERNELVERSION

ifeq ($(shell command -v kconfig-conf),)
  $(error kconfig-conf is missing: run scripts/setup, or install the package kconfig-frontends-nox)
endif

defconfig-file = $(srctree)/arch/$(SRCARCH)/configs/$(ARCH)_defconfig
conf = kconfig-conf $(if $(filter silent_,$(quiet)),-s)

.PHONY: config menuconfig nconfig oldconfig olddefconfig syncconfig defconfig savedefconfig alldefconfig \
	allnoconfig allyesconfig randconfig listnewconfig tinyconfig
config:
	kconfig-conf --oldaskconfig Kconfig
menuconfig:
	$(Q)kconfig-mconf Kconfig
nconfig:
	$(Q)kconfig-nconf Kconfig
# New symbols are asked for at a terminal, and get their defaults in a script.
syncconfig:
	$(Q)mkdir -p include/config include/generated
	$(Q)test -t 0 || kconfig-conf --olddefconfig Kconfig > /dev/null
	$(Q)kconfig-conf --silentoldconfig Kconfig
	$(Q)touch include/config/auto.conf
oldconfig olddefconfig alldefconfig allnoconfig allyesconfig randconfig listnewconfig:
	$(Q)$(conf) --$@ Kconfig
defconfig:
	@echo "*** Default configuration from $(patsubst $(srctree)/%,%,$(defconfig-file))"
	$(Q)$(conf) --defconfig=$(defconfig-file) Kconfig
savedefconfig:
	$(Q)$(conf) --savedefconfig=defconfig Kconfig
	@echo "*** Written: defconfig"
%_defconfig:
	$(Q)$(conf) --defconfig=$(srctree)/arch/$(SRCARCH)/configs/$@ Kconfig

# The smallest kernel that still has a console and takes an initramfs.
tinyconfig:
	$(Q)KCONFIG_ALLCONFIG=$(srctree)/kernel/configs/tiny.config $(conf) --allnoconfig Kconfig

# A fragment on top of what is there: make defconfig debug.config
%.config:
	$(Q)set -e; f=$$(ls $(srctree)/kernel/configs/$@ $(srctree)/arch/$(SRCARCH)/configs/$@ \
		2>/dev/null | head -n 1); \
	test -n "$$f" || { echo >&2 "no fragment $@ in kernel/configs or arch/$(SRCARCH)/configs"; exit 1; }; \
	$(AWK) '{ line = $$0; sub(/^# /, "", line); split(line, word, /[= ]/); symbol = word[1] } \
		FNR == NR { given[symbol]; next } !(symbol ~ /^CONFIG_/ && symbol in given)' \
		$$f $(KCONFIG_CONFIG) > $(KCONFIG_CONFIG).tmp; \
	cat $$f >> $(KCONFIG_CONFIG).tmp; mv $(KCONFIG_CONFIG).tmp $(KCONFIG_CONFIG); $(conf) --olddefconfig Kconfig
