"""Money facts are read again, under lock, just before a notice leaves."""

from collections import defaultdict

from odoo import models

from ...tools.base.money import to_units
from ...tools.dunning import dunning


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def _refresh_before_sending(self):
        """Read the money facts again and drop what is no longer to be asked.

        Call it with the notices locked. The journal items are locked, too, so that a
        payment that is being posted right now is seen or waits; notices whose items are
        locked by someone else stay queued for the next round.

        :return: the notices still to be sent, with figures of today
        """
        items = self.line_ids.filtered(lambda line: line.state == "queued").move_line_id
        locked = items.try_lock_for_update(allow_referencing=True)
        busy = self.filtered(lambda n: n._live_lines().move_line_id - locked)
        ready = self.browse()
        for company, notices in (self - busy).grouped("company_id").items():
            ready |= notices._refresh_in_company(company)
        return ready

    def _refresh_in_company(self, company):
        today = company._ar_today()
        facts = self.env["ar.dunning.planner"]._read_facts(company, today, self.partner_id.ids)
        dropped = defaultdict(self.line_ids.browse)
        debtors = {}
        for notice in self:
            day = max(today, notice.date)
            debtors[notice] = notice._get_debtor(facts, day)
            for reason, lines in notice._recheck(debtors[notice], facts, day).items():
                dropped[reason] |= lines
        for reason, lines in dropped.items():
            lines._drop(reason)
        left = self.filtered(lambda notice: notice.state == "queued")
        left._refresh_credits(debtors, facts)
        for notice in left.filtered(lambda notice: notice.date < today):
            notice._redate(today)
        left._live_lines()._add_interest(lambda: left._read_cover(debtors, facts))
        left._settle()
        left._cancel_covered()
        return self.filtered(lambda notice: notice.state == "queued")

    def _read_cover(self, debtors, facts):
        """What credits cover of the items of these notices' customers, and since when."""
        return self.env["ar.dunning.planner"]._read_cover(
            (debtors[notice], facts["rows"].get(notice.partner_id.id, {})) for notice in self
        )

    # -- a second look at what waits to leave ------------------------------------------

    def _find_changes(self):
        """What has changed since these notices were handed over; set-based, writes nothing.

        :return: {id: why it is not to leave any more: a reason of the runs, or "changed" where
            its amounts are no longer right}
        """
        changes = {}
        for company, notices in self.grouped("company_id").items():
            today = company._ar_today()
            facts = self.env["ar.dunning.planner"]._read_facts(
                company, today, notices.partner_id.ids
            )
            for notice in notices:
                if reason := notice._find_change(facts, max(today, notice.date)):
                    changes[notice.id] = reason
        return changes

    def _find_change(self, facts, day):
        """Why this notice is not to leave any more, or ''."""
        self.ensure_one()
        rows = facts["rows"].get(self.partner_id.id, {})
        debtor = self._get_debtor(facts, day)
        if debtor.blocked:
            return debtor.blocked
        policy = self._get_policy(facts)
        lines = self._live_lines()
        reminded = lines.filtered(lambda line: line.kind == "item")
        reasons = [line._find_change(debtor, rows, policy, day) for line in reminded]
        if reasons and all(reasons):
            return reasons[0]
        reasons += [
            line._find_change(debtor, rows, policy, day)
            for line in lines - reminded
            if line.kind != "credit"
        ]
        if any(reasons):
            return "changed"
        if covered := self._not_asked(reminded, policy, debtor, day):
            return next(iter(covered))
        credits = lines.filtered(lambda line: line.kind == "credit")
        return "" if credits._show_credits(self._prepare_credits(debtor, facts)) else "changed"

    def _get_debtor(self, facts, today):
        """The value row of the notice's customer, as he is reminded ``today``."""
        rows = facts["rows"].get(self.partner_id.id, {})
        return self.env["ar.dunning.planner"]._debtor(
            self.company_id, today, self.profile_id, rows, facts, by_hand=True
        )

    def _get_policy(self, facts):
        """The policy that the notice was proposed by, with the customer's grace, as values."""
        policy = facts["policies"].get(self.policy_id.id)
        policy = policy or self.policy_id._as_facts(self.company_id)
        if self.run_id.next_now:
            policy = policy._replace(min_amount=0.0)
        return self.profile_id._with_grace(policy)

    def _recheck(self, debtor, facts, today):
        """Bring the lines of one notice up to date.

        :return: {reason: lines that must be left out}
        """
        self.ensure_one()
        rows = facts["rows"].get(self.partner_id.id, {})
        policy = self._get_policy(facts)
        drops = defaultdict(self.line_ids.browse)
        early = self.run_id.next_now
        for line in self._live_lines():
            drops[line._refresh(debtor, rows, policy, today, early)] |= line
        kept = drops.pop("", self.line_ids.browse())
        for reason, lines in self._not_asked(kept, policy, debtor, today).items():
            drops[reason] |= lines
        return drops

    def _cancel_covered(self):
        """Cancel the notices that ask for nothing but charges."""
        for notice in self:
            asked = notice.amount_total - notice._get_asked_charges()
            if asked < notice.currency_id.rounding:
                notice._set_cancelled(self.env._("The customer's credits cover what is due."))

    def _not_asked(self, lines, policy, debtor, today):
        """{reason: reminded lines} of ``lines`` for which the customer's credits leave
        nothing to ask, or less than the policy's minimum.

        Items that other notices remind of before their due date take their part of the
        credits, as they did when the notices were proposed.
        """
        lines = lines.filtered(lambda line: line.kind == "item")
        chosen = set(lines.move_line_id.ids)
        chosen |= {
            item.id
            for item in debtor.items
            if item.last_notice == today or dunning.numbers_due(policy, item, today)
        }
        net = dunning.net_in_company_currency(policy, debtor, today, chosen)
        paid = dunning.paid_by_credits(debtor)
        drops = defaultdict(lines.browse)
        for line in lines:
            total = net.late if line.days_overdue > 0 else net.early
            if to_units(line.amount - paid.get(line.move_line_id.id, 0.0)) <= 0:
                drops["covered_by_credit"] |= line
            elif to_units(total) < to_units(policy.min_amount):
                drops["below_policy_minimum"] |= line
        return drops

    def _refresh_credits(self, debtors, facts):
        """Replace the credits on the notices by today's, where they changed."""
        stale, values = self.line_ids.browse(), []
        for notice in self:
            wanted = notice._prepare_credits(debtors[notice], facts)
            lines = notice.line_ids.filtered(lambda line: line.kind == "credit")
            if not lines._show_credits(wanted):
                stale |= lines
                values += wanted
        stale.sudo().unlink()
        stale.sudo().create(values)

    def _prepare_credits(self, debtor, facts):
        """Values of the credit lines that the notice shows now."""
        rows = facts["rows"].get(self.partner_id.id, {})
        own = [row for row in rows.values() if row["currency_id"] == self.currency_id.id]
        asked = self._live_lines().filtered(lambda line: line.kind in ("item", "overdue"))
        taken = dunning.credits_of(debtor, own, asked.move_line_id.ids)
        lines = self._prepare_credit_lines(own, taken, self.date)
        return [{**values, "state": self.state} for values in lines]

    def _redate(self, today):
        """The notice leaves later than planned: its date moves, and the deadline with it."""
        self.sudo().date = today
        self._live_lines().sudo().write({"date": today})
