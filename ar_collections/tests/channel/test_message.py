"""What an e-mail says, in which language, from whom, and with what attached."""

from markupsafe import Markup

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ArChannelCommon

NBSP = "\N{NO-BREAK SPACE}"


@tagged("post_install", "-at_install")
class TestMessage(ArChannelCommon):
    def _mail(self, notice):
        return notice.dispatch_ids.filtered(lambda d: d.channel == "email").mail_mail_id

    def test_sender_and_thread(self):
        partner = self._make_debtor("Alpha")
        notice = self._remind(partner)
        mail = self._mail(notice)
        self.assertIn("accounts@example.com", mail.email_from)
        self.assertIn("clara@example.com", mail.reply_to)
        self.assertEqual(mail.recipient_ids, partner)
        self.assertEqual((mail.model, mail.res_id), ("ar.profile", notice.profile_id.id))
        self.assertEqual(mail.state, "outgoing")
        self.assertIn(self.company.name, mail.subject)
        self.assertIn(notice.name, mail.subject)
        self.assertIn(mail.mail_message_id, notice.profile_id.message_ids)
        self.assertEqual(mail.mail_message_id.notification_ids.notification_status, "ready")

    def test_answers_come_to_odoo(self):
        """By the catch-all alias: the customer's page keeps what was answered, and the collector
        is told, who does not follow it."""
        domain = self.env["mail.alias.domain"].create(
            {"name": "example.org", "catchall_alias": "catchall", "bounce_alias": "bounce"}
        )
        self.company.alias_domain_id = domain
        partner = self._make_debtor("Alpha", email="answers@example.net")
        notice = self._remind(partner)
        mail = self._mail(notice)
        self.assertIn("catchall@example.org", mail.reply_to)
        self.assertNotIn("clara@example.com", mail.reply_to)
        answer = (
            "From: answers@example.net\nTo: catchall@example.org\nSubject: Re: reminder\n"
            f"Message-ID: <answer-1@example.com>\nIn-Reply-To: {mail.message_id}\n\n"
            "We pay on Monday."
        )
        self.env["mail.thread"].sudo().message_process(False, answer)
        message = notice.profile_id.message_ids[:1]
        self.assertIn("We pay on Monday.", message.body)
        self.assertEqual(message.author_id, partner)
        self.assertIn(self.collector.partner_id, message.notified_partner_ids)

    def test_items_and_sums(self):
        partner = self._make_debtor("Alpha", days_late=20, amount=1234.5)
        self._make_overdue(partner, 5, 100.0)
        self._pay_on_account(partner, 300.0, "2026-03-01")
        body = self._mail(self._remind(partner)).body_html
        money = f"${NBSP}"
        self.assertIn(f"{money}1,234.50", body)
        self.assertIn(f"{money}100.00", body)
        self.assertIn("not yet allocated", body)
        self.assertIn(f"{money}1,034.50", body, "1234.50 + 100 - 300")
        self.assertIn("03/11/2026", body, "Due date in the customer's format")
        self.assertIn("/invoice/", body, "A link to each invoice")
        self.assertIn("04/07/2026", body, "The level's deadline of 7 days")
        self.assertIn("a formal demand for payment", body, "The next measure")

    def test_the_keys_to_the_invoices_are_the_customers(self):
        """The mail leads to them; who reads the chatter, or the notice, gets the way alone."""
        notice = self._remind(self._make_debtor("Alpha"))
        mail = self._mail(notice)
        self.assertIn(f"{notice._get_answer_url()}/invoice/", mail.body_html)
        kept = mail.mail_message_id.body
        self.assertNotIn("/pay/", kept)
        self.assertIn("/my/invoices/", kept)
        biller = self._make_user("keys_biller", "account.group_account_invoice")
        self.assertNotIn("/pay/", notice.with_user(biller).text_items)
        self.assertIn("/pay/", notice.with_user(self.collector).text_items)

    def test_rows_explain_the_total_where_credits_cover_what_is_late(self):
        partner = self._make_debtor("Covered", 5, 100)
        self._make_overdue(partner, -3, 500)
        self._pay_on_account(partner, 100, "2026-03-20")
        notice = self._queue(partner)
        self.assertEqual((notice.amount_overdue, notice.amount_total), (100, 500))
        (section,) = notice._prepare_message()["sections"]
        self.assertEqual((len(section["rows"]), len(section["credits"])), (2, 1))
        self.assertFalse(section["info"])

    def test_text_of_users_is_escaped(self):
        name = "<script>alert(1)</script> & Sons"
        notice = self._remind(self._make_debtor(name, email="alpha@example.com"))
        body = self._mail(notice).body_html
        self.assertNotIn("<script>", body)
        self.assertIn("&lt;script&gt;", body)

    def test_language_of_the_customer(self):
        """Trap 28: the customer's language, digits, dates and place of the currency sign."""
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.levels[1].mail_template_id.copy()
        template.with_context(lang="fr_FR").subject = "Rappel {{ object.name }}"
        self.levels[1].mail_template_id = template
        partner = self._make_debtor("Alpha", amount=1234.5, lang="fr_FR")
        mail = self._mail(self._remind(partner))
        self.assertTrue(mail.subject.startswith("Rappel "), mail.subject)
        self.assertRegex(mail.body_html, r"1\W234,50")
        self.assertIn("26/03/2026", mail.body_html)

    def test_two_currencies_are_one_message(self):
        other = self._enable_currency("EUR")
        partner = self._make_debtor("Alpha")
        self._make_overdue(partner, 5, 200.0, currency_id=other.id)
        notices = self._remind(partner)
        self.assertEqual(len(notices), 2)
        self.assertEqual(len(notices.dispatch_ids), 2)
        mail = notices.dispatch_ids.mail_mail_id
        self.assertEqual(len(mail), 1)
        self.assertIn("Items in USD", mail.body_html)
        self.assertIn("Items in EUR", mail.body_html)
        self.assertIn(f"${NBSP}1,000.00 and 200.00{NBSP}€", mail.body_html)

    @classmethod
    def _enable_currency(cls, name):
        currency = (
            cls.env["res.currency"].with_context(active_test=False).search([("name", "=", name)])
        )
        currency.active = True
        return currency

    def test_letter_attached(self):
        self.levels[1].letter_attached = True
        notice = self._remind(self._make_debtor("Alpha"))
        self.assertEqual(self._mail(notice).attachment_ids, notice.letter_attachment_id)
        self.assertEqual(self._channels(notice), {"email": "sent"})

    @mute_logger("odoo.addons.mail.models.mail_render_mixin")
    def test_broken_template(self):
        """The sentence names template, level and customer; the others go on; nothing is lost: it
        waits until somebody has put our template right."""
        template = self.levels[2].mail_template_id.copy({"name": "Broken"})
        self.levels[2].mail_template_id = template
        # Saved when no notice existed that could have shown the fault.
        self.env.cr.execute(
            """UPDATE mail_template SET body_html = %s WHERE id = %s""",
            ('{"en_US": "<p><t t-out=\\"object.no_such_field\\"/></p>"}', template.id),
        )
        template.invalidate_recordset()
        good, bad = self._make_debtor("Good"), self._make_debtor("Bad", days_late=20)
        notices = self._remind(good, bad)
        by_partner = {notice.partner_id: notice for notice in notices}
        self.assertEqual(by_partner[good].state, "sent")
        failed = by_partner[bad]
        self.assertEqual(failed.state, "queued")
        self.assertTrue(failed.next_try)
        for word in ("Bad", "Broken", "Second reminder", "no_such_field"):
            self.assertIn(word, failed.error)
        self.assertFalse(failed.dispatch_ids.mail_mail_id)
        self.assertFalse(failed.line_ids.move_line_id.ar_level_id)

    def test_shipped_templates_need_no_editor_rights(self):
        """A collections manager may word the templates: they use plain placeholders only."""
        codes = ("friendly", "reminder", "second", "formal", "final")
        for code in codes:
            template = self.env.ref(f"ar_collections.mail_template_ar_{code}")
            self.assertFalse(template._has_unsafe_expression(), code)

    def test_unknown_placeholder_is_refused(self):
        with self.assertRaisesRegex(Exception, "unknown placeholder “text_totl”.*text_total"):
            self.levels[1].letter_body = "<p>{{ text_totl }}</p>"

    def test_sent_mail_leaves_the_message(self):
        """When the mail queue deletes the sent mail, the message stays with the customer."""
        notice = self._remind(self._make_debtor("Alpha"))
        mail = self._mail(notice)
        message = mail.mail_message_id
        mail._postprocess_sent_message(mail.recipient_ids, [])
        self.assertFalse(mail.exists())
        self.assertTrue(message.exists())
        self.assertEqual(self._channels(notice), {"email": "sent"})

    def test_the_layout_is_made_once(self):
        """It says the same as the one that is made for each message."""
        notices = self._queue(self._make_debtor("Alpha & Sons"), self._make_debtor("Beta"))
        email = self.env["ar.channel.email"]
        template = notices[0].level_id._get_mail_template()
        body, known = Markup("<p>Dear &lt;you&gt;,<br>pay.</p>"), {}
        for layout in (False, "mail.mail_notification_light"):
            template.email_layout_xmlid = layout
            known.clear()
            for lead in notices:
                values = email._prepare_layout(lead, body)
                name = layout or "ar_collections.ar_dunning_mail_layout"
                each = email._encapsulate(name, lead, body, values)
                self.assertEqual(email._wrap(template, lead, body, known), each)
            self.assertEqual(len(known), 1)
            self.assertEqual(bool(*known.values()), not layout)
