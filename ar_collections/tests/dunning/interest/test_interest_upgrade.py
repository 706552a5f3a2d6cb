import runpy
from pathlib import Path

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestInterestUpgrade(TransactionCase):
    """What the upgrade to 19.0.1.3.0 does with the rates and rules that shipped before."""

    def _ref(self, name):
        return self.env.ref(f"ar_collections.ar_interest_{name}", raise_if_not_found=False)

    def _migrate(self, moment):
        self.env.flush_all()
        [script] = Path(__file__).parents[3].glob(f"migrations/*/{moment}-interest.py")
        for _time in range(2):
            runpy.run_path(str(script))["migrate"](self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()

    def _as_shipped(self, record, **values):
        """As the older version wrote it, and nobody since."""
        record.write(values)
        self.env.flush_all()
        self.env.cr.execute(
            f"UPDATE {record._table} SET write_date = create_date WHERE id = %s", [record.id]
        )
        self.env.invalidate_all()

    def test_what_nobody_changed_is_put_right(self):
        old = {"note": "Derived.", "checked_on": False}
        self._as_shipped(self._ref("rate_ecb_2024_1"), **old)
        self._as_shipped(self._ref("rate_rbi_2023"), date_to="2024-12-31", **old)
        gone = self._ref("rate_rbi_2023").copy(
            {"date_from": "2026-01-01", "date_to": "2026-12-31", "rate": 5.5}
        )
        self.env["ir.model.data"].create(
            {
                "module": "ar_collections",
                "name": "ar_interest_rate_rbi_2026",
                "model": "ar.interest.rate",
                "res_id": gone.id,
            }
        )
        self._as_shipped(gone)
        self._as_shipped(self._ref("rule_cn"), debtor_kind=False, creditor_size=False)
        self._as_shipped(
            self._ref("rule_in"), start="due", start_max_days=0, creditor_size=False, note="Old"
        )
        company = self.env["res.company"].create({"name": "Small Supplier"})
        self.env["ar.dunning.policy"].create(
            {
                "name": "India",
                "company_id": company.id,
                "level_ids": [
                    (
                        0,
                        0,
                        {"name": "1", "delay_days": 3, "interest_rule_id": self._ref("rule_in").id},
                    )
                ],
            }
        )
        self._migrate("post")
        self.assertTrue(self._ref("rate_ecb_2024_1").checked_on)
        self.assertNotEqual(self._ref("rate_ecb_2024_1").note, "Derived.")
        self.assertFalse(self._ref("rate_rbi_2023").date_to)
        self.assertFalse(gone.exists())
        self.assertEqual(self._ref("rule_cn").debtor_kind, "large_public")
        self.assertEqual(
            (self._ref("rule_in").start, self._ref("rule_in").start_max_days), ("acceptance", 45)
        )
        self.assertIn("MSMED", self._ref("rule_in").note)
        self.assertEqual(company.ar_size_class, "small")

    def test_what_somebody_changed_stays(self):
        for record, values in (
            (self._ref("rate_ecb_2024_1"), {"rate": 4.4, "checked_on": False}),
            (self._ref("rule_cn"), {"agreed_rate": 0.04, "debtor_kind": False}),
        ):
            record.write(values)
            self.env.flush_all()
            self.env.cr.execute(
                f"UPDATE {record._table} SET write_date = create_date + interval '1 day'"
                " WHERE id = %s",
                [record.id],
            )
        self.env.invalidate_all()
        self._migrate("post")
        self.assertEqual(self._ref("rate_ecb_2024_1").rate, 4.4)
        self.assertFalse(self._ref("rate_ecb_2024_1").checked_on)
        self.assertEqual(self._ref("rule_cn").agreed_rate, 0.04)
        self.assertFalse(self._ref("rule_cn").debtor_kind)

    def test_rates_that_people_entered_take_the_place_of_ours(self):
        own = self._ref("rate_ecb_2025_1")
        name = self.env["ir.model.data"].search(
            [("model", "=", own._name), ("res_id", "=", own.id)]
        )
        name.unlink()
        # It was entered once and never changed since.
        self._as_shipped(own, rate=3.0)
        self._migrate("pre")
        self.assertEqual(self._ref("rate_ecb_2025_1"), own)
        self.assertEqual(own.rate, 3)
        self._migrate("post")
        self.assertEqual(own.rate, 3)
        self.assertEqual(
            len(own.reference_id.rate_ids.filtered_domain([("date_from", "=", "2025-01-01")])), 1
        )
