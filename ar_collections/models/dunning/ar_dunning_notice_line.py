"""What a notice says about one item; the figures stay as sent."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dunning import dunning, interest
from ..base.differing import differing


class ArDunningNoticeLine(models.Model):
    """A line of a notice. The journal item may vanish, the line stays."""

    _name = "ar.dunning.notice.line"
    _inherit = ["ar.guard.mixin", "ar.rows.mixin"]
    _description = "Dunning Notice Line"
    # By the notice's date, and not by the notice: to order by it the lines of a batch would be
    # joined with all notices, and PostgreSQL, which knows nothing yet of rows just written, would
    # compare each with each.
    _order = "date desc, kind desc, date_due, id"
    _rec_name = "name"

    notice_id = fields.Many2one("ar.dunning.notice", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    kind = fields.Selection(
        [
            ("item", "Reminded"),
            ("overdue", "Overdue, reminded before"),
            ("info", "Not yet due"),
            ("credit", "Unallocated credit"),
        ],
        default="item",
        required=True,
    )
    move_line_id = fields.Many2one(
        "account.move.line", string="Journal Item", ondelete="set null", index="btree_not_null"
    )
    move_id = fields.Many2one(
        "account.move", string="Document", ondelete="set null", index="btree_not_null"
    )
    name = fields.Char(string="Number")
    ref = fields.Char(string="Reference")
    invoice_date = fields.Date()
    date_due = fields.Date(string="Due Date")
    days_overdue = fields.Integer(string="Days Late")
    currency_id = fields.Many2one("res.currency", required=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(
        string="Asked", help="What the notice asks for this item; credits are negative."
    )
    amount_open = fields.Monetary(
        string="Open", help="The open amount before holds and early payment discount."
    )
    amount_company = fields.Monetary(
        string="In Company Currency", currency_field="company_currency_id"
    )
    level_id = fields.Many2one("ar.dunning.level", ondelete="restrict", index="btree_not_null")
    amount_interest = fields.Monetary(string="Interest")
    interest_note = fields.Text(string="How the Interest Comes About")
    date = fields.Date(required=True, help="The date of the notice.")
    state = fields.Selection(
        [
            ("draft", "Proposed"),
            ("queued", "Queued"),
            ("leaving", "Leaving"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
            ("dropped", "Left out"),
        ],
        default="draft",
        required=True,
        help="The state of the notice, or left out of it.",
    )
    drop_reason = fields.Selection(
        selection="_selection_drop_reason", string="Why Left Out", readonly=True
    )
    repeat = fields.Integer(
        default=0, help="0 the first time that the item is reminded at this level."
    )
    superseded = fields.Boolean(
        help="The due date was moved later, so that this level no longer counts."
    )

    # Once means once: no item is reminded twice at a level, whatever runs at the same time.
    _once_uniq = models.UniqueIndex(
        # Not "NOT superseded": the column is empty until someone writes it.
        "(move_line_id, level_id, COALESCE(repeat, 0)) WHERE kind = 'item' "
        "AND superseded IS NOT TRUE AND state IN ('queued', 'leaving', 'sent')",
        "This item was already reminded at this level.",
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for line in self:
            if line.state in ("leaving", "sent"):
                raise UserError(
                    self.env._(
                        "The notice %(notice)s is part of the customer's history and cannot be "
                        "deleted.",
                        notice=line.notice_id.name,
                    )
                )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Leave it out of the proposal, or take it back, with the buttons.")

    @api.model
    def _selection_drop_reason(self):
        return self.env["ar.dunning.run.line"]._selection_reason()

    def _refresh_info(self, row, today):
        """The same for an item that is shown because it falls due later."""
        if not row or row["date_due"] < today:
            return "due_date_changed" if row else "paid"
        self._update(
            amount=row["residual_currency"],
            amount_open=row["residual_currency"],
            amount_company=row["residual"],
            date_due=row["date_due"],
        )
        return ""

    def _refresh(self, debtor, rows, policy, today):
        """Bring the figures of a line that is about to leave up to date.

        :return: the reason why it must be left out, or ''
        """
        self.ensure_one()
        if self.kind == "credit":
            return ""
        row = rows.get(self.move_line_id.id)
        if self.kind == "info":
            return self._refresh_info(row, today)
        # An item that is listed besides is at its level already: it only has to be overdue.
        delay = self.level_id.delay_days if self.kind == "item" else 1
        reason, asked, residual = dunning.recheck(
            policy, debtor, self.move_line_id.id, delay, today, listed=self.kind != "item"
        )
        if not reason:
            self._update(
                amount=asked,
                amount_open=row["residual_currency"],
                amount_company=residual,
                date_due=row["date_due"],
                days_overdue=max(dunning.days_late(row["date_due"], today), 0),
            )
        return reason

    def _find_change(self, debtor, rows, policy, today):
        """Why what the line says is no longer right, or ''; nothing is written."""
        self.ensure_one()
        row = rows.get(self.move_line_id.id)
        if not row:
            return "paid"
        if self.kind == "info":
            asked = row["residual_currency"]
        else:
            # What has left by another channel has raised the item already.
            raised = self.kind != "item" or self.state == "sent"
            delay = self.level_id.delay_days if self.kind == "item" else 1
            reason, asked, _residual = dunning.recheck(
                policy, debtor, row["id"], delay, today, listed=raised
            )
            if reason:
                return reason
        said = {"amount": asked, "amount_open": row["residual_currency"]}
        return "changed" if differing(self, said) else ""

    def _update(self, **values):
        """Write what differs; most often nothing does."""
        if changed := differing(self, values):
            self.sudo().write(changed)

    def _show_credits(self, wanted):
        """True if these credit lines say what the values ``wanted`` would."""
        keys = ("move_line_id", "date", "amount", "amount_open", "amount_company")
        return len(self) == len(wanted) and not any(
            differing(line, {key: values[key] for key in keys})
            for line, values in zip(self.sorted("id"), wanted, strict=True)
        )

    def _says_the_same(self, other):
        """True if ``other`` reminds of the same item at the same level, the same time."""
        key = ("move_line_id", "level_id", "repeat")
        return all(self[name] == other[name] for name in key)

    def _tie_to(self, item):
        """Make this part of the history of a new journal ``item``.

        Where it has the same history already (two instalments became one), this is the
        older word, and counts no more.
        """
        self.ensure_one()
        same = self.search(
            [
                ("move_line_id", "=", item.id),
                ("level_id", "=", self.level_id.id),
                ("kind", "=", "item"),
                ("state", "in", ("queued", "leaving", "sent")),
                ("superseded", "=", False),
            ]
        )
        superseded = self.superseded or bool(same and self.kind == "item")
        self.sudo().write({"superseded": superseded, "move_line_id": item.id})
        self.flush_recordset(["superseded", "move_line_id"])

    def _add_interest(self):
        """Late interest on the reminded items, where their level asks for it.

        Runs on the open amount for the days that it was open, so that part payments split
        the period; what is held bears none.
        """
        late = self.filtered(
            lambda line: (
                line.kind == "item"
                and line.days_overdue > 0
                and line.level_id.interest_rule_id._is_applicable(line.notice_id.partner_id)
            )
        )
        settlements = self.env["ar.open.item"]._read_settlements(late.move_line_id.ids)
        for (rule, date), lines in late.grouped(
            lambda line: (line.level_id.interest_rule_id, line.date)
        ).items():
            items = [(line, line.currency_id, line._segments(settlements)) for line in lines]
            for line, (amount, lines_of) in rule._interest_for_items(items, date).items():
                share = line.amount / line.amount_open if line.amount_open else 0.0
                text = rule.with_context(lang=line.notice_id.partner_id.lang)._format_explanation(
                    lines_of, line.currency_id
                )
                line.sudo().write(
                    {
                        "amount_interest": line.currency_id.round(amount * min(share, 1.0)),
                        "interest_note": "\n".join(text),
                    }
                )

    def _segments(self, settlements):
        """How long which part of the item was open, from the day after its due date."""
        self.ensure_one()
        paid = settlements.get(self.move_line_id.id, [])
        original = self.amount_open + sum(amount for _day, amount in paid)
        return interest.make_segments(original, self.date_due, paid, self.date)

    def _drop(self, reason):
        """Leave the lines out of their notices, which are no longer sent for them.

        Only lines of notices that have not left yet; a notice without reminded lines is
        cancelled at once.
        """
        lines = self.filtered(lambda line: line.state in ("draft", "queued"))
        if not lines:
            return lines
        lines.check_access("write")
        lines.sudo().write({"state": "dropped", "drop_reason": reason})
        lines.notice_id._settle()
        return lines

    def action_drop(self):
        """Leave the items out of the proposed notice (a reviewer's choice)."""
        self.check_access("write")
        if any(line.notice_id.state != "draft" for line in self):
            raise UserError(
                self.env._(
                    "%(item)s belongs to a notice that was already confirmed. Cancel the "
                    "notice instead.",
                    item=self[:1].name,
                )
            )
        run_lines = self.env["ar.dunning.run.line"]._of_notice_lines(self)
        self._drop("by_hand")
        run_lines.sudo().write({"decision": "skip", "reason": "by_hand"})
        return True

    def action_restore(self):
        """Take items that a reviewer left out back into the proposed notice."""
        lines = self.filtered(
            lambda line: line.state == "dropped" and line.notice_id.state == "draft"
        )
        lines.check_access("write")
        lines.sudo().write({"state": "draft", "drop_reason": False})
        lines.notice_id._settle()
        run_lines = self.env["ar.dunning.run.line"]._of_notice_lines(lines)
        run_lines.sudo().write({"decision": "notice", "reason": "level_due"})
        return True

    def action_view_document(self):
        """Open the invoice or entry behind the line."""
        self.ensure_one()
        if not self.move_id:
            raise UserError(
                self.env._(
                    "%(item)s no longer exists in the ledger; the notice keeps its figures.",
                    item=self.name,
                )
            )
        return self.move_id._get_records_action()
