"""What is deleted is either not in use, or a sentence says what uses it and what to do instead."""

import runpy
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from ..common import ArCommon

FOREIGN_KEYS = """
    SELECT foreign_table.relname, con.conname, con.confdeltype, col.attname, home.relname
      FROM pg_constraint con
      JOIN pg_class home ON home.oid = con.conrelid
      JOIN pg_class foreign_table ON foreign_table.oid = con.confrelid
      JOIN pg_attribute col ON col.attrelid = con.conrelid AND col.attnum = con.conkey[1]
     WHERE con.contype = 'f' AND con.confdeltype IN ('a', 'r')
           AND (home.relname LIKE 'ar\\_%' OR col.attname LIKE 'ar\\_%')
"""


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestDeletion(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = (
            cls.env["ar.dunning.policy"]
            .sudo()
            .create(
                {
                    "name": "Old habits",
                    "sequence": 1,
                    "company_id": cls.company.id,
                    "level_ids": [
                        (0, 0, {"name": "Kind word", "delay_days": 3}),
                        (0, 0, {"name": "Never said", "delay_days": 90}),
                    ],
                }
            )
        )
        cls._make_invoice(due="2026-03-01")
        run = cls.env["ar.dunning.run"].create({"company_id": cls.company.id})
        run.action_propose()
        run.action_confirm()
        cls.notice = run.notice_ids
        cls.profile = cls.notice.profile_id

    def _assert_refused(self, record, *words):
        # Not assertRaises alone: the database must not have spoken.
        with self.assertRaises(UserError) as caught:
            record.unlink()
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.assertNotIn("constraint", str(caught.exception))
        self.assertTrue(record.exists())

    def test_policy_that_was_used(self):
        """The levels would go with it, and the notices name them."""
        self._assert_refused(self.policy.sudo(), "Old habits", self.notice.display_name, "Archive")

    def test_level_that_was_used(self):
        self._assert_refused(self.policy.level_ids[0].sudo(), "Kind word", "archive")
        self.policy.level_ids[1].sudo().unlink()

    def test_policy_that_was_not_used(self):
        self.policy.copy({"name": "Never used"}).sudo().unlink()

    def test_account_with_a_history(self):
        self._assert_refused(self.profile.sudo(), self.profile.display_name)

    def test_records_of_odoo(self):
        """Whoever answers for something of ours cannot vanish."""
        user = self._make_user(
            "leaver@example.com", "ar_collections.ar_collections_group_manager", name="Leaver"
        )
        check = self.env["ar.check"].sudo()._ensure(self.company)[:1]
        check.owner_id = user
        self._assert_refused(user.sudo(), "Leaver", check.display_name, "Archive")

    def test_each_foreign_key_is_known(self):
        """No key of ours is left to speak for itself."""
        self.env.cr.execute(FOREIGN_KEYS)
        tables = {model._table: name for name, model in self.registry.items() if model._auto}
        silent = []
        for foreign, key, _kind, column, home in self.env.cr.fetchall():
            if home not in tables or foreign not in tables:
                continue
            model = self.env[tables[home]]
            field = model._fields.get(column)
            if model._transient or not field:
                continue
            known = self.env[tables[foreign]]._ar_get_referring()
            if (model._name, column) not in {(name, fname) for name, fname, _deep in known}:
                silent.append(f"{foreign}: {key}")
        self.assertFalse(silent)

    def test_many_that_are_free_cost_little(self):
        partners = self.env["res.partner"].create([{"name": f"Free {n}"} for n in range(50)])
        known = len(partners._ar_get_referring())
        self.env.flush_all()
        with self.assertQueryCount(known + 60):
            partners.unlink()

    # -- what came with the add-on -----------------------------------------------------

    def test_deleted_template(self):
        self.env.ref("ar_collections.mail_template_ar_reminder").sudo().unlink()
        with self.assertRaisesRegex(
            UserError, r"mail_template_ar_reminder.*deleted.*updating the module"
        ):
            self.policy.level_ids[0]._get_mail_template()

    def test_deleted_template_costs_the_message_not_the_queue(self):
        self.env.ref("ar_collections.mail_template_ar_reminder").sudo().unlink()
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_dunning_send").sudo().method_direct_trigger()
        self.env.invalidate_all()
        self.assertNotEqual(self.notice.state, "sent")
        self.assertIn("mail_template_ar_reminder", self.notice.error)

    def test_deleted_window(self):
        self.env.ref("ar_collections.ar_dunning_notice_action").sudo().unlink()
        with self.assertRaisesRegex(UserError, "ar_dunning_notice_action"):
            self.profile.action_view_notices()

    def test_deleted_jobs(self):
        """What they do can be asked for all the same; the internal check tells of them."""
        ours = self.env["ir.model.data"].search(
            [("module", "=", "ar_collections"), ("model", "=", "ir.cron")]
        )
        self.env["ir.cron"].sudo().browse(ours.mapped("res_id")).unlink()
        run = self.env["ar.dunning.run"].create({"company_id": self.company.id})
        run.action_propose_in_background()
        self.notice._set_cancelled("Not this one")
        run.action_propose()
        run.action_confirm()
        self.assertEqual(run.notice_ids.state, "queued")

    def test_models_of_earlier_versions_leave_no_table(self):
        self.env.cr.execute(
            """
            CREATE TABLE ar_aging_report_print (id serial PRIMARY KEY);
            CREATE TABLE ar_aging_report_print_res_company_rel (
                one int REFERENCES ar_aging_report_print, other int);
            """
        )
        [script] = Path(__file__).parents[2].glob("migrations/*/post-leftovers.py")
        for _time in range(2):
            runpy.run_path(str(script))["migrate"](self.env.cr, "19.0.1.2.0")
        self.env.cr.execute("SELECT relname FROM pg_class WHERE relname LIKE 'ar_aging_report_p%'")
        self.assertFalse(self.env.cr.fetchall())

    def test_others_ids_are_said_as_before(self):
        with self.assertRaises(ValueError):
            self.env.ref("base.there_is_no_such_thing")
        self.assertFalse(self.env.ref("ar_collections.nothing", raise_if_not_found=False))
