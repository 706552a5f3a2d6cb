"""Messages to customers carry the code of the newest seal: what was sealed is out of our hands."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date


class ArMessageMixin(models.AbstractModel):
    _inherit = "ar.message.mixin"

    seal_code = fields.Char(
        string="Log Seal",
        readonly=True,
        copy=False,
        help="The code of the newest seal of the log when this left: it stands on it.",
    )

    def _before_leaving(self):
        # EXTENDS 'channel': what stands on the letter is kept beside it.
        super()._before_leaving()
        self._note_seal()

    def _note_seal(self):
        """Keep on messages that are about to leave the code that will stand on them."""
        for company, messages in self.grouped("company_id").items():
            code = self.env["ar.log.seal"]._get_newest(company).code
            messages = messages.filtered(lambda one, code=code: one.seal_code != code)
            messages.sudo().write({"seal_code": code})

    def _get_seal_words(self):
        """The small line on papers and e-mails; '' where nothing has been sealed yet."""
        self.ensure_one()
        seals = self.env["ar.log.seal"].sudo()
        code = self.sudo().seal_code or seals._get_newest(self.company_id).code
        if not code:
            return ""
        day = format_date(self.env, seals._get_day(self.company_id.id, code))
        return self.env._("Log seal %(code)s of %(day)s", code=code, day=day)

    @api.model
    def _read_seal_codes(self, company):
        """The codes that stand on what was sent to customers of a company: list of (code, id of
        the first message with it)."""
        domain = Domain("company_id", "=", company.id) & Domain("seal_code", "!=", False)
        return self.sudo()._read_group(domain, ["seal_code"], ["id:min"])
