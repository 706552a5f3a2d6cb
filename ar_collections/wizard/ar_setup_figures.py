"""What the first steps tell of the sender, and of what tonight would do."""

from collections import Counter

from markupsafe import Markup

from odoo import models
from odoo.tools import formatLang

CELL, FIGURE = Markup("<td>%s</td>"), Markup('<td class="text-end text-nowrap">%s</td>')
TABLE = '<table class="table table-sm mb-0"><tbody>%s</tbody></table>'
# Reasons that the table names; the rest is told together.
MOST_REASONS = 6


class ArSetup(models.TransientModel):
    _inherit = "ar.setup"

    def _list_sender_facts(self):
        """[(whether it is there, sentence)] of what customers look for in a message."""
        company = self.company_id.sudo()
        address = company.street and company.city
        bank = company.partner_id.bank_ids[:1]
        servers = self.env["ir.mail_server"].sudo().search_count([], limit=1)
        return [
            (
                address,
                self.env._("The address of the company is complete.")
                if address
                else self.env._("The company has no full address. Letters show it."),
            ),
            (
                bank,
                self.env._("Customers are told to pay into %s.", bank.acc_number)
                if bank
                else self.env._("There is no bank account that customers could pay into."),
            ),
            (
                company.email,
                self.env._("E-mails come from %s.", company.email)
                if company.email
                else self.env._("The company has no e-mail address that reminders come from."),
            ),
            (
                servers,
                self.env._("A mail server is set up.")
                if servers
                else self.env._(
                    "No mail server is set up: e-mails leave by the server's own, if it has one."
                ),
            ),
        ]

    def _prepare_tonight(self):
        """A table of what the nightly run of today would do: levels with numbers and amounts, and
        why the others are left alone."""
        self.ensure_one()
        company = self.company_id
        result = self.env["ar.dunning.run"].simulate(
            company.id, company._ar_today(), start=self._get_start()
        )
        rows = self._list_notice_rows(result["notices"]) + self._list_reason_rows(result["lines"])
        if not rows:
            return Markup("<p>%s</p>") % self.env._("Nothing is late: nobody would be reminded.")
        return Markup(TABLE) % Markup("").join(rows)

    def _list_notice_rows(self, notices):
        """A row for each level and currency: how many, and how much is asked for."""
        counts, sums = Counter(), Counter()
        for notice in notices:
            key = (notice["level_id"], notice["currency_id"])
            counts[key] += 1
            sums[key] += notice["amount_total"]
        levels = self.env["ar.dunning.level"]
        currencies = self.env["res.currency"]
        rows = []
        ordered = sorted(counts, key=lambda key: (levels.browse(key[0]).delay_days, key))
        for key in ordered:
            level, currency = levels.browse(key[0]), currencies.browse(key[1])
            cells = CELL % level.name
            cells += FIGURE % self.env._("%s customers", counts[key])
            cells += FIGURE % formatLang(self.env, sums[key], currency_obj=currency)
            rows.append(Markup("<tr>%s</tr>") % cells)
        return rows

    def _list_reason_rows(self, lines):
        """A row for each reason to leave items alone, the most frequent first."""
        names = dict(self.env["ar.dunning.run.line"]._selection_reason())
        left = Counter(line["reason"] for line in lines if line["decision"] != "notice")
        most = left.most_common(MOST_REASONS)
        cells = [(names.get(reason, reason), count) for reason, count in most]
        if rest := left.total() - sum(count for _reason, count in most):
            cells.append((self.env._("Other reasons"), rest))
        return [
            Markup('<tr class="text-muted">%s</tr>')
            % (CELL % words + FIGURE % self.env._("%s items left alone", count) + CELL % "")
            for words, count in cells
        ]
