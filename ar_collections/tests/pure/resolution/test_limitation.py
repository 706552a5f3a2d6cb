"""Until when claims can be enforced: what ships against dates reckoned by hand from the laws."""

from datetime import date
from pathlib import Path

from lxml import etree

from odoo.tests import BaseCase

from ....tools.resolution.limitation import (
    CAPPED,
    LAPSED,
    LATER,
    NOT_HERE,
    POSTPONED,
    ROLLED,
    STOPPED,
    UNPROVED,
    Event,
    Item,
    Law,
    Place,
    Rule,
    add_months,
    find_laws,
    limit_of,
    next_threshold,
)

DATA = Path(__file__).parents[3] / "data" / "ar_limitation_data.xml"

# rule, due, events (kind@day, kind@first..last, ! not proved), last day
ORACLES = """
cn           2023-03-31 -                                                    2026-03-31
cn           2023-03-31 demand@2025-03-03                                    2028-03-03
cn           2023-03-31 !demand@2025-03-03                                   2026-03-31
cn           2023-03-31 payment@2024-06-30                                   2027-06-30
cn           2023-03-31 promise@2024-02-29                                   2027-02-28
cn           2023-03-31 suit@2026-03-31                                      2029-03-31
cn           2023-03-31 suit@2026-04-01                                      2026-03-31
cn           2023-03-31 demand@2026-04-01                                    2026-03-31
cn           2023-03-31 ack_signed@2026-07-01                                2029-07-01
cn           2023-03-31 payment@2026-07-01                                   2026-03-31
cn           2023-03-31 ack_signed@2026-07-01,demand@2029-06-30              2032-06-30
de           2023-03-31 -                                                    2026-12-31
de           2023-01-01 -                                                    2026-12-31
de           2023-12-31 -                                                    2026-12-31
de           2023-03-31 demand@2025-03-03,reserving@2025-04-03               2026-12-31
de           2023-03-31 payment@2025-02-10                                   2028-02-10
de           2023-03-31 ack@2024-02-29                                       2027-02-28
de           2023-03-31 payment@2023-10-10                                   2026-12-31
de           2023-03-31 suit@2026-12-31..2027-06-29                          2027-09-29
de           2023-03-31 negotiation@2026-12-01..2026-12-11                   2027-03-11
de           2023-03-31 negotiation@2024-01-01..2024-01-31                   2027-01-30
de           2023-03-31 ack_signed@2027-01-01                                2026-12-31
at           2023-03-31 ack@2025-05-05                                       2028-05-05
gb           2020-03-31 -                                                    2026-03-31
gb           2020-03-31 demand@2025-03-03,reserving@2025-03-03               2026-03-31
gb           2020-03-31 ack@2025-03-03,ack_written@2025-03-04                2026-03-31
gb           2020-03-31 ack_signed@2025-03-03                                2031-03-03
gb           2020-03-31 payment@2025-03-03                                   2031-03-03
gb           2020-03-31 payment@2026-04-01,ack_signed@2026-04-01             2026-03-31
gb_sct       2020-03-31 -                                                    2025-03-31
nl           2021-03-31 -                                                    2026-03-31
nl           2021-03-31 demand@2025-03-03                                    2026-03-31
nl           2021-03-31 reserving@2025-03-03                                 2030-03-03
nl           2021-03-31 !reserving@2025-03-03                                2026-03-31
in           2023-03-31 -                                                    2026-03-31
in           2023-03-31 demand@2025-03-03,ack@2025-03-03                     2026-03-31
in           2023-03-31 ack_written@2025-03-03                               2028-03-03
in           2023-03-31 ack_signed@2026-04-01                                2026-03-31
in           2023-03-31 payment@2025-03-03                                   2028-03-03
us_goods     2022-03-31 -                                                    2026-03-31
us_goods     2022-03-31 demand@2025-03-03                                    2026-03-31
us_goods     2022-03-31 payment@2024-03-03                                   2028-03-03
us_ny        2022-03-31 -                                                    2028-03-31
us_ca        2022-03-31 -                                                    2026-03-31
us_la        2022-03-31 -                                                    2025-03-31
us_co        2022-03-31 -                                                    2025-03-31
fr           2021-03-31 -                                                    2026-03-31
fr           2021-03-31 demand@2025-03-03,reserving@2025-03-03               2026-03-31
fr           2021-03-31 suit@2025-03-03                                      2030-03-03
fr_consumer  2024-03-31 -                                                    2026-03-31
pl           2023-01-01 -                                                    2026-12-31
pl           2023-12-31 -                                                    2026-12-31
pl           2023-01-01 ack@2025-03-03                                       2028-12-31
pl           2023-01-01 demand@2025-03-03                                    2026-12-31
pl_goods     2023-05-05 -                                                    2025-12-31
it           2016-03-31 demand@2025-03-03                                    2035-03-03
es           2021-03-31 demand@2025-03-03                                    2030-03-03
pt           2006-03-31 -                                                    2026-03-31
ch           2016-03-31 enforcement@2025-03-03                               2035-03-03
jp           2021-03-31 demand@2026-01-31                                    2026-07-31
jp           2021-03-31 demand@2026-01-31,demand@2026-07-01                  2026-07-31
jp           2021-03-31 demand@2025-01-31                                    2026-03-31
ro           2023-03-31 demand@2025-03-03                                    2028-03-03
dk           2023-02-28 -                                                    2026-02-28
se           2016-02-29 -                                                    2026-02-28
"""


def read_rules():
    """{last part of the external id: (Rule, element)} of what ships."""
    rules = {}
    for record in etree.parse(str(DATA)).iter("record"):
        if record.get("model") == "ar.limitation.rule":
            rules[record.get("id").removeprefix("ar_limitation_rule_")] = read_rule(record)
    return rules


def read_rule(record):
    values = {field.get("name"): field for field in record}

    def codes(name):
        text = values[name].get("eval") if name in values else ""
        return frozenset(part.split("'")[0] for part in text.split("ar_limitation_cause_")[1:])

    def number(name):
        return int(values[name].text) if name in values else 0

    def word(name, usual):
        return values[name].text if name in values else usual

    return Rule(
        years=number("years"),
        start=word("start", "due"),
        roll=word("roll", "none"),
        restart_on=codes("restart_on"),
        stop_on=codes("stop_on"),
        revive_on=codes("revive_on"),
        before_expiry_only="before_expiry_only" not in values,
        cap_years=number("cap_years"),
        rest_months=number("rest_months"),
        demand_months=number("demand_months"),
    ), values


def day(text):
    return date.fromisoformat(text)


def read_events(text):
    events = []
    for word in text.split(",") if text != "-" else ():
        kind, _at, days = word.lstrip("!").partition("@")
        first, _dots, last = days.partition("..")
        until = day(last) if last else None
        events.append(Event(kind, day(first), proved=not word.startswith("!"), until=until))
    return events


class TestOracles(BaseCase):
    def test_what_ships_gives_the_dates_of_the_laws(self):
        rules = read_rules()
        for line in ORACLES.strip().splitlines():
            name, due, events, last = line.split()
            with self.subTest(line=line):
                limit = limit_of(rules[name][0], Item(day(due)), read_events(events))
                self.assertEqual(limit.date, day(last))

    def test_every_state_and_each_row_says_how_sure_it_is(self):
        rules = read_rules()
        states = [name for name in rules if name.startswith("us_") and name != "us_goods"]
        self.assertEqual(len(states), 51)
        for name, (rule, values) in rules.items():
            with self.subTest(name=name):
                self.assertGreater(rule.years, 0)
                self.assertTrue(values["source"].text)
                self.assertIn(values["confidence"].text, ("source", "knowledge"))
                self.assertIn(values["events_confidence"].text, ("source", "knowledge"))
                # The day on which somebody compared it is the company's to enter.
                self.assertNotIn("checked_on", values)
        sure = {
            name
            for name, (_rule, values) in rules.items()
            if values["confidence"].text == values["events_confidence"].text == "source"
        }
        self.assertEqual(sure, {"cn", "de", "it", "es", "nl", "dk", "in"})


class TestStart(BaseCase):
    def test_china_counts_from_the_last_instalment(self):
        rule = read_rules()["cn"][0]
        item = Item(day("2023-01-31"), day("2023-01-01"), last_due=day("2023-06-30"))
        limit = limit_of(rule, item)
        self.assertEqual((limit.date, limit.start), (day("2026-06-30"), day("2023-06-30")))

    def test_india_counts_from_delivery_or_the_end_of_credit(self):
        rule = read_rules()["in"][0]
        for due, invoiced, delivery, start in (
            ("2023-03-01", "2023-03-01", "2023-03-10", "2023-03-10"),
            ("2023-03-01", "2023-03-01", "2023-02-20", "2023-02-20"),
            ("2023-03-31", "2023-03-01", "2023-03-10", "2023-03-31"),
            ("2023-03-01", "2023-03-01", None, "2023-03-01"),
        ):
            with self.subTest(due=due, delivery=delivery):
                delivered = day(delivery) if delivery else None
                limit = limit_of(rule, Item(day(due), day(invoiced), delivered))
                self.assertEqual(limit.start, day(start))

    def test_the_start_and_the_base_stay_readable(self):
        rule = read_rules()["de"][0]
        limit = limit_of(rule, Item(day("2023-03-31")), [Event("ack", day("2025-02-10"))])
        self.assertEqual((limit.start, limit.base), (day("2025-02-10"), day("2026-12-31")))
        self.assertEqual(limit.cause.kind, "ack")


class TestWhy(BaseCase):
    def _limit(self, name, due, events, today=None):
        return limit_of(read_rules()[name][0], Item(day(due)), read_events(events), today)

    def test_what_did_not_count_says_why(self):
        limit = self._limit(
            "cn", "2023-03-31", "!demand@2025-01-01,visit@2025-01-02,suit@2027-01-01"
        )
        self.assertEqual(
            [(event.kind, why) for event, why in limit.ignored],
            [("demand", UNPROVED), ("visit", NOT_HERE), ("suit", LAPSED)],
        )
        self.assertIsNone(limit.cause)

    def test_what_is_dated_later_does_not_count_yet(self):
        limit = self._limit("cn", "2023-03-31", "payment@2025-01-01", day("2024-12-31"))
        self.assertEqual((limit.date, limit.ignored[0][1]), (day("2026-03-31"), LATER))

    def test_codes(self):
        self.assertEqual(self._limit("pl", "2023-01-01", "ack@2025-01-01").codes, (ROLLED,))
        self.assertIn(STOPPED, self._limit("de", "2023-01-01", "suit@2024-01-01..2025-01-01").codes)
        self.assertIn(POSTPONED, self._limit("jp", "2021-03-31", "demand@2026-01-31").codes)
        events = "demand@2006-01-01,demand@2008-12-01,demand@2011-11-01,demand@2014-10-01"
        events += ",demand@2017-09-01,demand@2020-08-01,demand@2022-01-01"
        self.assertIn(CAPPED, self._limit("cn", "2003-03-31", events).codes)

    def test_china_ends_after_twenty_years(self):
        years = ("2006-03-01", "2009-02-01", "2012-01-01", "2014-12-01", "2017-11-01", "2020-10-01")
        events = ",".join(f"demand@{one}" for one in (*years, "2022-05-05"))
        self.assertEqual(self._limit("cn", "2003-03-31", events).date, day("2023-03-31"))

    def test_what_goes_on_stops_the_clock_until_today(self):
        for today, last in (("2025-01-11", "2027-01-10"), ("2025-04-11", "2027-04-10")):
            limit = self._limit("de", "2023-03-31", "suit@2025-01-01", day(today))
            self.assertEqual(limit.date, day(last))

    def test_two_stops_at_once_are_one(self):
        limit = self._limit(
            "de", "2023-03-31", "suit@2024-01-01..2024-01-21,negotiation@2024-01-11..2024-01-31"
        )
        self.assertEqual(limit.date, day("2027-01-30"))

    def test_a_period_that_begins_anew_during_a_stop_runs_from_its_end(self):
        limit = self._limit("de", "2023-03-31", "suit@2025-01-01..2025-01-31,ack@2025-01-11")
        self.assertEqual(limit.date, day("2028-01-31"))

    def test_months_end_where_there_is_no_such_day(self):
        for first, months, last in (
            ("2024-02-29", 12, "2025-02-28"),
            ("2024-02-29", 48, "2028-02-29"),
            ("2025-08-31", 6, "2026-02-28"),
            ("2025-12-31", 1, "2026-01-31"),
        ):
            self.assertEqual(add_months(day(first), months), day(last))

    def test_thresholds(self):
        found = [next_threshold(days) for days in (-1, 0, 30, 31, 90, 91, 180, 181)]
        self.assertEqual(found, [None, 30, 30, 90, 90, 180, 180, None])


class TestLaws(BaseCase):
    LAWS = (
        Law(1, country=10),
        Law(2, country=10, claim="goods"),
        Law(3, country=10, states=frozenset({5})),
        Law(4, country=10, customer="consumer"),
        Law(5, country=10, company=7, claim="services"),
        Law(6, country=11, claim="goods"),
        Law(7, country=10, company=8, claim="services"),
    )

    def test_the_nearest_rule_counts(self):
        for place, keys in (
            (Place(10, claim="services"), [1]),
            (Place(10, claim="goods"), [2]),
            (Place(10), [2, 1]),
            (Place(10, state=5), [3]),
            (Place(10, state=6, claim="services"), [1]),
            (Place(10, customer="consumer", claim="goods"), [4]),
            (Place(10, customer="business", claim="services"), [1]),
            (Place(10, claim="services", companies=(7, 9)), [5]),
            (Place(10, claim="services", companies=(7, 8)), [7]),
            (Place(10, claim="goods", companies=(7, 8)), [2]),
            (Place(11), [6]),
            (Place(11, claim="services"), []),
            (Place(12), []),
            (Place(None), []),
        ):
            with self.subTest(place=place):
                self.assertEqual(find_laws(self.LAWS, place), keys)

    def test_of_two_alike_the_first_counts(self):
        laws = [Law(1, country=10, rank=20), Law(2, country=10, rank=10)]
        self.assertEqual(find_laws(laws, Place(10)), [2])
