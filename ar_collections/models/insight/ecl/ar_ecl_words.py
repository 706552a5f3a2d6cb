"""What an auditor would ask about the rates, said before."""

from odoo import models

PERCENT = 100.0


class ArEcl(models.Model):
    _inherit = "ar.ecl"

    def _say_warnings(self):
        """Sentences, one a line, in the language of who computes; empty if all is well."""
        return "\n".join(
            filter(
                None,
                (
                    self._say_no_history(),
                    self._say_few_months(),
                    self._say_still_open(),
                    self._say_no_grade(),
                    self._say_losses_apart(),
                ),
            )
        )

    def _say_no_history(self):
        lines = self.line_ids.filtered(
            lambda line: line.rate_source == "none" and not line.currency_id.is_zero(line.balance)
        )
        return lines and self.env._(
            "Nothing is known of %(amount)s: of the months that make the rates, nothing that got "
            "as old has been paid or lost. It counts as no loss. Give these buckets an overlay "
            "with its source, or assess the items apart.",
            amount=self.currency_id.format(sum(lines.mapped("balance"))),
        )

    def _say_few_months(self):
        found = len(self.cohort_ids)
        return found < self.cohort_months and self.env._(
            "The rates are made of %(found)s of %(months)s months: in the others nothing was "
            "billed, or to secured customers alone.",
            found=found,
            months=self.cohort_months,
        )

    def _say_still_open(self):
        left = sum(self.cohort_ids.mapped("left_open"))
        billed = sum(self.cohort_ids.mapped("billed"))
        return not self.currency_id.is_zero(left) and self.env._(
            "%(amount)s (%(share).1f %%) of what was billed in these months is still open. It is "
            "expected to be lost as others that got as old; what is older than all that has ended "
            "makes no rates. Follow the months longer, or write off what is lost.",
            amount=self.currency_id.format(left),
            share=PERCENT * left / billed,
        )

    def _say_no_grade(self):
        if self.group_by != "grade":
            return False
        lines = self.line_ids.filtered(lambda line: not line.group_key)
        amount = sum(lines.mapped("reached")[:1]) + sum(lines.mapped("balance"))
        return not self.currency_id.is_zero(amount) and self.env._(
            "Grades are those in force when it was invoiced. %(reached)s of the months of billing, "
            "and %(balance)s of the balance, had none then.",
            reached=self.currency_id.format(sum(lines.mapped("reached")[:1])),
            balance=self.currency_id.format(sum(lines.mapped("balance"))),
        )

    def _say_losses_apart(self):
        if not self.company_id._ar_get_loss_accounts():
            return self.env._(
                "%s has no account of losses: only write-offs are seen. An accountant chooses it "
                "in the settings of Collections.",
                self.company_id.name,
            )
        return not self.currency_id.is_zero(self.loss_difference) and self.env._(
            "The accounts of losses differ by %(amount)s from what was written off or matched with "
            "invoices. Open “Not Explained”, match what is there with the invoices, or choose the "
            "accounts of losses in the settings.",
            amount=self.currency_id.format(self.loss_difference),
        )
