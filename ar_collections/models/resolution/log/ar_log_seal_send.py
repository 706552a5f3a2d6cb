"""The company's auditor gets the roots of seals, and so keeps what nobody here can rewrite."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, format_datetime


class ArLogSeal(models.Model):
    _inherit = "ar.log.seal"

    @api.model
    def _tell_auditor(self, company):
        """Send the seals that the auditor has not been told of yet, if it is time."""
        company = company.sudo()
        if not company.ar_log_auditor or company.ar_log_auditor_rhythm == "never":
            return
        seals = self.sudo().search([("company_id", "=", company.id), ("told_date", "=", False)])
        if company.ar_log_auditor_rhythm == "month":
            this_month = company._ar_today().replace(day=1)
            if not any(company._ar_day_of(seal.date) < this_month for seal in seals):
                return
        if not seals:
            return
        self.env["mail.mail"].sudo().create(seals._prepare_auditor_mail(company))
        self.env["ir.cron"]._ar_wake("mail.ir_cron_mail_scheduler_action")
        self.env.cr.execute(
            SQL(
                "UPDATE ar_log_seal SET told_date = %s WHERE id IN %s",
                fields.Datetime.to_string(fields.Datetime.now()),
                tuple(seals.ids),
            )
        )
        seals.invalidate_recordset(["told_date"], flush=False)

    def _prepare_auditor_mail(self, company):
        """Values of the e-mail with these seals."""
        lines = [
            Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td><td><code>%s</code></td></tr>")
            % (
                seal.number,
                format_datetime(self.env, seal.date, dt_format="short"),
                seal.size,
                seal.code,
                seal.root,
            )
            for seal in self.sorted("number")
        ]
        words = self.env._(
            "The log of credit and collections of %s was sealed. Keep this message: it shows later "
            "whether anything was changed.",
            company.name,
        )
        heads = [self.env._("Seal"), self.env._("Moment"), self.env._("Rows"), self.env._("Code")]
        heads = Markup().join(Markup("<th>%s</th>") % one for one in [*heads, self.env._("Root")])
        table = Markup("<table border='1' cellpadding='4'><tr>%s</tr>%s</table>")
        return {
            "subject": self.env._(
                "Log of %(company)s: seal %(code)s",
                company=company.name,
                code=self.sorted("number")[-1:].code,
            ),
            "body_html": Markup("<p>%s</p>") % words + table % (heads, Markup().join(lines)),
            "email_to": company.ar_log_auditor,
            "email_from": company.email_formatted or self.env.user.email_formatted,
            "auto_delete": False,
        }
