"""What the rules of the worklist say: why a customer is in it, and what is next."""

from odoo import models
from odoo.tools import format_date


class ArWorklistRule(models.Model):
    _inherit = "ar.worklist.rule"

    def _format_amount(self, fact):
        """An amount in its own currency."""
        currency = self.env["res.currency"].sudo().browse(fact.currency)
        return currency.format(fact.amount or 0.0)

    # -- why ---------------------------------------------------------------------------

    def _say_age(self, fact, _company):
        return self.env._(
            "Overdue for %(days)s days, since %(day)s.",
            day=format_date(self.env, fact.date),
            days=fact.value,
        )

    def _say_no_contact(self, fact, _company):
        if not fact.date:
            return self.env._("Nobody has spoken with the customer yet.")
        return self.env._("No talk and no answer since %s.", format_date(self.env, fact.date))

    def _say_limit_used(self, fact, company):
        if not fact.amount:
            return self.env._("The customer has no credit, and owes.")
        return self.env._(
            "%(share)s %% of the credit limit of %(limit)s is used.",
            share=round(fact.value),
            limit=company.currency_id.format(fact.amount),
        )

    def _say_grade(self, fact, _company):
        return self.env._("Graded %(grade)s, score %(score)s.", grade=fact.words, score=fact.value)

    def _say_key_account(self, _fact, _company):
        return self.env._("A key account.")

    def _say_years(self, fact, _company):
        return self.env._("A customer for %s years.", fact.value)

    def _say_reply(self, fact, _company):
        day = format_date(self.env, fact.date)
        if fact.number > 1:
            return self.env._(
                "%(number)s replies wait to be read, since %(day)s.", number=fact.number, day=day
            )
        return self.env._("A reply waits to be read since %s.", day)

    def _say_call_due(self, fact, _company):
        day = format_date(self.env, fact.date)
        if fact.words == "visit":
            return self.env._("A visit is due since %s.", day)
        return self.env._("A call is due since %s.", day)

    def _say_limitation(self, fact, _company):
        return self.env._(
            "%(item)s lapses after %(day)s, in %(days)s days.",
            item=fact.words,
            day=format_date(self.env, fact.date),
            days=fact.value,
        )

    def _say_broken_promise(self, fact, _company):
        words = {"amount": self._format_amount(fact), "day": format_date(self.env, fact.date)}
        if fact.value > 1:
            return self.env._(
                "%(number)s promises were broken within a year, the last one of %(amount)s for "
                "%(day)s.",
                number=fact.value,
                **words,
            )
        return self.env._("The promise of %(amount)s for %(day)s was broken.", **words)

    def _say_promise_due(self, fact, _company):
        return self.env._(
            "%(amount)s are promised for %(day)s.",
            amount=self._format_amount(fact),
            day=format_date(self.env, fact.date),
        )

    def _say_instalment_late(self, fact, _company):
        return self.env._(
            "%(amount)s of the instalment of %(day)s are missing.",
            amount=self._format_amount(fact),
            day=format_date(self.env, fact.date),
        )

    def _say_dispute_late(self, fact, _company):
        return self.env._(
            "A dispute should have been answered by %s.", format_date(self.env, fact.date)
        )

    def _say_case_date(self, fact, _company):
        return self.env._(
            "%(what)s: date on %(day)s.", what=fact.words, day=format_date(self.env, fact.date)
        )

    def _say_bounced(self, fact, _company):
        if fact.words == "email":
            return self.env._("A message to the e-mail address came back.")
        if fact.words == "phone":
            return self.env._("The phone number was wrong.")
        return self.env._("Nobody was found at the address.")

    # -- what is next ------------------------------------------------------------------

    def _next_reply(self, _fact, _step):
        return self.env._("Read the reply")

    def _next_call_due(self, fact, _step):
        return self.env._("Visit") if fact.words == "visit" else self.env._("Call")

    def _next_limitation(self, fact, _step):
        return self.env._("Save the claim %s", fact.words)

    def _next_broken_promise(self, _fact, _step):
        return self.env._("Call about the broken promise")

    def _next_promise_due(self, fact, step):
        amount = self._format_amount(fact)
        if step.is_coming:
            return self.env._("Wait for the promised %s", amount)
        return self.env._("See whether the promised %s came", amount)

    def _next_instalment_late(self, _fact, _step):
        return self.env._("Ask for the instalment")

    def _next_dispute_late(self, _fact, _step):
        return self.env._("Answer the dispute")

    def _next_case_date(self, fact, _step):
        return self.env._("See to the case: %s", fact.words)

    def _next_bounced(self, _fact, _step):
        return self.env._("Find the right contact data")
