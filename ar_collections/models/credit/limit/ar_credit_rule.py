"""Rules of the credit check: what stops a document, and where."""

from collections.abc import Callable
from typing import Any, NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.credit import check as credit_check
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS

ACTIONS = [
    ("off", "Off"),
    ("warn", "Warn"),
    ("approve", "Ask for approval"),
    ("block", "Block"),
]


class RuleKind(NamedTuple):
    """What a credit rule is about.

    :param name: a few words, in the language of the context
    :param breaks: pure: (rule, fact, demand, rounding) -> whether a document breaks the rule;
        see ``tools/credit/check.py``
    :param threshold: the field of ``ar.credit.rule`` with the number that ``breaks`` compares
        with; None where it compares with none
    :param heals: payment heals it, so that it may put customers on hold
    """

    name: str
    breaks: Callable = credit_check.is_so
    threshold: str | None = None
    heals: bool = False


class Breach(NamedTuple):
    """A rule that a document breaks, for the words about it.

    :param rule: ``credit_check.Rule``
    :param fact: what the rule's kind found of the customer
    :param demand: ``credit_check.Demand``
    :param partner: the customer, under sudo
    :param company: the document's own, under sudo
    :param figures: dict of exposure, limit and available; None for who may not see amounts
    """

    rule: credit_check.Rule
    fact: Any
    demand: credit_check.Demand
    partner: models.BaseModel
    company: models.BaseModel
    figures: dict | None


class ArCreditRule(models.Model):
    """What one rule does at each checkpoint, for a company and its branches or for all.

    An add-on adds a kind of rule by an entry in ``_get_kinds`` and two methods:
    ``_find_<code>(customers)`` returns {pair: fact} of the customers of whom there is one, read
    for all of them together (see ``Customers``), and ``_say_<code>(breach)`` the sentence why a
    document is stopped; see ``ar_credit_rule_kinds.py``.
    """

    _name = "ar.credit.rule"
    _inherit = ["ar.guard.mixin"]
    _description = "Credit Rule"
    _order = "sequence, id"
    _rec_name = "code"
    _writable = {ANY: SETTINGS, NEW: ("company_id",)}

    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Empty: for all companies that have no rule of their own of this kind.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    code = fields.Selection("_selection_code", string="Rule", required=True)
    days = fields.Integer(
        string="Days Overdue", default=31, help="Broken from this many days overdue."
    )
    share = fields.Float(
        string="Share (%)", default=50.0, help="Broken from this share of what is owed."
    )
    action_order = fields.Selection(ACTIONS, string="Order", default="warn", required=True)
    action_invoice = fields.Selection(ACTIONS, string="Invoice", default="off", required=True)
    action_delivery = fields.Selection(ACTIONS, string="Delivery", default="off", required=True)
    sets_hold = fields.Boolean(
        string="Puts on Hold",
        help="The nightly job puts a customer on credit hold who breaks this rule; the hold "
        "ends when nothing is overdue any more.",
    )

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE active",
        "There is a rule of this kind for the company already; change that one.",
    )

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = self._get_kinds()
        for rule in self:
            rule.display_name = kinds[rule.code].name if rule.code in kinds else rule.code

    @api.model
    def _get_kinds(self):
        """The kinds of rules, in the order they are offered.

        :return: {code: ``RuleKind``}
        """
        return {}

    @api.model
    def _selection_code(self):
        return [(code, kind.name) for code, kind in self._get_kinds().items()]

    @api.constrains("days", "share", "code", "sets_hold")
    def _check_values(self):
        healed = {code for code, kind in self._get_kinds().items() if kind.heals}
        for rule in self:
            if rule.days < 1 or not 0 < rule.share <= 100:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s needs at least 1 day overdue and a share over 0 and up "
                        "to 100.",
                        rule=rule.display_name,
                    )
                )
            if rule.sets_hold and rule.code not in healed:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s cannot put customers on hold: only rules about overdue "
                        "items can.",
                        rule=rule.display_name,
                    )
                )

    @api.model
    def _for_companies(self, companies, checkpoint):
        """The rules that do something at a checkpoint in each company.

        :return: {company id: list of ``credit_check.Rule``}
        """
        chosen = self._choose(companies)
        return {
            company_id: [
                value
                for rule in rules
                if (value := rule._as_value(checkpoint)).action != credit_check.OFF
            ]
            for company_id, rules in chosen.items()
        }

    @api.model
    def _choose(self, companies):
        """{company id: its rules, one of each kind}: a company's own before those of the
        companies above it, and these before those for all. A rule whose add-on is gone says
        nothing."""
        rules = self.search([("code", "in", list(self._get_kinds()))])
        result = {}
        for company in companies:
            owners = [False, *company._ar_chain().ids]
            known = rules.filtered_domain([("company_id", "in", owners)])
            nearest = map(company._ar_pick_nearest, known.grouped("code").values())
            result[company.id] = self.browse(own[-1:].id for own in nearest)
        return result

    def _as_value(self, checkpoint=None):
        """The rule as a value row for the decision; without checkpoint as one that only
        says whether it is broken."""
        self.ensure_one()
        kind = self._get_kinds()[self.code]
        action = self[f"action_{checkpoint}"] if checkpoint else credit_check.BLOCK
        threshold = self[kind.threshold] if kind.threshold else 0
        return credit_check.Rule(self.code, action, kind.breaks, threshold)

    @api.model
    def _find(self, codes, customers):
        """{code: {pair: what the kind found}} for the kinds that are asked for."""
        kinds = self.sudo()
        return {code: getattr(kinds, f"_find_{code}")(customers) for code in codes}

    @api.model
    def _say(self, breach):
        """Why the document is stopped, in a sentence."""
        return getattr(self, f"_say_{breach.rule.code}")(breach)
