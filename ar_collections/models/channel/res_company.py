"""When a company's messages may leave, and how it calls and visits."""

from datetime import datetime, time, timedelta

import pytz

from odoo import api, models
from odoo.fields import Domain

from ...tools.channel import courtesy
from ..base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_courtesy = guarded.Boolean(
        string="Mind Customers' Hours",
        help="What leaves by itself, or waits in a queue, keeps to the quiet hours, quiet days and "
        "numbers below. Off: it leaves at once.",
        groups=guarded.SETTINGS,
    )
    ar_quiet_from = guarded.Float(
        string="Quiet From",
        default=20.0,
        help="Hour of the customer's day, in its own time zone.",
        groups=guarded.SETTINGS,
    )
    ar_quiet_until = guarded.Float(
        string="Quiet Until",
        default=8.0,
        help="Hour of the customer's day. The same as Quiet From: there are no quiet hours.",
        groups=guarded.SETTINGS,
    )
    ar_quiet_weekends = guarded.Boolean(
        string="No Messages on Weekends",
        default=True,
        help="Those of the customer's country: Friday and Saturday in Saudi Arabia.",
        groups=guarded.SETTINGS,
    )
    ar_quiet_holidays = guarded.Boolean(
        string="No Messages on Public Holidays",
        default=True,
        help="The days off in the company's working hours, and those of companies of ours in the "
        "customer's country.",
        groups=guarded.SETTINGS,
    )
    ar_most_per_week = guarded.Integer(
        string="Most Messages a Week",
        default=3,
        help="To one customer in seven days, whatever they are about and by whatever way. 0: any "
        "number.",
        groups=guarded.SETTINGS,
    )
    ar_once_a_day = guarded.Boolean(
        string="One Message a Day",
        default=True,
        help="A customer gets one message a day by each way.",
        groups=guarded.SETTINGS,
    )
    ar_usual_hour = guarded.Boolean(
        string="At the Customer's Hour",
        default=True,
        help="What a nightly run sends waits for the hour at which the customer usually answers or "
        "pays, half past nine where too little is known.",
        groups=guarded.SETTINGS,
    )

    ar_call_tries = guarded.Integer(
        string="Tries of a Call or Visit",
        default=4,
        groups=guarded.SETTINGS,
        help="A customer who was not reached is called again so often in all, later each time; "
        "then another way speaks. 0: there is no end.",
    )
    ar_map_service = guarded.Selection(
        [("osm", "OpenStreetMap"), ("google", "Google Maps")],
        string="Map",
        default="osm",
        required=True,
        groups=guarded.SETTINGS,
        help="Which map the links to customers' addresses open.",
    )

    _ar_quiet_hours = models.Constraint(
        "CHECK (ar_quiet_from >= 0 AND ar_quiet_from < 24 AND ar_quiet_until >= 0 "
        "AND ar_quiet_until < 24 AND ar_most_per_week >= 0)",
        "Quiet hours lie between 0:00 and 23:59, and the most messages a week cannot be negative.",
    )
    _ar_call_tries_not_negative = models.Constraint(
        "CHECK (ar_call_tries >= 0)", "A call cannot be tried less than never. Enter 0 for no end."
    )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'base': no default of the field, which would switch it on where the add-on is
        # updated.
        return super().create([{**self._ar_get_new_courtesy(), **vals} for vals in vals_list])

    @api.model
    def _ar_get_new_courtesy(self):
        """What a new company begins with. What is installed together with the add-on (a demo
        company) is looked at when somebody has the time."""
        return {"ar_courtesy": True} if self.env.registry.ready else {}

    def _ar_get_courtesy(self):
        """The company's ``Rules``; none where it is switched off."""
        self.ensure_one()
        company = self.sudo()
        if not company.ar_courtesy:
            return courtesy.Rules()
        return courtesy.Rules(
            quiet_from=company.ar_quiet_from,
            quiet_until=company.ar_quiet_until,
            weekends=company.ar_quiet_weekends,
            holidays=company.ar_quiet_holidays,
            per_week=company.ar_most_per_week,
            once_a_day=company.ar_once_a_day,
            usual_hour=company.ar_usual_hour,
        )

    @api.model
    def _ar_begin_courtesy(self):
        """Companies that have not sent a notice yet mind the hours of their customers. Called when
        the add-on is installed; who updates it goes on as before, and switches it on."""
        sent = (
            self.env["ar.dunning.notice"]
            .sudo()
            ._read_group([("state", "=", "sent")], ["company_id"])
        )
        known = self.browse().union(*(company for (company,) in sent))
        (self.sudo().search([]) - known).write({"ar_courtesy": True})

    @api.model
    def _ar_read_holidays(self, now):
        """The days off from ``now`` on that Odoo knows: {(company, its country): set of days}.

        A day is one of them if it is off at noon, in the zone of its working hours. Those of one
        person (a resource) are not meant.
        """
        domain = Domain("resource_id", "=", False) & Domain("time_type", "=", "leave")
        domain &= Domain("date_to", ">=", now - timedelta(days=1))
        domain &= Domain("date_from", "<=", now + timedelta(days=courtesy.MOST_DAYS + 1))
        found = {}
        for leave in self.env["resource.calendar.leaves"].sudo().search(domain):
            company = leave.company_id
            calendar = leave.calendar_id or company.resource_calendar_id
            if not company or calendar != company.resource_calendar_id:
                continue
            days = found.setdefault((company, company.country_id), set())
            days.update(_days_off(leave.date_from, leave.date_to, calendar.tz))
        return found


def _days_off(begin, end, zone_name):
    """The days whose noon lies between two moments (UTC, as stored)."""
    known = zone_name in pytz.all_timezones_set
    zone = pytz.timezone(zone_name) if known else pytz.utc
    begin, end = (pytz.utc.localize(one).astimezone(zone) for one in (begin, end))
    for number in range((end.date() - begin.date()).days + 1):
        day = begin.date() + timedelta(days=number)
        if begin <= zone.localize(datetime.combine(day, time(12))) <= end:
            yield day
