"""Rows written in bulk are the rows that create() would have made."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import api, fields
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestRows(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.partner = cls.env["res.partner"].create({"name": "Alpha"})
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.proposal = cls.env["ar.dunning.run"].create({"company_id": cls.company.id})
        level = {"name": "Reminder", "delay_days": 3}
        cls.policy = cls.env["ar.dunning.policy"].create(
            {"name": "Rows", "company_id": cls.company.id, "level_ids": [(0, 0, level)]}
        )
        cls.yen = cls.env.ref("base.JPY")
        cls.notice = cls.env["ar.dunning.notice"].create(
            {
                "name": "N/1",
                "run_id": cls.proposal.id,
                "profile_id": cls.profile.id,
                "partner_id": cls.partner.id,
                "company_id": cls.company.id,
                "currency_id": cls.yen.id,
                "policy_id": cls.policy.id,
                "level_id": cls.policy.level_ids.id,
                "date": "2026-03-31",
            }
        )
        cls.lines = cls.env["ar.dunning.notice.line"]

    def _row(self, **values):
        return {
            "notice_id": self.notice.id,
            "company_id": self.company.id,
            "currency_id": self.yen.id,
            "kind": "item",
            "name": "INV/1 “Ω”",
            "ref": False,
            "date": "2026-03-31",
            "date_due": fields.Date.to_date("2026-03-01"),
            "days_overdue": 30,
            "level_id": self.policy.level_ids.id,
            "amount": 1000.5,
            "amount_open": 2000.4999,
            "amount_company": 12.345,
            "state": "draft",
            "repeat": 0,
            **values,
        }

    def test_as_create_makes_them(self):
        made = self.lines.create([self._row(), self._row(name="INV/2", amount=-3.2)])
        rows = self.lines._create_rows([self._row(), self._row(name="INV/2", amount=-3.2)])
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(len(rows), 2)
        for one, other in zip(made, rows, strict=True):
            expected = one.read(load=None)[0]
            found = other.read(load=None)[0]
            for name in ("id", "display_name"):
                expected.pop(name)
                found.pop(name)
            self.assertEqual(found, expected)
        # Yen have no cents, and the company's currency has its own.
        self.assertEqual(rows.mapped("amount"), [1001, -3])
        self.assertEqual(rows.mapped("amount_company"), [12.35, 12.35])

    def test_what_they_belong_to_sees_them(self):
        self.assertFalse(self.notice.line_ids)  # asked for, and remembered
        rows = self.lines._create_rows([self._row()])
        self.assertEqual(self.notice.line_ids, rows)
        self.assertFalse(self.lines._create_rows([]))

    def test_what_an_add_on_does_when_they_are_made_is_done(self):
        calls = []
        create = self.env.registry["ar.dunning.notice.line"].create

        @api.model_create_multi
        def counted(lines, vals_list):
            calls.append(len(vals_list))
            return create(lines, vals_list)

        with patch.object(self.env.registry["ar.dunning.notice.line"], "create", counted):
            self.lines._create_rows([self._row()])
            self.assertEqual(calls, [], "ours only guards what people write")
            # The same method, were it another add-on's (automation rules come in this way).
            with patch.object(counted, "__module__", "odoo.addons.base_automation.models.rule"):
                self.lines._create_rows([self._row(name="INV/2")])
            self.assertEqual(calls, [1])
            # A default that the row leaves to the model.
            row = self._row(name="INV/3")
            del row["state"]
            self.assertEqual(self.lines._create_rows([row]).state, "draft")
            self.assertEqual(calls, [1, 1])
            # One that an administrator has set.
            self.env["ir.default"].set("ar.dunning.notice.line", "ref", "PO")
            row = self._row(name="INV/4")
            del row["ref"]
            self.assertEqual(self.lines._create_rows([row]).ref, "PO")
            self.assertEqual(calls, [1, 1, 1])
            # A constraint.
            with patch.object(
                self.env.registry["ar.dunning.notice.line"], "_constraint_methods", [create]
            ):
                self.assertFalse(self.lines._is_plain(set(self._row())))

    def test_who_may_not_create_them_cannot(self):
        user = new_test_user(self.env, "outsider", groups="base.group_user")
        with self.assertRaises(AccessError):
            self.lines.with_user(user)._create_rows([self._row()])
        self.env.cr.execute(
            "SELECT COUNT(*) FROM ar_dunning_notice_line WHERE notice_id = %s", [self.notice.id]
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
