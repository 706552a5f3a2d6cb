"""Figures of disputes: how long they take, and what they are about."""

from odoo import api, models

from ....tools.resolution import dispute as tools


class ArDispute(models.Model):
    _inherit = "ar.dispute"

    @api.model
    def _read_cycle(self, company_ids, date_from, date_to):
        """How long the disputes took that were closed from one day to another, both included, and
        amount and share by root cause; no record rules, callers check.

        :return: ``Cycle`` of ``tools/resolution/dispute.py``, amounts in the currency of the
            current company; causes by id, None for those without
        """
        closed = self.sudo().search(
            [
                ("company_id", "in", list(company_ids)),
                ("date_closed", ">=", date_from),
                ("date_closed", "<=", date_to),
            ]
        )
        home = self.env.company.currency_id
        rates = {
            company: company.currency_id._get_conversion_rate(
                company.currency_id, home, company, date_to
            )
            for company in closed.company_id
        }
        return tools.read_cycle(
            tools.Closed(
                one.date_opened,
                one.date_closed,
                home.round(one.amount_company * rates[one.company_id]),
                one.cause_id.id or None,
            )
            for one in closed
        )

    @api.model
    def _read_outcomes(self, profile_ids, since):
        """{profile id: (closed, turned down)}: how many disputes of each customer ended since a
        day, and how many of them were rejected or withdrawn."""
        rows = self.sudo()._read_group(
            [
                ("profile_id", "in", list(profile_ids)),
                ("kind", "=", "dispute"),
                ("date_closed", ">=", since),
            ],
            ["profile_id", "state"],
            ["__count"],
        )
        found = {}
        for profile, state, count in rows:
            closed, down = found.get(profile.id, (0, 0))
            turned = count if state in ("rejected", "withdrawn") else 0
            found[profile.id] = (closed + count, down + turned)
        return found
