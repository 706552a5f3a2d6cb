"""What a notice line asks of interest: what was claimed before and is still asked, and new days."""

from odoo import api, fields, models

from ....tools.dunning.interest import as_decimal, as_rows, from_rows
from ....tools.resolution.charge import charge_anew, cut_after, join, last_day, still_asked

# Nothing is charged anew.
NOTHING_NEW = {"charged_from": False, "charged_to": False, "charged_amount": 0.0}


class ArDunningNoticeLine(models.Model):
    _inherit = "ar.dunning.notice.line"

    charged_from = fields.Date(
        readonly=True, help="First day of interest that no earlier charge covers."
    )
    charged_to = fields.Date(readonly=True, help="Last day of interest that is charged anew.")
    charged_amount = fields.Monetary(
        string="Interest Charged Anew",
        readonly=True,
        help="What of the interest asked for no earlier notice or claim has charged.",
    )
    charged_lines = fields.Json(readonly=True)
    compensated = fields.Boolean(
        compute="_compute_compensated",
        help="Another notice has asked for the fixed compensation for this invoice.",
    )

    @api.depends("move_id", "notice_id")
    def _compute_compensated(self):
        charges = self.env["ar.charge"].sudo()
        domain = [("origin_id", "in", self.move_id.ids), ("kind", "=", "compensation")]
        groups = charges._read_group([*domain, ("undone", "=", False)], ["origin_id", "notice_id"])
        asked = {}
        for move, notice in groups:
            asked.setdefault(move.id, set()).add(notice.id)
        for line in self:
            line.compensated = bool(asked.get(line.move_id.id, set()) - {line.notice_id.id})

    @api.model
    def _compute_charges(self, rule, debts, day):
        # EXTENDS 'dunning': what was charged before is not charged again. Of that, what is still
        # asked for is asked with what is new.
        past = self.env["ar.charge"]._read_past([debt.key.move_line_id.id for debt in debts])
        own = {debt.key: past.get(debt.key.move_line_id.id, []) for debt in debts}
        cut = [
            debt._replace(segments=cut_after(debt.segments, last_day(own[debt.key])))
            for debt in debts
        ]
        found = super()._compute_charges(rule, cut, day)
        return {
            line: line._ask_beside(charge, own[line]) for line, (charge, _facts) in found.items()
        }

    def _ask_beside(self, charge, past):
        """The ``Charge`` as it is asked for beside the ``Past`` charges of the item, and what the
        line keeps of what is new."""
        self.ensure_one()
        currency = self.currency_id
        whole = currency.compare_amounts(self.amount, self.amount_open) >= 0
        before = still_asked(past)
        if charge.missing:
            lines = tuple(line for one in past for line in one.lines if one.left)
            return charge._replace(amount=currency.round(float(before)), lines=lines), {}
        new = charge_anew(charge.amount, charge.lines, past, whole)
        asked = before + new.amount
        lines = charge.lines
        if past and asked != as_decimal(charge.amount):
            # Something was waived, booked or lowered: what is asked for is told by its parts.
            lines = [line for one in past if one.left for line in one.lines]
            lines += new.lines
        facts = {}
        if new.date_from and new.amount > 0:
            facts = {
                "charged_from": new.date_from,
                "charged_to": new.date_to,
                "charged_amount": currency.round(float(new.amount)),
                "charged_lines": as_rows(new.lines),
            }
        return charge._replace(amount=currency.round(float(asked)), lines=join(lines)), facts

    def _set_interest(self, amount=0.0, rows=None, **why):
        # EXTENDS 'dunning'
        super()._set_interest(amount, rows, **{**NOTHING_NEW, "charged_lines": None, **why})

    # -- what a notice that has left claims --------------------------------------------

    def _claim_interest(self):
        """The interest that these lines asked for is claimed: what accrued becomes what was asked,
        and the night goes on with the day after."""
        charges = self.env["ar.charge"].sudo()
        lines = self.filtered(lambda line: line.move_line_id and line.amount_interest)
        item_ids = lines.move_line_id.ids
        past, accrued = charges._read_past(item_ids), charges._read_accrued(item_ids)
        values, claimed = [], {}
        for line in lines:
            item = line.move_line_id.sudo()
            last = last_day(past.get(item.id, ()))
            if not line.charged_amount or (last and last >= line.charged_from):
                # Nothing is new, or it was claimed on another way meanwhile.
                continue
            row = line._prepare_charge(item)
            if charge := accrued.get(item.id):
                charge.write({**row, "amount_waived": min(charge.amount_waived, row["amount"])})
                claimed[line.date] = claimed.get(line.date, charges) | charge
            else:
                values.append({**row, "state": "claimed", "claimed_on": line.date})
        for day, own in claimed.items():
            own._set_claimed(day)
        charges.create(values)

    def _prepare_charge(self, item):
        """Values of the charge of the interest that the line asks for anew."""
        return {
            "kind": "interest",
            **self.env["ar.charge"]._prepare_origin(item),
            "profile_id": self.notice_id.profile_id.id,
            "rule_id": self.level_id.interest_rule_id.id,
            "date_from": self.charged_from,
            "date_to": self.charged_to,
            "amount": self.charged_amount,
            "interest_lines": as_rows(from_rows(self.charged_lines or [])),
            "notice_id": self.notice_id.id,
            "level_id": self.level_id.id,
        }
