"""The kinds of rules, and those that look at the customer: what is late, how it pays, who it is."""

from dateutil.relativedelta import relativedelta

from odoo import api, models

from ....tools.credit import exposure
from ....tools.insight.worklist import Fact
from .ar_worklist_rule import RuleKind


class ArWorklistRule(models.Model):
    _inherit = "ar.worklist.rule"

    @api.model
    def _get_kinds(self):
        # EXTENDS the room itself
        return {
            **super()._get_kinds(),
            **self._get_kinds_of_tasks(),
            **self._get_kinds_of_customers(),
        }

    @api.model
    def _get_kinds_of_tasks(self):
        """What somebody has to do, the most urgent first."""
        return {
            "reply": RuleKind(
                self.env._("Reply to read"),
                self.env._("Days that it waits"),
                is_task=True,
                unit="days",
            ),
            "call_due": RuleKind(
                self.env._("Call or visit due"),
                self.env._("Days since it is due"),
                is_task=True,
                unit="days",
            ),
            "limitation": RuleKind(
                self.env._("Limitation near"), self.env._("Days left"), True, True, "days"
            ),
            "broken_promise": RuleKind(
                self.env._("Broken promise"),
                self.env._("Broken promises"),
                is_task=True,
                unit="number",
            ),
            "promise_due": RuleKind(
                self.env._("Promise due"), self.env._("Days until its day"), True, True, "days"
            ),
            "instalment_late": RuleKind(
                self.env._("Instalment late"), self.env._("Days late"), is_task=True, unit="days"
            ),
            "dispute_late": RuleKind(
                self.env._("Dispute late"), self.env._("Days late"), is_task=True, unit="days"
            ),
            "case_date": RuleKind(
                self.env._("Date of a case"), self.env._("Days until it"), True, True, "days"
            ),
            "bounced": RuleKind(self.env._("Address that bounced"), is_task=True),
        }

    @api.model
    def _get_kinds_of_customers(self):
        return {
            "age": RuleKind(self.env._("Age"), self.env._("Days overdue"), unit="days"),
            "no_contact": RuleKind(
                self.env._("No contact"), self.env._("Days without a word"), unit="days"
            ),
            "limit_used": RuleKind(
                self.env._("Credit limit used"), self.env._("Percent of the limit"), unit="percent"
            ),
            "grade": RuleKind(
                self.env._("Low grade"), self.env._("Score of the last review"), True, unit="number"
            ),
            "key_account": RuleKind(self.env._("Key account")),
            "years": RuleKind(self.env._("Long relationship"), self.env._("Years as a customer")),
        }

    # -- what is late ------------------------------------------------------------------

    def _find_age(self, scope, least):
        return {
            id_: Fact(total["max_days_overdue"], total["oldest_due"])
            for id_, total in scope.totals.items()
            if total["max_days_overdue"] >= max(least, 1)
        }

    def _find_no_contact(self, scope, least):
        """Days without a talk or an answer: since the last one, at most since something is
        overdue."""
        found = {}
        for id_, total in scope.totals.items():
            late = total["max_days_overdue"]
            if late < max(least, 1):
                continue
            last = scope.contacts.get(id_)
            days = min(late, (scope.today - last).days) if last else late
            if days >= least:
                found[id_] = Fact(days, last)
        return found

    def _find_limit_used(self, scope, least):
        """Percent of the limit, of the customers that have one; see ``exposure.use_percent``."""
        standings = self.env["ar.credit.standing"].sudo()
        company = scope.company
        by_pair = {
            (scope.accounts[id_].partner_id, company.id): id_
            for id_, total in scope.totals.items()
            if total["open"] > 0
        }
        if not by_pair:
            return {}
        trees = standings._read_trees(company)
        limits = standings._read_limits(set(by_pair), trees)
        figures, _parts = standings._read_standings(
            [pair for pair, found in limits.items() if found], trees
        )
        used = {
            pair: (exposure.use_percent(standing.limit, standing.exposure), standing.limit)
            for pair, standing in figures.items()
            if standing.limit is not None
        }
        return {
            by_pair[pair]: Fact(percent, amount=limit)
            for pair, (percent, limit) in used.items()
            if percent >= least
        }

    # -- who it is ---------------------------------------------------------------------

    def _find_grade(self, scope, least):
        grades = self.env["ar.credit.rating"].sudo()
        found = {
            id_: account
            for id_, account in scope.accounts.items()
            if account.score is not None and account.score <= least
        }
        known = grades.browse({account.grade_id for account in found.values()})
        codes = {grade.id: grade.code for grade in known}
        return {id_: Fact(one.score, words=codes[one.grade_id]) for id_, one in found.items()}

    def _find_key_account(self, scope, _least):
        return {id_: Fact(1) for id_, account in scope.accounts.items() if account.is_key}

    def _find_years(self, scope, least):
        """Whole years since the first invoice, of who has been a customer for at least so many."""
        owing = {scope.accounts[id_].partner_id: id_ for id_ in scope.totals}
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("company_id", "=", scope.company.id),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                    ("invoice_date", "<=", scope.today - relativedelta(years=max(least, 0))),
                    ("commercial_partner_id", "in", list(owing)),
                ],
                ["commercial_partner_id"],
                ["invoice_date:min"],
            )
        )
        return {
            owing[partner.id]: Fact(relativedelta(scope.today, first).years, first)
            for partner, first in groups
        }
