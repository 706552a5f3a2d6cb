"""The demo company as tables: who its customers are, how they pay, and what is open today.

Every day is counted from today: ``due=-6`` was due six days ago, ``due=4`` falls due in four days.
Nothing is random, so that two databases built on the same day hold the same figures.
Names, addresses and telephone numbers are invented; the domains are reserved for examples.
"""

from typing import NamedTuple


class Customer(NamedTuple):
    """A customer, and the settled bills of the past year that show how he pays."""

    name: str
    country: str
    city: str
    zip: str
    street: str
    email: str
    phone: str
    currency: str = "EUR"
    terms: str = "30"
    seller: str = "salesperson"
    tags: tuple = ()
    #: settled bills: how many, days between two, a typical amount, days paid after the due date
    bills: int = 8
    every: int = 28
    amount: float = 1000.0
    delay: int = 0
    lang: str = "en_US"
    parent: str = ""


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


class Policy(NamedTuple):
    """A policy beside the ready one: for whom, and in what it differs."""

    name: str
    values: dict
    countries: tuple = ()
    tags: tuple = ()


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

CUSTOMERS = {
    "lantern": Customer(
        "Quiet Lantern Hotels Ltd",
        "GB",
        "London",
        "SE1 0AA",
        "14 Lamplighter Row",
        "accounts@quietlantern.example.com",
        "+44 20 7946 0101",
        currency="GBP",
        tags=("key", "hospitality"),
        bills=14,
        amount=4300.0,
        delay=10,
    ),
    "musterhaus": Customer(
        "Musterhaus Möbel GmbH",
        "DE",
        "Berlin",
        "10115",
        "Musterallee 7",
        "buchhaltung@musterhaus.example.org",
        "+49 30 23125 102",
        seller="demo",
        tags=("retail",),
        bills=12,
        amount=2850.0,
        delay=0,
    ),
    "exemplaire": Customer(
        "Maison Exemplaire SARL",
        "FR",
        "Lyon",
        "69002",
        "3 rue de l'Échantillon",
        "comptabilite@exemplaire.example.net",
        "+33 1 99 00 01 03",
        tags=("retail",),
        bills=10,
        amount=5200.0,
        delay=30,
    ),
    "prairie": Customer(
        "Prairie Sample Supply Inc.",
        "US",
        "Springfield",
        "00000",
        "250 Placeholder Avenue",
        "payables@prairiesample.example.com",
        "+1 212 555 0104",
        currency="USD",
        seller="demo",
        tags=("key",),
        bills=12,
        amount=8900.0,
        delay=1,
    ),
    "yunshan": Customer(
        "云杉样例贸易有限公司",
        "CN",
        "上海",
        "200000",
        "样例路 5 号",
        "caiwu@yunshan.example.com",
        "+86 21 5555 0105",
        currency="USD",
        seller="demo",
        amount=6400.0,
        delay=10,
        lang="zh_CN",
    ),
    "banyan": Customer(
        "Banyan Example Textiles Pvt Ltd",
        "IN",
        "Mumbai",
        "400001",
        "6 Specimen Street",
        "accounts@banyan.example.net",
        "+91 22 5550 0106",
        tags=("retail",),
        bills=10,
        amount=6900.0,
        delay=60,
    ),
    "paperboat": Customer(
        "Paper Boat Books Ltd",
        "IE",
        "Galway",
        "H91 XX00",
        "7 Folded Lane",
        "hello@paperboat.example.org",
        "+353 1 555 0107",
        tags=("retail",),
        bills=14,
        every=25,
        amount=780.0,
        delay=-12,
    ),
    "tallship": Customer(
        "Tall Ship Catering Ltd",
        "MT",
        "Valletta",
        "VLT 0000",
        "8 Mainsail Street",
        "office@tallship.example.com",
        "+356 2555 0108",
        seller="demo",
        tags=("hospitality",),
        bills=6,
        amount=3600.0,
        delay=4,
    ),
    "orchard": Customer(
        "Clocktower Orchard Schools Trust",
        "GB",
        "Manchester",
        "M1 0AA",
        "9 Cogwheel Court",
        "finance@clocktower.example.org",
        "+44 161 496 0109",
        tags=("public",),
        amount=3100.0,
        delay=10,
    ),
    "birch": Customer(
        "Birch & Fable AB",
        "SE",
        "Stockholm",
        "111 00",
        "Sagogatan 10",
        "ekonomi@birchfable.example.net",
        "+46 8 465 004 10",
        tags=("retail",),
        amount=2300.0,
        delay=10,
    ),
    "ejemplo": Customer(
        "Casa Ejemplo Interiores SL",
        "ES",
        "Valencia",
        "46001",
        "Calle del Modelo 11",
        "contabilidad@casaejemplo.example.com",
        "+34 910 550 111",
        seller="demo",
        tags=("retail",),
        bills=9,
        amount=1750.0,
        delay=3,
    ),
    "comet": Customer(
        "Little Comet Toys BV",
        "NL",
        "Utrecht",
        "3500 AA",
        "Staartsterplein 12",
        "administratie@littlecomet.example.org",
        "+31 20 555 0112",
        tags=("retail",),
        amount=920.0,
        delay=-2,
    ),
    "gull": Customer(
        "Grey Gull Fisheries Ltd",
        "IE",
        "Killybegs",
        "F94 XX00",
        "13 Slipway Road",
        "",
        "+353 1 555 0113",
        bills=9,
        amount=1400.0,
        delay=30,
    ),
    "nowhere": Customer(
        "Nowhere Mail Orders Ltd",
        "GB",
        "Leeds",
        "LS1 0AA",
        "14 Vanishing Point",
        "orders@nowhere.invalid",
        "+44 113 496 0114",
        seller="demo",
        tags=("retail",),
        bills=5,
        amount=450.0,
        delay=10,
    ),
    "juniper": Customer(
        "Juniper Sample Group plc",
        "IE",
        "Dublin",
        "D02 XX00",
        "15 Evergreen Quay",
        "info@juniper.example.com",
        "+353 1 555 0115",
        tags=("key",),
        bills=14,
        amount=9800.0,
        delay=10,
    ),
    "juniper_retail": Customer(
        "Juniper Sample Retail Ltd",
        "IE",
        "Cork",
        "T12 XX00",
        "16 Evergreen Mall",
        "accounts@juniper-retail.example.com",
        "+353 1 555 0116",
        tags=("retail",),
        amount=2050.0,
        delay=1,
        parent="juniper",
    ),
    "ledger": Customer(
        "Old Ledger Antiques BV",
        "BE",
        "Gent",
        "9000",
        "Inktpotstraat 17",
        "boekhouding@oldledger.example.net",
        "+32 2 555 01 17",
        seller="demo",
        bills=6,
        amount=1150.0,
        delay=5,
    ),
    "teapot": Customer(
        "Cobalt Teapot GmbH",
        "AT",
        "Wien",
        "1010",
        "Kannengasse 18",
        "rechnung@cobaltteapot.example.org",
        "+43 1 5550118",
        seller="demo",
        tags=("hospitality",),
        amount=1320.0,
        delay=0,
    ),
    "secondwind": Customer(
        "Second Wind Fitness SA",
        "CH",
        "Genève",
        "1200",
        "19 chemin du Souffle",
        "admin@secondwind.example.com",
        "+41 44 555 01 19",
        bills=7,
        amount=5600.0,
        delay=60,
    ),
    "palace": Customer(
        "Paperclip Palace Pty Ltd",
        "AU",
        "Sydney",
        "2000",
        "20 Stationery Parade",
        "ap@paperclippalace.example.net",
        "+61 2 5550 1020",
        seller="demo",
        tags=("hospitality",),
        bills=0,
    ),
}

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
    Bill("orchard", -35, 3280.0, mark="disputed"),
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

DISPUTE_REASON = "Customer disputes the bill: two of the six tables came in the wrong wood."

POLICIES = (
    Policy(
        "Key accounts: one notice per invoice",
        {"sequence": 10, "grouping": "invoice", "step": "age"},
        tags=("key",),
    ),
    Policy(
        "Outside the EU: by the age of the debt",
        {"sequence": 20, "step": "age", "min_amount": 100.0},
        countries=("AU", "CH", "CN", "GB", "IN", "US"),
    ),
)
