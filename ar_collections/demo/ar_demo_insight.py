"""How the demo company looks ahead: alerts, targets, cash, provisions, and who is away."""

from datetime import timedelta

from odoo import Command, models
from odoo.fields import Domain

# Name, figure, threshold, and what is done at once.
ALERT_RULES = (
    ("Overdue for three months", "days_overdue", 90.0, "task"),
    ("Much is overdue", "overdue", 9_000.0, "tell"),
    ("Credit limit used up", "limit_used", 100.0, "tell"),
    ("A third of what is owed is late", "kpi_overdue_rate", 33.0, "task"),
    ("Overdue of all customers", "company_overdue", 120_000.0, "message"),
)
# What goes out, and comes in, beside receivables: name, first day, days between, amount.
CASH_LINES = (
    ("Wages", 9, 30, -21_500.0),
    ("VAT", 17, 61, -14_200.0),
    ("Timber and boards", 5, 14, -12_500.0),
    ("Rent of the yard", 2, 30, -4_300.0),
    ("Grant for apprentices", 34, 365, 12_000.0),
)
# Days for which cash is planned.
CASH_DAYS = 92


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _do_alert_rules(self, told):
        """Decide from which figures on somebody is told."""
        self.env["ar.alert.rule"].create(
            [
                {
                    "company_id": told.company.id,
                    "name": name,
                    "sequence": place,
                    "indicator": indicator,
                    "threshold": threshold,
                    "action": action,
                }
                for place, (name, indicator, threshold, action) in enumerate(ALERT_RULES)
            ]
        )

    def _do_handle_alerts(self, told, cause, route, outcome="", count=1):
        """Say cause and route of the oldest open alerts, and what came of it once they are done
        with."""
        alerts = self.env["ar.alert"].search(
            Domain("company_id", "=", told.company.id) & Domain("state", "=", "open"),
            order="date, id",
            limit=count,
        )
        alerts.write({"cause": cause, "route": route})
        alerts.action_acknowledge()
        if outcome:
            alerts.write({"outcome": outcome})
            alerts.action_close()

    def _do_targets(self, told, *amounts):
        """Split what is to be collected in this quarter to those who collect."""
        day = told.company._ar_today()
        self.env["ar.target"].create(
            [
                {
                    "company_id": told.company.id,
                    "user_id": user.id,
                    "year": day.year,
                    "period": f"q{(day.month + 2) // 3}",
                    "amount": amount,
                }
                for user, amount in zip(
                    dict.fromkeys((told.users["collector"], told.users["demo"])),
                    amounts,
                    strict=False,
                )
            ]
        )

    def _do_review_process(self, told, decided, measure, kpi="dso", days=45):
        """Look back at the quarter before, decide, and give somebody the measure."""
        review = self.env["ar.process.review"].create(
            {
                "company_id": told.company.id,
                "decided": decided,
                "measure_ids": [
                    Command.create(
                        {
                            "name": measure,
                            "user_id": told.users["collector"].id,
                            "date": told.company._ar_today() + timedelta(days=days),
                            "kpi": kpi,
                        }
                    )
                ],
            }
        )
        review.action_close()

    def _do_learn(self, told, key, sentence, worked="", failed=""):
        """Put into the library what a dispute has taught."""
        self.env["ar.lesson"].create(
            {
                "dispute_id": told.names["dispute", key].id,
                "name": sentence,
                "worked": worked,
                "failed": failed,
            }
        ).action_keep()

    def _do_absence(self, told, first, last, note=""):
        """Who acts is away; the manager has the customers."""
        self.env["ar.absence"].create(
            {
                "user_id": self.env.uid,
                "deputy_id": told.users["manager"].id,
                "date_from": told.day(first),
                "date_to": told.day(last),
                "note": note,
            }
        )

    def _do_cash_plan(self, told):
        """Enter what comes and goes beside receivables, and what there is to be at least."""
        told.company.sudo().write(
            {"ar_cash_minimum": 15_000.0, "ar_financing_rate": 6.5, "ar_credit_cap": 400_000.0}
        )
        self.env["ar.cash.line"].create(
            [
                {
                    "company_id": told.company.id,
                    "name": name,
                    "date": told.day(day),
                    "direction": "in" if amount > 0 else "out",
                    "amount": abs(amount),
                }
                for name, first, every, amount in CASH_LINES
                for day in range(first, CASH_DAYS, every)
            ]
        )

    def _do_provide(self, told, key="", reason="", percent=100.0, book=True):
        """The provision of the last month end; an item apart is what a customer owes longest.

        :param book: confirm it, and let an accountant post its entry; else it stays a draft
        """
        self.sudo()._choose_provision_accounts(told)
        date = told.company._ar_today().replace(day=1) - timedelta(days=1)
        provision = self.env["ar.ecl"].create(
            {
                "company_id": told.company.id,
                "date": date,
                # The books begin fourteen months ago.
                "followed_months": 1,
                "note": "Fourteen months of history: short, and said so.",
            }
        )
        item = key and self._find_oldest_item(told, key)
        if item:
            provision.item_ids = [
                Command.create({"move_line_id": item.id, "percent": percent, "reason": reason})
            ]
        provision.action_compute()
        if not book:
            return
        provision.action_confirm()
        if not provision.currency_id.is_zero(provision.change):
            provision.action_propose_entry()
            provision.sudo().entry_id.action_post()
        provision.action_book()

    def _choose_provision_accounts(self, told):
        company = told.company
        if company.ar_ecl_expense_account_id:
            return
        accounts = self._make_accounts(
            company,
            expected_losses=("620200", "Expected Losses", "expense"),
            allowance=("121900", "Allowance for Expected Losses", "asset_current"),
        )
        company.write(
            {
                "ar_ecl_expense_account_id": accounts["expected_losses"].id,
                "ar_ecl_allowance_account_id": accounts["allowance"].id,
            }
        )

    def _find_oldest_item(self, told, key):
        """The journal item of a customer that is open longest; nothing if none is."""
        rows = self.env["ar.open.item"].search(
            [
                ("company_id", "=", told.company.id),
                ("partner_id", "=", told.partners[key].id),
                ("residual", ">", 0),
            ],
            order="date_due",
            limit=1,
        )
        return self.env["account.move.line"].browse(rows.ids)

    def _do_contingency(self, told, code, reason, key="", away="", days=0):
        """Start a contingency plan, and see to its tasks and end where it is over."""
        plan = self.env.ref(f"ar_collections.ar_contingency_plan_{code}")
        about = {"reason": reason}
        if key:
            about["profile_ids"] = self._get_profile(told, key).ids
        if away:
            about["collector_id"] = told.users[away].id
            about["deputy_id"] = told.users["manager"].id
        told.names["contingency", code] = self.env["ar.contingency.run"]._start(
            plan, told.company, about
        )

    def _do_end_contingency(self, told, code, conclusion):
        """All tasks were done, and what failed was left out: the plan is over."""
        run = told.names["contingency", code].with_env(self.env)
        run.line_ids.filtered(lambda line: line.state == "planned").action_do()
        run.line_ids.filtered(lambda line: line.state == "failed").action_skip()
        run.conclusion = conclusion
        run.action_finish()
        run.plan_id.action_reviewed()
