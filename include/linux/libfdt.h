/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * libfdt.h - flattened device trees: what a boot loader says of the machine, in one piece of memory.
 *
 * The format is that of the Devicetree Specification, release 0.4, chapter 5: a header, a list of memory that is
 * taken, a structure block of tokens, and a block of the properties' names. Numbers are big-endian. The names of
 * functions and errors are those of the libfdt library.
 *
 * fdt_check_full() comes first. All else believes what it has checked, but needs no memory and no services of the
 * kernel, so it works before there are any.
 *
 * A node, or a property, is known by the offset of its token in the structure block; less than 0 is an error,
 * -FDT_ERR_*.
 */
#ifndef _LINUX_LIBFDT_H
#define _LINUX_LIBFDT_H

#include <linux/types.h>
#include <asm/byteorder.h>

#define FDT_MAGIC		0xd00dfeed
#define FDT_VERSION		17
#define FDT_LAST_COMP_VERSION	16

#define FDT_BEGIN_NODE	1
#define FDT_END_NODE	2
#define FDT_PROP	3
#define FDT_NOP		4
#define FDT_END		9

#define FDT_ERR_NOTFOUND	1
#define FDT_ERR_NOSPACE		3
#define FDT_ERR_BADSTATE	7
#define FDT_ERR_TRUNCATED	8
#define FDT_ERR_BADMAGIC	9
#define FDT_ERR_BADVERSION	10
#define FDT_ERR_BADSTRUCTURE	11
#define FDT_ERR_BADLAYOUT	12
#define FDT_ERR_ALIGNMENT	19

struct fdt_header {
	__be32 magic;
	__be32 totalsize;
	__be32 off_dt_struct;
	__be32 off_dt_strings;
	__be32 off_mem_rsvmap;
	__be32 version;
	__be32 last_comp_version;
	__be32 boot_cpuid_phys;
	__be32 size_dt_strings;
	__be32 size_dt_struct;
};

struct fdt_reserve_entry {
	__be64 address;
	__be64 size;
};

/* A property's token; its value follows, padded to four bytes. */
struct fdt_property {
	__be32 tag;
	__be32 len;
	__be32 nameoff;
	char data[];
};

#define fdt_get_header(fdt, field)	be32_to_cpu(((const struct fdt_header *)(fdt))->field)
#define fdt_totalsize(fdt)		fdt_get_header(fdt, totalsize)

/* ---- reading (lib/fdt.c) ---- */

int fdt_check_full(const void *fdt, size_t size);
const char *fdt_strerror(int err);

int fdt_next_node(const void *fdt, int node, int *depth);
int fdt_first_subnode(const void *fdt, int node);
int fdt_next_subnode(const void *fdt, int node);
const char *fdt_get_name(const void *fdt, int node);
int fdt_path_offset(const void *fdt, const char *path);

int fdt_first_property_offset(const void *fdt, int node);
int fdt_next_property_offset(const void *fdt, int property);
const void *fdt_getprop_by_offset(const void *fdt, int property, const char **name, int *len);
const void *fdt_getprop(const void *fdt, int node, const char *name, int *len);

int fdt_num_mem_rsv(const void *fdt);
void fdt_get_mem_rsv(const void *fdt, int n, u64 *address, u64 *size);

#define fdt_for_each_subnode(node, fdt, parent)				\
	for ((node) = fdt_first_subnode(fdt, parent); (node) >= 0;	\
	     (node) = fdt_next_subnode(fdt, node))
#define fdt_for_each_property_offset(property, fdt, node)			\
	for ((property) = fdt_first_property_offset(fdt, node); (property) >= 0;	\
	     (property) = fdt_next_property_offset(fdt, property))

/* ---- writing, front to back (lib/fdt_sw.c) ---- */

/**
 * struct fdt_writer - a tree that is being written
 * @fdt: where; the caller's memory, aligned to 8 bytes
 * @size: how much of it there is
 * @used: bytes from the start that are written; the names grow down from the end
 * @strings: bytes of names
 * @depth: nodes begun and not ended; -1 while the list of taken memory is open
 * @err: the first error, which fdt_finish() returns; after it nothing is written
 */
struct fdt_writer {
	void *fdt;
	u32 size, used, strings;
	int depth, err;
};

void fdt_create(struct fdt_writer *w, void *fdt, size_t size);
void fdt_add_reservemap_entry(struct fdt_writer *w, u64 address, u64 size);
void fdt_finish_reservemap(struct fdt_writer *w);
void fdt_begin_node(struct fdt_writer *w, const char *name);
void fdt_property(struct fdt_writer *w, const char *name, const void *value, int len);
void fdt_property_u32(struct fdt_writer *w, const char *name, u32 value);
void fdt_property_u64(struct fdt_writer *w, const char *name, u64 value);
void fdt_property_string(struct fdt_writer *w, const char *name, const char *value);
void fdt_end_node(struct fdt_writer *w);
int fdt_finish(struct fdt_writer *w);

#endif
