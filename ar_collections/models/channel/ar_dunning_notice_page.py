"""The message of a notice on the screen: as it will look, and as it was sent."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .ar_dunning_notice_words import REPORT


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    # Not by what is being typed: the preview shows what is saved.
    def _compute_preview(self):
        self.update(
            {
                "preview_to": False,
                "preview_subject": False,
                "preview_mail": False,
                "preview_letter": False,
                "preview_sms": False,
                "preview_sms_size": False,
            }
        )
        for notice in self:
            saved = notice._origin
            if saved.state in ("draft", "queued", "failed") and not saved.left_out:
                notice.update(saved._prepare_preview())

    def _prepare_preview(self):
        """What the message of this notice will look like, in the customer's language."""
        self.ensure_one()
        bundle = self._map_bundles()[self.id]
        [(lead, _together)] = bundle._group_messages()
        routes = {route.channel for route in lead._get_routes()}
        lead, values = lead.with_context(lang=lead._get_lang()), {}
        if "email" in routes:
            mail = lead._prepare_mail_face()
            values.update({f"preview_{name}": value for name, value in mail.items()})
        if "letter" in routes or ("email" in routes and lead._attaches_letter()):
            values["preview_letter"] = lead._prepare_letter_face()
        if "sms" in routes:
            values.update(lead._prepare_sms_preview())
        return values

    def _prepare_sms_preview(self):
        """The text message, and how long it is."""
        text_message = self.env["ar.channel.sms"]
        text = text_message._map_texts(self)[self.id]
        # How long it is, is told to us.
        words = text_message.with_context(lang=self.env.user.lang)._get_size_words(text)
        return {"preview_sms": text, "preview_sms_size": words}

    def _prepare_mail_face(self):
        """``to``, ``subject`` and ``mail`` of the e-mail, with the company's layout around it; in
        the language of the context."""
        self.ensure_one()
        email = self.env["ar.channel.email"]
        template = self._get_mail_template().sudo().with_context(lang=self.env.lang)
        try:
            subject = email._render(template, "subject", self, self.ids)[self.id]
            body = email._render(template, "body_html", self, self.ids)[self.id]
        except UserError as error:
            return {"mail": plaintext2html(str(error))}
        return {
            "to": email._get_recipient(self),
            "subject": subject,
            "mail": email._wrap(template, self, body),
        }

    def _prepare_letter_face(self):
        """The letter as HTML, in the customer's language."""
        return self.env["ir.actions.report"]._render_qweb_html(REPORT, self.ids)[0].decode()

    def action_view_sent(self):
        """Open the e-mail or the letter as it was sent."""
        self.ensure_one()
        sent = self.dispatch_ids.filtered("mail_message_id").sorted("id")
        emails = sent.filtered(lambda dispatch: dispatch.channel == "email")
        message = (emails or sent)[-1:].mail_message_id
        if not message:
            raise UserError(self.env._("Nothing was sent with the notice %s yet.", self.name))
        message.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("As Sent"),
            "res_model": "mail.message",
            "res_id": message.id,
            "view_mode": "form",
            "views": [(self.env.ref("ar_collections.mail_message_view_form_sent").id, "form")],
            "target": "new",
        }
