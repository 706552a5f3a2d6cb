"""The customer's link leaves with the mail and the letter, and is nobody else's to read."""

from freezegun import freeze_time
from markupsafe import Markup

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ....models.statement.confirmation.ar_balance_reminder import REPORT as REMINDER
from ....models.statement.statement.ar_statement_paper import REPORT
from .confirmation_common import TODAY, ConfirmationCommon

READERS = {
    "auditor": "account.group_account_readonly",
    "biller": "account.group_account_invoice",
    "accountant": "account.group_account_user",
}


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestPersonalLink(ConfirmationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.write({"street": "Quay 1", "city": "Port"})
        cls.readers = [
            cls._make_user(f"link_{role}", group, email=f"{role}@example.com")
            for role, group in READERS.items()
        ]

    def assertHidden(self, one):
        """Nobody but collectors finds the link, whatever he reads."""
        token = one._get_token()
        for user in self.readers:
            with self.subTest(user=user.login):
                messages = self.env["mail.message"].with_user(user)
                bodies = messages.search([("model", "=", "ar.profile")]).mapped("body")
                self.assertNotIn(token, " ".join(map(str, bodies)))
                self.assertNotIn("/balance/confirm/", " ".join(map(str, bodies)))
                statement = one.statement_id.with_user(user)
                with self.assertRaises(AccessError):
                    statement.read(["text_confirm_url"])
                self.assertNotIn(token, str(statement.read()))
                self.assertNotIn(token, str(one.with_user(user).read()))
                self.assertNotIn(token, self._preview(user, REPORT, statement))
                self.assertNotIn(token, self._preview(user, REMINDER, one))
                with self.assertRaises(AccessError):
                    one.statement_id.attachment_id.with_user(user).read(["raw"])
                with self.assertRaises(AccessError):
                    self.env["mail.mail"].with_user(user).search([]).read(["body_html"])

    def _preview(self, user, report, records):
        reports = self.env["ir.actions.report"].with_user(user)
        html, _kind = reports._render_qweb_html(report, records.ids)
        return html.decode()

    def test_mail(self):
        one = self._ask()
        token = one._get_token()
        mail = one.statement_id.sudo().mail_mail_id
        self.assertIn(token, mail.body_html)
        self.assertIn("personal link", mail.mail_message_id.body)
        self.assertHidden(one)
        # The form opens for readers all the same, and prints a paper without the link.
        for user in self.readers:
            statement = one.statement_id.with_user(user)
            statement.web_read({"attachment_id": {"fields": {"display_name": {}}}})
            self.assertEqual(statement.action_print()["type"], "ir.actions.report")
        # Who sends may see it.
        statement = one.statement_id.with_user(self.collector)
        self.assertIn(token, statement.text_confirm_url)
        self.assertIn(token, self._preview(self.collector, REPORT, statement))
        self.assertTrue(statement.attachment_id.raw)
        self.assertEqual(statement.action_print()["type"], "ir.actions.act_url")

    def test_an_answer_that_quotes_it(self):
        one = self._ask()
        quote = Markup("<p>Yes.</p><blockquote>Open %s</blockquote>") % one._get_answer_url()
        self.profile.message_post(body=quote, message_type="email")
        self.assertIn("Yes.", self.profile.message_ids[0].body)
        self.assertHidden(one)

    def test_letter(self):
        one = self._ask(channel="letter")
        self.assertHidden(one)
        one.with_user(self.collector).action_remind()
        reminder = one.reminder_ids
        self.assertHidden(one)
        for user in self.readers:
            with self.assertRaises(AccessError):
                reminder.attachment_id.with_user(user).read(["raw"])
            with self.assertRaises(AccessError):
                reminder.with_user(user).read(["attachment_id"])

    def test_reminder_by_mail(self):
        one = self._ask()
        one.with_user(self.collector).action_remind()
        self.assertHidden(one)
        mails = self.env["mail.mail"].sudo().search([("res_id", "=", self.profile.id)])
        self.assertEqual(sum(one._get_token() in mail.body_html for mail in mails), 2)

    def test_a_link_that_is_used_up_frees_the_paper(self):
        one = self._ask()
        self._answer(one)
        for user in self.readers:
            self.assertTrue(one.statement_id.attachment_id.with_user(user).raw)
        self.assertTrue(one.intact)

    def test_a_statement_without_a_question_is_free(self):
        statement = self._state(ask_confirmation=False)
        statement.action_send()
        for user in self.readers:
            self.assertTrue(statement.attachment_id.with_user(user).raw)
