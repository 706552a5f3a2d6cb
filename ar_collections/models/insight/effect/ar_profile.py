"""By which way a customer is reached best, and when: a suggestion with its reason."""

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

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

    @api.depends("preferred_channel", "partner_id", "company_id")
    @api.depends_context("lang")
    def _compute_way_advice(self):
        for profile in self:
            profile.update({"way_advice": False, "advised_channel": False})
            advice = profile._get_way_advice()
            if not advice:
                continue
            words = [profile._say_way(advice), profile._say_usual_hour()]
            profile.way_advice = " ".join(filter(None, words))
            profile.advised_channel = advice.way if advice.is_change else False

    def _get_way_advice(self):
        """``Advice`` on this customer, or None."""
        if not isinstance(self.id, int) or not self.company_id:
            return None
        effects, company = self.env["ar.effect"].sudo(), self.sudo().company_id
        today = company._ar_today()
        since = today - relativedelta(months=OWN_MONTHS)
        own = effects._read_way_shares(company.id, since, today, self.id)
        everybody = effects._get_usual_way_shares(company.id, today) if own else {}
        return advise(own, everybody, self.preferred_channel or "")

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

    def _say_usual_hour(self):
        """When the customer usually acts, and whether reminders wait for it; '' if too little is
        known."""
        moments = self.sudo()._read_habits(fields.Datetime.now()).get(self.id, ())
        if len(moments) < courtesy.LEAST_KNOWN:
            return ""
        zone = self._get_own_zone()
        hour = courtesy.usual_hour(moments, zone)
        values = {"hour": f"{int(hour)}:{round(hour % 1 * 60):02}", "zone": zone.zone}
        if self.sudo().company_id._ar_get_courtesy().usual_hour:
            return self.env._(
                "The customer usually acts around %(hour)s (%(zone)s), which reminders that leave "
                "by themselves wait for.",
                **values,
            )
        return self.env._(
            "The customer usually acts around %(hour)s (%(zone)s). Reminders do not wait for that: "
            "a manager switches it on in Settings.",
            **values,
        )

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
            profile.sudo()._message_log(
                body=Markup("<p>{}</p>").format(self.env._("As suggested: %s", words)),
                author_id=self.env.user.partner_id.id,
            )
        return True
