"""Disputes: what a customer does not accept, who clears it up until when, and how it ended."""

import math

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...base.ar_guard_mixin import ANY, NEW

OPEN = ("open", "investigating")
ENDED = ("credited", "rejected", "agreed", "withdrawn")


class ArDispute(models.Model):
    """Whole items, a part amount, or lines of invoices that a customer does not accept.

    What is disputed is kept back by a hold on each item (``ar.dispute.item``), the rest stays due.
    A dispute has an owner and a deadline, and ends credited, rejected, agreed or withdrawn, with
    a root cause. A *deduction* is one that was not said: an invoice was paid a little too low.
    """

    _name = "ar.dispute"
    _inherit = ["ar.gate.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Dispute"
    _order = "date_opened desc, id desc"
    _check_company_auto = True

    _transitions = {
        "investigating": ("open", *ENDED),
        "credited": OPEN,
        "rejected": OPEN,
        "agreed": OPEN,
        "withdrawn": OPEN,
    }
    _writable = {
        NEW: ("profile_id", "move_line_ids", "product_line_ids"),
        ANY: ("cause_id", "department_id"),
        **dict.fromkeys(
            OPEN,
            (
                "amount",
                "reason_id",
                "user_id",
                "deadline",
                "note",
                "credit_amount",
                "agreement",
                "agreed_until",
                "answer_note",
            ),
        ),
    }
    # What the log keeps of it.
    _logged = (
        "name",
        "state",
        "amount_disputed",
        "reason_id",
        "cause_id",
        "department_id",
        "user_id",
        "deadline",
        "credit_amount",
        "agreement",
        "agreed_until",
    )

    name = fields.Char(string="Number", readonly=True, copy=False, index="trigram", default="/")
    kind = fields.Selection(
        [("dispute", "Dispute"), ("deduction", "Deduction")],
        default="dispute",
        required=True,
        readonly=True,
        help="Deduction: nobody has said anything, the invoice was paid a little too low.",
    )
    source = fields.Selection("_selection_source", default="person", required=True, readonly=True)
    origin_ref = fields.Reference(
        selection="_selection_origin", string="Raised by", readonly=True, copy=False
    )
    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(
        related="profile_id.collector_id", string="Collector", store=True, index="btree_not_null"
    )
    country_id = fields.Many2one(related="partner_id.country_id", string="Country")
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_dispute_move_line_rel",
        "dispute_id",
        "move_line_id",
        string="Open Items",
        domain="[('partner_id', 'child_of', partner_id), ('company_id', '=', company_id), "
        "('account_type', '=', 'asset_receivable'), ('parent_state', '=', 'posted'), "
        "('amount_residual', '>', 0)]",
        help="The instalments that the customer does not accept.",
    )
    product_line_ids = fields.Many2many(
        "account.move.line",
        "ar_dispute_product_line_rel",
        "dispute_id",
        "product_line_id",
        string="Invoice Lines",
        domain="[('move_id.partner_id', 'child_of', partner_id), "
        "('company_id', '=', company_id), ('display_type', '=', 'product'), "
        "('parent_state', '=', 'posted'), ('move_type', '=', 'out_invoice')]",
        help="Only these lines of the invoices; the amount is theirs, with tax.",
    )
    item_ids = fields.One2many("ar.dispute.item", "dispute_id", string="Items", readonly=True)
    amount = fields.Monetary(
        help="The part that is disputed, of the oldest items first; 0: all that is open of them, "
        "or the lines that were chosen."
    )
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_currency_id", store=True, precompute=True
    )
    amount_disputed = fields.Monetary(
        string="Disputed",
        compute="_compute_disputed",
        store=True,
        help="Of items in several currencies, in the company's.",
    )
    amount_company = fields.Monetary(
        string="Disputed in Company Currency",
        currency_field="company_currency_id",
        compute="_compute_disputed",
        store=True,
    )
    amount_due = fields.Monetary(
        string="Still Due",
        compute="_compute_amount_due",
        help="What is open now of the same items, and not disputed.",
    )
    reason_id = fields.Many2one(
        "ar.dispute.reason", tracking=True, index=True, ondelete="restrict", check_company=True
    )
    note = fields.Text(string="What the Customer Says")
    user_id = fields.Many2one(
        "res.users", string="Owner", tracking=True, index="btree_not_null", ondelete="restrict"
    )
    deadline = fields.Date(tracking=True, help="The day by which the customer has an answer.")
    date_opened = fields.Date(string="Opened on", readonly=True, copy=False)
    date_closed = fields.Date(string="Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    days = fields.Integer(
        string="Days Taken", compute="_compute_days", store=True, aggregator="avg"
    )
    is_late = fields.Boolean(compute="_compute_is_late", search="_search_is_late")
    escalated_on = fields.Date(
        readonly=True, copy=False, help="It was late, and a manager was told."
    )
    state = fields.Selection(
        [
            ("open", "Open"),
            ("investigating", "Investigating"),
            ("credited", "Credited"),
            ("rejected", "Rejected"),
            ("agreed", "Agreed"),
            ("withdrawn", "Withdrawn"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    cause_id = fields.Many2one(
        "ar.dispute.cause",
        string="Root Cause",
        tracking=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    department_id = fields.Many2one(
        "ar.dispute.department",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Where it went wrong. Empty: that of the cause, when the dispute is closed.",
    )
    credit_amount = fields.Monetary(
        string="To Credit", help="How much is accepted; 0: all that is disputed."
    )
    credit_note_ids = fields.One2many(
        "account.move", "ar_dispute_id", string="Credit Notes", readonly=True
    )
    agreement = fields.Text(string="What Was Agreed")
    agreed_until = fields.Date(
        string="Left Alone until",
        help="After this day what was agreed upon is due; empty: at once.",
    )
    answer_note = fields.Text(
        string="What the Customer Is Told",
        help="Why it ended so, in the answer to the customer, beside what the answer says in any "
        "case. In the customer's language.",
    )
    answer_ids = fields.One2many("ar.dispute.answer", "dispute_id", string="Answers", readonly=True)

    @api.model
    def _selection_source(self):
        """Where disputes come from; later rooms add theirs."""
        return [
            ("person", self.env._("Entered by Hand")),
            ("call", self.env._("Call or Visit")),
            ("reply", self.env._("Reply")),
            ("page", self.env._("Page to Pay or Answer")),
            ("payment", self.env._("Short Payment")),
        ]

    @api.model
    def _selection_origin(self):
        """Models whose records may raise a dispute; later rooms add theirs."""
        names = ("ar.dispatch", "ar.reply")
        return [(name, self.env["ir.model"].sudo()._get(name).name) for name in names]

    @api.depends("move_line_ids", "product_line_ids", "profile_id")
    def _compute_currency_id(self):
        for dispute in self:
            used = (dispute.move_line_ids or dispute.product_line_ids).currency_id
            dispute.currency_id = used if len(used) == 1 else dispute.profile_id.currency_id

    @api.depends("item_ids.amount", "item_ids.amount_company", "currency_id")
    def _compute_disputed(self):
        for dispute in self:
            items = dispute.item_ids
            dispute.amount_company = sum(items.mapped("amount_company"))
            one = items.currency_id == dispute.currency_id
            own = "amount" if one else "amount_company"
            dispute.amount_disputed = sum(items.mapped(own))

    @api.depends("item_ids.is_held")
    def _compute_amount_due(self):
        rows = self._read_rows(self.item_ids.move_line_id)
        for dispute in self:
            due = 0.0
            for item in dispute.item_ids:
                row = rows.get(item.move_line_id.id)
                if row and item.currency_id == dispute.currency_id:
                    held = min(item.amount, row["residual_currency"]) if item.is_held else 0.0
                    due += row["residual_currency"] - held
            dispute.amount_due = due

    @api.depends("date_opened", "date_closed")
    def _compute_days(self):
        for one in self:
            ended = one.date_opened and one.date_closed
            one.days = (one.date_closed - one.date_opened).days if ended else 0

    @api.depends("state", "deadline")
    def _compute_is_late(self):
        for one in self:
            today = (one.company_id or self.env.company)._ar_today()
            one.is_late = bool(one.state in OPEN and one.deadline and one.deadline < today)

    def _search_is_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("deadline", "<", company._ar_today())
            for company in self.env.companies
        ) & Domain("state", "in", OPEN)
        return late if True in value else ~late

    # -- checks ------------------------------------------------------------------------

    @api.constrains("amount", "credit_amount")
    def _check_amounts(self):
        for one in self:
            if not all(
                math.isfinite(sum_) and sum_ >= 0 for sum_ in (one.amount, one.credit_amount)
            ):
                raise ValidationError(
                    self.env._(
                        "%s: an amount cannot be negative. 0 is all of it.", one.display_name
                    )
                )

    @api.constrains("deadline")
    def _check_deadline(self):
        for one in self:
            if one.deadline and one.date_opened and one.deadline < one.date_opened:
                raise ValidationError(
                    self.env._(
                        "%s: the deadline lies before the day on which the dispute was opened.",
                        one.display_name,
                    )
                )

    def _get_way_out(self):
        # EXTENDS the guard
        if self and self.state in ENDED:
            return self.env._(
                "%s is closed. Reopen it to go on with it, or open another dispute.",
                self.display_name,
            )
        return self.env._(
            "Items are chosen when the dispute is opened: withdraw it, and open another one."
        )

    def _keeps(self, attachments):
        # EXTENDS the guard: what was sent in is evidence; more may be added.
        return attachments

    # -- birth and writing -------------------------------------------------------------

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: what nobody has to type in.
        profiles = self.env["ar.profile"].sudo()
        reasons = self.env["ar.dispute.reason"]
        # Many are made by night: each question is asked once.
        usual, days = {}, {}
        for vals in vals_list:
            profile = profiles.browse(vals.get("profile_id"))
            if not profile:
                continue
            company = profile.company_id
            vals["name"] = company._ar_number(self._name) or "/"
            vals.setdefault("date_opened", company._ar_today())
            if not vals.get("reason_id"):
                key = company, "short" if vals.get("kind") == "deduction" else "other"
                if key not in usual:
                    usual[key] = reasons._find(key[1], company).id
                vals["reason_id"] = usual[key]
            vals["user_id"] = vals.get("user_id") or profile._get_collector().id
            if not vals.get("deadline"):
                country = profile.partner_id.country_id
                day = fields.Date.to_date(vals["date_opened"])
                key = company, country, vals["reason_id"], day
                if key not in days:
                    reason = reasons.browse(vals["reason_id"])
                    days[key] = company._ar_get_dispute_deadline(country, reason, day)
                vals["deadline"] = days[key]
        return super()._complete(vals_list)

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard: what is disputed is kept back at once.
        disputes = super().create(vals_list)
        disputes.sudo()._begin()
        return disputes

    def write(self, vals):
        # EXTENDS the guard
        if "user_id" in vals and not vals["user_id"]:
            raise UserError(
                self.env._("%s needs an owner. Choose somebody.", self[:1].display_name)
            )
        if "amount" in vals and not vals["amount"]:
            vals = {**vals, "amount": 0.0}
        result = super().write(vals)
        if "amount" in vals:
            self.sudo()._spread_anew()
        if vals.keys() & {"user_id", "deadline"}:
            self.filtered(lambda one: one.state in OPEN)._schedule()
        return result
