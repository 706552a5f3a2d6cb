"""Schemes: limits, basis, credits, and which one a company has."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user, tagged

from ....tools.ledger.aging import DEFAULT_LIMITS
from ...common import ArCommon


@tagged("post_install", "-at_install")
class TestAgingScheme(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.standard = cls.env.ref("ar_collections.ar_aging_scheme_standard")

    def _make_scheme(self, **values):
        return self.env["ar.aging.scheme"].create({"name": "Weeks", "limits": "7,14", **values})

    def test_company_without_choice_has_the_standard(self):
        self.assertEqual(self.company._ar_aging_scheme(), self.standard)
        self.assertEqual(self.company._ar_limits(), DEFAULT_LIMITS)
        self.assertEqual(self.company.ar_aging_limits, "30,60,90,120")
        self.assertFalse(self.standard.company_id)

    def test_company_with_a_choice(self):
        self.company.ar_aging_scheme_id = self._make_scheme()
        self.assertEqual(self.company._ar_limits(), (7, 14))
        self.assertEqual(self.company.ar_aging_limits, "7,14")

    def test_limits_of_a_company_are_its_own(self):
        self.company.ar_aging_limits = "15, 45"
        scheme = self.company.ar_aging_scheme_id
        self.assertEqual((scheme.company_id, scheme.limits), (self.company, "15, 45"))
        self.assertEqual(self.standard.limits, "30,60,90,120")
        self.company.ar_aging_limits = "20"
        self.assertEqual(self.company.ar_aging_scheme_id, scheme)
        self.assertEqual(scheme.limits, "20")

    def test_trap_12_branch_follows_the_company_above(self):
        branch = self.env["res.company"].create(
            {"name": "Branch North", "parent_id": self.company.id}
        )
        self.company.ar_aging_limits = "15,45"
        self.assertEqual(branch._ar_limits(), (15, 45))
        branch.ar_aging_limits = "5"
        self.assertEqual((branch._ar_limits(), self.company._ar_limits()), ((5,), (15, 45)))

    def test_bad_limits_are_refused_in_a_sentence(self):
        for limits, reason in [
            ("60,30", "30 does not come after a smaller limit"),
            ("30,30", "30 does not come after a smaller limit"),
            ("0,30", "0 is not a positive number of days"),
            ("a", "“a” is not a whole number of days"),
            (" ", "no limit is given"),
            (",".join(map(str, range(1, 40))), "there are more than 30 limits"),
        ]:
            with self.subTest(limits=limits):
                with self.assertRaisesRegex(ValidationError, reason) as error:
                    self._make_scheme(limits=limits)
                self.assertIn("Weeks", str(error.exception))

    def test_bad_limits_by_sql_fall_back(self):
        scheme = self._make_scheme()
        self.env.flush_all()
        self.env.cr.execute("UPDATE ar_aging_scheme SET limits = 'x' WHERE id = %s", [scheme.id])
        scheme.invalidate_recordset()
        self.assertEqual(scheme._get_limits(), DEFAULT_LIMITS)

    def test_standard_deleted(self):
        self.standard.unlink()
        self.assertFalse(self.company._ar_aging_scheme())
        self.assertEqual(self.company._ar_limits(), DEFAULT_LIMITS)
        self.company.ar_aging_limits = "10"
        self.assertEqual(self.company._ar_limits(), (10,))

    def test_roles(self):
        collector, manager, billing, employee = (
            new_test_user(self.env, login, groups, company_id=self.company.id)
            for login, groups in [
                ("scheme_collector", "ar_collections.ar_collections_group_collector"),
                ("scheme_manager", "ar_collections.ar_collections_group_manager"),
                ("scheme_billing", "account.group_account_invoice"),
                ("scheme_employee", "base.group_user"),
            ]
        )
        self._make_scheme(company_id=self.company.id)
        foreign = self._make_scheme(
            name="Foreign", company_id=self.env["res.company"].create({"name": "Other"}).id
        )
        for user, may_read, may_change in [
            (collector, True, False),
            (manager, True, True),
            (billing, True, False),
            (employee, False, False),
        ]:
            with self.subTest(user=user.login):
                schemes = self.env["ar.aging.scheme"].with_user(user)
                self.assertEqual(schemes.has_access("read"), may_read)
                for operation in ("create", "write", "unlink"):
                    self.assertEqual(schemes.has_access(operation), may_change)
                if may_read:
                    self.assertNotIn(foreign, schemes.search([]))
                with self.assertRaises(AccessError):
                    foreign.with_user(user).read(["name"])
