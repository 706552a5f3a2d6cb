"""A customer is reminded in the tone that its grade and history ask for."""

from contextlib import contextmanager

from psycopg2.errors import UniqueViolation

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ArChannelCommon

GENTLE = "Perhaps it has simply been overlooked"
NEUTRAL = "According to our records"
FIRM = "Please pay at once"


@tagged("post_install", "-at_install")
class TestTones(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.level = cls.levels[1]
        cls.rating = cls.env["ar.credit.rating"].search([], limit=1)

    def _propose(self, *partners):
        profiles = self.env["ar.profile"]
        for partner in partners:
            profiles |= profiles.get_or_create(partner, self.company)
        return self._run(profile_ids=[(6, 0, profiles.ids)]).notice_ids

    def _make_graded(self, name, **values):
        partner = self._make_debtor(name)
        self.env["ar.profile"].get_or_create(partner, self.company).sudo().write(values)
        return partner

    def _body(self, notice):
        return notice.dispatch_ids.mail_mail_id.body_html

    def test_by_grade_and_history(self):
        old = self._make_debtor("Loyal")
        paid = self._make_invoice(old, 100, date="2022-01-10", due="2022-02-10")
        self._pay(paid, 100, "2022-02-01")
        cases = (
            (self._make_debtor("New"), "neutral", "Nothing speaks for another tone"),
            (old, "gentle", "Loyal customer of many years"),
            (
                self._make_graded("Strong", rating_id=self.rating.id, score=90),
                "gentle",
                "Strong credit score, hardly ever reminded",
            ),
            (
                self._make_graded("Weak", rating_id=self.rating.id, score=10),
                "firm",
                "Weak credit score",
            ),
            (
                self._make_graded("Late", behaviour_known=True, behaviour_score=20),
                "firm",
                "Pays late again and again",
            ),
            (self._make_graded("Key", key_account=True, score=10), "gentle", "Key account"),
            # No grade: the score is nobody's.
            (self._make_graded("Ungraded", score=0), "neutral", "Nothing speaks for another tone"),
        )
        notices = self._propose(*(partner for partner, _tone, _why in cases))
        by_partner = {notice.partner_id: notice for notice in notices}
        for partner, tone, why in cases:
            with self.subTest(partner.name):
                notice = by_partner[partner]
                self.assertEqual((notice.tone, notice.tone_why), (tone, why))

    def test_reminded_often(self):
        partner = self._make_debtor("Evasive", days_late=1)
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        for month in range(1, 8):
            self.env["ar.dunning.notice"].sudo().create(
                {
                    "name": f"OLD/{month}",
                    "profile_id": profile.id,
                    "partner_id": partner.id,
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "level_id": self.level.id,
                    "date": f"2025-{month + 4:02}-10",
                    "state": "sent",
                }
            )
        self._make_overdue(partner, 5)
        self.assertEqual(self._propose(partner).tone, "firm")

    def test_the_queries_do_not_grow(self):
        notices, profiles = self.env["ar.dunning.notice"], self.env["ar.profile"]
        for number in range(6):
            profiles |= profiles.get_or_create(self._make_partner(f"P{number}"), self.company)
        notices._read_tone_facts(profiles[:1])
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            notices._read_tone_facts(profiles)

    def test_words_of_the_tone_leave(self):
        for tone, words in (("gentle", GENTLE), ("neutral", NEUTRAL), ("firm", "at once")):
            notice = self._propose(self._make_debtor(f"Alpha {tone}"))
            notice.sudo().tone = tone
            letter = self.env["ir.actions.report"]._render_qweb_html(
                "ar_collections.report_ar_dunning_letter", notice.ids
            )[0]
            self.assertIn(words, letter.decode())
            self.assertIn(words, notice.preview_mail)
            notice.run_id.action_confirm()
            self._send(notice)
            self.assertIn(words, self._body(notice))

    def test_what_is_not_worded_is_neutral(self):
        notice = self._propose(self._make_debtor("Alpha"))
        notice.sudo().tone = "firm"
        wording = self.level.wording_ids.filtered(lambda one: one.tone == "firm")
        wording.letter_body = "<p><br/></p>"
        wording.mail_template_id = False
        self.assertIn(NEUTRAL, self.level._render_text("letter_body", notice)[notice.id])
        self.assertIn(NEUTRAL, notice.preview_mail)
        self.level.wording_ids.unlink()
        self.assertIn(NEUTRAL, self.level._render_text("letter_body", notice)[notice.id])

    def test_the_collector_chooses_before_it_leaves(self):
        notice = self._propose(self._make_debtor("Alpha"))
        own = notice.with_user(self.collector)
        own.tone = "firm"
        self.assertEqual((own.tone, own.tone_why), ("firm", "Chosen by Clara Collector"))
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            own.tone_reason = "loyal"
        own.run_id.action_confirm()
        with self.assertRaises(AccessError):
            own.tone = "gentle"

    def test_one_message_has_one_tone(self):
        eur = self.setup_other_currency("EUR", rates=[("2025-01-01", 0.5)])
        partner = self._make_debtor("Alpha")
        self._make_overdue(partner, 5, currency_id=eur.id)
        notices = self._propose(partner)
        self.assertEqual(len(notices), 2)
        notices[0].with_user(self.collector).write({"tone": "gentle", "added_text": "Hello."})
        self.assertEqual(notices.mapped("tone"), ["gentle", "gentle"])
        self.assertEqual(notices.mapped("added_text"), ["Hello.", False])

    def test_once_for_each_tone(self):
        with (
            self.assertRaises(UniqueViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.level.wording_ids = [Command.create({"tone": "firm"})]
            self.env.flush_all()
        copied = self.policy.copy()._sorted_levels()
        self.assertEqual(set(copied[1].wording_ids.mapped("tone")), {"gentle", "firm"})
        self.assertTrue(copied[1].wording_ids.mail_template_id)

    # -- placeholders ------------------------------------------------------------------

    @contextmanager
    def _refused(self, *words):
        with self.assertRaisesRegex(ValidationError, ".*".join(words)), self.env.cr.savepoint():
            yield

    def test_placeholders_of_texts(self):
        with self._refused("Letter Body", "Reminder", "text_sum"):
            self.level.letter_body = "<p>{{ text_sum }}</p>"
        with self._refused("Letter Title", "Reminder", r"\{\{ text_total \} today"):
            self.level.letter_title = "Please pay {{ text_total } today"
        firm = self.level.wording_ids.filtered(lambda one: one.tone == "firm")
        with self._refused(r"Call Script \(Firm\)", "Reminder", "text_sum"):
            firm.call_script = "<p>{{ text_sum }}</p>"
        with self._refused("Letter Title", "text_sum"):
            self.level.wording_ids = [Command.update(firm.id, {"letter_title": "{{ text_sum }}"})]
        firm.letter_body = "<p>Dear {{ text_contact }}, {{text_total}}</p>"

    def test_placeholders_of_translations(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        with self._refused(r"Letter Title \(fr_FR\)", "text_somme"):
            self.level.update_field_translations("letter_title", {"fr_FR": "{{ text_somme }}"})
        with self._refused(r"Letter Title", "text_somme"):
            self.level.with_context(lang="fr_FR").letter_title = "{{ text_somme }}"

    def _make_template(self, **values):
        body = '<p><t t-out="object.text_total"/></p>'
        return self.env["mail.template"].create(
            {
                "name": "Own",
                "model_id": self.env["ir.model"]._get_id("ar.dunning.notice"),
                "subject": "{{ object.name }}",
                "body_html": body,
                **values,
            }
        )

    def test_templates_are_tried_when_they_are_saved(self):
        template = self._make_template()
        self.level.mail_template_id = template
        count = self.env["ar.dunning.notice"].search_count([])
        with self._refused("Subject", "Own", "Reminder", "object.text_sum"):
            template.subject = "{{ object.text_sum }}"
        with self._refused("Body", "Own", "Reminder", "division by zero"):
            template.body_html = '<p><t t-out="1 / 0"/></p>'
        with self._refused("Body", "Own", "Reminder"):
            template.body_html = '<p><t t-out="object.text_total +"/></p>'
        self.assertEqual(self.env["ar.dunning.notice"].search_count([]), count)
        template.body_html = '<p><t t-out="object.partner_id.name"/></p>'

    def test_templates_are_tried_in_each_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self._make_template()
        self.level.mail_template_id = template
        with self._refused("Subject", "Own", "object.text_somme"):
            template.with_context(lang="fr_FR").subject = "{{ object.text_somme }}"

    def test_a_broken_template_is_not_taken(self):
        template = self._make_template(body_html='<p><t t-out="object.text_sum"/></p>')
        with self._refused("Body", "Own", "Reminder", "object.text_sum"):
            self.level.mail_template_id = template
        firm = self.level.wording_ids.filtered(lambda one: one.tone == "firm")
        with self._refused("Body", "Own", "Reminder", "object.text_sum"):
            firm.mail_template_id = template
        template.body_html = "<p>Nothing is placed.</p>"
        firm.mail_template_id = template
        with self._refused("Own", "Reminder"):
            template.body_html = '<p><t t-out="object.text_sum"/></p>'

    def test_the_templates_that_come_with_the_module(self):
        """All of them, for a customer who owes something and for a company without any."""
        levels = self.env.ref("ar_collections.ar_dunning_policy_default").level_ids
        for level in levels:
            for record in (level, *level.wording_ids):
                level._check_template(record.mail_template_id)
                level._check_texts(record)
        self._make_debtor("Alpha")
        levels[0]._check_template(levels[0].mail_template_id)
