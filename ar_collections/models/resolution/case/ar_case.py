"""Cases: what goes to a lawyer, a court, an agency, an arbitrator or an administrator."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...base.ar_guard_mixin import ANY, NEW
from ...base.res_company import MANAGER
from .ar_case_stage import KINDS

# States in which a case has its items for itself.
ALIVE = ("draft", "waiting", "open")
# What the terms of an agency are made of.
TERMS = ("commission_percent", "commission_fixed", "commission_minimum")


class ArCase(models.Model):
    """From the hand-over on everything else falls silent: an ``ar.hold`` for each item, or for
    the whole customer in an insolvency. What it costs and what came in is read from the ledger.
    """

    _name = "ar.case"
    _description = "Case"
    _inherit = ["ar.gate.mixin", "ar.job.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_handed_over desc, id desc"
    _check_company_auto = True

    _transitions = {
        "waiting": ("draft",),
        "draft": ("waiting",),
        "open": ("draft", "waiting", "closed"),
        "closed": ("open",),
        "cancelled": ("draft", "waiting"),
    }
    _writable = {
        NEW: ("profile_id", "kind", "move_line_ids", "country_id"),
        ANY: ("user_id", "note"),
        "draft": (
            "kind",
            "country_id",
            "move_line_ids",
            "stage_id",
            "offer_ids",
            "settlement_waiver",
            "party_ids",
            "event_ids",
            "court_id",
            "agency_id",
            *TERMS,
        ),
        "waiting": ("party_ids",),
        "open": (
            "move_line_ids",
            "stage_id",
            "stage_date",
            "date_next",
            "offer_ids",
            "party_ids",
            "event_ids",
            "preservation_ids",
            "court_id",
            "agency_id",
            *TERMS,
            "date_proceedings",
            "date_claim_until",
            "date_claim_filed",
            "claim_amount",
            "claim_admitted",
            "claim_number",
            "claim_quota",
        ),
    }
    _writable_by = {"settlement_waiver": MANAGER}
    _logged = (
        "name",
        "kind",
        "profile_id",
        "stage_id",
        "amount_handed_over",
        "date_handed_over",
        "settlement_waiver",
        "outcome",
        "date_claim_filed",
        "claim_amount",
    )

    name = fields.Char(string="Our Number", readonly=True, copy=False)
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        index=True,
        ondelete="restrict",
        compute="_compute_profile_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", store=True, index=True, string="Customer"
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        tracking=True,
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    kind = fields.Selection(KINDS, default="legal", required=True, index=True, tracking=True)
    country_id = fields.Many2one(
        "res.country",
        string="Forum",
        compute="_compute_country_id",
        store=True,
        readonly=False,
        precompute=True,
        help="Whose courts decide; its stages are offered. Starts as the customer's country.",
    )
    state = fields.Selection(
        [
            ("draft", "In Preparation"),
            ("waiting", "Waits for Approval"),
            ("open", "Handed Over"),
            ("closed", "Closed"),
            ("cancelled", "Not Handed Over"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    stage_id = fields.Many2one(
        "ar.case.stage",
        index=True,
        ondelete="restrict",
        compute="_compute_stage_id",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        group_expand="_read_group_stage_id",
        domain="[('kind', '=', kind), ('country_id', 'in', [False, country_id])]",
    )
    stage_date = fields.Date(string="In Stage Since", copy=False, help="May lie in the past.")
    stage_days = fields.Integer(string="Days in Stage", compute="_compute_stage_days")
    date_next = fields.Date(
        string="Next Date",
        copy=False,
        index="btree_not_null",
        help="When somebody is asked what is next; from the stage's usual days.",
    )
    next_told = fields.Date(readonly=True, copy=False)
    verification = fields.Selection(related="stage_id.verification", string="Stage Is")
    step_ids = fields.One2many("ar.case.step", "case_id", string="Stages So Far", readonly=True)
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_case_line_rel",
        "case_id",
        "line_id",
        string="Items",
        copy=False,
        check_company=True,
    )

    amount_handed_over = fields.Monetary(
        string="Handed Over", readonly=True, copy=False, help="What was open on that day."
    )
    open_amount = fields.Monetary(string="Still Open", compute="_compute_figures")
    costs = fields.Monetary(
        compute="_compute_figures",
        help="Expenses with the case's analytic account, as the ledger has them now.",
    )
    recoveries = fields.Monetary(
        compute="_compute_figures",
        help="Payments on the items since they were handed over, and of what was written off.",
    )
    commission = fields.Monetary(compute="_compute_figures", help="What the agency takes of it.")
    commission_billed = fields.Monetary(
        compute="_compute_figures",
        help="What the agency has billed with the case's analytic account. It is among the costs.",
    )
    commission_to_come = fields.Monetary(
        compute="_compute_figures", help="Commission that the agency has not billed yet."
    )
    net_recovery = fields.Monetary(
        compute="_compute_figures", help="Recoveries less costs and commission to come."
    )
    court_fee = fields.Monetary(
        compute="_compute_figures", help="Of the court's table, on what is open."
    )
    analytic_account_id = fields.Many2one(
        "account.analytic.account", readonly=True, copy=False, ondelete="restrict"
    )
    court_id = fields.Many2one("ar.case.court", index="btree_not_null", ondelete="restrict")
    agency_id = fields.Many2one(
        "ar.case.commission",
        string="Terms of the Agency",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    commission_percent = fields.Float(
        string="Commission in %",
        digits=(12, 4),
        aggregator=None,
        compute="_compute_commission_terms",
        store=True,
        readonly=False,
        precompute=True,
    )
    commission_fixed = fields.Monetary(
        compute="_compute_commission_terms", store=True, readonly=False, precompute=True
    )
    commission_minimum = fields.Monetary(
        compute="_compute_commission_terms", store=True, readonly=False, precompute=True
    )

    offer_ids = fields.One2many("ar.case.offer", "case_id", string="Settlement Offers")
    settlement_waiver = fields.Char(
        string="Why None Was Offered",
        copy=False,
        tracking=True,
        help="A collections manager says why the customer was offered no settlement.",
    )
    party_ids = fields.One2many("ar.case.party", "case_id", string="Parties")
    event_ids = fields.One2many("ar.case.event", "case_id", string="Dates")
    preservation_ids = fields.One2many(
        "ar.case.preservation", "case_id", string="Asset Preservation"
    )
    note = fields.Html()

    date_proceedings = fields.Date(string="Proceedings Opened On", copy=False)
    date_claim_until = fields.Date(string="File Claim Until", copy=False)
    date_claim_filed = fields.Date(string="Claim Filed On", copy=False, tracking=True)
    claim_amount = fields.Monetary(string="Claim Filed", copy=False, tracking=True)
    claim_admitted = fields.Monetary(copy=False)
    claim_number = fields.Char(string="Number in the Table", copy=False)
    claim_quota = fields.Float(string="Quota in %", digits=(12, 4), aggregator=None, copy=False)
    claim_expected = fields.Monetary(
        string="Dividend to Come",
        compute="_compute_claim_expected",
        help="The quota of what was admitted, or else filed.",
    )

    date_handed_over = fields.Date(readonly=True, copy=False, index="btree_not_null")
    approver_id = fields.Many2one("res.users", string="Approved By", readonly=True, copy=False)
    outcome = fields.Selection(
        [
            ("won", "Won"),
            ("lost", "Lost"),
            ("settled", "Settled"),
            ("withdrawn", "Withdrawn"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
    )
    outcome_note = fields.Char(readonly=True, copy=False)
    date_closed = fields.Date(readonly=True, copy=False)

    _one_insolvency = models.UniqueIndex(
        "(profile_id) WHERE kind = 'insolvency' AND state = 'open'",
        "An insolvency of this customer is open already. Go on with that case.",
    )

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        # EXTENDS 'base'
        for case in self:
            names = (case.name, case.partner_id.display_name)
            case.display_name = " ".join(filter(None, names)) or self.env._("New")

    @api.depends("move_line_ids")
    def _compute_profile_id(self):
        for case in self:
            line = case.move_line_ids[:1]
            if not case.profile_id and line.partner_id:
                profiles = self.env["ar.profile"]
                case.profile_id = profiles.get_or_create(line.partner_id, line.company_id)

    # -- checks ------------------------------------------------------------------------

    @api.constrains("move_line_ids", "profile_id", "kind")
    def _check_items(self):
        for case in self:
            for line in case.move_line_ids.sudo():
                if problem := case._find_problem(line):
                    raise ValidationError(problem)
            case._check_not_elsewhere()

    @api.constrains("stage_id", "kind", "country_id")
    def _check_stage(self):
        for case in self:
            stage = case.stage_id
            elsewhere = stage.country_id and stage.country_id != case.country_id
            if stage and (stage.kind != case.kind or elsewhere):
                raise ValidationError(
                    self.env._(
                        "The stage %(stage)s is of another procedure than the case %(case)s. "
                        "Choose one of the same kind and country.",
                        stage=stage.display_name,
                        case=case.display_name,
                    )
                )

    @api.constrains("stage_date", "date_claim_filed", "company_id")
    def _check_days(self):
        for case in self:
            today = case.company_id._ar_today()
            late = [day for day in (case.stage_date, case.date_claim_filed) if day and day > today]
            if late:
                raise ValidationError(
                    self.env._(
                        "%(day)s in the case %(case)s is still to come. Enter the day on which it "
                        "happened, or a date on the page Dates.",
                        day=format_date(self.env, late[0]),
                        case=case.display_name,
                    )
                )

    @api.constrains("claim_amount", "claim_admitted", "claim_quota", *TERMS)
    def _check_figures(self):
        for case in self:
            figures = [case.claim_amount, case.claim_admitted, case.claim_quota]
            figures += [case[name] for name in TERMS]
            if min(figures) < 0 or max(case.claim_quota, case.commission_percent) > 100:
                raise ValidationError(
                    self.env._(
                        "The case %s: no figure is negative, and no percentage above 100.",
                        case.display_name,
                    )
                )

    # -- birth and writing -------------------------------------------------------------

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("A case is handed over, approved and closed with its buttons.")

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: where only items are named, their account is found.
        done = []
        for vals in super()._complete(vals_list):
            vals = {name: value for name, value in vals.items() if value or name != "profile_id"}
            profile = self.env["ar.profile"].browse(vals.get("profile_id")).sudo()
            number = (profile.company_id or self.env.company)._ar_number("ar.case")
            done.append({**vals, "name": vals.get("name") or number})
        return done

    def _check_named(self, values):
        # EXTENDS the guard: what is wrong with an item is told to who may read it.
        super()._check_named(values)
        name = "move_line_ids"
        if told := values.get(name) or self.env.context.get(f"default_{name}"):
            lines = self.env[self._name].sudo().new({name: told})[name]
            (lines._origin - self.sudo()[name]).sudo(False).check_access("read")

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        cases = super().create(vals_list)
        cases._note_stage()
        return cases

    def write(self, vals):
        # EXTENDS the guard: a new stage begins today, unless told otherwise.
        before = {case: case.stage_id for case in self}
        result = super().write(vals)
        moved = self.filtered(lambda case: case.stage_id != before[case])
        moved._note_stage(vals.get("stage_date"))
        # What our own methods write is no correction.
        if vals.get("stage_date") and not self.env.su:
            (self - moved)._correct_stage()
        if "move_line_ids" in vals:
            self.filtered(lambda case: case.state == "open")._hold_items()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_handed_over(self):
        for case in self:
            if case.date_handed_over:
                raise UserError(
                    self.env._(
                        "The case %s was handed over and is part of the customer's history. Close "
                        "it instead.",
                        case.display_name,
                    )
                )
