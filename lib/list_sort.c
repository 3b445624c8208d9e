// SPDX-License-Identifier: GPL-2.0-only
/*
 * list_sort.c - bottom-up merge sort of a list: stable, no extra memory.
 *
 * pending[k] holds a sorted run of 2^k entries or nothing, like the bits of a
 * binary counter; a new run of one entry carries upward by merging.
 */
#include <linux/list.h>
#include <linux/list_sort.h>

/* Runs are singly linked through ->next and end with NULL. */
static struct list_head *merge(void *priv, list_cmp_func_t cmp, struct list_head *a,
			       struct list_head *b)
{
	struct list_head *head, **tail = &head;

	while (a && b) {
		struct list_head **from = cmp(priv, a, b) <= 0 ? &a : &b;

		*tail = *from;
		tail = &(*from)->next;
		*from = (*from)->next;
	}
	*tail = a ?: b;
	return head;
}

void list_sort(void *priv, struct list_head *head, list_cmp_func_t cmp)
{
	struct list_head *pending[64] = { NULL }, *run, *next, *prev;
	int k;

	if (list_empty(head))
		return;
	head->prev->next = NULL;
	for (run = head->next; run; run = next) {
		next = run->next;
		run->next = NULL;
		for (k = 0; pending[k]; k++) {
			run = merge(priv, cmp, pending[k], run);
			pending[k] = NULL;
		}
		pending[k] = run;
	}
	/* What is in higher places came earlier, so it goes first. */
	for (k = 0, run = NULL; k < 64; k++)
		if (pending[k])
			run = merge(priv, cmp, pending[k], run);
	head->next = run;
	for (prev = head; run; prev = run, run = run->next)
		run->prev = prev;
	prev->next = head;
	head->prev = prev;
}
