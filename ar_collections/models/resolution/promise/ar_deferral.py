"""Deferrals: one item is due later than its invoice says, because somebody agreed to it."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date

from ...base.ar_guard_mixin import ANY, NEW


class ArDeferral(models.Model):
    """A later due date of one item, asked for by one person and approved by another.

    While it counts, reminders and interest run from the agreed day; the invoice keeps its own due
    date, which age and key figures follow.
    """

    _name = "ar.deferral"
    _inherit = ["ar.credit.four_eyes"]
    _description = "Deferral of an Item"
    _order = "id desc"
    _check_company_auto = True

    _transitions = {
        "approved": ("requested", "ended"),
        "refused": ("requested",),
        "ended": ("approved",),
    }
    _writable = {NEW: ("move_line_id",), "requested": ("date", "reason"), ANY: ("note",)}
    _deciding = frozenset({"date"})
    _logged = ("move_line_id", "date", "date_due", "reason", "state", "decided_by_id")

    move_line_id = fields.Many2one(
        "account.move.line",
        string="Item",
        index=True,
        ondelete="set null",
        domain="[('account_id.account_type', '=', 'asset_receivable'), "
        "('parent_state', '=', 'posted'), ('amount_residual', '>', 0)]",
        help="The invoice or instalment that is due later.",
    )
    move_id = fields.Many2one(related="move_line_id.move_id", string="Invoice", store=True)
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(
        related="profile_id.collector_id", string="Collector", store=True, index="btree_not_null"
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    amount = fields.Monetary(
        string="Open When Asked", readonly=True, help="What was open of the item."
    )
    amount_company = fields.Monetary(
        string="Open in Company Currency",
        readonly=True,
        currency_field="company_currency_id",
        help="What the approval is judged by.",
    )
    date_due = fields.Date(string="Contractual Due Date", readonly=True, required=True)
    date = fields.Date(string="Agreed Date", required=True, index=True)
    days = fields.Integer(
        string="Days Later", compute="_compute_days", help="After the contractual due date."
    )
    reason = fields.Char(required=True, help="Why the customer gets more time.")
    note = fields.Char()
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("ended", "Ended"),
        ],
        default="requested",
        required=True,
        readonly=True,
        index=True,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_on = fields.Date(readonly=True)
    ended_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        help="Who ended it. Empty: it was paid, and the agreed day still counts.",
    )
    ended_on = fields.Date(readonly=True)
    end_reason = fields.Char(string="Why Not, or Why It Ended", readonly=True)
    may_decide = fields.Boolean(compute="_compute_may_decide")

    _one_request = models.UniqueIndex(
        "(move_line_id) WHERE state = 'requested'",
        "A deferral of this item is requested already. Decide on that one first.",
    )
    _one_approved = models.UniqueIndex(
        "(move_line_id) WHERE state = 'approved'", "The item has an approved deferral already."
    )
    _agreed_idx = models.Index(
        "(move_line_id, date) WHERE ended_by_id IS NULL AND state IN ('approved', 'ended')"
    )

    @api.depends("date", "date_due")
    def _compute_days(self):
        for one in self:
            late = one.date and one.date_due and (one.date - one.date_due).days
            one.days = late or 0

    @api.depends("state", "date", "amount_company")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for one in self:
            one.may_decide = one.state == "requested" and one._may_decide()

    @api.depends("move_id", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            one.display_name = self.env._(
                "%(item)s until %(day)s",
                item=one.sudo().move_id.name or one.partner_id.name or "",
                day=format_date(self.env, one.date) or "",
            )

    # -- checks ------------------------------------------------------------------------

    @api.constrains("date", "move_line_id", "reason")
    def _check_date(self):
        for one in self:
            named = {"item": one.sudo().move_id.name or "", "day": format_date(self.env, one.date)}
            if not (one.reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "Say in a few words why %(item)s may be paid later: whoever approves reads "
                        "it.",
                        **named,
                    )
                )
            if one.date <= one.date_due:
                raise ValidationError(
                    self.env._(
                        "%(item)s is due on %(due)s anyway. Enter a day after it.",
                        due=format_date(self.env, one.date_due),
                        **named,
                    )
                )
            if one.date < one.company_id._ar_today():
                raise ValidationError(
                    self.env._(
                        "%(item)s cannot be deferred until %(day)s, which is over. Enter today or "
                        "a later day.",
                        **named,
                    )
                )

    # -- birth -------------------------------------------------------------------------

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: whose item it is, and what is open of it.
        vals_list = [
            {**self.default_get(["move_line_id"]), **vals} for vals in super()._complete(vals_list)
        ]
        items = self.env["account.move.line"].browse(
            [vals["move_line_id"] for vals in vals_list if vals.get("move_line_id")]
        )
        found = self.sudo()._read_deferred(items)
        for vals in vals_list:
            row = found.get(vals.get("move_line_id"))
            if not row:
                name = items.browse(vals.get("move_line_id") or []).sudo().move_id.name
                raise ValidationError(
                    self.env._(
                        "%s is nothing that a customer has to pay. Choose an open invoice.",
                        name or self.env._("The chosen item"),
                    )
                )
            vals.update(self.sudo()._prepare_birth(row))
        return vals_list

    @api.model
    def _read_deferred(self, items):
        """{journal item: its row} of those that are open debts of a customer."""
        companies = items.sudo().company_id
        rows = self.env["ar.open.item"]._read_rows(companies.ids, ids=items.ids) if items else []
        return {row["id"]: row for row in rows if row["residual"] > 0 and row["partner_id"]}

    @api.model
    def _prepare_birth(self, row):
        partner = self.env["res.partner"].browse(row["partner_id"])
        company = self.env["res.company"].browse(row["company_id"])
        return {
            "profile_id": self.env["ar.profile"].get_or_create(partner, company).id,
            "currency_id": row["currency_id"],
            "amount": row["residual_currency"],
            "amount_company": row["residual"],
            "date_due": row["date_due"],
        }

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the four eyes
        deferrals = super().create(vals_list)
        deferrals.sudo()._ask_for_decision()
        return deferrals

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("End it, and ask for another one.")

    # -- what others read --------------------------------------------------------------

    @api.model
    def _sql_agreed(self, item):
        """The agreed due date of an item, as a subselect; NULL where there is none.

        :param item: SQL of the journal item's id
        """
        return SQL(
            """SELECT MAX(deferral.date)
                 FROM ar_deferral deferral
                WHERE deferral.move_line_id = %s AND deferral.ended_by_id IS NULL
                  AND deferral.state IN ('approved', 'ended')""",
            item,
        )

    @api.model
    def _read_agreed(self, item_ids):
        """{journal item: agreed due date} of items that were deferred, paid ones too; one query.
        For whoever counts from a due date: reminders, interest."""
        if not item_ids:
            return {}
        domain = [
            ("move_line_id", "in", list(item_ids)),
            ("ended_by_id", "=", False),
            ("state", "in", ("approved", "ended")),
        ]
        groups = self.sudo()._read_group(domain, ["move_line_id"], ["date:max"])
        return {line.id: day for line, day in groups}
