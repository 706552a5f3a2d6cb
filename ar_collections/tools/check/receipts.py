"""Whose money a line of a bank statement may be. Pure: no database, no clock."""

import re
from typing import NamedTuple

from ..statement import numbers

# Signs that a number needs to mean something on a bank statement, and letters of a name.
MIN_NUMBER, MIN_NAME = 6, 4
WORD = re.compile(r"\w+")
# Legal forms, which banks leave out or write otherwise.
FORMS = frozenset(
    [
        "ab",
        "ag",
        "as",
        "bv",
        "bvba",
        "co",
        "company",
        "corp",
        "corporation",
        "gmbh",
        "inc",
        "kft",
        "kg",
        "limited",
        "llc",
        "llp",
        "ltd",
        "nv",
        "oy",
        "plc",
        "pte",
        "pty",
        "sa",
        "sarl",
        "sas",
        "se",
        "spa",
        "srl",
        "the",
        "und",
    ]
)


class Receipt(NamedTuple):
    """Money in: the partner that the line names, if any, and what the bank tells."""

    id: int
    partner_id: int | None = None
    name: str = ""
    account: str = ""
    text: str = ""


class Payer(NamedTuple):
    """A customer: its name and those of its people, its bank accounts, the numbers of what it
    owes."""

    id: int
    names: tuple = ()
    accounts: tuple = ()
    numbers: tuple = ()


class _Entry(NamedTuple):
    number: str
    reference: str
    text: str


def find_payers(receipts, payers):
    """The customers that receipts may come from.

    :param receipts: iterable of ``Receipt``
    :param payers: iterable of ``Payer``
    :return: {payer id: (receipt id, "partner", "account", "number" or "name")}, the first receipt
        that speaks of it, by the best evidence on it
    """
    index = _Index(payers)
    found = {}
    for receipt in receipts:
        for how, ids in index.look_up(receipt):
            for payer_id in ids:
                found.setdefault(payer_id, (receipt.id, how))
    return found


class _Index:
    """Payers by all that a bank statement may tell of them."""

    def __init__(self, payers):
        self._ids, self._accounts, self._numbers, self._names = set(), {}, {}, {}
        # Names in signs, which stand in texts without blanks around.
        self._signs = []
        for payer in payers:
            self._ids.add(payer.id)
            for account in payer.accounts:
                self._add(self._accounts, plain_account(account), payer.id)
            for number in payer.numbers:
                self._add(self._numbers, plain_number(number), payer.id)
            for place, name in enumerate(payer.names):
                words = name_words(name)
                # "Invoices" is a contact, and no name to know somebody by.
                if place and len(words) < 2:
                    continue
                if sum(map(len, words)) >= _least(words):
                    self._add(self._names, words[0], (words, payer.id))
                    if not any(map(str.isascii, words)):
                        self._signs.append(("".join(words), payer.id))

    @staticmethod
    def _add(table, key, value):
        if key:
            table.setdefault(key, []).append(value)

    def look_up(self, receipt):
        """(how, ids of payers) of what a receipt tells, the best evidence first."""
        if receipt.partner_id in self._ids:
            yield "partner", [receipt.partner_id]
        told = numbers.words(_Entry("", receipt.text, receipt.name))
        yield "number", [id_ for word in sorted(told) for id_ in self._numbers.get(word, ())]
        if receipt.partner_id:
            # Somebody has said whose it is; a document of another one is named all the same.
            return
        yield "account", self._accounts.get(plain_account(receipt.account), ())
        for text in (receipt.name, receipt.text):
            words = name_words(text)
            yield "name", self._find_names(words)
            together = "".join(words)
            yield "name", [id_ for name, id_ in self._signs if name in together]

    def _find_names(self, words):
        return [
            payer_id
            for start, word in enumerate(words)
            for name, payer_id in self._names.get(word, ())
            if words[start : start + len(name)] == name
        ]


def _least(words):
    # A name in signs is short.
    return MIN_NAME if all(word.isascii() for word in words) else 2


def name_words(name):
    """The words of a name without case, punctuation and legal forms."""
    words = tuple(WORD.findall((name or "").casefold()))
    return tuple(word for word in words if word not in FORMS and len(word) > 1) or words


def plain_account(account):
    """An account number without blanks and punctuation; empty where it is too short."""
    plain = "".join(WORD.findall((account or "").casefold()))
    return plain if len(plain) >= MIN_NUMBER else ""


def plain_number(number):
    """A document number as ``numbers.words`` tells it; empty where it says too little."""
    plain = numbers.plain(number or "")
    return plain if len(plain) >= MIN_NUMBER and any(map(str.isdigit, plain)) else ""
