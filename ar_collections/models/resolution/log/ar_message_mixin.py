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
            code = self._get_newest_code(company)
            messages = messages.filtered(lambda one, code=code: one.seal_code != code)
            messages.sudo().write({"seal_code": code})

    @api.model
    def _get_newest_code(self, company):
        """The code of the company's newest seal; asked once for a batch."""
        seals = self.env["ar.log.seal"]
        return self.env["ar.channel"]._ask_once(
            ("seal", company.id), lambda: seals._get_newest(company).code
        )

    def _get_seal_words(self):
        """The small line on papers and e-mails; '' where nothing has been sealed yet."""
        self.ensure_one()
        code = self.sudo().seal_code or self._get_newest_code(self.company_id)
        if not code:
            return ""
        day = self.env["ar.log.seal"].sudo()._get_day(self.company_id.id, code)
        day = format_date(self.env, day)
        return self.env._("Log seal %(code)s of %(day)s", code=code, day=day)

    @api.model
    def _read_seal_codes(self, company):
        """The codes that stand on what was sent to customers of a company: list of (code, id of
        the first message with it)."""
        domain = Domain("company_id", "=", company.id) & Domain("seal_code", "!=", False)
        return self.sudo()._read_group(domain, ["seal_code"], ["id:min"])
