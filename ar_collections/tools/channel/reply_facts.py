"""The day, the amount and the number that a letter names. Pure."""

import re
from decimal import Decimal, InvalidOperation

from .reply_dates import find_days

_FOREIGN_DAY = re.compile(
    r"(?:invoice|reminder|letter|e-?mail|statement|order|delivery|rechnung|mahnung|schreiben"
    r"|erinnerung|bestellung|lieferung|facture|relance|rappel|courrier|commande|livraison|factura"
    r"|recordatorio|carta|correo|pedido|entrega|contract|vertrag|contrat|contrato)s?"
    r"(?: [a-z0-9/_#.-]{1,30}){0,3} (?:of|dated|from|issued|due|vom|du|del|de fecha|datee du"
    r"|fallig am)(?: the| on)? ?$"
)


def find_day(kind, deciding, clauses, today, month_first):
    if kind not in ("paid", "promise", "absent"):
        return None
    past, back = kind == "paid", []
    same = [c for c in clauses if c.sentence == deciding.sentence and c is not deciding]
    others = [c for c in clauses if c.sentence != deciding.sentence]
    for clause in (deciding, *same, *(others if kind != "paid" else [])):
        days = [
            found
            for found in find_days(clause.text, today, past, month_first)
            if not _FOREIGN_DAY.search(clause.text[max(0, found.start - 60) : found.start])
        ]
        if past:
            days = [found for found in days if found.day <= today]
        elif kind == "promise":
            days = [found for found in days if found.day >= today]
        if kind == "absent":
            # Until the 11th, and back on the 14th; else whatever is named first.
            if days and (not back or "absent" in clause.signals):
                back.append(max(found.day for found in days))
            continue
        if days:
            # "We pay on Fridays, so expect it on the 11th".
            exact = [found for found in days if found.exact] if days[0].vague else []
            return (exact or days)[0].day
    return max(back, default=None)


#: How currencies are written.
_WRITTEN = {
    "EUR": "eur euro euros €",
    "USD": "usd us$ $ dollar dollars",
    "GBP": "gbp £ pounds",
    "CHF": "chf",
    "CNY": "cny rmb ¥ 元 块 人民币",
    "JPY": "jpy",
}
_CURRENCIES = {word: code for code, words in _WRITTEN.items() for word in words.split()}
_MONEY = r"(?:us\$|eur(?:os?)?|usd|gbp|chf|cny|rmb|jpy|dollars?|pounds|人民币|[€$£¥])"
_FIGURE = r"\d{1,3}(?:[ .,'’ ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(
    rf"(?P<before>{_MONEY})\s?(?P<a>{_FIGURE})(?![\d/])"
    rf"|(?<![\d/.-])(?P<b>{_FIGURE})\s?(?P<wan>万)?(?P<after>{_MONEY}|元|块)(?![a-z])"
    rf"|(?<![\d/.-])(?P<c>{_FIGURE})\s?(?P<wan2>万)(?![a-z])"
    r"|(?<![\w/.,-])(?P<d>\d{1,3}(?:[., ]\d{3})*[.,]\d\d)(?![\d/%-]|[.,]\d)"
)


#: Words beside which a figure without a currency is an amount.
_PAYS = (
    r"(?:paid|payed|pay|paying|sent|send|sending|transfer(?:red|ring)?|wired?|remit(?:ted)?"
    r"|manage|spare"
    r"|can do|could do|will do|offer|amounts?(?: of)?|sums?(?: of)?|total(?: of| is| was)?"
    r"|instal?lments of"
    r"|bezahl(?:e|en|t)|zahl(?:e|en|t)|gezahlt|uberweis(?:e|en|t)|uberwiesen|angewiesen|anweisen"
    r"|beglichen"
    r"|betrag(?: von| in hohe von)?|summe(?: von)?|raten (?:von|zu|a)|anbieten|zusagen"
    r"|pa(?:yer|ye|yons|ie|ierai|ierons)|regl(?:er|e|ons|erai|erons)|vers(?:er|e|ons|erai|erons)"
    r"|vir(?:er|e|ons|ement de)|sommes? de|montant de|acompte de|mensualites de|faire"
    r"|pag(?:ar|o|ue|amos|are|aremos|ado)|abon(?:ar|o|e|amos|are|aremos|ado)|ingres(?:ar|o|e|amos"
    r"|ado)"
    r"|transfer(?:ir|imos|ido)|importe de|cantidad de|plazos de|cuotas de|dar(?:le|les)?"
    r"|付款?了?|支付了?|转账?了?|汇款?了?|打款?了?|还款?了?|金额[为是:]?|共计?|合计)"
)
#: Words that may stand between them.
_ABOUT = (
    r"(?: (?:you|u|him|them|only|just|about|around|approx\.?|roughly|up to|the|a|another|over"
    r"|at least|first"
    r"|ihnen|euch|dir|erstmal|erst|mal|zunachst|vorerst|nur|etwa|ca\.?|rund|schon|vorab|bis zu"
    r"|vous|environ|seulement|deja|d'abord|jusqu'a|le|les|unos|solo|hasta|ahora|de momento|ya))"
)
_BARE = r"(?:\d{1,3}(?:[.,' ]\d{3})+|\d{3,7})(?:[.,]\d{2})?"
#: Behind a figure: it counts something else.
_NO_UNIT = (
    r"(?![\w/%-]|[.,:]\d| ?(?:days?|weeks?|months?|years?|hours?|h|pcs|pieces|units|items|boxes"
    r"|pallets"
    r"|tage?n?|wochen?|monate?n?|stunden|std|stuck|stk|kartons|paletten|uhr|jours?|semaines?|mois"
    r"|heures?"
    r"|unites|pieces|cartons|palettes|dias?|semanas?|mes(?:es)?|horas?|unidades|cajas|palets|kg"
    r"|km|t"
    r"|times|mal|fois|veces|%)\b| ?[天日周月年号个件台箱吨次%])"
)
_NEAR = re.compile(
    rf"(?:(?<![a-z]){_PAYS}{_ABOUT}{{0,3}} ?(?P<a>{_BARE}){_NO_UNIT}"
    rf"|(?<![\w#/.,:-])(?<!nr )(?<!nr\. )(?<!no )(?<!no\. )(?<!ref )(?P<b>{_BARE}){_NO_UNIT}"
    rf"{_ABOUT}{{0,2}} (?:uberweis(?:e|en|t)|uberwiesen|bezahl(?:e|en|t)|gezahlt|zahlen|anweisen"
    rf"|angewiesen"
    r"|beglichen|anbieten|zusagen|uberwies)\b)"
)
#: A figure that is a year or a day.
_NO_AMOUNT = re.compile(r"(?:19|20)\d\d|[0-3]?\d\.[01]\d")
#: Words before a figure that make it a number of something.
_NUMBER_OF = re.compile(
    r"(?:invoices?|inv|no|nr|number|ref|order|po|account|rechnung(?:en)?|nummer|auftrag|konto"
    r"|facture|numero"
    r"|commande|compte|factura|pedido|cuenta|发票|单号|编号|账号|[#:№])\W{0,3}$"
)


def find_amount(deciding, clauses):
    same = [c for c in clauses if c.sentence == deciding.sentence and c is not deciding]
    for clause in (deciding, *same):
        for match in _AMOUNT.finditer(clause.text):
            amount = parse_amount(match["a"] or match["b"] or match["c"] or match["d"])
            if amount is None or (match["d"] and _NO_AMOUNT.fullmatch(match["d"])):
                continue
            if match["wan"] or match["wan2"]:
                amount *= 10_000
            word = match["before"] or match["after"] or ("元" if match["wan2"] else "")
            return amount, _CURRENCIES.get(word, "")
    return _find_bare_amount((deciding, *same)), ""


def _find_bare_amount(clauses):
    """ "Can do 1,500": an amount without a currency, beside a word of paying."""
    for clause in clauses:
        for match in _NEAR.finditer(clause.text):
            figure = match["a"] or match["b"]
            before = clause.text[max(0, match.start(match.lastgroup) - 16) :]
            before = before[
                : match.start(match.lastgroup) - max(0, match.start(match.lastgroup) - 16)
            ]
            if not (_NO_AMOUNT.fullmatch(figure) or _NUMBER_OF.search(before)):
                return parse_amount(figure)
    return None


def parse_amount(text):
    """An amount as people write it: 1,234.50, 1.234,50, 1 234,50; ``None`` for anything else."""
    plain = re.sub(r"[\s'’ ]", "", text or "")
    marks = [sign for sign in plain if sign in ".,"]
    if marks:
        last = max(plain.rfind("."), plain.rfind(","))
        decimals = len(plain) - last - 1
        is_decimal = decimals in (1, 2) and (len(set(marks)) > 1 or len(marks) == 1)
        whole = re.sub(r"[.,]", "", plain[:last] if is_decimal else plain)
        plain = f"{whole}.{plain[last + 1 :]}" if is_decimal else whole
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


_REFERENCE = re.compile(
    r"(?:ref(?:erence|erenz|\.)?|transaction|trx|swift|utr|verwendungszweck|referencia|end-to-end"
    r"|流水号|凭证号|交易号|回单号)"
    r"(?: ?(?:no|nr|number|nummer|id|num|numero)\.?)?\s?[:：#]?\s?"
    r"(?P<number>[a-z0-9][a-z0-9/_-]{3,34})"
)


def find_reference(folded, own):
    for match in _REFERENCE.finditer(folded):
        if any(sign.isdigit() for sign in match["number"]):
            return own[match.start("number") : match.end("number")]
    return ""
