"""What the lines of a notice are made of."""

from odoo import api, models

from ...tools.dunning import dunning
from ...tools.dunning.discount import discount_of
from ...tools.ledger import cover


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    @api.model
    def _prepare_line(self, kind, row, date, asked=None, residual=None, level=None):
        """Values of a notice line for an open-item ``row`` on ``date``."""
        values = {
            "kind": kind,
            "company_id": row["company_id"],
            "move_line_id": row["id"],
            "move_id": row["move_id"],
            "name": row["name"],
            "ref": row["ref"],
            "invoice_date": row["invoice_date"] or row["date"],
            "date_due": dunning.due_of(row),
            "days_overdue": 0 if kind == "credit" else max((date - dunning.due_of(row)).days, 0),
            "currency_id": row["currency_id"],
            "amount": row["residual_currency"] if asked is None else asked,
            "amount_open": row["residual_currency"],
            "amount_company": row["residual"] if residual is None else residual,
            "level_id": level,
            "date": date,
            "amount_discount": 0.0,
            "discount_date": None,
        }
        if asked is not None and kind != "credit":
            values["amount_discount"], values["discount_date"] = discount_of(row, asked, date)
        if self:
            values["notice_id"] = self.id
        return values

    def _prepare_lines(self, plan, draft, date=None):
        """Values of all lines of the notice that a plan's ``draft`` becomes."""
        date = date or self.date
        levels = plan.policy._sorted_levels()
        values = []
        for decision in draft.reminded:
            level = levels[decision.number - 1]
            row = plan.rows[decision.item_id]
            line = self._prepare_line(
                "item", row, date, decision.asked, decision.residual, level.id
            )
            values.append({**line, "repeat": plan.repeats.get((row["id"], level.id), 0)})
        values += [
            self._prepare_line("overdue", plan.rows[item_id], date, asked, residual)
            for item_id, asked, residual in draft.listed
        ]
        values += self._prepare_info_lines(plan, draft, levels[draft.number - 1], date)
        return values

    def _prepare_info_lines(self, plan, draft, level, date):
        """Lines that are shown: the credits, and items not yet due where the level says so."""
        shown = {v.item_id for v in draft.reminded} | {item[0] for item in draft.listed}
        rows = [row for row in plan.rows.values() if row["currency_id"] == draft.currency_id]
        taken = dunning.credits_of(plan.debtor, rows, shown) if draft.credit else {}
        values = self._prepare_credit_lines(rows, taken, date)
        chosen = self.run_id.sudo().move_line_ids.ids
        if level.show_all_items:
            values += [
                self._prepare_line("info", row, date, 0.0, 0.0)
                for row in rows
                if row["id"] not in shown
                and (not chosen or row["id"] in chosen)
                and cover.kind_of(row) == cover.DEBIT
                and dunning.due_of(row) >= date
                and not row["no_followup"]
            ]
        return values

    @api.model
    def _prepare_credit_lines(self, rows, taken, date):
        """Lines of the credits among open-item ``rows``, of each what is ``taken`` off:
        {credit's id: amount}."""
        values = []
        for row in rows:
            if amount := taken.get(row["id"]):
                share = amount / -row["residual_currency"]
                values.append(
                    self._prepare_line("credit", row, date, -amount, row["residual"] * share)
                )
        return values
