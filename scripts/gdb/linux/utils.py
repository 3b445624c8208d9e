# SPDX-License-Identifier: GPL-2.0-only
"""What the commands share: reading values, lists and trees of the kernel."""
import gdb


def sym(expression):
    return gdb.parse_and_eval(expression)


def number(expression):
    """An expression's value as a non-negative number."""
    return int(sym(expression)) & (1 << 64) - 1


def type_of(name):
    return gdb.lookup_type(name)


def offset_of(type_name, member):
    return int(sym(f'&(({type_name} *)0)->{member}'))


def container_of(address, type_name, member):
    at = int(address) - offset_of(type_name, member)
    return gdb.Value(at & (1 << 64) - 1).cast(type_of(type_name).pointer())


def each_in_list(head, type_name, member):
    """The structures of a struct list_head, which is a gdb value."""
    start, at = int(head.address), head['next']
    while int(at) != start:
        entry = container_of(at, type_name, member)
        yield entry
        at = at['next']


def each_in_rbtree(node, type_name, member):
    """The structures of a subtree in order; @node is a struct rb_node *."""
    stack = []
    while stack or int(node):
        while int(node):
            stack.append(node)
            node = node['rb_left']
        node = stack.pop()
        yield container_of(node, type_name, member)
        node = node['rb_right']


def flag_names(value, names):
    return '|'.join(name for bit, name in names if value >> bit & 1)


def enum_bits(prefix, type_name):
    """[(value, name)] of an enum's constants, without the prefix."""
    return [(field.enumval, field.name[len(prefix):]) for field in type_of(type_name).fields()
            if field.name.startswith(prefix)]


class Command(gdb.Command):
    """A command whose name and help are its class's; errors are one line."""
    kind = gdb.COMMAND_DATA

    def __init__(self):
        super().__init__(self.name, self.kind)

    def invoke(self, argument, from_tty):
        try:
            self.run(gdb.string_to_argv(argument))
        except gdb.MemoryError as error:
            raise gdb.GdbError(f'{self.name}: {error}')

    def usage(self):
        raise gdb.GdbError(self.__doc__.strip().split('\n')[-1].strip())
