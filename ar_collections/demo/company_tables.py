"""The demo company's rates, payment terms, tags and policies.

Every day of the tables is counted from today: ``due=-6`` was due six days ago, ``due=4`` falls due
in four days. Nothing is random, so that two databases built on the same day hold the same figures.
"""

from typing import NamedTuple


class Policy(NamedTuple):
    """A policy beside the ready one: for whom, and in what it differs.

    :param key: by which the story calls it
    :param interest_from: the first level that asks for interest; 0: none
    :param thanks_until: the last level after which who pays is thanked; 0: none
    :param held_out: the last level whose reminders may be held out by lot; 0: none
    :param ways: (number of a level, way, usage) of what speaks beside the usual ways
    """

    key: str
    name: str
    values: dict
    countries: tuple = ()
    tags: tuple = ()
    interest_from: int = 0
    thanks_until: int = 0
    held_out: int = 0
    ways: tuple = ()


#: Days from the invoice to its first due date, and where the term comes from.
TERM_DAYS = {"now": 0, "15": 15, "30": 30, "45": 45, "halves": 30, "discount": 30}
TERM_XMLIDS = {
    "now": "account.account_payment_term_immediate",
    "15": "account.account_payment_term_15days",
    "30": "account.account_payment_term_30days",
    "45": "account.account_payment_term_45days",
}

TAGS = {
    "key": "Key account",
    "hospitality": "Hospitality",
    "retail": "Retail",
    "public": "Public sector",
}


def _numbers(text):
    return tuple(float(word) for word in text.split())


#: Units of the currency for one euro, a rate each 30 days, the last one today.
RATE_EVERY = 30
RATES = {
    "GBP": _numbers(
        "0.842 0.847 0.851 0.846 0.853 0.858 0.861 0.855 "
        "0.849 0.857 0.864 0.869 0.862 0.868 0.873 0.866"
    ),
    "USD": _numbers(
        "1.046 1.058 1.071 1.084 1.079 1.093 1.108 1.117 "
        "1.102 1.121 1.134 1.128 1.143 1.151 1.139 1.162"
    ),
}

POLICIES = (
    Policy(
        "key",
        "Key accounts: one notice per invoice",
        {"sequence": 10, "grouping": "invoice", "step": "age"},
        tags=("key",),
    ),
    Policy(
        "outside",
        "Outside the EU: by the age of the debt",
        {"sequence": 20, "step": "age", "min_amount": 100.0},
        countries=("AU", "CH", "CN", "GB", "IN", "US"),
        ways=((2, "sms", "fallback"),),
    ),
    # Near enough to go there.
    Policy(
        "home",
        "Ireland: a visit with the formal demand",
        {"sequence": 25},
        countries=("IE",),
        interest_from=4,
        thanks_until=3,
        ways=((4, "visit", "always"),),
    ),
    # What friendly reminders bring is measured where no customer of the story has to hear of one
    # on a certain day.
    Policy(
        "lot",
        "European Union, where friendly reminders are measured",
        {"sequence": 28, "holdout_share": 50.0},
        countries=("AT", "BE", "ES", "IT", "MT", "PL", "PT", "SE"),
        interest_from=4,
        thanks_until=3,
        held_out=2,
        ways=((2, "sms", "fallback"),),
    ),
    Policy(
        "union",
        "European Union: with late interest",
        {"sequence": 30},
        countries=("DE", "FR", "NL"),
        interest_from=4,
        thanks_until=3,
        ways=((2, "sms", "fallback"),),
    ),
)
