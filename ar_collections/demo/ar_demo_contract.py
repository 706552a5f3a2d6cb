"""Contracts, limits, securities and credit holds of the demo company."""

from odoo import models

from .credit_tables import CONTRACTS, CREDIT_HOLDS, INSURER, LIMITS, SECURITIES


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _create_contracts(self, company, partners, users):
        """Contracts of all states, and what the reviews have not granted."""
        builder = self.with_context(mail_activity_quick_update=True, mail_notify_force_send=False)
        for key, contract in CONTRACTS.items():
            builder._create_contract(company, partners[key], contract, users["collector"])
        builder._create_limits(company, partners)

    def _get_term(self, days):
        return self.env.ref(f"account.account_payment_term_{days}days").id

    def _get_profile(self, company, partner):
        return self.env["ar.profile"].get_or_create(partner, company)

    def _create_contract(self, company, partner, told, collector):
        """Write a contract as the collector, and approve it as the administrator."""
        values = dict(told.values)
        if "acceptance_proof" in values:
            values["accepted_on"] = self._get_day(company, told.start - 10)
        contract = (
            self.env["ar.credit.contract"]
            .with_user(collector)
            .create(
                {
                    "profile_id": self._get_profile(company, partner).id,
                    "subject": told.subject,
                    "date_from": self._get_day(company, told.start),
                    "date_to": told.end is not None and self._get_day(company, told.end),
                    "payment_term_id": self._get_term(told.term),
                    "user_id": collector.id,
                    **values,
                }
            )
        )
        if not told.approved:
            contract.action_ask_approval()
            return
        approver = self.env.ref("base.user_admin", raise_if_not_found=False) or self.env.user
        contract.with_user(approver).action_approve()
        if told.amendment:
            start, days, amount, reason = told.amendment
            amendment = contract.amendment_ids.create(
                {
                    "contract_id": contract.id,
                    "date": self._get_day(company, start),
                    "reason": reason,
                    "payment_term_id": self._get_term(days),
                    "credit_amount": amount,
                    "accepted_on": self._get_day(company, start - 5),
                    "acceptance_proof": "signature",
                }
            )
            amendment.with_user(approver).action_approve()
        # As every night.
        contract.sudo()._watch()

    def _create_limits(self, company, partners):
        """What the reviews have not granted: a temporary and an insured limit, a guarantee,
        and a hold by hand."""
        insurer = self._make("res.partner", {"insurer": {"name": INSURER, "is_company": True}})
        insured = {"insurer_id": insurer["insurer"].id, "policy_number": "P-1001"}
        self.env["ar.credit.limit"].create(
            [
                {
                    "profile_id": self._get_profile(company, partners[key]).id,
                    "kind": kind,
                    "amount": amount,
                    "date_from": self._get_day(company, start),
                    "date_to": self._get_day(company, end),
                    "reason": reason,
                    **(insured if kind == "insured" else {}),
                }
                for key, kind, amount, start, end, reason in LIMITS
            ]
        )
        self.env["ar.credit.security"].create(
            [
                {
                    "profile_id": self._get_profile(company, partners[key]).id,
                    "kind": kind,
                    "reference": reference,
                    "amount": amount,
                    "date_from": self._get_day(company, start),
                    "date_to": self._get_day(company, end),
                }
                for key, kind, reference, amount, start, end in SECURITIES
            ]
        )
        self.env["ar.credit.hold"].create(
            [
                {
                    "profile_id": self._get_profile(company, partners[key]).id,
                    "date_from": self._get_day(company, 0),
                    "reason": reason,
                }
                for key, reason in CREDIT_HOLDS
            ]
        )
