// SPDX-License-Identifier: GPL-2.0-only
/*
 * pid_files.c - the small files in /proc/PID: what a process was started with, its memory as a
 * file, and switches that another process may turn.
 *
 * Owns:       the form of these files.
 * Invariant:  an open file holds at most a bare mm_struct (proc_mem_open()); each read or write
 *             makes itself a user for its own time, and finds an ended program empty.
 * Locks:      mmap_lock inside of access_remote_vm(); arg_lock for where arguments lie.
 */
#include <linux/atomic.h>
#include <linux/capability.h>
#include <linux/cred.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/kallsyms.h>
#include <linux/kernel.h>
#include <linux/kstrtox.h>
#include <linux/mm.h>
#include <linux/pid.h>
#include <linux/ptrace.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/sched/mm.h>
#include <linux/sched/pid.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/stacktrace.h>
#include <linux/string.h>
#include <linux/swap.h>
#include <linux/uaccess.h>

#include "pid.h"

#define STACK_DEPTH	64	/* calls of a backtrace, as deep as they are worth reading */

/* ---- memory as a file: mem, environ, auxv, cmdline ---- */

static int mem_open(struct inode *inode, struct file *file, unsigned int mode)
{
	struct mm_struct *mm = proc_mem_open(inode, mode);

	if (IS_ERR(mm))
		return PTR_ERR(mm);
	file->private_data = mm;
	return 0;
}

static int mem_release(struct inode *inode, struct file *file)
{
	struct mm_struct *mm = file->private_data;

	if (mm)
		mmdrop(mm);
	return 0;
}

/*
 * Copy between user space and another program's memory, a page at a time, until something cannot
 * be reached. Return: bytes copied, or an error if none.
 */
static ssize_t copy_memory(struct mm_struct *mm, unsigned long addr, char __user *buf, size_t count,
			   unsigned int gup_flags)
{
	char *page = (char *)__get_free_page(GFP_KERNEL);
	ssize_t copied = 0;

	if (!page)
		return -ENOMEM;
	while (count) {
		size_t chunk = min_t(size_t, count, PAGE_SIZE);
		int done;

		if ((gup_flags & FOLL_WRITE) && copy_from_user(page, buf, chunk)) {
			copied = copied ?: -EFAULT;
			break;
		}
		done = access_remote_vm(mm, addr, page, chunk, gup_flags);
		if (done <= 0) {
			copied = copied ?: -EIO;
			break;
		}
		if (!(gup_flags & FOLL_WRITE) && copy_to_user(buf, page, done)) {
			copied = copied ?: -EFAULT;
			break;
		}
		buf += done;
		addr += done;
		count -= done;
		copied += done;
	}
	free_page((unsigned long)page);
	return copied;
}

static ssize_t mem_rw(struct file *file, char __user *buf, size_t count, loff_t *ppos,
		      unsigned int gup_flags)
{
	struct mm_struct *mm = file->private_data;
	ssize_t copied;

	if (!mm || !mmget_not_zero(mm))
		return 0;
	copied = copy_memory(mm, *ppos, buf, count, gup_flags | FOLL_FORCE);
	mmput(mm);
	if (copied > 0)
		*ppos += copied;
	return copied;
}

static ssize_t mem_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	return mem_rw(file, buf, count, ppos, 0);
}

static ssize_t mem_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	return mem_rw(file, (char __user *)buf, count, ppos, FOLL_WRITE);
}

static loff_t mem_lseek(struct file *file, loff_t offset, int whence)
{
	/* Addresses above LLONG_MAX are positions, too. */
	if (whence == SEEK_CUR)
		offset += file->f_pos;
	else if (whence != SEEK_SET)
		return -EINVAL;
	file->f_pos = offset;
	return offset;
}

static int proc_mem_file_open(struct inode *inode, struct file *file)
{
	int err = mem_open(inode, file, PTRACE_MODE_ATTACH);

	/* Positions are addresses: negative ones are fine. */
	file->f_mode |= FMODE_UNSIGNED_OFFSET;
	return err;
}

const struct file_operations proc_mem_operations = {
	.llseek = mem_lseek,
	.read = mem_read,
	.write = mem_write,
	.open = proc_mem_file_open,
	.release = mem_release,
};

/* Read from [start, end) of @mm as if it were a file. */
static ssize_t read_range(struct mm_struct *mm, unsigned long start, unsigned long end,
			  char __user *buf, size_t count, loff_t *ppos)
{
	unsigned long pos = *ppos;
	ssize_t copied;

	if (*ppos < 0 || pos >= end - start || start >= end)
		return 0;
	count = min_t(size_t, count, end - start - pos);
	copied = copy_memory(mm, start + pos, buf, count, FOLL_ANON);
	if (copied > 0)
		*ppos += copied;
	return copied;
}

static int environ_open(struct inode *inode, struct file *file)
{
	return mem_open(inode, file, PTRACE_MODE_READ);
}

static ssize_t environ_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct mm_struct *mm = file->private_data;
	unsigned long start, end;
	ssize_t ret;

	/* Before execve() has put it there it has no end. */
	if (!mm || !mm->env_end || !mmget_not_zero(mm))
		return 0;
	spin_lock(&mm->arg_lock);
	start = mm->env_start;
	end = mm->env_end;
	spin_unlock(&mm->arg_lock);
	ret = read_range(mm, start, end, buf, count, ppos);
	mmput(mm);
	return ret;
}

const struct file_operations proc_environ_operations = {
	.open = environ_open,
	.read = environ_read,
	.llseek = generic_file_llseek,
	.release = mem_release,
};

static ssize_t auxv_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct mm_struct *mm = file->private_data;
	unsigned int words = 0;

	if (!mm)
		return 0;
	do {
		words += 2;
	} while (words < AT_VECTOR_SIZE - 1 && mm->saved_auxv[words - 2] != AT_NULL);
	return simple_read_from_buffer(buf, count, ppos, mm->saved_auxv,
				       words * sizeof(mm->saved_auxv[0]));
}

const struct file_operations proc_auxv_operations = {
	.open = environ_open,
	.read = auxv_read,
	.llseek = generic_file_llseek,
	.release = mem_release,
};

/*
 * The arguments. A program that renames itself writes over them, and where its new name is longer
 * (the last byte is no zero any more) it goes on into the environment: then up to the first zero.
 */
static ssize_t read_cmdline(struct mm_struct *mm, char __user *buf, size_t count, loff_t *ppos)
{
	unsigned long arg_start, arg_end, env_start, env_end;
	char last = 0;

	spin_lock(&mm->arg_lock);
	arg_start = mm->arg_start;
	arg_end = mm->arg_end;
	env_start = mm->env_start;
	env_end = mm->env_end;
	spin_unlock(&mm->arg_lock);

	if (arg_start >= arg_end)
		return 0;
	if (env_start == arg_end && env_end > env_start &&
	    access_remote_vm(mm, arg_end - 1, &last, 1, FOLL_ANON) == 1 && last) {
		unsigned long end = arg_end;
		char c = last;

		while (c && end < min(env_end, arg_end + PAGE_SIZE) &&
		       access_remote_vm(mm, end, &c, 1, FOLL_ANON) == 1)
			end++;
		arg_end = end;
	}
	return read_range(mm, arg_start, arg_end, buf, count, ppos);
}

static ssize_t cmdline_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	struct mm_struct *mm;
	ssize_t ret;

	if (!task)
		return -ESRCH;
	mm = get_task_mm(task);
	put_task_struct(task);
	if (!mm)
		return 0;
	ret = read_cmdline(mm, buf, count, ppos);
	mmput(mm);
	return ret;
}

const struct file_operations proc_pid_cmdline_ops = {
	.read = cmdline_read,
	.llseek = generic_file_llseek,
};

/* ---- files that are printed whole ---- */

static const struct {
	const char *name, *unit;
} limit_names[RLIM_NLIMITS] = {
	[RLIMIT_CPU] = { "Max cpu time", "seconds" },
	[RLIMIT_FSIZE] = { "Max file size", "bytes" },
	[RLIMIT_DATA] = { "Max data size", "bytes" },
	[RLIMIT_STACK] = { "Max stack size", "bytes" },
	[RLIMIT_CORE] = { "Max core file size", "bytes" },
	[RLIMIT_RSS] = { "Max resident set", "bytes" },
	[RLIMIT_NPROC] = { "Max processes", "processes" },
	[RLIMIT_NOFILE] = { "Max open files", "files" },
	[RLIMIT_MEMLOCK] = { "Max locked memory", "bytes" },
	[RLIMIT_AS] = { "Max address space", "bytes" },
	[RLIMIT_LOCKS] = { "Max file locks", "locks" },
	[RLIMIT_SIGPENDING] = { "Max pending signals", "signals" },
	[RLIMIT_MSGQUEUE] = { "Max msgqueue size", "bytes" },
	[RLIMIT_NICE] = { "Max nice priority", NULL },
	[RLIMIT_RTPRIO] = { "Max realtime priority", NULL },
	[RLIMIT_RTTIME] = { "Max realtime timeout", "us" },
};

static void put_limit(struct seq_file *m, unsigned long value)
{
	if (value == RLIM_INFINITY)
		seq_printf(m, "%-20s ", "unlimited");
	else
		seq_printf(m, "%-20lu ", value);
}

int proc_pid_limits(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	struct rlimit rlim[RLIM_NLIMITS];
	unsigned long flags;

	if (!lock_task_sighand(task, &flags))
		return 0;
	memcpy(rlim, task->signal->rlim, sizeof(rlim));
	unlock_task_sighand(task, &flags);

	seq_printf(m, "%-25s %-20s %-20s %-10s\n", "Limit", "Soft Limit", "Hard Limit", "Units");
	for (int i = 0; i < RLIM_NLIMITS; i++) {
		seq_printf(m, "%-25s ", limit_names[i].name);
		put_limit(m, rlim[i].rlim_cur);
		put_limit(m, rlim[i].rlim_max);
		if (limit_names[i].unit)
			seq_printf(m, "%-10s\n", limit_names[i].unit);
		else
			seq_putc(m, '\n');
	}
	return 0;
}

int proc_pid_personality(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	if (!ptrace_may_access(task, PTRACE_MODE_ATTACH_FSCREDS))
		return -EPERM;
	seq_printf(m, "%08x\n", task->personality);
	return 0;
}

int proc_pid_schedstat(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	seq_printf(m, "%llu %llu %lu\n", (unsigned long long)task->se.sum_exec_runtime,
		   (unsigned long long)task->sched_info.run_delay, task->sched_info.pcount);
	return 0;
}

int proc_pid_wchan(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	unsigned long wchan = 0;

	if (ptrace_may_access(task, PTRACE_MODE_READ_FSCREDS))
		wchan = get_wchan(task);
	if (wchan)
		seq_printf(m, "%ps", (void *)wchan);
	else
		seq_putc(m, '0');
	return 0;
}

/* Where the kernel works for it: addresses and all, so only for root. */
int proc_pid_stack(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	unsigned long entries[STACK_DEPTH];
	unsigned int n;

	if (!capable(CAP_SYS_ADMIN) || !ptrace_may_access(task, PTRACE_MODE_ATTACH_FSCREDS))
		return -EACCES;
	n = stack_trace_save_tsk(task, entries, STACK_DEPTH, 0);
	for (unsigned int i = 0; i < n; i++)
		seq_printf(m, "[<0>] %pB\n", (void *)entries[i]);
	return 0;
}

/* A line for each hierarchy of control groups that is mounted; there is none. */
int proc_pid_cgroup(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	return 0;
}

int proc_pid_sessionid(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	seq_printf(m, "%u", READ_ONCE(task->sessionid));
	return 0;
}

/*
 * How likely the process is to be ended when memory runs out: its share of memory, shifted by
 * oom_score_adj, on a scale of 0 to 2000 where an unadjusted process lies between 667 and 1333.
 */
int proc_oom_score(struct seq_file *m, struct pid *pid, struct task_struct *task)
{
	unsigned long total = totalram_pages() + total_swap_pages;
	long points = 0, adj = task->signal->oom_score_adj;
	struct mm_struct *mm = get_task_mm(task);

	if (mm && adj != -1000 && !is_global_init(task)) {
		points = get_mm_rss(mm) + get_mm_counter(mm, MM_SWAPENTS) +
			 mm_pgtables_bytes(mm) / PAGE_SIZE + adj * (long)(total / 1000);
		points = (1000 + points * 1000 / (long)total) * 2 / 3;
	}
	if (mm)
		mmput(mm);
	seq_printf(m, "%lu\n", points > 0 ? points : 0UL);
	return 0;
}

/* ---- switches ---- */

/* One number from user space. Return: 0 or an errno. */
int number_from_user(const char __user *buf, size_t count, long long *value)
{
	char text[24] = { };

	if (copy_from_user(text, buf, min(count, sizeof(text) - 1)))
		return -EFAULT;
	return kstrtoll(strim(text), 0, value);
}

ssize_t number_to_user(char __user *buf, size_t count, loff_t *ppos, const char *fmt,
		       unsigned long long value)
{
	char text[24];
	int len = snprintf(text, sizeof(text), fmt, value);

	return simple_read_from_buffer(buf, count, ppos, text, len);
}

static int comm_show(struct seq_file *m, void *v)
{
	struct task_struct *p = get_proc_task(m->private);

	if (!p)
		return -ESRCH;
	proc_task_name(m, p, false);
	seq_putc(m, '\n');
	put_task_struct(p);
	return 0;
}

static int comm_open(struct inode *inode, struct file *file)
{
	return single_open(file, comm_show, inode);
}

static ssize_t comm_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *p;
	char name[TASK_COMM_LEN] = { };
	ssize_t ret = count;

	if (copy_from_user(name, buf, min(count, sizeof(name) - 1)))
		return -EFAULT;
	p = get_proc_task(file_inode(file));
	if (!p)
		return -ESRCH;
	/* Only among the threads of one process. */
	if (same_thread_group(current, p))
		set_task_comm(p, name);
	else
		ret = -EINVAL;
	put_task_struct(p);
	return ret;
}

const struct file_operations proc_pid_set_comm_operations = {
	.open = comm_open,
	.read_iter = seq_read_iter,
	.write = comm_write,
	.llseek = seq_lseek,
	.release = single_release,
};

static int get_oom_score_adj(struct file *file, short *adj)
{
	struct task_struct *task = get_proc_task(file_inode(file));

	if (!task)
		return -ESRCH;
	*adj = READ_ONCE(task->signal->oom_score_adj);
	put_task_struct(task);
	return 0;
}

static int set_oom_score_adj(struct file *file, short adj)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	bool privileged = capable(CAP_SYS_RESOURCE);
	int err = 0;

	if (!task)
		return -ESRCH;
	/* Below what the privileged have set it to only with privilege. */
	if (adj < task->signal->oom_score_adj_min && !privileged) {
		err = -EACCES;
	} else {
		WRITE_ONCE(task->signal->oom_score_adj, adj);
		if (privileged)
			task->signal->oom_score_adj_min = adj;
	}
	put_task_struct(task);
	return err;
}

static ssize_t oom_score_adj_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	char text[8];
	short adj;
	int err = get_oom_score_adj(file, &adj);

	if (err)
		return err;
	return simple_read_from_buffer(buf, count, ppos, text,
				       snprintf(text, sizeof(text), "%hd\n", adj));
}

static ssize_t oom_score_adj_write(struct file *file, const char __user *buf, size_t count,
				   loff_t *ppos)
{
	long long adj;
	int err = number_from_user(buf, count, &adj);

	if (err)
		return err;
	if (adj < -1000 || adj > 1000)
		return -EINVAL;
	err = set_oom_score_adj(file, adj);
	return err ? err : count;
}

const struct file_operations proc_oom_score_adj_operations = {
	.read = oom_score_adj_read,
	.write = oom_score_adj_write,
	.llseek = default_llseek,
};

/* oom_adj: the same on a scale of -17 (never) to 15, of which the ends agree. */
#define OOM_ADJ_NEVER	(-17)
#define OOM_ADJ_MAX	15

static ssize_t oom_adj_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	char text[8];
	short adj;
	int err = get_oom_score_adj(file, &adj);

	if (err)
		return err;
	adj = adj == 1000 ? OOM_ADJ_MAX : adj * -OOM_ADJ_NEVER / 1000;
	adj = min_t(short, adj, OOM_ADJ_MAX);
	return simple_read_from_buffer(buf, count, ppos, text,
				       snprintf(text, sizeof(text), "%hd\n", adj));
}

static ssize_t oom_adj_write(struct file *file, const char __user *buf, size_t count, loff_t *ppos)
{
	long long adj;
	int err = number_from_user(buf, count, &adj);

	if (err)
		return err;
	if (adj < OOM_ADJ_NEVER || adj > OOM_ADJ_MAX)
		return -EINVAL;
	err = set_oom_score_adj(file, adj == OOM_ADJ_MAX ? 1000 : adj * 1000 / -OOM_ADJ_NEVER);
	return err ? err : count;
}

const struct file_operations proc_oom_adj_operations = {
	.read = oom_adj_read,
	.write = oom_adj_write,
	.llseek = generic_file_llseek,
};

static struct mm_struct *inode_mm(struct file *file, int *err)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	struct mm_struct *mm;

	*err = task ? 0 : -ESRCH;
	if (!task)
		return NULL;
	mm = get_task_mm(task);
	put_task_struct(task);
	return mm;
}

static ssize_t coredump_filter_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct mm_struct *mm;
	unsigned long filter;
	int err;

	mm = inode_mm(file, &err);
	if (!mm)
		return err;
	filter = (mm->flags & MMF_DUMP_FILTER_MASK) >> MMF_DUMP_FILTER_SHIFT;
	mmput(mm);
	return number_to_user(buf, count, ppos, "%08llx\n", filter);
}

static ssize_t coredump_filter_write(struct file *file, const char __user *buf, size_t count,
				     loff_t *ppos)
{
	struct mm_struct *mm;
	long long value;
	int err = number_from_user(buf, count, &value);

	if (err)
		return err;
	mm = inode_mm(file, &err);
	if (!mm)
		return err ? err : count;
	for (int i = 0; i < MMF_DUMP_FILTER_BITS; i++) {
		if (value & (1L << i))
			set_bit(i + MMF_DUMP_FILTER_SHIFT, &mm->flags);
		else
			clear_bit(i + MMF_DUMP_FILTER_SHIFT, &mm->flags);
	}
	mmput(mm);
	return count;
}

const struct file_operations proc_coredump_filter_operations = {
	.read = coredump_filter_read,
	.write = coredump_filter_write,
	.llseek = generic_file_llseek,
};

static ssize_t timerslack_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *p = get_proc_task(file_inode(file));
	ssize_t ret = -EPERM;

	if (!p)
		return -ESRCH;
	if (p == current || capable(CAP_SYS_NICE))
		ret = number_to_user(buf, count, ppos, "%llu\n", p->timer_slack_ns);
	put_task_struct(p);
	return ret;
}

static ssize_t timerslack_write(struct file *file, const char __user *buf, size_t count,
				loff_t *ppos)
{
	struct task_struct *p;
	long long slack;
	int err = number_from_user(buf, count, &slack);

	if (err)
		return err;
	p = get_proc_task(file_inode(file));
	if (!p)
		return -ESRCH;
	if (p != current && !capable(CAP_SYS_NICE))
		err = -EPERM;
	else
		p->timer_slack_ns = slack ? slack : p->default_timer_slack_ns;
	put_task_struct(p);
	return err ? err : count;
}

const struct file_operations proc_pid_timerslack_operations = {
	.read = timerslack_read,
	.write = timerslack_write,
	.llseek = generic_file_llseek,
};

/*
 * loginuid: as whom the person logged in who is behind this, whatever user it has become since.
 * Inherited by all that one starts. Login programs set it, once; to set it again takes privilege.
 */
static atomic_t last_sessionid = ATOMIC_INIT(0);

static int set_loginuid(kuid_t uid)
{
	if (uid_valid(current->loginuid) && !capable(CAP_AUDIT_CONTROL))
		return -EPERM;
	current->loginuid = uid;
	WRITE_ONCE(current->sessionid, uid_valid(uid) ?
		   (unsigned int)atomic_inc_return(&last_sessionid) : UINT_MAX);
	return 0;
}

static ssize_t loginuid_read(struct file *file, char __user *buf, size_t count, loff_t *ppos)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	kuid_t uid;

	if (!task)
		return -ESRCH;
	uid = task->loginuid;
	put_task_struct(task);
	return number_to_user(buf, count, ppos, "%llu", __kuid_val(uid));
}

static ssize_t loginuid_write(struct file *file, const char __user *buf, size_t count,
			      loff_t *ppos)
{
	struct task_struct *task = get_proc_task(file_inode(file));
	bool own = task == current;
	long long value;
	int err;

	if (task)
		put_task_struct(task);
	if (!own)
		return -EPERM;
	if (*ppos)
		return -EINVAL;
	err = number_from_user(buf, count, &value);
	if (err)
		return err;
	/* -1 and its unsigned twin: nobody */
	if (value < -1 || value > UINT_MAX)
		return -EINVAL;
	err = set_loginuid(KUIDT_INIT(value));
	return err ? err : count;
}

const struct file_operations proc_loginuid_operations = {
	.read = loginuid_read,
	.write = loginuid_write,
	.llseek = generic_file_llseek,
};
