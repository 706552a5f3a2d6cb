"""What a customer answers, read from a letter. Pure, by rules, in five languages.

Facts first: the letter without what it quotes, cut into clauses, and what each clause may say
(``reply_words``). Then the decision: what the clauses mean together. A reading is a proposal for a
person; where a letter says several things, or says them with "if" and "perhaps", the confidence
falls, and what is not sure is ``other``.
"""

import datetime
from decimal import Decimal
from typing import NamedTuple

from .reply_dates import find_days, fold
from .reply_facts import find_amount, find_day, find_reference
from .reply_letter import cut_quotes, find_language, read_clauses
from .reply_words import WORDS

#: Signs of a letter that are read; what follows is hardly an answer.
MAX_SIGNS = 4_000
#: Signs up to which a letter is too short to tell its language.
FEW_SIGNS = 300
#: By which a reading in another language than the customer's is less sure.
LESS_SURE = 0.8
#: What stands between a clause and the next one.
AROUND = " \t\r\n,;:，、；：。"
#: Kinds of answers.
KINDS = (
    "paid",
    "promise",
    "dispute",
    "copy",
    "contact",
    "hardship",
    "optout",
    "absent",
    "other",
)


class Reply(NamedTuple):
    """What a letter says.

    ``kind`` is one of ``KINDS``; ``date`` the day of payment, promised or made, or the one on which
    somebody is back; ``amount`` the amount paid or promised as a ``Decimal`` in ``currency`` (a
    code, or empty where none is written); ``reference`` the bank's or the customer's number of a
    payment; ``confidence`` from 0 to 1; ``words`` the clause that decided.
    """

    kind: str
    date: datetime.date | None = None
    amount: Decimal | None = None
    currency: str = ""
    reference: str = ""
    confidence: float = 0.0
    words: str = ""
    language: str = "en"


def read_reply(text, lang, today):
    """Read a letter.

    :param str text: as it came, with quotes and signature
    :param str lang: the customer's language, which decides where the letter itself does not
    :param date today: the day on which it was written
    :return: a ``Reply``
    """
    own = cut_quotes(text or "")[:MAX_SIGNS]
    folded = fold(own)
    language = find_language(folded, lang)
    clauses = read_clauses(folded, language, own)
    kind, confidence, deciding = _decide(clauses, today, _month_first(lang))
    if deciding is None and len(own) <= FEW_SIGNS:
        language, clauses, (kind, confidence, deciding) = _read_abroad(
            folded, language, own, today, (language, clauses, (kind, confidence, None))
        )
    if deciding is None:
        return Reply(kind, confidence=confidence, language=language)
    month_first = _month_first(lang) and language == "en"
    day = find_day(kind, deciding, clauses, today, month_first)
    amount, currency = (None, "")
    if kind in ("paid", "promise"):
        amount, currency = find_amount(deciding, clauses)
    words = own[deciding.start : deciding.start + len(deciding.text)].strip(AROUND)
    reference = find_reference(folded, own) if kind == "paid" else ""
    return Reply(kind, day, amount, currency, reference, confidence, words, language)


def _read_abroad(folded, language, own, today, otherwise):
    """A short letter that says nothing in its language may be of another one than the customer's:
    what says something in one other language alone is in that one.

    :param otherwise: what is returned where none does, or several do
    :return: (language, clauses, (kind, confidence, deciding clause))
    """
    found = []
    for code in WORDS:
        if code != language:
            clauses = read_clauses(folded, code, own)
            kind, confidence, deciding = _decide(clauses, today, False)
            if deciding is not None:
                found.append((code, clauses, (kind, round(confidence * LESS_SURE, 2), deciding)))
    return found[0] if len(found) == 1 else otherwise


def _month_first(lang):
    return (lang or "").lower().startswith("en_us")


# -- the decision ----------------------------------------------------------------------


def _says_paid(clause):
    against = {"not_paid", "condition", "refuses", "approved", "thing", "habit", "asks"}
    paid = "paid" in clause.signals or clause.signals >= {"moves", "since"}
    return paid and not clause.signals & against


#: What keeps a clause about money that goes from being a promise.
_NO_MOVE = frozenset({"paid", "not_paid", "doubt", "dispute", "copy", "hardship", "absent"})


def _decide(clauses, today, month_first):
    """The kind of a letter, how sure that is, and the clause that decides. Pure."""
    said = _Said(clauses, today, month_first)
    for judge in (_judge_absent, _judge_money, _judge_dispute, _judge_rest):
        found = judge(said)
        if found:
            return found
    return "other", 0.3, None


class _Said:
    """The clauses of a letter, by what they say."""

    def __init__(self, clauses, today, month_first):
        self.clauses, self.today, self.month_first = clauses, today, month_first
        self.all = frozenset().union(*(clause.signals for clause in clauses))
        self.paid = [
            c
            for c in clauses
            if _says_paid(c) and not self._is_ahead(c) and not self._is_another(c)
        ]
        self.promised = [c for c in clauses if self._promises(c)]
        self.disputed = [
            c
            for c in clauses
            if "dispute" in c.signals
            and not c.signals & {"no_dispute", "hardship", "optout"}
            # "We have paid, so we owe nothing" is no quarrel.
            and not ("even" in c.signals and self.paid)
        ]

    def _promises(self, clause):
        """Whether money is said to leave: then, or without a day; not on one that is over."""
        if clause.signals & {"refuses", "condition", "asks", "since"}:
            return False
        if "paid" in clause.signals and self._is_ahead(clause):
            return True
        if any(
            "refuses" in c.signals and c.sentence == clause.sentence and c.start > clause.start
            for c in self.clauses
        ):
            return False
        if (
            clause.signals & {"moves", "sum"}
            and not clause.signals & _NO_MOVE
            and self.has_day(clause)
        ):
            return True
        # "Will be paid" is no payment that was made.
        if "will_pay" not in clause.signals or clause.signals & {
            "paid",
            "not_paid",
            "approved",
        } == {"paid"}:
            return False
        days = find_days(clause.text, self.today, False, self.month_first)
        return not days or any(found.day >= self.today for found in days)

    def _is_ahead(self, clause):
        """Whether what is said to be paid lies ahead: "scheduled for 4 December"."""
        days = find_days(clause.text, self.today, True, self.month_first)
        return bool(days) and all(found.day > self.today for found in days)

    def _is_another(self, clause):
        """Whether what was paid is another invoice, and this one was not."""
        return "another" in clause.signals and any(
            c.signals & {"not_paid", "this_one", "unresolved"}
            for c in self.clauses
            if c is not clause
        )

    def is_left_open(self, clause):
        """Whether the letter ends with a question: "… paid it, I think; I have to ask." """
        return any("unresolved" in c.signals and c.start > clause.start for c in self.clauses)

    def is_sure(self, clause):
        """Whether money has left without a doubt: a day says more than "I think"."""
        if "doubt" not in clause.signals:
            return True
        return "?" not in clause.text and bool(
            find_days(clause.text, self.today, True, self.month_first)
        )

    def first(self, *signals):
        return next((c for c in self.clauses if c.signals & set(signals)), None)

    def has_day(self, clause):
        """Whether a clause names a day that is not over."""
        days = find_days(clause.text, self.today, False, self.month_first)
        return any(found.day >= self.today for found in days)

    def reasons(self, clause):
        """Whether the sentence of a clause says "until" or "because"."""
        same = (c.signals for c in self.clauses if c.sentence == clause.sentence)
        return any(signals & {"condition", "because"} for signals in same)

    def conditioned(self, clause):
        """Whether the sentence of a clause says "if" in another clause."""
        return any(
            "condition" in c.signals
            for c in self.clauses
            # "200 tomorrow, the rest when my client pays me": the 200 are promised.
            if c.sentence == clause.sentence and ("rest" not in c.signals or c is clause)
        )


def _judge_absent(said):
    if "absent" in said.all and not said.paid and not said.promised and not said.disputed:
        return "absent", 0.9, said.first("absent")
    return None


def _judge_money(said):
    """Paid or promised, where the letter says so without a doubt."""
    sure = [c for c in said.paid if said.is_sure(c) and not said.is_left_open(c)]
    firm = [c for c in said.promised if "doubt" not in c.signals and not said.conditioned(c)]
    dated = [c for c in firm if said.has_day(c)]
    # "Our days are the 5th and the 20th": yours is among them only where this is said.
    dated = [c for c in dated if "habit" not in c.signals or "this_one" in said.all]
    if said.disputed and (firm or sure):
        resolved = "no_dispute" in said.all
        return _judge_mixed(said, sure, firm if resolved else dated)
    if dated:
        return "promise", 0.6 if sure or "refuses" in said.all else 0.9, dated[0]
    if sure:
        return "paid", 0.6 if said.all & {"not_paid", "refuses"} else 0.95, sure[0]
    plain = [c for c in firm if "habit" not in c.signals]
    if plain and not said.all & {"refuses", "hardship", "copy"}:
        return "promise", 0.6, plain[0]
    return None


def _judge_mixed(said, sure, firm):
    """Something is wrong, and something was or will be paid: what is said last counts. Whoever
    begins with an old quarrel ends with the money; whoever pays a part ends with the rest."""
    wrong = max(c.start for c in said.disputed)
    if "no_dispute" in said.all or any(c.start > wrong for c in sure + firm):
        if firm and (not sure or firm[-1].start > sure[-1].start):
            return "promise", 0.5, firm[-1]
        if sure:
            return "paid", 0.5, sure[-1]
    return "dispute", 0.6, said.disputed[0]


def _judge_dispute(said):
    if said.disputed:
        sure = "no_dispute" not in said.all
        return "dispute", 0.9 if sure else 0.5, said.disputed[0]
    # "We will not pay until …": something is not as it should be.
    held = [c for c in said.clauses if "refuses" in c.signals and said.reasons(c)]
    if held and not said.all & {"hardship", "copy"}:
        return "dispute", 0.5, held[0]
    return None


def _judge_rest(said):
    for kind, confidence in (
        ("optout", 0.85),
        ("hardship", 0.8),
        ("contact", 0.8),
        ("copy", 0.8),
    ):
        if kind in said.all:
            return kind, confidence, said.first(kind)
    return None
