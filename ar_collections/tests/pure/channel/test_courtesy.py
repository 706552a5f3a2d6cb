"""When a message may leave: cases by hand, and properties of generated ones."""

from datetime import date, datetime, timedelta

import pytz
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.channel import courtesy
from ....tools.channel.courtesy import Facts, Moment, Rules, decide, usual_hour
from ....tools.channel.places import WEEKENDS, weekend_of, zone_of

BERLIN = pytz.timezone("Europe/Berlin")
TOKYO = pytz.timezone("Asia/Tokyo")
WEEKEND = frozenset({5, 6})
OFFICE = Rules(quiet_from=20, quiet_until=8, weekends=True, holidays=True)


def utc(text):
    return pytz.utc.localize(datetime.fromisoformat(text))


def said(*moments, way="email"):
    return {number: (utc(one), frozenset({way})) for number, one in enumerate(moments)}


# What happens, facts beside a Tuesday in Berlin, when it leaves (UTC), why it waits.
CASES = [
    ("by day", {}, "2026-03-31 12:00", ""),
    ("at night", {"now": "2026-03-31 01:00"}, "2026-03-31 06:00", "quiet_hours"),
    ("in the evening", {"now": "2026-03-31 18:01"}, "2026-04-01 06:00", "quiet_hours"),
    ("eight sharp is not quiet", {"now": "2026-03-31 06:00"}, "2026-03-31 06:00", ""),
    ("twenty sharp is", {"now": "2026-03-31 18:00"}, "2026-04-01 06:00", "quiet_hours"),
    ("winter time", {"now": "2026-01-14 02:00"}, "2026-01-14 07:00", "quiet_hours"),
    ("Saturday", {"now": "2026-03-28 12:00"}, "2026-03-30 06:00", "weekend"),
    ("Friday night", {"now": "2026-03-27 23:30"}, "2026-03-30 06:00", "weekend"),
    ("a holiday", {"holidays": {date(2026, 3, 31)}}, "2026-04-01 06:00", "holiday"),
    (
        "Easter",
        {"now": "2026-04-02 19:00", "holidays": {date(2026, 4, 3), date(2026, 4, 6)}},
        "2026-04-07 06:00",
        "quiet_hours",
    ),
    ("in Tokyo it is evening", {"zone": TOKYO}, "2026-03-31 23:00", "quiet_hours"),
    ("month end", {"rules": OFFICE._replace(pause_last=2)}, "2026-04-01 06:00", "pause"),
    (
        "month end and begin",
        {"rules": OFFICE._replace(pause_last=1, pause_first=3)},
        "2026-04-06 06:00",
        "pause",
    ),
    (
        "February has 28 days",
        {"now": "2026-02-26 12:00", "rules": Rules(pause_last=3)},
        "2026-02-28 23:00",
        "pause",
    ),
    (
        "said today by this way",
        {"rules": Rules(once_a_day=True), "sent": said("2026-03-31 07:00")},
        "2026-03-31 22:00",
        "said_today",
    ),
    (
        "said today by another way",
        {"rules": Rules(once_a_day=True), "sent": said("2026-03-31 07:00", way="letter")},
        "2026-03-31 12:00",
        "",
    ),
    (
        "yesterday evening is not today",
        {"rules": Rules(once_a_day=True), "sent": said("2026-03-30 21:59")},
        "2026-03-31 12:00",
        "",
    ),
    (
        "here it is today already",
        {"rules": Rules(once_a_day=True), "sent": said("2026-03-30 22:01")},
        "2026-03-31 22:00",
        "said_today",
    ),
    (
        "the week is full",
        {
            "rules": OFFICE._replace(per_week=2),
            "sent": said("2026-03-25 10:00", "2026-03-26 10:00"),
        },
        "2026-04-01 06:00",
        "week_full",
    ),
    (
        "the week has room",
        {"rules": Rules(per_week=3), "sent": said("2026-03-25 10:00", "2026-03-26 10:00")},
        "2026-03-31 12:00",
        "",
    ),
    (
        "what is older does not count",
        {"rules": Rules(per_week=1), "sent": said("2026-03-24 10:00")},
        "2026-03-31 12:00",
        "",
    ),
    (
        "a legal demand on Sunday",
        {
            "now": "2026-03-29 12:00",
            "legal": True,
            "rules": OFFICE._replace(per_week=1, once_a_day=True, pause_last=5),
            "sent": said("2026-03-29 08:00"),
        },
        "2026-03-29 12:00",
        "",
    ),
    (
        "a legal demand at night",
        {"now": "2026-03-29 01:30", "legal": True, "best": 9.5},
        "2026-03-29 06:00",
        "quiet_hours",
    ),
    (
        "its hour is to come",
        {"now": "2026-03-31 06:10", "best": 9.5},
        "2026-03-31 07:30",
        "usual_hour",
    ),
    ("its hour is over", {"best": 9.5}, "2026-03-31 12:00", ""),
    (
        "its hour on another day",
        {"now": "2026-03-31 19:00", "best": 9.5},
        "2026-04-01 07:30",
        "quiet_hours",
    ),
    ("its hour is quiet", {"now": "2026-03-31 10:00", "best": 23}, "2026-03-31 10:00", ""),
    (
        "a quiet noon",
        {"now": "2026-03-31 10:07", "rules": Rules(quiet_from=12, quiet_until=13.5)},
        "2026-03-31 11:30",
        "quiet_hours",
    ),
    (
        "the clock is put forward in the quiet hours",
        {"now": "2026-03-29 00:30", "rules": Rules(quiet_from=22, quiet_until=2.5)},
        "2026-03-29 01:00",
        "quiet_hours",
    ),
    (
        "the clock is put back: half past two comes twice",
        {"now": "2026-10-24 23:50", "rules": Rules(quiet_from=22, quiet_until=2.5)},
        "2026-10-25 00:30",
        "quiet_hours",
    ),
    (
        "the second two o'clock is quiet again",
        {"now": "2026-10-25 01:10", "rules": Rules(quiet_from=22, quiet_until=2.5)},
        "2026-10-25 01:30",
        "quiet_hours",
    ),
    (
        "a month that is all pause is looked at again",
        {"rules": Rules(pause_first=31)},
        "2026-06-01 12:00",
        "pause",
    ),
]


def facts_of(**values):
    usual = {"now": "2026-03-31 12:00", "zone": BERLIN, "rules": OFFICE, "weekend": WEEKEND}
    values = {**usual, "ways": frozenset({"email"}), **values}
    values["holidays"] = frozenset(values.get("holidays", ()))
    return Facts(**{**values, "now": utc(values["now"])})


# Days are made slowly, on a machine that has other work.
patient = settings(
    deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)

rules = st.builds(
    Rules,
    quiet_from=st.integers(0, 95).map(lambda n: n / 4),
    quiet_until=st.integers(0, 95).map(lambda n: n / 4),
    weekends=st.booleans(),
    holidays=st.booleans(),
    pause_last=st.integers(0, 5),
    pause_first=st.integers(0, 5),
    per_week=st.integers(0, 3),
    once_a_day=st.booleans(),
)
# With the days on which clocks change, north and south, by an hour or by half of one.
zones = st.sampled_from(
    ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Asia/Gaza"]
).map(pytz.timezone)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31)).map(pytz.utc.localize)


@st.composite
def generated(draw):
    now = draw(moments)
    days = st.integers(0, 9).map(lambda back: now - timedelta(days=back, minutes=back * 7))
    ways = st.sampled_from(["email", "sms", "letter"]).map(lambda way: frozenset({way}))
    sent = draw(st.lists(st.tuples(days, ways), max_size=5))
    holidays = draw(st.sets(st.integers(0, 20), max_size=4))
    return Facts(
        now=now,
        zone=draw(zones),
        rules=draw(rules),
        weekend=draw(st.sampled_from([WEEKEND, frozenset({4, 5}), frozenset({6})])),
        holidays=frozenset((now + timedelta(days=n)).date() for n in holidays),
        ways=frozenset({"email"}),
        sent=dict(enumerate(sent)),
        best=draw(st.none() | st.integers(0, 47).map(lambda n: n / 2)),
        legal=draw(st.booleans()),
    )


def forbidden(facts, at):
    """Said once more, in other words: whether something may not leave at a moment."""
    local, rule = at.astimezone(facts.zone), facts.rules
    clock = local.hour * 60 + local.minute
    begin, end = rule.quiet_from * 60, rule.quiet_until * 60
    quiet = begin <= clock < end if begin <= end else not end <= clock < begin
    if quiet or facts.legal:
        return quiet
    day = local.date()
    left = ((day.replace(day=28) + timedelta(days=4)).replace(day=1) - day).days
    since = [
        (day - moment.astimezone(facts.zone).date()).days for moment, _w in facts.sent.values()
    ]
    today = [
        ways for moment, ways in facts.sent.values() if moment.astimezone(facts.zone).date() == day
    ]
    return (
        (rule.weekends and day.weekday() in facts.weekend)
        or (rule.holidays and day in facts.holidays)
        or day.day <= rule.pause_first
        or left <= rule.pause_last
        or (rule.once_a_day and any("email" in ways for ways in today))
        or (rule.per_week and sum(0 <= n < 7 for n in since) >= rule.per_week)
    )


class TestCourtesy(BaseCase):
    def test_cases(self):
        for name, values, at, reason in CASES:
            with self.subTest(name):
                self.assertEqual(decide(facts_of(**values)), Moment(utc(at), reason))

    @patient
    @given(generated())
    def test_never_early_and_always_allowed(self, facts):
        moment = decide(facts)
        self.assertGreaterEqual(moment.at, facts.now)
        self.assertFalse(forbidden(facts, moment.at))
        self.assertEqual(moment.at > facts.now, bool(moment.reason))

    @patient
    @given(generated())
    def test_is_the_first_moment(self, facts):
        """Nothing before it is allowed, unless it waits for the usual hour on that day."""
        facts = facts._replace(best=None)
        at, moment = facts.now, decide(facts)
        while at < moment.at:
            self.assertTrue(forbidden(facts, at), at)
            at += timedelta(minutes=5)

    @patient
    @given(generated())
    def test_the_usual_hour_changes_no_day(self, facts):
        moment, plain = decide(facts), decide(facts._replace(best=None))
        days = [one.at.astimezone(facts.zone).date() for one in (moment, plain)]
        self.assertEqual(*days)
        self.assertGreaterEqual(moment.at, plain.at)

    @patient
    @given(generated())
    def test_twice_is_once(self, facts):
        """Looked at again when it may leave, it leaves."""
        moment = decide(facts)
        self.assertEqual(decide(facts._replace(now=moment.at)), Moment(moment.at))

    def test_no_rules_hold_nothing(self):
        self.assertEqual(decide(facts_of(rules=Rules(), now="2026-03-29 01:59")).reason, "")


class TestUsualHour(BaseCase):
    def test_median(self):
        days = ["2026-03-30 08:10", "2026-02-02 14:20", "2026-03-03 06:40"]
        self.assertEqual(usual_hour(map(utc, days), BERLIN), 10.0)
        self.assertEqual(usual_hour(map(utc, days[:2]), BERLIN), courtesy.USUAL_HOUR)
        self.assertEqual(usual_hour([], TOKYO), 9.5)

    def test_median_of_four(self):
        days = ["2026-01-01 08:00", "2026-01-02 09:00", "2026-01-03 11:00", "2026-01-04 20:00"]
        self.assertEqual(usual_hour(map(utc, days), pytz.utc), 10.0)


class TestPlaces(BaseCase):
    def test_weekends(self):
        for country, days in [
            ("DE", {5, 6}),
            ("SA", {4, 5}),
            ("AE", {5, 6}),
            ("IL", {4, 5}),
            ("IR", {4}),
            ("IN", {6}),
            ("NP", {5}),
            ("", {5, 6}),
        ]:
            self.assertEqual(weekend_of(country), days, country)
        self.assertTrue(all(len(code) == 2 for code in WEEKENDS))

    def test_weekends_are_those_of_babel(self):
        """Where Babel has a locale of the country, which tells it from CLDR, too."""
        from babel import Locale, UnknownLocaleError

        known = 0
        for lang in ("ar", "en", "fa", "he", "de", "fr", "es", "zh", "ps"):
            for country in ["DE", "US", "AE", "FR", "ES", "CN", *WEEKENDS]:
                try:
                    locale = Locale(lang, country)
                except (UnknownLocaleError, ValueError):
                    continue
                if country in ("BD", "MV", "PS", "NP", "DJ"):
                    continue
                known += 1
                first, last = locale.weekend_start, locale.weekend_end
                days = {(first + n) % 7 for n in range((last - first) % 7 + 1)}
                self.assertEqual(weekend_of(country), days, country)
        self.assertGreater(known, 15)

    def test_zones(self):
        ours = ("Europe/Berlin", "Europe/Vienna")
        for chosen, country, state, zone in [
            ("", "JP", "", "Asia/Tokyo"),
            ("", "RU", "", "Europe/Moscow"),
            ("", "US", "", "America/New_York"),
            ("", "US", "CA", "America/Los_Angeles"),
            ("", "AU", "", "Australia/Sydney"),
            ("", "", "", "Europe/Berlin"),
            ("Asia/Tokyo", "", "", "Asia/Tokyo"),
            ("Asia/Tokyo", "BE", "", "Asia/Tokyo"),
            ("America/Chicago", "US", "CA", "America/Chicago"),
            # Odoo's own: that of the user who made the contact.
            ("Europe/Berlin", "JP", "", "Asia/Tokyo"),
            ("Europe/Vienna", "US", "TX", "America/Chicago"),
            ("Europe/Berlin", "DE", "", "Europe/Berlin"),
            ("Mars/Olympus", "", "", "Europe/Berlin"),
            ("", "XX", "", "Europe/Berlin"),
        ]:
            with self.subTest(chosen=chosen, country=country):
                self.assertEqual(zone_of(chosen, country, state, ours), zone)
        ours = ("America/New_York", "America/Chicago")
        for chosen, state, zone in [
            # In our country, but in a state with another zone.
            ("America/New_York", "CA", "America/Los_Angeles"),
            ("America/New_York", "NY", "America/New_York"),
            ("America/Chicago", "TX", "America/Chicago"),
            ("America/New_York", "", "America/New_York"),
        ]:
            self.assertEqual(zone_of(chosen, "US", state, ours), zone)
        self.assertEqual(zone_of("", "", "", ()), "UTC")
        self.assertEqual(zone_of("", "", "", ("No/Where",)), "UTC")
