"""Who the demo company's customers are, and how they pay.

Names, addresses and telephone numbers are invented; the domains are reserved for examples.
"""

from typing import NamedTuple

from odoo.tools.misc import file_open


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
    #: no settled bill fell due after this day
    until: int = 0


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
        "+46 70 174 06 10",
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


def _read(table):
    """{key: Customer} of a table: key, name, address, ways, and how he pays, a line each."""
    customers = {}
    for line in table.strip().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        key, name, country, zip_, city, street, email, phone, currency, seller, tags = cells[:11]
        bills, amount, delay, until = cells[11:]
        customers[key] = Customer(
            name,
            country,
            city,
            zip_,
            street,
            email,
            phone,
            currency=currency,
            seller=seller,
            tags=tuple(tags.split()),
            bills=int(bills),
            every=30,
            amount=float(amount),
            delay=int(delay),
            lang="zh_CN" if country == "CN" else "en_US",
            until=int(until),
        )
    return customers


# Those of whom a story is told (story_tables.py): what they paid before it began is the habit.
with file_open("ar_collections/demo/customers.txt") as _table:
    CUSTOMERS |= _read(_table.read())
