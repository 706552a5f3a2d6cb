"""A customer's ledger from a table, pure: cells in, lines and problems out.

Three steps, so that a person may look between them: ``read_table`` of ``table_file`` finds
encoding, delimiter and cells; ``guess_mapping`` finds which column is what; ``read_lines``
makes lines of the cells. A problem names its row as the spreadsheet program counts it and its
column by letter and heading.

Amounts come out as we would book them: what the customer owes us is positive, what he has
paid or deducted negative. In his books we are a supplier: his credit side is what he owes.
"""

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ..base.cells import (
    MAX_HEADING,
    SIDES,
    clean,
    find_date_order,
    find_decimal,
    say,
    to_amount,
    to_date,
)
from ..base.table_file import HEAD_ROWS, Problem, column_cells, usual_decimal

EARLIEST = date(1990, 1, 1)
#: Signs of a currency's code.
MAX_CODE = 10


def _split_names(text):
    return tuple(re.split(r",\s+", text.strip()))


#: Headings by what they mean: English, German, French, Chinese. The first that fits
#: counts, so the telling ones stand in front.
_HEADINGS = """
number: invoice number, invoice no, invoice, bill number, supplier invoice, vendor invoice,
    external document no, document number, document no, doc no, number, voucher no,
    rechnungsnummer, rechnungsnr, rechnung, belegnummer, belegnr, beleg, rg nr, re nr,
    numero de facture, n facture, facture, numero de piece, n piece, piece, numero, 发票号码,
    发票号, 单据编号, 单据号, 凭证号, 凭证编号, 编号
date: document date, invoice date, posting date, booking date, date, belegdatum, rechnungsdatum,
    buchungsdatum, datum, date de facture, date piece, date de piece, date comptable, 发票日期,
    单据日期, 记账日期, 凭证日期, 日期
due: due date, due, net due date, faelligkeit, faellig, faellig am, faelligkeitsdatum, echeance,
    date d echeance, 到期日, 到期日期
reference: reference, ref, your reference, assignment, referenz, zuordnung, reference externe,
    lettrage, 参考, 参考号, 备注号
text: description, text, details, narration, memo, label, buchungstext, verwendungszweck,
    bezeichnung, libelle, designation, 摘要, 备注, 说明
debit: debit, debit amount, soll, sollbetrag, montant debit, 借方, 借方金额, 借
credit: credit, credit amount, haben, habenbetrag, montant credit, 贷方, 贷方金额, 贷
amount: open amount, amount, amount due, outstanding, total, residual, offener betrag, offen,
    betrag, summe, montant, montant ouvert, solde du, 金额, 未付金额, 未清金额, 应付金额
side: d c, dc, dr cr, s h, soll haben, sens, 借贷, 方向, 借贷方向
currency: currency, waehrung, devise, 币种, 货币
"""
HEADINGS = {
    key: _split_names(names)
    for key, names in re.findall(r"^(\w+):((?:.|\n )*)", _HEADINGS, re.MULTILINE)
}
_OPENING = """
opening balance, balance brought forward, brought forward, saldovortrag, anfangsbestand,
solde initial, report a nouveau, a nouveau, 期初余额, 上期结转
"""
OPENING = _split_names(_OPENING)
_TOTALS = """
total, grand total, sum, subtotal, closing balance, balance, summe, gesamt, endsaldo, saldo,
totaux, solde, solde final, 合计, 总计, 小计, 期末余额, 本月合计, 余额
"""
TOTALS = _split_names(_TOTALS)


class Mapping(NamedTuple):
    """Which column is what. ``columns`` maps the keys of ``HEADINGS`` to places (0 = A).

    :param head: place of the row with the headings, -1 where there is none
    :param date_order: dmy, mdy or ymd
    :param decimal: the decimal sign, point or comma
    :param sign: 1 where what the customer owes is positive (or stands in credit), -1 where
        it is negative (or stands in debit)
    """

    columns: dict
    head: int = 0
    date_order: str = "dmy"
    decimal: str = "."
    sign: int = 1


class Line(NamedTuple):
    """A line of the customer's ledger; ``row`` is the row of the file, from 1."""

    row: int
    date: date
    amount: Decimal
    number: str = ""
    reference: str = ""
    text: str = ""
    due: date | None = None
    opening: bool = False


# -- 1: which column is what -----------------------------------------------------------


def guess_mapping(table):
    """The ``Mapping`` that headings and cells suggest; columns that nothing suggests are
    absent, so ``missing_columns`` tells what a person has to say."""
    head, columns = -1, {}
    for place, row in enumerate(table.rows[:HEAD_ROWS]):
        found = _find_columns(row)
        if len(found) >= 2 and len(found) > len(columns):
            head, columns = place, found
    return complete_mapping(table, Mapping(columns, head))


def complete_mapping(table, mapping):
    """``mapping`` with date order and decimal sign found in its columns."""
    columns, start = mapping.columns, mapping.head + 1
    amounts = [
        cell
        for key in ("amount", "debit", "credit")
        if key in columns
        for cell in column_cells(table, columns[key], start)
    ]
    dates = column_cells(table, columns["date"], start) if "date" in columns else []
    return mapping._replace(
        date_order=find_date_order(dates), decimal=find_decimal(amounts, usual_decimal(table))
    )


def find_column(table, mapping_head, name):
    """The place of a column that a person names by heading or letter, or None."""
    wanted = _plain(name)
    if 0 <= mapping_head < len(table.rows):
        heads = [_plain(cell) for cell in table.rows[mapping_head]]
        if wanted in heads:
            return heads.index(wanted)
    width = max((len(row) for row in table.rows), default=0)
    for place in range(width):
        if column_letter(place).casefold() == wanted:
            return place
    return None


def missing_columns(mapping):
    """What no column is named for, though lines need it: "date", "amount"."""
    columns = mapping.columns
    has_amount = "amount" in columns or "debit" in columns or "credit" in columns
    return [] + ([] if "date" in columns else ["date"]) + ([] if has_amount else ["amount"])


def column_letter(place):
    """A, B, …, Z, AA, … as spreadsheet programs call their columns."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_name(table, mapping, place):
    """How a column is named in a problem: its letter, and its heading where it has one."""
    letter = column_letter(place)
    heading = ""
    if 0 <= mapping.head < len(table.rows) and place < len(table.rows[mapping.head]):
        heading = clean(table.rows[mapping.head][place])
    return f"{letter} ({heading})" if heading else letter


def _plain(cell):
    """A heading without accents, dots and case, to be compared."""
    text = clean(cell)[:MAX_HEADING].casefold()
    for sign, plain in (
        ("ä", "ae"),
        ("ö", "oe"),
        ("ü", "ue"),
        ("é", "e"),
        ("è", "e"),
        ("à", "a"),
        ("ê", "e"),
        ("n°", "n"),
        ("no.", "no"),
    ):
        text = text.replace(sign, plain)
    return re.sub(r"[\W_]+", " ", re.sub(r"\([^()]*\)", "", text)).strip()


def _find_columns(row):
    """{key: place} of the headings in a row."""
    heads = [_plain(cell) for cell in row]
    columns = {}
    taken = set()
    # "due date" must not be taken for the date: exact headings of all keys come first.
    for key, names in HEADINGS.items():
        places = [heads.index(name) for name in names if name in heads]
        place = next((place for place in places if place not in taken), None)
        if place is not None:
            columns[key] = place
            taken.add(place)
    if "debit" in columns and "credit" in columns:
        columns.pop("amount", None)
    return columns


# -- 2: the lines ----------------------------------------------------------------------


def read_lines(table, mapping, latest=None, currency=None):
    """The lines of a table, and all that is wrong with it.

    :param latest: a date after which no line can be meant; lines are not cut off by it
    :param currency: the code whose lines count; others are left out and counted
    :return: (list of ``Line``, list of ``Problem``, {currency code: lines left out})
    """
    missing = missing_columns(mapping)
    if missing:
        return [], [Problem(mapping.head + 1, key, "no_column") for key in missing], {}
    reader = _Reader(table, mapping, latest)
    lines, problems, left_out = [], [], {}
    for place in range(mapping.head + 1, len(table.rows)):
        code = reader.currency(place)
        if code and currency and code != currency.upper():
            left_out[code] = left_out.get(code, 0) + 1
            continue
        line, wrong = reader.read_row(place)
        problems += wrong
        if line and not wrong:
            lines.append(line)
    if not lines and not problems and not left_out:
        problems.append(Problem(0, "", "empty"))
    return lines, problems, left_out


class _Reader:
    """Reads one row after the other of a table, as its mapping says."""

    def __init__(self, table, mapping, latest):
        self.table = table
        self.mapping = mapping
        self.latest = latest
        self.names = {
            key: column_name(table, mapping, place) for key, place in mapping.columns.items()
        }

    def cell(self, place, key):
        column = self.mapping.columns.get(key)
        row = self.table.rows[place]
        return row[column] if column is not None and column < len(row) else None

    def currency(self, place):
        return clean(self.cell(place, "currency"))[:MAX_CODE].upper()

    def read_row(self, place):
        """(``Line`` or None, problems) of a row; rows without amount and sums are None."""
        label = self._label(place)
        formulas = [
            Problem(place + 1, self.names[key], "formula")
            for key, column in self.mapping.columns.items()
            if (place, column) in self.table.formulas
        ]
        if label in TOTALS or (formulas and not label and not clean(self.cell(place, "date"))):
            return None, []
        if formulas:
            return None, formulas
        raw = [clean(self.cell(place, key)) for key in ("amount", "debit", "credit")]
        if not any(clean(cell) for cell in self.table.rows[place]):
            return None, []
        opening = any(label.startswith(word) for word in OPENING)
        amount, wrong = self._amount(place, raw)
        day, bad_day = self._date(place, opening)
        problems = wrong + bad_day
        if len(problems) > 1 and not any(raw) and not clean(self.cell(place, "date")):
            return None, []  # a note between the lines, such as a page number
        if problems or not amount:
            return None, problems
        due = to_date(self.cell(place, "due"), self.mapping.date_order)
        texts = [say(self.cell(place, key)) for key in ("number", "reference", "text")]
        return Line(place + 1, day, amount, *texts, due, opening), []

    def _label(self, place):
        """The first words of a row, by which sums and opening balances are known."""
        for key in ("text", "number", "reference", "date"):
            words = _plain(self.cell(place, key))
            if words and (words in TOTALS or words.startswith(OPENING)):
                return words
        first = next((cell for cell in self.table.rows[place] if clean(cell)), None)
        return _plain(first) if isinstance(first, str) else ""

    def _date(self, place, opening):
        cell = self.cell(place, "date")
        day = to_date(cell, self.mapping.date_order)
        name, text = self.names["date"], clean(cell)
        if day is None:
            if opening and not text:
                return EARLIEST, []
            return None, [Problem(place + 1, name, "bad_date" if text else "no_date", text)]
        if day < EARLIEST or (self.latest and day > self.latest):
            return None, [Problem(place + 1, name, "date_range", day.isoformat())]
        return day, []

    def _amount(self, place, raw):
        """(amount as we book it, problems) of a row."""
        if not any(raw):
            key = next(k for k in ("amount", "credit", "debit") if k in self.names)
            return None, [Problem(place + 1, self.names[key], "no_amount")]
        values, problems = {}, []
        for key, text in zip(("amount", "debit", "credit"), raw, strict=True):
            if text:
                values[key] = to_amount(self.cell(place, key), self.mapping.decimal)
                if values[key] is None:
                    problems.append(Problem(place + 1, self.names[key], "bad_amount", text))
        if problems:
            return None, problems
        if values.get("debit") and values.get("credit"):
            return None, [Problem(place + 1, self.names["credit"], "both_sides")]
        amount = values.get("amount", values.get("credit", 0) - values.get("debit", 0))
        side = clean(self.cell(place, "side")).casefold()
        if side and "amount" in values:
            if side not in SIDES:
                return None, [Problem(place + 1, self.names["side"], "bad_side", side)]
            amount = SIDES[side] * amount
        return amount * self.mapping.sign, []
