"""By night, and when money comes in: what is paid ends, what was missed fails, and reminders."""

from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

# Plans that are looked at together.
BATCH = 100


class ArPlan(models.Model):
    _inherit = "ar.plan"

    @api.model
    def _cron_watch(self):
        """Look after the active plans, company by company."""
        self.env["ar.job.mixin"]._work_through(self.env["res.company"].search([]), self._watch_in)

    @api.model
    def _watch_in(self, company):
        """Plans of a company: those that are paid end, those that failed say so, and of the others
        is reminded."""
        active = Domain("company_id", "=", company.id) & Domain("state", "=", "active")
        plans = self.sudo().search(active, order="id")
        job = self.env["ar.job.mixin"]
        for batch in job._in_batches(plans, BATCH):
            batch._follow()
            running = batch.filtered(lambda one: one.state == "active")
            for plan in running.filtered("missed_amount"):
                job._attempt_one(
                    plan,
                    lambda one: one._face_missed(),
                    failed=lambda one, error: one._log(str(error)),
                    leave_busy=True,
                )
            running._look_for_gone()
            running.filtered(lambda one: one.state == "active")._queue_reminders(company)

    @api.model
    def _follow_items(self, line_ids, state):
        """Money came in on these journal items, or was taken back: look at the plans in ``state``
        that are about them. What is wrong with a plan never stops a payment: the night looks
        again."""
        items = self.env["ar.plan.item"].sudo()
        known = items.search([("move_line_id", "in", [one for one in line_ids if one])])
        plans = known.plan_id.filtered(lambda one: one.state == state)
        for plan in plans:
            self.env["ar.job.mixin"]._attempt_one(
                plan,
                lambda one: one._follow(),
                failed=lambda one, error: one._log(str(error)),
                leave_busy=True,
            )

    def _follow(self):
        """Let those end of which all is paid, and those begin again of which a payment was undone;
        set-based."""
        self.invalidate_recordset(["amount_paid", "amount_left"])
        compare = {one: one.currency_id.compare_amounts for one in self}
        for plan in self:
            paid = compare[plan](plan.amount_paid, plan.amount_total) >= 0
            if plan.state == "active" and paid and not plan._find_gone():
                plan.sudo()._finish()
            elif plan.state == "done" and plan._is_open_again():
                plan.sudo()._reopen()

    def _is_open_again(self):
        """Whether less is settled of the items by now than when the plan was paid."""
        rows = self._read_open()
        left = sum(row["residual_currency"] for row in rows.values())
        others = self.sudo().item_ids.search_count(
            [("move_line_id", "in", list(rows)), ("live", "=", True)], limit=1
        )
        # What credits cover was paid, too, where nobody has matched it yet.
        return not others and self.currency_id.compare_amounts(left, self._read_covered()) > 0

    def _read_covered(self):
        """What credits of the customer cover of the items."""
        reader = self.env["ar.open.item"].sudo()
        rows = reader._read_covered(self.company_id.ids, self.partner_id.ids)
        ids = set(self.move_line_ids.ids)
        return sum(row["covered"] for row in rows if row["id"] in ids)

    def _reopen(self):
        """A payment was undone: the plan goes on where it was."""
        for plan in self._move_to("active", allowed=("done",), ended_on=False):
            open_lines = plan._read_open()
            items = plan.item_ids.filtered(lambda item, ids=open_lines: item.move_line_id.id in ids)
            items.write({"live": True})
            items.flush_recordset()
            items._hold()
            words = self.env._(
                "A payment was undone: the payment plan %s goes on where it was.", plan.name
            )
            plan._log(words)
            plan._give_task(self.env._("Payment plan goes on: %s", plan.name), words)

    # -- what was missed ---------------------------------------------------------------

    def _face_missed(self):
        """An instalment was missed beyond the tolerance: the plan fails, or the collector is
        asked, once for each instalment."""
        if not self.try_lock_for_update(allow_referencing=True):
            return
        self.invalidate_recordset()
        if self.state != "active" or not self.missed_amount:
            return
        if self.company_id.ar_plan_fail == "auto":
            self._fail()
        elif self.told_date != self.next_date:
            self.told_date = self.next_date
            self._give_task(
                self.env._("Instalment missed: %s", self.name),
                self.env._(
                    "%(amount)s of the payment plan %(plan)s were not paid in time. Let the plan "
                    "fail, or make a new one that takes its place.",
                    amount=self.currency_id.format(self.missed_amount),
                    plan=self.name,
                ),
            )

    def _look_for_gone(self):
        """Items that were set back to draft or made anew: a person has to look at the plan."""
        for plan in self:
            if gone := plan._find_gone():
                plan._give_task(
                    self.env._("Payment plan to be made anew: %s", plan.name),
                    self.env._(
                        "%(items)s of the payment plan %(plan)s are not posted any more, or were "
                        "made anew. Make a new plan that takes its place.",
                        items=", ".join(filter(None, gone.mapped("name"))),
                        plan=plan.name,
                    ),
                )

    # -- reminders ---------------------------------------------------------------------

    def _queue_reminders(self, company):
        """Remind of what falls due in some days, and of what was not paid; set-based."""
        today = company._ar_today()
        before, after = company.ar_plan_remind_before, company.ar_plan_remind_after
        wanted = []
        for installment in self.installment_ids:
            if installment.state == "paid":
                continue
            ahead = (installment.date - today).days
            if before and 0 <= ahead <= before:
                wanted.append((installment, "before"))
            elif after and ahead < 0 and today >= installment.date + timedelta(days=after):
                wanted.append((installment, "missed"))
        self.env["ar.plan.reminder"]._queue(wanted)
