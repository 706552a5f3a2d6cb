"""By which way a customer is reached best, and when: a suggestion with its reason."""

from datetime import time

import pytz
from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_time

from ....tools.channel import courtesy
from ....tools.insight.advice import advise
from .ar_effect import DAYS

# Months that a customer's own history reaches back.
OWN_MONTHS = 24


class ArProfile(models.Model):
    _inherit = "ar.profile"

    way_advice = fields.Text(
        string="Best Channel",
        compute="_compute_way_advice",
        help="From what was paid soon after reminders to this customer; where there were few, what "
        "all customers do counts more.",
    )
    advised_channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(),
        compute="_compute_way_advice",
        help="Another way than the present one, which is worth a trial.",
    )
    hour_advice = fields.Text(
        string="Best Hour",
        compute="_compute_hour_advice",
        help="The hour of sending after which this customer paid most; else when it usually acts.",
    )
    advised_hour = fields.Float(
        compute="_compute_hour_advice",
        help="Another time of day than the present one, which is worth a trial.",
    )

    @api.depends("preferred_channel", "partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_way_advice(self):
        effects = self.env["ar.effect"].sudo()
        for profile in self:
            profile.update({"way_advice": False, "advised_channel": False})
            preferred = profile.preferred_channel or ""
            advice = profile._get_advice(
                effects._read_way_shares, effects._get_usual_way_shares, preferred
            )
            if advice:
                profile.way_advice = profile._say_way(advice)
                profile.advised_channel = advice.way if advice.is_change else False

    @api.depends("preferred_hour", "partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_hour_advice(self):
        for profile in self:
            hour, words = profile._get_hour_advice() if profile._has_history() else (0.0, "")
            profile.hour_advice = words or False
            profile.advised_hour = hour if hour != profile.preferred_hour else 0.0

    def _has_history(self):
        return isinstance(self.id, int) and bool(self.company_id)

    def _get_advice(self, read_own, get_usual, present):
        """``Advice`` on this customer, or None."""
        if not self._has_history():
            return None
        company = self.sudo().company_id
        today = company._ar_today()
        own = read_own(company.id, today - relativedelta(months=OWN_MONTHS), today, self.id)
        return advise(own, get_usual(company.id, today) if own else {}, present)

    def _get_hour_advice(self):
        """(time of day on the customer's clock, in hours, why): what was paid soon by the hour of
        sending, else when the customer acts; (0.0, '') if too little is known."""
        effects, zone = self.env["ar.effect"].sudo(), self._get_own_zone()
        away = self._get_hours_away(zone)
        present = int(self.preferred_hour - away) % 24 if self.preferred_hour else ""
        advice = self._get_advice(
            effects._read_hour_shares, effects._get_usual_hour_shares, present
        )
        if not advice:
            return self._get_usual_hour(zone)
        hour = (advice.way + away) % 24
        words = self.env._(
            "Of %(sent)s reminders sent from %(hour)s on (%(zone)s) %(paid)s were paid within "
            "%(days)s days (all customers: %(usual)s %%).",
            sent=advice.own.whole,
            hour=self._format_hour(hour),
            zone=zone.zone,
            paid=advice.own.part,
            days=DAYS,
            usual=effects._format_points(advice.all.value or 0.0),
        )
        return hour if advice.is_change else self.preferred_hour, words

    def _get_hours_away(self, zone):
        """How many hours the customer's clock is ahead of the company's."""
        ours = pytz.timezone(self.sudo().company_id._ar_zone_name())
        now = fields.Datetime.now()
        return (zone.utcoffset(now) - ours.utcoffset(now)).total_seconds() / 3600

    @api.model
    def _format_hour(self, hour):
        return format_time(self.env, time(int(hour), round(hour % 1 * 60)), time_format="short")

    def _say_way(self, advice):
        labels = dict(self.env["ar.channel"]._selection())
        values = {
            "way": labels.get(advice.way, advice.way),
            "paid": advice.own.part,
            "sent": advice.own.whole,
            "days": DAYS,
            "usual": self.env["ar.effect"]._format_points(advice.all.value or 0.0),
        }
        words = self.env._(
            "%(way)s works best: of %(sent)s reminders %(paid)s were paid within %(days)s days "
            "(all customers: %(usual)s %%).",
            **values,
        )
        if not advice.is_change:
            return words
        other = self.env._(
            "Now it is %(way)s: %(paid)s of %(sent)s.",
            way=labels.get(advice.present, advice.present),
            paid=advice.present_own.part,
            sent=advice.present_own.whole,
        )
        return f"{words} {other}"

    def _get_usual_hour(self, zone):
        """(hour, words) of when the customer usually acts, and whether reminders wait for it."""
        moments = self.sudo()._read_habits(fields.Datetime.now()).get(self.id, ())
        if len(moments) < courtesy.LEAST_KNOWN:
            return 0.0, ""
        hour = courtesy.usual_hour(moments, zone)
        values = {"hour": self._format_hour(hour), "zone": zone.zone}
        if self.preferred_hour == hour or self.sudo().company_id._ar_get_courtesy().usual_hour:
            words = self.env._(
                "The customer usually acts around %(hour)s (%(zone)s), which reminders that leave "
                "by themselves wait for.",
                **values,
            )
            return self.preferred_hour or 0.0, words
        words = self.env._(
            "The customer usually acts around %(hour)s (%(zone)s). Reminders do not wait for that.",
            **values,
        )
        return hour, words

    def _get_own_zone(self):
        """The time zone of the customer's contact, as messages have it."""
        return self.env["ar.talk"].new({"profile_id": self.id})._get_zone(self._get_contact())

    def action_follow_advice(self):
        """Reach the customer by the way that is advised, from now on.

        :raise UserError: no other way is advised any more
        """
        self.check_access("write")
        for profile in self:
            way = profile.advised_channel
            if not way:
                raise UserError(
                    self.env._(
                        "%s is reached best by the present way: there is nothing to change.",
                        profile.partner_id.display_name,
                    )
                )
            words = profile.way_advice
            profile.preferred_channel = way
            profile._log_advice(words)
        return True

    def action_follow_hour(self):
        """Reminders that leave by themselves wait for the hour that is advised, from now on.

        :raise UserError: no other hour is advised any more
        """
        self.check_access("write")
        for profile in self:
            hour, words = profile.advised_hour, profile.hour_advice
            if not hour:
                raise UserError(
                    self.env._(
                        "No other hour is better for %s: there is nothing to change.",
                        profile.partner_id.display_name,
                    )
                )
            profile.preferred_hour = hour
            profile._log_advice(words)
        return True

    def _log_advice(self, words):
        self.sudo()._message_log(
            body=Markup("<p>{}</p>").format(self.env._("As suggested: %s", words)),
            author_id=self.env.user.partner_id.id,
        )
