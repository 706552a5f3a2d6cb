"""Rules of limitation: until when claims can be enforced, by country and state."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ....tools.resolution.limitation import Law, Rule
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS

# What a check was about: whoever changes one of these has to look again.
DECIDING = frozenset(
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


class ArLimitationRule(models.Model):
    """The law of one place (tools/resolution/limitation.py), with how sure we are of it.

    What ships is for all companies and has not been checked for any of them. A company confirms
    its own rows: one that ships is copied for it, with the day and who did it.
    """

    _name = "ar.limitation.rule"
    _inherit = ["ar.guard.mixin"]
    _description = "Limitation Rule"
    _order = "country_id, sequence, name, id"
    _check_company_domain = models.check_company_domain_parent_of

    _writable = {NEW: ("company_id",), ANY: SETTINGS}
    _logged = ("name", "country_id", "years", "start", "roll", "checked_on", "checked_by_id")

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="A company's own rule comes first. Empty: all companies."
    )
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
        "_selection_confidence",
        string="Period Known From",
        required=True,
        default="knowledge",
        help="From where the period is known. General knowledge is unchecked until you confirm it.",
    )
    events_confidence = fields.Selection(
        "_selection_confidence",
        string="Causes Known From",
        required=True,
        default="knowledge",
        help="From where it is known what begins the period anew or stops it.",
    )
    source = fields.Char(translate=True, help="Where it can be read.")
    note = fields.Text(string="Explanation", translate=True)
    checked_on = fields.Date(
        readonly=True, copy=False, help="The day on which somebody compared it with the law."
    )
    checked_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    unchecked = fields.Boolean(
        compute="_compute_unchecked",
        search="_search_unchecked",
        help="Part of it is general knowledge, and nobody has confirmed it.",
    )

    _years_positive = models.Constraint("CHECK (years > 0)", "A period has one year at least.")
    _numbers_positive = models.Constraint(
        "CHECK (cap_years >= 0 AND rest_months >= 0 AND demand_months >= 0)",
        "Years and months cannot be negative; enter 0 for none.",
    )

    def _selection_confidence(self):
        return [
            ("source", self.env._("A public source")),
            ("knowledge", self.env._("General knowledge")),
        ]

    @api.depends("confidence", "events_confidence", "checked_on")
    def _compute_unchecked(self):
        for rule in self:
            sure = rule.confidence == rule.events_confidence == "source"
            rule.unchecked = not (sure or rule.checked_on)

    def _search_unchecked(self, operator, value):
        if operator != "in":
            return NotImplemented
        unsure = Domain("confidence", "!=", "source")
        unsure |= Domain("events_confidence", "!=", "source")
        unsure &= Domain("checked_on", "=", False)
        return unsure if True in value else ~unsure

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

    def write(self, vals):
        # EXTENDS the guard: what was confirmed was confirmed as it stood.
        if DECIDING & vals.keys() and not {"checked_on", "checked_by_id"} & vals.keys():
            self.check_access("write")
            checked = self.filtered("checked_on")
            checked.sudo().write({"checked_on": False, "checked_by_id": False})
        return super().write(vals)

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Confirm it with its button.")

    # -- steps -------------------------------------------------------------------------

    def action_confirm(self):
        """Say that the rule was compared with the law, for the current company: one for all
        companies is copied for it.

        :return: the company's own rule, opened where it is another one
        """
        self.ensure_one()
        self.check_access("write")
        company = self.env.company
        if self.company_id and self.company_id not in company._ar_chain():
            raise UserError(
                self.env._(
                    "The rule “%(rule)s” is one of %(company)s. Switch to that company to "
                    "confirm it.",
                    rule=self.name,
                    company=self.company_id.name,
                )
            )
        own = self if self.company_id else self._copy_for(company)
        own.sudo().write({"checked_on": company._ar_today(), "checked_by_id": self.env.uid})
        return True if own == self else own._get_records_action()

    def _copy_for(self, company):
        """The company's own rule of the same place: there already, or a copy."""
        self.ensure_one()
        for rule in self.search([("company_id", "=", company.id)]):
            if rule._get_place() == self._get_place():
                return rule
        return self.copy({"company_id": company.id, "name": self.name})

    def action_copy_for_company(self):
        """Make a rule of the company's own, to change it; it is unchecked until it is confirmed."""
        self.ensure_one()
        self.check_access("create")
        return self._copy_for(self.env.company)._get_records_action()

    def _get_place(self):
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
