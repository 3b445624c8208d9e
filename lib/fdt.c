// SPDX-License-Identifier: GPL-2.0-only
/*
 * fdt.c - reading flattened device trees (include/linux/libfdt.h).
 *
 * The structure block is a sequence of tokens of four bytes:
 *
 *	BEGIN_NODE name  PROP length name's-offset value ...  nodes ...  END_NODE
 *
 * one such node, the root, then END; NOP may stand anywhere.
 *
 * Invariant:  what fdt_check_full() has found good, the other functions read without leaving it.
 * Elsewhere:  what nodes and properties mean (drivers/of/), writing (fdt_sw.c).
 */
#include <linux/align.h>
#include <linux/kernel.h>
#include <linux/libfdt.h>
#include <linux/string.h>

static const void *struct_at(const void *fdt, int offset)
{
	return fdt + fdt_get_header(fdt, off_dt_struct) + offset;
}

static u32 tag_at(const void *fdt, int offset)
{
	return be32_to_cpu(*(const __be32 *)struct_at(fdt, offset));
}

/* The token at @offset. Return: the offset of the next one; -FDT_ERR_* where it is none, or not whole. */
static int next_tag(const void *fdt, int offset, u32 *tag)
{
	u32 left = fdt_get_header(fdt, size_dt_struct) - offset, size = 4;
	const struct fdt_property *property = struct_at(fdt, offset);

	if (left < 4)
		return -FDT_ERR_TRUNCATED;
	*tag = be32_to_cpu(property->tag);
	switch (*tag) {
	case FDT_BEGIN_NODE:
		size += strnlen(struct_at(fdt, offset + 4), left - 4) + 1;
		break;
	case FDT_PROP:
		size = sizeof(*property);
		if (left < size || be32_to_cpu(property->len) > left - size)
			return -FDT_ERR_TRUNCATED;
		size += be32_to_cpu(property->len);
		break;
	case FDT_END_NODE:
	case FDT_NOP:
	case FDT_END:
		break;
	default:
		return -FDT_ERR_BADSTRUCTURE;
	}
	size = ALIGN(size, 4);
	return size > left ? -FDT_ERR_TRUNCATED : offset + (int)size;
}

/* ---- checking ---- */

static bool block_fits(u32 total, u32 offset, u32 size)
{
	return offset >= sizeof(struct fdt_header) && offset <= total && size <= total - offset;
}

static int check_header(const void *fdt, size_t size)
{
	u32 total;

	if (!IS_ALIGNED((unsigned long)fdt, 8))
		return -FDT_ERR_ALIGNMENT;
	if (size < sizeof(struct fdt_header))
		return -FDT_ERR_TRUNCATED;
	if (fdt_get_header(fdt, magic) != FDT_MAGIC)
		return -FDT_ERR_BADMAGIC;
	if (fdt_get_header(fdt, version) < FDT_VERSION || fdt_get_header(fdt, last_comp_version) > FDT_VERSION)
		return -FDT_ERR_BADVERSION;
	total = fdt_totalsize(fdt);
	if (total > size || total > S32_MAX)
		return -FDT_ERR_TRUNCATED;
	if (!block_fits(total, fdt_get_header(fdt, off_dt_struct), fdt_get_header(fdt, size_dt_struct)) ||
	    !block_fits(total, fdt_get_header(fdt, off_dt_strings), fdt_get_header(fdt, size_dt_strings)) ||
	    !block_fits(total, fdt_get_header(fdt, off_mem_rsvmap), 0))
		return -FDT_ERR_BADLAYOUT;
	if (!IS_ALIGNED(fdt_get_header(fdt, off_dt_struct), 4) || !IS_ALIGNED(fdt_get_header(fdt, off_mem_rsvmap), 8))
		return -FDT_ERR_ALIGNMENT;
	return 0;
}

/* The list ends with an entry of size 0. */
static int check_reservemap(const void *fdt)
{
	const struct fdt_reserve_entry *entry = fdt + fdt_get_header(fdt, off_mem_rsvmap);
	const void *end = fdt + fdt_totalsize(fdt);

	for (; (const void *)(entry + 1) <= end; entry++)
		if (!entry->size)
			return 0;
	return -FDT_ERR_TRUNCATED;
}

static int check_name(const void *fdt, int offset)
{
	const struct fdt_property *property = struct_at(fdt, offset);
	u32 size = fdt_get_header(fdt, size_dt_strings), nameoff = be32_to_cpu(property->nameoff);
	const char *name = fdt + fdt_get_header(fdt, off_dt_strings) + nameoff;

	if (nameoff >= size || strnlen(name, size - nameoff) == size - nameoff)
		return -FDT_ERR_BADSTRUCTURE;
	return 0;
}

/* One root; properties before the nodes below; all ends where END is. */
static int check_struct(const void *fdt)
{
	bool properties = false, seen_root = false;
	int depth = 0, offset = 0, next, err;
	u32 tag;

	for (; (next = next_tag(fdt, offset, &tag)) >= 0; offset = next) {
		switch (tag) {
		case FDT_BEGIN_NODE:
			if (!depth++ && seen_root)
				return -FDT_ERR_BADSTRUCTURE;
			seen_root = properties = true;
			break;
		case FDT_PROP:
			if (!properties)
				return -FDT_ERR_BADSTRUCTURE;
			err = check_name(fdt, offset);
			if (err)
				return err;
			break;
		case FDT_END_NODE:
			if (!depth--)
				return -FDT_ERR_BADSTRUCTURE;
			properties = false;
			break;
		case FDT_END:
			return depth || !seen_root ? -FDT_ERR_BADSTRUCTURE : 0;
		}
	}
	return next;
}

/**
 * fdt_check_full() - is this a device tree, and does it hold together?
 * @fdt: aligned to 8 bytes
 * @size: bytes there that may be read; the tree may be shorter
 *
 * Every token, length and name is looked at. What properties mean is not. Return: 0, or -FDT_ERR_*.
 */
int fdt_check_full(const void *fdt, size_t size)
{
	int err = check_header(fdt, size);

	if (!err)
		err = check_reservemap(fdt);
	if (!err)
		err = check_struct(fdt);
	return err;
}

/** fdt_strerror() - @err, which is -FDT_ERR_*, in words */
const char *fdt_strerror(int err)
{
	static const char * const words[] = {
		[FDT_ERR_NOTFOUND]	= "not found",
		[FDT_ERR_NOSPACE]	= "no room",
		[FDT_ERR_BADSTATE]	= "not in this order",
		[FDT_ERR_TRUNCATED]	= "it is cut off",
		[FDT_ERR_BADMAGIC]	= "not a device tree",
		[FDT_ERR_BADVERSION]	= "of a version that is not known",
		[FDT_ERR_BADSTRUCTURE]	= "the nodes and properties make no tree",
		[FDT_ERR_BADLAYOUT]	= "a block is not inside",
		[FDT_ERR_ALIGNMENT]	= "not aligned",
	};

	return -err > 0 && -err < (int)ARRAY_SIZE(words) && words[-err] ? words[-err] : "an unknown error";
}

/* ---- nodes ---- */

/**
 * fdt_next_node() - the next node in the order of the blob: parents before children
 * @node: a node; -1: the root is wanted
 * @depth: of @node, and then of the one found; the root's is 0. May be NULL
 *
 * Return: the node, or -FDT_ERR_NOTFOUND behind the last.
 */
int fdt_next_node(const void *fdt, int node, int *depth)
{
	int offset = 0, below = 0;
	u32 tag;

	if (node >= 0) {
		offset = next_tag(fdt, node, &tag);
		below = 1;
	}
	for (;; offset = next_tag(fdt, offset, &tag)) {
		switch (tag_at(fdt, offset)) {
		case FDT_BEGIN_NODE:
			if (depth)
				*depth = node < 0 ? 0 : *depth + below;
			return offset;
		case FDT_END_NODE:
			below--;
			break;
		case FDT_END:
			return -FDT_ERR_NOTFOUND;
		}
	}
}

/** fdt_first_subnode() - the first child of @node, or -FDT_ERR_NOTFOUND */
int fdt_first_subnode(const void *fdt, int node)
{
	int depth = 0;

	node = fdt_next_node(fdt, node, &depth);
	return node >= 0 && depth == 1 ? node : -FDT_ERR_NOTFOUND;
}

/** fdt_next_subnode() - the next child of @node's parent, or -FDT_ERR_NOTFOUND */
int fdt_next_subnode(const void *fdt, int node)
{
	int depth = 0;

	do
		node = fdt_next_node(fdt, node, &depth);
	while (node >= 0 && depth > 0);
	return node >= 0 && depth == 0 ? node : -FDT_ERR_NOTFOUND;
}

/** fdt_get_name() - @node's name with its unit address, as in "cpu@0"; the root's is empty */
const char *fdt_get_name(const void *fdt, int node)
{
	return struct_at(fdt, node + 4);
}

/* The unit address may be left out of what is wanted. */
static bool is_called(const char *name, const char *wanted, size_t len)
{
	if (strncmp(name, wanted, len))
		return false;
	return !name[len] || (name[len] == '@' && !memchr(wanted, '@', len));
}

/**
 * fdt_path_offset() - the node at @path, as "/cpus/cpu@1"
 *
 * Unit addresses may be left out: the first node that has the name is meant. Return: the node, or -FDT_ERR_NOTFOUND.
 */
int fdt_path_offset(const void *fdt, const char *path)
{
	int node = fdt_next_node(fdt, -1, NULL), child;

	if (*path != '/')
		return -FDT_ERR_NOTFOUND;
	while (*(path += strspn(path, "/"))) {
		size_t len = strcspn(path, "/");

		fdt_for_each_subnode(child, fdt, node)
			if (is_called(fdt_get_name(fdt, child), path, len))
				break;
		if (child < 0)
			return child;
		node = child;
		path += len;
	}
	return node;
}

/* ---- properties ---- */

static int property_from(const void *fdt, int offset)
{
	u32 tag;

	while (tag_at(fdt, offset) == FDT_NOP)
		offset = next_tag(fdt, offset, &tag);
	return tag_at(fdt, offset) == FDT_PROP ? offset : -FDT_ERR_NOTFOUND;
}

int fdt_first_property_offset(const void *fdt, int node)
{
	u32 tag;

	return property_from(fdt, next_tag(fdt, node, &tag));
}

int fdt_next_property_offset(const void *fdt, int property)
{
	u32 tag;

	return property_from(fdt, next_tag(fdt, property, &tag));
}

/** fdt_getprop_by_offset() - the value of a property, aligned to four bytes, its @name, and its length in bytes */
const void *fdt_getprop_by_offset(const void *fdt, int property, const char **name, int *len)
{
	const struct fdt_property *p = struct_at(fdt, property);

	*name = fdt + fdt_get_header(fdt, off_dt_strings) + be32_to_cpu(p->nameoff);
	*len = be32_to_cpu(p->len);
	return p->data;
}

/**
 * fdt_getprop() - the value of @node's property @name
 * @len: its length in bytes; -FDT_ERR_NOTFOUND where there is none
 *
 * Return: the value, big-endian and aligned to four bytes; NULL.
 */
const void *fdt_getprop(const void *fdt, int node, const char *name, int *len)
{
	int property;

	fdt_for_each_property_offset(property, fdt, node) {
		const char *found;
		const void *value = fdt_getprop_by_offset(fdt, property, &found, len);

		if (!strcmp(found, name))
			return value;
	}
	*len = -FDT_ERR_NOTFOUND;
	return NULL;
}

/* ---- memory that is taken ---- */

static const struct fdt_reserve_entry *reservemap(const void *fdt)
{
	return fdt + fdt_get_header(fdt, off_mem_rsvmap);
}

/** fdt_num_mem_rsv() - how many ranges the boot loader wants left alone */
int fdt_num_mem_rsv(const void *fdt)
{
	int n = 0;

	while (reservemap(fdt)[n].size)
		n++;
	return n;
}

/** fdt_get_mem_rsv() - the range @n, counted from 0 */
void fdt_get_mem_rsv(const void *fdt, int n, u64 *address, u64 *size)
{
	*address = be64_to_cpu(reservemap(fdt)[n].address);
	*size = be64_to_cpu(reservemap(fdt)[n].size);
}
