"""What an e-mail is made of: a plain part that can be read, a payment code, columns for a phone."""

import base64

from lxml import html

from odoo.tests import tagged

from .common import ArChannelCommon

PNG = base64.b64encode(b"\x89PNG code").decode()
CODE = f"data:image/png;base64,{PNG}"


@tagged("post_install", "-at_install")
class TestMailParts(ArChannelCommon):
    def _make_bank(self, **values):
        return self.env["res.partner.bank"].create(
            {
                "acc_number": "BE71 0961 2345 6769",
                "partner_id": self.company.partner_id.id,
                "allow_out_payment": True,
                **values,
            }
        )

    def _mail(self, notice):
        return notice.dispatch_ids.mail_mail_id.sudo()

    def _build(self, mail):
        """The e-mail as the mail server gets it."""
        (values,) = mail._prepare_outgoing_list()
        server = self.env["ir.mail_server"]
        message = server._build_email__(
            "a@example.com",
            values["email_to"],
            values["subject"],
            values["body"],
            body_alternative=values["body_alternative"],
            attachments=values["attachments"],
            message_id=values["message_id"],
            subtype="html",
        )
        server._ar_prepare(message)
        return message

    def _patch_code(self, code=CODE):
        banks = self.env.registry["res.partner.bank"]
        calls = []

        def build(bank, *args, **options):
            calls.append((bank, *args))
            return code

        self.patch(banks, "build_qr_code_base64", build)
        return calls

    # -- what the chatter keeps --------------------------------------------------------

    def test_messages_of_one_shape_are_kept_as_odoo_sanitizes_them(self):
        field, said = self.env["mail.message"]._fields["body"], []
        write = self.env.registry["mail.message"]._ar_write_alike

        def note(messages, bodies):
            said.extend(bodies)
            return write(messages, bodies)

        self.patch(self.env.registry["mail.message"], "_ar_write_alike", note)
        debtors = [self._make_debtor(name) for name in ("Ann & Sons", "<b>Bob</b>", "Cy", "Di")]
        messages = self._hand_over(self._queue(*debtors)).dispatch_ids.mail_message_id
        self.assertEqual(len(messages), 4)
        sanitized = [field.convert_to_cache(body, messages) for body in said]
        self.assertEqual(sorted(messages.mapped("body")), sorted(sanitized))
        self.assertTrue(all("Bob" not in one or "&lt;b&gt;Bob" in one for one in sanitized))

    # -- the plain part ----------------------------------------------------------------

    def test_the_plain_part_has_a_line_for_each_item(self):
        self._make_bank()
        partner = self._make_debtor("Alpha", 5, 600)
        self._make_overdue(partner, 6, 400, ref="PO 4711")
        notice = self._remind(partner)
        message = self._build(self._mail(notice))
        plain = message.get_body(("plain",)).get_content()
        lines = [line.strip() for line in plain.splitlines()]
        first, second = notice.line_ids.sorted("date_due").mapped("name")
        for words in (
            f"{first}, Due Date: 03/25/2026 · Days Late: 6, Date: 02/23/2026 · "
            "Your Reference: PO 4711 | $ 400.00",
            f"{second}, Due Date: 03/26/2026 · Days Late: 5, Date: 02/24/2026 | $ 600.00",
            "Total to pay | $ 1,000.00",
        ):
            self.assertIn(words, lines)
        self.assertIn("BE71 0961 2345 6769", plain)
        self.assertNotIn("<", plain)
        self.assertEqual(message.get_content_type(), "multipart/alternative")

    def test_other_mails_are_left_alone(self):
        mail = self.env["mail.mail"].create(
            {"body_html": "<table><tr><td>a</td><td>b</td></tr></table>", "email_to": "x@x.example"}
        )
        (values,) = mail._prepare_outgoing_list()
        self.assertNotIn("|", values["body_alternative"])

    # -- a phone -----------------------------------------------------------------------

    def test_two_columns(self):
        notice = self._remind(self._make_debtor("Alpha"))
        root = html.fromstring(self._mail(notice).body_html)
        (table,) = [one for one in root.iter("table") if one.find("thead") is not None]
        for row in table.iter("tr"):
            self.assertLessEqual(len(row), 2)

    # -- the payment code --------------------------------------------------------------

    def test_the_code_is_of_the_notices_total(self):
        bank, calls = self._make_bank(), self._patch_code()
        partner = self._make_debtor("Alpha", 5, 600)
        self._make_overdue(partner, 6, 400)
        notice = self._remind(partner)
        self.assertEqual({call[:3] for call in calls}, {(bank, 1000.0, notice.name)})
        self.assertEqual({call[4:6] for call in calls}, {(notice.currency_id, partner)})
        message = self._build(self._mail(notice))
        kinds = [part.get_content_type() for part in message.walk()]
        self.assertIn("multipart/related", kinds)
        body = message.get_body(("html",)).get_content()
        self.assertIn('src="cid:picture1@', body)
        self.assertNotIn("base64", body)
        (picture,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
        self.assertEqual(picture.get_content(), b"\x89PNG code")

    def test_the_chatter_keeps_no_picture(self):
        self._make_bank()
        self._patch_code()
        notice = self._remind(self._make_debtor("Alpha"))
        message = notice.dispatch_ids.mail_message_id
        self.assertNotIn("<img", message.body)
        self.assertFalse(message.attachment_ids)

    def test_the_letter_has_the_same_code(self):
        self._make_bank()
        self._patch_code()
        notice = self._queue(self._make_debtor("Alpha"))
        report = self.env["ir.actions.report"]
        letter = report._render_qweb_html("ar_collections.report_ar_dunning_letter", notice.ids)[0]
        self.assertIn(CODE, letter.decode())

    def test_no_code(self):
        """No account; none that Odoo makes; an error; two currencies."""
        calls = self._patch_code()
        notice = self._queue(self._make_debtor("Alpha"))
        (section,) = notice._prepare_message()["sections"]
        self.assertEqual((section["qr"], section["pay_to"], calls), (None, "", []))
        self._make_bank()
        self._patch_code(None)
        (section,) = notice._prepare_message()["sections"]
        self.assertIsNone(section["qr"])
        self.assertIn("BE71", section["pay_to"])
        self.patch(
            self.env.registry["res.partner.bank"],
            "build_qr_code_base64",
            lambda *args, **options: 1 / 0,
        )
        (section,) = notice._prepare_message()["sections"]
        self.assertIsNone(section["qr"])
        self._patch_code()
        eur = self.setup_other_currency("EUR", rates=[("2025-01-01", 0.5)])
        partner = self._make_debtor("Beta")
        self._make_overdue(partner, 5, currency_id=eur.id)
        for section in self._queue(partner)[0]._prepare_message()["sections"]:
            self.assertIsNone(section["qr"])

    def test_a_code_that_odoo_draws(self):
        """As one of Odoo's modules of payment codes adds it: EPC, Swiss, EMV."""
        self._make_bank()
        banks, told = self.env.registry["res.partner.bank"], []

        def draw(bank, method, amount, currency, debtor, free, structured):
            told.append(f"{method} {bank.sanitized_acc_number} {amount} {currency.name} {free}")
            return {"barcode_type": "QR", "value": told[-1], "width": 128, "height": 128}

        self.patch(banks, "_get_available_qr_methods", lambda bank: [("ours", "Ours", 1)])
        self.patch(banks, "_get_qr_code_generation_params", draw)
        notice = self._queue(self._make_debtor("Alpha", 5, 100.1))
        (section,) = notice._prepare_message()["sections"]
        kind, _comma, picture = section["qr"].partition(",")
        self.assertEqual(kind, "data:image/png;base64")
        self.assertTrue(base64.b64decode(picture).startswith(b"\x89PNG"))
        reference = notice._get_payment_reference(notice.line_ids.move_id)
        self.assertEqual(told, [f"ours BE71096123456769 100.1 USD {reference}"])
