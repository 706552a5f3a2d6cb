"""Steps that wait for their deadline are done by the scheduled action."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...base.res_company import MANAGER


class ArContingencyRun(models.Model):
    _inherit = "ar.contingency.run"

    @api.model
    def _cron_follow(self):
        """Do what is due in plans that run, each in a transaction of its own."""
        self._work_through(
            self._find_due(),
            lambda run: run._follow(),
            lambda run, error: run._tell_failed(str(error)),
            lock=True,
        )

    @api.model
    def _find_due(self):
        """The plans with a step whose deadline has come."""
        due = Domain("moment", "=", "deadline") & Domain("state", "=", "planned")
        due &= Domain("due", "<=", fields.Datetime.now())
        running = Domain("state", "=", "running") & Domain("kind", "=", "real")
        return self.search(running & Domain("line_ids", "any", due))

    def _follow(self):
        """Do what is due, with the rights of who started the plan.

        :raise UserError: that person has no rights any more
        """
        self.ensure_one()
        user, company = self.user_id, self.company_id
        able = user._is_superuser() or (user.active and company in user.company_ids)
        if not able or not user.has_group(MANAGER):
            raise UserError(
                self.env._(
                    "%(user)s, who started “%(plan)s”, is no collections manager of %(company)s "
                    "any more. Do its steps by hand, or stop the plan.",
                    user=user.name,
                    plan=self.plan_id.name,
                    company=company.name,
                )
            )
        context = {"allowed_company_ids": company.ids}
        own = self.with_user(user).with_company(company).with_context(**context)
        now, about = fields.Datetime.now(), own._read_about()
        for line in own.line_ids:
            if line.state == "planned" and line.moment == "deadline" and line.due <= now:
                line._do(about)

    def _tell_failed(self, words):
        """A task for a manager, once."""
        manager = self.company_id._ar_get_manager()
        if manager:
            summary = self.env._("The plan “%s” does not go on", self.plan_id.name)
            self.company_id._ar_ask(self.sudo(), manager, summary, words)
