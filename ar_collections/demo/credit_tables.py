"""What the demo company knows of its customers, and what it decided about their credit."""

from typing import NamedTuple


class Credit(NamedTuple):
    """A customer's review.

    :param answer: index of the answer to the question about standing and management
    :param figures: last year in thousands: current assets, total assets, current liabilities,
        total liabilities, retained earnings, equity, sales, EBIT, net profit
    :param agency: score of the agency, and how many days ago
    :param state: how far the review has come
    :param judgement: what the reviewer wrote
    :param years: how old the statement is
    """

    answer: int | None = None
    figures: tuple = ()
    agency: tuple = ()
    state: str = "approved"
    judgement: str = ""
    years: int = 1


AGENCY = "Sample Credit Bureau"

CREDIT = {
    "musterhaus": Credit(
        4,
        (820, 1650, 390, 760, 520, 890, 2900, 240, 160),
        (88, 40),
        judgement="Long-established, pays for the discount, no reason for doubt.",
    ),
    "paperboat": Credit(
        3,
        (140, 260, 60, 110, 90, 150, 610, 48, 31),
        (79, 25),
        judgement="Small, but pays before it is due.",
    ),
    "prairie": Credit(
        3,
        (2400, 5200, 1500, 2900, 1100, 2300, 9800, 610, 380),
        (74, 60),
        judgement="Key account; the dollar is theirs to worry about.",
    ),
    "lantern": Credit(
        2,
        (900, 6100, 1100, 4300, 600, 1800, 5200, 210, 60),
        (58, 90),
        judgement="Hotels carry much debt. Always ten days late, never more.",
    ),
    "exemplaire": Credit(
        1,
        (310, 720, 330, 560, 40, 160, 1500, 18, 4),
        (41, 200),
        judgement="A month late each time, and the margin is thin.",
        years=2,
    ),
    "secondwind": Credit(
        0,
        (90, 1300, 480, 1250, -210, 50, 640, -130, -180),
        (12, 15),
        judgement="Has stopped paying; losses eat up the equity.",
    ),
    "juniper": Credit(
        3,
        (5200, 11800, 3900, 7100, 2300, 4700, 21500, 900, 520),
        (71, 30),
        state="proposed",
        judgement="Wants more: see the negotiation. Soundly financed as a group.",
    ),
    "tallship": Credit(2, (), (55, 20), state="draft"),
}

#: What the key account asked for, and what it was offered: who, limit, note.
OFFERS = {
    "juniper": (
        ("customer", 60000.0, "Asks for 90 days and a volume discount."),
        ("company", 40000.0, "45 days; more after a year without delays."),
    ),
}

#: The new customer who filled in the form on the portal.
APPLICATION = {
    "legal_name": "Paperclip Palace Pty Ltd",
    "registration": "ACN 000 000 020",
    "business": "other",
    "founded": 2019,
    "employees": 14,
    "bank_name": "Example Bank of Sydney",
    "trade_references": "Specimen Timber Pty Ltd, +61 2 5550 1099",
    "requested_limit": 8000.0,
    "requested_days": 45,
    "expected_monthly": 2500.0,
    "note": "We are opening a second shop in autumn.",
}
APPLICATION_FIGURES = {
    "current_assets": 210000.0,
    "total_assets": 390000.0,
    "current_liabilities": 120000.0,
    "total_liabilities": 205000.0,
    "retained_earnings": 85000.0,
    "equity": 185000.0,
    "sales": 980000.0,
    "ebit": 74000.0,
    "net_profit": 46000.0,
}


class Contract(NamedTuple):
    """A contract. Days count from today.

    :param start: first day
    :param end: last day, or nothing
    :param term: days of the terms of payment
    :param amendment: first day, days of the new terms, credit agreed, why
    :param values: other fields
    """

    subject: str
    start: int
    end: int | None
    term: int
    values: dict
    amendment: tuple = ()


PENALTY = (
    "Late payments bear interest of nine percentage points above the base rate. The supplier may "
    "hold back further deliveries."
)
BREACH = (
    "If a payment is more than sixty days late, all open amounts fall due at once and the goods "
    "delivered under retention of title may be taken back."
)
ACCEPTANCE = (
    "Goods are inspected within five working days of delivery; the signed delivery note is the "
    "proof of acceptance. Defects are reported in writing with pictures."
)

CONTRACTS = {
    "musterhaus": Contract(
        "Frame contract, office furniture",
        -400,
        None,
        30,
        {
            "credit_amount": 20000.0,
            "late_interest": 9.0,
            "payment_method": "transfer",
            "penalty_clause": PENALTY,
            "breach_clause": BREACH,
            "acceptance_method": ACCEPTANCE,
            "notice_days": 90,
            "acceptance_proof": "signature",
            "accepted_name": "Procurator",
        },
        amendment=(-60, 45, 30000.0, "More business, and paid on time for a year"),
    ),
    "lantern": Contract(
        "Hotel lobby programme",
        -290,
        75,
        30,
        {
            "credit_amount": 15000.0,
            "late_interest": 8.0,
            "payment_method": "debit",
            "penalty_clause": PENALTY,
            "acceptance_method": ACCEPTANCE,
            "notice_days": 60,
            "extension_months": 12,
            "acceptance_proof": "electronic",
            "extension_clause": "Goes on for a year unless one side gives notice of sixty days.",
        },
    ),
    "exemplaire": Contract(
        "Trial year",
        -395,
        -30,
        15,
        {"payment_method": "transfer", "acceptance_proof": "email", "penalty_clause": PENALTY},
    ),
    "prairie": Contract(
        "Supply of the new branches",
        10,
        375,
        45,
        {"credit_amount": 60000.0, "payment_method": "transfer", "breach_clause": BREACH},
    ),
}

#: Limits beside those of the reviews: customer: kind, amount, days from and until, reason.
LIMITS = {
    "prairie": ("temporary", 60000.0, -5, 45, "Autumn collection, agreed with sales"),
    "lantern": ("insured", 12000.0, -120, 245, "Cover of the credit insurer"),
}
INSURER = "Sample Credit Insurance"
#: Customer: kind, reference, amount, days from and until.
SECURITIES = {"exemplaire": ("bank", "BG-0042", 5000.0, -200, 25)}
