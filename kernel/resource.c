// SPDX-License-Identifier: GPL-2.0-only
/*
 * resource.c - who uses which range of physical addresses and of I/O ports.
 *
 * Two trees of ranges. A range lies wholly inside its parent; siblings are
 * sorted and do not overlap. The firmware's map of memory is in it, what the
 * kernel image takes of that, and what drivers asked for. /proc/iomem and
 * /proc/ioports print the trees.
 *
 * Owns:       parent, sibling and child of each struct resource in the trees.
 * Locks:      resource_lock.
 */
#include <linux/capability.h>
#include <linux/errno.h>
#include <linux/ioport.h>
#include <linux/kernel.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

struct resource ioport_resource = {
	.name = "PCI IO",
	.start = 0,
	.end = 0xffff,
	.flags = IORESOURCE_IO,
};

struct resource iomem_resource = {
	.name = "PCI mem",
	.start = 0,
	.end = -1,
	.flags = IORESOURCE_MEM,
};

static DEFINE_RWLOCK(resource_lock);

static bool overlap(const struct resource *a, const struct resource *b)
{
	return a->start <= b->end && b->start <= a->end;
}

/* Hang @new below @root. Return: NULL, or who is in the way. */
static struct resource *link_resource(struct resource *root, struct resource *new)
{
	struct resource **p = &root->child;

	if (new->end < new->start || !resource_contains(root, new))
		return root;
	while (*p && (*p)->end < new->start)
		p = &(*p)->sibling;
	if (*p && overlap(*p, new))
		return *p;
	new->sibling = *p;
	new->parent = root;
	*p = new;
	return NULL;
}

/**
 * request_resource() - take a range that nobody uses.
 * Return: 0 or -EBUSY.
 */
int request_resource(struct resource *root, struct resource *new)
{
	struct resource *conflict;

	write_lock(&resource_lock);
	conflict = link_resource(root, new);
	write_unlock(&resource_lock);
	return conflict ? -EBUSY : 0;
}

/* The ranges of @parent that @new covers become its children. */
static int adopt(struct resource *parent, struct resource *new)
{
	struct resource **p = &parent->child, *first, *last, *r;

	while (*p && (*p)->end < new->start)
		p = &(*p)->sibling;
	first = last = *p;
	for (r = first; r && r->start <= new->end; r = r->sibling) {
		if (!resource_contains(new, r))
			return -EBUSY;
		last = r;
	}
	for (r = first; r != last->sibling; r = r->sibling)
		r->parent = new;
	new->parent = parent;
	new->child = first;
	new->sibling = last->sibling;
	last->sibling = NULL;
	*p = new;
	return 0;
}

/**
 * insert_resource() - put a range in, inside or around those there.
 * Return: 0, or -EBUSY where it would cut one in two.
 */
int insert_resource(struct resource *root, struct resource *new)
{
	struct resource *conflict;
	int err = 0;

	write_lock(&resource_lock);
	while ((conflict = link_resource(root, new))) {
		if (conflict == root) {
			err = -EBUSY;
			break;
		}
		if (!resource_contains(conflict, new) ||
		    (conflict->start == new->start && conflict->end == new->end)) {
			err = adopt(root, new);
			break;
		}
		root = conflict;
	}
	write_unlock(&resource_lock);
	return err;
}

/** release_resource() - take a range out; its children take its place. Return: 0 or -EINVAL. */
int release_resource(struct resource *old)
{
	struct resource **p, *r, *last;
	int err = -EINVAL;

	write_lock(&resource_lock);
	for (p = old->parent ? &old->parent->child : NULL; p && *p; p = &(*p)->sibling) {
		if (*p != old)
			continue;
		last = NULL;
		for (r = old->child; r; r = r->sibling) {
			r->parent = old->parent;
			last = r;
		}
		if (last) {
			last->sibling = old->sibling;
			*p = old->child;
		} else {
			*p = old->sibling;
		}
		old->parent = old->sibling = old->child = NULL;
		err = 0;
		break;
	}
	write_unlock(&resource_lock);
	return err;
}

/**
 * __request_region() - take @n addresses from @start, inside whatever is there.
 *
 * Context: may sleep.
 * Return: the range, which __release_region() frees; NULL where a driver has it.
 */
struct resource *__request_region(struct resource *parent,
				  resource_size_t start, resource_size_t n,
				  const char *name, int flags)
{
	struct resource *res = kzalloc(sizeof(*res), GFP_KERNEL), *conflict;

	if (!res)
		return NULL;
	res->name = name;
	res->start = start;
	res->end = start + n - 1;
	res->flags = resource_type(parent) | IORESOURCE_BUSY | flags;

	write_lock(&resource_lock);
	while ((conflict = link_resource(parent, res))) {
		if (conflict == parent || (conflict->flags & IORESOURCE_BUSY) ||
		    !resource_contains(conflict, res))
			break;
		parent = conflict;
	}
	write_unlock(&resource_lock);
	if (!conflict)
		return res;
	kfree(res);
	return NULL;
}

/** __release_region() - give back what __request_region() took. */
void __release_region(struct resource *parent, resource_size_t start,
		      resource_size_t n)
{
	struct resource **p, *res = NULL;

	write_lock(&resource_lock);
	p = &parent->child;
	while (*p) {
		struct resource *r = *p;

		if (r->start > start || r->end < start + n - 1) {
			p = &r->sibling;
		} else if (!(r->flags & IORESOURCE_BUSY)) {
			p = &r->child;
		} else {
			if (r->start == start && r->end == start + n - 1) {
				*p = r->sibling;
				res = r;
			}
			break;
		}
	}
	write_unlock(&resource_lock);
	WARN(!res, "release of [%#llx, +%#llx], which nobody has\n",
	     (u64)start, (u64)n);
	kfree(res);
}

/**
 * walk_system_ram_res() - call @func for each range of RAM within [@start, @end].
 * Return: the first non-zero answer of @func, which ends the walk, or 0.
 */
int walk_system_ram_res(u64 start, u64 end, void *arg,
			int (*func)(struct resource *, void *))
{
	struct resource *r, part;
	int ret = 0;

	while (!ret && start <= end) {
		read_lock(&resource_lock);
		for (r = iomem_resource.child; r; r = r->sibling)
			if (r->end >= start && (r->flags & IORESOURCE_SYSRAM))
				break;
		if (r)
			part = *r;
		read_unlock(&resource_lock);
		if (!r || part.start > end)
			break;
		part.start = max_t(u64, part.start, start);
		part.end = min_t(u64, part.end, end);
		ret = func(&part, arg);
		start = part.end + 1;
		if (!start)
			break;
	}
	return ret;
}

/* The deepest level that is printed. */
#define MAX_DEPTH	5

/**
 * resources_show() - print the ranges below @root, indented by depth.
 *
 * Addresses are zeros unless the reader has CAP_SYS_ADMIN.
 */
int resources_show(struct seq_file *m, const struct resource *root)
{
	int width = root->end < 0x10000 ? 4 : 8, depth = 0;
	bool hide = !capable(CAP_SYS_ADMIN);
	const struct resource *r;

	read_lock(&resource_lock);
	for (r = root->child; r;) {
		seq_printf(m, "%*s%0*llx-%0*llx : %s\n", depth * 2, "",
			   width, hide ? 0 : (u64)r->start,
			   width, hide ? 0 : (u64)r->end,
			   r->name ? r->name : "<BAD>");
		if (r->child && depth < MAX_DEPTH) {
			r = r->child;
			depth++;
			continue;
		}
		while (!r->sibling && r->parent != root) {
			r = r->parent;
			depth--;
		}
		r = r->sibling;
	}
	read_unlock(&resource_lock);
	return 0;
}
