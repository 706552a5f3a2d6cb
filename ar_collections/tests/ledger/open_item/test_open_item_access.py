"""Who sees what is owed to which company."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ...common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 23:30:00")
class TestOpenItemAccess(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.setup_other_company(name="Antipodes Ltd")["company"]
        cls.branch = cls.env["res.company"].create(
            {"name": "Branch North", "parent_id": cls.company.id}
        )
        cls.env.user.company_ids |= cls.other | cls.branch
        cls.env.cr.precommit.run()  # the branch's share of the chart of accounts
        cls.other.partner_id.tz = "Pacific/Auckland"
        cls._make_invoice(amount=10, date="2026-01-30", due="2026-03-31")
        cls._make_invoice(amount=20, date="2026-01-30", due="2026-03-31", company=cls.other)
        cls._make_invoice(amount=40, date="2026-01-30", due="2026-03-31", company=cls.branch)
        cls.env.flush_all()

    def _user(self, groups, companies, name="reader"):
        return self._make_user(f"{name}_{companies.ids}", groups, companies)

    def _seen(self, user, companies=None):
        reader = self.env["ar.open.item"].with_user(user)
        if companies:
            reader = reader.with_context(allowed_company_ids=companies.ids)
        items = reader.search([("partner_id", "=", self.partner.id)])
        return sorted(items.mapped("residual"))

    def test_roles(self):
        # (groups, may read)
        for groups, may_read in [
            (COLLECTOR, True),
            (MANAGER, True),
            ("account.group_account_invoice", False),
            ("base.group_user", False),
            ("base.group_portal", False),
        ]:
            with self.subTest(groups=groups):
                user = self._user(groups, self.company, groups)
                reader = self.env["ar.open.item"].with_user(user)
                self.assertEqual(reader.has_access("read"), may_read)
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(reader.has_access(operation))
                if not may_read:
                    with self.assertRaises(AccessError):
                        reader.read_as_of("2026-03-31", self.company.ids)

    def test_companies(self):
        user = self._user(COLLECTOR, self.company | self.other)
        self.assertEqual(self._seen(user, self.company), [10])
        self.assertEqual(self._seen(user, self.other | self.company), [10, 20])
        reader = self.env["ar.open.item"].with_user(user)
        rows = reader.read_as_of("2026-03-31", (self.company | self.other).ids, self.partner.ids)
        self.assertEqual(sorted(row["residual"] for row in rows), [10, 20])

    def test_foreign_company_is_refused_without_its_name(self):
        user = self._user(COLLECTOR, self.company)
        reader = self.env["ar.open.item"].with_user(user)
        with self.assertRaises(AccessError) as caught:
            reader.read_as_of("2026-03-31", (self.company | self.other).ids)
        self.assertNotIn("Antipodes", str(caught.exception))

    def test_trap_12_branch_user_sees_the_branch(self):
        self.assertEqual(self._seen(self._user(COLLECTOR, self.branch)), [40])
        head = self._user(COLLECTOR, self.company | self.branch, "head")
        self.assertEqual(self._seen(head, self.company | self.branch), [10, 40])
        user = self._user(COLLECTOR, self.branch, "branch_api")
        with self.assertRaisesRegex(AccessError, "owed to this company"):
            self.env["ar.open.item"].with_user(user).read_as_of("2026-03-31", self.company.ids)

    def test_trap_13_the_documents_own_company(self):
        # Read in the session of one company, each row carries its document's.
        reader = self.env["ar.open.item"].with_company(self.company)
        companies = self.company | self.other | self.branch
        rows = reader._read_rows(companies.ids, self.partner.ids)
        self.assertEqual(
            {row["company_id"]: row["residual"] for row in rows},
            {self.company.id: 10, self.other.id: 20, self.branch.id: 40},
        )
        totals = reader._read_totals(companies.ids, self.partner.ids)
        self.assertEqual(totals[self.partner.id, self.other.id]["open"], 20)

    def test_trap_22_each_company_on_its_own_day(self):
        # 23:30 UTC on 31 March is 1 April in Auckland: one query, two days.
        companies = self.company | self.other
        rows = self.env["ar.open.item"]._read_rows(companies.ids, self.partner.ids)
        self.assertEqual(
            {row["company_id"]: row["days_overdue"] for row in rows},
            {self.company.id: 0, self.other.id: 1},
        )
        items = self.env["ar.open.item"].sudo().search([("partner_id", "=", self.partner.id)])
        self.assertEqual(items.filtered(lambda i: i.company_id == self.other).days_overdue, 1)
