"""What the dashboard names is there, and its figures are those of the other pages."""

import json

from odoo.tests import freeze_time, tagged

from odoo.addons.ar_collections.tests.common import ArCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestDashboard(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("ar_collections_spreadsheet.dashboard_collections")
        cls.data = json.loads(cls.dashboard.spreadsheet_data)
        cls.collector = cls._make_user("reader", "ar_collections.ar_collections_group_collector")

    def _sources(self):
        """(model, fields, domain, chains of filters) of all pivots, charts and lists."""
        for pivot in self.data["pivots"].values():
            names = [one["fieldName"] for one in pivot["measures"] + pivot["rows"]]
            yield pivot["model"], names, pivot["domain"], pivot["fieldMatching"]
        for one in self.data["lists"].values():
            yield one["model"], one["columns"], one["domain"], one["fieldMatching"]
        for figure in self.data["sheets"][0]["figures"]:
            if "metaData" in figure["data"]:
                meta, search = figure["data"]["metaData"], figure["data"]["searchParams"]
                names = [*meta["groupBy"], meta["measure"]]
                yield meta["resModel"], names, search["domain"], figure["data"]["fieldMatching"]

    def test_a_collector_reads_all_of_it(self):
        for name, names, domain, matching in self._sources():
            model = self.env[name].with_user(self.collector)
            paths = [one.partition(":")[0] for one in names if one != "__count"]
            for path in (*paths, *(one["chain"] for one in matching.values())):
                at = model
                for step in path.split("."):
                    self.assertIn(step, at._fields, name)
                    at = at[step] if at._fields[step].relational else at
            model.search(domain, limit=1).read(paths)

    def test_figures_are_those_of_the_key_figures(self):
        self._make_invoice(amount=1000, date="2026-02-01", due="2026-03-01")
        self._make_invoice(amount=500, date="2025-11-01", due="2025-12-01")
        self._make_invoice(amount=300, date="2026-03-30", due="2026-04-30")
        self._pay_on_account(self.partner, 200, "2026-03-15")
        kpi = self.env["ar.kpi"].get_kpis("2026-03-01", "2026-03-31", self.company.ids)
        items = self.env["ar.open.item"].with_user(self.collector)
        items = items.with_context(allowed_company_ids=self.company.ids)
        found = {}
        for pivot in self.data["pivots"].values():
            if pivot["model"] == "ar.open.item" and not pivot["rows"]:
                [(amount,)] = items._read_group(pivot["domain"], [], ["residual:sum"])
                found[pivot["name"]] = amount
        self.assertEqual(found["Open"], 1600)
        self.assertEqual(found["Overdue"], kpi["overdue_rate"]["numerator"])
        self.assertEqual(found["Over 90 Days"], 500)

    def test_who_sees_it(self):
        self.assertTrue(self.dashboard.with_user(self.collector).has_access("read"))
        biller = self._make_user("biller", "account.group_account_invoice")
        dashboards = self.env["spreadsheet.dashboard"].with_user(biller)
        self.assertNotIn(self.dashboard, dashboards.search([]))

    def test_menus_behind_the_figures(self):
        for xmlid in self.data["chartOdooMenusReferences"].values():
            self.assertEqual(self.env.ref(xmlid)._name, "ir.ui.menu")
