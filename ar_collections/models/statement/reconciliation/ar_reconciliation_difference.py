"""The steps from our balance to the customer's, each with a cause and an owner."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...base.ar_guard_mixin import ANY

# What the kind of a difference already says about its cause.
SUGGESTED = {
    "typing": "typing",
    "rounding": "rounding",
    "sign": "wrong_side",
    "date": "timing",
    "duplicate_ours": "duplicate",
    "duplicate_theirs": "duplicate",
}


class ArReconciliationDifference(models.Model):
    """A step from our balance to the customer's, with its cause and who puts it right."""

    _name = "ar.reconciliation.difference"
    _description = "Difference of a Reconciliation"
    _inherit = ["ar.gate.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "reconciliation_id desc, kind, id"
    _rec_name = "lines"

    _transitions = {"done": ("open",), "open": ("done",)}
    # Who does what by when goes on after the agreement; cause and correction were agreed.
    _writable = {
        ANY: ("note", "user_id", "date_deadline"),
        "open": ("cause", "correction"),
        "done": ("cause", "correction"),
    }

    # What of it is in the log of collections.
    _logged = (
        "reconciliation_id",
        "kind",
        "amount",
        "currency_id",
        "lines",
        "cause",
        "correction",
        "note",
        "user_id",
    )

    reconciliation_id = fields.Many2one(
        "ar.reconciliation", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="reconciliation_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="reconciliation_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="reconciliation_id.currency_id", store=True)
    date = fields.Date(related="reconciliation_id.date", store=True)
    kind = fields.Selection(
        [
            ("only_ours_claim", "Invoice only with us"),
            ("only_ours_credit", "Payment or credit only with us"),
            ("only_theirs_claim", "Invoice only with the customer"),
            ("only_theirs_credit", "Payment or deduction only with the customer"),
            ("duplicate_ours", "Twice with us"),
            ("duplicate_theirs", "Twice with the customer"),
            ("amount", "Amounts differ"),
            ("typing", "Figures swapped"),
            ("rounding", "Rounding"),
            ("sign", "On the wrong side"),
            ("date", "Dates differ"),
        ],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(
        readonly=True, help="What the difference adds to our balance on the way to the customer's."
    )
    days = fields.Integer(readonly=True, help="How many days later the customer has booked.")
    line_ids = fields.Many2many("ar.reconciliation.line", readonly=True)
    lines = fields.Char(compute="_compute_lines")
    cause = fields.Selection(
        [
            ("not_received", "Document not received"),
            ("not_booked", "Not booked yet"),
            ("in_transit", "Payment on its way"),
            ("timing", "Booked in another period"),
            ("wrong_amount", "Wrong amount booked"),
            ("price", "Price or quantity in dispute"),
            ("returned", "Goods returned"),
            ("discount", "Discount or deduction taken"),
            ("duplicate", "Booked twice"),
            ("typing", "Typing error"),
            ("rounding", "Rounding"),
            ("wrong_side", "Booked on the wrong side"),
            ("wrong_account", "Booked on another account"),
            ("not_ours", "Not our document"),
            ("other", "Other"),
        ],
        tracking=True,
    )
    correction = fields.Selection(
        [("us", "We correct"), ("customer", "The customer corrects"), ("none", "Nothing to do")],
        tracking=True,
    )
    note = fields.Char(help="What was found out, what is done about it.")
    dispute_id = fields.Many2one(
        "ar.dispute",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The dispute that was opened for it.",
    )
    user_id = fields.Many2one("res.users", string="Owner", tracking=True)
    date_deadline = fields.Date(string="Deadline")
    state = fields.Selection(
        [("open", "Open"), ("done", "Cleared up")],
        default="open",
        required=True,
        readonly=True,
        tracking=True,
    )
    is_late = fields.Boolean(compute="_compute_is_late")

    @api.depends("line_ids")
    def _compute_lines(self):
        for one in self:
            lines = one.line_ids.sorted(lambda line: (line.side, line.date, line.id))
            # A document that both have has one number, most of the time.
            one.lines = ", ".join(dict.fromkeys(lines.mapped("display_name")))

    @api.depends("state", "date_deadline")
    def _compute_is_late(self):
        for one in self:
            today = (one.company_id or self.env.company)._ar_today()
            one.is_late = bool(
                one.state == "open" and one.date_deadline and one.date_deadline < today
            )

    @api.model
    def _suggest_cause(self, kind):
        """The cause that the kind of a difference says by itself; False for the others."""
        return SUGGESTED.get(kind, False)

    def write(self, vals):
        # EXTENDS the guard
        for name in {"cause", "user_id"} & vals.keys():
            if not vals[name]:
                self._check_not_agreed()
        result = super().write(vals)
        if vals.keys() & {"user_id", "date_deadline"}:
            self.filtered("activity_ids")._schedule_tasks()
        return result

    def _get_state(self):
        # EXTENDS the guard
        agreed = self.sudo().reconciliation_id.state == "agreed"
        return "agreed" if agreed else super()._get_state()

    def _get_way_out(self):
        if self and self._get_state() == "agreed":
            return self.env._(
                "The reconciliation %s is agreed with the customer. Open it again to change it.",
                self.reconciliation_id.display_name,
            )
        return self.env._(
            "The figures of a difference follow from what is matched. Give it a cause, an owner "
            "and a deadline."
        )

    def _check_not_agreed(self):
        for one in self:
            if one.reconciliation_id.state == "agreed":
                raise UserError(
                    self.env._(
                        "%(lines)s: the reconciliation %(name)s is agreed, its differences keep a "
                        "cause and an owner.",
                        lines=one.lines,
                        name=one.reconciliation_id.display_name,
                    )
                )

    def _schedule_tasks(self):
        """A task for each owner of a difference that is open; the one before is replaced."""
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for one in self.filtered(lambda one: one.state == "open" and one.user_id):
            one.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=one.date_deadline or one.company_id._ar_today(),
                summary=self.env._("%(kind)s: %(lines)s", kind=kinds[one.kind], lines=one.lines),
                user_id=one.user_id.id,
            )

    def action_done(self):
        """The difference is cleared up: corrected on one side, or accepted.

        :raise UserError: for one without a cause
        """
        self.check_access("write")
        for one in self.filtered(lambda one: one.state == "open"):
            if not one.cause:
                raise UserError(
                    self.env._("%s has no cause yet. Choose one first.", one.lines or one.kind)
                )
            one._move_to("done")
            one.activity_feedback(["mail.mail_activity_data_todo"], feedback=one.note)
        return True

    def action_reopen(self):
        """A difference that was thought cleared up is not."""
        self.check_access("write")
        moved = self._move_to("open")
        moved.filtered(lambda one: one.reconciliation_id.state == "agreed")._schedule_tasks()
        return True
