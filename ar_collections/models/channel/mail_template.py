"""The e-mail of a level names no measure that its policy does not take."""

from odoo import api, models


class MailTemplate(models.Model):
    _inherit = "mail.template"

    @api.constrains("body_html", "subject")
    def _check_ar_empty_threats(self):
        levels = self.env["ar.dunning.level"].sudo()
        levels.search([("mail_template_id", "in", self.ids)]).policy_id._check_threats()
