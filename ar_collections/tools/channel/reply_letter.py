"""A letter without what it quotes, cut into clauses, with what each of them may say."""

import re
from functools import lru_cache
from typing import NamedTuple

from .reply_day_words import MONTHS
from .reply_phrases import SIGNALS
from .reply_words import COMMON, WORDS


class Clause(NamedTuple):
    text: str  # folded
    start: int
    sentence: int
    signals: frozenset


_WROTE = r"(?:wrote|schrieb|écrit|ecrit|escribió|escribio|写道)"
_QUOTE_BEGINS = re.compile(
    r"^\s*(?:"
    r"-{2,} ?(?:original|urspr|message|forwarded|weiter|mensaje|原始|转发)[^\n]{0,60}"
    rf"|(?:on |am |le |el |den |于|在)[^\n]{{4,160}}{_WROTE}[^\n]{{0,60}}[:：]?"
    r"|[^\n]{0,80}于[^\n]{4,60}写道[:：]?"
    r"|(?:from|von|de|发件人|寄件人)\s?[:：][^\n]{0,120}"
    r"|_{8,}|={8,}"
    r")\s*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"^\s*(?:--|—"
    r"|(?:with )?(?:kind|best|warm|many) (?:regards|wishes|thanks).*|regards,?|best,?|cheers,?"
    r"|yours (?:sincerely|faithfully|truly),?|sincerely( yours)?,?"
    r"|(?:mit )?(?:freundlichen?|besten?|herzlichen?|schönen|vielen)? ?gr(?:ü|ue)(?:ß|ss)en?\b.*"
    r"|mfg|hochachtungsvoll|(?:bien )?cordialement.*|(?:bien )?à vous,?"
    r"|(?:sincères )?salutations.*|veuillez agréer.*"
    r"|(?:un )?saludos?( cordial(?:es)?)?,?|atentamente,?|cordialmente,?|reciba un.*"
    r"|此致|敬礼|顺祝商祺|祝好|谢谢[!！。]?"
    r"|sent from my .*|von meinem .* gesendet|envoyé de mon .*|enviado desde mi .*|发自我的.*)\s*$",
    re.IGNORECASE,
)


def cut_quotes(text):
    """The letter without what it quotes and without its signature.

    A reply may stand below or between what it quotes: lines that begin with ``>`` are left out
    wherever they stand, the rest ends where a quoted letter or a signature begins.
    """
    kept = []
    for line in text.replace("\r", "").split("\n"):
        own = line.strip()
        if not own:
            # An empty line says nothing before the first word, and parts what stands behind it.
            if kept:
                kept.append(own)
        elif own.startswith((">", "|")):
            continue
        elif _QUOTE_BEGINS.match(line[:300]):
            if kept:
                break
        elif kept and _SIGNATURE.match(line[:200]):
            break
        else:
            kept.append(own)
    return "\n".join(kept).strip()


def find_language(folded, lang):
    """The language of a letter: by its signs and commonest words, else the customer's."""
    known = (lang or "en")[:2].lower()
    han = sum("一" <= sign <= "鿿" for sign in folded)
    if han * 5 > len(folded.replace(" ", "")):
        return "zh"
    words = re.findall(r"[a-z']+", folded)
    counts = {code: sum(word in common for word in words) for code, common in COMMON.items()}
    # A letter of few words is of the customer's language.
    counts[known] = counts.get(known, 0) + 1.5
    best = max(counts, key=counts.get)
    return best if best in WORDS else "en"


_END = re.compile(r"[.!?;。！？；\n]+")
_WORD = re.compile(r"\s+([a-z]+)")
#: A full stop behind these ends no sentence.
_SHORT = re.compile(
    r"(?:^|\W)(?:\d{1,2}|ref|nr|no|num|ca|approx|mr|mrs|ms|dr|hr|fr|sr|sra|mme|inv|z|b|p|ex|st"
    r"|bzw|evtl"
    r"|ggf|inkl|rg|re|etc|kw)$"
)
#: Where a sentence turns to something else.
_TURN = {
    "en": r"\s?: |[,\s]+(?:(?:but|however|although|though|whereas|yet we|so we)\b"
    r"|and (?=we|i |will|the (?:rest|remain|payment|transfer|money|balance)))"
    r"|, (?=(?:the )?(?:rest|remain|balance)|this (?:one|month|time)|yours|(?:it |that "
    r"|this )?should )",
    "de": r"\s?: |[,\s]+(?:(?:aber|jedoch|allerdings|sondern|doch|obwohl)\b"
    r"|und (?=wir |werden |der rest|den rest|zahlen |die))|, (?=(?:der|den) rest|die restlichen"
    r"|im moment|(?:bei |fur |zu )?(?:diese[rnm]?|ihre[r]?|die andere)\b|(?:musste|mussten|sollte"
    r"|sollten|durfte)\b)",
    "fr": r"\s?: |[,\s]+(?:(?:mais|cependant|toutefois|or|pourtant|bien que)\b"
    r"|et (?=nous |le solde|le reste|la ))|, (?=le (?:solde|reste)|la suite|celle-ci|ce mois"
    r"|cette fois|la votre|pour celle)",
    "es": r"\s?: |[,\s]+(?:(?:pero|sin embargo|aunque|sino|no obstante)\b"
    r"|y (?=el resto|el saldo|la ))|, (?=el (?:resto|saldo)|lo demas|este mes|esta no|la suya"
    r"|de esta)",
    "zh": r"[,，、]\s*(?=但|不过|只是|可|然而|而|所以|余|剩|其余|另|如果|请|我)|(?=但是|不过)"
    r"|(?<!\d)[,，](?=[^,，]{6,})|[,，](?!\d)(?=[^,，]{6,})",
}
_TURNS = {code: re.compile(expression) for code, expression in _TURN.items()}


def read_clauses(folded, language, own=""):
    """The clauses of a letter, with what each may say.

    :param folded: the letter, by ``reply_dates.fold``
    :param own: the same, as it was written: a capital begins a sentence
    """
    clauses = []
    for number, (start, text) in enumerate(_cut_sentences(folded, own)):
        place = 0
        for turn in _TURNS[language].finditer(text):
            _append(clauses, text[place : turn.start()], start + place, number, language)
            place = turn.start()
        _append(clauses, text[place:], start + place, number, language)
    return clauses


def _cut_sentences(folded, own):
    """Where the sentences begin, and their texts with the sign at their end."""
    start = 0
    for end in _END.finditer(folded):
        before, after = folded[start : end.start()], folded[end.end() : end.end() + 1]
        if end.group() == "." and (after.strip() or _SHORT.search(before[-12:])):
            # "on Nov 20. Please": a day of a month, or the end of a sentence.
            word = _WORD.match(folded, end.end())
            begins = before[-1:].isdigit() and own[end.end() + 1 : end.end() + 2].isupper()
            if after.strip() or not (word and begins and word.group(1) not in MONTHS):
                continue
        yield start, folded[start : end.end()]
        start = end.end()
    if folded[start:].strip():
        yield start, folded[start:]


#: A sum of money, and words beside which it is a bill's.
_SUM = re.compile(
    r"(?:[€$£¥]|\b(?:eur|usd|gbp|chf|cny|rmb))\s?\d|\d\s?(?:[€$£元块万]|(?:eur|euros?|usd|gbp|chf"
    r"|dollars?|pounds)\b)"
)
_BILL = re.compile(
    r"invoice|\bbill|price|\bdue\b|charge|\bfees?\b|owe|credit|rechnung|fallig|preis|kost|gebuhr"
    r"|gutschrift|facture|echeance|\bprix|avoir|factura|\bvence|precio|abono\b|recargo|发票|到期|价|费"
    r"|欠|单"
)


def _append(clauses, text, start, sentence, language):
    if text.strip(" \n,.;"):
        clauses.append(Clause(text, start, sentence, _read_signals(text, language)))


@lru_cache(maxsize=1024)
def _read_signals(text, language):
    """What a clause may say. Letters that come by the thousand say the same again and again."""
    languages = {language} if language in ("en", "zh") else {language, "en"}
    signals = {
        signal
        for signal in SIGNALS
        for code in languages
        if signal in WORDS[code] and (code == language or signal == "absent")
        if WORDS[code][signal].search(text)
    }
    if _SUM.search(text) and not _BILL.search(text):
        signals.add("sum")
    if "polite" in signals:
        signals.discard("condition")
    if "?" in text:
        signals.add("doubt")
    return frozenset(signals)
