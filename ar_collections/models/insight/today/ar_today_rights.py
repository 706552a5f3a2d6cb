"""What waits for somebody who may decide. It is told to who may, of all customers: whose customer
it is says nothing about who decides."""

from odoo import api, models
from odoo.fields import Domain

from ...base.res_company import MANAGER
from ...credit.limit.ar_credit_four_eyes import APPROVERS
from .ar_today import APPROVAL, Found, Tile


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS the page
        return [
            *super()._get_tiles(),
            *self._get_credit_decisions(),
            *self._get_agreement_decisions(),
            *self._get_claim_decisions(),
        ]

    # -- credit ------------------------------------------------------------------------

    @api.model
    def _get_credit_decisions(self):
        return [
            Tile(
                "releases",
                APPROVAL,
                "fa-unlock-alt",
                self.env._("Documents to Release"),
                self.env._("No order or invoice waits that the credit check has stopped."),
                APPROVERS,
            ),
            Tile(
                "reviews",
                APPROVAL,
                "fa-star-half-o",
                self.env._("Credit Reviews"),
                self.env._("No review of a customer's credit is proposed."),
                APPROVERS,
            ),
            Tile(
                "limits",
                APPROVAL,
                "fa-tachometer",
                self.env._("Credit Limits"),
                self.env._("No limit waits for a second person."),
                APPROVERS,
            ),
            Tile(
                "securities",
                APPROVAL,
                "fa-shield",
                self.env._("Deposits and Guarantees"),
                self.env._("No security waits for a second person."),
                APPROVERS,
            ),
        ]

    @api.model
    def _find_releases(self, scope):
        asked = Domain("state", "=", "requested")
        return Found("ar.credit.release", asked, "ar_collections.ar_credit_release_action")

    @api.model
    def _find_reviews(self, scope):
        asked = Domain("state", "=", "proposed")
        return Found("ar.credit.review", asked, "ar_collections.ar_credit_review_action")

    @api.model
    def _find_limits(self, scope):
        asked = Domain("state", "=", "waiting")
        return Found("ar.credit.limit", asked, "ar_collections.ar_credit_limit_action")

    @api.model
    def _find_securities(self, scope):
        asked = Domain("state", "=", "waiting")
        return Found("ar.credit.security", asked, "ar_collections.ar_credit_security_action")

    # -- reminders and agreements ------------------------------------------------------

    @api.model
    def _get_agreement_decisions(self):
        return [
            *self._get_notice_tiles(),
            Tile(
                "plans",
                APPROVAL,
                "fa-calendar-check-o",
                self.env._("Payment Plans"),
                self.env._("No payment plan waits for a second person."),
                APPROVERS,
            ),
            Tile(
                "deferrals",
                APPROVAL,
                "fa-calendar-plus-o",
                self.env._("Deferrals"),
                self.env._("Nobody has asked for more time for a customer."),
                MANAGER,
            ),
            Tile(
                "waivers",
                APPROVAL,
                "fa-scissors",
                self.env._("Waivers of Charges"),
                self.env._("No waiver of interest or fees waits for a second person."),
                APPROVERS,
            ),
        ]

    @api.model
    def _get_notice_tiles(self):
        """A manager decides; where the company wants it, whoever is the salesperson, too."""
        approvers = self.env["ar.dunning.notice"]._get_approvers_companies()
        return [
            Tile(
                "notices_to_approve",
                APPROVAL,
                "fa-key",
                self.env._("Reminders to Approve"),
                self.env._("No reminder waits for your approval."),
                "" if approvers else MANAGER,
            )
        ]

    @api.model
    def _find_notices_to_approve(self, scope):
        asked = self.env["ar.dunning.notice"]._get_own_approval_domain()
        return Found("ar.dunning.notice", asked, "ar_collections.ar_dunning_notice_action")

    @api.model
    def _find_plans(self, scope):
        asked = Domain("approval_asked", "=", True) & Domain("state", "=", "draft")
        return Found("ar.plan", asked, "ar_collections.ar_plan_action")

    @api.model
    def _find_deferrals(self, scope):
        asked = Domain("state", "=", "requested")
        return Found("ar.deferral", asked, "ar_collections.ar_deferral_action")

    @api.model
    def _find_waivers(self, scope):
        asked = Domain("state", "=", "waiting")
        action = "ar_collections.ar_charge_waiver_action"
        return Found("ar.charge.waiver", asked, action, partner="profile_id.partner_id")

    # -- cases and what nobody will pay ------------------------------------------------

    @api.model
    def _get_claim_decisions(self):
        return [
            Tile(
                "handovers",
                APPROVAL,
                "fa-gavel",
                self.env._("Cases to Hand Over"),
                self.env._("No case waits to be handed over."),
                MANAGER,
            ),
            Tile(
                "writeoffs",
                APPROVAL,
                "fa-eraser",
                self.env._("Write-Offs"),
                self.env._("Nobody has asked to write something off."),
                MANAGER,
            ),
        ]

    @api.model
    def _find_handovers(self, scope):
        asked = Domain("state", "=", "waiting")
        return Found("ar.case", asked, "ar_collections.ar_case_action")

    @api.model
    def _find_writeoffs(self, scope):
        asked = Domain("state", "=", "requested")
        return Found("ar.writeoff", asked, "ar_collections.ar_writeoff_action")
