"""A new channel is one file: it speaks for every kind of message, and nobody else is told."""

import re
from pathlib import Path

from odoo.orm.model_classes import add_to_registry
from odoo.tests import tagged

from .common import ArChannelCommon

NAME = "ar.channel.pigeon"
PAGE = Path(__file__).resolve().parents[2] / "models" / "channel" / "README.md"
MOST_LINES = 45
NO_TOWN = "Roofed Ltd has no town. Enter one on the contact."


def read_file():
    """The file that the page at the door of the room shows."""
    [code] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return code


def define():
    """The channel of that file."""
    # Of no add-on: it is in this test's registry alone.
    code = read_file().replace("    _name =", "    _module = None\n    _name =")
    found = {"__name__": __name__}
    exec(compile(code, str(PAGE), "exec"), found)
    return found["ArChannelPigeon"]


@tagged("post_install", "-at_install")
class TestNewChannel(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        registry = cls.env.registry
        parents = [registry[name] for name in ("ar.channel", "base")]
        cls.addClassCleanup(registry.reset_changes)
        for parent in parents:
            cls.addClassCleanup(parent._inherit_children.discard, NAME)
        cls.addClassCleanup(registry.__delitem__, NAME)
        add_to_registry(registry, define())
        registry._setup_models__(cls.env.cr, [NAME])

    def setUp(self):
        super().setUp()
        self.levels[1].channel_ids = [(5,), (0, 0, {"channel": "pigeon", "usage": "always"})]
        self.debtor = self._make_debtor("Roofed Ltd")

    def _state(self, partner, **values):
        return self.env["ar.statement"].create(
            {
                "partner_id": partner.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
                "channel": "pigeon",
                **values,
            }
        )

    def assertFlown(self, message):
        dispatch = message.dispatch_ids
        self.assertEqual(
            (dispatch.channel, dispatch.state, dispatch.recipient),
            ("pigeon", "sent", "Springfield"),
        )
        self.assertEqual((dispatch.res_model, dispatch.res_id), (message._name, message.id))
        self.assertEqual(dispatch.message_ref, message)
        self.assertIn(message.name, dispatch.message_name)
        self.assertEqual(
            (dispatch.profile_id, dispatch.company_id), (message.profile_id, message.company_id)
        )

    def test_it_is_offered(self):
        for model, name in (
            ("ar.dunning.level.channel", "channel"),
            ("ar.profile", "preferred_channel"),
            ("ar.statement", "channel"),
            ("ar.statement.rule", "channel"),
            ("ar.statement.make", "channel"),
            ("ar.balance.round", "channel"),
        ):
            with self.subTest(model=model):
                field = self.env[model]._fields[name]
                self.assertIn(("pigeon", "Pigeon"), field._description_selection(self.env))
        # A call takes no paper to anybody.
        statement = self.env["ar.statement"]._fields["channel"]
        self.assertNotIn("call", dict(statement._description_selection(self.env)))

    def test_it_is_short(self):
        self.assertLessEqual(len(read_file().splitlines()), MOST_LINES)

    def test_notice(self):
        notice = self._remind(self.debtor)
        self.assertEqual(notice.state, "sent")
        self.assertFlown(notice)
        self.assertEqual(notice.dispatch_ids.notice_id, notice)
        self.assertEqual(notice.dispatch_ids.amount_total, notice.amount_total)

    def test_statement(self):
        statement = self._state(self.debtor)
        statement.action_send()
        self.assertEqual((statement.state, statement.recipient), ("sent", "Springfield"))
        self.assertTrue(statement.attachment_id, "The PDF is kept, whatever takes it")
        self.assertFlown(statement)
        self.assertFalse(statement.dispatch_ids.notice_id)
        self.assertEqual(statement.dispatch_ids.amount_total, 1000)
        self.assertEqual(statement.dispatch_count, 1)

    def test_reminder(self):
        statement = self._state(self.debtor, ask_confirmation=True)
        statement.action_send()
        one = statement.confirmation_ids
        one.action_remind()
        self.assertEqual(one.reminder_ids.recipient, "Springfield")
        self.assertFlown(one.reminder_ids)

    def test_preferred(self):
        profile = self.env["ar.profile"].get_or_create(self.debtor, self.company)
        profile.preferred_channel = "pigeon"
        statement = self._state(self.debtor)
        statement.channel = False
        self.env.add_to_compute(statement._fields["channel"], statement)
        self.assertEqual(statement.channel, "pigeon")

    def test_nothing_to_land_on(self):
        self.debtor.city = False
        notice = self._remind(self.debtor)
        self.assertEqual((notice.state, notice.error), ("failed", NO_TOWN))
        statement = self._state(self.debtor)
        statement._queue()
        statement._lock_bundles()._send()
        self.assertEqual((statement.state, statement.queued), ("draft", False))
        self.assertEqual(statement.error, NO_TOWN)
        self.assertFalse(statement.dispatch_ids)

    def test_it_may_have_arrived(self):
        """A carrier outside of our transaction: nobody knows, so nothing is sent twice."""
        notice = self._remind(self.debtor)
        dispatch = notice.dispatch_ids
        self.assertFalse(dispatch._move_to("unknown"), "It left, that much is known")
        queued = notice._queue_dispatches([(notice, "email", "fallback")])
        queued._move_to("unknown")
        self.assertTrue(queued._carries_message())
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self.assertEqual(queued.state, "unknown")
        self.assertTrue(queued._move_to("delivered"))
