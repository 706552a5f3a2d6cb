"""A template that a level uses is tried when it is saved, and not when a customer waits for it; it
names no measure that the policy does not take."""

from odoo import api, models
from odoo.fields import Domain


class MailTemplate(models.Model):
    _inherit = "mail.template"

    @api.constrains("subject", "body_html", "email_from", "reply_to", "email_cc", "model_id")
    def _ar_check_words(self):
        for template in self.filtered(lambda one: one.model == "ar.dunning.notice"):
            if level := template._ar_find_levels()[:1]:
                level._check_template(template)

    @api.constrains("body_html", "subject")
    def _check_ar_empty_threats(self):
        self._ar_find_levels().policy_id._check_threats()

    def _ar_find_levels(self):
        """The levels that speak by these templates, as superuser."""
        used = Domain("mail_template_id", "in", self.ids)
        domain = used | Domain("wording_ids", "any", list(used))
        default = self.env.ref("ar_collections.mail_template_ar_reminder", raise_if_not_found=False)
        if default and default in self:
            domain |= Domain("mail_template_id", "=", False)
        return self.env["ar.dunning.level"].sudo().search(domain)
