// SPDX-License-Identifier: GPL-2.0-only
/*
 * random.c - random numbers.
 *
 * ChaCha20 (RFC 8439) as a generator with fast key erasure: each request runs
 * the block function once more than its output needs and the first 32 bytes
 * become the next key, so that a later leak of the state tells nothing about
 * earlier output.  What arrives as entropy (CPU instruction, cycle counter,
 * interrupt times, what user space writes) is mixed into the key by the same
 * function.
 *
 * Locks: key_lock, with interrupts off; any context. A CPU's stock of words: interrupts off.
 */
#include <linux/init.h>
#include <linux/kernel.h>
#include <linux/percpu.h>
#include <linux/random.h>
#include <linux/sched/clock.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/syscalls.h>
#include <linux/uaccess.h>
#include <linux/sched/signal.h>
#include <linux/timex.h>
#include <asm/archrandom.h>

static DEFINE_RAW_SPINLOCK(key_lock);
static u32 key[CHACHA_KEY / 4];		/* [L] key_lock */
static u64 generation;			/* [L] the nonce */
static unsigned int seeding;		/* how often entropy arrived; written under [L] */

static inline void quarter_round(u32 *x, int a, int b, int c, int d)
{
	x[a] += x[b]; x[d] = rol32(x[d] ^ x[a], 16);
	x[c] += x[d]; x[b] = rol32(x[b] ^ x[c], 12);
	x[a] += x[b]; x[d] = rol32(x[d] ^ x[a], 8);
	x[c] += x[d]; x[b] = rol32(x[b] ^ x[c], 7);
}

void chacha20_block(const u32 *k, u64 counter, u64 nonce, u8 *out)
{
	u32 in[16] = { 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574 }, x[16];
	int i;

	memcpy(in + 4, k, CHACHA_KEY);
	in[12] = counter;
	in[13] = counter >> 32;
	in[14] = nonce;
	in[15] = nonce >> 32;
	memcpy(x, in, sizeof(x));
	for (i = 0; i < 10; i++) {
		quarter_round(x, 0, 4, 8, 12);
		quarter_round(x, 1, 5, 9, 13);
		quarter_round(x, 2, 6, 10, 14);
		quarter_round(x, 3, 7, 11, 15);
		quarter_round(x, 0, 5, 10, 15);
		quarter_round(x, 1, 6, 11, 12);
		quarter_round(x, 2, 7, 8, 13);
		quarter_round(x, 3, 4, 9, 14);
	}
	for (i = 0; i < 16; i++)
		x[i] += in[i];
	memcpy(out, x, CHACHA_BLOCK);
}

/* Moves the generator on; @k is a key of the caller's own, from which any output may be made. */
static void take_key(u32 *k)
{
	u8 block[CHACHA_BLOCK];
	unsigned long flags;

	raw_spin_lock_irqsave(&key_lock, flags);
	chacha20_block(key, 0, generation++, block);
	memcpy(key, block, CHACHA_KEY);
	memcpy(k, block + CHACHA_KEY, CHACHA_KEY);
	raw_spin_unlock_irqrestore(&key_lock, flags);
	memzero_explicit(block, sizeof(block));
}

void get_random_bytes(void *buf, size_t len)
{
	u32 k[CHACHA_KEY / 4];
	u8 block[CHACHA_BLOCK];
	u64 counter = 0;

	if (len <= CHACHA_KEY) {
		take_key(k);
		memcpy(buf, k, len);
		memzero_explicit(k, sizeof(k));
		return;
	}
	take_key(k);
	while (len) {
		size_t n = min(len, sizeof(block));

		chacha20_block(k, counter++, 0, block);
		memcpy(buf, block, n);
		buf += n;
		len -= n;
	}
	memzero_explicit(block, sizeof(block));
	memzero_explicit(k, sizeof(k));
}

/*
 * Single words come from a stock, since a whole turn of the generator for eight bytes is a waste.
 * A word is erased as it is handed out, and the stock is dropped when entropy has arrived after
 * it was made.
 */
struct stock {
	u64 words[32];
	unsigned int left;
	unsigned int seeding;
};

static DEFINE_PER_CPU(struct stock, stock);	/* [interrupts off] */

u64 get_random_u64(void)
{
	struct stock *s;
	unsigned long flags;
	u64 val;

	local_irq_save(flags);
	s = this_cpu_ptr(&stock);
	if (unlikely(!s->left || s->seeding != READ_ONCE(seeding))) {
		s->seeding = READ_ONCE(seeding);
		get_random_bytes(s->words, sizeof(s->words));
		s->left = ARRAY_SIZE(s->words);
	}
	val = s->words[--s->left];
	s->words[s->left] = 0;
	local_irq_restore(flags);
	return val;
}

u32 get_random_u32(void)
{
	return get_random_u64();
}

/* A few bytes, as a program asks for when it starts: a word costs a sixth of a turn of the generator. */
static void random_bytes_from_stock(u8 *buf, size_t len)
{
	u64 word;

	while (len) {
		size_t n = min(len, sizeof(word));

		word = get_random_u64();
		memcpy(buf, &word, n);
		buf += n;
		len -= n;
	}
	memzero_explicit(&word, sizeof(word));
}

/* The multiply method of D. Lemire, "Fast Random Integer Generation in an Interval", 2019. */
u32 get_random_u32_below(u32 ceil)
{
	u64 m;

	do {
		m = (u64)get_random_u32() * ceil;
	} while ((u32)m < -ceil % ceil);
	return m >> 32;
}

void add_device_randomness(const void *buf, size_t len)
{
	u64 now = random_get_entropy();
	unsigned long flags;
	u8 block[CHACHA_BLOCK];
	size_t i, n;

	raw_spin_lock_irqsave(&key_lock, flags);
	do {
		n = min(len, (size_t)CHACHA_KEY);
		for (i = 0; i < n; i++)
			((u8 *)key)[i] ^= ((const u8 *)buf)[i];
		chacha20_block(key, now, generation++, block);
		memcpy(key, block, CHACHA_KEY);
		buf += n;
		len -= n;
	} while (len);
	WRITE_ONCE(seeding, seeding + 1);
	raw_spin_unlock_irqrestore(&key_lock, flags);
	memzero_explicit(block, sizeof(block));
}

/* Takes what the CPU offers; called once the boot command line and clock are there. */
void __init random_init(void)
{
	unsigned long seed[8];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(seed); i++)
		if (!arch_get_random_long(&seed[i]))
			seed[i] = random_get_entropy() ^ (unsigned long)local_clock();
	add_device_randomness(seed, sizeof(seed));
	add_device_randomness(boot_command_line, strlen(boot_command_line));
}

#define GRND_NONBLOCK	1
#define GRND_RANDOM	2
#define GRND_INSECURE	4

ssize_t random_read_user(char __user *buf, size_t len)
{
	u8 chunk[256];
	size_t done = 0;

	while (done < len) {
		size_t n = min(len - done, sizeof(chunk));

		if (n <= CHACHA_KEY)
			random_bytes_from_stock(chunk, n);
		else
			get_random_bytes(chunk, n);
		n -= copy_to_user(buf + done, chunk, n);
		if (!n)
			break;
		done += n;
		/* After the first page an impatient caller is let go. */
		if (done % PAGE_SIZE == 0 && done < len) {
			if (signal_pending(current))
				break;
			cond_resched();
		}
	}
	memzero_explicit(chunk, min(len, sizeof(chunk)));
	return done || !len ? (ssize_t)done : -EFAULT;
}

SYSCALL_DEFINE3(getrandom, char __user *, buf, size_t, len, unsigned int, flags)
{
	if (flags & ~(GRND_NONBLOCK | GRND_RANDOM | GRND_INSECURE))
		return -EINVAL;
	if ((flags & (GRND_INSECURE | GRND_RANDOM)) == (GRND_INSECURE | GRND_RANDOM))
		return -EINVAL;
	return random_read_user(buf, min(len, (size_t)INT_MAX));
}
