"""What is wrong with a plan, in whole sentences; what its texts say in a few words."""

from odoo import api, models
from odoo.fields import Domain

from ....tools.resolution import plan as rules
from .ar_plan import LIVING


class ArPlan(models.Model):
    _inherit = "ar.plan"

    @api.depends("name", "partner_id")
    def _compute_display_name(self):
        for plan in self:
            plan.display_name = " ".join(filter(None, (plan.name, plan.partner_id.name)))

    @api.depends_context("lang")
    @api.depends("amount_total", "installment_ids", "contact_id", "profile_id")
    def _compute_texts(self):
        persons = self._map_persons()
        for plan in self:
            plan.text_contact = persons[plan.id].name or plan.partner_id.name
            plan.text_company = plan.company_id.name
            plan.text_total = plan._format_money(plan.amount_total, plan.currency_id)
            plan.text_count = str(len(plan.installment_ids))
            first = plan.installment_ids[:1]
            plan.text_first = self.env._(
                "%(amount)s on %(day)s",
                amount=plan._format_money(first.amount, plan.currency_id),
                day=plan._format_day(first.date),
            )
            plan.text_collector = plan._get_collector().sudo().name

    # -- what the customer is told who accepts -----------------------------------------

    def _get_changed_words(self):
        return self.env._(
            "What you owe has changed since we proposed the plan. We will send you a new one."
        )

    def _get_over_words(self):
        # EXTENDS what is accepted
        return self.env._("The plan has been accepted or taken back already.")

    def _get_busy_words(self):
        # EXTENDS what is accepted
        return self.env._("Somebody else is working on the plan. Please try again in a minute.")

    # -- what is wrong with the items --------------------------------------------------

    def _find_item_problem(self):
        """A whole sentence on the first item that cannot be in this plan; '' if all can."""
        self.ensure_one()
        lines = self.move_line_ids
        named = {"plan": self.name, "customer": self.partner_id.display_name}
        for line in lines.sudo():
            own = line.partner_id.commercial_partner_id == self.partner_id
            if not own or line.company_id != self.company_id:
                return self.env._(
                    "%(item)s is not owed by %(customer)s. Choose items of this customer.",
                    item=line.display_name,
                    **named,
                )
        if len(lines.currency_id) > 1:
            return self.env._(
                "%(plan)s has items in %(currencies)s. A plan is in one currency: make one for "
                "each.",
                currencies=", ".join(lines.currency_id.mapped("name")),
                **named,
            )
        rows = self._read_open()
        for line in lines:
            if line.id not in rows or rows[line.id]["residual_currency"] <= 0:
                return self.env._(
                    "Nothing is owed of %(item)s any more, or it is no debt. Take it out of "
                    "%(plan)s; the button Recompute does so.",
                    item=line.display_name,
                    **named,
                )
        return self._find_taken()

    def _find_taken(self):
        """A sentence on an item that another plan is about; '' if there is none.

        :raise UserError: with a button to that plan, where the reader may open it
        """
        domain = Domain("move_line_ids", "in", self.move_line_ids.ids)
        domain &= Domain("state", "in", LIVING) & Domain(
            "id", "not in", (self | self.replaces_id).ids
        )
        other = self.sudo().search(domain, limit=1)
        if not other:
            return ""
        return str(self._refuse_taken(other, (other.move_line_ids & self.move_line_ids)[:1]))

    def _find_difference(self):
        """A sentence if another amount is open than the plan is over; '' if it is right."""
        rows = self._read_open()
        now = sum(rows[line.id]["residual_currency"] for line in self.move_line_ids)
        if not self.currency_id.compare_amounts(now, self.amount):
            return ""
        money = self.currency_id.format
        named = {
            "plan": self.name,
            "amount": money(self.amount),
            "now": money(now),
            "difference": money(abs(now - self.amount)),
        }
        if now < self.amount:
            return self.env._(
                "%(plan)s is over %(amount)s, and %(now)s are open now, %(difference)s less: "
                "something was paid or credited. Use the button Recompute.",
                **named,
            )
        return self.env._(
            "%(plan)s is over %(amount)s, and %(now)s are open now, %(difference)s more. Use the "
            "button Recompute.",
            **named,
        )

    # -- what is wrong with the instalments --------------------------------------------

    def _find_schedule_problem(self):
        """A whole sentence on what is wrong with the instalments; '' if nothing is."""
        self.ensure_one()
        rows = self._get_rows()
        fault = rules.find_fault(
            rows, self.amount_total, self.company_id._ar_today(), self._get_rounding()
        )
        return self._get_fault_words(fault, rows) if fault else ""

    def _get_fault_words(self, fault, rows):
        named = {"plan": self.name, "customer": self.partner_id.display_name}
        if fault.code == "none":
            return self.env._(
                "%(plan)s of %(customer)s has no instalments. Enter them, or say how many even "
                "ones there are to be.",
                **named,
            )
        if fault.code == "too_many":
            return self.env._(
                "%(plan)s of %(customer)s has %(count)s instalments. %(most)s are the most.",
                count=fault.number,
                most=rules.MOST_INSTALLMENTS,
                **named,
            )
        if fault.code == "sum":
            return self._get_sum_words(fault.amount)
        day = self._format_day(rows[fault.number - 1].date)
        words = {
            "amount": self.env._(
                "The instalment of %(day)s of %(plan)s has no amount that can be paid. Enter one "
                "above zero.",
                day=day,
                **named,
            ),
            "past": self.env._(
                "The instalment of %(day)s of %(plan)s is in the past. Choose today or a day to "
                "come.",
                day=day,
                **named,
            ),
            "order": self.env._(
                "The instalment of %(day)s of %(plan)s is not after the one before it. Put the "
                "instalments in the order of their days.",
                day=day,
                **named,
            ),
        }
        return words[fault.code]

    def _get_sum_words(self, missing):
        money = self.currency_id.format
        named = {
            "plan": self.name,
            "customer": self.partner_id.display_name,
            "sum": money(self.amount_total - missing),
            "total": money(self.amount_total),
            "difference": money(abs(missing)),
        }
        if missing > 0:
            return self.env._(
                "The instalments of %(plan)s of %(customer)s add up to %(sum)s, and the plan is "
                "over %(total)s: %(difference)s are missing. Correct an instalment.",
                **named,
            )
        return self.env._(
            "The instalments of %(plan)s of %(customer)s add up to %(sum)s, and the plan is over "
            "%(total)s: %(difference)s too much. Correct an instalment.",
            **named,
        )
