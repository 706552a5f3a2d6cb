"""What the customers of the demo company were billed and paid, and what is open today."""

from typing import NamedTuple


class Paid(NamedTuple):
    """A payment on one bill, ``day`` days from today; no amount: all that is open on it."""

    day: int
    amount: float = 0.0


class Bill(NamedTuple):
    """A bill told on its own: ``due`` is its first instalment's day, ``mark`` what is special."""

    customer: str
    due: int
    amount: float
    paid: tuple[Paid, ...] = ()
    terms: str = "30"
    kind: str = "out_invoice"
    mark: str = ""


#: What a settled bill is worth as a share of the typical amount, and how its payment strays (days).
AMOUNT_CYCLE = (1.0, 0.84, 1.22, 0.96, 0.7, 1.37, 1.08)
DELAY_CYCLE = (0, 1, -2, 3, 0, -1, 2)

GOODS = (
    "Oak meeting table",
    "Pine shelving, four bays",
    "Acoustic wall panels",
    "Reception desk in ash",
    "Stackable chairs",
    "Height-adjustable desks",
    "Coat stand and lockers",
)

BILLS = (
    # a key account in pounds, always ten days late
    Bill("lantern", -6, 4200.0),
    Bill("lantern", 4, 3150.0),
    Bill("lantern", 18, 2900.0),
    # pays on time, and earlier for the discount; one discount is still open
    Bill("musterhaus", 3, 3400.0, (Paid(-18),), terms="discount", mark="discount"),
    Bill("musterhaus", 25, 5000.0, terms="discount"),
    Bill("musterhaus", 5, 2640.0),
    # a month late, always
    Bill("exemplaire", -16, 5480.0),
    Bill("exemplaire", -2, 4910.0),
    Bill("exemplaire", 20, 5120.0),
    # in dollars; one bill paid in part
    Bill("prairie", -8, 9800.0, (Paid(-9, 6000.0),)),
    Bill("prairie", 12, 8450.0),
    # reads Chinese
    Bill("yunshan", -15, 6150.0),
    Bill("yunshan", -5, 6720.0),
    # two months late
    Bill("banyan", -33, 7300.0),
    Bill("banyan", -12, 6480.0),
    Bill("banyan", 10, 7050.0),
    # pays before the due date
    Bill("paperboat", 15, 810.0),
    # two halves: the first paid in part; and a payment over the first and some of the second
    Bill("tallship", -10, 6000.0, (Paid(-6, 1800.0),), terms="halves"),
    Bill("tallship", -45, 4000.0, (Paid(-40, 2600.0),), terms="halves"),
    # says that the older of the two was not what they ordered
    Bill("orchard", -35, 3280.0),
    Bill("orchard", -18, 2960.0),
    # paid a round sum on account
    Bill("birch", -20, 2400.0),
    Bill("birch", -7, 900.0),
    # one credit note settled with its bill, one still open
    Bill("ejemplo", -40, 1900.0, (Paid(-20),), mark="credited"),
    Bill("ejemplo", -9, 1600.0),
    Bill("ejemplo", -3, 400.0, terms="now", kind="out_refund"),
    # has paid more than is due
    Bill("comet", -20, 640.0),
    # no e-mail address, and a wrong one
    Bill("gull", -17, 1380.0),
    Bill("gull", -46, 1150.0),
    Bill("gull", -70, 1290.0, (Paid(-30),)),
    Bill("nowhere", -5, 420.0),
    # bills go to the group's accounts payable; the retail company is a debtor of its own
    Bill("juniper", -31, 12400.0),
    Bill("juniper", 3, 4100.0),
    Bill("juniper_retail", -4, 1950.0),
    # owes from the books before ours, see OPENING
    Bill("ledger", 2, 980.0),
    # one bill was blocked, and paid all the same
    Bill("teapot", -25, 1480.0, (Paid(-12),), mark="blocked"),
    Bill("teapot", 22, 1260.0, terms="45"),
    # stopped paying
    Bill("secondwind", -135, 4480.0),
    Bill("secondwind", -76, 6250.0),
    Bill("secondwind", -47, 5900.0),
    # new: cash sales, samples free of charge, a bill dated ahead, a draft
    Bill("palace", -45, 350.0, (Paid(-45),), terms="now", kind="out_receipt"),
    Bill("palace", -4, 86.5, terms="now", kind="out_receipt"),
    Bill("palace", 8, 480.0, mark="free"),
    Bill("palace", 40, 1450.0, mark="ahead"),
    Bill("palace", 30, 2200.0, mark="draft"),
)

#: Payments that nobody has allocated: customer, day, amount.
ON_ACCOUNT = (
    ("birch", -3, 1000.0),
    ("comet", -10, 1500.0),
)

#: The credit note that is settled with its bill: a share of it.
CREDITED_SHARE = 0.25

#: What was open when the books began: customer, due (of the old bill), amount, payment.
OPENING_DAY = -430
OPENING = (
    ("ledger", -445, 3600.0, ()),
    ("ledger", -410, 1240.0, (Paid(-400),)),
)

#: What the customers of ``story_tables`` were billed; what they do about it is told there.
BILLS += (
    # kept their word after a call
    Bill("harbourlight", -70, 1840.0, (Paid(-49),)),
    Bill("harbourlight", 12, 720.0),
    Bill("kestrel", -42, 2650.0, (Paid(-17),)),
    Bill("kestrel", 9, 2100.0),
    # has promised; has broken a promise; kept one in part
    Bill("maple", -21, 7800.0),
    Bill("maple", 11, 5150.0),
    Bill("brasserie", -56, 3960.0),
    Bill("brasserie", -21, 2240.0),
    Bill("fjord", -49, 5200.0, (Paid(-28, 3000.0),)),
    Bill("fjord", -14, 3380.0),
    # pay in instalments: running, failed, proposed, done
    Bill("windmill", -77, 2400.0, (Paid(-34, 1000.0), Paid(-6, 1000.0))),
    Bill("windmill", -49, 2600.0),
    Bill("osteria", -112, 3300.0, (Paid(-71, 1100.0),)),
    Bill("alpen", -28, 6200.0),
    Bill("sol", -140, 2000.0, (Paid(-110, 1000.0), Paid(-80, 1000.0))),
    # an agency collects; insolvent
    Bill("torre", -126, 4100.0, (Paid(-20, 1500.0),)),
    Bill("torre", -98, 3900.0),
    Bill("granite", -168, 980.0),
    Bill("granite", -154, 2260.0),
    # did not accept a bill: credited, rejected, late, agreed
    Bill("probka", -35, 2890.0, (Paid(-14),)),
    Bill("laguna", -63, 7400.0, (Paid(-25),)),
    Bill("laguna", -3, 6900.0),
    Bill("beispiel", -44, 5150.0),
    Bill("delta", -28, 4480.0),
    Bill("delta", 16, 3950.0),
    # may pay later
    Bill("mistral", -9, 8900.0),
    Bill("mistral", 20, 4350.0),
    # their letters come back; cannot be reached; nobody answers the telephone
    Bill("tulip", -28, 1320.0),
    Bill("atlas", -20, 2150.0),
    Bill("quill", -28, 1760.0),
    # have written today
    Bill("cedar", -17, 3420.0),
    Bill("lotus", -12, 5600.0),
    Bill("sol", -16, 2750.0),
    Bill("ahorn", -13, 1980.0),
    # paid after a reminder, and was thanked; paid late, and is asked for interest
    Bill("willow", -30, 910.0, (Paid(-18),)),
    Bill("pebble", -105, 9600.0, (Paid(-40),)),
    Bill("pebble", 6, 5100.0),
    # agree on their balance
    Bill("council", -4, 8050.0),
    Bill("council", 14, 6900.0),
    Bill("saffron", -19, 4300.0),
)
