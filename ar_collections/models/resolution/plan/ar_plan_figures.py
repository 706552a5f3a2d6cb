"""The figures of a plan: what is open of its items, its instalments, what is paid of them."""

from datetime import timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ....tools.base.money import CENT
from ....tools.dunning.interest import MissingRate, Rule, compute_interest
from ....tools.ledger import cover
from ....tools.resolution import plan as rules

FIRST = {"week": timedelta(days=rules.DAYS_PER_WEEK), "month": relativedelta(months=1)}
# What asks for even instalments.
EVEN = {"first_amount", "first_date", "date_start", "installment_count", "period"}


class ArPlan(models.Model):
    _inherit = "ar.plan"

    @api.depends("move_line_ids")
    def _compute_currency_id(self):
        for plan in self:
            plan.currency_id = (
                plan.move_line_ids[:1].currency_id
                or plan.currency_id
                or plan.profile_id.currency_id
            )

    @api.depends("move_line_ids")
    def _compute_amount(self):
        rows = self._read_open()
        for plan in self:
            ids = plan.move_line_ids._origin.ids
            plan.amount = sum(rows[id_]["residual_currency"] for id_ in ids if id_ in rows)

    @api.depends("amount", "interest_amount")
    def _compute_amount_total(self):
        for plan in self:
            plan.amount_total = plan.amount + plan.interest_amount

    @api.depends("profile_id", "interest_kind")
    def _compute_interest_rule_id(self):
        """The rule of the customer's policy: of its last level that has one."""
        for plan in self:
            if plan.interest_kind == "rule" and not plan.interest_rule_id:
                levels = plan.profile_id.policy_id.level_ids.filtered("interest_rule_id")
                plan.interest_rule_id = levels[-1:].interest_rule_id
            else:
                plan.interest_rule_id = plan.interest_rule_id

    @api.depends("profile_id")
    def _compute_tolerance_days(self):
        for plan in self:
            company = plan.company_id or self.env.company
            plan.tolerance_days = company.sudo().ar_plan_tolerance_days

    def _get_rounding(self):
        return self.currency_id.rounding or CENT

    def _read_open(self):
        """{journal item id: row of the reader} of what is open of the items now."""
        lines = self.move_line_ids._origin
        reader = self.env["ar.open.item"].sudo()
        rows = reader._read_rows(lines.sudo().company_id.ids, ids=lines.ids)
        return {row["id"]: row for row in rows}

    # -- the schedule ------------------------------------------------------------------

    def _get_rows(self):
        """The instalments as values of the pure functions."""
        # A row of a form that has no day yet is of no day that counts.
        return [
            rules.Row(one.date or fields.Date.to_date("9999-12-01"), one.amount)
            for one in self.installment_ids
        ]

    def _take_schedule(self, vals):
        """After people have written ``vals``: even instalments are made anew; to entered ones that
        add up to the debt the interest is added, on the last."""
        self.ensure_one()
        if self.own_schedule and not vals.get("installment_ids") and EVEN & vals.keys():
            # Whoever asks for even ones gets them in place of those that were entered.
            self.sudo().own_schedule = not (self.installment_count or self.first_amount)
        if self.own_schedule:
            if self.installment_ids and self.interest_kind != "none" and not self.interest_amount:
                rows = self._get_rows()
                interest = self._get_interest(rows)
                last = rows[-1]._replace(amount=rows[-1].amount + interest)
                self._put_rows([*rows[:-1], last], interest)
        elif self.installment_count or self.first_amount:
            self._make_schedule()

    def action_make_schedule(self):
        """Make even instalments in place of those that are there."""
        self.check_access("write")
        for plan in self:
            plan._check_state("draft")
            if not plan.installment_count and not plan.first_amount:
                raise UserError(
                    self.env._(
                        "%s has neither a first payment nor a number of even instalments. Enter "
                        "how many there are to be.",
                        plan.name,
                    )
                )
            plan.sudo().own_schedule = False
            plan._make_schedule()
        return True

    def _make_schedule(self):
        """Even instalments of the terms, with their interest.

        :raise UserError: nothing is open, or the terms make no instalments
        """
        self.ensure_one()
        rounding = self._get_rounding()
        self._check_terms()
        terms = rules.Terms(
            self.amount,
            self.date_start or self._get_first_day(),
            self.installment_count,
            self.period,
            self.first_amount,
            self.first_date or self.company_id._ar_today(),
        )
        rows = rules.make_rows(terms, rounding)
        interest = self._get_interest(rows)
        skip = 1 if self.first_amount else 0
        self._put_rows(rules.add_interest(rows, interest, skip, rounding), interest)

    def _check_terms(self):
        """Whether instalments can be made of the terms."""
        compare, words = self.currency_id.compare_amounts, ""
        too_much = compare(self.first_amount, self.amount)
        if self.installment_count + bool(self.first_amount) > rules.MOST_INSTALLMENTS:
            words = self.env._("It has more than %s instalments.", rules.MOST_INSTALLMENTS)
        elif compare(self.amount, 0) <= 0:
            words = self.env._("Nothing is open of its items.")
        elif too_much > 0 or (self.installment_count and not too_much):
            words = self.env._("The first payment leaves nothing for the instalments.")
        elif too_much and not self.installment_count:
            words = self.env._("The first payment is not all; say how many instalments follow.")
        if words:
            raise UserError(
                self.env._(
                    "%(plan)s of %(customer)s cannot be divided. %(why)s Correct the terms.",
                    plan=self.name,
                    customer=self.partner_id.display_name,
                    why=words,
                )
            )

    def _get_first_day(self):
        """The day of the first instalment where none is given: a period after the first payment,
        or today."""
        day = (self.first_amount and self.first_date) or self.company_id._ar_today()
        if self.period in FIRST:
            return day + FIRST[self.period]
        end = day + relativedelta(day=31)
        return end if end > day else day + relativedelta(months=1, day=31)

    def _get_interest(self, rows):
        """What is added for interest, if ``rows`` are kept to, from today on.

        :raise UserError: a rate of the rule is missing, or the rule is not for this customer
        """
        self.ensure_one()
        if self.interest_kind == "none":
            return 0.0
        rounding = self._get_rounding()
        today = self.company_id._ar_today()
        segments = rules.segments_of(rows, today, rounding)
        if self.interest_kind == "rate":
            rule = Rule(agreed=Decimal(str(self.interest_rate)))
            return float(compute_interest(rule, segments, rounding).amount)
        rule = self.interest_rule_id
        if not rule or not rule._is_applicable(self.partner_id, self.profile_id):
            raise UserError(
                self.env._(
                    "%(plan)s has no interest rule that holds for %(customer)s. Choose another "
                    "one, or a percentage.",
                    plan=self.name,
                    customer=self.partner_id.display_name,
                )
            )
        try:
            interest = rule.sudo()._compute_interest(segments, self.currency_id, rows[-1].date)
        except MissingRate as missing:
            raise UserError(
                self.env._(
                    "The interest rule %(rule)s has no rate for %(day)s, which %(plan)s needs. "
                    "Enter the rate, or agree on a percentage.",
                    rule=rule.display_name,
                    day=format_date(self.env, missing.day),
                    plan=self.name,
                )
            ) from missing
        return float(interest.amount)

    def _put_rows(self, rows, interest):
        """Set the instalments and the interest in them; a draft is checked as one."""
        commands = [
            Command.create({"sequence": number, "date": row.date, "amount": row.amount})
            for number, row in enumerate(rows, 1)
        ]
        self.sudo().write(
            {"interest_amount": interest, "installment_ids": [Command.clear(), *commands]}
        )

    # -- what is paid ------------------------------------------------------------------

    @api.depends(
        "state",
        "installment_ids.amount",
        "installment_ids.date",
        "tolerance_days",
        "item_ids.amount",
        "item_ids.move_line_id.amount_residual_currency",
    )
    def _compute_amount_paid(self):
        paid = self._read_paid()
        for plan in self:
            rows, rounding = plan._get_rows(), plan._get_rounding()
            today = (plan.company_id or self.env.company)._ar_today()
            plan.amount_paid = paid.get(plan.id, 0.0)
            left = plan.amount_total - plan.amount_paid
            plan.amount_left = max(plan.currency_id.round(left) if plan.currency_id else left, 0.0)
            parts = rules.allocate([row.amount for row in rows], plan.amount_paid, rounding)
            missed, following = 0.0, None
            for row, part in zip(rows, parts, strict=True):
                state = rules.judge(row, part, today, plan.tolerance_days, rounding)
                if state == "missed" and plan.state == "active":
                    missed += row.amount - part
                if state != "paid" and not following:
                    following = row._replace(amount=row.amount - part)
            running = plan.state in ("draft", "proposed", "active") and following
            plan.missed_amount = missed
            plan.next_date = following.date if running else False
            plan.next_amount = following.amount if running else 0.0

    def _judge_installment(self, state):
        """What is said of an instalment, by where it stands and where the plan does."""
        if self.state in ("draft", "proposed"):
            return "planned"
        if self.state in ("failed", "cancelled") and state != "paid":
            return "ended"
        return state

    def _read_paid(self):
        """{plan id: what has come in}, in the plan's currency, in a few queries for all.

        What was settled of the items since the plan became active, what the customer's credits
        cover of them (as everywhere, the oldest debts first), and of the interest what credits
        are left over for.
        """
        begun = self.filtered(lambda plan: plan.state not in ("draft", "proposed")).sudo()
        if not begun.item_ids:
            return {}
        reader = self.env["ar.open.item"].sudo()
        running = begun.filtered(lambda plan: plan.state == "active")
        rows = reader._read_covered(running.company_id.ids, running.partner_id.ids)
        left = {row["id"]: cover.left_of(row, row["covered"])[0] for row in rows}
        ended = (begun - running).item_ids.move_line_id | running.item_ids.move_line_id
        lost = [line.id for line in ended if line.id not in left]
        more = reader._read_rows(ended.company_id.ids, ids=lost, include_future=True)
        left.update({row["id"]: row["residual_currency"] for row in more})
        spare = self._read_spare(rows)
        return {plan.id: plan._sum_paid(left, spare) for plan in begun.sorted("id")}

    @api.model
    def _read_spare(self, rows):
        """{(company id, customer id, currency id): credits that cover no debt}."""
        spare = {}
        for row in rows:
            key = (row["company_id"], row["partner_id"], row["currency_id"])
            credit = -row["residual_currency"] if cover.kind_of(row) == cover.CREDIT else 0.0
            spare[key] = spare.get(key, 0.0) + credit - row["covered"]
        return spare

    def _sum_paid(self, left, spare):
        """What has come in for one plan; takes what it uses of ``spare``."""
        paid = 0.0
        for item in self.item_ids:
            line = item.move_line_id
            # What was set back to draft, or is gone, is not paid: a person looks at it.
            if line.parent_state == "posted":
                paid += item.amount - max(left.get(line.id, 0.0), 0.0)
        paid, interest = max(min(paid, self.amount), 0.0), 0.0
        if booked := self.interest_move_id:
            interest = max(self.interest_amount - booked.amount_residual, 0.0)
        elif self.interest_amount:
            key = (self.company_id.id, self.partner_id.id, self.currency_id.id)
            interest = max(min(spare.get(key, 0.0), self.interest_amount), 0.0)
            spare[key] = spare.get(key, 0.0) - interest
        return self.currency_id.round(paid + interest)

    def _find_gone(self):
        """The items that are not posted any more, or were made anew."""
        return self.sudo().item_ids.filtered(
            lambda item: item.live and item.move_line_id.parent_state != "posted"
        )
