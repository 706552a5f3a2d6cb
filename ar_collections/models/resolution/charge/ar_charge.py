"""Charges: what a late debt costs its debtor beside the debt itself."""

from odoo import api, fields, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ....tools.dunning.interest import as_decimal, from_rows
from ....tools.resolution.charge import Past

# What is neither booked nor given up.
OPEN = ("accrued", "claimed")


class ArCharge(models.Model):
    """Interest for some days, a fee, or the fixed compensation, on one item.

    It survives its item: what was paid late stays charged for the days that it was late, until it
    is booked, waived or lapses. Days of interest are charged once: the database refuses a second
    charge of an item for a day.
    """

    _name = "ar.charge"
    _inherit = ["ar.gate.mixin", "ar.job.mixin"]
    _description = "Charge for Late Payment"
    _order = "date_to desc, id desc"
    _check_company_auto = True
    _logged = ("kind", "date_from", "date_to", "amount", "amount_waived", "waive_reason")

    _transitions = {
        # A notice that did not reach the customer has claimed nothing.
        "accrued": ("claimed",),
        # A debit note that was reversed leaves the claim.
        "claimed": ("accrued", "booked"),
        "booked": ("accrued", "claimed"),
        "waived": ("accrued", "claimed"),
        "lapsed": ("accrued", "claimed"),
    }
    # The unique indexes do not name the state.
    _asks_at_once = False

    kind = fields.Selection(
        [("interest", "Interest"), ("fee", "Fee"), ("compensation", "Fixed compensation")],
        required=True,
        readonly=True,
    )
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", store=True, index=True, string="Customer"
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(related="profile_id.collector_id")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="What was late. It may vanish; the charge stays until it lapses.",
    )
    origin_id = fields.Many2one(
        "account.move",
        string="Document",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The invoice that was late.",
    )
    origin_name = fields.Char(string="Number", readonly=True)
    date_due = fields.Date(string="Due Date", readonly=True)
    item_settled = fields.Boolean(
        related="move_line_id.reconciled",
        string="Item Settled",
        help="What was late is paid or credited; nothing more is added to its interest.",
    )
    date_from = fields.Date(
        string="From", required=True, readonly=True, help="First day charged; of a fee its day."
    )
    date_to = fields.Date(string="To", required=True, readonly=True, help="Last day charged.")
    amount = fields.Monetary(required=True, readonly=True, help="As it was charged.")
    amount_waived = fields.Monetary(string="Waived", readonly=True)
    amount_left = fields.Monetary(
        string="Still Asked",
        compute="_compute_amount_left",
        store=True,
        help="What is neither waived, booked nor lapsed.",
    )
    left_company = fields.Monetary(
        string="Still Asked (Company Currency)",
        currency_field="company_currency_id",
        compute="_compute_amount_left",
        store=True,
        help="At the rate of the last day charged; for sums over currencies.",
    )
    state = fields.Selection(
        [
            ("accrued", "Accrued"),
            ("claimed", "Claimed"),
            ("booked", "Booked"),
            ("waived", "Waived"),
            ("lapsed", "Lapsed"),
        ],
        default="accrued",
        required=True,
        readonly=True,
        index=True,
        help="Accrued: nobody has asked for it yet. Claimed: the customer was asked. Booked: it is "
        "a debit note in the ledger.",
    )
    rule_id = fields.Many2one("ar.interest.rule", readonly=True, ondelete="set null")
    interest_lines = fields.Json(readonly=True)
    interest_note = fields.Text(string="How It Comes About", compute="_compute_interest_note")
    note = fields.Text(readonly=True, help="What changed it since.")
    notice_id = fields.Many2one(
        "ar.dunning.notice",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The notice that asked for it first.",
    )
    level_id = fields.Many2one("ar.dunning.level", readonly=True, ondelete="restrict")
    claim_id = fields.Many2one(
        "ar.charge.claim",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The claim of charges that it is in.",
    )
    exception_id = fields.Many2one(
        "ar.payment.exception",
        string="Payment Gone Wrong",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The returned payment that has cost this fee.",
    )
    claimed_on = fields.Date(readonly=True)
    move_id = fields.Many2one(
        "account.move",
        string="Debit Note",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    last_move_id = fields.Many2one(
        "account.move",
        string="Earlier Debit Note",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="It booked the charge, and was reversed or cancelled.",
    )
    booked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    waive_reason = fields.Char(readonly=True, copy=False)
    waived_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    waived_on = fields.Date(readonly=True, copy=False)
    undone = fields.Boolean(
        readonly=True, help="The notice that asked for it did not reach the customer."
    )

    # A day of an item is charged once. Ranges of one number stand for the item, so that no
    # extension of PostgreSQL is needed; without an item they would meet all others.
    _days_once = models.Constraint(
        "EXCLUDE USING gist (int8range(move_line_id, move_line_id, '[]') WITH &&,"
        " daterange(date_from, date_to, '[]') WITH &&)"
        " WHERE (kind = 'interest' AND move_line_id IS NOT NULL)",
        "The interest on this item for these days was charged already.",
    )
    _one_accrued_uniq = models.UniqueIndex(
        "(move_line_id) WHERE kind = 'interest' AND state = 'accrued'",
        "The interest that accrues on an item is one charge.",
    )
    _one_compensation_uniq = models.UniqueIndex(
        "(origin_id) WHERE kind = 'compensation' AND undone IS NOT TRUE",
        "The fixed compensation for this invoice was charged already.",
    )
    _one_fee_uniq = models.UniqueIndex(
        "(move_line_id, level_id)"
        " WHERE kind = 'fee' AND level_id IS NOT NULL AND undone IS NOT TRUE",
        "The fee of this level was charged on this item already.",
    )
    _one_fee_of_a_notice_uniq = models.UniqueIndex(
        "(notice_id) WHERE kind = 'fee' AND notice_id IS NOT NULL AND undone IS NOT TRUE",
        "The fee of this notice was charged already.",
    )
    _one_cost_uniq = models.UniqueIndex(
        "(exception_id)", "The costs of this payment were charged already."
    )
    _amounts_right = models.Constraint(
        "CHECK (amount >= 0 AND amount_waived >= 0 AND amount_waived <= amount)",
        "A charge is never negative, and no more of it is waived than there is.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The days of a charge are in order."
    )
    _booked_has_a_note = models.Constraint(
        "CHECK (state != 'booked' OR move_id IS NOT NULL)",
        "A charge that is booked has its debit note.",
    )

    @api.depends("amount", "amount_waived", "state", "currency_id", "date_to", "company_id")
    def _compute_amount_left(self):
        for charge in self:
            left = charge.amount - charge.amount_waived if charge.state in OPEN else 0.0
            company, currency = charge.company_id, charge.currency_id
            charge.amount_left = currency.round(left) if currency else left
            charge.left_company = (
                currency._convert(left, company.currency_id, company, charge.date_to)
                if currency and company and charge.date_to
                else left
            )

    @api.depends("interest_lines", "currency_id", "note")
    @api.depends_context("lang")
    def _compute_interest_note(self):
        rules = self.env["ar.interest.rule"]
        for charge in self:
            lines = from_rows(charge.interest_lines or [])
            charge.interest_note = (
                "\n".join(rules._format_explanation(lines, charge.currency_id)) or False
            )

    @api.depends("kind", "origin_name", "amount", "currency_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for charge in self:
            amount = formatLang(self.env, charge.amount, currency_obj=charge.currency_id)
            words = (kinds.get(charge.kind), charge.origin_name, amount)
            charge.display_name = " ".join(filter(None, words))

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._(
            "Charges are made by the night, by notices and by returned payments. Claim, waive or "
            "book them with the buttons."
        )

    def _get_title(self):
        """What it is for, as the customer reads it; in the language of the context."""
        self.ensure_one()
        values = {
            "number": self.origin_name or "",
            "first": format_date(self.env, self.date_from),
            "last": format_date(self.env, self.date_to),
        }
        if self.kind == "interest":
            return self.env._("Late interest on %(number)s, %(first)s to %(last)s", **values)
        if self.kind == "compensation":
            return self.env._("Fixed compensation for late payment of %(number)s", **values)
        if self.exception_id:
            return self.env._("Costs of the returned payment of %(number)s, %(last)s", **values)
        return self.env._("Reminder fee, %(number)s, %(last)s", **values)

    # -- what was charged before -------------------------------------------------------

    @api.model
    def _read_past(self, item_ids):
        """The interest charged on items so far, without what only accrues, which is charged anew
        each night: {journal item id: list of ``Past``}, oldest first. One query."""
        past = {}
        domain = [("move_line_id", "in", item_ids), ("kind", "=", "interest")]
        for charge in self.sudo().search(
            [*domain, ("state", "!=", "accrued")], order="date_from, id"
        ):
            past.setdefault(charge.move_line_id.id, []).append(charge._as_past())
        return past

    def _as_past(self):
        self.ensure_one()
        return Past(
            self.date_from,
            self.date_to,
            as_decimal(self.amount),
            as_decimal(self.amount_left),
            tuple(from_rows(self.interest_lines or [])),
        )

    def _log_on_accounts(self, words):
        """Say it on the accounts of the charges, each once."""
        for profile in self.profile_id.sudo():
            profile._message_log(body=words, author_id=self.env.user.partner_id.id)
