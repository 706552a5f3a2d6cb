"""Rules of limitation: until when claims can be enforced, by country and state."""

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError

from ....tools.resolution.limitation import Law, Rule
from ...base.ar_law_mixin import CONFIDENCES


class ArLimitationRule(models.Model):
    """The law of one place (tools/resolution/limitation.py)."""

    _name = "ar.limitation.rule"
    _inherit = ["ar.law.mixin"]
    _description = "Limitation Rule"
    _order = "country_id, sequence, name, id"

    _logged = ("name", "country_id", "years", "start", "roll", "checked_on", "checked_by_id")
    _law_known_from = ("confidence", "events_confidence")
    _law_says = frozenset(
        {
            "before_expiry_only",
            "cap_years",
            "claim",
            "country_id",
            "customer_kind",
            "demand_months",
            "rest_months",
            "restart_on",
            "revive_on",
            "roll",
            "start",
            "state_ids",
            "stop_on",
            "years",
        }
    )

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(help="A company's own rule comes first. Empty: all companies.")
    country_id = fields.Many2one(
        "res.country", required=True, index=True, help="Whose law the rule follows."
    )
    state_ids = fields.Many2many(
        "res.country.state",
        string="States",
        domain="[('country_id', '=', country_id)]",
        help="Empty: the whole country.",
    )
    customer_kind = fields.Selection(
        [("business", "Companies"), ("consumer", "Private persons")],
        string="Customers",
        help="Empty: all.",
    )
    claim = fields.Selection(
        [("goods", "Goods"), ("services", "Services")],
        string="Claims For",
        help="What was invoiced. Where that is not known, of two rules the one counts whose "
        "last day comes first. Empty: all.",
    )
    years = fields.Integer(required=True, default=3, aggregator=None)
    start = fields.Selection(
        [
            ("due", "The due date"),
            ("year_end", "The end of the year of the due date"),
            ("delivery", "Delivery, or the due date where credit was agreed"),
            ("last_instalment", "The due date of the last instalment"),
        ],
        string="Runs From",
        required=True,
        default="due",
    )
    roll = fields.Selection(
        [("none", "On its day"), ("year_end", "With the calendar year")],
        string="Ends",
        required=True,
        default="none",
    )
    restart_on = fields.Many2many(
        "ar.limitation.cause",
        "ar_limitation_rule_restart_rel",
        "rule_id",
        "cause_id",
        string="Begins Anew With",
    )
    stop_on = fields.Many2many(
        "ar.limitation.cause",
        "ar_limitation_rule_stop_rel",
        "rule_id",
        "cause_id",
        string="Stops During",
        help="As long as it lasts, the clock stands still.",
    )
    before_expiry_only = fields.Boolean(
        string="Only before the Last Day",
        default=True,
        help="Nothing revives a claim that has lapsed.",
    )
    revive_on = fields.Many2many(
        "ar.limitation.cause",
        "ar_limitation_rule_revive_rel",
        "rule_id",
        "cause_id",
        string="Revived By",
        help="What begins a new period after the last day, of what the customer does himself. "
        "Empty: all of that which begins it anew before.",
    )
    cap_years = fields.Integer(
        string="At Most (Years)",
        aggregator=None,
        help="Never later than so many years after the first start. 0: no such end.",
    )
    rest_months = fields.Integer(
        string="Left after a Stop (Months)",
        aggregator=None,
        help="So many months are left at least when a stop has ended. 0: none.",
    )
    demand_months = fields.Integer(
        string="A Demand Adds (Months)",
        aggregator=None,
        help="A demand that arrives in time gives so many months from its day, once. 0: none.",
    )
    confidence = fields.Selection(
        string="Period Known From",
        help="From where the period is known. General knowledge is unchecked until you confirm it.",
    )
    events_confidence = fields.Selection(
        CONFIDENCES,
        string="Causes Known From",
        required=True,
        default="knowledge",
        help="From where it is known what begins the period anew or stops it.",
    )

    _years_positive = models.Constraint("CHECK (years > 0)", "A period has one year at least.")
    _numbers_positive = models.Constraint(
        "CHECK (cap_years >= 0 AND rest_months >= 0 AND demand_months >= 0)",
        "Years and months cannot be negative; enter 0 for none.",
    )

    @api.depends("name", "years")
    def _compute_display_name(self):
        for rule in self:
            rule.display_name = self.env._(
                "%(name)s: %(years)s years", name=rule.name or "", years=rule.years
            )

    @api.constrains("state_ids", "country_id")
    def _check_states(self):
        for rule in self:
            strange = rule.state_ids.filtered(lambda s, own=rule: s.country_id != own.country_id)
            if strange:
                raise ValidationError(
                    self.env._(
                        "%(state)s does not belong to %(country)s. Choose states of the country "
                        "of the rule “%(rule)s”, or none.",
                        state=strange[0].name,
                        country=rule.country_id.name,
                        rule=rule.name,
                    )
                )

    @api.constrains("cap_years", "years")
    def _check_cap(self):
        for rule in self:
            if 0 < rule.cap_years < rule.years:
                raise ValidationError(
                    self.env._(
                        "The rule “%(rule)s” ends after %(cap)s years at most, before its period "
                        "of %(years)s years is over. Enter more years, or 0.",
                        rule=rule.name,
                        cap=rule.cap_years,
                        years=rule.years,
                    )
                )

    # -- steps -------------------------------------------------------------------------

    def action_copy_for_company(self):
        """Make a rule of the company's own, to change it; it is unchecked until it is confirmed."""
        self.ensure_one()
        self.check_access("create")
        return self._copy_law_for(self.env.company)._get_records_action()

    def _get_law_place(self):
        # OVERRIDES the row of law
        return (self.country_id, self.state_ids, self.customer_kind, self.claim)

    def copy_data(self, default=None):
        # EXTENDS the guard: the copy has the same causes.
        done = super().copy_data(default)
        for rule, vals in zip(self, done, strict=True):
            for name in ("restart_on", "stop_on", "revive_on", "state_ids"):
                vals.setdefault(name, [Command.set(rule[name].ids)])
        return done

    # -- values for the pure functions -------------------------------------------------

    def _as_law(self):
        """Where and for what it is; see ``find_laws``."""
        self.ensure_one()
        return Law(
            key=self.id,
            country=self.country_id.id,
            states=frozenset(self.state_ids.ids),
            customer=self.customer_kind or "",
            claim=self.claim or "",
            company=self.company_id.id or None,
            rank=self.sequence,
        )

    def _as_rule(self):
        self.ensure_one()
        return Rule(
            years=self.years,
            start=self.start,
            roll=self.roll,
            restart_on=frozenset(self.restart_on.mapped("code")),
            stop_on=frozenset(self.stop_on.mapped("code")),
            revive_on=frozenset(self.revive_on.mapped("code")),
            before_expiry_only=self.before_expiry_only,
            cap_years=self.cap_years,
            rest_months=self.rest_months,
            demand_months=self.demand_months,
        )
