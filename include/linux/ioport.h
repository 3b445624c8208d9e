/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * ioport.h - who uses which range of physical addresses and of I/O ports.
 */
#ifndef _LINUX_IOPORT_H
#define _LINUX_IOPORT_H

#include <linux/types.h>

/* A range and the ranges inside it, sorted and without overlaps. */
struct resource {
	resource_size_t	start, end;	/* both belong to it */
	const char	*name;
	unsigned long	flags;
	unsigned long	desc;
	struct resource	*parent, *sibling, *child;	/* [L] resource_lock */
};

#define IORESOURCE_BITS		0x000000ff
#define IORESOURCE_TYPE_BITS	0x00001f00
#define IORESOURCE_IO		0x00000100
#define IORESOURCE_MEM		0x00000200
#define IORESOURCE_IRQ		0x00000400
#define IORESOURCE_SYSRAM	0x01000000
#define IORESOURCE_EXCLUSIVE	0x08000000
#define IORESOURCE_BUSY		0x80000000
#define IORESOURCE_SYSTEM_RAM	(IORESOURCE_MEM | IORESOURCE_SYSRAM)

extern struct resource ioport_resource;
extern struct resource iomem_resource;

int request_resource(struct resource *root, struct resource *new);
int insert_resource(struct resource *root, struct resource *new);
int release_resource(struct resource *old);

struct resource *__request_region(struct resource *parent,
				  resource_size_t start, resource_size_t n,
				  const char *name, int flags);
void __release_region(struct resource *parent, resource_size_t start,
		      resource_size_t n);

#define request_region(start, n, name) \
	__request_region(&ioport_resource, (start), (n), (name), 0)
#define request_mem_region(start, n, name) \
	__request_region(&iomem_resource, (start), (n), (name), 0)
#define release_region(start, n) \
	__release_region(&ioport_resource, (start), (n))
#define release_mem_region(start, n) \
	__release_region(&iomem_resource, (start), (n))

static inline resource_size_t resource_size(const struct resource *res)
{
	return res->end - res->start + 1;
}

static inline unsigned long resource_type(const struct resource *res)
{
	return res->flags & IORESOURCE_TYPE_BITS;
}

static inline bool resource_contains(const struct resource *outer,
				     const struct resource *inner)
{
	return outer->start <= inner->start && outer->end >= inner->end;
}

struct seq_file;
int resources_show(struct seq_file *m, const struct resource *root);

int walk_system_ram_res(u64 start, u64 end, void *arg,
			int (*func)(struct resource *, void *));

#endif /* _LINUX_IOPORT_H */
