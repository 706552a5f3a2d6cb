"""Provisions: what of the receivables of a day will not be paid, as own history tells."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ....tools.insight.ecl import LEAST_COHORTS
from ...base.ar_guard_mixin import ANY, NEW

METHODS = [
    ("ifrs9", "IFRS 9, simplified approach"),
    ("cecl", "CECL"),
    ("cecl_current", "CECL, current conditions kept"),
    ("cecl_after", "CECL, with collections after the day"),
]
# Methods in which nothing is expected to be different from today (US ASU 2025-05).
WITHOUT_OVERLAY = ("cecl_current", "cecl_after")
# States in which a matrix is fixed.
FIXED = ("confirmed", "booked")
# Ten years: an older loss tells of other times.
MOST_MONTHS = 120


class ArEcl(models.Model):
    """The matrix of a company and a day: balances by bucket, times the rates of its own history.

    A draft is computed as often as wanted; what is confirmed stands, whatever is booked later.
    """

    _name = "ar.ecl"
    _inherit = ["ar.gate.mixin", "mail.thread"]
    _description = "Provision for Expected Losses"
    _order = "date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    _transitions = {
        "confirmed": ("draft",),
        "draft": ("confirmed",),
        "booked": ("confirmed",),
        "cancelled": ("draft", "confirmed"),
    }
    _writable = {
        NEW: ("company_id",),
        "draft": (
            "date",
            "method",
            "group_by",
            "cohort_months",
            "followed_months",
            "collected_until",
            "line_ids",
            "item_ids",
        ),
        ANY: ("note",),
    }
    _logged = ("date", "method", "group_by", "allowance", "booked_balance", "entry_id")
    _logged_states = (*FIXED, "cancelled")

    date = fields.Date(
        required=True, default=lambda self: self.env.company._ar_today(), tracking=True, index=True
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("confirmed", "Confirmed"),
            ("booked", "Booked"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    method = fields.Selection(
        METHODS,
        required=True,
        default="ifrs9",
        help="IFRS 9 and CECL: history, and overlays for what will be different. Current "
        "conditions kept: history alone. With collections after the day: what was paid meanwhile "
        "is lost to nobody (US ASU 2025-05, companies that are not public).",
    )
    group_by = fields.Selection(
        "_selection_group_by",
        string="Matrix By",
        required=True,
        default="none",
        help="Each group has rates of its own.",
    )
    cohort_months = fields.Integer(
        string="Months of Billing",
        required=True,
        default=LEAST_COHORTS,
        help="Invoices of so many whole months make the rates; at least 12.",
    )
    followed_months = fields.Integer(
        string="Followed For (Months)",
        required=True,
        default=12,
        help="The youngest of these months ended so long before: what became of it is known.",
    )
    collected_until = fields.Date(help="Collections until this day count.")
    note = fields.Text(help="What the auditor should know.")
    computed_on = fields.Date(readonly=True, copy=False)
    line_ids = fields.One2many("ar.ecl.line", "ecl_id", string="Matrix", copy=False)
    item_ids = fields.One2many("ar.ecl.item", "ecl_id", string="Items Apart", copy=False)
    cohort_ids = fields.One2many(
        "ar.ecl.cohort", "ecl_id", string="Cohorts", readonly=True, copy=False
    )

    receivables = fields.Monetary(
        readonly=True, copy=False, help="All that customers owed on the day, less their credits."
    )
    covered = fields.Monetary(
        string="Secured",
        readonly=True,
        copy=False,
        help="Covered by deposits, guarantees of banks, letters of credit, and by insurers: their "
        "share of what is owed, up to the insured limit.",
    )
    collected = fields.Monetary(
        string="Collected Since",
        readonly=True,
        copy=False,
        help="Paid after the day, until the last day whose collections count.",
    )
    credits = fields.Monetary(
        readonly=True,
        copy=False,
        help="Credit notes and payments that nobody has allocated, and what we paid out.",
    )
    matrix_balance = fields.Monetary(
        string="In the Matrix",
        compute="_compute_allowance",
        store=True,
        help="Σ balance of the buckets.",
    )
    matrix_allowance = fields.Monetary(
        string="Allowance of the Matrix",
        compute="_compute_allowance",
        store=True,
        help="Σ balance × used rate of the buckets.",
    )
    item_balance = fields.Monetary(
        string="Assessed Apart",
        compute="_compute_allowance",
        store=True,
        help="Σ balance of items apart, with their tax and what of them is covered.",
    )
    item_allowance = fields.Monetary(
        string="Allowance of Items Apart",
        compute="_compute_allowance",
        store=True,
        help="Σ net × expected loss of items apart.",
    )
    allowance = fields.Monetary(
        compute="_compute_allowance",
        store=True,
        tracking=True,
        help="Allowance of the matrix + allowance of items apart.",
    )
    difference = fields.Monetary(
        string="Unexplained",
        compute="_compute_difference",
        help="Receivables less what is in the matrix, apart, secured, collected or a credit: 0.",
    )

    past_date = fields.Date(string="Matrix Of", readonly=True, copy=False)
    past_expected = fields.Monetary(
        string="Expected a Year Ago",
        compute="_compute_allowance",
        store=True,
        help="Σ balance × used rate of the matrix of that day.",
    )
    past_lost = fields.Monetary(
        string="Lost Since",
        compute="_compute_allowance",
        store=True,
        help="What of the receivables of that day was lost until the day of this provision.",
    )

    loss_from = fields.Date(string="Losses Since", readonly=True, copy=False)
    loss_writeoffs = fields.Monetary(
        string="Written Off",
        readonly=True,
        copy=False,
        help="By write-offs less those reversed, without tax that was never due, waits to be "
        "claimed on an account of its own, or was claimed.",
    )
    loss_entries = fields.Monetary(
        string="Booked Otherwise",
        readonly=True,
        copy=False,
        help="What plain entries, differences of payments and credit notes settled of receivables "
        "against the accounts of losses.",
    )
    loss_recovered = fields.Monetary(
        string="Recovered",
        readonly=True,
        copy=False,
        help="Recoveries of write-offs, where they stand on the accounts of losses.",
    )
    loss_ledger = fields.Monetary(
        string="On the Accounts of Losses",
        readonly=True,
        copy=False,
        help="What the general ledger shows on these accounts for the same days, without entries "
        "of provisions; of the account of the allowance, what was lost against it.",
    )
    loss_difference = fields.Monetary(
        string="Not Explained",
        compute="_compute_loss_difference",
        help="On the accounts of losses − (written off + booked otherwise − recovered): 0.",
    )
    loss_in_rates = fields.Monetary(
        string="Of It in the Rates",
        compute="_compute_loss_difference",
        help="Σ lost of the months of billing. The rest is of other months, of secured customers, "
        "of items apart, or a deduction.",
    )
    warning = fields.Text(
        string="To Be Looked At",
        readonly=True,
        copy=False,
        help="What makes the rates weak, or does not tie to the ledger.",
    )

    previous_id = fields.Many2one(
        "ar.ecl",
        string="Last Booked",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    previous_allowance = fields.Monetary(
        readonly=True, copy=False, help="The allowance of the provision that was booked last."
    )
    booked_balance = fields.Monetary(
        string="On the Account",
        readonly=True,
        copy=False,
        help="What the account of the allowance shows on the day, without the entry of this "
        "provision. Where no account is chosen: the allowance that was booked last.",
    )
    change = fields.Monetary(
        string="To Book",
        compute="_compute_change",
        help="Allowance − what is on the account of the allowance.",
    )
    entry_id = fields.Many2one(
        "account.move",
        string="Journal Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    confirmed_on = fields.Date(readonly=True, copy=False)

    _fixed_uniq = models.UniqueIndex(
        "(company_id, date) WHERE state IN ('confirmed', 'booked')",
        "The provision of this company and day is confirmed already. Cancel that one first.",
    )

    @api.model
    def _selection_group_by(self):
        return [(name, group.label) for name, group in self._get_groups().items()]

    @api.depends("date", "company_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        # EXTENDS 'base'
        for ecl in self:
            day = format_date(self.env, ecl.date) if ecl.date else ""
            ecl.display_name = self.env._("Provision %s", day)

    @api.depends(
        "line_ids.balance",
        "line_ids.allowance",
        "line_ids.past_expected",
        "line_ids.past_lost",
        "item_ids.balance",
        "item_ids.allowance",
    )
    def _compute_allowance(self):
        for ecl in self:
            lines, items = ecl.line_ids, ecl.item_ids
            ecl.matrix_balance = sum(lines.mapped("balance"))
            ecl.matrix_allowance = sum(lines.mapped("allowance"))
            ecl.item_balance = sum(items.mapped("balance"))
            ecl.item_allowance = sum(items.mapped("allowance"))
            ecl.allowance = ecl.matrix_allowance + ecl.item_allowance
            ecl.past_expected = sum(lines.mapped("past_expected"))
            ecl.past_lost = sum(lines.mapped("past_lost"))

    @api.depends("receivables", "matrix_balance", "item_balance", "covered", "collected", "credits")
    def _compute_difference(self):
        for ecl in self:
            told = ecl.matrix_balance + ecl.item_balance + ecl.covered + ecl.collected
            difference = ecl.receivables - told + ecl.credits
            ecl.difference = ecl.currency_id.round(difference) if ecl.computed_on else 0.0

    @api.depends(
        "loss_ledger", "loss_writeoffs", "loss_entries", "loss_recovered", "cohort_ids.lost"
    )
    def _compute_loss_difference(self):
        for ecl in self:
            told = ecl.loss_writeoffs + ecl.loss_entries - ecl.loss_recovered
            ecl.loss_difference = ecl.currency_id.round(ecl.loss_ledger - told)
            ecl.loss_in_rates = sum(ecl.cohort_ids.mapped("lost"))

    @api.depends("allowance", "booked_balance")
    def _compute_change(self):
        for ecl in self:
            ecl.change = ecl.currency_id.round(ecl.allowance - ecl.booked_balance)

    # -- checks ------------------------------------------------------------------------

    @api.constrains("cohort_months", "followed_months")
    def _check_months(self):
        for ecl in self:
            months, followed = ecl.cohort_months, ecl.followed_months
            if not LEAST_COHORTS <= months <= MOST_MONTHS or not 0 <= followed <= MOST_MONTHS:
                raise ValidationError(
                    self.env._(
                        "%(ecl)s: rates are made of %(least)s to %(most)s months of billing, which "
                        "are followed for 0 to %(most)s months.",
                        ecl=ecl.display_name,
                        least=LEAST_COHORTS,
                        most=MOST_MONTHS,
                    )
                )

    @api.constrains("date", "method", "collected_until")
    def _check_days(self):
        for ecl in self:
            today = ecl.company_id._ar_today()
            if ecl.date > today or (ecl.collected_until and ecl.collected_until > today):
                raise ValidationError(
                    self.env._(
                        "%s would count what has not happened yet. Choose days until today.",
                        ecl.display_name,
                    )
                )
            if ecl.method == "cecl_after" and (ecl.collected_until or ecl.date) < ecl.date:
                raise ValidationError(
                    self.env._(
                        "%s counts collections after its day. Choose a later day until which they "
                        "count.",
                        ecl.display_name,
                    )
                )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._(
            "A provision is computed, confirmed, booked and cancelled with its buttons; back to "
            "draft opens its settings, overlays and items."
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        for ecl in self:
            if ecl.state != "draft":
                raise UserError(
                    self.env._("%s is part of the history. Cancel it instead.", ecl.display_name)
                )
