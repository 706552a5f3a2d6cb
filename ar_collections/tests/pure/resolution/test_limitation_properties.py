"""Whatever happens to a claim: its last day never moves back."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.resolution.limitation import COUNTS_AS, Event, Item, Rule, add_months, limit_of

KINDS = (*COUNTS_AS, "suit", "negotiation", "conciliation", "enforcement")
CAUSES = sorted({cause for causes in COUNTS_AS.values() for cause in causes} | set(KINDS[-4:]))
days = st.dates(date(2015, 1, 1), date(2032, 12, 31))
causes = st.frozensets(st.sampled_from(CAUSES))
rules = st.builds(
    Rule,
    years=st.integers(1, 10),
    start=st.sampled_from(("due", "year_end", "delivery", "last_instalment")),
    roll=st.sampled_from(("none", "year_end")),
    restart_on=causes,
    stop_on=causes,
    revive_on=causes,
    before_expiry_only=st.booleans(),
    cap_years=st.sampled_from((0, 0, 5, 20)),
    rest_months=st.sampled_from((0, 3)),
    demand_months=st.sampled_from((0, 0, 6)),
)
dates = st.dates(date(2015, 1, 1), date(2025, 12, 31))
items = st.builds(
    Item, due=dates, invoiced=dates, delivery=st.none() | dates, last_due=st.none() | dates
)


@st.composite
def happened(draw):
    first = draw(days)
    lasts = draw(st.none() | st.integers(0, 900))
    until = None if lasts is None else first + timedelta(days=lasts)
    return Event(draw(st.sampled_from(KINDS)), first, draw(st.booleans()), until)


events = st.lists(happened(), max_size=7)


class TestLimitationProperties(BaseCase):
    @settings(max_examples=60, deadline=None)
    @given(rules, items, events, happened(), st.none() | days)
    def test_an_event_never_moves_the_last_day_back(self, rule, item, before, event, today):
        limit = limit_of(rule, item, before, today)
        self.assertGreaterEqual(limit_of(rule, item, [*before, event], today).date, limit.date)

    @settings(max_examples=40, deadline=None)
    @given(rules, items, events, days, st.integers(0, 400))
    def test_time_never_moves_the_last_day_back(self, rule, item, happened, today, more):
        later = today + timedelta(days=more)
        self.assertGreaterEqual(
            limit_of(rule, item, happened, later).date, limit_of(rule, item, happened, today).date
        )

    @settings(max_examples=40, deadline=None)
    @given(rules, items, events, st.randoms(use_true_random=False), st.none() | days)
    def test_the_order_in_which_events_are_told_does_not_matter(
        self, rule, item, happened, random, today
    ):
        mixed = list(happened)
        random.shuffle(mixed)
        first, second = limit_of(rule, item, happened, today), limit_of(rule, item, mixed, today)
        self.assertEqual(first.date, second.date)
        self.assertEqual(first.codes, second.codes)

    @settings(max_examples=40, deadline=None)
    @given(rules, items, events, st.none() | days)
    def test_a_cap_holds_and_what_gave_the_day_is_named(self, rule, item, happened, today):
        limit = limit_of(rule, item, happened, today)
        start = limit_of(rule, item).start
        if rule.cap_years:
            self.assertLessEqual(
                limit.date, max(limit.base, add_months(start, 12 * rule.cap_years))
            )
        self.assertEqual(limit.cause is None, limit.date == limit.base)
        if limit.cause:
            self.assertTrue(limit.cause.proved)
        for event, _why in limit.ignored:
            self.assertNotEqual(event, limit.cause)

    @settings(max_examples=40, deadline=None)
    @given(rules, items, events, st.none() | days)
    def test_nothing_unproved_and_nothing_unnamed_counts(self, rule, item, happened, today):
        named = rule.restart_on | rule.stop_on
        if rule.demand_months:
            named |= {"notice_arrived"}
        counts = [
            event
            for event in happened
            if event.proved and named & set(COUNTS_AS.get(event.kind, (event.kind,)))
        ]
        self.assertEqual(
            limit_of(rule, item, counts, today).date, limit_of(rule, item, happened, today).date
        )
