"""Why each item was reminded or left alone."""

from odoo import api, fields, models


class ArDunningRunLine(models.Model):
    """One decision of a run about one item, with its reason."""

    _name = "ar.dunning.run.line"
    _inherit = ["ar.guard.mixin", "ar.rows.mixin"]
    _description = "Dunning Decision"
    _order = "run_id desc, id"
    _rec_name = "name"

    run_id = fields.Many2one("ar.dunning.run", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one("res.company", required=True, index=True)
    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", ondelete="restrict", index="btree_not_null"
    )
    partner_id = fields.Many2one("res.partner", string="Customer", index="btree_not_null")
    policy_id = fields.Many2one("ar.dunning.policy", ondelete="set null")
    move_line_id = fields.Many2one(
        "account.move.line", string="Journal Item", ondelete="set null", index="btree_not_null"
    )
    move_id = fields.Many2one(
        "account.move", string="Document", ondelete="set null", index="btree_not_null"
    )
    name = fields.Char(string="Number")
    date_due = fields.Date(string="Due Date")
    days_overdue = fields.Integer(
        string="Days Late", aggregator="max", help="Negative: not yet due."
    )
    currency_id = fields.Many2one("res.currency")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(string="Open")
    amount_company = fields.Monetary(
        string="Open (Company Currency)", currency_field="company_currency_id"
    )
    level_id = fields.Many2one(
        "ar.dunning.level",
        ondelete="set null",
        help="The level that the item goes to, or would have gone to.",
    )
    level_days = fields.Integer(
        string="Level Begins",
        help="Days late from which the level counted for this customer, grace days included.",
    )
    next_level_id = fields.Many2one(
        "ar.dunning.level", ondelete="set null", help="What follows if nothing is paid."
    )
    next_date = fields.Date(string="Next On", help="The first day of the next level.")
    decision = fields.Selection(
        [("notice", "Remind"), ("skip", "Leave alone"), ("error", "Error")],
        required=True,
    )
    reason = fields.Selection(selection="_selection_reason", required=True)
    arm = fields.Selection(
        [("reached", "Reminded"), ("held_out", "Held out")],
        string="Measured As",
        help="On which side of a measurement of what reminders bring the customer was, by lot. "
        "Empty: nothing was measured.",
    )
    detail = fields.Char(help="What the reason refers to: a date, an amount, a hold's reason.")
    reason_text = fields.Char(string="Why", compute="_compute_reason_text")
    notice_id = fields.Many2one("ar.dunning.notice", ondelete="set null", index="btree_not_null")
    notice_state = fields.Selection(related="notice_id.state", string="Notice State")

    # What effects are read from: few lines of all.
    _arm_idx = models.Index("(run_id) WHERE arm IS NOT NULL")

    @api.model
    def _selection_reason(self):
        return [
            ("level_due", self.env._("The level is due")),
            ("no_followup", self.env._("Excluded from follow-up")),
            ("payment_pending", self.env._("A payment is on its way")),
            ("queued", self.env._("Already in a notice that is queued")),
            ("held", self.env._("On hold")),
            ("level_cap", self.env._("Capped at a lower level")),
            ("lowered", self.env._("One level lower than was due, as a person wanted")),
            ("interval", self.env._("Too soon after the last notice")),
            ("held_out", self.env._("Held out to measure what reminders bring")),
            (
                "contacted_today",
                self.env._("A notice to this customer is on its way or left today"),
            ),
            ("below_level_minimum", self.env._("Below the level's minimum")),
            ("below_policy_minimum", self.env._("Below the policy's minimum")),
            ("account_grace", self.env._("Within the customer's grace days")),
            ("covered_by_credit", self.env._("Covered by unallocated credits")),
            (
                "paid_out",
                self.env._("Money that we paid out without a credit: for a person to look at"),
            ),
            (
                "settled",
                self.env._("Settled: an exchange difference has left an amount in one currency"),
            ),
            ("manual_customer", self.env._("This customer is reminded by hand")),
            ("own_company", self.env._("One of our own companies")),
            (
                "archived",
                self.env._("The customer is archived: take it out of the archive to remind it"),
            ),
            ("no_partner", self.env._("The item has no customer")),
            ("no_policy", self.env._("No policy fits this customer")),
            ("empty_policy", self.env._("The policy has no levels")),
            ("by_hand", self.env._("Left out by hand")),
            ("unposted", self.env._("Its letter has not been posted yet")),
            (
                "left_to_people",
                self.env._("Due before the day on which reminders begin: left to people"),
            ),
            ("paid", self.env._("Paid or cancelled meanwhile")),
            ("due_date_changed", self.env._("The due date was moved")),
            ("already_reached", self.env._("Reminded at this level or a later one meanwhile")),
            ("error", self.env._("An error occurred")),
        ]

    @api.depends("reason", "detail", "level_id", "level_days", "next_level_id", "next_date")
    def _compute_reason_text(self):
        labels = dict(self._selection_reason())
        for line in self:
            text = labels.get(line.reason, "")
            text = f"{text}: {line.detail}" if line.detail else text
            sums = line._get_arithmetic_words() if line.level_id else ""
            if line.reason == "level_due" and sums:
                line.reason_text = sums
            else:
                line.reason_text = f"{text} ({sums})" if sums else text

    def _get_arithmetic_words(self):
        """How late the item is, when the level begins, and what comes next on which day."""
        parts = [self._get_late_words(self.days_overdue)]
        level, days = self.level_id.number, self.level_days
        if days < 0:
            parts.append(
                self.env._("level %(level)s begins %(days)s days before", level=level, days=-days)
            )
        else:
            parts.append(self.env._("level %(level)s begins at %(days)s", level=level, days=days))
        if self.next_level_id and self.next_date:
            ahead = (self.next_date - self.run_id.date).days
            words = {"next": self.next_level_id.name, "days": ahead}
            if ahead == 1:
                parts.append(self.env._("the next, %(next)s, tomorrow", **words))
            else:
                parts.append(self.env._("the next, %(next)s, in %(days)s days", **words))
        elif self.decision == "notice":
            parts.append(self.env._("no level follows"))
        return "; ".join(parts)

    @api.model
    def _get_late_words(self, days):
        """How late something is that is so many days late (negative: before its due date)."""
        if days == 1:
            return self.env._("1 day late")
        if days > 0:
            return self.env._("%s days late", days)
        if days == 0:
            return self.env._("due today")
        if days == -1:
            return self.env._("due tomorrow")
        return self.env._("due in %s days", -days)

    @api.model
    def _of_notice_lines(self, notice_lines):
        """The decisions behind lines of notices."""
        lines = self.search(
            [
                ("notice_id", "in", notice_lines.notice_id.ids),
                ("move_line_id", "in", notice_lines.move_line_id.ids),
            ]
        )
        pairs = {(line.notice_id, line.move_line_id) for line in notice_lines}
        return lines.filtered(lambda line: (line.notice_id, line.move_line_id) in pairs)

    def button_leave_out(self):
        """Ask why, and until when, to leave the items alone."""
        return self._notice_lines().button_leave_out()

    def action_leave_out(self):
        """Leave the items out of the proposal, until somebody takes them back."""
        self._notice_lines().action_drop()
        return True

    def action_take_back(self):
        """Take back items that were left out by hand: the hold ends, and what is still proposed
        is on its notice again."""
        left = self.filtered(lambda line: line.reason == "by_hand")
        left.notice_id._restore_left_out(left.move_line_id)
        return True

    def _notice_lines(self):
        """The lines of notices that carry these items."""
        lines = self.notice_id.line_ids
        pairs = {(line.notice_id, line.move_line_id) for line in self}
        return lines.filtered(lambda line: (line.notice_id, line.move_line_id) in pairs)

    def action_view_document(self):
        """Open the invoice or entry behind the decision."""
        self.ensure_one()
        return self.move_id._get_records_action()
