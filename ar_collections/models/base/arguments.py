"""What public methods are given by RPC may be anything: it is understood here, or refused in a
sentence that shows how to write it."""

import json
from math import isfinite

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Domain

# Before it no screen of Odoo's shows a day.
FIRST_YEAR = 1900
# A question that a list keeps is shorter.
MOST_LETTERS = 2_000


def to_day(env, value):
    """A date of a date or its ISO text; None for nothing.

    :raise UserError: it is no day
    """
    try:
        day = fields.Date.to_date(value) or None
        if day and day.year < FIRST_YEAR:
            raise ValueError(value)
        return day
    except (AttributeError, TypeError, ValueError) as error:
        raise UserError(
            env._("“%s” is not a day. Write it as 2026-12-31.", quote(value))
        ) from error


def to_number(env, value, kind):
    """A finite number.

    :param kind: int or float
    :raise UserError: it is no such number
    """
    try:
        number = kind(value)
        if not isfinite(number) or number != float(value):
            raise ValueError(value)
        return number
    except (OverflowError, TypeError, ValueError) as error:
        raise UserError(
            env._("“%s” is not a number. Write digits only, as 30.", quote(value))
        ) from error


def to_bool(env, value):
    """True or False; False for nothing.

    :raise UserError: it is neither
    """
    if value is not None and type(value) is not bool:
        raise UserError(env._("“%s” is neither yes nor no. Write true or false.", quote(value)))
    return bool(value)


def to_ids(env, values):
    """A list of ids that the database may have, or None for all.

    :raise UserError: it is no list of ids
    """
    if values in (None, False):
        return None
    if not isinstance(values, (list, tuple)) or not all(map(is_id, values)):
        raise UserError(
            env._("“%s” is not a list of ids. Write it as [3, 7], or leave it out.", quote(values))
        )
    return values


def to_question(env, text, parts):
    """The parts of a question that a list keeps as JSON in its domain.

    :param parts: how many there are
    :raise UserError: it is no such question
    """
    try:
        question = json.loads(text)
        if not isinstance(question, list) or len(question) != parts:
            raise ValueError(text)
    except (RecursionError, TypeError, ValueError) as error:
        raise UserError(
            env._("The records behind this figure cannot be found. Open the page anew.")
        ) from error
    return question


def search_question(env, operator, value, parts, find):
    """The domain of the records behind a figure: what a search of its question answers.

    :param value: a question, as of ``to_question``, as the only one of a list: each is work for
        the database, and a screen asks one
    :param find: a method that answers the SQL of ids of a question's parts
    :raise UserError: for several questions, and for what is none
    """
    if operator != "in":
        return NotImplemented
    texts = [text for text in value if text]
    if len(texts) > 1 or len(str(texts)) > MOST_LETTERS:
        raise UserError(
            env._("The records behind this figure cannot be found. Open the page anew.")
        )
    return Domain.OR(Domain("id", "in", find(*to_question(env, text, parts))) for text in texts)


def is_id(value):
    """Whether the database may have such an id."""
    return type(value) is int and 0 < value < 2**31


def quote(value):
    """A value as a sentence names it; lists and dicts are no arguments of the sentence."""
    return value if isinstance(value, str) else repr(value)
