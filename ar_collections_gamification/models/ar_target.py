"""Targets become challenges while they run; who reached them gets a badge afterwards."""

from datetime import timedelta

from odoo import Command, api, models
from odoo.fields import Domain

GAME = "ar_collections_gamification"
# Days after the end of a period until money that came in then is matched.
GRACE_DAYS = 5
# Days after the end in which badges are granted: a server may stand still, a target may be late.
GRANT_DAYS = 60
# With one collector alone, nobody is the best.
LEAST_COMPETITORS = 2


class ArTarget(models.Model):
    """A challenge per company and period, a goal per member, in percent of the target.

    What a goal shows is read from the target whenever Odoo asks; badges are granted by the target
    and the key figures, never by what stands in a goal, which its user may write.
    """

    _name = "ar.target"
    _inherit = ["ar.target", "ar.job.mixin"]

    @api.model
    def _cron_reward(self):
        """Keep the challenges, and grant the badges of what has ended, company by company."""
        companies = self.env["res.company"].search([("ar_gamification", "=", True)])
        self._work_through(companies, self._reward_in, whole=True)

    @api.model
    def _reward_in(self, company):
        """Twice is once: the database knows each challenge, and each badge of a period."""
        today = company._ar_today()
        own = self.sudo().with_company(company)
        members = Domain("company_id", "=", company.id) & Domain("user_id.active", "=", True)
        running = members & Domain("for_team", "=", False)
        running &= Domain("date_from", "<=", today) & Domain("date_to", ">=", today)
        for _key, targets in own.search(running).grouped(lambda one: one._get_period_key()).items():
            targets._follow_challenge()
        ended = members & Domain("date_to", "<=", today - timedelta(days=GRACE_DAYS))
        ended &= Domain("date_to", ">", today - timedelta(days=GRANT_DAYS))
        own.search(ended)._grant_reached()
        own._grant_best(company, today)

    def _get_period_key(self):
        return f"{self.year}-{self.period}"

    # -- challenges --------------------------------------------------------------------

    def _follow_challenge(self):
        """The challenge of these targets of one company and period, with a goal for each member.

        :return: the challenge
        """
        first, challenges = self[0], self.env["gamification.challenge"]
        key = {"ar_company_id": first.company_id.id, "ar_period": first._get_period_key()}
        challenge = challenges.search([(name, "=", value) for name, value in key.items()])
        if not challenge:
            challenge = challenges.create({**key, **first._prepare_challenge()})
        if challenge.state == "draft" or challenge.user_ids != self.user_id:
            challenge.write({"user_ids": [Command.set(self.user_id.ids)], "state": "inprogress"})
        goals = self.env["gamification.goal"].search(
            [("challenge_id", "=", challenge.id), ("closed", "=", False)]
        )
        goals.update_goal()
        return challenge

    def _prepare_challenge(self):
        manager = self.company_id._ar_get_manager()
        told = self.with_context(lang=self.company_id._ar_pick_lang(manager))
        periods = dict(told._fields["period"]._description_selection(told.env))
        definition = self.env.ref(f"{GAME}.goal_definition_attained")
        line = {"definition_id": definition.id, "target_goal": 100.0}
        return {
            "name": told.env._(
                "Collections of %(company)s: %(period)s %(year)s",
                company=self.company_id.name,
                period=periods[self.period],
                year=self.year,
            ),
            "period": "once",
            "start_date": self.date_from,
            "end_date": self.date_to,
            "manager_id": manager.id,
            # Else all internal users take part.
            "user_domain": False,
            "visibility_mode": "personal",
            "challenge_category": "other",
            "line_ids": [Command.create(line)],
        }

    @api.model
    def _get_goal_value(self, goal):
        """Percent of the target that the member of a goal has attained."""
        challenge = goal.sudo().challenge_id
        targets = self.sudo().search(
            [("company_id", "=", challenge.ar_company_id.id), ("for_team", "=", False)]
        )
        # All of them together: what was attained is read once.
        running = targets.filtered(lambda one: one._get_period_key() == challenge.ar_period)
        own = running.filtered(lambda one: one.user_id == goal.user_id)
        return own[:1].with_prefetch(running.ids).percent

    # -- badges ------------------------------------------------------------------------

    def _grant_reached(self):
        """The badge of each member, also by a team's target, that has reached it."""
        reached = self.filtered(lambda one: one.percent >= 100)
        for (company, key), targets in reached.grouped(
            lambda one: (one.company_id, one._get_period_key())
        ).items():
            people = self.env["res.users"].union(*(one._get_people() for one in targets))
            self._grant("badge_reached", people.filtered("active"), company, key)

    @api.model
    def _grant_best(self, company, today):
        """The badge of the best CEI of the last quarter, once."""
        first, last, key = self._get_last_quarter(today)
        if not GRACE_DAYS <= (today - last).days < GRANT_DAYS:
            return
        if self._find_granted("badge_best", company, key):
            return
        figures = self.env["ar.kpi"].get_kpis(first, last, company.ids, "collector")
        values = {
            id_: own["cei"]["value"]
            for id_, own in figures.items()
            if id_ and own["cei"]["value"] is not None
        }
        best = max(values.values(), default=0)
        if len(values) >= LEAST_COMPETITORS and best > 0:
            winners = [id_ for id_, value in values.items() if value == best]
            people = self.env["res.users"].browse(winners).filtered("active")
            self._grant("badge_best", people, company, key)

    @api.model
    def _get_last_quarter(self, today):
        """(first day, last day, key) of the quarter that ended before ``today``."""
        begun = today.replace(month=today.month - (today.month - 1) % 3, day=1)
        last = begun - timedelta(days=1)
        return last.replace(month=last.month - 2, day=1), last, f"{last.year}-q{last.month // 3}"

    @api.model
    def _find_granted(self, badge, company, key):
        return self.env["gamification.badge.user"].search(
            [
                ("badge_id", "=", self.env.ref(f"{GAME}.{badge}").id),
                ("ar_company_id", "=", company.id),
                ("ar_period", "=", key),
            ]
        )

    @api.model
    def _grant(self, badge, people, company, key):
        """Grant a badge to who has not got it for the period yet, and tell them."""
        badge_id = self.env.ref(f"{GAME}.{badge}").id
        own = {"badge_id": badge_id, "ar_company_id": company.id, "ar_period": key}
        comment = f"{company.name}, {key.upper()}"
        for user in people - self._find_granted(badge, company, key).user_id:
            granted = self.env["gamification.badge.user"].create(
                {**own, "user_id": user.id, "comment": comment}
            )
            granted._send_badge()
