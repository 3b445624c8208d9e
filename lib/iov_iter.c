// SPDX-License-Identifier: GPL-2.0-only
/*
 * iov_iter.c - where the data of a read or write comes from or goes to.
 *
 * One loop, iterate(), walks the segments of any kind and hands each run to a step; user
 * memory may fail in the middle of one, and then the walk stops there. The single range of
 * user memory, which nearly every system call has, takes a way of its own.
 */
#include <linux/fs.h>
#include <linux/highmem.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <linux/uio.h>

/* ---- making ---------------------------------------------------------------------- */

void iov_iter_init(struct iov_iter *i, unsigned int direction,
		   const struct iovec *iov, unsigned long nr_segs, size_t count)
{
	*i = (struct iov_iter) {
		.iter_type = ITER_IOVEC,
		.data_source = direction,
		.__iov = iov,
		.nr_segs = nr_segs,
		.count = count,
	};
}

void iov_iter_kvec(struct iov_iter *i, unsigned int direction,
		   const struct kvec *kvec, unsigned long nr_segs, size_t count)
{
	*i = (struct iov_iter) {
		.iter_type = ITER_KVEC,
		.data_source = direction,
		.kvec = kvec,
		.nr_segs = nr_segs,
		.count = count,
	};
}

void iov_iter_discard(struct iov_iter *i, unsigned int direction, size_t count)
{
	*i = (struct iov_iter) {
		.iter_type = ITER_DISCARD,
		.data_source = direction,
		.count = count,
	};
}

/* ---- moving ------------------------------------------------------------------------ */

void iov_iter_advance(struct iov_iter *i, size_t bytes)
{
	if (bytes > i->count)
		bytes = i->count;
	i->count -= bytes;
	i->iov_offset += bytes;
	if (i->iter_type == ITER_UBUF || i->iter_type == ITER_DISCARD)
		return;
	/* iovec and kvec look alike */
	while (i->nr_segs && i->iov_offset >= i->__iov->iov_len) {
		i->iov_offset -= i->__iov->iov_len;
		i->__iov++;
		i->nr_segs--;
	}
}

void iov_iter_revert(struct iov_iter *i, size_t bytes)
{
	i->count += bytes;
	if (i->iter_type == ITER_UBUF || i->iter_type == ITER_DISCARD) {
		i->iov_offset -= bytes;
		return;
	}
	while (bytes > i->iov_offset) {
		bytes -= i->iov_offset;
		i->__iov--;
		i->nr_segs++;
		i->iov_offset = i->__iov->iov_len;
	}
	i->iov_offset -= bytes;
}

void iov_iter_save_state(struct iov_iter *i, struct iov_iter_state *state)
{
	state->iov_offset = i->iov_offset;
	state->count = i->count;
	state->nr_segs = i->nr_segs;
}

void iov_iter_restore(struct iov_iter *i, struct iov_iter_state *state)
{
	i->iov_offset = state->iov_offset;
	i->count = state->count;
	if (i->iter_type == ITER_IOVEC || i->iter_type == ITER_KVEC)
		i->__iov -= state->nr_segs - i->nr_segs;
	i->nr_segs = state->nr_segs;
}

size_t iov_iter_single_seg_count(const struct iov_iter *i)
{
	if (i->nr_segs > 1)
		return min(i->count, i->__iov->iov_len - i->iov_offset);
	return i->count;
}

unsigned long iov_iter_alignment(const struct iov_iter *i)
{
	unsigned long res = 0;
	size_t left = i->count, skip = i->iov_offset;
	unsigned int k;

	if (i->iter_type == ITER_UBUF)
		return left ? ((unsigned long)i->ubuf + skip) | left : 0;
	for (k = 0; left && k < i->nr_segs; k++, skip = 0) {
		size_t len = min(i->__iov[k].iov_len - skip, left);

		res |= ((unsigned long)i->__iov[k].iov_base + skip) | len;
		left -= len;
	}
	return res;
}

/* ---- copying ------------------------------------------------------------------------- */

/* One run of memory: @base is of the user or of the kernel, as @user says. Return: bytes left. */
typedef size_t (*iter_step_t)(void *base, size_t len, void *data, size_t done, bool user);

/* Return: bytes that the steps have done; the iterator has moved by as many. */
static size_t iterate(struct iov_iter *i, size_t bytes, void *data, iter_step_t step)
{
	bool user = user_backed_iter(i);
	size_t done = 0, len, left;

	if (unlikely(bytes > i->count))
		bytes = i->count;
	while (done < bytes) {
		void *base;

		if (i->iter_type == ITER_UBUF) {
			base = (void __force *)i->ubuf;
			len = bytes - done;
		} else if (i->iter_type == ITER_DISCARD) {
			done = bytes;
			i->count -= bytes;
			break;
		} else {
			base = (void __force *)i->__iov->iov_base;
			len = min(bytes - done, i->__iov->iov_len - i->iov_offset);
		}
		left = len ? step(base + i->iov_offset, len, data, done, user) : 0;
		done += len - left;
		if (len - left || !len)
			iov_iter_advance(i, len - left);
		if (left)
			break;
	}
	return done;
}

static size_t step_to(void *base, size_t len, void *data, size_t done, bool user)
{
	if (user)
		return copy_to_user((void __user __force *)base, data + done, len);
	memcpy(base, data + done, len);
	return 0;
}

static size_t step_from(void *base, size_t len, void *data, size_t done, bool user)
{
	if (user)
		return copy_from_user(data + done, (const void __user __force *)base, len);
	memcpy(data + done, base, len);
	return 0;
}

/* with page faults off: what is not there is not waited for */
static size_t step_from_atomic(void *base, size_t len, void *data, size_t done, bool user)
{
	if (!user)
		return step_from(base, len, data, done, false);
	if (should_fail_usercopy() || !access_ok((const void __user __force *)base, len))
		return len;
	return __copy_from_user_inatomic(data + done, (const void __user __force *)base, len);
}

static size_t step_zero(void *base, size_t len, void *data, size_t done, bool user)
{
	if (user)
		return clear_user((void __user __force *)base, len);
	memset(base, 0, len);
	return 0;
}

size_t _copy_to_iter(const void *addr, size_t bytes, struct iov_iter *i)
{
	if (likely(i->iter_type == ITER_UBUF)) {
		size_t left;

		bytes = min(bytes, i->count);
		left = copy_to_user(i->ubuf + i->iov_offset, addr, bytes);
		bytes -= left;
		i->iov_offset += bytes;
		i->count -= bytes;
		return bytes;
	}
	return iterate(i, bytes, (void *)addr, step_to);
}

size_t _copy_from_iter(void *addr, size_t bytes, struct iov_iter *i)
{
	if (likely(i->iter_type == ITER_UBUF)) {
		bytes = min(bytes, i->count);
		bytes -= copy_from_user(addr, i->ubuf + i->iov_offset, bytes);
		i->iov_offset += bytes;
		i->count -= bytes;
		return bytes;
	}
	return iterate(i, bytes, addr, step_from);
}

size_t iov_iter_zero(size_t bytes, struct iov_iter *i)
{
	return iterate(i, bytes, NULL, step_zero);
}

/* all memory is in the direct map, so a folio of any size is one run of bytes */
size_t copy_folio_to_iter(struct folio *folio, size_t offset, size_t bytes, struct iov_iter *i)
{
	return _copy_to_iter(folio_address(folio) + offset, bytes, i);
}

size_t copy_folio_from_iter_atomic(struct folio *folio, size_t offset, size_t bytes,
				   struct iov_iter *i)
{
	void *to = folio_address(folio) + offset;
	size_t done;

	pagefault_disable();
	if (likely(i->iter_type == ITER_UBUF && bytes <= i->count)) {
		done = bytes - step_from_atomic((void __force *)i->ubuf + i->iov_offset, bytes,
						to, 0, true);
		i->iov_offset += done;
		i->count -= done;
	} else {
		done = iterate(i, bytes, to, step_from_atomic);
	}
	pagefault_enable();
	return done;
}

size_t copy_page_to_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return _copy_to_iter(page_address(page) + offset, bytes, i);
}

size_t copy_page_from_iter(struct page *page, size_t offset, size_t bytes, struct iov_iter *i)
{
	return _copy_from_iter(page_address(page) + offset, bytes, i);
}

size_t copy_page_from_iter_atomic(struct page *page, size_t offset, size_t bytes,
				  struct iov_iter *i)
{
	return copy_folio_from_iter_atomic(page_folio(page),
					   offset + (folio_page_idx(page_folio(page), page) << PAGE_SHIFT),
					   bytes, i);
}

/* ---- faulting in ------------------------------------------------------------------------ */

static size_t fault_in_segs(const struct iov_iter *i, size_t size, bool write)
{
	size_t count = min(size, iov_iter_count(i)), skip = i->iov_offset;
	const struct iovec *p;

	if (!user_backed_iter(i))
		return 0;
	size -= count;
	for (p = iter_iov(i); count; p++, skip = 0) {
		size_t total = i->iter_type == ITER_UBUF ? skip + i->count : p->iov_len;
		size_t len = min(count, total - skip), left;
		char __user *base = p->iov_base + skip;

		if (!len)
			continue;
		left = write ? fault_in_safe_writeable(base, len) : fault_in_readable(base, len);
		count -= len - left;
		if (left)
			break;
	}
	return count + size;
}

/**
 * fault_in_iov_iter_readable() - have the next @size bytes mapped, if they can be
 *
 * Return: bytes that could not be faulted in.
 */
size_t fault_in_iov_iter_readable(const struct iov_iter *i, size_t size)
{
	return fault_in_segs(i, size, false);
}

size_t fault_in_iov_iter_writeable(const struct iov_iter *i, size_t size)
{
	return fault_in_segs(i, size, true);
}

int iov_iter_npages(const struct iov_iter *i, int maxpages)
{
	size_t left = i->count, skip = i->iov_offset;
	const struct iovec *p;
	long n = 0;

	if (i->iter_type == ITER_DISCARD)
		return 0;
	for (p = iter_iov(i); left && n < maxpages; p++, skip = 0) {
		size_t total = i->iter_type == ITER_UBUF ? skip + i->count : p->iov_len;
		size_t len = min(left, total - skip);

		if (len)
			n += DIV_ROUND_UP(offset_in_page(p->iov_base + skip) + len, PAGE_SIZE);
		left -= len;
	}
	return min_t(long, n, maxpages);
}

/* ---- from user space ----------------------------------------------------------------------- */

struct iovec *iovec_from_user(const struct iovec __user *uvec, unsigned long nr_segs,
			      unsigned long fast_segs, struct iovec *fast_iov, bool compat)
{
	struct iovec *iov = fast_iov;
	unsigned long seg;

	if (nr_segs == 0)
		return iov;
	if (nr_segs > UIO_MAXIOV)
		return ERR_PTR(-EINVAL);
	if (nr_segs > fast_segs) {
		iov = kmalloc_array(nr_segs, sizeof(*iov), GFP_KERNEL);
		if (!iov)
			return ERR_PTR(-ENOMEM);
	}
	if (copy_from_user(iov, uvec, nr_segs * sizeof(*iov)))
		goto fault;
	for (seg = 0; seg < nr_segs; seg++) {
		if ((ssize_t)iov[seg].iov_len < 0) {
			if (iov != fast_iov)
				kfree(iov);
			return ERR_PTR(-EINVAL);
		}
	}
	return iov;
fault:
	if (iov != fast_iov)
		kfree(iov);
	return ERR_PTR(-EFAULT);
}

/**
 * import_iovec() - make an iterator of a user's vector
 * @iovp: in: space for @fast_segs segments; out: NULL, or what to kfree() afterwards
 *
 * Return: bytes in all (at most MAX_RW_COUNT), or -EFAULT, -EINVAL, -ENOMEM.
 */
ssize_t import_iovec(int type, const struct iovec __user *uvec, unsigned int nr_segs,
		     unsigned int fast_segs, struct iovec **iovp, struct iov_iter *i)
{
	struct iovec *fast = *iovp;
	struct iovec *iov = iovec_from_user(uvec, nr_segs, fast_segs, fast, false);
	ssize_t total = 0;
	unsigned long seg;

	if (IS_ERR(iov)) {
		*iovp = NULL;
		return PTR_ERR(iov);
	}
	for (seg = 0; seg < nr_segs; seg++) {
		ssize_t len = iov[seg].iov_len;

		if (!access_ok(iov[seg].iov_base, len)) {
			if (iov != fast)
				kfree(iov);
			*iovp = NULL;
			return -EFAULT;
		}
		if (len > MAX_RW_COUNT - total) {
			len = MAX_RW_COUNT - total;
			iov[seg].iov_len = len;
		}
		total += len;
	}
	iov_iter_init(i, type, iov, nr_segs, total);
	*iovp = iov == fast ? NULL : iov;
	return total;
}

int import_ubuf(int rw, void __user *buf, size_t len, struct iov_iter *i)
{
	if (len > MAX_RW_COUNT)
		len = MAX_RW_COUNT;
	if (unlikely(!access_ok(buf, len)))
		return -EFAULT;
	iov_iter_ubuf(i, rw, buf, len);
	return 0;
}
