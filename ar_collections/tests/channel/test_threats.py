"""No text of a policy names a measure that the policy does not take."""

from contextlib import contextmanager

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import freeze_time, tagged

from .common import TODAY, ArChannelCommon


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class TestThreats(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._make_policy(3, 14, {"delay_days": 30, "propose_handover": True})
        cls.first, cls.second, cls.last = cls.own._sorted_levels()

    @contextmanager
    def _refused(self, pattern):
        """What happens inside is refused, and undone."""
        with self.assertRaises(ValidationError) as caught:
            yield
        self.assertRegex(str(caught.exception), pattern)

    def test_what_ships_is_true(self):
        self.env.ref("ar_collections.ar_dunning_policy_default")._check_threats()

    def test_a_later_level_does_it(self):
        self.first.letter_body = "<p>Otherwise our lawyer writes to you.</p>"
        with self._refused("says “lawyer”.*propose the hand-over"):
            self.last.propose_handover = False

    def test_a_fee_that_nobody_takes(self):
        with self._refused("Level 1.*“reminder fee”.*enter a fee"):
            self.first.letter_title = "Reminder, with a reminder fee"
        fee = {"currency_id": self.company.currency_id.id, "amount": 5.0}
        self.first.write(
            {
                "letter_title": "Reminder, with a reminder fee",
                "fee_ids": [Command.create(fee)],
            }
        )

    def test_the_row_of_a_fee_goes_alone(self):
        fee = {"currency_id": self.company.currency_id.id, "amount": 5.0}
        self.first.write({"letter_title": "With a reminder fee", "fee_ids": [Command.create(fee)]})
        row = self.first.fee_ids
        with self._refused("“reminder fee”.*enter a fee"):
            row.unlink()
        with self._refused("“reminder fee”.*enter a fee"):
            row.amount = 0.0
        self.assertEqual(row.amount, 5.0)
        self.first.write({"letter_title": "Reminder", "fee_ids": [Command.delete(row.id)]})
        self.assertFalse(row.exists())

    def test_interest_credit_hold_and_calls(self):
        for values, word in [
            ({"call_script": "<p>We charge late interest.</p>"}, "interest"),
            ({"letter_body": "<p>We will stop all deliveries.</p>"}, "stop all deliveries"),
            ({"next_measure": "a call from us"}, "call"),
        ]:
            with self.subTest(word), self._refused(word):
                self.first.write(values)
        self.last.credit_hold = True
        self.first.letter_body = "<p>We will stop all deliveries.</p>"

    def test_placeholder_without_a_measure(self):
        text = "<p>Then: {{ text_next_measure }}</p>"
        with self._refused("names no next measure"):
            self.first.letter_body = text
        self.first.write({"letter_body": text, "next_measure": "another reminder"})

    def test_the_last_level_goes(self):
        """A level that others announce is not deleted."""
        self.second.next_measure = "a hand-over to a collection agency"
        with self._refused("collection agency"):
            self.last.unlink()
        with self._refused("collection agency"):
            self.own.level_ids = [Command.delete(self.last.id)]
        self.second.next_measure = False
        self.last.unlink()

    def test_nothing_follows(self):
        self.last.propose_handover = False
        with self._refused("no level of the policy Test policy follows"):
            self.last.next_measure = "another reminder"
        self.last.write({"next_measure": "another reminder", "repeat_every_days": 14})
        with self._refused("follows"):
            self.last.repeat_every_days = 0

    def test_levels_change_places(self):
        """The level that hands over would come first."""
        self.second.next_measure = "the hand-over to a lawyer"
        with self._refused("lawyer"):
            self.own.level_ids = [
                Command.update(self.last.id, {"sequence": 0, "delay_days": 1}),
            ]

    def test_the_mail_template(self):
        template = self.env.ref("ar_collections.mail_template_ar_reminder").sudo().copy()
        self.first.mail_template_id = template
        self.last.propose_handover = False
        with self._refused("says “lawyer”"):
            template.body_html = "<p>Our lawyer will write.</p>"

    def test_another_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        with self._refused("German.*Lieferstopp"):
            self.first.with_context(lang="de_DE").letter_body = "<p>Es droht ein Lieferstopp.</p>"

    def test_archived_policies_are_left_alone(self):
        self.own.active = False
        self.first.letter_body = "<p>We will stop all deliveries.</p>"
        with self._refused("deliveries"):
            self.own.active = True

    def test_a_copy_is_as_true(self):
        self.assertTrue(self.own.copy())

    def test_no_key_in_the_context_opens_it(self):
        level = self.first.with_context(install_mode=True)
        with self._refused("deliveries"):
            level.letter_body = "<p>We stop all deliveries.</p>"
