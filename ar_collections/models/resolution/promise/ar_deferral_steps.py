"""Who decides on a deferral, and what follows from it."""

from collections import defaultdict

from markupsafe import Markup

from odoo import Command, api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from ...base.res_company import MANAGER


class ArDeferral(models.Model):
    _inherit = "ar.deferral"

    # -- who decides -------------------------------------------------------------------

    def _get_credit_given(self):
        # EXTENDS the four eyes
        return self.amount_company

    def _is_small(self):
        """Whether a collector may decide on it, by the company's days and amount."""
        company = self.company_id.sudo()
        days, amount = company.ar_deferral_days, company.ar_deferral_amount
        return (
            self.days <= days
            and company.currency_id.compare_amounts(self.amount_company, amount) <= 0
        )

    def _may_decide(self):
        """Whether the acting person may approve it."""
        if self._is_small():
            return self.has_access("write")
        return self.env.user.has_group(MANAGER) and not self._is_own_and_high()

    def _check_may_move(self, state):
        # EXTENDS the gate
        super()._check_may_move(state)
        if state != "approved" or self.env.su:
            return
        for one in self:
            if one._may_decide():
                continue
            if self.env.user.has_group(MANAGER):
                raise AccessError(
                    self.env._(
                        "You have asked for the deferral of %(item)s yourself, and it is above "
                        "%(amount)s. Ask another manager to approve it.",
                        item=one.display_name,
                        amount=one._say_four_eyes_amount(),
                    )
                )
            raise AccessError(
                self.env._(
                    "The deferral of %s is for a manager to approve: it is for more days, or a "
                    "larger amount, than collectors decide on.",
                    one.display_name,
                )
            )

    def _ask_for_decision(self):
        """Tell a manager of what a collector cannot decide."""
        for one in self.filtered(lambda deferral: not deferral._is_small()):
            manager = one.company_id._ar_get_manager()
            if manager:
                one.company_id._ar_ask(
                    one.profile_id,
                    manager,
                    self.env._("Deferral to decide: %s", one.display_name),
                    Markup("<blockquote>{}</blockquote>").format(one.reason),
                )

    # -- decided -----------------------------------------------------------------------

    def action_approve(self):
        """Let the agreed day rule reminders and interest from now on."""
        self.check_access("write")
        for one in self.filtered(lambda deferral: deferral.state == "requested"):
            one._check_date()
            one._check_may_move("approved")
            older = self.sudo().search(
                Domain("move_line_id", "=", one.move_line_id.id) & Domain("state", "=", "approved")
            )
            older._end(self.env._("Another day was agreed: %s", format_date(self.env, one.date)))
            moved = one._move_to(
                "approved",
                allowed=("requested",),
                decided_by_id=self.env.uid,
                decided_on=one.company_id._ar_today(),
            )
            moved._close_question()
            moved._log(
                self.env._(
                    "Deferral approved: %(item)s. %(reason)s",
                    item=one.display_name,
                    reason=one.reason,
                )
            )
            moved.sudo().move_line_id._ar_follow_due_date()
        return True

    def action_refuse(self):
        """Ask why the deferrals are refused."""
        return self._ask_why("refuse", self.env._("Refuse"))

    def action_end(self):
        """Ask why the deferrals end: the contractual due dates count again."""
        return self._ask_why("end", self.env._("End"))

    def _ask_why(self, step, title):
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "ar.deferral.decide",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_deferral_ids": [Command.set(self.ids)], "default_step": step},
        }

    def _refuse(self, reason):
        """The contractual due date stays; twice does nothing."""
        moved = self.browse()
        for company, own in self.grouped("company_id").items():
            moved |= own._move_to(
                "refused",
                decided_by_id=self.env.uid,
                decided_on=company._ar_today(),
                end_reason=reason,
            )
        for one in moved:
            one._log(
                self.env._(
                    "Deferral refused: %(item)s. %(reason)s",
                    item=one.display_name,
                    reason=reason,
                )
            )
        moved._close_question()
        return moved

    def _end(self, reason):
        """The contractual due date counts again; twice does nothing."""
        moved = self.browse()
        for company, own in self.grouped("company_id").items():
            moved |= own._move_to(
                "ended",
                ended_by_id=self.env.uid,
                ended_on=company._ar_today(),
                end_reason=reason,
            )
        for one in moved:
            one._log(
                self.env._(
                    "Deferral ended: %(item)s. %(reason)s", item=one.display_name, reason=reason
                )
            )
        moved.sudo().move_line_id._ar_follow_due_date()
        return moved

    def _close_question(self):
        """Nobody has to decide on it any more."""
        for one in self.sudo():
            summary = self.env._("Deferral to decide: %s", one.display_name)
            tasks = one.profile_id.activity_ids
            tasks.filtered(lambda task, words=summary: task.summary == words).unlink()

    def _log(self, words):
        for one in self.sudo():
            one.profile_id._message_log(
                body=Markup("<p>{}</p>").format(words), author_id=self.env.user.partner_id.id
            )

    # -- by night ----------------------------------------------------------------------

    @api.model
    def _cron_end(self):
        """End deferrals of what is paid, company by company."""
        companies = self.env["res.company"].search([])
        self.env["ar.job.mixin"]._work_through(companies, self._end_paid)

    @api.model
    def _end_paid(self, company):
        """What is paid needs no deferral, and its agreed day still counts for interest; where the
        payment is undone, it is approved again."""
        domain = Domain("company_id", "=", company.id) & Domain("ended_by_id", "=", False)
        domain &= Domain("state", "in", ("approved", "ended")) & Domain("move_line_id", "!=", False)
        known = self.sudo().search(domain)
        rows = self._read_deferred(known.move_line_id)
        turning = defaultdict(known.browse)
        for one in known:
            turning["approved" if one.move_line_id.id in rows else "ended"] |= one
        turning["approved"]._move_to("approved", ended_on=False, end_reason=False)
        turning["ended"]._move_to(
            "ended", ended_on=company._ar_today(), end_reason=self.env._("Paid.")
        )
