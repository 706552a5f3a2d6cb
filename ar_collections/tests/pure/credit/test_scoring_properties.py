from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ....tools.credit import scoring
from .test_scoring import BANDS, card

points = st.none() | st.integers(0, 100)
factors = st.lists(st.tuples(st.integers(1, 50), points), min_size=1, max_size=6)
few = settings(max_examples=40, deadline=None, database=None)


class TestScoringProperties(BaseCase):
    @few
    @given(factors)
    def test_between_the_worst_and_the_best_point(self, rows):
        found = scoring.score(card(rows))
        known = [value for _weight, value in rows if value is not None]
        if not known:
            self.assertIsNone(found.total)
            return
        self.assertLessEqual(min(known) - 1e-9, found.total)
        self.assertLessEqual(found.total, max(known) + 1e-9)
        self.assertAlmostEqual(sum(found.contributions.values()), found.total)

    @few
    @given(factors, st.integers(2, 9))
    def test_only_proportions_of_weights_count(self, rows, times):
        once = scoring.score(card(rows)).total
        again = scoring.score(card([(weight * times, value) for weight, value in rows])).total
        self.assertEqual(once is None, again is None)
        self.assertAlmostEqual(once or 0, again or 0)

    @few
    @given(st.floats(0, 100), st.floats(0, 100))
    def test_a_better_score_never_has_a_worse_grade(self, one, other):
        low, high = sorted((one, other))
        self.assertGreaterEqual(scoring.grade(low, BANDS), scoring.grade(high, BANDS))
