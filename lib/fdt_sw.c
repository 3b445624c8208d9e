// SPDX-License-Identifier: GPL-2.0-only
/*
 * fdt_sw.c - writing flattened device trees, front to back (include/linux/libfdt.h).
 *
 * Header, list of taken memory and structure block grow up from the start of the caller's memory, the properties'
 * names down from its end. Until fdt_finish() moves them together, a name's offset counts from the end.
 */
#include <linux/align.h>
#include <linux/kernel.h>
#include <linux/libfdt.h>
#include <linux/string.h>

static struct fdt_header *header(struct fdt_writer *w)
{
	return w->fdt;
}

static void fail(struct fdt_writer *w, int err)
{
	if (!w->err)
		w->err = err;
}

/* Room for @size bytes more, padded to four with zeroes; NULL, noted, where there is none. */
static void *grow(struct fdt_writer *w, u32 size)
{
	void *at = w->fdt + w->used;
	u32 padded = ALIGN(size, 4);

	if (!w->err && (padded < size || padded > w->size - w->strings - w->used))
		fail(w, -FDT_ERR_NOSPACE);
	if (w->err)
		return NULL;
	memset(at, 0, padded);
	w->used += padded;
	return at;
}

static void put_tag(struct fdt_writer *w, u32 tag)
{
	__be32 *at = grow(w, sizeof(*at));

	if (at)
		*at = cpu_to_be32(tag);
}

/**
 * fdt_create() - begins a tree; first comes the list of taken memory
 * @w: the caller's, filled in here
 * @fdt: aligned to 8 bytes; the tree will be here
 * @size: the most that it may take, in bytes
 */
void fdt_create(struct fdt_writer *w, void *fdt, size_t size)
{
	*w = (struct fdt_writer){ .fdt = fdt, .size = min_t(size_t, ALIGN_DOWN(size, 4), S32_MAX), .depth = -1 };
	grow(w, sizeof(struct fdt_header));
}

static void add_reserve_entry(struct fdt_writer *w, u64 address, u64 size)
{
	struct fdt_reserve_entry *entry;

	if (w->depth != -1)
		fail(w, -FDT_ERR_BADSTATE);
	entry = grow(w, sizeof(*entry));
	if (!entry)
		return;
	entry->address = cpu_to_be64(address);
	entry->size = cpu_to_be64(size);
}

/** fdt_add_reservemap_entry() - memory to leave alone; @size is not 0, which would end the list */
void fdt_add_reservemap_entry(struct fdt_writer *w, u64 address, u64 size)
{
	if (!size)
		fail(w, -FDT_ERR_BADSTATE);
	add_reserve_entry(w, address, size);
}

/** fdt_finish_reservemap() - ends the list of taken memory; next is the root, whose name is "" */
void fdt_finish_reservemap(struct fdt_writer *w)
{
	add_reserve_entry(w, 0, 0);
	if (w->err)
		return;
	w->depth = 0;
	header(w)->off_dt_struct = cpu_to_be32(w->used);
}

/** fdt_begin_node() - a node in the one that is open */
void fdt_begin_node(struct fdt_writer *w, const char *name)
{
	u32 len = strlen(name) + 1;
	char *at;

	if (w->depth < 0)
		fail(w, -FDT_ERR_BADSTATE);
	put_tag(w, FDT_BEGIN_NODE);
	at = grow(w, len);
	if (!at)
		return;
	memcpy(at, name, len);
	w->depth++;
}

/** fdt_end_node() - the open node is complete */
void fdt_end_node(struct fdt_writer *w)
{
	if (w->depth <= 0)
		fail(w, -FDT_ERR_BADSTATE);
	put_tag(w, FDT_END_NODE);
	if (!w->err)
		w->depth--;
}

/* How far before the end of the memory @name stands: each once. 0, noted, where there is no room. */
static u32 name_from_end(struct fdt_writer *w, const char *name)
{
	const char *end = w->fdt + w->size, *s = end - w->strings;
	u32 len = strlen(name) + 1;

	for (; s < end; s += strlen(s) + 1)
		if (!strcmp(s, name))
			return end - s;
	if (!w->err && len > w->size - w->strings - w->used)
		fail(w, -FDT_ERR_NOSPACE);
	if (w->err)
		return 0;
	w->strings += len;
	memcpy(w->fdt + w->size - w->strings, name, len);
	return w->strings;
}

/** fdt_property() - a property of the open node, before the nodes in it; @value is big-endian */
void fdt_property(struct fdt_writer *w, const char *name, const void *value, int len)
{
	struct fdt_property *p;
	u32 nameoff;

	if (w->depth <= 0)
		fail(w, -FDT_ERR_BADSTATE);
	nameoff = name_from_end(w, name);
	p = grow(w, sizeof(*p) + len);
	if (!p)
		return;
	p->tag = cpu_to_be32(FDT_PROP);
	p->len = cpu_to_be32(len);
	p->nameoff = cpu_to_be32(nameoff);
	memcpy(p->data, value, len);
}

void fdt_property_u32(struct fdt_writer *w, const char *name, u32 value)
{
	__be32 cell = cpu_to_be32(value);

	fdt_property(w, name, &cell, sizeof(cell));
}

void fdt_property_u64(struct fdt_writer *w, const char *name, u64 value)
{
	__be64 cells = cpu_to_be64(value);

	fdt_property(w, name, &cells, sizeof(cells));
}

void fdt_property_string(struct fdt_writer *w, const char *name, const char *value)
{
	fdt_property(w, name, value, strlen(value) + 1);
}

/* Properties hold how far their names are from the end; behind the structure block they are counted from the start. */
static void settle_names(struct fdt_writer *w)
{
	u32 offset = be32_to_cpu(header(w)->off_dt_struct);

	while (offset < w->used) {
		struct fdt_property *p = w->fdt + offset;

		switch (be32_to_cpu(p->tag)) {
		case FDT_PROP:
			p->nameoff = cpu_to_be32(w->strings - be32_to_cpu(p->nameoff));
			offset += ALIGN(sizeof(*p) + be32_to_cpu(p->len), 4);
			break;
		case FDT_BEGIN_NODE:
			offset += ALIGN(4 + strlen(w->fdt + offset + 4) + 1, 4);
			break;
		default:
			offset += 4;
		}
	}
	memmove(w->fdt + w->used, w->fdt + w->size - w->strings, w->strings);
}

/**
 * fdt_finish() - the tree is complete; fdt_totalsize() says how long it is
 *
 * Return: 0, or the first error since fdt_create(): -FDT_ERR_NOSPACE, or -FDT_ERR_BADSTATE where something was said
 * at the wrong place. The memory then holds no tree.
 */
int fdt_finish(struct fdt_writer *w)
{
	struct fdt_header *h = header(w);
	u32 start;

	if (w->depth)
		fail(w, -FDT_ERR_BADSTATE);
	put_tag(w, FDT_END);
	if (w->err)
		return w->err;
	settle_names(w);
	start = be32_to_cpu(h->off_dt_struct);
	*h = (struct fdt_header){
		.magic = cpu_to_be32(FDT_MAGIC), .version = cpu_to_be32(FDT_VERSION),
		.last_comp_version = cpu_to_be32(FDT_LAST_COMP_VERSION),
		.totalsize = cpu_to_be32(w->used + w->strings), .off_mem_rsvmap = cpu_to_be32(sizeof(*h)),
		.off_dt_struct = cpu_to_be32(start), .size_dt_struct = cpu_to_be32(w->used - start),
		.off_dt_strings = cpu_to_be32(w->used), .size_dt_strings = cpu_to_be32(w->strings),
	};
	return 0;
}
