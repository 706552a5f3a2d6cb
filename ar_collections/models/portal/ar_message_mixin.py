"""Every message has a page without a login, where the customer pays or answers."""

import base64

from odoo import fields, models
from odoo.tools import format_date


class ArMessageMixin(models.AbstractModel):
    _inherit = "ar.message.mixin"

    def _get_answer_url(self):
        # OVERRIDES the channels: the page is of this room.
        self.ensure_one()
        return self.env["ar.answer.link"]._make_url(self)

    def _find_agreement(self):
        """What the customer may accept at present on the page of the message, a record of
        ``ar.accepted.mixin``; None where there is nothing."""
        return

    def _prepare_agreement_page(self):
        """What the page shows on which the customer accepts it, formatted, in the language of the
        context: 'template', 'title', and what the template wants."""
        raise NotImplementedError

    def _prepare_answer_paper(self):
        """What a paper prints of the page: its address, a code to scan, until when; None where
        there is no page, or the reader is not to have the customer's link."""
        self.ensure_one()
        url = self.text_link
        if not url:
            return None
        days = self.company_id.sudo().ar_answer_days
        until = fields.Date.add(self.company_id._ar_today(), days=days)
        png = self.env["ir.actions.report"].barcode("QR", url, width=300, height=300)
        return {
            "url": url,
            # A data URI, so that the paper needs no server.
            "code": f"data:image/png;base64,{base64.b64encode(png).decode()}",
            "until": format_date(self.env, until),
        }
