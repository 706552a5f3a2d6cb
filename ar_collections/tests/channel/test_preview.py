"""A notice shows its message as it will look, and as it was sent."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import ArChannelCommon

BROKEN = "The template “Broken” has an <expression> that fails."


@tagged("post_install", "-at_install")
class TestPreview(ArChannelCommon):
    def _propose(self, partner):
        profile = self.env["ar.profile"].get_or_create(partner, self.company)
        run = self._run(profile_ids=[(6, 0, profile.ids)])
        return run.notice_ids

    def test_as_it_will_look(self):
        notice = self._propose(self._make_debtor("Alpha", days_late=35))
        self.assertEqual(notice.preview_to, "alpha@example.com")
        self.assertIn(notice.name, notice.preview_subject)
        for html in (notice.preview_mail, notice.preview_letter):
            self.assertIn("1,000.00", html)
        self.assertIn("High Street 1", notice.preview_letter)
        self.assertIn("Formal demand", notice.preview_letter)

    def test_an_added_sentence_is_in_mail_and_letter_and_escaped(self):
        notice = self._propose(self._make_debtor("Alpha", days_late=35))
        notice.added_text = "As <b>agreed</b> on the phone."
        notice.invalidate_recordset()
        for html in (notice.preview_mail, notice.preview_letter):
            self.assertIn("As &lt;b&gt;agreed&lt;/b&gt; on the phone.", html)
            self.assertNotIn("<b>agreed", html)
        notice.run_id.action_confirm()
        self._send(notice)
        mail = notice.dispatch_ids.mail_mail_id
        self.assertIn("&lt;b&gt;agreed&lt;/b&gt; on the phone.", mail.body_html)
        self.assertIn("&lt;b&gt;agreed&lt;/b&gt;", notice.letter_attachment_id.raw.decode())

    def test_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        partner = self._make_debtor("Alpha", days_late=35, lang="fr_FR")
        self.levels[3].with_context(lang="fr_FR").letter_title = "Mise en demeure"
        notice = self._propose(partner)
        self.assertIn("Mise en demeure", notice.preview_letter)
        self.assertIn("000,00", notice.preview_letter)

    def test_what_is_edited_is_seen(self):
        partner = self._make_debtor("Alpha", days_late=35)
        contact = self._make_partner("Accounts", parent_id=partner.id, is_company=False)
        notice = self._propose(partner)
        notice.contact_id = contact
        notice.action_level_down()
        notice.invalidate_recordset()
        self.assertEqual(notice.preview_to, "accounts@example.com")
        self.assertIn("second reminder", notice.preview_subject)

    def test_a_template_that_fails_says_so(self):
        notice = self._propose(self._make_debtor("Alpha", days_late=5))

        def fail(*_arguments):
            raise UserError(BROKEN)

        with patch.object(self.env.registry["ar.channel.email"], "_render", fail):
            self.assertIn("“Broken” has an &lt;expression&gt;", notice.preview_mail)

    def test_left_out_and_sent_have_none(self):
        notice = self._propose(self._make_debtor("Alpha", days_late=5))
        notice._leave_out("Talks")
        notice.invalidate_recordset()
        self.assertFalse(notice.preview_mail)

    def test_as_sent(self):
        notice = self._remind(self._make_debtor("Alpha", days_late=5))
        notice.dispatch_ids.mail_mail_id.unlink()
        action = notice.with_user(self.collector).action_view_sent()
        message = self.env["mail.message"].with_user(self.collector).browse(action["res_id"])
        self.assertIn("1,000.00", message.body)
        self.assertFalse(notice.preview_mail)

    def test_for_collectors_alone(self):
        notice = self._propose(self._make_debtor("Alpha", days_late=5))
        biller = self._make_user("biller", "account.group_account_invoice")
        with self.assertRaises(AccessError):
            notice.with_user(biller).read(["preview_mail"])

    def test_a_level_without_channels_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "no channels"):
            self.levels[1].channel_ids = [(5,)]
        with self.assertRaisesRegex(ValidationError, "no channels"):
            self._make_policy({"delay_days": 3, "channel_ids": []})
