"""Alert rules: from which figure on somebody is told, and what is done at once."""

from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS

CUSTOMER, COMPANY = "customer", "company"


class Indicator(NamedTuple):
    """A figure that is watched, in the language of the context.

    :param name: a few words
    :param unit: days, amount, percent, times or number
    :param of: 'customer' or 'company': whose figure it is
    :param at_most: low is bad news: an alert is raised up to the threshold
    :param kpi: code of a key figure of ``ar.kpi``, which is read instead of ``_measure_<code>``
    :param kind: kind of a rule of the worklist, whose figure is read instead
    """

    name: str
    unit: str
    of: str = CUSTOMER
    at_most: bool = False
    kpi: str = ""
    kind: str = ""


class AlertAction(NamedTuple):
    """What is done as soon as an alert is raised.

    :param name: a few words
    :param of_customer: it does something about a customer: not for figures of a company
    """

    name: str
    of_customer: bool = False


class Watch(NamedTuple):
    """A company that is looked at, on its own today.

    :param kpis: codes of the key figures that its rules ask for
    """

    company: models.BaseModel
    today: date
    kpis: tuple = ()


class ArAlertRule(models.Model):
    """An indicator, a threshold, for whom, and what is done.

    An indicator is an entry of ``_get_indicators`` and ``_measure_<code>(watch)``, which returns
    {profile id: figure} of the customers of one company, or {False: figure} of the company itself,
    read for all of them together. A customer that is not in it has 0; where low is bad news, there
    is nothing to tell of him, and an alert is over. An action is an entry of ``_get_actions`` and
    ``_act_<code>(alerts)``.

    Each key figure and each kind of rule of the worklist with a unit can be watched by itself.
    """

    _name = "ar.alert.rule"
    _inherit = ["ar.guard.mixin", "ar.job.mixin"]
    _description = "Alert Rule"
    _order = "sequence, name, id"
    _writable = {ANY: SETTINGS, NEW: ("company_id",)}

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
        help="The rule counts in this company and its branches.",
    )
    indicator = fields.Selection("_selection_indicator", required=True, default="days_overdue")
    subject = fields.Selection(
        [(CUSTOMER, "Each Customer"), (COMPANY, "The Company")],
        string="Figure Of",
        compute="_compute_subject",
    )
    unit = fields.Char(compute="_compute_subject", help="What the threshold is told in.")
    direction = fields.Selection(
        [("at_least", "From … on"), ("at_most", "Up to …")],
        compute="_compute_direction",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="Whether a high or a low figure is bad news.",
    )
    threshold = fields.Float(aggregator=None, digits=(16, 2))
    rating_ids = fields.Many2many(
        "ar.credit.rating", string="Grades", help="Only customers of these grades. Empty: all."
    )
    collector_ids = fields.Many2many(
        "res.users",
        string="Collectors",
        domain="[('share', '=', False)]",
        help="Only customers of these collectors. Empty: all.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Is Told",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        help="Empty: the customer's collector; of figures of a company, a collections manager.",
    )
    action = fields.Selection("_selection_action", required=True, default="tell")
    hold_days = fields.Integer(
        string="Days of the Hold", default=14, help="0: until somebody releases it."
    )
    limit_percent = fields.Float(
        string="Limit Proposed (%)",
        default=50.0,
        digits=(16, 2),
        help="Of the limit that the customer has. It is a proposal: a credit review decides.",
    )
    alert_ids = fields.One2many("ar.alert", "rule_id", string="Alerts", readonly=True)
    alert_count = fields.Integer(string="Number of Alerts", compute="_compute_alert_count")

    _limits = models.Constraint(
        "CHECK (hold_days >= 0 AND limit_percent >= 0 AND limit_percent < 100)",
        "A hold has no negative number of days, and the limit proposed is less than 100 % of the "
        "one before.",
    )

    @api.depends("indicator", "company_id")
    @api.depends_context("lang")
    def _compute_subject(self):
        indicators, units = self._get_indicators(), self._get_units()
        for rule in self:
            indicator = indicators.get(rule.indicator)
            rule.subject = indicator and indicator.of
            currency = rule.company_id.currency_id.name
            rule.unit = indicator and units.get(indicator.unit, currency)

    @api.depends("indicator")
    def _compute_direction(self):
        indicators = self._get_indicators()
        for rule in self:
            indicator = indicators.get(rule.indicator)
            rule.direction = "at_most" if indicator and indicator.at_most else "at_least"

    def _compute_alert_count(self):
        groups = self.env["ar.alert"]._read_group(
            [("rule_id", "in", self.ids)], ["rule_id"], ["__count"]
        )
        numbers = {rule.id: number for rule, number in groups}
        for rule in self:
            rule.alert_count = numbers.get(rule.id, 0)

    @api.constrains("action", "indicator")
    def _check_action(self):
        indicators, actions = self._get_indicators(), self._get_actions()
        for rule in self:
            indicator, action = indicators.get(rule.indicator), actions.get(rule.action)
            if indicator and action and action.of_customer and indicator.of != CUSTOMER:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s looks at a figure of the company, about which "
                        "“%(action)s” can do nothing. Choose a task or a message.",
                        rule=rule.name,
                        action=action.name,
                    )
                )

    @api.constrains("hold_days")
    def _check_hold_days(self):
        for rule in self:
            if rule.hold_days > 3650:
                raise ValidationError(
                    self.env._(
                        "A hold of the rule %s would last for more than ten years. Enter fewer "
                        "days, or 0 for one that somebody releases.",
                        rule.name,
                    )
                )

    @api.model
    def _get_indicators(self):
        """{code: ``Indicator``}; later rooms and add-ons add theirs."""
        return {}

    @api.model
    def _get_actions(self):
        """{code: ``AlertAction``}; later rooms and add-ons add theirs."""
        return {}

    @api.model
    def _get_units(self):
        """{unit: words}; amounts are told in the company's currency."""
        return {
            "days": self.env._("days"),
            "percent": self.env._("%"),
            "times": self.env._("times"),
            "number": self.env._("number"),
        }

    @api.model
    def _selection_indicator(self):
        return [(code, indicator.name) for code, indicator in self._get_indicators().items()]

    @api.model
    def _selection_action(self):
        return [(code, action.name) for code, action in self._get_actions().items()]

    def _get_unit(self):
        """What the rule's figures are told in: days, amount, percent, times or number."""
        indicator = self._get_indicators().get(self.indicator)
        return indicator.unit if indicator else "number"

    def _say_value(self, value, company, unit):
        """A figure of the rule in words.

        :param unit: as of ``_get_unit``, asked once for all figures of a rule
        """
        if unit == "amount":
            return company.currency_id.format(value)
        number = f"{value:.1f}".removesuffix(".0")
        if unit == "days":
            return self.env._("%s days", number)
        return self.env._("%s %%", number) if unit == "percent" else number

    def action_view_alerts(self):
        """The alerts that the rule has raised."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_alert_action")
        return {**action, "domain": [("rule_id", "=", self.id)], "context": {}}
