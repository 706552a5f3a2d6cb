"""The button to pay or answer stands in the layout of e-mails, so that each template has it."""

from odoo import api, models


class ArChannelEmail(models.AbstractModel):
    _inherit = "ar.channel.email"

    @api.model
    def _prepare_layout(self, lead, body):
        # EXTENDS the channels: not where the text itself has the link already.
        url, said = lead.text_link, body or ""
        if url:
            # Files that are too large lie below it, and so do single answers.
            said = said.replace(f"{url}/", "")
        return {
            **super()._prepare_layout(lead, body),
            "answer_url": url if url and url not in said else "",
        }
