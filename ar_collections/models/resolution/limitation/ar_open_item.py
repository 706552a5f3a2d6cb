"""Until when an open item can be enforced, read live, and why."""

from odoo import api, fields, models
from odoo.fields import Domain

from ....tools.resolution.limitation import THRESHOLDS
from ...base.live import LiveDate, LiveMany2one, LiveSelection, compare_figures


class ArOpenItem(models.Model):
    """The last day is never stored: a posting, an arrival or a rule changes it at once.

    Searched, sorted and grouped by reading it for all items of the companies switched on, once for
    each page; shown for those of the page alone.
    """

    _inherit = "ar.open.item"

    limitation_date = LiveDate(
        string="Enforceable Until",
        compute="_compute_limitation",
        search="_search_limitation_date",
        help="The last day before the claim lapses. Empty: credits, and what no rule is known for.",
    )
    limitation_days = fields.Integer(
        string="Days Left",
        compute="_compute_limitation",
        search="_search_limitation_days",
        aggregator=None,
        help="Until the last day; negative once it has passed.",
    )
    limitation_span = LiveSelection(
        "_selection_limitation_span",
        string="Limitation",
        compute="_compute_limitation",
        search="_search_limitation_span",
    )
    limitation_country_id = LiveMany2one(
        "res.country",
        string="Law",
        compute="_compute_limitation",
        search="_search_limitation_country_id",
        help="That of the contract, else of the customer's country, else of the company's.",
    )
    limitation_rule_id = fields.Many2one("ar.limitation.rule", compute="_compute_limitation")
    limitation_cause = fields.Char(
        string="Because", compute="_compute_limitation", help="What the last day comes from."
    )
    limitation_unchecked = fields.Boolean(
        string="Unchecked",
        compute="_compute_limitation",
        search="_search_limitation_unchecked",
        help="The rule is general knowledge in part, and the company has not confirmed it.",
    )

    def _selection_limitation_span(self):
        """The narrowest span that a claim is in, the most urgent first."""
        spans = [(str(days), self.env._("Within %s days", days)) for days in sorted(THRESHOLDS)]
        return [
            ("lapsed", self.env._("Lapsed")),
            *spans,
            ("later", self.env._("Later")),
            ("unknown", self.env._("Unknown law")),
        ]

    @api.depends_context("lang", "uid")
    def _compute_limitation(self):
        claims = self._read_claims(ids=self.ids)
        for item in self:
            claim = claims.get(item.id)
            limit = claim and claim.limit
            item.limitation_date = limit and limit.date
            item.limitation_days = claim.days if limit else 0
            item.limitation_span = claim and claim.span
            item.limitation_country_id = claim and claim.country_id
            item.limitation_rule_id = claim and claim.rule_id
            item.limitation_unchecked = bool(claim and claim.unchecked)
            item.limitation_cause = claim and self._get_cause_words(claim)

    # -- searching ---------------------------------------------------------------------

    def _search_limitation_date(self, operator, value):
        if operator in ("in", "not in"):
            days = {one and fields.Date.to_date(one) for one in value}
            return self._domain_of_claims(lambda c: c.limit and c.limit.date, operator, days)
        compare = compare_figures(operator)
        if compare is None or not value:
            return NotImplemented
        day = fields.Date.to_date(value)
        return self._domain_where(lambda c: c.limit and compare(c.limit.date, day))

    def _search_limitation_days(self, operator, value):
        compare = compare_figures(operator)
        if compare is None:
            return NotImplemented
        return self._domain_where(lambda claim: claim.limit and compare(claim.days, value))

    def _search_limitation_span(self, operator, value):
        return self._domain_of_claims(lambda claim: claim.span, operator, value)

    def _search_limitation_country_id(self, operator, value):
        if operator in ("any", "not any", "any!", "not any!") and isinstance(value, Domain):
            value = self.env["res.country"].search(value).ids
            operator = "in" if operator.startswith("any") else "not in"
        return self._domain_of_claims(lambda claim: claim.country_id, operator, value)

    def _search_limitation_unchecked(self, operator, value):
        return self._domain_of_claims(lambda claim: claim.unchecked, operator, value)

    def _domain_of_claims(self, figure, operator, value):
        """Items whose figure is one of ``value``; items without a claim have False."""
        if operator not in ("in", "not in"):
            return NotImplemented
        domain = self._domain_where(lambda claim: figure(claim) and figure(claim) in value)
        if False in value:
            domain |= ~self._domain_where(figure)
        return domain if operator == "in" else ~domain

    def _domain_where(self, fits):
        claims = self._read_all_claims()
        return Domain("id", "in", [id_ for id_, claim in claims.items() if fits(claim)])

    # -- actions -----------------------------------------------------------------------

    def action_save_claim(self):
        """Record what restarts the limitation of the items, or plan a suit; of one customer."""
        self.env["ar.limitation.event"].check_access("create")
        profile = self._get_account(
            self.env._("Choose items of one customer: what saves a claim is said to one.")
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Save the Claim"),
            "res_model": "ar.limitation.save",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_profile_id": profile.id,
                "default_move_line_ids": self.ids,
            },
        }
