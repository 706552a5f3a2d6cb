"""Rules of late interest: the rate, when it begins, for whom it is, and how it is computed."""

from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.dunning.default import Start
from ....tools.dunning.interest import (
    MissingRate,
    Rule,
    as_decimal,
    compute_interest,
    cut_segments,
    fixed_compensation,
)
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS

CREDITORS = {"micro_small": ("micro", "small"), "sme": ("micro", "small", "medium")}
DEBTORS = {"public": ("public",), "large_public": ("large", "public")}


class Debt(NamedTuple):
    """A debt that interest is asked for: what was open when (``tools.interest.Segment``), the day
    of its contract where the rate is fixed by that, and its first day of default where that day
    bears nothing."""

    key: object
    currency: object
    segments: list
    agreed_on: date | None = None
    default_on: date | None = None


class Charge(NamedTuple):
    """The interest on a debt, rounded in its currency; ``lines`` (``tools.interest.InterestLine``)
    add up to it. ``missing``: the day whose rate is not entered, so that nothing is charged."""

    amount: float
    lines: tuple = ()
    missing: date | None = None


class ArInterestRule(models.Model):
    """How late-payment interest is made, by law or by contract (tools/dunning/interest.py)."""

    _name = "ar.interest.rule"
    _inherit = ["ar.guard.mixin"]
    _description = "Interest Rule"
    _order = "sequence, name, id"
    _check_company_domain = models.check_company_domain_parent_of

    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: all companies.")
    country_id = fields.Many2one("res.country", help="Whose law the rule follows.")
    business_only = fields.Boolean(
        string="Business Customers Only",
        default=True,
        help="No interest is charged to customers who are private persons.",
    )
    consumer_only = fields.Boolean(
        string="Private Customers Only",
        help="No interest is charged to customers who are companies.",
    )
    creditor_size = fields.Selection(
        [
            ("micro_small", "Micro and small enterprises, no traders"),
            ("sme", "Micro, small and medium enterprises"),
        ],
        string="Creditors",
        help="Which companies may ask for it, as their settings tell their size. Empty: all.",
    )
    debtor_kind = fields.Selection(
        [
            ("public", "State bodies and public institutions"),
            ("large_public", "Large enterprises, state bodies, public institutions"),
        ],
        string="Debtors",
        help="Which customers it is asked of, as their accounts tell their size. Empty: all.",
    )
    valid_from = fields.Date(
        string="Default From", help="Only for debts that fell late on this day or later."
    )
    valid_to = fields.Date(
        string="Default Until", help="Only for debts that fell late on this day or earlier."
    )
    note = fields.Text(string="Legal Basis", translate=True)

    basis = fields.Selection(
        [("reference", "Reference rate plus margin"), ("agreed", "Agreed rate")],
        required=True,
        default="reference",
    )
    reference_id = fields.Many2one(
        "ar.interest.reference", string="Interest Reference", ondelete="restrict"
    )
    multiple = fields.Float(
        default=1.0,
        digits=(12, 4),
        aggregator=None,
        help="How many times the reference rate is charged.",
    )
    margin = fields.Float(
        digits=(12, 4),
        aggregator=None,
        help="Percentage points a year on top of the reference rate.",
    )
    agreed_rate = fields.Float(string="Agreed Rate (%)", digits=(12, 4), aggregator=None)
    rate_unit = fields.Selection(
        [("year", "a year"), ("month", "a month"), ("day", "a day")], required=True, default="year"
    )
    at_least_reference = fields.Boolean(
        string="At Least the Reference",
        help="Where the agreed rate is below the reference with its margin, the latter counts.",
    )
    fixing = fields.Selection(
        [
            ("floating", "Follows the reference"),
            ("default", "Fixed on the first day of default"),
            ("contract", "Fixed when the contract was made"),
            ("payment", "The one of the day of payment, for the whole time"),
        ],
        string="Changes of the Reference",
        required=True,
        default="floating",
    )
    compounding = fields.Selection(
        [
            ("none", "Simple"),
            ("month", "Compounded monthly"),
            ("30", "Compounded after each 30 days"),
        ],
        required=True,
        default="none",
    )
    start = fields.Selection(
        [
            ("due", "The due date"),
            ("invoice", "Days after the invoice"),
            ("acceptance", "Days after acceptance"),
        ],
        string="Interest Runs After",
        required=True,
        default="due",
        help="Acceptance is the delivery date of the invoice, else the invoice date.",
    )
    start_days = fields.Integer(string="Days until Default")
    start_agreed_first = fields.Boolean(
        string="An Agreed Due Date Comes First",
        help="The days count only for invoices without payment terms that are due at once.",
    )
    start_max_days = fields.Integer(
        string="At the Latest",
        help="Days after acceptance from which interest runs, whatever was agreed. 0: no limit.",
    )
    start_after_receipt = fields.Boolean(
        string="Not before Receipt",
        help="Never before the date of the invoice and of the delivery.",
    )
    day_count = fields.Selection(
        [
            ("365", "365 days a year"),
            ("actual", "366 days in a leap year"),
            ("360", "360 days a year"),
        ],
        required=True,
        default="365",
    )
    currency_id = fields.Many2one(
        "res.currency",
        string="Compensation Currency",
        help="The currency of the fixed compensation.",
    )
    limit_currency_id = fields.Many2one(
        "res.currency",
        string="Currency of the Limits",
        help="In which the sizes of the debts are written. Empty: as the compensation.",
    )
    compensation_ids = fields.One2many(
        "ar.interest.compensation", "rule_id", string="Fixed Compensation", copy=True
    )
    example_amount = fields.Float(
        string="Debt", compute="_compute_example_inputs", readonly=False, digits=(16, 2)
    )
    example_days = fields.Integer(
        string="Days Late",
        compute="_compute_example_inputs",
        readonly=False,
        help="Counted back from today.",
    )
    example_result = fields.Text(string="Result", compute="_compute_example_result")
    rate_problem = fields.Text(related="reference_id.rate_problem", related_sudo=False)

    @api.constrains(
        "basis",
        "reference_id",
        "agreed_rate",
        "rate_unit",
        "at_least_reference",
        "multiple",
        "margin",
        "compounding",
        "fixing",
        "business_only",
        "consumer_only",
        "start_days",
        "start_max_days",
        "valid_from",
        "valid_to",
    )
    def _check_rule(self):
        for rule in self:
            fault = rule._rule_fault()
            if fault:
                raise ValidationError(fault)

    @api.constrains("compensation_ids", "currency_id")
    def _check_compensation_currency(self):
        for rule in self:
            if rule.compensation_ids and not rule.currency_id:
                raise ValidationError(
                    self.env._(
                        "The interest rule “%(rule)s” has a fixed compensation; "
                        "choose its currency.",
                        rule=rule.display_name,
                    )
                )

    def _uses_reference(self):
        self.ensure_one()
        return self.basis == "reference" or self.at_least_reference

    def _is_applicable(self, partner, profile=None):
        """Whether the rule may be applied to this customer at all.

        :param profile: the customer's account, which tells the sizes of both
        """
        return bool(self) and not self._get_obstacle(partner, profile or self.env["ar.profile"])

    def _get_obstacle(self, partner, profile):
        """Why the rule is not for this customer: "customer", "creditor", "debtor", or ""."""
        self.ensure_one()
        is_company = partner.commercial_partner_id.is_company
        if self.consumer_only if is_company else self.business_only:
            return "customer"
        company = (profile.company_id or self.env.company).sudo()
        trades = self.creditor_size == "micro_small" and company.ar_is_trader
        if self.creditor_size and (
            trades or company.ar_size_class not in CREDITORS[self.creditor_size]
        ):
            return "creditor"
        if self.debtor_kind and profile.size_class not in DEBTORS[self.debtor_kind]:
            return "debtor"
        return ""

    def _holds_for(self, first_day):
        """Whether the rule is one for debts that fell late on ``first_day``."""
        self.ensure_one()
        after = self.valid_from and first_day < self.valid_from
        return not after and not (self.valid_to and first_day > self.valid_to)

    def _as_start(self):
        """When interest begins, as a value for the pure function."""
        self.ensure_one()
        return Start(
            self.start,
            self.start_days,
            self.start_agreed_first,
            self.start_max_days,
            self.start_after_receipt,
        )

    def _as_rule(self):
        """The rule with its dated rates as a value for the pure functions."""
        self.ensure_one()
        rates = (
            self.reference_id.rate_ids if self._uses_reference() else self.env["ar.interest.rate"]
        )
        return Rule(
            references=tuple(rate._as_reference() for rate in rates),
            multiple=as_decimal(self.multiple),
            margin=as_decimal(self.margin),
            agreed=as_decimal(self.agreed_rate) if self.basis == "agreed" else None,
            unit=self.rate_unit,
            at_least_reference=self.at_least_reference,
            fixing=self.fixing,
            day_count=self.day_count,
            compounding=self.compounding,
        )

    def _compute_interest(
        self, segments, currency, day, rule=None, agreed_on=None, default_on=None
    ):
        """Interest on one debt up to and including a day; the hook for other formulas.

        :param segments: list of ``tools.interest.Segment`` of this debt, in ``currency``
        :param rule: what ``_as_rule`` gave, where the caller has it already
        :param agreed_on: the day of its contract
        :param default_on: its first day of default, where that day bears nothing
        :return: ``tools.interest.Interest``, rounded once to ``currency``
        :raise MissingRate: the reference has no rate for a day that bears interest
        """
        self.ensure_one()
        rule = rule or self._as_rule()
        bearing = cut_segments(segments, day)
        return compute_interest(rule, bearing, currency.rounding, agreed_on, default_on)

    def _interest_for_items(self, items, day):
        """Interest on many debts up to and including a day; the rates are read once.

        :param items: list of ``Debt``
        :return: {key: ``Charge``}
        """
        self.ensure_one()
        rule, result = self._as_rule(), {}
        for debt in (Debt(*item) for item in items):
            try:
                # Another formula need not know of days that bear nothing.
                left_out = {"default_on": debt.default_on} if debt.default_on else {}
                interest = self._compute_interest(
                    debt.segments,
                    debt.currency,
                    day,
                    rule=rule,
                    agreed_on=debt.agreed_on,
                    **left_out,
                )
            except MissingRate as missing:
                result[debt.key] = Charge(0.0, missing=missing.day)
            else:
                amount = debt.currency.round(float(interest.amount))
                result[debt.key] = Charge(amount, interest.lines)
        return result

    def _compensation_for_items(self, items, date, company):
        """The fixed compensation of many debts, converted where a debt is in another currency.

        :param items: list of (key, currency, original amount in that currency)
        :param date: the day whose exchange rate counts
        :param company: whose exchange rates count
        :return: {key: amount in the item's currency, rounded}
        """
        self.ensure_one()
        tiers, factors, result = [tier._as_tier() for tier in self.compensation_ids], {}, {}
        own, limits = self.currency_id, self.limit_currency_id or self.currency_id
        for key, currency, amount in items:
            if tiers and currency not in factors:
                # Currency._convert reads the rates anew for each amount.
                factors[currency] = tuple(
                    currency._get_conversion_rate(currency, other, company, date)
                    for other in (limits, own)
                )
            to_limits, to_own = factors.get(currency, (1.0, 1.0))
            size = limits.round(amount * to_limits) if tiers else amount
            compensation = fixed_compensation(tiers, size)
            result[key] = currency.round(float(compensation) / to_own)
        return result
