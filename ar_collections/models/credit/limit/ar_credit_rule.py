"""Rules of the credit check: what stops a document, and where."""

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


class ArCreditRule(models.Model):
    """What one rule does at each checkpoint, for a company and its branches or for all."""

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
    code = fields.Selection(
        [
            ("over_limit", "Over the credit limit"),
            ("overdue_days", "Oldest item overdue"),
            ("overdue_share", "Share overdue"),
            ("hold", "Credit hold"),
            ("no_review", "No approved review"),
            ("review_expired", "Review is due"),
            ("portfolio", "Portfolio cap"),
        ],
        string="Rule",
        required=True,
    )
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

    @api.constrains("days", "share", "code", "sets_hold")
    def _check_values(self):
        for rule in self:
            if rule.days < 1 or not 0 < rule.share <= 100:
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s needs at least 1 day overdue and a share over 0 and up "
                        "to 100.",
                        rule=rule.display_name,
                    )
                )
            if rule.sets_hold and rule.code not in self._get_hold_codes():
                raise ValidationError(
                    self.env._(
                        "The rule %(rule)s cannot put customers on hold: only rules about overdue "
                        "items can.",
                        rule=rule.display_name,
                    )
                )

    @api.model
    def _get_hold_codes(self):
        """Rules that may put a customer on hold: what payment heals."""
        return ("overdue_days", "overdue_share")

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
        companies above it, and these before those for all."""
        rules = self.search([])
        result = {}
        for company in companies:
            chain = [False, *company._ar_chain().ids]
            nearest = {}
            for rule in rules:
                rank = chain.index(rule.company_id.id) if rule.company_id.id in chain else -1
                if rank >= nearest.get(rule.code, (0,))[0]:
                    nearest[rule.code] = (rank, rule.id)
            result[company.id] = self.browse(id_ for _rank, id_ in nearest.values())
        return result

    def _as_value(self, checkpoint=None):
        """The rule as a value row for the decision; without checkpoint as one that only
        says whether it is broken."""
        self.ensure_one()
        action = self[f"action_{checkpoint}"] if checkpoint else credit_check.BLOCK
        return credit_check.Rule(self.code, action, days=self.days, share=self.share)
