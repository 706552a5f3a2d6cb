"""Rules of the worklist: what makes a customer urgent, and how much."""

from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.insight import worklist
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class RuleKind(NamedTuple):
    """What a rule of the worklist looks at, in the language of the context.

    :param name: a few words
    :param figure: what the threshold is compared with, a few words; empty: with nothing
    :param at_most: it is met by figures up to the threshold; else from the threshold on
    :param is_task: somebody has something to do about it, also where nothing is overdue; the
        order of the kinds is that of urgency
    :param unit: of the figure: days, percent or number; empty: nothing that an alert could watch
    """

    name: str
    figure: str = ""
    at_most: bool = False
    is_task: bool = False
    unit: str = ""


class Account(NamedTuple):
    """What a customer account says by itself.

    :param score: of the last credit review; None without a grade
    :param habit: score of the payment behaviour, 0 to 100; None if nothing is known
    :param wrong: which contact data is known to be wrong: email, phone, address
    """

    id: int
    partner_id: int
    collector_id: int | None
    is_key: bool
    score: float | None
    grade_id: int | None
    habit: float | None
    wrong: tuple


class Scope(NamedTuple):
    """The customers of one company that rules are asked about.

    :param accounts: {profile id: ``Account``}
    :param totals: {profile id: figures of ``ar.open.item._read_totals``} of who owes
    :param talks: {profile id: day of the last call or visit that reached the customer}
    :param contacts: {profile id: day on which the customer last talked with us, or wrote}
    """

    company: models.BaseModel
    today: date
    accounts: dict
    totals: dict
    talks: dict
    contacts: dict


class ArWorklistRule(models.Model):
    """So many points from, or up to, a threshold; for a company and its branches or for all.

    A kind is an entry of ``_get_kinds`` and methods named by its code:
    ``_find_<code>(scope, least)`` returns {profile id: ``worklist.Fact``} of the customers of whom
    there is one, read for all of them together (``least`` is the threshold that is met most
    easily); ``_say_<code>(fact, company)`` the sentence why; a kind that is something to do has
    ``_next_<code>(fact, step)``, a few words on what is next. See ``ar_worklist_rule_kinds.py``.
    """

    _name = "ar.worklist.rule"
    _inherit = ["ar.guard.mixin"]
    _description = "Worklist Rule"
    _order = "sequence, kind, threshold, id"
    _rec_name = "kind"
    _writable = {ANY: SETTINGS, NEW: ("company_id",)}

    company_id = fields.Many2one(
        "res.company",
        index="btree_not_null",
        help="Empty: for all companies that have no rule of their own of this kind.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    kind = fields.Selection("_selection_kind", string="Rule", required=True)
    figure = fields.Char(
        string="Compared with", compute="_compute_figure", help="What the threshold is about."
    )
    threshold = fields.Integer(
        aggregator=None, help="Where the rule begins. Rules that compare nothing have 0 here."
    )
    points = fields.Float(
        required=True,
        digits=(16, 1),
        default=10.0,
        aggregator=None,
        help="Of several rules of one kind the one with the most points counts. Negative: the "
        "customer can wait.",
    )

    _threshold_uniq = models.UniqueIndex(
        "(kind, threshold, COALESCE(company_id, 0)) WHERE active",
        "There is a rule of this kind with the same threshold already; change that one.",
    )

    @api.depends("kind", "threshold")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = self._get_kinds()
        for rule in self:
            kind = kinds.get(rule.kind)
            rule.display_name = kind.name if kind else rule.kind
            if kind and kind.figure:
                rule.display_name = f"{kind.name} ({rule.threshold})"

    @api.depends("kind")
    @api.depends_context("lang")
    def _compute_figure(self):
        kinds = self._get_kinds()
        for rule in self:
            kind = kinds.get(rule.kind)
            words = kind and kind.figure
            if words:
                words = (
                    self.env._("%s, at most", words)
                    if kind.at_most
                    else self.env._("%s, at least", words)
                )
            rule.figure = words or self.env._("Whether it is so")

    @api.model
    def _get_kinds(self):
        """The kinds of rules; of those that are something to do, the most urgent first.

        :return: {code: ``RuleKind``}
        """
        return {}

    @api.model
    def _selection_kind(self):
        return [(code, kind.name) for code, kind in self._get_kinds().items()]

    @api.constrains("points", "kind", "threshold")
    def _check_points(self):
        kinds = self._get_kinds()
        for rule in self:
            if not rule.points:
                raise ValidationError(
                    self.env._(
                        "The rule %s needs points other than 0; archive it if it shall not count.",
                        rule.display_name,
                    )
                )
            kind = kinds.get(rule.kind)
            if kind and not kind.figure and rule.threshold:
                raise ValidationError(
                    self.env._("The rule %s compares nothing with a threshold. Enter 0.", kind.name)
                )

    # -- what counts in a company ------------------------------------------------------

    @api.model
    def _for_company(self, company):
        """{kind: list of ``worklist.Rule``} of a company: of each kind its own rules, else those
        of the nearest company above it, else those for all. A rule whose add-on is gone says
        nothing."""
        kinds = self._get_kinds()
        owners = [False, *company._ar_chain().ids]
        rules = self.sudo().search(
            [("kind", "in", list(kinds)), ("company_id", "in", owners)], order="id"
        )
        found = {}
        for code, own in rules.grouped("kind").items():
            nearest = company._ar_pick_nearest(own)
            found[code] = [rule._as_value(kinds[code]) for rule in nearest]
        return {code: found[code] for code in kinds if code in found}

    def _as_value(self, kind):
        self.ensure_one()
        threshold = self.threshold if kind.figure else 0
        return worklist.Rule(self.id, self.kind, threshold, self.points, kind.at_most)

    @api.model
    def _find(self, rules, scope):
        """{kind: {profile id: ``worklist.Fact``}} of the kinds that count, each in a few queries.

        :param rules: of ``_for_company``
        """
        kinds, found = self.sudo(), {}
        for code, own in rules.items():
            choose = max if own[0].at_most else min
            least = choose(rule.threshold for rule in own)
            found[code] = getattr(kinds, f"_find_{code}")(scope, least)
        return found

    @api.model
    def _get_tasks(self):
        """The kinds that are something to do, the most urgent first."""
        return tuple(code for code, kind in self._get_kinds().items() if kind.is_task)
