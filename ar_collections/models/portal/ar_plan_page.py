"""What a customer's pages show of a payment plan, as plain values."""

from odoo import models


class ArPlan(models.Model):
    _inherit = "ar.plan"

    def _find_agreement(self):
        # EXTENDS the message
        return self if self._is_acceptable() else None

    def _prepare_agreement_page(self):
        # EXTENDS the message
        return {
            "template": "ar_collections.portal_answer_plan",
            "title": self.env._("Payment plan %s", self.name),
            "plan": self._prepare_agreement(),
        }

    def _prepare_page(self, message=None):
        """A plan on a page, formatted, in the language of the context.

        :param message: whose link was opened; a proposal is accepted by its own link
        :return: {'id', 'title', 'number', 'rows', 'left', 'next', 'next_date', 'late', 'currency',
            'payable', 'pay_to', 'code', 'accept', 'url', 'accepted', 'active'}
        """
        self.ensure_one()
        plan = self.sudo()
        money = plan._format_money
        choice = plan.profile_id._portal_choose_instalment(plan.currency_id, plan=plan)
        bank = plan._get_company_bank(plan.currency_id)
        own = bool(message) and message._name == plan._name and message.id == plan.id
        acceptable = plan._is_acceptable()
        return {
            "id": plan.id,
            "number": plan.name,
            "title": self.env._("Payment plan %s", plan.name),
            "active": plan.state == "active",
            "currency": plan.currency_id,
            "left": money(plan.amount_left, plan.currency_id),
            "next": money(plan.next_amount, plan.currency_id),
            "next_date": plan._format_day(plan.next_date),
            "late": bool(plan.next_date) and plan.next_date < plan.company_id._ar_today(),
            "payable": bool(choice["rows"]),
            "pay": money(choice["amount"], plan.currency_id),
            "pay_to": plan._get_pay_to_words(bank, plan.name) if plan.state == "active" else "",
            "code": plan._get_payment_code(bank, plan.currency_id, plan.next_amount, plan.name)
            or "",
            "rows": plan._prepare_page_rows(),
            "accept": own and acceptable,
            "url": plan._get_answer_url() if acceptable and not own else "",
            "accepted": plan._get_accepted_words(),
        }

    def _prepare_page_rows(self):
        """The instalments of a page."""
        labels = dict(self.installment_ids._fields["state"]._description_selection(self.env))
        money = self._format_money
        return [
            {
                "number": one.number,
                "date": self._format_day(one.date),
                "amount": money(one.amount, self.currency_id),
                "paid": money(one.amount_paid, self.currency_id) if one.amount_paid else "",
                "state": labels[one.state],
                "missed": one.state == "missed",
            }
            for one in self.installment_ids
        ]
