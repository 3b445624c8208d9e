/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * random.h - random numbers (kernel/random.c).
 *
 * Any context.  Before enough entropy is there the generator is seeded from
 * what the machine offers (CPU instruction, cycle counter, firmware seed).
 */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

#include <linux/types.h>

#define CHACHA_BLOCK	64	/* bytes */
#define CHACHA_KEY	32

/* The block function of ChaCha20 (RFC 8439, whose counter and nonce are here 64 bits each). */
void chacha20_block(const u32 *k, u64 counter, u64 nonce, u8 *out);

void get_random_bytes(void *buf, size_t len);
u32 get_random_u32(void);
u64 get_random_u64(void);
/* Uniform in [0, ceil). */
u32 get_random_u32_below(u32 ceil);
void add_device_randomness(const void *buf, size_t len);
void random_init(void);
/* Fills a user buffer; may sleep. Return: bytes written, or -EFAULT. */
ssize_t random_read_user(char __user *buf, size_t len);

static inline unsigned long get_random_long(void)
{
	return get_random_u64();
}

#define get_random_int()	get_random_u32()

/* A small, fast, seedable sequence for tests and hashing; not secret. */
struct rnd_state {
	u64 s;
};

static inline void prandom_seed_state(struct rnd_state *state, u64 seed)
{
	state->s = seed;
}

/* SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014. */
static inline u64 prandom_u64_state(struct rnd_state *state)
{
	u64 z = (state->s += 0x9e3779b97f4a7c15ULL);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
	return z ^ (z >> 31);
}

static inline u32 prandom_u32_state(struct rnd_state *state)
{
	return prandom_u64_state(state) >> 32;
}

#endif
