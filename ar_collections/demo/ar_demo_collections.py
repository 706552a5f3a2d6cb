"""What the demo company has decided: who collects, who is left alone, which policy is whose."""

from odoo import Command, models

from .company_tables import POLICIES
from .customer_tables import CUSTOMERS


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _set_up(self, told):
        """What the company has decided before its story begins."""
        self._assign_collectors(told)
        accounts = self._make_accounts(
            told.company,
            bad_debts=("620100", "Bad Debts", "expense"),
            late_interest=("450100", "Late Interest", "income_other"),
            collection_fees=("450200", "Collection Fees", "income_other"),
            outgo=("620300", "Wages, Rent and Purchases", "expense"),
        )
        self._set_way_of_payments(told.company)
        told.company.write(
            {
                "ar_writeoff_account_id": accounts["bad_debts"].id,
                "ar_interest_account_id": accounts["late_interest"].id,
                "ar_fee_account_id": accounts["collection_fees"].id,
                "ar_writeoff_collector_amount": 25.0,
                "ar_charge_min_amount": 20.0,
                "ar_deferral_amount": 2500.0,
                # What is told here leaves on its day; courtesy begins where the story ends.
                "ar_courtesy": False,
                # What a reminder costs this company.
                "ar_cost_email": 0.02,
                "ar_cost_sms": 0.09,
                "ar_cost_letter": 1.85,
                "ar_cost_call": 6.5,
                "ar_cost_visit": 75.0,
                "ar_costs_checked": True,
            }
        )

    def _make_accounts(self, company, **accounts):
        """{key: account} of the company's chart, each told as code, name and type."""
        owner = [Command.set(company.ids)]
        return self._make(
            "account.account",
            {
                key: {"company_ids": owner, "code": code, "name": name, "account_type": kind}
                for key, (code, name, kind) in accounts.items()
            },
        )

    def _assign_collectors(self, told):
        """Two look after everybody but key accounts, which stay with their seller."""
        key_account = self._get_tag("key")
        for key, customer in CUSTOMERS.items():
            partner = told.partners[key]
            profile = self._get_profile(told, key)
            if key_account not in partner.category_id:
                own = "demo" if customer.seller == "demo" else "collector"
                profile.collector_id = told.users[own]

    def _create_policies(self, told):
        """Policies beside the ready one, so that it can be seen how one is chosen.

        They are copies of the ready one: same levels, same texts.
        """
        ready = self.env.ref("ar_collections.ar_dunning_policy_default", raise_if_not_found=False)
        rule = self.env.ref("ar_collections.ar_interest_rule_eu", raise_if_not_found=False)
        for one in POLICIES if ready else ():
            countries = self.env["res.country"].search([("code", "in", one.countries)])
            policy = ready.copy(
                {
                    "name": one.name,
                    "company_id": told.company.id,
                    "country_ids": [Command.set(countries.ids)],
                    "category_ids": [Command.set([self._get_tag(tag).id for tag in one.tags])],
                    **one.values,
                }
            )
            told.names["policy", one.key] = policy
            # Lots fall alike in two demo companies of the same day.
            policy.sudo().holdout_salt = one.key
            for level in policy.level_ids:
                level.thanks = level.number <= one.thanks_until
                level.holdout = level.number <= one.held_out
                self._add_ways(level, [way for way in one.ways if way[0] == level.number])
                # Registered letters, and somebody who looks at each customer.
                level.cost_per_notice = {4: 9.0, 5: 18.0}.get(level.number, 0.0)
                if rule and 0 < one.interest_from <= level.number:
                    level.interest_rule_id = rule

    def _add_ways(self, level, ways):
        """Let a level speak by further ways; a fallback comes right after the first of its own."""
        first = min(level.channel_ids.mapped("sequence"))
        last = max(level.channel_ids.mapped("sequence"))
        level.channel_ids = [
            Command.create(
                {
                    "channel": channel,
                    "usage": usage,
                    "sequence": first + 1 if usage == "fallback" else last + 10,
                }
            )
            for _number, channel, usage in ways
        ]
