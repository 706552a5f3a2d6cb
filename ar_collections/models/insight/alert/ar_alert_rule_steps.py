"""What is done as soon as an alert is raised."""

from collections import defaultdict

from odoo import api, fields, models

from .ar_alert_rule import AlertAction


class ArAlertRule(models.Model):
    _inherit = "ar.alert.rule"

    @api.model
    def _get_actions(self):
        # EXTENDS the room itself
        return {
            **super()._get_actions(),
            "tell": AlertAction(self.env._("Show it on Today")),
            "task": AlertAction(self.env._("Task")),
            "message": AlertAction(self.env._("Message to the team's robots")),
            "hold": AlertAction(self.env._("Credit hold"), True),
            "review": AlertAction(self.env._("Credit review"), True),
            "limit_cut": AlertAction(self.env._("Propose a lower limit"), True),
        }

    def _act_tell(self, alerts):
        """The page of today counts it anyway."""

    def _act_task(self, alerts):
        """A task for who is told, on the alert."""
        for user, own in alerts.grouped("user_id").items():
            own.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=own[0].company_id._ar_today(),
                summary=self.env._("Alert: %s", self.name),
                user_id=user.id or own[0].company_id._ar_get_manager().id or self.env.uid,
            )

    def _act_message(self, alerts):
        """Once all rules were looked at, ``_tell_robots`` tells of all of them together."""

    @api.model
    def _tell_robots(self, watch):
        """One message of the alerts of a company that nobody was told of yet; where nobody
        listens, the alerts say so."""
        alerts = self.env["ar.alert"].search(
            [
                ("company_id", "=", watch.company.id),
                ("date", "=", watch.today),
                ("action", "=", "message"),
                ("told_with_id", "=", False),
                ("state", "!=", "closed"),
            ],
            order="id",
        )
        if not alerts:
            return alerts
        if not self.env["ar.team.endpoint"]._find_listeners("alert", watch.company):
            alerts.error = self.env._(
                "No robot of %s is told of alerts. Add the event to one under Configuration > "
                "Team Robots, or choose another action in the rule.",
                watch.company.name,
            )
            return alerts
        alerts.write({"told_with_id": alerts[0].id, "error": False})
        self.env["ar.team.message"]._queue("alert", alerts[0])
        return alerts

    def _act_hold(self, alerts):
        """A credit hold for the days of the rule; who has one of an alert keeps that."""
        holds = self.env["ar.credit.hold"].sudo()
        own = [("cause", "=", "alert"), ("state", "=", "active")]
        active = holds.search([*own, ("profile_id", "in", alerts.profile_id.ids)])
        held = {hold.profile_id.id: hold for hold in active if hold.in_force}
        new = alerts.filtered(lambda one: one.profile_id.id not in held)
        today = alerts[:1].company_id._ar_today()
        last = fields.Date.add(today, days=self.hold_days - 1) if self.hold_days else False
        made = holds.create(
            [
                {
                    "profile_id": one.profile_id.id,
                    "cause": "alert",
                    "date_from": today,
                    "date_to": last,
                    **holds._prepare_spoken("alert", rule=self.name),
                }
                for one in new
            ]
        )
        held |= {hold.profile_id.id: hold for hold in made}
        for one in alerts:
            one.hold_id = held[one.profile_id.id]

    def _act_review(self, alerts):
        self._open_reviews(alerts)

    def _act_limit_cut(self, alerts):
        """A review that proposes part of the limit; customers without one get a plain review."""
        limits = {
            profile.id: profile.credit_limit
            for profile in alerts.profile_id
            if profile.has_credit_limit
        }
        currency = alerts.company_id.currency_id
        for review in self._open_reviews(alerts):
            if review.profile_id.id in limits:
                part = limits[review.profile_id.id] * self.limit_percent / 100
                review.limit_amount = currency.round(part)

    def _open_reviews(self, alerts):
        """A credit review of each customer, where none waits for a decision already.

        :return: the new ones
        """
        reviews = self.env["ar.credit.review"].sudo()
        profiles = alerts.profile_id
        pending = reviews.search(
            [("profile_id", "in", profiles.ids), ("state", "in", ("draft", "proposed"))]
        )
        found = defaultdict(reviews.browse)
        for review in pending:
            found[review.profile_id.id] = review
        made = reviews.create(
            [
                {
                    "profile_id": profile.id,
                    "kind": "event",
                    "reason": self.env._("Alert: %s", self.name),
                }
                for profile in profiles - pending.profile_id
            ]
        )
        made.with_context(mail_activity_quick_update=True)._ask_collector()
        found.update({review.profile_id.id: review for review in made})
        for one in alerts:
            one.review_id = found[one.profile_id.id]
        return made
