# SPDX-License-Identifier: GPL-2.0-only
"""Tasks and their address spaces: lx-ps, lx-mm, lx-vma (also called lx-maps)."""
import gdb

from linux.utils import Command, each_in_list, number, sym, type_of

STATES = {0: 'R', 1: 'S', 2: 'D', 4: 'T', 8: 't'}


def each_process():
    """All group leaders, beginning with the idle task."""
    init = sym('init_task')
    yield init.address
    yield from each_in_list(init['tasks'], 'struct task_struct', 'tasks')


def each_thread(leader):
    yield from each_in_list(leader['signal'].dereference()['thread_head'], 'struct task_struct',
                            'thread_node')


def task_of(arguments, command):
    """The task of a PID."""
    if len(arguments) != 1:
        command.usage()
    pid = number(arguments[0])
    for leader in each_process():
        if int(leader['pid']) == pid:
            return leader
        for thread in each_thread(leader):
            if int(thread['pid']) == pid:
                return thread
    raise gdb.GdbError(f'{command.name}: no task {pid}')


def mm_of(arguments, command):
    mm = task_of(arguments, command)['mm']
    if not int(mm):
        raise gdb.GdbError(f'{command.name}: {arguments[0]} is a kernel thread')
    return mm


class LxPs(Command):
    """List all tasks: address, PID, state, whether it runs, command name.
    lx-ps"""
    name = 'lx-ps'

    def run(self, arguments):
        print(f'{"TASK":>18} {"PID":>7} S CPU COMM')
        for leader in each_process():
            threads = list(each_thread(leader)) or [leader]
            for task in threads:
                state = STATES.get(int(task['__state']) & 0xf, '?')
                cpu = int(task['thread_info']['cpu']) if int(task['on_cpu']) else '-'
                print(f'{int(task):#18x} {int(task["pid"]):7} {state} {cpu:>3} {task["comm"].string()}')


RSS = ['file', 'anon', 'shmem', 'swap entries']


class LxMm(Command):
    """Show a task's address space: its bounds and counters.
    lx-mm PID"""
    name = 'lx-mm'

    def run(self, arguments):
        mm = mm_of(arguments, self)
        print(f'mm_struct {int(mm):#x} pgd {int(mm["pgd"]):#x} users {int(mm["mm_users"]["counter"])} '
              f'count {int(mm["mm_count"]["counter"])}')
        print(f'vmas {int(mm["map_count"])} total {int(mm["total_vm"])} locked {int(mm["locked_vm"])} '
              f'data {int(mm["data_vm"])} exec {int(mm["exec_vm"])} stack {int(mm["stack_vm"])} pages')
        print('rss ' + ', '.join(f'{name} {int(mm["rss_stat"][i]["counter"])}' for i, name in enumerate(RSS))
              + f'; page tables {int(mm["pgtables_bytes"]["counter"]) >> 10} kB')
        for name in ('code', 'data'):
            print(f'{name:6}{int(mm["start_" + name]):016x}-{int(mm["end_" + name]):016x}')
        print(f'brk   {int(mm["start_brk"]):016x}-{int(mm["brk"]):016x}')
        print(f'stack {int(mm["start_stack"]):016x}')


def each_entry(node):
    """The entries of a maple tree's node and those below, in order of address."""
    for i in range(int(node['nr'])):
        slot = node['slot'][i]
        if int(node['level']):
            yield from each_entry(slot.cast(node.type))
        elif int(slot):
            yield slot


def file_path(file):
    """From the root of its mount; names of other mounts are cut short."""
    parts, dentry = [], file['f_path']['dentry']
    while int(dentry) and int(dentry['d_parent']) != int(dentry):
        parts.insert(0, dentry['d_name']['name'].string())
        dentry = dentry['d_parent']
    return '/' + '/'.join(parts)


def vma_name(vma, mm):
    if int(vma['vm_file']):
        return file_path(vma['vm_file'])
    start, end = int(vma['vm_start']), int(vma['vm_end'])
    if start <= int(mm['brk']) and end >= int(mm['start_brk']):
        return '[heap]'
    if start <= int(mm['start_stack']) <= end:
        return '[stack]'
    return ''


class LxVma(Command):
    """List a task's mappings as /proc/PID/maps does, with each vm_area_struct.
    lx-vma PID"""
    name = 'lx-vma'

    def run(self, arguments):
        mm = mm_of(arguments, self)
        root = mm['mm_mt']['ma_root']
        if not int(root):
            return
        for entry in each_entry(root):
            vma = entry.cast(type_of('struct vm_area_struct').pointer())
            flags = int(vma['vm_flags'])
            rights = ''.join(c if flags >> bit & 1 else '-' for bit, c in enumerate('rwx'))
            rights += 's' if flags >> 3 & 1 else 'p'
            print(f'{int(vma["vm_start"]):08x}-{int(vma["vm_end"]):08x} {rights} '
                  f'{int(vma["vm_pgoff"]) << 12:08x} {int(vma):#x} {vma_name(vma, mm)}'.rstrip())


class LxMaps(LxVma):
    """List a task's mappings as /proc/PID/maps does, with each vm_area_struct.
    lx-maps PID"""
    name = 'lx-maps'


LxPs()
LxMm()
LxVma()
LxMaps()
