"""Contracts, limits, securities and credit holds of the demo company."""

from odoo import Command, models

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

    # -- releases ----------------------------------------------------------------------

    def _do_ask_release(self, told, key, amount, reason):
        """Draft an invoice for a customer on credit hold, and ask for its release."""
        seller = self.env.user
        move = (
            self.sudo()
            .env["account.move"]
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": told.partners[key].id,
                    "invoice_user_id": seller.id,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Stackable chairs", "price_unit": amount, "tax_ids": []}
                        )
                    ],
                }
            )
        )
        self.env["ar.credit.release.ask"].create(
            {"res_model": move._name, "res_id": move.id, "reason": reason}
        ).action_ask()
        told.names["release", key] = self.env["ar.credit.release"].search(
            [("res_model", "=", move._name), ("res_id", "=", move.id)]
        )

    def _do_decide_release(self, told, key, decision, reason):
        release = told.names["release", key]
        self.env["ar.credit.release.decide"].create(
            {"release_id": release.id, "decision": decision, "reason": reason}
        ).action_decide()
