"""Reconciliations: a customer's own ledger beside ours."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...base.ar_guard_mixin import ANY, NEW

OPEN_STATES = ("draft", "matched")


class ArReconciliation(models.Model):
    """A customer's own ledger of a day beside ours, matched line by line.

    Our side is what the one reader says of that day, kept as it was read: it is what both
    talk about. The differences lead from our balance to the customer's.
    """

    _name = "ar.reconciliation"
    _description = "Reconciliation with a Customer"
    _inherit = ["ar.gate.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _transitions = {
        "matched": ("draft", "agreed", "cancelled"),
        "agreed": ("matched",),
        "cancelled": OPEN_STATES,
    }
    _writable = {
        # The lines and differences of the form have guards of their own.
        ANY: ("user_id", "difference_ids"),
        NEW: ("partner_id", "company_id"),
        "draft": (
            "currency_id",
            "date",
            "window",
            "has_stated",
            "stated_balance",
            "our_line_ids",
            "their_line_ids",
        ),
        "matched": (
            "window",
            "has_stated",
            "stated_balance",
            "our_line_ids",
            "their_line_ids",
        ),
    }

    # What of it is in the log of collections.
    _logged = (
        "partner_id",
        "currency_id",
        "date",
        "has_stated",
        "stated_balance",
    )

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        help="One reconciliation for each currency: amounts of several are never added up.",
    )
    date = fields.Date(
        string="As Of",
        required=True,
        default=lambda self: self.env.company._ar_today(),
        tracking=True,
        help="Both ledgers are compared as they stand at the end of this day.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        required=True,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("matched", "Matched"),
            ("agreed", "Agreed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    window = fields.Integer(
        string="Days Apart",
        default=7,
        help="How many days the same thing may be booked apart: where only the amount says that "
        "it is the same, and before the dates count as a difference.",
    )
    line_ids = fields.One2many("ar.reconciliation.line", "reconciliation_id", readonly=True)
    our_line_ids = fields.One2many(
        "ar.reconciliation.line",
        "reconciliation_id",
        string="Our Ledger",
        domain=[("side", "=", "ours")],
    )
    their_line_ids = fields.One2many(
        "ar.reconciliation.line",
        "reconciliation_id",
        string="Customer's Ledger",
        domain=[("side", "=", "theirs")],
    )
    match_ids = fields.One2many("ar.reconciliation.match", "reconciliation_id", string="Matches")
    difference_ids = fields.One2many(
        "ar.reconciliation.difference", "reconciliation_id", string="Differences"
    )
    has_stated = fields.Boolean(
        string="Balance Stated",
        help="The customer has told a balance beside the lines of the file.",
    )
    stated_balance = fields.Monetary(
        help="The balance that the customer tells, positive where he owes it to us."
    )
    our_balance = fields.Monetary(compute="_compute_balances")
    file_balance = fields.Monetary(
        string="Sum of the Customer's Lines", compute="_compute_balances"
    )
    their_balance = fields.Monetary(string="Customer's Balance", compute="_compute_balances")
    difference = fields.Monetary(compute="_compute_balances")
    explained = fields.Monetary(string="Explained by Lines", compute="_compute_balances")
    rest = fields.Monetary(
        string="Unexplained Rest",
        compute="_compute_balances",
        help="What is left between the two balances when all differences of lines are taken: "
        "the file of the customer does not add up to the balance that he tells.",
    )
    to_check_count = fields.Integer(string="Matches to Check", compute="_compute_counts")
    without_cause_count = fields.Integer(
        string="Differences without Cause or Owner", compute="_compute_counts"
    )
    is_outdated = fields.Boolean(compute="_compute_is_outdated")
    search_cut = fields.Boolean(readonly=True, copy=False)

    @api.depends("line_ids.amount", "difference_ids.amount", "has_stated", "stated_balance")
    def _compute_balances(self):
        sums = self._sum_by("ar.reconciliation.line", "side")
        differences = self._sum_by("ar.reconciliation.difference")
        for one in self:
            currency = one.currency_id or one.company_id.currency_id
            one.our_balance = currency.round(sums.get((one._origin.id, "ours"), 0.0))
            one.file_balance = currency.round(sums.get((one._origin.id, "theirs"), 0.0))
            one.their_balance = one.stated_balance if one.has_stated else one.file_balance
            one.difference = currency.round(one.their_balance - one.our_balance)
            one.explained = currency.round(differences.get((one._origin.id,), 0.0))
            one.rest = currency.round(one.difference - one.explained)

    def _sum_by(self, model, *keys):
        """{(reconciliation id, *keys): sum of amounts} in one query."""
        groups = self.env[model]._read_group(
            [("reconciliation_id", "in", self.ids)],
            ["reconciliation_id", *keys],
            ["amount:sum"],
        )
        return {(one.id, *rest): amount for one, *rest, amount in groups}

    @api.depends("match_ids.confirmed", "difference_ids.cause", "difference_ids.user_id")
    def _compute_counts(self):
        unsure = dict(
            self.env["ar.reconciliation.match"]._read_group(
                [("reconciliation_id", "in", self.ids), ("confirmed", "=", False)],
                ["reconciliation_id"],
                ["__count"],
            )
        )
        unknown = dict(
            self.env["ar.reconciliation.difference"]._read_group(
                [
                    ("reconciliation_id", "in", self.ids),
                    "|",
                    ("cause", "=", False),
                    ("user_id", "=", False),
                ],
                ["reconciliation_id"],
                ["__count"],
            )
        )
        for one in self:
            one.to_check_count = unsure.get(one._origin, 0)
            one.without_cause_count = unknown.get(one._origin, 0)

    @api.depends("line_ids", "date", "state")
    def _compute_is_outdated(self):
        """Whether our ledger of the day says something else by now: a payment dated to it
        was posted after the lines were read."""
        for one in self:
            kept = {
                line.move_line_id.id: line.amount
                for line in one.line_ids
                if line.side == "ours" and one.state in OPEN_STATES
            }
            one.is_outdated = bool(kept) and kept != {
                item["id"]: item["residual_currency"] for item in one._read_items()
            }

    @api.depends_context("lang")
    @api.depends("partner_id", "currency_id", "date")
    def _compute_display_name(self):
        for one in self:
            day = format_date(one.env, one.date) if one.date else ""
            parts = (one.partner_id.name, one.currency_id.name, day)
            one.display_name = " · ".join(filter(None, parts))

    @api.constrains("date", "window")
    def _check_values(self):
        for one in self:
            if one.date > one.company_id._ar_today():
                raise ValidationError(
                    self.env._(
                        "The reconciliation with %s is of a day to come. Choose today or a day "
                        "before: both ledgers must have reached it.",
                        one.partner_id.display_name,
                    )
                )
            if not 0 <= one.window <= 60:
                raise ValidationError(
                    self.env._(
                        "%s: dates may lie 0 to 60 days apart. More would match what has nothing "
                        "to do with each other.",
                        one.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        found = super().create(vals_list)
        for one in found:
            one._read_ours()
        return found

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: the books are kept for the company, not for its contacts.
        partners = self.env["res.partner"]
        return [
            {**vals, "partner_id": partners.browse(vals["partner_id"]).commercial_partner_id.id}
            if vals.get("partner_id")
            else vals
            for vals in super()._complete(vals_list)
        ]

    def write(self, vals):
        # EXTENDS the guard
        fixed = {"currency_id", "date"} & vals.keys()
        if fixed and self.line_ids.filtered(lambda line: line.side == "theirs"):
            raise UserError(
                self.env._(
                    "The customer's ledger is imported already. Make a new reconciliation for "
                    "another customer, currency or day."
                )
            )
        if vals.keys() & {"window", "stated_balance", "has_stated", *fixed}:
            self._check_open()
        result = super().write(vals)
        if fixed:
            for one in self:
                one._read_ours()
        return result

    def _get_way_out(self):
        return self.env._(
            "The state changes by the buttons: match, agree. For another customer or company make "
            "a new reconciliation."
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_agreed(self):
        for one in self:
            if one.state == "agreed":
                raise UserError(
                    self.env._("%s was agreed with the customer and is kept.", one.display_name)
                )

    # -- states ------------------------------------------------------------------------

    def _check_open(self):
        """:raise UserError: where both sides have agreed, or the work was given up"""
        for one in self:
            if one.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "%s is closed. Open it again to change what is matched.", one.display_name
                    )
                )

    def action_agree(self):
        """Both sides agree: every difference has a cause and an owner, and nothing is left
        between the balances. Owners get a task for what remains to be corrected.

        :raise UserError: with what is missing
        """
        self.check_access("write")
        for one in self.filtered(lambda one: one.state != "agreed"):
            missing = one._find_what_is_missing()
            if missing:
                first = self.env._("%s cannot be agreed yet:", one.display_name)
                raise UserError("\n".join([first, *(f"- {sentence}" for sentence in missing)]))
            if one._move_to("agreed", ("matched",)):
                one.difference_ids._schedule_tasks()
        return True

    def _find_what_is_missing(self):
        """Sentences of what stands between a reconciliation and its agreement."""
        self.ensure_one()
        missing = []
        if self.state != "matched":
            missing.append(self.env._("the customer's ledger is not imported and matched."))
        if self.is_outdated:
            missing.append(self.env._("our ledger of that day has changed; read it again."))
        if self.to_check_count:
            missing.append(self.env._("matches to confirm or undo: %s.", self.to_check_count))
        if self.without_cause_count:
            missing.append(
                self.env._("differences without a cause or an owner: %s.", self.without_cause_count)
            )
        if self.rest:
            missing.append(
                self.env._(
                    "the balance that the customer tells differs from his lines by %s.",
                    self.currency_id.format(self.rest),
                )
            )
        return missing

    def action_reopen(self):
        """Take an agreement back, or go on with what was given up."""
        self.check_access("write")
        self._move_to("matched", ("agreed", "cancelled"))
        return True

    def action_cancel(self):
        """Give up; the lines stay to be looked at."""
        self.check_access("write")
        self._move_to("cancelled")
        return True

    # -- screens -----------------------------------------------------------------------

    def action_import(self):
        """Open the wizard that reads the customer's file."""
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_reconciliation_import_action"
        )
        return {**action, "context": {"default_reconciliation_id": self.id}}

    def action_download_xlsx(self):
        """The reconciliation statement as a workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/ar_collections/reconciliation/{self.id}/xlsx",
            "target": "download",
        }
