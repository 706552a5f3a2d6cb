"""What mail servers report of our e-mails, later and by e-mail: arrived, late, or lost."""

from odoo import api, models

from ...tools.channel import report


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        # EXTENDS 'mail', which takes each report for a bounce, and of its addresses only the first.
        dispatches = self._ar_find_reported(message_dict)
        fates = report.read_report(email_message) if dispatches else []
        if not fates:
            if not (dispatches and report.is_receipt(email_message)):
                super()._routing_handle_bounce(email_message, message_dict)
            return
        dispatches._note_report(fates)
        for fate in fates:
            if fate.fate == report.LOST:
                # Whoever counts bounces of an address; ours know already.
                lost = self._ar_prepare_lost(message_dict, fate.addresses[-1])
                super()._routing_handle_bounce(email_message, lost)

    @api.model
    def _ar_find_reported(self, message_dict):
        """The dispatches of the e-mail that a report is about, as superuser."""
        message = message_dict.get("bounced_message") or self.env["mail.message"]
        domain = [("mail_message_id", "in", message.ids), ("channel", "=", "email")]
        return self.env["ar.dispatch"].sudo().search(domain)

    @api.model
    def _ar_prepare_lost(self, message_dict, address):
        """What Odoo is told of one address at which an e-mail of ours is lost."""
        partners = self.env["res.partner"].sudo()
        return {
            **message_dict,
            "bounced_email": address,
            "bounced_partner": partners.search([("email_normalized", "=", address)]),
            "bounced_message": self.env["mail.message"].sudo(),
        }
