"""What happened to the demo company's customers: ``story.txt``, a line for each thing done."""

import ast
import shlex
from typing import NamedTuple

from odoo.tools.misc import file_open

# Weekly runs, and month ends, before today.
WEEKS, MONTHS = 26, 6


class Event(NamedTuple):
    """Something that somebody does.

    :param day: counted from today
    :param who: a key of the users; empty: a customer, or somebody who has no account
    :param step: ``_do_<step>`` of ``ar.demo``
    :param about: the customer, and what else the step asks for in its order
    :param how: further arguments by their names
    """

    day: int
    who: str
    step: str
    about: tuple
    how: dict


def make_event(day, who, step, *about, **how):
    """An ``Event`` from its parts."""
    return Event(day, who, step, about, how)


def _read_value(text):
    """Numbers and pairs as such, anything else as text."""
    try:
        return ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return text.replace("\\n", "\n")


def _read_event(line):
    day, who, step, *rest = shlex.split(line)
    about, how = [], {}
    for word in rest:
        name, given, value = word.partition("=")
        if given and name.isidentifier():
            how[name] = _read_value(value)
        else:
            about.append(_read_value(word))
    return Event(int(day), who.strip("-"), step, tuple(about), how)


with file_open("ar_collections/demo/story.txt") as _story:
    STORY = [_read_event(line) for line in _story if line.strip() and not line.startswith("#")]
