"""Credit reviews: what was found out about a customer, and what was decided."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...base.ar_guard_mixin import NEW

# What is decided; who writes one of these is an author.
DECISION = frozenset(
    {
        "rating_id",
        "limit_amount",
        "payment_term_id",
        "next_review_date",
        "judgement",
        "date",
        "line_ids",
        "expected_monthly",
    }
)


class ArCreditReview(models.Model):
    """A dated judgement of one customer: draft → proposed → approved / refused.

    The facts are collected by themselves when the review is made; what is suggested from
    them is in ``ar_credit_review_figures.py``. Once approved, the review is a document.
    """

    _name = "ar.credit.review"
    _description = "Credit Review"
    _inherit = ["ar.credit.four_eyes", "ar.job.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _writable = {
        # The customer may be named instead of its account.
        NEW: ("profile_id", "partner_id", "company_id"),
        "draft": (*DECISION, "reason", "offer_ids"),
    }
    _transitions = {
        "proposed": ("draft",),
        "draft": ("proposed",),
        "approved": ("proposed",),
        "refused": ("draft", "proposed"),
    }
    _deciding = DECISION

    name = fields.Char(
        string="Number", readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True, copy=False, default=lambda self: self.env.company._ar_today())
    kind = fields.Selection(
        [
            ("manual", "By hand"),
            ("due", "Periodic"),
            ("worsening", "Payment behaviour"),
            ("event", "Event"),
            ("application", "Application"),
        ],
        string="Opened By",
        default="manual",
        required=True,
        readonly=True,
    )
    reason = fields.Char(string="Why This Review", help="What made this review necessary.")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("proposed", "Proposed"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    author_id = fields.Many2one(
        "res.users", string="Proposed By", readonly=True, copy=False, tracking=True
    )
    approver_id = fields.Many2one(
        "res.users", string="Decided By", readonly=True, copy=False, tracking=True
    )
    decision_date = fields.Date(readonly=True, copy=False)
    refusal = fields.Char(string="Why Refused", readonly=True, copy=False)
    line_ids = fields.One2many("ar.credit.review.line", "review_id", string="Factors")
    judgement = fields.Text(
        help="In words: what speaks for and against this customer, and why the decision is what "
        "it is."
    )
    offer_ids = fields.One2many("ar.credit.review.offer", "review_id", string="Negotiation")
    score = fields.Float(
        compute="_compute_score",
        store=True,
        digits=(5, 2),
        tracking=True,
        aggregator="avg",
        help="0 (worst) to 100 (best).",
    )
    scored = fields.Boolean(
        compute="_compute_score", store=True, help="At least one factor has data."
    )
    only_ledger = fields.Boolean(
        string="Payment Behaviour Alone", compute="_compute_score", store=True
    )
    coverage = fields.Float(
        string="Known",
        compute="_compute_score",
        store=True,
        aggregator="avg",
        help="Share of the scorecard's weights that there is data for.",
    )
    missing = fields.Char(
        string="Missing Factors",
        compute="_compute_missing",
        help="Dropped out of the score; the others were scaled up.",
    )
    suggested_rating_id = fields.Many2one(
        "ar.credit.rating",
        string="Suggested Grade",
        compute="_compute_suggested_rating_id",
        store=True,
    )
    rating_id = fields.Many2one(
        "ar.credit.rating",
        string="Grade",
        compute="_compute_rating_id",
        store=True,
        readonly=False,
        ondelete="set null",
        tracking=True,
        domain="[('id', 'in', allowed_rating_ids)]",
    )
    allowed_rating_ids = fields.Many2many("ar.credit.rating", compute="_compute_allowed_rating_ids")
    rating_reason = fields.Char(string="Why This Grade", compute="_compute_rating_reason")
    limit_amount = fields.Monetary(
        string="Credit Limit",
        compute="_compute_limit_amount",
        store=True,
        readonly=False,
        tracking=True,
    )
    suggested_term_id = fields.Many2one(
        "account.payment.term",
        string="Suggested Terms",
        compute="_compute_suggested_term_id",
        store=True,
    )
    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment Terms",
        compute="_compute_payment_term_id",
        store=True,
        readonly=False,
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', 'in', (False, company_id))]",
    )
    term_reason = fields.Char(string="Why These Terms", compute="_compute_term_reason")
    next_review_date = fields.Date(
        string="Next Review",
        compute="_compute_next_review_date",
        store=True,
        readonly=False,
        tracking=True,
    )
    warning = fields.Text(compute="_compute_warning", help="What the approver should know.")
    monthly_sales = fields.Monetary(
        readonly=True, help="Mean of the last twelve months, from our own invoices."
    )
    expected_monthly = fields.Monetary(
        string="Expected Monthly Sales",
        help="What the customer is expected to buy in a month, where that differs from the past. "
        "Empty: the mean of the last twelve months.",
    )
    terms_days = fields.Float(
        string="Present Terms (Days)",
        readonly=True,
        digits=(16, 1),
        help="Mean days from invoice to due date.",
    )
    mean_delay = fields.Float(
        string="Mean Delay (Days)",
        readonly=True,
        digits=(16, 1),
        help="Mean days beyond terms, weighted by amount; negative: paid early.",
    )
    net_worth = fields.Monetary(
        readonly=True, help="Equity of the last financial statement, in company currency."
    )
    net_worth_known = fields.Boolean(readonly=True)
    insured_amount = fields.Monetary(string="Insured", readonly=True)
    suggested_limit = fields.Monetary(compute="_compute_suggested_limit", store=True)
    limit_reason = fields.Text(
        string="Why This Limit", compute="_compute_suggested_limit", store=True
    )

    _open_uniq = models.UniqueIndex(
        "(profile_id) WHERE state IN ('draft', 'proposed')",
        "There is an open credit review of this customer already; go on with that one.",
    )
    _limit_positive = models.Constraint(
        "CHECK (limit_amount >= 0)", "A credit limit cannot be negative. Enter 0 for no credit."
    )

    @api.constrains("profile_id")
    def _check_customer(self):
        for review in self:
            partner = review.partner_id.sudo()
            only_supplier = partner.supplier_rank > 0 and not partner.customer_rank
            if only_supplier and not review._has_receivables():
                raise ValidationError(
                    self.env._(
                        "%s is a supplier and was never invoiced, so there is no credit to "
                        "review. Review a customer, or create the first quotation or invoice "
                        "before.",
                        partner.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        """Number the reviews and collect the facts about their customers."""
        # EXTENDS the guard.
        # The index of open reviews has to know what was decided a moment ago.
        self.flush_model(["state"])
        reviews = super().create(vals_list)
        reviews._collect_facts()
        return reviews

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: account, number and day.
        new, done = self.env._("New"), []
        for vals in super()._complete(vals_list):
            vals = dict(vals)
            if "profile_id" not in vals and vals.get("partner_id"):
                vals["profile_id"] = self._profile_of(vals).id
            vals.pop("partner_id", None)
            vals.pop("company_id", None)
            profile = self.env["ar.profile"].sudo().browse(vals.get("profile_id"))
            if vals.get("name", new) == new and profile:
                vals["name"] = profile.company_id._ar_number("ar.credit.review") or new
            if profile and "date" not in vals:
                vals["date"] = profile.company_id._ar_today()
            done.append(vals)
        return done

    @api.model
    def _profile_of(self, vals):
        """The account that a review of a partner belongs to."""
        partner = self.env["res.partner"].browse(vals["partner_id"])
        company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
        return self.env["ar.profile"].get_or_create(partner, company)

    def _get_way_out(self):
        # EXTENDS the guard
        if self and self.sudo().state != "draft":
            return self.env._(
                "The credit review was proposed and stands as it is. Set it back to draft to "
                "change it, or make a new review once it is decided."
            )
        return self.env._("Use its buttons to collect facts, propose, approve or refuse.")

    def _get_credit_given(self):
        # EXTENDS 'ar.credit.four_eyes'
        return self.limit_amount

    @api.ondelete(at_uninstall=False)
    def _unlink_except_decided(self):
        for review in self:
            if review.state != "draft":
                raise UserError(
                    self.env._(
                        "The credit review %s is part of the customer's file and cannot be "
                        "deleted. Refuse it instead.",
                        review.name,
                    )
                )

    # -- the gate ----------------------------------------------------------------------

    def action_propose(self):
        """Hand the review over to a credit approver."""
        for review in self.filtered(lambda review: review.state == "draft"):
            review._check_can_propose()
            review._move_to("proposed", author_id=self.env.uid)
            review._close_activities()
            review._ask_approver()
        return True

    def action_draft(self):
        """Take a proposal back, to change it."""
        moved = self._move_to("draft", author_id=False)
        moved._close_activities()
        return True

    def action_approve(self):
        """Approve the proposal and write what follows from it to the customer."""
        for review in self.filtered(lambda review: review.state != "approved"):
            review._check_can_approve()
            today = review.company_id._ar_today()
            moved = review._move_to("approved", approver_id=self.env.uid, decision_date=today)
            moved._apply()
            moved._close_activities()
            moved._tell_author()
        return True

    def action_refuse(self):
        """Open the dialog that asks for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Refuse the Review"),
            "res_model": "ar.credit.review.refuse",
            "view_mode": "form",
            "target": "new",
            "context": {"default_review_id": self.id},
        }

    def _set_refused(self, reason):
        """Decide against; the customer's grade, limit and terms stay as they are."""
        for review in self:
            moved = review._move_to(
                "refused",
                refusal=reason,
                approver_id=self.env.uid,
                decision_date=review.company_id._ar_today(),
            )
            moved._reset_behaviour_base()
            moved._close_activities()
            moved._tell_author()
        return self

    def _get_authors(self):
        # EXTENDS 'ar.credit.four_eyes': and who proposed it.
        return super()._get_authors() | self.sudo().author_id
