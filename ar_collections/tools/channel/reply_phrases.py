"""Phrases of ``reply_words`` as expressions."""

import re

#: What a clause may say.
SIGNALS = (
    "paid",  # money has left
    "not_paid",  # it has not, or something else was paid
    "another",  # an invoice, but not this one
    "will_pay",  # it will leave
    "sum",  # a sum of money that is not that of a bill (``reply_letter``)
    "moves",  # money goes, and the day says when
    "refuses",  # it will not
    "because",  # and why
    "condition",  # only if or when something else happens
    "polite",  # "if that suits you": no condition
    "approved",  # cleared to be paid, which has not happened
    "this_one",  # the invoice that is asked for
    "rest",  # what is left when a part is paid
    "unresolved",  # whether or when is not known, or nobody has agreed to it yet
    "asks",  # what the letter before this one had asked for
    "since",  # how it has been since a day
    "thing",  # what left is no money
    "habit",  # what is always so
    "doubt",  # a wish, a guess, a thing that should be
    "dispute",  # the claim is wrong, wholly or in part
    "even",  # nothing is left to pay, or less by the discount that was agreed
    "no_dispute",  # it is not
    "copy",  # a paper or a number is asked for
    "contact",  # somebody else, or another address
    "hardship",  # cannot pay now, asks for time or instalments
    "optout",  # wants no more of these messages
    "absent",  # an automatic answer of somebody who is away
)

#: Between two words; an article may hang on the second: l'avoir, d'ici.
_BETWEEN = r"[^\w.!?;\n]+(?:(?:[cdjlmnst]|qu)')?"
#: Each sign of a gap belongs to a word or stands between two, never to either: what could be cut
#: in two ways costs twice the time with each word.
_GAP = r"(?:[^\w.!?;\n'@]+[\w'@.]{1,30}){0,6}?"


def _word(token):
    """A token as an expression: its alternatives, blanks and open ends."""
    words = (re.escape(word).replace("_", _BETWEEN) for word in token.split("|"))
    return "|".join(word.replace(r"\*", r"[\w']*") for word in words)


def _spaced(phrase):
    """A phrase of a language with blanks, as an expression."""
    first, last = phrase.startswith("^"), phrase.endswith("$")
    parts, before = [], ""
    for token in phrase.strip("^$").split():
        if token == "..":
            parts.append(_GAP)
        elif token.startswith("["):
            parts.append(rf"(?:{before}(?:{_word(token[1:-1])})(?![\w']))?")
        else:
            parts.append(rf"{before}(?:{_word(token)})(?![\w'])")
        before = _BETWEEN
    body = "".join(parts)
    return _bound(rf"(?<!\w){body}", first, last)


def _dense(phrase):
    """A phrase of Chinese: signs, ``..`` between them, alternatives in brackets."""
    first, last = phrase.startswith("^"), phrase.endswith("$")
    body = phrase.strip("^$").replace("..", r"[^。!?;；\n]{0,12}?")
    return _bound(body, first, last)


def _bound(body, first, last):
    """The expression alone in its clause, where a phrase says so."""
    return (r"^\W*" if first else "") + body + (r"\W*$" if last else "")


def compile_spaced(phrases):
    """{signal: expression} of the phrases of a language with blanks."""
    return _compile(phrases, _spaced)


def compile_dense(phrases):
    """{signal: expression} of the phrases of a language without blanks."""
    return _compile(phrases, _dense)


def _compile(phrases, form):
    lines = {signal: phrases.get(signal, "").strip().splitlines() for signal in SIGNALS}
    return {
        signal: re.compile("|".join(f"(?:{form(line.strip())})" for line in found))
        for signal, found in lines.items()
        if found
    }
