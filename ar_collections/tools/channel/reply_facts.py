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
    past = kind == "paid"
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
        if kind == "absent" and days:
            return max(found.day for found in days)
        if days:
            # "We pay on Fridays, so expect it on the 11th".
            exact = [found for found in days if found.exact] if days[0].vague else []
            return (exact or days)[0].day
    return None


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
    r"|(?<![\w/.,-])(?P<d>\d{1,3}(?:[., ]\d{3})*[.,]\d\d)(?![\d.,/%-])"
)


def find_amount(deciding, clauses):
    same = [c for c in clauses if c.sentence == deciding.sentence and c is not deciding]
    for clause in (deciding, *same):
        for match in _AMOUNT.finditer(clause.text):
            amount = parse_amount(match["a"] or match["b"] or match["c"] or match["d"])
            if amount is None:
                continue
            if match["wan"] or match["wan2"]:
                amount *= 10_000
            word = match["before"] or match["after"] or ("元" if match["wan2"] else "")
            return amount, _CURRENCIES.get(word, "")
    return None, ""


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
