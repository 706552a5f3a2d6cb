"""Who may take a step with a review, what an approved one writes to the customer, and whom it
tells."""

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ....tools.credit import scoring
from ..limit.ar_credit_four_eyes import APPROVERS


class ArCreditReview(models.Model):
    _inherit = "ar.credit.review"

    def _keeps(self, attachments):
        # EXTENDS the guard: what the customer sent with the application that opened the review.
        applications = self.env["ar.credit.application"].sudo()
        return attachments & applications.search([("review_id", "in", self.ids)]).attachment_ids

    def _apply(self):
        """Write the decision to the customers; what is pinned by hand stays."""
        for review in self:
            profile = review.profile_id.sudo()
            profile.write(review._prepare_profile_values(profile))
            review._apply_terms(profile)
            if not profile.limit_pinned:
                review._apply_limit(profile)
            profile.message_post(body=review._say_result(profile))

    def _prepare_profile_values(self, profile):
        self.ensure_one()
        before = profile.score if profile.review_date and profile.score else None
        now = self.score if self.scored else None
        points = self.company_id.ar_credit_worsening_points
        moved = scoring.trend(before, now, points) or False
        values = {
            "rating_id": self.rating_id.id,
            "score": self.score,
            "review_trend": moved,
            "trend": moved,
            "review_date": self.decision_date,
            "next_review_date": self.next_review_date,
            "behaviour_base": profile.behaviour_score,
            "behaviour_base_known": profile.behaviour_known,
        }
        if not profile.grace_pinned:
            values["grace_days"] = self.rating_id.grace_days
        return values

    def _apply_terms(self, profile):
        """The payment terms of the customer in the review's company."""
        partner = profile.partner_id.with_company(self.company_id)
        if self.payment_term_id and not profile.term_pinned and not self._get_contract(profile):
            partner.property_payment_term_id = self.payment_term_id

    def _get_contract(self, profile):
        """What was signed with the customer, in force today, that says other terms of payment;
        the room contract knows."""
        return

    def _apply_limit(self, profile):
        """Grant the approved limit."""
        self.env["ar.credit.limit"].sudo()._set_permanent(
            profile,
            self.limit_amount,
            self.decision_date,
            self.env._("Credit review %s", self.name),
            review_id=self.id,
        )

    def _reset_behaviour_base(self):
        """Somebody has looked: behaviour is measured from here on."""
        for profile in self.profile_id.sudo():
            profile.write(
                {
                    "behaviour_base": profile.behaviour_score,
                    "behaviour_base_known": profile.behaviour_known,
                }
            )

    def _say_result(self, profile):
        """The decision in one message for the customer's chatter."""
        review = self.with_context(lang=None)
        pinned = [
            name
            for pin, name in (
                (profile.term_pinned, self.env._("terms")),
                (profile.limit_pinned, self.env._("limit")),
                (profile.grace_pinned, self.env._("grace days")),
            )
            if pin
        ]
        text = self.env._(
            "Credit review %(review)s approved by %(user)s: grade %(grade)s, limit %(limit)s, "
            "terms %(terms)s, next review %(next)s.",
            review=review.name,
            user=self.env.user.name,
            grade=self.rating_id.code,
            limit=self._money(self.limit_amount),
            terms=self.payment_term_id.name or "–",
            next=format_date(self.env, self.next_review_date) or "–",
        )
        if pinned:
            text += " " + self.env._("Pinned by hand and left alone: %s.", ", ".join(pinned))
        contract = self.payment_term_id and self._get_contract(profile)
        if contract and not profile.term_pinned:
            text += " " + self.env._(
                "The terms stay those of the contract %s; amend it to change them.",
                contract.display_name,
            )
        return text

    # -- tasks -------------------------------------------------------------------------

    def _schedule(self, user, summary):
        for company, reviews in self.sudo().grouped("company_id").items():
            reviews.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=company._ar_today(),
                summary=summary,
                user_id=user.id,
            )

    def _ask_collector(self):
        """A task for who answers for each customer: work on this review."""
        by_user = self.sudo().grouped(lambda review: review.profile_id._get_collector())
        for user, reviews in by_user.items():
            reviews._schedule(user, self.env._("Work on the credit review"))

    def _ask_approver(self):
        """A task for the approver of the company, or one who did not write the review."""
        self.ensure_one()
        user = self.company_id._ar_get_credit_approver(self._get_authors())
        if user:
            self._schedule(user, self.env._("Decide about the credit review"))

    def _close_activities(self):
        """The task is done by whoever took the step."""
        self.sudo().activity_feedback(["mail.mail_activity_data_todo"])

    def _tell_author(self):
        """Tell who proposed the review what became of it."""
        for review in self:
            author = review.author_id
            if not author or author == self.env.user:
                continue
            if review.state == "approved":
                body = self.env._("The credit review %s was approved.", review.name)
            else:
                body = self.env._(
                    "The credit review %(review)s was refused: %(reason)s",
                    review=review.name,
                    reason=review.refusal,
                )
            review.sudo().message_post(body=body, partner_ids=author.partner_id.ids)

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
