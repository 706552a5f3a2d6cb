"""Steps are done, asked for, or left out; what fails is told, and the others go on."""

import time

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ...base.res_company import MANAGER


class ArContingencyRunLine(models.Model):
    _inherit = "ar.contingency.run.line"

    # -- what the plan does ------------------------------------------------------------

    def _take_up(self, about):
        """Begin a plan for real: what is done at once is done, who does the rest gets a task."""
        for line in self:
            if line.moment == "start":
                line._do(about)
            elif line.moment == "hand":
                line._attempt_one(line, lambda one: one._ask(), lambda one, error: one._fail(error))

    def _rehearse(self, about):
        """Do all of it, whenever it would be done; what somebody else works on now fails."""
        for line in self:
            if line.moment == "hand":
                begun = time.perf_counter()
                line._attempt_one(line, lambda one: one._ask(), lambda one, error: one._fail(error))
                line.sudo().seconds = time.perf_counter() - begun
            if line.state == "planned":
                line._do(about, leave_busy=True)
            if line.state == "planned":
                line._fail(self.env._("Somebody else works on the same records at this moment."))

    def _do(self, about, leave_busy=False):
        """Do the step now, with the rights of who acts."""
        self.ensure_one()
        begun = time.perf_counter()
        act = getattr(self.env["ar.contingency.step"], f"_do_{self.action}")
        done = self._attempt_one(
            self,
            lambda line: act(line, about.profiles),
            lambda line, error: line._fail(error),
            leave_busy=leave_busy,
        )
        seconds = self.seconds + time.perf_counter() - begun
        if done:
            self._move_to(
                "done",
                text=done.words,
                error=False,
                customers=len(done.profiles),
                amount=about.add_up("open", done.profiles),
                seconds=seconds,
                done_on=fields.Datetime.now(),
                done_by_id=self.env.uid,
            )
            self._end_task()
        else:
            self.sudo().seconds = seconds

    def _ask(self):
        """A task for who does it.

        :raise UserError: there is nobody
        """
        self.ensure_one()
        if not self.user_id.active:
            raise UserError(
                self.env._(
                    "Nobody is there for the step “%s”. Name somebody on it, or an owner of the "
                    "plan.",
                    self.name,
                )
            )
        company, plan = self.company_id, self.run_id.plan_id
        day = company._ar_day_of(self.due)
        # Not one e-mail for each of them.
        tasks = self.run_id.sudo().with_context(mail_activity_quick_update=True)
        task = tasks.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=self.name,
            note=self.env._("A step of the plan “%s”.", plan.name),
            user_id=self.user_id.id,
        )
        words = self.env._(
            "Task for %(user)s until %(day)s.",
            user=self.user_id.name,
            day=format_date(self.env, day),
        )
        self.sudo().write({"activity_id": task.id, "text": words})

    def _fail(self, error):
        """Note why it could not be done."""
        words = str(error)
        if not self._move_to("failed", error=words):
            self.sudo().error = words
        if self.kind == "real":
            self.run_id._tell_failed(words)

    def _end_task(self):
        """The task is done by whoever took the step."""
        if tasks := self.sudo().activity_id.exists():
            tasks.action_feedback()

    def _leave_out(self):
        """These steps are not done; their tasks are taken back."""
        left = self._move_to("skipped", done_on=fields.Datetime.now(), done_by_id=self.env.uid)
        left.sudo().activity_id.unlink()

    def _note_task_done(self, feedback):
        """Somebody has done the task in the chatter; what was said is kept."""
        for line in self.filtered(lambda one: one.action == "task" and one.state == "planned"):
            said = {"text": feedback} if feedback else {}
            line._move_to(
                "done", done_on=fields.Datetime.now(), done_by_id=self.env.uid, error=False, **said
            )

    # -- what people do ----------------------------------------------------------------

    def action_do(self):
        """Do a step now, or once more after it has failed."""
        self._check_mine()
        for line in self.filtered(lambda one: one.state in ("planned", "failed")):
            own = line.with_company(line.company_id)
            own = own.with_context(allowed_company_ids=line.company_id.ids)
            own._do(own.run_id._read_about())

    def action_skip(self):
        """Leave a step out."""
        self._check_mine()
        self._leave_out()

    def _check_mine(self):
        """
        :raise AccessError: it is neither one's own step, nor is one a manager
        """
        self.check_access("write")
        user = self.env.user
        for line in self:
            if line.kind != "real" or line.run_state != "running":
                raise UserError(
                    self.env._("“%s” is over. Start the plan again.", line.run_id.display_name)
                )
            if not (self.env.su or line.user_id == user or user.has_group(MANAGER)):
                raise AccessError(
                    self.env._(
                        "The step “%(step)s” is done by %(user)s, or by a collections manager.",
                        step=line.name,
                        user=line.user_id.name or "–",
                    )
                )
