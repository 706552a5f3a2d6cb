"""What the customer accepted, on the page of the message or on paper: kept, and sealed."""

from odoo import models
from odoo.exceptions import UserError


class ArPlan(models.Model):
    _inherit = "ar.plan"

    def _is_acceptable(self):
        # EXTENDS what is accepted: proposed, or agreed upon by word.
        return self.state in ("proposed", "active") and not self.accepted_at

    def _find_change(self):
        # EXTENDS what is accepted: what is active stands, whatever was paid since.
        return self._find_problem() if self.state == "proposed" else ""

    def _tell_changed(self, words):
        # EXTENDS what is accepted
        self._give_task(self.env._("Payment plan to be made anew: %s", self.name), words)
        return self._get_changed_words()

    def _write_accepted(self, values, files):
        # EXTENDS what is accepted: with the signed paper.
        super()._write_accepted({"acknowledged_on": self.company_id._ar_today(), **values}, files)
        self.paper_ids = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": content,
                    "mimetype": mimetype,
                    "res_model": self._name,
                    "res_id": self.id,
                    "company_id": self.company_id.id,
                }
                for name, content, mimetype in files
            ]
        )
        # The link in it is used up.
        self.attachment_id._ar_of(self)._ar_give_free()

    def _on_accepted(self):
        # EXTENDS what is accepted: a proposal becomes active by it.
        self._log(
            self.env._(
                "%(who)s accepted the payment plan %(plan)s.", who=self.accepted_by, plan=self.name
            )
        )
        if self.state == "proposed":
            self._activate()

    def action_record_paper(self):
        """Record the paper that the customer has signed."""
        self.ensure_one()
        self.check_access("write")
        if not self._is_acceptable():
            raise UserError(
                self.env._("%s has been accepted or taken back already.", self.display_name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signed Paper"),
            "res_model": "ar.plan.sign",
            "view_mode": "form",
            "target": "new",
            "context": {"default_plan_id": self.id},
        }

    # -- the seal ----------------------------------------------------------------------

    def _get_facts(self):
        # EXTENDS the seal
        self.ensure_one()
        one = self._as_evidence()
        currency = one.currency_id
        return {
            **one._get_accepted_facts(),
            "number": one.name or "",
            "company_id": one.company_id.id,
            "currency": currency.name,
            "amount": one._write_amount(one.amount, currency),
            "interest": one._write_amount(one.interest_amount, currency),
            "waived": one._write_amount(one.waived_amount, currency),
            "tolerance_days": one.tolerance_days,
            "terms": one.terms or "",
            "installments": [
                {"date": str(row.date), "amount": one._write_amount(row.amount, currency)}
                for row in one._get_rows()
            ],
            "acknowledged_on": str(one.acknowledged_on or ""),
            "recorded_by_id": one.recorded_by_id.id or 0,
            "pdf": one._name_files(one._get_letter()),
            "papers": one._name_files(one.paper_ids),
        }

    def _get_fact_labels(self):
        # EXTENDS the seal
        return {
            **super()._get_fact_labels(),
            **self._name_facts(
                {
                    "number": "name",
                    "company_id": "company_id",
                    "currency": "currency_id",
                    "amount": "amount",
                    "interest": "interest_amount",
                    "waived": "waived_amount",
                    "tolerance_days": "tolerance_days",
                    "terms": "terms",
                    "installments": "installment_ids",
                    "acknowledged_on": "acknowledged_on",
                    "recorded_by_id": "recorded_by_id",
                    "pdf": "attachment_id",
                    "papers": "paper_ids",
                }
            ),
        }
