"""Alerts: that a threshold was crossed, who looked into it, and what became of it."""

from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError

from ....tools.insight import alert


class ArAlert(models.Model):
    """Raised once, when the figure crosses the threshold: open → acknowledged → closed.

    It stands until the figure is within the threshold again (``cleared_on``), whoever has closed
    it before. One that nobody has looked into closes with that. The figure of 30 days later is
    kept, so that one sees what the warning was good for.
    """

    _name = "ar.alert"
    _inherit = ["ar.gate.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Alert"
    _order = "date desc, id desc"
    _check_company_auto = True
    _writable = {
        "open": ("cause", "route"),
        "acknowledged": ("cause", "route", "outcome"),
    }
    _transitions = {"acknowledged": ("open",), "closed": ("open", "acknowledged")}

    rule_id = fields.Many2one(
        "ar.alert.rule",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: a figure of the company.",
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users",
        string="Who Is Told",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date = fields.Date(string="Raised On", required=True, readonly=True)
    threshold = fields.Float(readonly=True, aggregator=None, digits=(16, 2))
    direction = fields.Selection(
        [("at_least", "From … on"), ("at_most", "Up to …")], required=True, readonly=True
    )
    value = fields.Float(string="Figure", readonly=True, aggregator=None, digits=(16, 2))
    value_now = fields.Float(string="Figure Now", readonly=True, aggregator=None, digits=(16, 2))
    value_now_on = fields.Date(string="Looked At On", readonly=True)
    value_after = fields.Float(
        string="Figure after 30 Days", readonly=True, aggregator=None, digits=(16, 2)
    )
    value_after_on = fields.Date(string="Reviewed On", readonly=True)
    effect = fields.Selection(
        [("better", "Better"), ("same", "The Same"), ("worse", "Worse")],
        compute="_compute_effect",
        store=True,
        help="The figure after 30 days, compared with the one that raised the alert.",
    )
    value_text = fields.Char(string="When Raised", compute="_compute_texts")
    value_now_text = fields.Char(string="Now", compute="_compute_texts")
    value_after_text = fields.Char(string="After 30 Days", compute="_compute_texts")
    threshold_text = fields.Char(string="Threshold Told", compute="_compute_texts")
    cleared_on = fields.Date(
        readonly=True, help="Since that day the figure is within the threshold again."
    )
    action = fields.Selection(
        selection=lambda self: self.env["ar.alert.rule"]._selection_action(),
        string="Done at Once",
        readonly=True,
    )
    hold_id = fields.Many2one("ar.credit.hold", readonly=True, index="btree_not_null")
    review_id = fields.Many2one(
        "ar.credit.review", string="Credit Review", readonly=True, index="btree_not_null"
    )
    error = fields.Char(readonly=True, help="Why that could not be done.")
    told_with_id = fields.Many2one(
        "ar.alert",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The first alert of the message by which the team's robots were told of this one.",
    )
    told_ids = fields.One2many("ar.alert", "told_with_id", string="Told Together", readonly=True)
    cause = fields.Char(tracking=True, help="Why the figure is as it is: what the customer says.")
    route = fields.Char(tracking=True, help="What is done about it, and by whom.")
    outcome = fields.Char(tracking=True, help="What came of it.")
    state = fields.Selection(
        [("open", "Open"), ("acknowledged", "Acknowledged"), ("closed", "Closed")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    acknowledged_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    acknowledged_on = fields.Date(readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)

    _once_uniq = models.UniqueIndex(
        "(rule_id, company_id, COALESCE(profile_id, 0)) "
        "WHERE cleared_on IS NULL OR state != 'closed'",
        "The rule has raised an alert about this already, which still stands.",
    )

    @api.depends("rule_id", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for one in self:
            about = one.partner_id.display_name or one.company_id.name
            one.display_name = f"{one.rule_id.name}: {about}"

    @api.depends("value", "value_after", "value_after_on", "direction")
    def _compute_effect(self):
        for one in self:
            at_most = one.direction == "at_most"
            one.effect = one.value_after_on and alert.effect(one.value, one.value_after, at_most)

    @api.depends("rule_id", "value", "value_now", "value_after", "threshold")
    @api.depends_context("lang")
    def _compute_texts(self):
        for rule, own in self.sudo().grouped("rule_id").items():
            unit = rule._get_unit()
            for one in own.with_env(self.env):
                say = partial(rule._say_value, company=one.company_id, unit=unit)
                one.value_text = say(one.value)
                one.value_now_text = say(one.value_now)
                one.threshold_text = say(one.threshold)
                one.value_after_text = one.value_after_on and say(one.value_after)

    # -- what people do ----------------------------------------------------------------

    def action_acknowledge(self):
        """Somebody has looked into it, and says cause and route.

        :raise UserError: one of the two is not said yet
        """
        self.check_access("write")
        for one in self.filtered(lambda one: one.state == "open"):
            if not (one.cause or "").strip() or not (one.route or "").strip():
                raise UserError(
                    self.env._(
                        "The alert “%s” says no cause or no route yet. Enter why it came to that, "
                        "and what is done about it.",
                        one.display_name,
                    )
                )
            one._move_to(
                "acknowledged",
                acknowledged_by_id=self.env.uid,
                acknowledged_on=one.company_id._ar_today(),
            )

    def action_close(self):
        """It is dealt with. The alert is not raised again before the figure has been within the
        threshold."""
        self.check_access("write")
        for company, own in self.grouped("company_id").items():
            closed = own._move_to(
                "closed",
                allowed=("acknowledged",),
                closed_by_id=self.env.uid,
                closed_on=company._ar_today(),
            )
            closed._end_tasks()

    def action_view_profile(self):
        """Open the customer's account."""
        self.ensure_one()
        return self.profile_id._get_records_action()

    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Say cause and route, and acknowledge it; the night does the rest.")

    def _end_tasks(self):
        self.sudo().activity_ids.filtered("automated").unlink()

    # -- what the night does -----------------------------------------------------------

    def _follow(self, values, today, days):
        """Keep the figures of a day; those of so many days after an alert once.

        :param values: {profile id, or False: figure}
        """
        for one in self:
            if one.profile_id.id not in values:
                continue
            value = values[one.profile_id.id]
            one.update({"value_now": value, "value_now_on": today})
            if not one.value_after_on and one.date + timedelta(days=days) <= today:
                one.update({"value_after": value, "value_after_on": today})

    def _clear(self, today):
        """The figure is within the threshold again: what nobody has looked into is closed."""
        self.cleared_on = today
        self._move_to("closed", allowed=("open",), closed_on=today)._end_tasks()
