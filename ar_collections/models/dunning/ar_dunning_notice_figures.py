"""The figures of a notice: what its lines add up to, with fee, interest and compensation."""

from odoo import fields, models

from ...tools.dunning import notice as notice_tools
from ..base.differing import differing


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def _settle(self):
        """Bring amounts in line with the lines that are left; cancel what has none."""
        for notice in self:
            lines = notice._live_lines()
            if any(line.kind == "item" for line in lines):
                notice._update_figures(lines)
            elif notice.state == "queued":
                notice._set_cancelled(notice._why_empty())
            elif notice.state == "draft":
                # Credits alone ask for nothing.
                notice._update_figures(lines.browse())

    def _why_empty(self):
        reasons = self.line_ids.filtered(lambda line: line.kind == "item").mapped("drop_reason")
        if "covered_by_credit" in reasons:
            return self.env._("The customer's credits cover what is due.")
        return self.env._("Nothing on this notice is due any more.")

    def _update_figures(self, lines):
        values = self._prepare_figures(lines)
        if differing(self, values):
            # All of them: notices with the same columns are written in one statement.
            self.sudo().write(values)

    def _get_item_lines(self):
        """The reminded items that are not left out."""
        return self._live_lines().filtered(lambda line: line.kind == "item")

    def _live_lines(self):
        """The lines that are not left out."""
        return self.line_ids.filtered(lambda line: line.state != "dropped")

    def _prepare_figures(self, lines):
        """Amounts, days and level of the notice with ``lines``."""
        self.ensure_one()
        reminded = lines.filtered(lambda line: line.kind == "item")
        values = {"amount_interest": sum(reminded.mapped("amount_interest"))}
        if reminded:
            level = reminded.level_id.sorted("delay_days")[-1]
            days = level.deadline_days
            values["level_id"] = level.id
            values["deadline"] = fields.Date.add(self.date, days=days) if days else False
            values["amount_fee"] = self._get_fee(level, reminded)
        else:
            values["amount_fee"] = 0.0
        rows = [(line.kind, line.days_overdue, line.amount, line.amount_company) for line in lines]
        charges = values["amount_fee"] + values["amount_interest"]
        sums = notice_tools.figures([row[:3] for row in rows])
        booked = notice_tools.figures([(kind, days, booked) for kind, days, _, booked in rows])
        values.update(
            amount_overdue=sums.overdue,
            amount_upcoming=sums.upcoming,
            amount_credit=sums.credit,
            amount_total=sums.total + charges,
            days_overdue=max((days for _kind, days, *_amounts in rows), default=0),
            # Lines at the rates that they were booked at.
            amount_total_company=booked.total + self._to_company(charges),
        )
        return values

    def _to_company(self, charges):
        """Charges in company currency, at the rate of the notice's day."""
        if not charges:
            return 0.0
        company = self.company_id
        return self.currency_id._convert(
            charges, company.currency_id, company, self.date or company._ar_today()
        )

    def _get_fee(self, level, reminded):
        """The level's fee and fixed compensation, for items that did not pay them before."""
        charged = self._get_charged(level, reminded)
        if not charged:
            return 0.0
        compensations = self._get_compensations(level, charged)
        return self._get_level_fee(level, charged) + sum(compensations.values())

    def _get_charged(self, level, reminded):
        """The reminded lines that the level's fee and compensation are asked for."""
        return reminded.filtered(lambda line: line.level_id == level and not line.repeat)

    def _get_level_fee(self, level, charged):
        """The fee of the level, for lines that are charged."""
        return level._get_fee(self.currency_id, self.company_id, self.date)

    def _get_compensations(self, level, charged):
        """{line: its fixed compensation in the notice's currency}, of lines that are charged."""
        rule = level.interest_rule_id
        if not level.charge_compensation or not rule._is_applicable(
            self.partner_id, self.profile_id
        ):
            return {}
        items = [
            (line, line.currency_id, line.move_line_id.amount_currency)
            for line in charged
            if line.days_overdue > 0
        ]
        return rule._compensation_for_items(items, self.date, self.company_id)

    def _get_asked_charges(self):
        """What of the total is fee, compensation and interest."""
        self.ensure_one()
        return self.amount_fee + self.amount_interest
