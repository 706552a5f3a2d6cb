"""Credit reviews: what was found out about a customer, and what was decided."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ....tools.credit import scoring
from ...base.ar_guard_mixin import NEW
from ..limit.ar_credit_four_eyes import APPROVERS

# What is decided; who writes one of these is an author.
DECISION = frozenset(
    {
        "rating_id", "limit_amount", "payment_term_id", "next_review_date", "judgement", "date",
        "line_ids", "expected_monthly",
    }
)  # fmt: skip


class ArCreditReview(models.Model):
    """A dated judgement of one customer: draft → proposed → approved / refused.

    The facts are collected by themselves when the review is made; what is suggested from
    them is in ``ar_credit_review_suggest.py``. Once approved, the review is a document.
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

    _open_uniq = models.UniqueIndex(
        "(profile_id) WHERE state IN ('draft', 'proposed')",
        "There is an open credit review of this customer already; go on with that one.",
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

    def _has_receivables(self):
        """Whether the customer has a profile because of a receivable, not of this review."""
        lines = self.env["account.move.line"].sudo()
        return bool(
            lines.search_count(
                [
                    ("partner_id.commercial_partner_id", "=", self.partner_id.id),
                    ("company_id", "=", self.company_id.id),
                    ("account_type", "=", "asset_receivable"),
                ],
                limit=1,
            )
        )

    @api.model_create_multi
    def create(self, vals_list):
        """Number the reviews and collect the facts about their customers."""
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
                sequence = self.env["ir.sequence"].with_company(profile.company_id)
                vals["name"] = sequence.next_by_code("ar.credit.review") or new
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

    # -- the gate -----------------------------------------------------------------------

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

    def _check_can_propose(self):
        """Refuse a proposal that stands on nothing."""
        self.ensure_one()
        self.check_access("write")
        if not self.rating_id:
            raise UserError(
                self.env._(
                    "The credit review %s has no grade. Choose one, or enter figures that the "
                    "scorecard can work with.",
                    self.name,
                )
            )
        if self.only_ledger:
            raise UserError(
                self.env._(
                    "Only the payment behaviour of %s is known, and some firms pay on time until "
                    "they fail. Enter a financial statement, an agency rating or answer a "
                    "qualitative factor before you propose a grade.",
                    self.partner_id.display_name,
                )
            )
        if not self.scored and not (self.judgement or "").strip():
            raise UserError(
                self.env._(
                    "Nothing is known of %s. Write down in the judgement why you propose this "
                    "grade.",
                    self.partner_id.display_name,
                )
            )

    def _check_can_approve(self):
        """Refuse who may not approve, and what was not proposed."""
        self.ensure_one()
        self._check_approver()
        if self.state != "proposed":
            raise UserError(
                self.env._(
                    "The credit review %s is not proposed, so there is nothing to approve. "
                    "Propose it first.",
                    self.name,
                )
            )
        if self._is_own_and_high():
            raise UserError(
                self.env._(
                    "You wrote the credit review %(review)s, and its limit is above "
                    "%(threshold)s: another credit approver has to approve it.",
                    review=self.name,
                    threshold=self._say_four_eyes_amount(),
                )
            )

    def _check_approver(self):
        if not self.env.user.has_group(APPROVERS):
            raise AccessError(
                self.env._(
                    "Credit reviews are decided by credit approvers. Ask one of them, or the "
                    "administrator to make you one."
                )
            )

    def _get_authors(self):
        # EXTENDS 'ar.credit.four_eyes': and who proposed it.
        return super()._get_authors() | self.sudo().author_id

    # -- screen ---------------------------------------------------------------------------

    def action_collect(self):
        """Look again: the facts as of today, answers to qualitative factors kept."""
        for review in self:
            if review.state != "draft":
                raise UserError(
                    self.env._(
                        "The facts of the credit review %s stand as they were when it was "
                        "proposed. Set it back to draft to collect them again.",
                        review.name,
                    )
                )
        self.check_access("write")
        # The day of the facts: nobody decides anything by looking again.
        for review in self.sudo():
            review.date = review.company_id._ar_today()
        self._collect_facts()
        return True

    def action_view_profile(self):
        """Open the customer's account."""
        self.ensure_one()
        return self.profile_id._get_records_action()

    def _default_next_review(self):
        """The day of the next review by the cadence of the grade."""
        self.ensure_one()
        return scoring.next_review(self.date, self.rating_id.review_months)
