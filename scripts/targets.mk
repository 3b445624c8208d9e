# SPDX-License-Identifier: GPL-2.0-only
#
# targets.mk - what people ask for beside building: help, run, debug, check,
# clean, tags, lint.

.PHONY: setup help clean mrproper distclean run debug check check-all bench profile footprint initramfs
.PHONY: kselftest kselftest-install kselftest-on-linux

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
all-cpus = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))
build-for-run = test -e $(KCONFIG_CONFIG) || $(MAKE) -f $(srctree)/Makefile defconfig; \
	$(MAKE) $(all-cpus) -f $(srctree)/Makefile all

initramfs:
	$(Q)$(CONFIG_SHELL) $(srctree)/usr/mkinitramfs.sh usr/initramfs.cpio

run debug: setup
	$(Q)$(build-for-run)
	$(Q)$(if $(filter command environment,$(firstword $(origin INITRD))),:,$(MAKE) -f $(srctree)/Makefile initramfs)
	$(if $(filter debug,$@),@echo "Waiting for: gdb vmlinux -ex 'target remote :1234'")
	$(Q)$(QEMU) $(if $(filter debug,$@),-s -S) -kernel $(IMAGE_$(SRCARCH)) -initrd $(INITRD) \
		-append "console=ttyS0 $(if $(filter debug,$@),norandmaps) $(APPEND)" $(QEMU_ARGS)

# With ARCH=sim, REPEATABLE=1 leaves out what is not the same each time.
check-guest = check.py
check-sim = simtest.py $(if $(REPEATABLE),--repeatable)
check: setup
	$(Q)$(CONFIG_SHELL) $(srctree)/scripts/setup lint llvm tags format sim
	$(Q)$(PYTHON3) $(srctree)/tools/testing/$(check-$(if $(filter sim,$(SRCARCH)),sim,guest))

# The same, then every configuration, and all guest tests again on kernels made for finding bugs.
check-all: setup
	$(Q)$(CONFIG_SHELL) $(srctree)/scripts/setup lint llvm tags format sim bench coverage
	$(Q)$(PYTHON3) $(srctree)/tools/testing/check.py --all

# What the kernel that is built here takes: its image, and the memory that it needs for a shell.
footprint: setup initramfs
	$(Q)$(PYTHON3) $(srctree)/tools/testing/footprint.py

# ROWS=WORD: only the rows whose name contains it.
bench: setup
	$(Q)$(build-for-run)
	$(Q)$(PYTHON3) $(srctree)/tools/bench/bench.py $(if $(ROWS),"$(ROWS)")

# ROW=WORDS: one of them, function by function. ANNOTATE: functions that are shown instruction by instruction.
profile: setup
	$(if $(ROW),,$(error Which row of make bench? ROW="words of its name"))
	$(Q)$(build-for-run)
	$(Q)$(PYTHON3) $(srctree)/tools/bench/profile.py "$(ROW)" $(if $(ANNOTATE),--annotate $(ANNOTATE))

# The test programs of user space: TARGETS names directories of tools/testing/selftests.
kselftest kselftest-on-linux: MEM = 1G
kselftest kselftest-on-linux: setup
	$(Q)$(build-for-run)
	$(Q)$(PYTHON3) $(srctree)/tools/testing/$(if $(filter %linux,$@),kselftest_linux,kselftest).py \
		$(SMP) $(MEM) $(TARGETS)

INSTALL_PATH ?= $(abs_objtree)/kselftest_install
kselftest-install: setup
	$(Q)$(MAKE) -C $(srctree)/tools/testing/selftests install OUTPUT=$(abs_objtree)/usr/selftests \
		INSTALL_PATH=$(abspath $(INSTALL_PATH)) $(if $(TARGETS),TARGETS="$(TARGETS)")

# One mistake in mm/ after another, in a copy of the tree: does make check notice? And a run of samara-sim?
seeded-in = $(if $(filter sim,$(SRCARCH)),sim)
.PHONY: seeded-bugs
seeded-bugs: setup
	$(Q)$(PYTHON3) $(srctree)/tools/testing/seeded/$(seeded-in)seeded.py \
		--table $(srctree)/Documentation/dev-tools/$(if $(seeded-in),sim-)seeded-bugs.rst

# The simulated machine: libFuzzer on each target, or some (FUZZ="maple elf"); which lines its tests reach.
SECONDS ?= 60
.PHONY: fuzz coverage
fuzz coverage:
	$(if $(filter sim,$(SRCARCH)),,$(error $@ is for the simulated machine: make ARCH=sim $@))
	$(Q)$(CONFIG_SHELL) $(srctree)/scripts/setup $(if $(filter fuzz,$@),llvm,coverage)
	$(Q)$(PYTHON3) $(srctree)/tools/testing/$@.py $(if $(filter fuzz,$@),--seconds $(SECONDS) $(FUZZ))

# Reading and checking the source ------------------------------------------------

source-files = $(shell cd $(srctree) && git ls-files '*.[chS]' 2>/dev/null || find . -name '*.[chS]')

.PHONY: tags compile_commands.json lint format format-check check-layers
tags:
	$(Q)$(CONFIG_SHELL) $(srctree)/scripts/setup tags
	$(Q)cd $(srctree) && ctags -o $(abs_objtree)/tags --languages=C,Asm --langmap=C:+.h --kinds-C=+p \
		-I __init,__initdata,__ro_after_init,__user,__rcu,__percpu \
		--regex-C='/^SYSCALL_DEFINE[0-9]\(([a-z0-9_]+)/sys_\1/f/' $(source-files)

compile_commands.json:
	$(Q)$(PYTHON3) $(srctree)/scripts/compile_commands.py $(abs_srctree) . > $@.tmp && mv $@.tmp $@

check-layers:
	$(Q)$(PYTHON3) $(srctree)/scripts/check_layers $(srctree)/mm/LAYERS mm

# Whatever a tool can say about how the code is written. Nothing in the tree is built anew for it.
lint: setup
	$(Q)$(CONFIG_SHELL) $(srctree)/scripts/setup lint
	$(Q)$(build-for-run)
	$(Q)$(PYTHON3) $(srctree)/scripts/lint.py $(srctree) \
		$(MAKE) $(all-cpus) -k -s -f $(srctree)/Makefile W=1 C=1 syntax

format format-check: format-setup
.PHONY: format-setup
format-setup:
	$(Q)$(CONFIG_SHELL) $(srctree)/scripts/setup format
format-check:
	$(Q)cd $(srctree) && git diff -U0 --no-color HEAD -- '*.[ch]' | clang-format-diff -p1
format:
	$(Q)cd $(srctree) && git diff -U0 --no-color HEAD -- '*.[ch]' | clang-format-diff -p1 -i

# Documents: Documentation/output/index.html in the object tree. A warning is an error.
.PHONY: htmldocs
htmldocs:
	$(Q)$(CONFIG_SHELL) $(srctree)/scripts/setup htmldocs
	$(Q)KERNELRELEASE=$(KERNELRELEASE) PYTHONDONTWRITEBYTECODE=1 sphinx-build -b html -W --keep-going -q -j auto \
		-d Documentation/output/.doctrees $(srctree)/Documentation Documentation/output
	@echo "Documentation/output/index.html"

# Tidying ---------------------------------------------------------------------

clean-files := vmlinux samara-sim vmlinux-gdb.py System.map .vmlinux.cmd compile_commands.json $(IMAGE_x86) usr/*.cpio
clean:
	$(Q)find . $(if $(filter .,$(srctree)),-path ./.git -prune -o) -type f \( -name '*.[oas]' -o -name '*.i' \
		-o -name '*.gc[nd][oa]' -o -name '.*.cmd' -o -name '.*.d' -o -name '*.lst' -o -name '*.lds' \
		-o -name '*.stamp' -o -name '*.syntax' -o -name '.tmp_*' \) -print | xargs -r rm -f
	$(Q)rm -f $(clean-files) $(arch-clean-files)
	$(Q)rm -rf usr/tests/bin usr/configs
mrproper: clean
	$(Q)rm -rf include/config include/generated arch/*/include/generated Documentation/output
	$(Q)rm -f .config .config.old defconfig scripts/basic/fixdep scripts/kallsyms tags
distclean: mrproper

help:
	@cat $(srctree)/scripts/help.txt
	@echo "Architectures (ARCH=): $(notdir $(patsubst %/,%,$(wildcard $(srctree)/arch/*/)))"
