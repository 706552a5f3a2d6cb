"""Targets: how much a member of the team, or a team, is to collect in a quarter or a year."""

from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...base.ar_guard_mixin import NEW

# Months of a period: the first one, and how many.
PERIODS = {"q1": (1, 3), "q2": (4, 3), "q3": (7, 3), "q4": (10, 3), "year": (1, 12)}
FIRST_YEAR, LAST_YEAR = 2000, 2100


class ArTarget(models.Model):
    """An amount for a period, in the company's currency, taxes included.

    What was attained is read live from the key figures: money that settled what customers owed, of
    those whose collector the member is now. ``ar_target_figures.py`` reads it. When the period is
    over a manager closes the target: from then on it stays as it was, customer by customer,
    whoever gets the customers later.
    """

    _name = "ar.target"
    _inherit = ["ar.gate.mixin", "mail.thread"]
    _description = "Collection Target"
    _order = "date_from desc, for_team desc, user_id, id"
    _writable = {
        NEW: ("company_id", "user_id", "for_team"),
        "running": ("year", "period", "amount", "note"),
        "closed": ("note",),
    }
    _transitions = {"closed": ("running",), "running": ("closed",)}

    user_id = fields.Many2one(
        "res.users",
        string="Collector",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    for_team = fields.Boolean(
        string="Whole Team",
        help="The target of all who have this person as lead in collections, and of the lead.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self.env.company._ar_today().year,
    )
    period = fields.Selection(
        [
            ("q1", "1st Quarter"),
            ("q2", "2nd Quarter"),
            ("q3", "3rd Quarter"),
            ("q4", "4th Quarter"),
            ("year", "Whole Year"),
        ],
        required=True,
        default=lambda self: f"q{(self.env.company._ar_today().month + 2) // 3}",
    )
    date_from = fields.Date(string="From", compute="_compute_dates", store=True, index=True)
    date_to = fields.Date(string="Until", compute="_compute_dates", store=True)
    amount = fields.Monetary(string="To Collect", required=True, tracking=True)
    attained = fields.Monetary(
        compute="_compute_attained",
        help="Money that settled what customers owed, from the first day until today or the last "
        "day: of the customers whose collector is this person now, or somebody of the team. When "
        "the target was closed: then.",
    )
    percent = fields.Float(
        string="Attained (%)", compute="_compute_attained", digits=(16, 1), aggregator=None
    )
    missing = fields.Monetary(
        string="Still Missing", compute="_compute_attained", help="0 where it is attained."
    )
    note = fields.Char()
    state = fields.Selection(
        [("running", "Running"), ("closed", "Closed")],
        default="running",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    attained_kept = fields.Monetary(
        string="Attained When Closed",
        readonly=True,
        copy=False,
        aggregator=None,
    )
    line_ids = fields.One2many("ar.target.line", "target_id", string="Customers", readonly=True)
    closed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    closed_on = fields.Date(readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "A target is more than 0. Enter what is to be collected."
    )
    _once_uniq = models.UniqueIndex(
        "(company_id, user_id, COALESCE(for_team, FALSE), year, period)",
        "This person has a target for this period already; change that one.",
    )

    @api.depends("user_id", "year", "period")
    @api.depends_context("lang")
    def _compute_display_name(self):
        periods = dict(self._fields["period"]._description_selection(self.env))
        for target in self:
            when = f"{periods.get(target.period, '')} {target.year}"
            target.display_name = f"{target.user_id.name or ''}: {when}"

    @api.depends("year", "period")
    def _compute_dates(self):
        for target in self:
            if target.period not in PERIODS or not FIRST_YEAR <= target.year <= LAST_YEAR:
                target.date_from = target.date_to = False
                continue
            month, months = PERIODS[target.period]
            target.date_from = date(target.year, month, 1)
            target.date_to = target.date_from + relativedelta(months=months, days=-1)

    @api.constrains("year")
    def _check_year(self):
        for target in self:
            if not FIRST_YEAR <= target.year <= LAST_YEAR:
                raise ValidationError(
                    self.env._(
                        "The target of %(user)s is for the year %(year)s. Enter a year from "
                        "%(first)s to %(last)s.",
                        user=target.user_id.name,
                        year=target.year,
                        first=FIRST_YEAR,
                        last=LAST_YEAR,
                    )
                )

    @api.constrains("user_id")
    def _check_user(self):
        for target in self:
            if target.user_id.share:
                raise ValidationError(
                    self.env._(
                        "%s is no member of the team. Choose somebody of your company.",
                        target.user_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        for target in self:
            if target.state == "closed":
                raise UserError(
                    self.env._(
                        "The target %s is closed and stays. Open it again first.",
                        target.display_name,
                    )
                )

    @api.depends(
        "user_id",
        "for_team",
        "company_id",
        "date_from",
        "date_to",
        "amount",
        "state",
        "attained_kept",
    )
    def _compute_attained(self):
        attained = self._read_attained()
        for target in self:
            target.attained = attained.get(target, 0.0)
            target.percent = 100 * target.attained / target.amount if target.amount else 0.0
            target.missing = max(target.amount - target.attained, 0.0)
