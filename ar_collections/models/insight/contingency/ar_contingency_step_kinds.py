"""What steps do: each of it by the ordinary ways, with the rights of who started the plan."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .ar_contingency_plan import COLLECTOR
from .ar_contingency_step import Done, StepAction

# Points by hand that put a customer at the top of the worklist.
CALL_POINTS = 200.0


class ArContingencyStep(models.Model):
    _inherit = "ar.contingency.step"

    @api.model
    def _get_actions(self):
        # EXTENDS the room itself
        return {
            **super()._get_actions(),
            "task": StepAction(self.env._("Task"), by_hand=True),
            "hold": StepAction(self.env._("No reminders to the customers"), days=True),
            "credit_hold": StepAction(self.env._("Credit hold"), days=True),
            "review": StepAction(self.env._("Credit review")),
            "call_list": StepAction(self.env._("Top of the worklist"), days=True),
            "deputy": StepAction(self.env._("Customers to the deputy"), of=COLLECTOR, days=True),
            "stop_sending": StepAction(self.env._("Stop sending"), days=True),
            "message": StepAction(self.env._("Message to the team's robots")),
        }

    def _get_last_day(self, line):
        """The last day of what a step sets."""
        return line.company_id._ar_today() + timedelta(days=line.days - 1)

    def _get_reason(self, line):
        return self.env._("Contingency plan: %s", line.run_id.plan_id.name)

    def _say_done(self, words, profiles, rest):
        """A sentence, and how many customers it is about; ``rest`` are as they should be."""
        said = [words, self.env._("Customers: %s.", len(profiles))]
        if rest:
            said.append(self.env._("Already so: %s.", len(rest)))
        return Done(" ".join(said), profiles)

    def _do_task(self, line, profiles):
        """The task itself: what is done about it is said when it is done."""
        return Done(line.text or line.name, profiles)

    def _do_hold(self, line, profiles):
        """A hold on each customer that has none."""
        last = self._get_last_day(line)
        holds = self.env["ar.hold"]
        whole = holds._in_force(profiles).filtered(lambda hold: hold._is_whole_customer())
        held = whole.filtered(lambda hold: not hold.date_to or hold.date_to >= last).profile_id
        today, reason = line.company_id._ar_today(), self._get_reason(line)
        holds.create(
            [
                {
                    "profile_id": profile.id,
                    "date_from": today,
                    "date_to": last,
                    "reason": reason,
                }
                for profile in profiles - held
            ]
        )
        words = self.env._("No reminders until %s.", format_date(self.env, last))
        return self._say_done(words, profiles - held, held)

    def _do_credit_hold(self, line, profiles):
        """A credit hold on each customer that has none."""
        last = self._get_last_day(line)
        held = self.env["ar.profile"].union(*profiles._get_holds_in_force())
        today, reason = line.company_id._ar_today(), self._get_reason(line)
        self.env["ar.credit.hold"].create(
            [
                {
                    "profile_id": profile.id,
                    "date_from": today,
                    "date_to": last,
                    "reason": reason,
                }
                for profile in profiles - held
            ]
        )
        words = self.env._("On credit hold until %s.", format_date(self.env, last))
        return self._say_done(words, profiles - held, held)

    def _do_review(self, line, profiles):
        """A credit review of each customer, where none waits for a decision."""
        reviews = self.env["ar.credit.review"]
        waits = Domain("state", "in", ("draft", "proposed"))
        asked = reviews.search(waits & Domain("profile_id", "in", profiles.ids)).profile_id
        reason = self._get_reason(line)
        new = [{"profile_id": profile.id, "reason": reason} for profile in profiles - asked]
        made = reviews.create(new)
        made.with_context(mail_activity_quick_update=True)._ask_collector()
        words = self.env._("A credit review was begun.")
        return self._say_done(words, profiles - asked, asked)

    def _do_call_list(self, line, profiles):
        """Points by hand, so that the customers are the next ones to be called."""
        last = self._get_last_day(line)
        bumps, reason = self.env["ar.worklist.bump"], self._get_reason(line)
        same = Domain("profile_id", "in", profiles.ids) & Domain("reason", "=", reason)
        up = bumps.search(same & Domain("in_force", "=", True)).profile_id
        bumps.create(
            [
                {
                    "profile_id": profile.id,
                    "points": CALL_POINTS,
                    "reason": reason,
                    "date_from": line.company_id._ar_today(),
                    "date_to": last,
                }
                for profile in profiles - up
            ]
        )
        words = self.env._("At the top of the worklist until %s.", format_date(self.env, last))
        return self._say_done(words, profiles - up, up)

    def _do_deputy(self, line, profiles):
        """Whoever is away is represented.

        :raise UserError: nobody was chosen
        """
        run, last = line.run_id, self._get_last_day(line)
        away, deputy = run.collector_id, run.deputy_id
        if not deputy:
            raise UserError(
                self.env._(
                    "%s has no deputy. Choose who has the customers meanwhile.", away.name or "–"
                )
            )
        absences = self.env["ar.absence"]
        own = Domain("user_id", "=", away.id) & Domain("deputy_id", "=", deputy.id)
        if not absences.search_count(own & Domain("date_to", ">=", last), limit=1):
            absences.create(
                {
                    "user_id": away.id,
                    "deputy_id": deputy.id,
                    "date_from": line.company_id._ar_today(),
                    "date_to": last,
                    "note": self._get_reason(line),
                }
            )
        words = self.env._(
            "%(deputy)s has the customers of %(user)s until %(day)s.",
            deputy=deputy.name,
            user=away.name,
            day=format_date(self.env, last),
        )
        return self._say_done(words, profiles, profiles.browse())

    def _do_stop_sending(self, line, profiles):
        """Nothing leaves for customers of the company; what is queued waits."""
        company = line.company_id
        until = fields.Datetime.now() + timedelta(days=line.days)
        company._ar_stop_sending(until, self._get_reason(line))
        count = self.env["ar.dunning.notice"].search_count(
            [("company_id", "=", company.id), ("state", "=", "queued")]
        )
        words = self.env._(
            "%(stopped)s Reminders that wait: %(count)s.",
            stopped=company._ar_say_stopped(),
            count=count,
        )
        return Done(words, profiles)

    def _do_message(self, line, profiles):
        """The robots of our groups are told.

        :raise UserError: no robot is told of contingency plans
        """
        run = line.run_id
        robots = self.env["ar.team.endpoint"]._find_listeners("contingency", run.company_id)
        if not robots:
            raise UserError(
                self.env._(
                    "No robot of %s is told of contingency plans. Add the event to one under "
                    "Configuration > Team Robots.",
                    run.company_id.name,
                )
            )
        self.env["ar.team.message"]._queue("contingency", run)
        words = self.env._("Told to: %s.", ", ".join(robots.mapped("name")))
        return Done(words, profiles)
