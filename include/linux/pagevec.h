/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * pagevec.h - a small array of folios that travel together.
 *
 * What costs a lock or an atomic step per folio costs one per batch. The size makes the
 * structure 256 bytes.
 */
#ifndef _LINUX_PAGEVEC_H
#define _LINUX_PAGEVEC_H

#include <linux/types.h>

#define PAGEVEC_SIZE	31

struct folio;

/**
 * struct folio_batch - up to PAGEVEC_SIZE folios
 * @nr: how many are in it
 * @i: cursor of folio_batch_next()
 * @percpu_pvec_drained: __folio_batch_release() has drained this CPU's LRU batches
 */
struct folio_batch {
	unsigned char nr;
	unsigned char i;
	bool percpu_pvec_drained;
	struct folio *folios[PAGEVEC_SIZE];
};

static inline void folio_batch_init(struct folio_batch *fbatch)
{
	fbatch->nr = 0;
	fbatch->i = 0;
	fbatch->percpu_pvec_drained = false;
}

static inline void folio_batch_reinit(struct folio_batch *fbatch)
{
	fbatch->nr = 0;
	fbatch->i = 0;
}

static inline unsigned int folio_batch_count(const struct folio_batch *fbatch)
{
	return fbatch->nr;
}

static inline unsigned int folio_batch_space(const struct folio_batch *fbatch)
{
	return PAGEVEC_SIZE - fbatch->nr;
}

/* Return: how many more fit; at 0 the caller empties the batch before it adds again. */
static inline unsigned int folio_batch_add(struct folio_batch *fbatch, struct folio *folio)
{
	fbatch->folios[fbatch->nr++] = folio;
	return PAGEVEC_SIZE - fbatch->nr;
}

static inline struct folio *folio_batch_next(struct folio_batch *fbatch)
{
	return fbatch->i == fbatch->nr ? NULL : fbatch->folios[fbatch->i++];
}

void __folio_batch_release(struct folio_batch *fbatch);
void folio_batch_remove_exceptionals(struct folio_batch *fbatch);

/* Drop one reference on each folio, and empty the batch. */
static inline void folio_batch_release(struct folio_batch *fbatch)
{
	if (folio_batch_count(fbatch))
		__folio_batch_release(fbatch);
}

#endif /* _LINUX_PAGEVEC_H */
