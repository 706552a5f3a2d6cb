"""What a notice says about one item; the figures stay as sent."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dunning import dunning
from ...tools.dunning import notice as notice_tools
from ...tools.dunning.discount import discount_of
from ...tools.dunning.interest import from_rows
from ..base.differing import differing
from ..base.linked import refusal


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
        string="To Ask",
        help="What can be asked for this item, after holds and early payment discount; credits "
        "are negative.",
    )
    amount_asked = fields.Monetary(
        string="Asked",
        compute="_compute_amount_asked",
        help="What of it is in the total of the notice. Nothing of what is not due yet, unless "
        "the notice reminds of that.",
    )
    amount_open = fields.Monetary(
        string="Open", help="The open amount before holds and early payment discount."
    )
    amount_discount = fields.Monetary(
        string="Discount", help="The early payment discount that is taken off what is asked."
    )
    discount_date = fields.Date(
        string="Discount Until", help="After this day the discount is lost, and asked, too."
    )
    amount_company = fields.Monetary(
        string="In Company Currency", currency_field="company_currency_id"
    )
    level_id = fields.Many2one("ar.dunning.level", ondelete="restrict", index="btree_not_null")
    amount_interest = fields.Monetary(string="Interest")
    # As the pure function gave them: what they say is in the reader's language.
    interest_lines = fields.Json()
    interest_note = fields.Text(
        string="How the Interest Comes About", compute="_compute_interest_note"
    )
    no_interest = fields.Selection(
        [
            ("missing_rate", "A reference rate is missing"),
            ("customer", "Not for this kind of customer"),
            ("creditor", "Not for a company of our size"),
            ("debtor", "Not for a customer of this size"),
            ("not_valid", "The rule is for debts of other days"),
            ("error", "It could not be computed"),
        ],
        string="Why No Interest",
        help="Why the level's interest rule adds nothing; the item is reminded all the same.",
    )
    missing_reference_id = fields.Many2one(
        "ar.interest.reference", ondelete="set null", index="btree_not_null"
    )
    missing_date = fields.Date(string="Day Without a Rate")
    interest_problem = fields.Text(compute="_compute_interest_problem")
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

    @api.depends("interest_lines", "currency_id")
    @api.depends_context("lang")
    def _compute_interest_note(self):
        rules = self.env["ar.interest.rule"]
        for line in self:
            kept = line.interest_lines or []
            # What was sent by an older version was kept as text.
            texts = [row for row in kept if isinstance(row, str)]
            rows = from_rows(row for row in kept if not isinstance(row, str))
            words = texts + rules._format_explanation(rows, line.currency_id)
            line.interest_note = "\n".join(words) or False

    @api.depends("no_interest", "missing_reference_id", "missing_date")
    @api.depends_context("lang")
    def _compute_interest_problem(self):
        for line in self:
            line.interest_problem = line.no_interest and line._say_no_interest()

    @api.depends(
        "kind",
        "amount",
        "days_overdue",
        "state",
        "notice_id.amount_overdue",
        "notice_id.amount_credit",
    )
    def _compute_amount_asked(self):
        for line in self:
            notice, counts = line.notice_id, line.kind == "credit"
            if line.kind in ("item", "overdue"):
                late = notice_tools.asks_late_only(notice.amount_overdue, notice.amount_credit)
                counts = line.days_overdue > 0 or not late
            line.amount_asked = line.amount if counts and line.state != "dropped" else 0.0

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
        if not row or dunning.due_of(row) < today:
            return "due_date_changed" if row else "paid"
        self._update(
            amount=0.0,
            amount_open=row["residual_currency"],
            amount_company=0.0,
            date_due=dunning.due_of(row),
        )
        return ""

    def _refresh(self, debtor, rows, policy, today, early):
        """Bring the figures of a line that is about to leave up to date.

        :param early: its run reminds of what is not due for its level yet, too
        :return: the reason why it must be left out, or ''
        """
        self.ensure_one()
        kind, item_id = self.kind, self.move_line_id.id
        if kind == "credit":
            return ""
        row = rows.get(item_id)
        if kind == "info":
            return self._refresh_info(row, today)
        # An item that is listed besides is at its level already: it only has to be overdue.
        delay = self.level_id.delay_days if kind == "item" else 1
        reason, asked, residual = dunning.recheck(
            policy, debtor, item_id, delay, today, listed=kind != "item", early=early
        )
        if not reason:
            discount, until = discount_of(row, asked, today)
            self._update(
                amount=asked,
                amount_discount=discount,
                discount_date=until or False,
                amount_open=row["residual_currency"],
                amount_company=residual,
                date_due=dunning.due_of(row),
                days_overdue=max(dunning.days_late(dunning.due_of(row), today), 0),
            )
        return reason

    def _find_change(self, debtor, rows, policy, today):
        """Why what the line says is no longer right, or ''; nothing is written."""
        self.ensure_one()
        row = rows.get(self.move_line_id.id)
        if not row:
            return "paid"
        said = {"amount_open": row["residual_currency"]}
        if self.kind != "info":
            # What has left by another channel has raised the item already.
            raised = self.kind != "item" or self.state == "sent"
            delay = self.level_id.delay_days if self.kind == "item" else 1
            reason, asked, _residual = dunning.recheck(
                policy, debtor, row["id"], delay, today, listed=raised
            )
            if reason:
                return reason
            said["amount"] = asked
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
                ("repeat", "=", self.repeat),
                ("kind", "=", "item"),
                ("state", "in", ("queued", "leaving", "sent")),
                ("superseded", "=", False),
            ]
        )
        superseded = self.superseded or bool(same and self.kind == "item")
        self.sudo().write({"superseded": superseded, "move_line_id": item.id})
        self.flush_recordset(["superseded", "move_line_id"])

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

    def button_leave_out(self):
        """Ask why, and until when, to leave the items alone."""
        return self.notice_id._ask_to_leave_out(items=self)

    def action_drop(self):
        """Leave the items out of a proposed notice, until somebody takes them back."""
        self.check_access("write")
        confirmed = self.filtered(lambda line: line.notice_id.state != "draft")
        if confirmed:
            raise refusal(
                self.env._(
                    "%(item)s belongs to a notice that was already confirmed. Leave the notice "
                    "out instead.",
                    item=confirmed[:1].name,
                ),
                confirmed[:1].notice_id,
            )
        self.notice_id._leave_out(self.env._("Left out by %s.", self.env.user.name), items=self)
        return True

    def action_restore(self):
        """Take items that a reviewer left out back into the proposed notice."""
        self.notice_id._restore_left_out(self.move_line_id)
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
