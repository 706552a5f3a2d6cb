"""Contracts, limits, securities and credit holds of the demo company."""

from odoo import models

from .credit_tables import CONTRACTS, INSURER, LIMITS, SECURITIES


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _get_term(self, days):
        return self.env.ref(f"account.account_payment_term_{days}days").id

    def _do_contract(self, told, key):
        """Write a contract, and ask for its approval."""
        one = CONTRACTS[key]
        values = dict(one.values)
        if "acceptance_proof" in values:
            values["accepted_on"] = told.day(one.start - 10)
        contract = self.env["ar.credit.contract"].create(
            {
                "profile_id": self._get_profile(told, key).id,
                "subject": one.subject,
                "date_from": told.day(one.start),
                "date_to": one.end is not None and told.day(one.end),
                "payment_term_id": self._get_term(one.term),
                "user_id": self.env.uid,
                **values,
            }
        )
        contract.action_ask_approval()
        told.names["contract", key] = contract

    def _do_approve_contract(self, told, key):
        told.names["contract", key].with_env(self.env).action_approve()

    def _do_amend(self, told, key):
        """Write an amendment, and let the manager approve it."""
        start, days, amount, reason = CONTRACTS[key].amendment
        contract = told.names["contract", key].with_env(self.env)
        amendment = contract.amendment_ids.create(
            {
                "contract_id": contract.id,
                "date": told.day(start),
                "reason": reason,
                "payment_term_id": self._get_term(days),
                "credit_amount": amount,
                "accepted_on": told.day(start - 5),
                "acceptance_proof": "signature",
            }
        )
        amendment.with_user(told.users["manager"]).action_approve()

    def _do_limit(self, told, key):
        """A limit that no review has granted: temporary, or insured."""
        insurer = self.sudo()._make(
            "res.partner", {"insurer": {"name": INSURER, "is_company": True}}
        )["insurer"]
        insured = {"insurer_id": insurer.id, "policy_number": "P-1001"}
        kind, amount, start, end, reason = LIMITS[key]
        self.env["ar.credit.limit"].create(
            {
                "profile_id": self._get_profile(told, key).id,
                "kind": kind,
                "amount": amount,
                "date_from": told.day(start),
                "date_to": told.day(end),
                "reason": reason,
                **(insured if kind == "insured" else {}),
            }
        )

    def _do_security(self, told, key):
        kind, reference, amount, start, end = SECURITIES[key]
        self.env["ar.credit.security"].create(
            {
                "profile_id": self._get_profile(told, key).id,
                "kind": kind,
                "reference": reference,
                "amount": amount,
                "date_from": told.day(start),
                "date_to": told.day(end),
            }
        )

    def _do_stop_credit(self, told, key, reason):
        """Hold new orders by hand."""
        self.env["ar.credit.hold"].create(
            {
                "profile_id": self._get_profile(told, key).id,
                "date_from": told.company._ar_today(),
                "reason": reason,
            }
        )
