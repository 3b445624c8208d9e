# SPDX-License-Identifier: GPL-2.0-only
#
# Samara's top Makefile: `make help` lists what it can do.
#
# It is read up to three times.  Started by a person it may re-enter itself in
# the output directory (O=).  Configuration targets run scripts/kconfig.mk.
# Otherwise it reads .config (as include/config/auto.conf), descends into each
# directory through scripts/Makefile.build and links vmlinux.

VERSION = 6
PATCHLEVEL = 12
SUBLEVEL = 0
EXTRAVERSION = -samara
KERNELRELEASE = $(VERSION).$(PATCHLEVEL).$(SUBLEVEL)$(EXTRAVERSION)

MAKEFLAGS += -rR --no-print-directory
unexport LC_ALL
export PYTHONDONTWRITEBYTECODE := 1
LC_COLLATE = C
LC_NUMERIC = C
export LC_COLLATE LC_NUMERIC

# What the caller chose ------------------------------------------------------

KBUILD_VERBOSE := $(if $(filter command line,$(origin V)),$(V),0)
ifeq ($(KBUILD_VERBOSE),1)
  quiet =
  Q =
else
  quiet = quiet_
  Q = @
endif
ifneq ($(findstring s,$(firstword -$(MAKEFLAGS))),)
  quiet = silent_
endif
KBUILD_CHECKSRC := $(if $(filter command line,$(origin C)),$(C),0)
KBUILD_EXTRA_WARN := $(if $(filter command line,$(origin W)),$(W),)
export quiet Q KBUILD_VERBOSE KBUILD_CHECKSRC KBUILD_EXTRA_WARN

ARCH ?= x86_64
SRCARCH := $(patsubst x86_64,x86,$(patsubst i386,x86,$(ARCH)))
export ARCH SRCARCH

# Source and object trees ----------------------------------------------------

ifndef sub_make_done
  this-makefile := $(lastword $(MAKEFILE_LIST))
  abs_srctree := $(realpath $(dir $(this-makefile)))
  ifneq ($(filter command line,$(origin O)),)
    $(shell mkdir -p $(O))
    abs_objtree := $(realpath $(O))
    $(if $(abs_objtree),,$(error cannot create the output directory "$(O)"))
  else
    abs_objtree := $(CURDIR)
  endif
  export abs_srctree abs_objtree
  export sub_make_done := 1
  ifneq ($(abs_objtree),$(CURDIR))
    need-sub-make := 1
  endif
endif

ifdef need-sub-make

.PHONY: __all $(MAKECMDGOALS)
$(filter-out __all Makefile,$(MAKECMDGOALS)) __all: __sub-make
	@:
.PHONY: __sub-make
__sub-make:
	$(Q)$(MAKE) -C $(abs_objtree) -f $(abs_srctree)/Makefile $(MAKECMDGOALS)

else

ifeq ($(abs_srctree),$(abs_objtree))
  srctree := .
else
  srctree := $(abs_srctree)
  ifneq ($(wildcard $(abs_srctree)/include/config/auto.conf),)
    $(error The source tree $(abs_srctree) holds a build of its own: run 'make mrproper' there before building with O=)
  endif
endif
objtree := .
VPATH := $(filter-out .,$(srctree))
export srctree objtree VPATH KERNELRELEASE

ifeq ($(wildcard $(srctree)/arch/$(SRCARCH)/Makefile),)
  $(error ARCH=$(ARCH) is not known; try one of: $(notdir $(patsubst %/,%,$(wildcard $(srctree)/arch/*/))))
endif

# Tools ----------------------------------------------------------------------

ifneq ($(LLVM),)
  CC = clang
  LD = ld.lld
  AR = llvm-ar
  NM = llvm-nm
  OBJCOPY = llvm-objcopy
  OBJDUMP = llvm-objdump
  STRIP = llvm-strip
else
  CC = $(CROSS_COMPILE)gcc
  LD = $(CROSS_COMPILE)ld
  AR = $(CROSS_COMPILE)ar
  NM = $(CROSS_COMPILE)nm
  OBJCOPY = $(CROSS_COMPILE)objcopy
  OBJDUMP = $(CROSS_COMPILE)objdump
  STRIP = $(CROSS_COMPILE)strip
endif
HOSTCC = gcc
CHECK = sparse
AWK = awk
PYTHON3 = python3
CONFIG_SHELL := sh
export CC LD AR NM OBJCOPY OBJDUMP STRIP HOSTCC CHECK AWK PYTHON3 CONFIG_SHELL LLVM CROSS_COMPILE

KCONFIG_CONFIG ?= .config
export KCONFIG_CONFIG

# Which targets are which ----------------------------------------------------

clean-targets := %clean mrproper
no-config-targets := $(clean-targets) help setup tags format format-check htmldocs kernelversion \
	kernelrelease
config-targets := %config config
own-config-targets := run debug check check-all lint footprint bench kselftest kselftest-install kselftest-on-linux \
	seeded-bugs fuzz coverage

goals := $(or $(MAKECMDGOALS),__all)
.PHONY: __all all
__all: all

has-config := $(filter $(config-targets),$(MAKECMDGOALS))
has-other := $(filter-out $(config-targets),$(MAKECMDGOALS))

include $(srctree)/scripts/Kbuild.include

ifneq ($(and $(has-config),$(has-other)),)

# "make defconfig all": one after the other.
.PHONY: $(MAKECMDGOALS) __one-by-one
$(MAKECMDGOALS): __one-by-one
	@:
__one-by-one:
	$(Q)set -e; for goal in $(MAKECMDGOALS); do $(MAKE) -f $(srctree)/Makefile $$goal; done

else ifneq ($(has-config),)

include $(srctree)/scripts/kconfig.mk

else # build targets -----------------------------------------------------------

ifneq ($(filter-out $(no-config-targets) $(own-config-targets),$(goals)),)
  need-config := 1
endif

ifdef need-config
include include/config/auto.conf

# Made (and this Makefile read again) whenever .config or a Kconfig file that it came from is newer.
kconfig-files := $(wildcard $(foreach word,$(file <include/config/auto.conf.cmd), \
	$(if $(findstring Kconfig,$(word)),$(srctree)/$(word))))
include/config/auto.conf: $(KCONFIG_CONFIG) $(kconfig-files) | scripts_basic
	$(Q)$(MAKE) -f $(srctree)/Makefile syncconfig
$(KCONFIG_CONFIG):
	@echo >&2 '***'
	@echo >&2 '*** No configuration here. "make defconfig" makes a good one; "make menuconfig" lets you choose.'
	@echo >&2 '***'
	@false
include/config/auto.conf.cmd: ;
else
-include include/config/auto.conf
endif

# Flags ----------------------------------------------------------------------

NOSTDINC_FLAGS := -nostdinc
USERINCLUDE := -I$(srctree)/arch/$(SRCARCH)/include/uapi -I./arch/$(SRCARCH)/include/generated/uapi \
	-I$(srctree)/include/uapi -I./include/generated/uapi
LINUXINCLUDE := -I$(srctree)/arch/$(SRCARCH)/include -I./arch/$(SRCARCH)/include/generated \
	-I$(srctree)/include -I./include $(USERINCLUDE) -DSAMARA_AUTOCONF \
	-include $(srctree)/include/linux/kconfig.h
KBUILD_CPPFLAGS := -D__KERNEL__ -fmacro-prefix-map=$(srctree)/=
KBUILD_CFLAGS := -std=gnu11 -fshort-wchar -funsigned-char -fno-common -fno-PIE -fno-strict-aliasing \
	-fno-delete-null-pointer-checks -fno-strict-overflow -fno-stack-protector -fno-builtin-bcmp \
	-ffreestanding -fbuiltin -fno-asynchronous-unwind-tables -fno-unwind-tables \
	-fno-omit-frame-pointer -fno-optimize-sibling-calls \
	-include $(srctree)/include/linux/compiler_types.h
KBUILD_CFLAGS += -Wall -Wundef -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition -Wvla \
	-Wimplicit-fallthrough -Wno-trigraphs -Wno-sign-compare -Wno-pointer-sign -Wno-address-of-packed-member \
	-Werror=implicit-function-declaration -Werror=implicit-int -Werror=return-type \
	-Werror=strict-prototypes -Werror=incompatible-pointer-types -Wno-frame-address
KBUILD_CFLAGS += $(if $(CONFIG_CC_OPTIMIZE_FOR_SIZE),-Os,-O2)
KBUILD_CFLAGS += $(if $(CONFIG_WERROR),-Werror)
ifneq ($(LLVM),)
  KBUILD_CFLAGS += -Wno-gnu -Wno-unused-but-set-variable -Wno-initializer-overrides -no-integrated-as \
	-Wno-tautological-constant-out-of-range-compare -Wno-unused-function -fno-jump-tables
  KBUILD_AFLAGS_CC := -no-integrated-as
else
  KBUILD_CFLAGS += -fno-allow-store-data-races -fno-tree-loop-distribute-patterns \
	-Wno-stringop-overflow -Wno-array-bounds -Wno-maybe-uninitialized -Wno-packed-not-aligned -fno-gcse
endif
ifdef CONFIG_KASAN
  include $(srctree)/scripts/Makefile.kasan
endif
ifdef CONFIG_STACKPROTECTOR
  KBUILD_CFLAGS += -fstack-protector-strong -mstack-protector-guard=global
endif
ifdef CONFIG_DEBUG_INFO
  KBUILD_CFLAGS += -g -gdwarf-4
  KBUILD_AFLAGS_DEBUG := -g
endif
KBUILD_CFLAGS += $(if $(filter-out 0,$(CONFIG_FRAME_WARN)),-Wframe-larger-than=$(CONFIG_FRAME_WARN))
KBUILD_AFLAGS := -D__ASSEMBLY__ -fno-PIE $(KBUILD_AFLAGS_DEBUG) $(KBUILD_AFLAGS_CC)
ifneq ($(findstring 1,$(KBUILD_EXTRA_WARN)),)
  KBUILD_CFLAGS += -Wextra -Wno-unused-parameter -Wno-missing-field-initializers -Wno-override-init \
	-Wno-type-limits -Wunused -Wno-shift-negative-value -Wno-cast-function-type
endif
LDFLAGS_vmlinux :=
KBUILD_LDFLAGS :=
CHECKFLAGS := -D__linux__ -Dlinux -D__STDC__ -Dunix -D__unix__ -Wbitwise -Wno-return-void -Wno-unknown-attribute \
	-Wno-non-pointer-null '-D__VERSION__="sparse"'

export NOSTDINC_FLAGS LINUXINCLUDE USERINCLUDE KBUILD_CPPFLAGS KBUILD_CFLAGS KBUILD_AFLAGS CHECKFLAGS
export KBUILD_LDFLAGS

# The architecture adds flags, head-y, its directories and image targets.
all: vmlinux
include $(srctree)/arch/$(SRCARCH)/Makefile

NOSTDINC_FLAGS += -isystem $(shell $(CC) -print-file-name=include)

# vmlinux --------------------------------------------------------------------

core-y += init/ kernel/ mm/ fs/ block/ drivers/ lib/
core-dirs := $(wildcard $(addprefix $(srctree)/,$(core-y)))
build-dirs := $(patsubst $(srctree)/%,%,$(patsubst %/,%,$(filter %/,$(core-dirs)))) arch/$(SRCARCH)
build-dirs := $(foreach d,$(build-dirs),$(if $(wildcard $(srctree)/$(d)/Makefile),$(d)))
vmlinux-objs := $(addsuffix /built-in.a,$(build-dirs))
KBUILD_LDS := arch/$(SRCARCH)/kernel/vmlinux.lds
KBUILD_LINK ?= scripts/link-vmlinux.sh
export KBUILD_LDS LDFLAGS_vmlinux

# Files, so that vmlinux is linked again only where one of them has changed.
$(vmlinux-objs): %/built-in.a: % ;
scripts/kallsyms: scripts_link ;
vmlinux: $(vmlinux-objs) $(KBUILD_LDS) scripts/kallsyms $(srctree)/$(KBUILD_LINK) FORCE
	+$(call if_changed,link_vmlinux)
quiet_cmd_link_vmlinux = LINK    $@
      cmd_link_vmlinux = $(CONFIG_SHELL) $(srctree)/$(KBUILD_LINK) "$(LD)" "$(KBUILD_LDFLAGS) $(LDFLAGS_vmlinux)" \
			 $(KBUILD_LDS) "$(vmlinux-objs)"
targets += vmlinux

# gdb finds its commands beside vmlinux.
all: vmlinux-gdb.py
vmlinux-gdb.py:
	$(Q)ln -fsn $(abs_srctree)/scripts/gdb/vmlinux-gdb.py $@

.PHONY: $(build-dirs)
$(build-dirs): prepare
	$(Q)$(MAKE) $(build)=$@
$(KBUILD_LDS): arch/$(SRCARCH) ;

# prepare: everything that a compilation needs to find.
.PHONY: prepare archprepare scripts_basic asm-generic asm-offsets
scripts_basic:
	$(Q)$(MAKE) $(build)=scripts/basic
.PHONY: scripts_link
scripts_link: scripts_basic
	$(Q)$(MAKE) $(build)=scripts
asm-generic: scripts_basic
	$(Q)$(CONFIG_SHELL) $(srctree)/scripts/asm-generic.sh $(srctree) $(SRCARCH)
archprepare: asm-generic include/generated/utsrelease.h
asm-offsets: archprepare
	$(Q)$(if $(wildcard $(srctree)/arch/$(SRCARCH)/kernel/asm-offsets.c),$(MAKE) $(build)=scripts/offsets)
prepare: archprepare asm-offsets

include/generated/utsrelease.h: $(srctree)/Makefile
	$(Q)mkdir -p $(@D)
	$(Q)echo '#define UTS_RELEASE "$(KERNELRELEASE)"' > $@

# Every C file shown to the compiler (and to sparse with C=1), nothing built.
.PHONY: syntax $(addsuffix /syntax,$(build-dirs))
syntax: $(addsuffix /syntax,$(build-dirs))
$(addsuffix /syntax,$(build-dirs)): prepare
	$(Q)$(MAKE) $(build)=$(@D) __syntax

# One object, one preprocessed file, one directory.
single-goals := $(filter %.o %.i %.s %.lst %.syntax %/,$(filter-out scripts/%,$(MAKECMDGOALS)))
ifneq ($(single-goals),)
.PHONY: $(single-goals)
$(single-goals): prepare
	$(Q)$(MAKE) $(build)=$(patsubst %/,%,$(dir $@)) $(if $(filter %/,$@),,$@)
endif

# Programs for the tree's users --------------------------------------------------

include $(srctree)/scripts/targets.mk

kernelversion:
	@echo $(VERSION).$(PATCHLEVEL).$(SUBLEVEL)
kernelrelease:
	@echo $(KERNELRELEASE)

endif # config or build targets

.PHONY: FORCE
FORCE:

existing-targets := $(wildcard $(sort $(targets)))
-include $(foreach f,$(existing-targets),$(dir $(f)).$(notdir $(f)).cmd)

endif # need-sub-make
