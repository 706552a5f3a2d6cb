"""Plans are started, drilled, finished and stopped."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .ar_contingency_plan import COLLECTOR, CUSTOMER
from .ar_contingency_run import DRILL, REAL, About
from .rehearsal import rehearsal

# What is kept of a drill.
KEPT = ("customer_count", "amount", "overdue", "seconds", "date")
KEPT_OF_LINES = (
    "sequence",
    "name",
    "action",
    "moment",
    "days",
    "due",
    "state",
    "text",
    "error",
    "customers",
    "amount",
    "seconds",
    "done_on",
)


class ArContingencyRun(models.Model):
    _inherit = "ar.contingency.run"

    # -- beginning ---------------------------------------------------------------------

    @api.model
    def _start(self, plan, company, about=None):
        """Start a plan for real, with the rights of who acts.

        :param about: what was chosen: values of ``profile_ids`` (ids), ``collector_id``,
            ``deputy_id``, ``reason``
        :return: the protocol
        :raise UserError: it is not said whom it is about
        """
        plan._check_may_run()
        run = self._make(plan, company, REAL, about or {})
        run.line_ids._take_up(run._read_about())
        run._add_seconds()
        return run

    @api.model
    def _drill(self, plan, company, about=None):
        """Do all steps of a plan in a transaction that is rolled back, and keep what was seen.

        The arguments are those of ``_start``. Nothing is sent, and nothing remains but the
        protocol.
        """
        plan._check_may_run()
        with self._rehearsing() as env:
            own = self.with_env(env)
            there = plan.with_env(env).exists()
            if not there:
                raise UserError(self.env._("Save the plan before it is drilled."))
            run = own._make(there, company.with_env(env), DRILL, about or {})
            run.line_ids._rehearse(run._read_about())
            run._add_seconds()
            values, lines = run._read_protocol()
        return self._keep(plan, company, about or {}, values, lines)

    @api.model
    def _rehearsing(self):
        """An environment in which what is done is taken back, as a context manager."""
        return rehearsal(self.env)

    @api.model
    def _make(self, plan, company, kind, about):
        """A protocol with its steps to do, in the company alone.

        :raise AccessError: the company is not the user's
        """
        self.env["ar.open.item"]._check_companies(company.ids)
        plan._check_steps()
        own = self.with_company(company).with_context(allowed_company_ids=company.ids)
        plan = plan.with_env(own.env)
        if plan.company_id and plan.company_id not in company._ar_chain():
            raise UserError(
                self.env._(
                    "The plan %(plan)s is not for %(company)s. Choose one of its own.",
                    plan=plan.name,
                    company=company.name,
                )
            )
        run = own.sudo().create(self._prepare_run(plan, company, kind, about)).sudo(False)
        found = run._read_about()
        run._check_about(found)
        run.sudo().write(
            {
                "customer_count": len(found.profiles),
                "amount": found.add_up("open"),
                "overdue": found.add_up("overdue"),
            }
        )
        run.sudo().line_ids.create([run._prepare_line(step) for step in plan.step_ids])
        return run

    @api.model
    def _prepare_run(self, plan, company, kind, about):
        return {
            "plan_id": plan.id,
            "company_id": company.id,
            "kind": kind,
            "user_id": self.env.uid,
            "reason": about.get("reason"),
            "profile_ids": [fields.Command.set(about.get("profile_ids") or [])],
            "collector_id": about.get("collector_id"),
            "deputy_id": about.get("deputy_id"),
        }

    def _prepare_line(self, step):
        """Who does it is there: the deputy stands in for who is away."""
        owner = step.sudo().user_id
        if not owner.active or self.company_id not in owner.company_ids:
            owner = self.plan_id._get_owner(self.company_id)
        if owner and owner == self.collector_id:
            owner = self.deputy_id or owner
        return {
            "run_id": self.id,
            "step_id": step.id,
            "sequence": step.sequence,
            "name": step.name,
            "action": step.action,
            "moment": step.moment,
            "days": step.days,
            "user_id": owner.id,
            "due": self.plan_id._get_due(step, self.date),
        }

    def _check_about(self, about):
        """
        :raise UserError: it is not said whom the plan is about
        """
        subject = self.plan_id.subject
        if subject == CUSTOMER and not about.profiles:
            raise UserError(
                self.env._("Choose the customers that the plan %s is about.", self.plan_id.name)
            )
        if about.profiles.company_id - self.company_id:
            raise UserError(
                self.env._(
                    "The plan %(plan)s is started for customers of %(company)s alone.",
                    plan=self.plan_id.name,
                    company=self.company_id.name,
                )
            )
        if subject == COLLECTOR and not self.collector_id:
            raise UserError(self.env._("Say who is away: “%s” asks for it.", self.plan_id.name))

    def _get_profiles(self):
        """The customer accounts that it is about, as they are now."""
        return getattr(self.plan_id, f"_find_{self.scenario}")(self)

    def _read_about(self):
        """These accounts and what they owe."""
        profiles = self._get_profiles()
        partners = profiles.partner_id.ids
        totals = self.env["ar.open.item"]._read_totals(self.company_id.ids, partners)
        company = self.company_id.id
        found = {
            profile.id: totals[profile.partner_id.id, company]
            for profile in profiles
            if (profile.partner_id.id, company) in totals
        }
        return About(profiles, found)

    def _add_seconds(self):
        self.sudo().seconds = sum(self.line_ids.mapped("seconds"))

    # -- what is kept of a drill -------------------------------------------------------

    def _read_protocol(self):
        """Plain values of a protocol and of its steps."""
        values = {name: self[name] for name in KEPT}
        lines = [
            {
                **{name: line[name] for name in KEPT_OF_LINES},
                "step_id": line.step_id.id,
                "user_id": line.user_id.id,
                "done_by_id": line.done_by_id.id,
            }
            for line in self.line_ids
        ]
        return values, lines

    @api.model
    def _keep(self, plan, company, about, values, lines):
        """The protocol of a drill that was taken back, beside the drill before."""
        before = self.sudo().search(
            Domain("plan_id", "=", plan.id)
            & Domain("company_id", "=", company.id)
            & Domain("kind", "=", DRILL),
            limit=1,
        )
        compared = {line.step_id.id: line.id for line in before.line_ids if line.step_id}
        said = self._prepare_run(plan, company, DRILL, about)
        run = self.sudo().create({**said, **values, "previous_id": before.id}).sudo(False)
        run.sudo().line_ids.create(
            [
                {**line, "run_id": run.id, "previous_id": compared.get(line["step_id"])}
                for line in lines
            ]
        )
        run._end("done")
        return run

    # -- what people do ----------------------------------------------------------------

    def action_finish(self):
        """The trouble is over, and all steps are done.

        :raise UserError: steps are left
        """
        self.plan_id._check_may_run()
        self.check_access("write")
        for run in self.filtered(lambda run: run.state == "running"):
            left = run.line_ids.filtered(lambda line: line.state == "planned")
            if left:
                raise UserError(
                    self.env._(
                        "Steps of “%(plan)s” are left: %(steps)s. Do them, leave them out, or stop "
                        "the plan.",
                        plan=run.plan_id.name,
                        steps=", ".join(left.mapped("name")),
                    )
                )
            run._end("done")

    def action_stop(self):
        """The plan does not go on. What was done stays; its tasks are taken back."""
        self.plan_id._check_may_run()
        self.check_access("write")
        for run in self.filtered(lambda run: run.state == "running"):
            run.line_ids._leave_out()
            run._end("cancelled")

    def _end(self, state):
        """It is over, and so are the tasks that it has given."""
        ended = self._move_to(state, ended_on=fields.Datetime.now(), ended_by_id=self.env.uid)
        ended.sudo().activity_ids.filtered("automated").unlink()

    def action_resume_sending(self):
        """Messages leave for the company's customers again."""
        self.plan_id._check_may_run()
        self.check_access("write")
        for run in self:
            if run.company_id._ar_resume_sending():
                run.sudo()._message_log(
                    body=self.env._("Messages leave again."),
                    author_id=self.env.user.partner_id.id,
                )

    def action_view_customers(self):
        """The accounts that it is about, as they are now."""
        self.ensure_one()
        self.check_access("read")
        profiles = self._get_profiles()
        return profiles._get_records_action(name=self.env._("Customers"))

    def action_view_previous(self):
        """The drill before."""
        self.ensure_one()
        return self.previous_id._get_records_action()

    def _say_step(self, line):
        """What, who, and until when, in a line of a robot's message."""
        return self.env._(
            "%(step)s: %(user)s, until %(day)s",
            step=line.name,
            user=line.user_id.name or "–",
            day=format_date(self.env, self.company_id._ar_day_of(line.due)),
        )
