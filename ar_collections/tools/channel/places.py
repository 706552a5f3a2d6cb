"""Where a customer is: its weekend and its time zone, from the country."""

import pytz

# Weekends that are not Saturday and Sunday, Monday is 0: the table weekData of Unicode CLDR 45
# (weekendStart, weekendEnd). Beside it four countries whose law or practice says otherwise than
# CLDR, which has none of them: Bangladesh, Maldives, Palestine (Friday and Saturday), Nepal
# (Saturday). The Emirates left Friday and Saturday in 2022.
_WEEKENDS = {
    (3, 4): "AF",
    (4,): "IR DJ",
    (4, 5): "BD BH DZ EG IL IQ JO KW LY MV OM PS QA SA SD SY YE",
    (5,): "NP",
    (6,): "IN UG",
}
WEEKENDS = {code: frozenset(days) for days, codes in _WEEKENDS.items() for code in codes.split()}
USUAL_WEEKEND = frozenset({5, 6})

# Where most people of a country with several time zones live: the zone of its largest city. Other
# countries have one zone, or their first one in the tz database is that.
_MAIN_ZONES = """
AQ Antarctica/McMurdo
AR America/Argentina/Buenos_Aires
AU Australia/Sydney
BR America/Sao_Paulo
CA America/Toronto
CD Africa/Kinshasa
CL America/Santiago
EC America/Guayaquil
FM Pacific/Pohnpei
GL America/Nuuk
KI Pacific/Tarawa
KZ Asia/Almaty
MN Asia/Ulaanbaatar
MX America/Mexico_City
PF Pacific/Tahiti
PG Pacific/Port_Moresby
RU Europe/Moscow
UM Pacific/Wake
UZ Asia/Tashkent
"""
MAIN_ZONES = dict(line.split() for line in _MAIN_ZONES.strip().splitlines())

# States of the large countries that do not lie in its main zone, by the zone of their larger part
# (tz database, zone1970.tab). An hour too late is kinder than one too early.
_STATE_ZONES = """
US America/Chicago AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI
US America/Denver CO MT NM UT WY
US America/Boise ID
US America/Phoenix AZ
US America/Los_Angeles CA NV OR WA
US America/Anchorage AK
US Pacific/Honolulu HI
CA America/Vancouver BC
CA America/Edmonton AB NT
CA America/Regina SK
CA America/Winnipeg MB
CA America/Halifax NB NS PE
CA America/St_Johns NL
CA America/Whitehorse YT
AU Australia/Perth WA
AU Australia/Adelaide SA
AU Australia/Darwin NT
AU Australia/Brisbane QLD
BR America/Manaus AM RO RR
BR America/Cuiaba MT
BR America/Campo_Grande MS
BR America/Rio_Branco AC
"""
STATE_ZONES = {
    (country, state): zone
    for country, zone, *states in map(str.split, _STATE_ZONES.strip().splitlines())
    for state in states
}


def weekend_of(country):
    """The weekdays of rest of a country.

    :param country: its code of two letters, or ''
    """
    return WEEKENDS.get(country, USUAL_WEEKEND)


def zone_of(chosen, country, state, ours):
    """The name of the time zone of a customer.

    The one that was chosen for the contact; but Odoo gives a new contact the zone of the user
    who made it, and so a zone of ours says nothing of a customer of another country.

    :param chosen: the zone on the contact, or ''
    :param country: code of its country, or ''
    :param state: code of its state, or ''
    :param ours: names of zones that contacts get by themselves; the first is the company's
    """
    by_state = STATE_ZONES.get((country, state))
    own = pytz.country_timezones.get(country) or []
    by_country = by_state or MAIN_ZONES.get(country) or next(iter(own), "")
    given = chosen in ours and own and (chosen not in own or (by_state and by_state != chosen))
    for name in ("" if given else chosen, by_country, ours[0] if ours else ""):
        if name and name in pytz.all_timezones_set:
            return name
    return "UTC"
