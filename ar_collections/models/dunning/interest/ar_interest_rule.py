"""Rules of late interest: the rate, and how it is computed and explained."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, formatLang

from ....tools.dunning.interest import (
    MissingRate,
    Rule,
    as_decimal,
    compute_interest,
    cut_segments,
    fixed_compensation,
)
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


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
        ],
        string="Changes of the Reference",
        required=True,
        default="floating",
    )
    compounding = fields.Selection(
        [("none", "Simple"), ("month", "Compounded monthly")], required=True, default="none"
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

    @api.constrains(
        "basis",
        "reference_id",
        "agreed_rate",
        "rate_unit",
        "at_least_reference",
        "multiple",
        "margin",
        "compounding",
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

    def _rule_fault(self):
        """What is wrong with the rate, as a sentence; empty if nothing is."""
        self.ensure_one()
        if self.basis == "agreed" and (fault := self._agreed_rate_fault()):
            return fault
        return self._reference_fault() if self._uses_reference() else ""

    def _agreed_rate_fault(self):
        name = self.display_name
        if self.agreed_rate <= 0:
            return self.env._(
                "The agreed rate of the interest rule “%(rule)s” must be above zero.", rule=name
            )
        if self.rate_unit == "day" and self.compounding == "month":
            return self.env._(
                "The interest rule “%(rule)s” has a rate per day, which cannot be "
                "compounded monthly. Choose simple interest, or enter the rate per month or year.",
                rule=name,
            )
        return ""

    def _reference_fault(self):
        name = self.display_name
        if not self.reference_id:
            return self.env._(
                "The interest rule “%(rule)s” needs a reference; choose one.", rule=name
            )
        if self.multiple <= 0:
            return self.env._(
                "The interest rule “%(rule)s” must charge the reference rate more than 0 times; "
                "enter 1 for the rate itself.",
                rule=name,
            )
        if self.margin < 0:
            return self.env._(
                "The margin of the interest rule “%(rule)s” cannot be negative; enter 0 for none.",
                rule=name,
            )
        return ""

    def _uses_reference(self):
        self.ensure_one()
        return self.basis == "reference" or self.at_least_reference

    def _is_applicable(self, partner):
        """Whether the rule may be applied to this customer at all (business customers only)."""
        return bool(self) and (not self.business_only or partner.commercial_partner_id.is_company)

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

    def _compute_interest(self, segments, currency, date, rule=None):
        """Interest on one debt up to and including a day; the hook for other formulas.

        :param segments: list of ``tools.interest.Segment`` of this debt, in ``currency``
        :param rule: what ``_as_rule`` gave, where the caller has it already
        :return: ``tools.interest.Interest``, rounded once to ``currency``
        :raise UserError: the reference has no rate for a day that bears interest
        """
        self.ensure_one()
        rule = rule or self._as_rule()
        try:
            return compute_interest(rule, cut_segments(segments, date), currency.rounding)
        except MissingRate as missing:
            raise UserError(self._missing_rate_text(missing.day)) from missing

    def _interest_for_items(self, items, date):
        """Interest on many debts up to and including a day; the rates are read once.

        :param items: list of (key, currency, list of ``tools.interest.Segment``)
        :return: {key: (amount, explanation)}: the amount in the item's currency, rounded; the
            explanation a tuple of ``tools.interest.InterestLine``, whose amounts add up to it
        :raise UserError: the reference has no rate for a day that bears interest
        """
        self.ensure_one()
        rule, result = self._as_rule(), {}
        for key, currency, segments in items:
            interest = self._compute_interest(segments, currency, date, rule=rule)
            result[key] = (currency.round(float(interest.amount)), interest.lines)
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
        for key, currency, amount in items:
            if tiers and currency not in factors:
                # Currency._convert reads the rates anew for each amount.
                factors[currency] = currency._get_conversion_rate(
                    currency, self.currency_id, company, date
                )
            factor = factors.get(currency, 1.0)
            compensation = fixed_compensation(tiers, amount * factor)
            result[key] = currency.round(float(compensation) / factor)
        return result

    def _format_explanation(self, lines, currency):
        """The explanation as text in the language of the context, a sentence for each line."""
        units = dict(self._fields["rate_unit"]._description_selection(self.env))
        return [
            self.env._(
                "%(date_from)s to %(date_to)s: %(days)s days on %(principal)s "
                "at %(rate)s %% %(unit)s = %(amount)s",
                date_from=format_date(self.env, line.date_from),
                date_to=format_date(self.env, line.date_to),
                days=line.days,
                principal=formatLang(self.env, float(line.principal), currency_obj=currency),
                rate=self._format_rate(line.rate),
                unit=units[line.unit],
                amount=formatLang(self.env, float(line.amount), currency_obj=currency),
            )
            for line in lines
        ]

    def _format_rate(self, rate):
        """A percentage with the digits that it has, two at least."""
        digits = max(2, -rate.normalize().as_tuple().exponent)
        return formatLang(self.env, float(rate), digits=digits)

    def _missing_rate_text(self, day):
        return self.env._(
            "The interest rule “%(rule)s” needs the rate of “%(reference)s” on %(date)s, "
            "which is not entered. Add it under "
            "Invoicing > Configuration > Collections > Reference Rates.",
            rule=self.display_name,
            reference=self.reference_id.display_name,
            date=format_date(self.env, day),
        )

    """An example on the form of the rule: typed in, computed as for a customer, never stored."""
