"""The words of days: how five languages name them, as expressions over folded text."""

_MONTH_NAMES = (
    "january jan januar janner janvier janv enero ene",
    "february feb februar fevrier fevr febrero",
    "march mar marz maerz mrz mars marzo",
    "april apr avril avr abril abr",
    "may mai mayo",
    "june jun juni juin junio",
    "july jul juli juillet juil julio",
    "august aug aout agosto ago",
    "september sept sep septembre septiembre setiembre",
    "october oct oktober okt octobre octubre",
    "november nov novembre noviembre",
    "december dec dezember dez decembre diciembre dic",
)
MONTHS = {name: n for n, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_WEEKDAY_NAMES = (
    "monday montag lundi lunes",
    "tuesday tues dienstag mardi martes",
    "wednesday weds mittwoch mercredi miercoles",
    "thursday thurs thur thu donnerstag jeudi jueves",
    "friday fri freitag vendredi viernes",
    "saturday samstag sonnabend samedi sabado",
    "sunday sonntag dimanche domingo",
)
WEEKDAYS = {name: n for n, names in enumerate(_WEEKDAY_NAMES) for name in names.split()}
# Every week on it: its next one.
WEEKDAYS |= {
    f"{name}s": n for name, n in list(WEEKDAYS.items()) if not name.endswith(("s", "i", "o"))
}
HAN = {c: n for n, c in enumerate("一二三四五六日")} | {"天": 6}
HAN_NUMBERS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NUMBER_NAMES = {
    1: "one a an ein eine einer einem einen un une una uno",
    2: "two zwei deux dos",
    3: "three drei trois tres",
    4: "four vier quatre cuatro",
    5: "five funf fuenf cinq cinco",
    6: "six sechs seis",
    7: "seven sieben sept siete",
    8: "eight acht huit ocho",
    9: "nine neun neuf nueve",
    10: "ten zehn dix diez",
    12: "twelve zwolf zwoelf douze doce",
    14: "fourteen vierzehn quatorze catorce",
    15: "fifteen funfzehn fuenfzehn quinze quince",
    20: "twenty zwanzig vingt veinte",
    30: "thirty dreissig trente treinta",
}
NUMBERS = {name: n for n, names in _NUMBER_NAMES.items() for name in names.split()}


def _any(names):
    return "|".join(sorted(names, key=len, reverse=True))


_MONTH = rf"(?P<month>{_any(MONTHS)})\b\.?"
_WEEKDAY = rf"(?P<weekday>{_any(WEEKDAYS)})\b"
_NUMBER = rf"(?P<number>\d{{1,3}}|{_any(NUMBERS)})"
_YEAR = r"(?P<year>20\d\d)"
_DAYS = r"(?:calendar |business |working |bank |kalender|werk|arbeits|bank)?(?:days?|tage[ns]?)"
_MORE_DAYS = r"(?:jours?|dias?)(?: ouvres?| ouvrables?| habiles| laborables| naturales)?"
_UNIT = (
    rf"(?P<days>{_DAYS}|{_MORE_DAYS})|(?P<weeks>weeks?|wochen?|semaines?|semanas?)"
    r"|(?P<months>months?|monat(?:en?|s)?|mois|mes(?:es)?)"
)
_NEXT = (
    r"(?P<next>next|coming|following|nachste[rnms]?|naechste[rnms]?|kommende[rnms]?"
    r"|folgende[rnms]?|proxim[oa])"
)
_THIS = r"(?P<this>this|current|diese[rnms]?|laufende[rnms]?|este|esta|cette|ce)"
_LAST = r"(?P<last>last|past|previous|letzte[rnms]?|vergangene[rnms]?|vorige[rnms]?|pasad[oa])"
_WHICH = rf"(?:{_NEXT}|{_THIS}|{_LAST})"
_AFTER = (
    r"(?: (?:(?P<next2>prochaine?|suivante?|que viene|entrante|proxim[oa]|siguiente)"
    r"|(?P<last2>derniere?|passee?|pasad[oa])|en cours|courante?|en curso|corriente))"
)
_POS = (
    r"(?P<end>end|late|ende|fin|final(?:es)?|fines|ultimos)"
    r"|(?P<early>beginning|start|early|anfang|beginn|debut|principios?|comienzos?|inicios?"
    r"|primeros)"
    r"|(?P<mid>middle|mid|mitte|milieu|mi|mediados?)"
)
_OF = r"(?:[ -](?:of |de la |de los |de |del |du |des |der |d'|d )?(?:the |la |el |l')?)"
_PERIOD = r"(?P<week>week|woche|semaine|semana)|(?P<mon>month|monats?|mois|mes)|(?P<yr>year|jahre?s?|annee|ano)"


_HAN_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十半]{1,3})"
#: Expressions, and how what they found is read (a function of ``reply_dates``), with what it
#: needs. Tried in this order; what one has taken, the next ones leave alone.
EXPRESSIONS = (
    (r"\b(?P<year>20\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b", "iso"),
    (r"(?P<year>20\d\d)\s?年\s?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号]?", "han_date"),
    (
        rf"(?P<m>\d{{1,2}}|十?[一二三四五六七八九十])\s?月\s?(?P<d>\d{{1,2}}|{_HAN_NUMBER})\s?[日号]",
        "han_date",
    ),
    (
        r"(?P<m>\d{1,2}|十?[一二三四五六七八九十])\s?月份?的?(?P<place>底|末|初|中旬|上旬|下旬|中)(?![国])",
        "han_named_month",
    ),
    (r"(?P<which>下个?|上个?|本|这个?)月(?P<d>\d{1,2})\s?[日号]", "han_date"),
    (
        rf"(?P<n>{_HAN_NUMBER})\s?个?(?P<unit>天|日|周|星期|礼拜|月)(?P<side>之?内|以内|之?后|以后|前)",
        "han_relative",
    ),
    (r"(?<![\d月])(?P<d>\d{1,2})\s?[日号](?!码|楼|线)", "han_date"),
    (
        r"(?P<which>下下|下个?|上个?|本|这个?)?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])",
        "han_weekday",
    ),
    (
        r"(?P<which>下个?|上个?|本|这个?|当|明|今|去)?(?P<unit>月|周|星期|礼拜|年)(?P<place>底|末|初|中旬|上旬|下旬)",
        "han_period",
    ),
    (r"(?P<which>下个?|上个?|本|这个?)(?P<unit>月|周|星期|礼拜)(?!\d)", "han_period"),
    (r"大后天", "offset", 3),
    (r"后天", "offset", 2),
    (r"明[天日早]", "offset", 1),
    (r"今[天日]|刚刚|刚才", "offset", 0),
    (
        r"\b(?:so)?eben\b|\bthis morning\b|\bce matin\b|\besta manana\b|\bge?rade?(?: eben)?\b|\bvorhin\b|\ba l'instant\b|\bacab(?:o|amos) de\b"
        r"|\b(?:viens|venons) de\b|\bahora mismo\b|\bjust now\b|刚"
        r"|\bjust (?=paid|payed|sent|wired|transferred|made|settled|posted)",
        "moment_ago",
    ),
    (r"昨[天日晚]", "offset", -1),
    (r"前天", "offset", -2),
    (
        rf"(?<![\d.,/])(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|\.)?(?: of| de)?[ -]?{_MONTH}(?:(?:,? | de | del )?{_YEAR})?(?!\d)",
        "named",
    ),
    (
        rf"\b{_MONTH} (?:the )?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\b(?![.,:/]\d)(?:,? {_YEAR})?",
        "named",
    ),
    (
        r"(?<![\d.,/-])(?P<a>[0-3]?\d)(?P<sep>[./-])(?P<b>[01]?\d|[0-3]\d)"
        r"(?:(?P=sep)(?P<year>20\d\d|\d\d)\b|(?P<tail>\.(?!\d)|\b))(?![%€$£/-]| ?(?:eur|usd|%))",
        "numeric",
    ),
    (
        rf"\b(?:in|within|after|innerhalb(?: von)?|binnen|nach|sous|dans|d'ici|apres|dentro de"
        rf"|en|tras|plazo de|another|noch|encore|otr[oa]s?|next|nachsten|prochains|proximos)"
        rf"(?: (?:the|the next|den nachsten|les|los|los proximos|un plazo de|about|ca\.?|maximal"
        rf"|unos|environ|spatestens|maximum))? {_NUMBER} (?:more |further )?(?:{_UNIT})\b"
        rf"(?! (?:overdue|late))",
        "relative",
    ),
    (rf"\b{_NUMBER} (?:more|further|mas|de plus) (?:{_UNIT})\b", "relative"),
    (rf"\b{_NUMBER} (?:{_UNIT}) from (?:today|now)\b", "relative"),
    (rf"\b{_NUMBER} (?:{_UNIT}) (?:mas|de plus)\b", "relative"),
    (rf"\b(?P<ago>vor|hace|il y a) {_NUMBER} (?:{_UNIT})\b", "relative"),
    (rf"\b{_NUMBER} (?:{_UNIT}) (?P<ago>ago|back)\b", "relative"),
    (r"\b(?:a |une |un )?(?:sous )?huitaine\b", "offset", 8),
    (r"\b(?:sous |une )?quinzaine\b|\ba fortnight\b", "offset", 14),
    (
        rf"\b{_WEEKDAY} (?P<week>(?:of )?next week|(?:der )?n(?:a|ae)chste[rn]? woche|de la semaine prochaine|de la (?:proxima semana|semana que viene))",
        "some_weekday",
    ),
    (rf"(?:\b{_WHICH} )?\b{_WEEKDAY}{_AFTER}?", "some_weekday"),
    (rf"\b(?:{_POS}){_OF}(?:{_WHICH} )?(?:{_PERIOD})\b{_AFTER}?", "some_period"),
    (rf"\b{_WHICH} (?:{_PERIOD})\b", "some_period"),
    (
        rf"\b(?:before|bevor|avant que|acabe|termine|finalice|concluya) (?:the |das |die |der |la |el "
        rf"|este |esta |l'|cette )?(?:{_PERIOD})\b",
        "some_period",
    ),
    (r"(?P<which>今|本|这个?)(?P<unit>年|月|周|星期)(?:之内|以内|内)", "han_period"),
    (rf"\b(?:{_PERIOD})\b{_AFTER}", "some_period"),
    (rf"\b(?:{_POS}){_OF}?{_MONTH}(?: (?:de |del )?{_YEAR})?", "part_of_named_month"),
    (
        rf"\b(?:in|by|until|during|im|bis|en|courant|pour|para|hasta) {_MONTH}(?: (?:de )?{_YEAR})?(?! ?\d)",
        "part_of_named_month",
    ),
    (r"\bkw ?(?P<kw>\d{1,2})\b", "calendar_week"),
    (r"\bmonth[- ]end\b|\beom\b|\bmonatsende\b|\bmonatsultimo\b", "month_end"),
    (r"\byear[- ]end\b|\bjahresende\b", "year_end"),
    (
        r"\bday after tomorrow\b|\bubermorgen\b|\buebermorgen\b|\bapres[- ]demain\b|\bpasado manana\b",
        "offset",
        2,
    ),
    (
        r"\btomorrow\b|(?<!guten )\bmorgen\b|\bdemain\b|(?<!por la )(?<!esta )(?<!de la )\bmanana\b",
        "offset",
        1,
    ),
    (
        r"\btoday\b|\bheute\b|\baujourd'hui\b|\bhoy\b|\bthis (?:afternoon|evening)\b|\btonight\b|\bcet(?:te)? (?:apres[- ]midi|soiree)\b|\bce soir\b|\besta (?:tarde|noche)\b|\bce jour\b(?!-la)|\bjust now\b",
        "offset",
        0,
    ),
    (
        r"\bday before yesterday\b|\bvorgestern\b|\bavant[- ]hier\b|\banteayer\b|\bantier\b",
        "offset",
        -2,
    ),
    (
        r"\byesterday\b|\blast night\b|\banoche\b|\bgestern\b|\bhier\b(?! (?:ist|sind|war|im|bei|in|die|der|das|noch|auch|nicht))|\bayer\b",
        "offset",
        -1,
    ),
    (
        rf"\b(?:the|by|on|am|zum|den|dem|der|bis|le|du|el|del|al|dia|au) (?:dia )?(?P<day>[0-3]?\d)(?:st|nd|rd|th|er)?(?=\.? |[.,;!?)]|$)(?! ?[%€$£]| ?(?:eur|usd|days?|tage|jours|dias|invoices?|rechnungen|factur))(?:\.? (?:of |des |du |del |de )?(?:{_NEXT} |{_THIS} |{_LAST} )?(?:month|monats?|mois|mes)\b{_AFTER}?)?",
        "plain_day",
    ),
    (r"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)\b", "plain_day"),
)
