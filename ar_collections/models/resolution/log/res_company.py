"""Settings of a company that decide on credit and collections are in the log; who audits it."""

from odoo import models

from ...base import guarded
from .ar_log import CHANGED


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_log_auditor = guarded.Char(
        string="Auditor's E-mail",
        help="Where the seals of the log are sent. Empty: nowhere.",
        groups=guarded.SETTINGS,
    )
    ar_log_auditor_rhythm = guarded.Selection(
        [("seal", "With each seal"), ("month", "Once a month"), ("never", "Never")],
        string="Seals Are Sent",
        default="month",
        required=True,
        groups=guarded.SETTINGS,
    )

    def write(self, vals):
        # EXTENDS 'base'
        names = [
            name
            for name in vals
            if name.startswith("ar_") and (field := self._fields.get(name)) and field.store
        ]
        if not names:
            return super().write(vals)
        log = self.env["ar.log"]
        before = log._read_values(self, names)
        result = super().write(vals)
        changes = log._find_changes(self, names, before)
        rows = [(id_, None, id_, {"changed": told}) for id_, told in changes.items()]
        log._append(self._name, CHANGED, rows)
        return result
