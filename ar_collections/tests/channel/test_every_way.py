"""Every way serves every kind of message, or says in a sentence why not; one that is gone, too."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.channel.ar_thank_you import WAYS
from ...tools.channel.channel import Route
from .common import ArChannelCommon

LIVING = {"queued", "leaving", "sent", "delivered"}
PAPERS = ("statement", "question", "reminder")


@tagged("post_install", "-at_install")
class TestEveryWay(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.debtor = cls._make_debtor("Alpha", email="alpha@example.com", phone="+32 470 12 34 56")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.debtor, cls.company)

    # -- one of each kind --------------------------------------------------------------

    def _make_notice(self):
        return self._queue(self.debtor)

    def _make_statement(self, **values):
        return self.env["ar.statement"].create(
            {
                "partner_id": self.debtor.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
                **values,
            }
        )

    def _make_question(self):
        return self._make_statement(ask_confirmation=True)

    def _make_reminder(self):
        statement = self._make_statement(ask_confirmation=True, channel="letter")
        statement.action_send()
        return (
            self.env["ar.balance.reminder"]
            .sudo()
            .create(
                {
                    "confirmation_id": statement.confirmation_ids.id,
                    "date": "2026-03-31",
                    "channel": "letter",
                }
            )
        )

    def _make_thanks(self):
        notice = self._remind(self.debtor)
        values = {"notice_id": notice.id, "profile_id": self.profile.id}
        return self.env["ar.thank.you"].sudo().create(values)

    KINDS = ("notice", "statement", "question", "reminder", "thanks")

    def _route(self, message, code):
        """Nothing but the way ``code`` speaks for messages of this kind."""
        model = self.env.registry[message._name]
        return patch.object(model, "_get_routes", lambda one: (Route(code, "always"),))

    def test_every_way_serves_every_kind(self):
        channels = self.env["ar.channel"]
        papers = dict(channels._selection_papers())
        for code in channels._get_codes():
            for kind in self.KINDS:
                with self.subTest(way=code, kind=kind), self.env.cr.savepoint() as undone:
                    message = getattr(self, f"_make_{kind}")()
                    thanked = kind == "thanks" and code in WAYS
                    if kind == "notice" or thanked or (kind in PAPERS and code in papers):
                        self._serve(message, code)
                    undone.rollback()
                    self.env.invalidate_all()

    def _serve(self, message, code):
        channel = self.env["ar.channel"]._get(code)
        with self._route(message, code):
            readers, recipients = channel._map_readers(message), channel._map_recipients(message)
            self.assertEqual(readers[message.id][0].commercial_partner_id, self.debtor)
            self.assertIsInstance(recipients[message.id], str)
            if problem := message._get_problems().get(message.id):
                self.assertIn("Alpha", problem, "It names the customer")
                return
            message._before_leaving()
            dispatches = message._queue_dispatches([(message, code, "always")])
            message._hand_over(dispatches)
            message._note_dispatched(dispatches)
        self.assertTrue(recipients[message.id], "What has no problem has an address")
        self.assertLessEqual(set(dispatches.mapped("state")), LIVING)
        self.assertEqual(dispatches.profile_id, self.profile)
        self.assertEqual(dispatches.message_ref, message)
        self.assertEqual(dispatches.contact_id.commercial_partner_id, self.debtor)
        self.assertTrue(dispatches.message_name)
        # It comes back: every kind of message knows what to do.
        dispatches._move_to("sent", ("queued", "leaving"))
        dispatches._set_undelivered("failed", "Nobody is there.")
        self.assertIn("failed", dispatches.mapped("state"))

    def test_every_kind_answers(self):
        """Kinds of later rooms and of other add-ons, too."""
        subjects = self.env["ar.profile.contact"]._get_subjects()
        for name, _label in self.env["ar.dispatch"]._selection_message():
            with self.subTest(kind=name):
                model = self.env[name]
                for field in ("partner_id", "contact_id", "company_id", "profile_id", "name"):
                    self.assertIn(field, model._fields)
                self.assertIn(model.new({})._get_subject(), subjects)
        for code, subject in subjects.items():
            self.assertIn(subject.above, (None, *subjects), code)

    # -- ways that are gone ------------------------------------------------------------

    def _set_fax(self, records, column="channel"):
        """What is left when the add-on of a way was uninstalled."""
        self.env.flush_all()
        table, ids = records._table, records.ids
        self.env.cr.execute(f"UPDATE {table} SET {column} = 'fax' WHERE id = ANY(%s)", [ids])
        self.env.invalidate_all()

    def test_a_level_with_a_way_that_is_gone(self):
        self.levels[1].channel_ids = [(5,), (0, 0, {"channel": "email"})]
        self._set_fax(self.levels[1].channel_ids)
        notice = self._queue(self.debtor)
        self.assertIn("uninstalled", notice.reach_warning)
        self._send(notice)
        self.assertEqual(notice.state, "failed")
        self.assertIn("Alpha", notice.error)
        self.assertIn("uninstalled", notice.error)

    def test_a_level_goes_on_with_the_next_way(self):
        self.levels[1].channel_ids = [
            (5,),
            (0, 0, {"channel": "call", "sequence": 1}),
            (0, 0, {"channel": "email", "sequence": 2, "usage": "fallback"}),
        ]
        self._set_fax(self.levels[1].channel_ids[0])
        notice = self._remind(self.debtor)
        self.assertEqual(self._channels(notice), {"fax": "failed", "email": "sent"})

    def test_a_customer_who_prefers_a_way_that_is_gone(self):
        self._set_fax(self.profile, "preferred_channel")
        self.assertEqual(self._remind(self.debtor).state, "sent")
        self.assertEqual(self._make_statement().channel, "email")

    def test_a_statement_by_a_way_that_is_gone(self):
        statement = self._make_statement()
        self._set_fax(statement)
        with self.assertRaises(UserError) as caught:
            statement.action_send()
        self.assertIn("uninstalled", str(caught.exception))
        statement._queue()
        statement._lock_bundles()._send()
        self.assertIn("uninstalled", statement.error)

    @mute_logger("odoo.sql_db")
    def test_a_line_of_the_account_for_a_way_that_is_gone(self):
        row = self.env["ar.profile.contact"].create(
            {"profile_id": self.profile.id, "channel": "email", "contact_id": self.debtor.id}
        )
        self._set_fax(row)
        self.assertTrue(row.display_name)
        self.assertEqual(self._remind(self.debtor).state, "sent")
        row.channel = False

    def test_a_fallback_by_a_way_that_is_gone(self):
        notice = self._remind(self.debtor)
        queued = notice._queue_dispatches([(notice, "call", "fallback")])
        self._set_fax(queued)
        self.assertTrue(queued.display_name is not None)
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual(queued.state, "failed")
        self.assertIn("uninstalled", queued.error)
