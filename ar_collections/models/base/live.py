"""Live figures: read when somebody asks, never stored; lists can be searched and sorted by them."""

import operator as py_operator
from contextlib import contextmanager

from odoo import fields
from odoo.fields import Domain
from odoo.tools import SQL

_COMPARE = {
    ">": py_operator.gt,
    ">=": py_operator.ge,
    "<": py_operator.lt,
    "<=": py_operator.le,
    "=": py_operator.eq,
    "!=": py_operator.ne,
    "in": lambda value, wanted: value in wanted,
    "not in": lambda value, wanted: value not in wanted,
}


class _Sortable:
    """Sorted by ``order_by_figures``, in the model's ``_order_field_to_sql``."""

    def _description_sortable(self, env):
        return True


class LiveMonetary(_Sortable, fields.Monetary):
    pass


class LiveFloat(_Sortable, fields.Float):
    pass


class _Groupable(_Sortable):
    """Sorted and grouped by what the model's ``_field_to_sql`` joins to the rows."""

    def _description_groupable(self, env):
        return True


class LiveDate(_Groupable, fields.Date):
    pass


class LiveMany2one(_Groupable, fields.Many2one):
    pass


class LiveSelection(_Groupable, fields.Selection):
    pass


# What a page reads once: its name for ``reading_once`` and ``keep``.
PAGE = "ar_page"


@contextmanager
def reading_once(env, name):
    """Let ``keep`` read what belongs to ``name`` once in the block, in which nobody writes."""
    kept = env.cr.cache
    if name in kept:
        yield
        return
    kept[name] = {}
    try:
        yield
    finally:
        kept.pop(name, None)


def is_reading_once(env, name):
    """Whether a block of ``reading_once`` is open."""
    return name in env.cr.cache


def keep(env, name, key, read):
    """What ``read()`` gives, read once in a block of ``reading_once`` for the user and his
    companies."""
    kept = env.cr.cache.get(name)
    if kept is None:
        return read()
    key = (key, env.uid, env.su, tuple(env.companies.ids))
    if key not in kept:
        kept[key] = read()
    return kept[key]


def compare_figures(operator):
    """The function of two figures that an operator of a domain stands for; None if it compares
    none."""
    return _COMPARE.get(operator)


def domain_of_figures(figures, operator, value, to_ids=list):
    """Domain of the records whose live figure compares to ``value``.

    :param figures: {key: figure}; records without a key have the figure 0
    :param to_ids: turns a list of keys into ids, or into a query of them
    :return: a ``Domain``, or NotImplemented for an operator that compares no numbers
    """
    compare = compare_figures(operator)
    if compare is None:
        return NotImplemented
    fitting = {key for key, figure in figures.items() if compare(figure, value)}
    if compare(0, value):
        return Domain("id", "not in", to_ids([key for key in figures if key not in fitting]))
    return Domain("id", "in", to_ids(list(fitting)))


def order_by_figures(query, alias, field_name, figures, direction, nulls, columns=("id",)):
    """What ``_order_field_to_sql`` returns for a live figure: the figures are joined to the rows.

    :param figures: {key: figure}, a key being a tuple of the values of ``columns``; records
        without a key have the figure 0
    :param columns: names of columns of integers, by which the rows are found
    """
    joined = query.make_alias(alias, field_name)
    if joined not in query._joins:
        table = SQL(
            "(SELECT * FROM unnest(%s, %s::float[]) AS figure (%s, value))",
            SQL(", ").join(
                SQL("%s::int[]", [key[number] for key in figures]) for number in range(len(columns))
            ),
            list(figures.values()),
            SQL(", ").join(map(SQL.identifier, columns)),
        )
        same = SQL(" AND ").join(
            SQL("%s = %s", SQL.identifier(joined, name), SQL.identifier(alias, name))
            for name in columns
        )
        query.add_join("LEFT JOIN", joined, table, same)
    return SQL("COALESCE(%s, 0) %s %s", SQL.identifier(joined, "value"), direction, nulls)
