"""The customer's grade, and what followed from it."""

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...base.ar_guard_mixin import ANY
from ...base.notify import notify
from ..limit.ar_credit_four_eyes import APPROVERS

OPEN_STATES = ("draft", "proposed")
# What a credit approver decides about a customer, beside reviews.
DECIDED = ("term_pinned", "limit_pinned", "grace_pinned", "grace_days", "next_review_date")
TRENDS = [("up", "Improving"), ("stable", "Stable"), ("down", "Worsening")]


class ArProfile(models.Model):
    _inherit = "ar.profile"
    # Grade, score and behaviour are nobody's: reviews and the night write them.
    _writable = {ANY: (*DECIDED, "financials_ids", "agency_rating_ids")}
    _writable_by = dict.fromkeys(DECIDED, APPROVERS)

    rating_id = fields.Many2one(
        "ar.credit.rating",
        string="Grade",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        tracking=True,
        help="From the last approved credit review.",
    )
    score = fields.Float(
        readonly=True, digits=(5, 2), help="From the last approved credit review, 0 to 100."
    )
    trend = fields.Selection(
        TRENDS,
        readonly=True,
        help="Payment behaviour since the last review; where that is stable, the last review "
        "against the one before.",
    )
    review_trend = fields.Selection(
        TRENDS, readonly=True, help="The last review against the one before."
    )
    review_date = fields.Date(string="Last Review", readonly=True)
    next_review_date = fields.Date(
        string="Next Review",
        index="btree_not_null",
        tracking=True,
        help="A review is opened on this day. Empty: no periodic review.",
    )
    review_ids = fields.One2many("ar.credit.review", "profile_id", string="Credit Reviews")
    review_count = fields.Integer(compute="_compute_review_count")

    behaviour_score = fields.Float(
        string="Payment Behaviour",
        readonly=True,
        digits=(5, 2),
        help="The score of what our own ledger says alone, as of last night.",
    )
    behaviour_known = fields.Boolean(readonly=True)
    behaviour_date = fields.Date(string="Behaviour Since", readonly=True)
    behaviour_base = fields.Float(string="Behaviour at Last Review", readonly=True, digits=(5, 2))
    behaviour_base_known = fields.Boolean(readonly=True)

    term_pinned = fields.Boolean(
        string="Terms Pinned",
        tracking=True,
        help="The payment terms of this customer are set by hand: reviews leave them alone.",
    )
    limit_pinned = fields.Boolean(
        tracking=True,
        help="The credit limit of this customer is set by hand: reviews leave it alone.",
    )
    grace_pinned = fields.Boolean(
        tracking=True,
        help="The grace days of this customer are set by hand: reviews leave them alone.",
    )
    grace_days = fields.Integer(
        tracking=True, help="Days that this customer may be late, on top of the dunning policy's."
    )
    payment_term_id = fields.Many2one(
        "account.payment.term", string="Payment Terms", compute="_compute_payment_term_id"
    )

    financials_ids = fields.One2many(
        "ar.credit.financials", "profile_id", string="Financial Statements"
    )
    agency_rating_ids = fields.One2many(
        "ar.credit.agency.rating", "profile_id", string="Agency Ratings"
    )
    stale_figures = fields.Char(
        compute="_compute_stale_figures",
        search="_search_stale_figures",
        help="Which figures are older than the company accepts.",
    )
    agency_asked_on = fields.Date(
        string="Agencies Asked On", readonly=True, copy=False, index="btree_not_null"
    )
    has_rating_provider = fields.Boolean(compute="_compute_has_rating_provider")
    application_ids = fields.One2many(
        "ar.credit.application", "profile_id", string="Credit Applications"
    )

    _grace_positive = models.Constraint(
        "CHECK (grace_days >= 0)", "Grace days cannot be negative. Enter 0 for none."
    )

    @api.depends("review_ids")
    def _compute_review_count(self):
        counts = dict(
            self.env["ar.credit.review"]._read_group(
                [("profile_id", "in", self.ids)], ["profile_id"], ["__count"]
            )
        )
        for profile in self:
            profile.review_count = counts.get(profile, 0)

    @api.depends("partner_id", "company_id", "partner_id.property_payment_term_id")
    def _compute_payment_term_id(self):
        for company, profiles in self.grouped("company_id").items():
            for profile in profiles:
                partner = profile.partner_id.with_company(company).sudo()
                profile.payment_term_id = partner.property_payment_term_id

    @api.depends("financials_ids.date", "agency_rating_ids.date")
    def _compute_stale_figures(self):
        scorer = self.env["ar.credit.scorer"]
        statements = scorer._last_of("ar.credit.financials", self.ids)
        ratings = scorer._last_of("ar.credit.agency.rating", self.ids)
        for profile in self:
            found = (statements.get(profile.id), ratings.get(profile.id))
            profile.stale_figures = " ".join(filter(None, map(self._say_stale, found)))

    @api.model
    def _say_stale(self, record):
        """A sentence about a statement or rating that is too old; None for others."""
        if not record or not record.stale:
            return None
        if record._name == "ar.credit.financials":
            return self.env._(
                "The last financial statement is of %s.", format_date(self.env, record.date)
            )
        return self.env._("The last agency rating is of %s.", format_date(self.env, record.date))

    def _search_stale_figures(self, operator, value):
        if operator != "in" or any(value):
            return NotImplemented
        # "= False": nothing is stale. Few customers have figures at all.
        known = self.search(
            Domain("financials_ids", "!=", False) | Domain("agency_rating_ids", "!=", False)
        )
        return Domain("id", "not in", known.filtered("stale_figures").ids)

    # -- what other rooms and the check ask --------------------------------------------

    def _has_approved_review(self):
        """Whether a credit review of this customer was ever approved."""
        self.ensure_one()
        return bool(self.sudo().rating_id or self.sudo().review_date)

    def _review_expired(self):
        """Whether the day of the next review has passed."""
        self.ensure_one()
        profile = self.sudo()
        return bool(
            profile.next_review_date and profile.next_review_date < profile.company_id._ar_today()
        )

    # -- reviews -----------------------------------------------------------------------

    def _open_review(self, kind, reason):
        """Open a draft review of these customers, once: who has an open one gets the reason
        on it.

        :param kind: a key of ``ar.credit.review.kind``
        :param reason: sentence, why
        :return: the reviews that were opened
        """
        profiles = self.with_user(SUPERUSER_ID)
        Review = profiles.env["ar.credit.review"]
        pending = Review.search([("profile_id", "in", profiles.ids), ("state", "in", OPEN_STATES)])
        for review in pending:
            review.message_post(body=reason)
        todo = profiles - pending.profile_id
        reviews = Review.create(
            [{"profile_id": profile.id, "kind": kind, "reason": reason} for profile in todo]
        )
        reviews._ask_collector()
        return self.env["ar.credit.review"].browse(reviews.ids)

    def action_new_review(self):
        """Open the customer's draft review, making it if there is none."""
        self.ensure_one()
        Review = self.env["ar.credit.review"]
        review = Review.search(
            [("profile_id", "=", self.id), ("state", "in", OPEN_STATES)], limit=1
        ) or Review.create({"profile_id": self.id})
        return review._get_records_action()

    def action_view_reviews(self):
        """Open all credit reviews of the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_credit_review_action"
        )
        action.update(
            domain=[("profile_id", "=", self.id)], context={"default_profile_id": self.id}
        )
        return action

    def action_load_agency_ratings(self):
        """Ask all agencies that have a provider about these customers."""
        self.check_access("write")
        loaded = self.env["ar.credit.agency.rating"]
        asked = self.env["ar.credit.agency"]
        for company, profiles in self.grouped("company_id").items():
            for agency in asked._get_providers(company):
                loaded |= agency._load_ratings(profiles)
                asked |= agency
            profiles.sudo().agency_asked_on = company._ar_today()
        if not asked:
            raise UserError(
                self.env._(
                    "No agency loads its ratings by itself. Enter them here, import a file, or "
                    "install the add-on of a provider."
                )
            )
        message = self.env._("%s new ratings were loaded.", len(loaded))
        if not loaded:
            message = self.env._("The agencies say nothing new.")
        return notify(message, "success" if loaded else "info")

    def _hand_over_settings(self, target):
        # EXTENDS 'customer': of two customers that become one, the later review counts.
        super()._hand_over_settings(target)
        mine, theirs = self.review_ids.sudo(), target.review_ids.sudo()
        if any(r.state in OPEN_STATES for r in mine) and any(
            r.state in OPEN_STATES for r in theirs
        ):
            mine.filtered(lambda r: r.state in OPEN_STATES)._set_refused(
                self.env._("The customer was merged into another, who has an open review.")
            )
        self._merge_statements(target)
        if self.review_date and (not target.review_date or target.review_date < self.review_date):
            names = (
                "score",
                "review_trend",
                "trend",
                "review_date",
                "next_review_date",
                "behaviour_base",
                "behaviour_base_known",
            )
            target.sudo().write(
                {name: self[name] for name in names}
                | {
                    "rating_id": self.rating_id.id,
                }
            )
        for pin, kept in (
            ("grace_pinned", "grace_days"),
            ("term_pinned", None),
            ("limit_pinned", None),
        ):
            if self[pin] and not target[pin]:
                target.write({pin: True, **({kept: self[kept]} if kept else {})})

    def _merge_statements(self, target):
        """Statements of the same day cannot both stay; the target's does."""
        taken = set(target.financials_ids.mapped("date"))
        self.financials_ids.filtered(lambda s: s.date in taken).sudo().unlink()

    @api.model
    def _get_credit_history(self):
        # EXTENDS the room limit
        return [
            *super()._get_credit_history(),
            "review_ids",
            "financials_ids",
            "agency_rating_ids",
            "application_ids",
        ]

    @api.depends("company_id")
    def _compute_has_rating_provider(self):
        for company, profiles in self.grouped("company_id").items():
            profiles.has_rating_provider = bool(
                company and self.env["ar.credit.agency"].sudo()._get_providers(company)
            )
