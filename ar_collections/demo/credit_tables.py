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
        4, (820, 1650, 390, 760, 520, 890, 2900, 240, 160), (88, 40),
        judgement="Long-established, pays for the discount, no reason for doubt.",
    ),
    "paperboat": Credit(
        3, (140, 260, 60, 110, 90, 150, 610, 48, 31), (79, 25),
        judgement="Small, but pays before it is due.",
    ),
    "prairie": Credit(
        3, (2400, 5200, 1500, 2900, 1100, 2300, 9800, 610, 380), (74, 60),
        judgement="Key account; the dollar is theirs to worry about.",
    ),
    "lantern": Credit(
        2, (900, 6100, 1100, 4300, 600, 1800, 5200, 210, 60), (58, 90),
        judgement="Hotels carry much debt. Always ten days late, never more.",
    ),
    "exemplaire": Credit(
        1, (310, 720, 330, 560, 40, 160, 1500, 18, 4), (41, 200),
        judgement="A month late each time, and the margin is thin.", years=2,
    ),
    "secondwind": Credit(
        0, (90, 1300, 480, 1250, -210, 50, 640, -130, -180), (12, 15),
        judgement="Has stopped paying; losses eat up the equity.",
    ),
    "juniper": Credit(
        3, (5200, 11800, 3900, 7100, 2300, 4700, 21500, 900, 520), (71, 30), state="proposed",
        judgement="Wants more: see the negotiation. Soundly financed as a group.",
    ),
    "tallship": Credit(2, (), (55, 20), state="draft"),
}  # fmt: skip

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
