"""What is done with a plan: proposed, activated, recomputed, ended."""

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools import format_date, plaintext2html

from ....tools.resolution import plan as rules
from ...base.linked import refusal
from ...base.locking import lock
from ...base.notify import notify
from .ar_plan import LIVING


class ArPlan(models.Model):
    _inherit = "ar.plan"

    # -- what is wrong with it ---------------------------------------------------------

    def _check_state(self, *states):
        """Refuse what is done with a plan that is in none of ``states``."""
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(plan)s of %(customer)s is “%(state)s”: this cannot be done with it any "
                    "more, or not yet. Reload the page.",
                    plan=self.name,
                    customer=self.partner_id.display_name,
                    state=labels[self.state],
                )
            )

    def _check_ready(self):
        """Whether the plan can be proposed or become active now.

        :raise UserError: an item or the schedule is wrong, or another amount is open
        """
        self.ensure_one()
        if not self.move_line_ids:
            raise UserError(
                self.env._(
                    "%(plan)s of %(customer)s is about no item. Choose the open items that are to "
                    "be paid in instalments.",
                    plan=self.name,
                    customer=self.partner_id.display_name,
                )
            )
        if problem := self._find_problem():
            raise UserError(problem)

    def _find_problem(self):
        """What is wrong with it by now, a sentence for us; '' if nothing."""
        return self._find_item_problem() or self._find_difference() or self._find_schedule_problem()

    # -- proposed ----------------------------------------------------------------------

    def action_propose(self):
        """Send the proposal to the customer; above the company's amount a second person approves
        it before.

        :raise UserError: it is not complete, or what is owed has changed
        """
        self.check_access("write")
        words = []
        for plan in self:
            if plan.state == "proposed":
                continue
            plan._check_state("draft")
            plan._lock()
            plan._check_ready()
            if plan._needs_second():
                words.append(plan._ask_second_person())
            else:
                words.append(plan._propose())
        told = " ".join(filter(None, words))
        return notify(told, "warning", sticky=True) if told else True

    def _propose(self):
        """Propose it; returns what the person is to know of its sending, '' if nothing."""
        self._move_to(
            "proposed",
            queued=True,
            error=False,
            date_proposed=self.company_id._ar_today(),
        )
        self._log(self.env._("The payment plan %s was proposed.", self.name))
        self._send()
        return self.error or self.wait_note or ""

    def _lock(self):
        # EXTENDS what is accepted
        lock(self.sudo())
        lock(self.move_line_ids.sudo(), self)
        self.invalidate_recordset()
        self.move_line_ids.invalidate_recordset(["amount_residual", "amount_residual_currency"])

    # -- active ------------------------------------------------------------------------

    def action_activate(self):
        """The customer has agreed: from now on the plan holds.

        :raise UserError: the customer has to accept it before, or what is owed has changed
        """
        self.check_access("write")
        for plan in self:
            if plan.state == "active":
                continue
            company = plan.company_id.sudo()
            if company.ar_plan_acceptance and not plan.acknowledged_on:
                raise UserError(
                    self.env._(
                        "%(plan)s has not been accepted by %(customer)s. It becomes active when "
                        "the customer accepts it on the page, or when you record the signed paper.",
                        plan=plan.name,
                        customer=plan.partner_id.display_name,
                    )
                )
            plan._activate()
        return True

    def _activate(self):
        """Begin: the items are read again under lock, and held from now on."""
        self.ensure_one()
        self._lock()
        if self.state == "active":
            return
        self._check_state("proposed")
        self._check_ready()
        today = self.company_id._ar_today()
        self.replaces_id._end_replaced(self)
        self._move_to("active", activated_on=today, queued=False, error=False)
        self._begin()
        self._log(self.env._("The payment plan %s is active from now on.", self.name))

    def _begin(self):
        """Keep what is open of the items, and hold them."""
        one, rows = self.sudo(), self._read_open()
        lines = one.move_line_ids
        one.item_ids.unlink()
        items = one.item_ids.create(
            [
                {
                    "plan_id": one.id,
                    "move_line_id": line.id,
                    "name": rows[line.id]["name"],
                    "date_due": rows[line.id]["date_due"],
                    "amount": rows[line.id]["residual_currency"],
                    "level_id": line.ar_level_id.id,
                    "live": True,
                }
                for line in lines
            ]
        )
        items.flush_recordset()
        items._hold()

    def action_recompute(self):
        """Take the plan back to a draft over what is open now.

        :raise UserError: nothing is open any more
        """
        self.check_access("write")
        for plan in self:
            plan._check_state("draft", "proposed")
            plan._lock()
            if plan.state == "proposed":
                plan._take_back()
            plan._recompute()
        return True

    def _take_back(self):
        """The proposal does not stand any more."""
        self._withdraw()
        self._move_to(
            "draft",
            queued=False,
            error=False,
            attachment_id=False,
            approver_id=False,
            approved_on=False,
        )
        self._log(self.env._("The proposal of the payment plan %s was taken back.", self.name))

    def _recompute(self):
        rows = self._read_open()
        still = self.move_line_ids.filtered(lambda line: line.id in rows)
        amount = sum(rows[line.id]["residual_currency"] for line in still)
        if not still or self.currency_id.compare_amounts(amount, 0) <= 0:
            raise UserError(
                self.env._(
                    "Nothing is open any more of what %(plan)s of %(customer)s is about. Cancel "
                    "it.",
                    plan=self.name,
                    customer=self.partner_id.display_name,
                )
            )
        difference = amount - self.amount
        values = {"move_line_ids": [Command.set(still.ids)], "amount": amount}
        if not self.own_schedule:
            self.sudo().write(values)
            return self._make_schedule()
        rows = rules.change_total(self._get_rows(), difference, self._get_rounding())
        commands = [
            Command.create({"sequence": number, "date": row.date, "amount": row.amount})
            for number, row in enumerate(rows, 1)
        ]
        values["installment_ids"] = [Command.clear(), *commands]
        self.sudo().write(values)
        return None

    # -- the end -----------------------------------------------------------------------

    def action_cancel(self):
        """Take the plan back: what it holds is reminded of again."""
        self.check_access("write")
        for plan in self:
            plan._check_state("draft", *LIVING)
            plan._lock()
            plan._cancel(self.env._("Taken back by %s.", self.env.user.name))
        return True

    def _cancel(self, reason):
        self._withdraw()
        for plan in self._move_to("cancelled", queued=False, **self._prepare_end(reason)):
            plan._end()
            plan._log(
                self.env._(
                    "The payment plan %(plan)s was cancelled. %(reason)s",
                    plan=plan.name,
                    reason=reason,
                )
            )

    def _end_replaced(self, successor):
        """Another plan takes the place of these."""
        for plan in self:
            plan.sudo().replaced_by_id = successor
            if plan.state in LIVING:
                plan._cancel(self.env._("Replaced by %s.", successor.name))

    def action_renegotiate(self):
        """Open a new plan over what is still open, to take the place of this one."""
        self.ensure_one()
        self.check_access("write")
        self._check_state("active", "failed")
        rows = self._read_open()
        if not rows:
            raise UserError(self.env._("Nothing is open any more of %s.", self.name))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payment Plan"),
            "res_model": self._name,
            "view_mode": "form",
            "context": {
                "default_profile_id": self.profile_id.id,
                "default_replaces_id": self.id,
                "default_move_line_ids": [Command.set(sorted(rows))],
                "default_installment_count": max(len(self.installment_ids), 2),
                "default_period": self.period,
            },
        }

    def action_fail(self):
        """Let a plan fail of which an instalment was missed.

        :raise UserError: none was
        """
        self.check_access("write")
        for plan in self:
            plan._check_state("active")
            plan._lock()
            if plan.currency_id.compare_amounts(plan.missed_amount, 0) <= 0:
                raise UserError(
                    self.env._(
                        "No instalment of %(plan)s is missed beyond the tolerance of %(days)s "
                        "days. Cancel the plan if it is not to go on.",
                        plan=plan.name,
                        days=plan.tolerance_days,
                    )
                )
            plan._fail()
        return True

    def _fail(self):
        """An instalment was missed: the items go on at the level that they had."""
        missed = self.installment_ids.filtered(lambda one: one.state == "missed")[:1]
        reason = self.env._(
            "The instalment of %(day)s was missed: %(amount)s are left of it.",
            day=format_date(self.env, missed.date),
            amount=self.currency_id.format(missed.amount_left),
        )
        for plan in self._move_to("failed", **self._prepare_end(reason)):
            plan._end()
            plan._log(
                self.env._(
                    "The payment plan %(plan)s has failed. %(reason)s Its items are reminded of "
                    "again, from the level that they had.",
                    plan=plan.name,
                    reason=reason,
                )
            )
            plan._on_failed(reason)

    def _on_failed(self, reason):
        """Hook: what follows when a plan has failed. Here: the collector gets a task, which names
        what was waived as long as the plan was kept to; nothing is booked."""
        self.ensure_one()
        words = [reason]
        if self.waived_amount:
            words.append(
                self.env._(
                    "What was waived as long as the plan was kept to can be asked for now: "
                    "%(amount)s. %(note)s",
                    amount=self.currency_id.format(self.waived_amount),
                    note=self.waived_note or "",
                )
            )
        self._give_task(self.env._("Payment plan failed: %s", self.name), " ".join(words))

    def _finish(self):
        """All is paid."""
        day = self[:1].company_id._ar_today()
        for plan in self._move_to("done", ended_on=day, end_reason=False):
            plan._end()
            plan._log(self.env._("The payment plan %s is paid.", plan.name))

    def _end(self):
        """Let the items go: their holds end, reminders that wait are not sent."""
        items = self.sudo().item_ids.filtered("live")
        items.hold_id.filtered("in_force").action_release()
        items.write({"live": False})
        items.flush_recordset()
        reminders = self.sudo().installment_ids.reminder_ids
        reminders._move_to("cancelled", ("queued",), error=self.env._("The plan has ended."))

    # -- told --------------------------------------------------------------------------

    def _log(self, words):
        """Say it on the customer's account."""
        author = self.env.user.partner_id
        self.profile_id.sudo()._message_log(body=words, author_id=author.id)

    def _give_task(self, summary, words):
        """A task of today for the collector, in the own language; not a second one."""
        collector = self._get_collector()
        self.company_id._ar_ask(
            self.profile_id.sudo(), collector, summary[:200], plaintext2html(words)
        )

    def action_view_profile(self):
        """Open the customer's account."""
        self.ensure_one()
        return self.profile_id._get_records_action()

    def action_view_replaced(self):
        """Open the plan that this one took the place of, or that took its place."""
        self.ensure_one()
        other = self.replaced_by_id or self.replaces_id
        if not other:
            raise UserError(self.env._("%s stands alone.", self.name))
        return other._get_records_action()

    def _refuse_taken(self, other, line):
        """The refusal of an item that another plan is about."""
        return refusal(
            self.env._(
                "%(item)s is in the payment plan %(plan)s already. Leave it out, or renegotiate "
                "that plan.",
                item=line.display_name,
                plan=other.name,
            ),
            other,
        )

    def _prepare_end(self, reason):
        """Values of a plan that ends today."""
        return {"ended_on": self.company_id._ar_today(), "end_reason": reason}
