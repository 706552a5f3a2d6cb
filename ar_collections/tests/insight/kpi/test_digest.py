"""Odoo's own digest tells key figures to collectors."""

from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import TODAY, KpiCommon


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestDigest(KpiCommon):
    def test_figures(self):
        digest = self.env["digest.digest"].create(
            {
                "name": "Collections",
                "company_id": self.company.id,
                "kpi_ar_overdue": True,
                "kpi_ar_collected": True,
                "kpi_ar_dso": True,
            }
        )
        days = {
            "start_datetime": datetime(2026, 2, 28, 23),
            "end_datetime": datetime(2026, 3, 31, 23),
        }
        digest = digest.with_context(**days)
        asked = digest.with_user(self.collector)
        self.assertEqual(asked.kpi_ar_overdue_value, 2750)
        self.assertEqual(asked.kpi_ar_collected_value, 1750)
        self.assertAlmostEqual(asked.kpi_ar_dso_value, 52.40, 2)
        nobody = self._make_user("digest_nobody", "base.group_user")
        digest.invalidate_model()
        with self.assertRaises(AccessError):
            digest.with_user(nobody).kpi_ar_overdue_value  # noqa: B018
        told = digest._compute_kpis(self.company, self.collector)
        self.assertLessEqual(
            {"kpi_ar_overdue", "kpi_ar_collected", "kpi_ar_dso"},
            {one["kpi_name"] for one in told},
        )
