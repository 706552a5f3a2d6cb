"""Salespeople and collectors are told of their customers: once a morning, in one e-mail."""

from contextlib import contextmanager
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import ArChannelCommon

SALES = "ar_collections.ar_collections_group_sales"


@tagged("post_install", "-at_install")
class TestDigest(ArChannelCommon):
    def setUp(self):
        super().setUp()
        self.collector.write(
            {"ar_digest_days": 5, "ar_digest_steps": True, "tz": "Europe/Brussels"}
        )

    def _tell(self, user=None):
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), minutes=5)):
            digest = self.env["ar.digest"]._send_to(user or self.collector)
        return str(digest.mail_mail_id.body_html or "")

    def _make_due(self, name, days, **values):
        """A customer with an invoice that falls due in so many days."""
        return self._make_debtor(name, days_late=-days, **values)

    def _sell(self, login, group=SALES):
        return self.env["res.users"].create(
            {
                "name": login.title(),
                "login": login,
                "email": f"{login}@example.com",
                "company_ids": [(6, 0, self.company.ids)],
                "company_id": self.company.id,
                "group_ids": [(6, 0, self.env.ref(group).ids)],
                "ar_digest_days": 5,
                "ar_digest_steps": True,
            }
        )

    def test_due_soon(self):
        self._make_due("Soon", 5)
        self._make_due("Later", 6)
        self._make_due("Stranger", 3, user_id=False)
        body = self._tell()
        self.assertIn("Soon", body)
        self.assertIn("due on 04/05/2026", body)
        self.assertIn("$\xa01,000.00", body)
        self.assertNotIn("Later", body)
        self.assertNotIn("Stranger", body)

    def test_each_item_once(self):
        self._make_due("Soon", 5)
        self.assertIn("Soon", self._tell())
        self._make_due("Next", 5)
        with freeze_time("2026-04-01 12:00:00"):
            body = self._tell()
        self.assertIn("Next", body)
        self.assertNotIn("Soon", body)

    def test_once_a_day(self):
        self._make_due("Soon", 5)
        self._tell()
        self._make_due("Next", 4)
        self.assertFalse(self._tell())
        self.assertEqual(
            self.env["ar.digest"].search_count([("user_id", "=", self.collector.id)]), 1
        )

    def test_the_database_says_once(self):
        self._make_due("Soon", 5)
        self._tell()
        mails = self.env["mail.mail"].search_count([])
        digests = self.env.registry["ar.digest"]
        with (
            patch.object(digests, "_is_made", lambda digest, user, day: False),
            patch.object(
                digests, "_prepare_pages", lambda digest, user, now: ([{"parts": []}], [])
            ),
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self._tell()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_nothing_to_say(self):
        self.assertFalse(self._tell())
        self.assertFalse(self.env["ar.digest"].search([]))

    def test_steps(self):
        debtor = self._make_debtor("Alpha", days_late=20, amount=1500.0, email="alpha@example.net")
        notice = self._remind(debtor)
        call = notice.dispatch_ids.filtered(lambda one: one.channel == "call")
        wizard = self.env["ar.dispatch.log_call"].create(
            {"dispatch_id": call.id, "outcome": "will_pay", "promised_date": "2026-04-10"}
        )
        wizard.note = "Spoke to the boss"
        wizard.action_log()
        body = self._tell()
        for words in ("Sent", "E-mail", "Reached: will pay, by 04/10/2026, Spoke to the boss"):
            self.assertIn(words, body)
        self.assertIn("$\xa01,500.00", body)
        self.assertIn(f"/mail/view?model=ar.profile&amp;res_id={notice.profile_id.id}", body)
        with freeze_time("2026-04-01 12:00:00"):
            self.assertFalse(self._tell(), "Told once")

    def test_what_did_not_arrive(self):
        debtor = self._make_debtor("Alpha", days_late=20, email="alpha@example.net")
        notice = self._remind(debtor)
        mail = notice.dispatch_ids.filtered(lambda one: one.channel == "email")
        mail._set_undelivered("failed", "No such mailbox <here>.")
        body = self._tell()
        self.assertIn("Did not arrive", body)
        self.assertIn("No such mailbox &lt;here&gt;.", body)

    def test_only_what_was_chosen(self):
        self._make_due("Soon", 5)
        self._remind(self._make_debtor("Alpha", days_late=20, email="alpha@example.net"))
        self.collector.write({"ar_digest_days": 0})
        body = self._tell()
        self.assertNotIn("Soon", body)
        self.assertIn("Alpha", body)
        self.collector.write({"ar_digest_days": 5, "ar_digest_steps": False})
        with freeze_time("2026-04-01 12:00:00"):
            body = self._tell()
        self.assertIn("Soon", body)
        self.assertNotIn("Alpha", body)

    # -- whose -------------------------------------------------------------------------

    def test_salespeople_see_their_own(self):
        seller, other = self._sell("sally"), self._sell("otto")
        self._make_due("Own", 4, user_id=seller.id)
        self._make_due("Foreign", 4, user_id=other.id)
        self.company.ar_aging_for_sales = True
        body = self._tell(seller)
        self.assertIn("Own", body)
        self.assertNotIn("Foreign", body)

    def test_salespeople_where_the_company_does_not_tell_them(self):
        seller = self._sell("sally")
        self._make_due("Own", 4, user_id=seller.id)
        self._remind(self._make_debtor("Late", days_late=20, user_id=seller.id))
        self.company.ar_aging_for_sales = False
        self.assertFalse(self._tell(seller))

    def test_no_rights_nothing_told(self):
        seller = self._sell("nobody", group="base.group_user")
        self.company.ar_aging_for_sales = True
        self._make_due("Own", 4, user_id=seller.id)
        self._remind(self._make_debtor("Late", days_late=20, user_id=seller.id))
        self.assertFalse(self._tell(seller))

    def test_steps_of_own_customers(self):
        seller = self._sell("sally")
        self.company.ar_aging_for_sales = True
        debtor = self._make_debtor("Late", days_late=20, user_id=seller.id)
        self._remind(debtor)
        self._remind(self._make_debtor("Foreign", days_late=20))
        body = self._tell(seller)
        self.assertIn(f"/mail/view?model=res.partner&amp;res_id={debtor.id}", body)
        self.assertNotIn("Foreign", body)

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self._make_due("Soon", 4)
        self.collector.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self.assertFalse(self._tell())

    # -- when and how ------------------------------------------------------------------

    def test_day_and_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.collector.write({"lang": "fr_FR", "tz": "Pacific/Auckland"})
        self._make_due("Soon", 4)
        # In Auckland it is one o'clock at night: too early.
        self.assertFalse(self._tell())
        with freeze_time("2026-03-31 20:00:00"):
            body = self._tell()
        self.assertIn("04/04/2026", body)
        digest = self.env["ar.digest"].search([("user_id", "=", self.collector.id)])
        self.assertEqual(str(digest.date), "2026-04-01")

    def test_zones_that_nobody_knows(self):
        user = self.collector
        with patch.object(type(user), "tz", "Mars/Olympus"):
            self.assertEqual(str(self.env["ar.digest"]._get_day(user)), "2026-03-31")

    def test_the_job_isolates(self):
        self._make_due("Soon", 4)
        broken = self._make_collector("Bruno Broken", "bruno@example.com")
        broken.ar_digest_days = 5
        send = self.env.registry["ar.digest"]._send_to

        def fail(digest, user):
            if user == broken:
                raise ValueError("no")
            return send(digest, user)

        with (
            self.enter_registry_test_mode_if_needed(),
            patch.object(self.env.registry["ar.digest"], "_send_to", fail),
            mute_logger("odoo.addons.ar_collections.models.base.ar_job_mixin"),
        ):
            self.env["ar.digest"]._cron_send()
        self.assertTrue(self.env["ar.digest"].search([("user_id", "=", self.collector.id)]))

    @contextmanager
    def enter_registry_test_mode_if_needed(self):
        """The job commits and rolls back, which a test does not."""
        cron = self.env.registry["ir.cron"]
        with (
            patch.object(cron, "_commit_progress", lambda *args, **kwargs: float("inf")),
            patch.object(self.env.cr, "rollback", lambda: None),
        ):
            yield

    def test_own_preferences(self):
        own = self.env["res.users"].with_user(self.collector).browse(self.collector.id)
        own.write({"ar_digest_days": 3, "ar_digest_steps": False})
        self.assertEqual(own.read(["ar_digest_days"])[0]["ar_digest_days"], 3)
        other = self._make_collector("Otto", "otto2@example.com")
        with self.assertRaises(AccessError):
            own.browse(other.id).write({"ar_digest_days": 3})
        for wrong in (-1, 61):
            with self.subTest(wrong), self.assertRaisesRegex(ValidationError, "Clara Collector"):
                own.ar_digest_days = wrong

    def test_sent_is_what_became_of_it(self):
        self._make_due("Soon", 4)
        self._tell()
        digest = self.env["ar.digest"].search([("user_id", "=", self.collector.id)])
        self.assertEqual((digest.state, digest.mail_mail_id.state), ("leaving", "outgoing"))
        with self._mail_server() as taken:
            digest.mail_mail_id.sudo().send()
        self.assertEqual((digest.state, len(taken)), ("sent", 1))
