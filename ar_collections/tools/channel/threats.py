"""Measures that a text names although no level of the policy takes them: a pure reading.

It looks for words, and understands no sentence: "we will not go to court" names a court, too, and
is found. Whoever does not go there has no need to say so.
"""

import re
from typing import NamedTuple

COURT, AGENCY, CREDIT_HOLD = "court", "agency", "credit_hold"
INTEREST, FEE, CALL = "interest", "fee", "call"
# What is no measure: a placeholder with nothing behind it, a last level that promises another one.
UNNAMED, NOTHING = "unnamed", "nothing"
MEASURES = (COURT, AGENCY, CREDIT_HOLD, INTEREST, FEE)

PLACEHOLDER = re.compile(r"\btext_next_measure\b")
TAG = re.compile(r"<[^<>]*>")
SPACE = re.compile(r"[\s\u00a0]+|&nbsp;")

# One pattern for a line; case does not matter. In Chinese there are no bounds of words.
_WORDS = {
    "en": {
        COURT: r"""
            \b(lawyers?|attorneys?|solicitors?|law\ firms?|lawsuits?|litigation|bailiffs?)\b
            | \b(courts?|judicial|sue|suing|payment\ order)\b
            | \blegal\ (action|proceedings?|steps?|measures?|remedies|counsel|advisers?|dunning)\b
        """,
        AGENCY: r"""
            \b(collections?|recovery)\ (agency|agencies|company|firm|partner|service)s?\b
            | \bdebt\ (collect(or|ion)|recovery)\w*\b
            | \bhand\w*\ (\w+\ ){0,4}over\ (\w+\ ){0,3}for\ collection\b
        """,
        CREDIT_HOLD: r"""
            \bcredit\ (hold|stop|block)\b | \b(on|in)\ advance\ payment\ only\b
            | \b(stop|suspend|withhold|cease|halt|block)\w*\ (\w+\ ){0,3}
              (deliver\w+|suppl\w+|shipments?|services?|accounts?|orders?)\b
            | \b(deliver\w*|suppl\w+|account)\ (\w+\ ){0,3}(stopped|suspended|blocked|withheld)\b
        """,
        INTEREST: r"(?<!best\ )(?<!your\ )(?<!our\ )(?<!mutual\ )\binterest\b(?!\ in\b)",
        FEE: r"""
            \b((reminder|dunning|late|collection|default)\ )?(fees?|surcharges?|penalt(y|ies))\b
            | \b(reminder|dunning|late|collection|default)\ (charge|cost)s?\b
            | \b(fixed\ compensation|lump\ sum)\b
        """,
        CALL: r"\b(phone|telephone)?\ ?calls?\b",
    },
    "de": {
        COURT: r"""
            (rechts)?anw[aä]lt\w* | \b\w*gericht\w* | \bklag(e|en|eweg)\b | mahnbescheid\w*
            | mahnverfahren\w* | rechtsweg\w* | gerichtsvollzieher\w* | zwangsvollstreckung\w*
            | \b(rechtliche|juristische)\w*\ (schritte|mittel|maßnahmen)\w*
        """,
        AGENCY: r"\b\w*inkasso\w*",
        CREDIT_HOLD: r"""
            liefer(stopp|sperre)\w* | kreditsperre\w* | kontosperre\w*
            | \bnur\ (noch\ )?gegen\ vorkasse\b
            | (be)?lieferung(en)?\ (\w+\ ){0,3}(ein(zu)?stell\w*|aus(zu)?setz\w*|stopp\w*)
            | \b(sperren|stoppen|stellen)\ (\w+\ ){0,4}((be)?lieferung\w*|konto|kundenkonto)
        """,
        INTEREST: r"\b\w*zins(en|es|satz)?\b",
        FEE: r"\b\w*gebühr\w*|\b\w*mahn(kosten|spesen|pauschale)\b|\b(verzugs|kosten)pauschale\b",
        CALL: r"\b(an)?ruf\w*|\btelefon\w*",
    },
    "fr": {
        COURT: r"""
            \bavocat\w* | \b(en|de\ la|à\ la)\ justice\b | \btribuna(l|ux)\b | \bjudiciaire\w*
            | \bhuissiers?\b | \bpoursuites?\b | \bcontentieu(x|se)\b | \binjonction\w*
            | \b(action|procédure|voie)s?\ (en\ )?(légale|juridique)s?\b
        """,
        AGENCY: r"""
            \b(société|cabinet|agence|organisme|service)s?\ (\w+\ ){0,2}de\ recouvrement\b
            | \brecouvrement\ (forcé|externe|extérieur)\b
        """,
        CREDIT_HOLD: r"""
            \b(suspen\w+|arrêt\w*|bloqu\w+|blocage|cess\w+|interromp\w+)\ (\w+\W+){0,4}
              (livraison\w*|compte|commande\w*|encours|fourniture\w*)
            | \bpaiement\ d['’]avance\ uniquement\b
        """,
        INTEREST: r"\bintérêts\b|\bintérêt\ (de\ retard|moratoire|légal)\b",
        FEE: r"\b(frais|pénalités?|indemnités?)\b",
        CALL: r"\bappel(s|le\w*|er\w*|ons)?\b|\btéléphon\w*",
    },
    "es": {
        COURT: r"""
            \babogad\w+ | \btribunal(es)?\b | \bjuzgados?\b | \bjudicial(es|mente)?\b
            | \bdemandar\w*
            | \b(acciones|medidas|vía|procedimiento|reclamación)\ legal(es)?\b | \bmonitorio\b
        """,
        AGENCY: r"""
            \b(agencia|empresa|gestoría|sociedad)s?\ (\w+\ ){0,2}de\ (cobros?|recobros?)\b
            | \brecobros?\b
        """,
        CREDIT_HOLD: r"""
            \b(suspen\w+|deten\w+|paraliz\w+|bloque\w+|interrump\w+|cort\w+)\ (\w+\ ){0,4}
              (entregas?|suministros?|envíos?|cuenta|pedidos?|crédito)
            | \bsolo\ (con|mediante)\ pago\ anticipado\b
        """,
        INTEREST: r"\bintereses\b|\binterés\ (de\ demora|legal|moratorio)\b",
        FEE: r"\b(comisi(ón|ones)|recargos?|penalizaci(ón|ones)|gastos|indemnizaci(ón|ones))\b",
        CALL: r"\bllamad\w+|\bllamar\w*|\bteléfono\b",
    },
    "zh": {
        COURT: r"律师|法院|诉讼|起诉|仲裁|法律(途径|程序|手段|行动|措施)|司法|支付令",
        AGENCY: r"催收(公司|机构|代理)|(委外|委托|移交|第三方)\w{0,4}催收|收债|讨债|追债公司",
        CREDIT_HOLD: r"""
            (停止|暂停|中止|中断|停)\w{0,3}(发货|供货|供应|交货|服务|出货)
            | (冻结|停止)\w{0,3}(信用|赊销|账户) | 信用冻结
        """,
        INTEREST: r"利息|罚息",
        FEE: r"手续费|催[款收]费|滞纳金|违约金|逾期费|费用补偿|赔偿金",
        CALL: r"电话|致电",
    },
}
PATTERNS = {
    lang: {
        measure: re.compile(pattern, re.IGNORECASE | re.VERBOSE)
        for measure, pattern in measures.items()
    }
    for lang, measures in _WORDS.items()
}


class Text(NamedTuple):
    """A text of a level. ``where``: its name for people, ``lang``: a code like ``de_CH``."""

    where: str
    lang: str
    text: str


class Step(NamedTuple):
    """A level. ``takes``: what it does, of ``MEASURES`` and calls. ``handover``: it proposes to
    hand the claim over. ``legal``: a legal demand. ``repeats``: it is said again."""

    texts: tuple[Text, ...] = ()
    next_measures: tuple[Text, ...] = ()
    takes: frozenset[str] = frozenset()
    handover: bool = False
    legal: bool = False
    repeats: bool = False


class Threat(NamedTuple):
    """A text of the level at ``index`` says ``word``, and nobody does it."""

    index: int
    text: Text
    measure: str
    word: str


def find_threats(steps):
    """What the levels name and the policy does not do: list of ``Threat``.

    :param steps: the policy's levels in their order
    """
    found = []
    for index, step in enumerate(steps):
        later = steps[index + 1 :]
        does = _taken(step, later)
        spoken = [(one, MEASURES) for one in step.texts]
        spoken += [(one, (*MEASURES, CALL)) for one in step.next_measures]
        for text, measures in spoken:
            named = _find_named(text, measures)
            found += [
                Threat(index, text, measure, word)
                for measure, word in named.items()
                if measure not in does
            ]
        named = {one.lang for one in step.next_measures if plain(one.text)}
        for text in step.texts:
            if (match := PLACEHOLDER.search(text.text)) and text.lang not in named:
                found.append(Threat(index, text, UNNAMED, match[0]))
        if not later and not (step.handover or step.repeats):
            found += [
                Threat(index, one, NOTHING, plain(one.text))
                for one in step.next_measures
                if plain(one.text) and not _find_named(one, (*MEASURES, CALL))
            ]
    return found


def _taken(step, later):
    """What the level itself or a later one does."""
    every = (step, *later)
    does = frozenset().union(*(one.takes for one in every))
    if any(one.handover for one in every):
        does |= {COURT, AGENCY}
    if any(one.legal for one in later):
        does |= {COURT}
    return does


def plain(text):
    """A text without tags, its spaces made one."""
    return SPACE.sub(" ", TAG.sub(" ", text or "")).strip()


def _find_named(text, measures):
    """{measure: the first word that names it}, in the language of the text."""
    patterns = PATTERNS.get(text.lang[:2].lower(), PATTERNS["en"])
    words = plain(text.text)
    matches = {measure: patterns[measure].search(words) for measure in measures}
    return {measure: match[0].strip() for measure, match in matches.items() if match}
