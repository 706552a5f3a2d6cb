"""The first kinds of credit rules: limit, overdue items, hold and the cap for all customers."""

from odoo import api, models

from ....tools.credit import check as credit_check
from .ar_credit_rule import RuleKind


class ArCreditRule(models.Model):
    _inherit = "ar.credit.rule"

    @api.model
    def _get_kinds(self):
        # EXTENDS the room itself
        return {
            **super()._get_kinds(),
            "over_limit": RuleKind(self.env._("Over the credit limit"), credit_check.is_over_limit),
            "overdue_days": RuleKind(
                self.env._("Oldest item overdue"), credit_check.reaches, "days", heals=True
            ),
            "overdue_share": RuleKind(
                self.env._("Share overdue"), credit_check.is_share_overdue, "share", heals=True
            ),
            "hold": RuleKind(self.env._("Credit hold")),
            "portfolio": RuleKind(self.env._("Portfolio cap"), credit_check.is_over_cap),
        }

    # -- over the limit ----------------------------------------------------------------

    def _find_over_limit(self, customers):
        return customers.standings

    def _say_over_limit(self, breach):
        customer, figures = breach.partner.name, breach.figures
        if figures is None:
            return self.env._("%s is over the credit limit with this document.", customer)
        format_amount = breach.company.currency_id.format
        return self.env._(
            "%(customer)s has a credit limit of %(limit)s and uses %(exposure)s of it; "
            "%(amount)s more would be over it by %(over)s.",
            customer=customer,
            limit=format_amount(figures["limit"]),
            exposure=format_amount(figures["exposure"]),
            amount=format_amount(breach.demand.amount),
            over=format_amount(breach.demand.amount - figures["available"]),
        )

    # -- overdue, over the tree of companies -------------------------------------------

    def _find_overdue_days(self, customers):
        return {
            pair: max((total["max_days_overdue"] for total in totals), default=0)
            for pair, totals in customers.totals.items()
        }

    def _say_overdue_days(self, breach):
        if breach.figures is None:
            return self.env._("%s has invoices that are long overdue.", breach.partner.name)
        return self.env._(
            "The oldest open item of %(customer)s is %(days)s days overdue; %(limit)s days are "
            "tolerated.",
            customer=breach.partner.name,
            days=breach.fact,
            limit=max(breach.rule.threshold, 1) - 1,
        )

    def _find_overdue_share(self, customers):
        return {
            pair: credit_check.Debt(
                owed=sum(total["owed"] for total in totals),
                overdue=sum(total["overdue"] for total in totals),
            )
            for pair, totals in customers.totals.items()
        }

    def _say_overdue_share(self, breach):
        if breach.figures is None:
            return self.env._("A large part of what %s owes is overdue.", breach.partner.name)
        return self.env._(
            "%(share)s %% of what %(customer)s owes is overdue; below %(limit)s %% is tolerated.",
            share=round(breach.fact.overdue / breach.fact.owed * 100),
            customer=breach.partner.name,
            limit=f"{breach.rule.threshold:g}",
        )

    # -- hold --------------------------------------------------------------------------

    def _find_hold(self, customers):
        """The holds in force: in the company, or in one above it."""
        profiles = self.env["ar.profile"].sudo().union(*customers.accounts.values())
        held = profiles._get_holds_in_force()
        holds = self.env["ar.credit.hold"].sudo()
        return {
            pair: holds.union(*(held[profile] for profile in accounts if profile in held))
            for pair, accounts in customers.accounts.items()
        }

    def _say_hold(self, breach):
        return self.env._(
            "%(customer)s is on credit hold. %(reason)s",
            customer=breach.partner.name,
            reason=" ".join(hold._get_words() for hold in breach.fact),
        ).strip()

    # -- all customers together --------------------------------------------------------

    def _find_portfolio(self, customers):
        """The company's cap and what all its customers use, where there is a cap."""
        figures = {}
        for company in self.env["res.company"].sudo().browse(customers.company_ids):
            capped = company._ar_chain().filtered("ar_credit_cap")[:1]
            if capped:
                used = capped._ar_portfolio()
                figures[company.id] = credit_check.Portfolio(capped.ar_credit_cap, used)
        return {pair: figures[pair[1]] for pair in customers.pairs if pair[1] in figures}

    def _say_portfolio(self, breach):
        if breach.figures is None:
            return self.env._(
                "%s has reached the cap for credit to all customers.", breach.company.name
            )
        format_amount = breach.company.currency_id.format
        return self.env._(
            "%(company)s can fund %(cap)s; the exposure to all customers would be %(total)s.",
            company=breach.company.name,
            cap=format_amount(breach.fact.cap),
            total=format_amount(credit_check.portfolio_with(breach.fact, breach.demand)),
        )
