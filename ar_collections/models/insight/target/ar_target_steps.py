"""A target is closed when its period is over: what was attained, and of whom, stays as it was."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date


class ArTarget(models.Model):
    _inherit = "ar.target"

    def action_close(self):
        """Keep what was attained, and of which customers, as it is now.

        :raise UserError: the period is not over
        """
        self.check_access("write")
        for target in self.filtered(lambda one: one.state == "running"):
            today = target.company_id._ar_today()
            target._check_may_close(today)
            attained = target._read_attained().get(target, 0.0)
            self.env["ar.target.line"].sudo().create(target._prepare_lines(attained))
            target._move_to(
                "closed",
                attained_kept=attained,
                closed_by_id=self.env.uid,
                closed_on=today,
            )
        return True

    def _check_may_close(self, today):
        if not self.date_to or self.date_to >= today:
            raise UserError(
                self.env._(
                    "The target %(target)s runs until %(day)s. Close it after that.",
                    target=self.display_name,
                    day=format_date(self.env, self.date_to),
                )
            )

    def _check_running(self):
        for target in self.filtered(lambda one: one.state != "running"):
            raise UserError(
                self.env._(
                    "The target %s is closed already. Open it again to change it.",
                    target.display_name,
                )
            )

    def action_reopen(self):
        """What was attained is read live again, of the customers that its people have now."""
        self.check_access("write")
        closed = self.filtered(lambda one: one.state == "closed")
        for target in closed:
            kept = target.currency_id.format(target.attained_kept)
            target.sudo()._message_log(
                body=self.env._("Opened again. When it was closed, %s were attained.", kept),
                author_id=self.env.user.partner_id.id,
            )
        closed.sudo().line_ids.unlink()
        closed._move_to("running", attained_kept=0.0, closed_by_id=False, closed_on=False)
        return True

    def _prepare_lines(self, attained):
        """What came in of each customer, and who its collector is: the parts of what was
        attained, which they add up to; what rounding leaves is on the largest."""
        period = self.sudo()._get_period()
        customer = SQL("customer.commercial_partner_id, profile.collector_id, SUM(piece.amount)")
        tail = SQL("GROUP BY 1, 2 HAVING SUM(piece.amount) <> 0 ORDER BY 1, 2")
        query = self.sudo()._sql_attained(period, customer, tail)
        currency = self.company_id.currency_id
        lines = [
            {
                "target_id": self.id,
                "partner_id": partner_id,
                "user_id": user_id,
                "amount": currency.round(amount),
            }
            for partner_id, user_id, amount in (self.env.execute_query(query) if query else ())
        ]
        if lines:
            largest = max(lines, key=lambda line: line["amount"])
            rest = attained - sum(line["amount"] for line in lines)
            largest["amount"] = currency.round(largest["amount"] + rest)
        return lines

    def action_view_lines(self):
        """Of whom it came in, as it was when the target was closed."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Attained: %s", self.display_name),
            "res_model": "ar.target.line",
            "view_mode": "list",
            "domain": [("target_id", "=", self.id)],
        }

    def action_split(self):
        """The dialog that splits a team's target among its members.

        :raise UserError: it is closed, or of one member alone
        """
        self.ensure_one()
        self.check_access("write")
        self._check_splits()
        wizard = self.env["ar.target.split"].create({"target_id": self.id})
        wizard._propose()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Split among the Members"),
            "res_model": "ar.target.split",
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _check_splits(self):
        if self.state != "running" or not self.for_team:
            raise UserError(
                self.env._(
                    "%s cannot be split: only running targets of a team can.", self.display_name
                )
            )

    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Open it again with the button, if you are a manager.")
