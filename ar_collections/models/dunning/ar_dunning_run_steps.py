"""The proposal: every item past a level gets its line, every customer his notices."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.dunning import dunning

# Customers that are planned and written in one batch.
BATCH = 2000
# Notices whose number PostgreSQL has to know before their lines are written.
MANY = 200


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    def action_propose(self):
        """Decide about every item that has passed a level, and write the notices."""
        for run in self:
            run._check_can_propose()
            left = run._partners_left()
            while run.state == "draft":
                run._propose_batch(left)
                left = left[BATCH:]
        return True

    def button_propose(self):
        """Propose at once, or in the background where that takes longer than a moment."""
        self.ensure_one()
        self._check_can_propose()
        if len(self._partners_left()) > BATCH:
            return self.action_propose_in_background()
        return self.action_propose()

    def action_propose_in_background(self):
        """The same in the scheduler, for ledgers that take longer than a person waits."""
        for run in self:
            run._check_can_propose()
            run.sudo().in_background = True
        self.env["ir.cron"]._ar_wake("ar_collections.ir_cron_dunning_run")
        return True

    def _check_can_propose(self):
        self.ensure_one()
        self.check_access("write")
        if self.state != "draft":
            raise UserError(
                self.env._(
                    "The dunning run %(run)s was already proposed. Start a new one to look again.",
                    run=self.name,
                )
            )
        if not self._has_receivable_account(self.company_id):
            raise UserError(
                self.env._(
                    "The company %(company)s has no receivable account, so nothing can be "
                    "owed to it. Install a chart of accounts for it first.",
                    company=self.company_id.name,
                )
            )

    @api.model
    def _has_receivable_account(self, company):
        accounts = self.env["account.account"].sudo().with_context(active_test=False)
        return bool(
            accounts.search_count(
                [
                    ("account_type", "=", "asset_receivable"),
                    ("company_ids", "parent_of", company.ids),
                ],
                limit=1,
            )
        )

    def _partners_left(self):
        """Partners that this run has not looked at yet, ascending; None last."""
        self.ensure_one()
        partner_ids = self.env["ar.dunning.planner"]._partner_ids(self.company_id)
        if self.profile_ids:
            chosen = set(self.profile_ids.partner_id.ids)
            partner_ids = [p for p in partner_ids if p in chosen]
        if not self.customers_total:
            self.sudo().customers_total = len(partner_ids)
        return [
            partner_id
            for partner_id in partner_ids
            if partner_id is None or partner_id > self.last_partner_id
        ]

    def _propose_batch(self, partner_ids=None):
        """Plan and write the next customers.

        The run remembers the last one, so that a job that was killed goes on from there.

        :param partner_ids: ``_partners_left``, where the caller has read them
        :return: the number of customers left
        """
        self.ensure_one()
        partner_ids = self._partners_left() if partner_ids is None else partner_ids
        batch, rest = partner_ids[:BATCH], partner_ids[BATCH:]
        self._attempt(
            batch,
            lambda part: self.sudo()._write_plans(self._plan(part)),
            failed=lambda part, error: self._record_error(part[0], error),
        )
        last = max((p for p in batch if p), default=self.last_partner_id)
        self.sudo().write(
            {"customers_done": self.customers_done + len(batch), "last_partner_id": last}
        )
        if not rest:
            self._move_to("proposed", in_background=False)
            self._settle()
        # What was written is not needed again; a large ledger would fill the memory with it.
        self.env.flush_all()
        self.env.invalidate_all()
        return len(rest)

    def _record_error(self, partner_id, error):
        """Say on a customer, and in the run, why he was not looked at; the run goes on."""
        partner = self.env["res.partner"].browse(partner_id)
        profile = self.env["ar.profile"]
        if partner:
            profile = profile.get_or_create(partner, self.company_id)
        self.env["ar.dunning.run.line"].sudo().create(
            {
                "run_id": self.id,
                "company_id": self.company_id.id,
                "profile_id": profile.id,
                "partner_id": partner_id,
                "name": partner.display_name or self.env._("Items without a customer"),
                "decision": "error",
                "reason": "error",
                "detail": str(error),
            }
        )
        message = self.env._(
            "The dunning run %(run)s could not look at this customer: %(error)s",
            run=self.name,
            error=error,
        )
        if profile:
            profile._message_log(body=message)

    def _plan(self, partner_ids):
        nightly = self.kind == "nightly"
        return self.env["ar.dunning.planner"]._plan(
            self.company_id,
            self.date,
            partner_ids,
            by_hand=self.kind == "single",
            start=self.company_id.sudo().ar_dunning_start if nightly else None,
            now=self.next_now,
            only=self.sudo().move_line_ids.ids or None,
        )

    def _write_plans(self, plans):
        """Write notices, their lines and the decisions of the plans, each in one go.

        As the superuser: nobody writes these by hand; the caller may write the run.
        """
        drafts = [(plan, draft) for plan in plans for draft in plan.drafts]
        notices = self.env["ar.dunning.notice"].create(
            [
                self._prepare_notice(plan, draft, self.notice_number + index)
                for index, (plan, draft) in enumerate(drafts, 1)
            ]
        )
        if len(drafts) > MANY and self.notice_number == 0:
            notices._count_anew()
        self.notice_number += len(drafts)
        line_vals, notice_of = [], {}
        for (plan, draft), notice in zip(drafts, notices, strict=True):
            line_vals += [
                {"state": "draft", "repeat": 0, **values}
                for values in notice._prepare_lines(plan, draft)
            ]
            notice_of.update((decision.item_id, notice) for decision in draft.reminded)
        lines = self.env["ar.dunning.notice.line"]._create_rows(line_vals)
        lines._add_interest(
            lambda: self.env["ar.dunning.planner"]._read_cover(
                (plan.debtor, plan.rows) for plan in plans
            )
        )
        notices._settle()
        self.env["ar.dunning.run.line"]._create_rows(
            [
                self._prepare_line(plan, decision, notice_of.get(decision.item_id))
                for plan in plans
                for decision in plan.decisions
            ]
        )

    def _prepare_notice(self, plan, draft, number):
        """Values of one notice, without its figures."""
        level = plan.policy._sorted_levels()[draft.number - 1]
        addressed = {plan.rows[d.item_id]["contact_id"] for d in draft.reminded} - {None}
        contact = plan.profile._get_contact(
            self.env["res.partner"].browse(addressed), level._get_subject()
        )
        days = level.deadline_days
        split = {"level": draft.number, "invoice": plan.rows[draft.reminded[0].item_id]["move_id"]}
        group_key = str(split.get(plan.policy.grouping, ""))
        if self.next_now:
            # Beside what was said on the same day.
            group_key = f"{group_key}/{self.name}"
        return {
            "name": f"{self.name}/{number:05}",
            "run_id": self.id,
            "profile_id": plan.profile.id,
            "partner_id": plan.partner_id,
            "company_id": self.company_id.id,
            "currency_id": draft.currency_id,
            "policy_id": plan.policy.id,
            "level_id": level.id,
            "contact_id": contact.id,
            "collector_id": plan.profile.collector_id.id,
            "date": self.date,
            "deadline": fields.Date.add(self.date, days=days) if days else False,
            "group_key": group_key,
        }

    def _prepare_line(self, plan, decision, notice):
        """Values of the line that says what happens to an item, and why."""
        row = plan.rows[decision.item_id]
        levels = plan.policy._sorted_levels() if decision.number else None
        level = levels[decision.number - 1] if levels else None
        detail = decision.detail
        if isinstance(detail, float):
            detail = self.company_currency_id.format(detail) if detail else None
        return {
            **self._prepare_next(plan, decision, level, levels),
            "run_id": self.id,
            "company_id": self.company_id.id,
            "profile_id": plan.profile.id,
            "partner_id": plan.partner_id,
            "policy_id": plan.policy.id,
            "move_line_id": row["id"],
            "move_id": row["move_id"],
            "name": row["name"],
            "date_due": dunning.due_of(row),
            "days_overdue": (self.date - dunning.due_of(row)).days,
            "currency_id": row["currency_id"],
            "amount": row["residual_currency"],
            "amount_company": row["residual"],
            "level_id": level.id if level else False,
            "decision": decision.action,
            "reason": decision.reason,
            "arm": decision.arm or False,
            "detail": str(detail) if detail else False,
            "notice_id": notice.id if notice else False,
        }

    def _prepare_next(self, plan, decision, level, levels):
        """Values of a decision that say when its level begins, and what comes after it."""
        values = {"level_days": 0, "next_level_id": False, "next_date": False}
        if not level:
            return values
        grace = plan.facts.grace_days if level.delay_days > 0 else 0
        values["level_days"] = level.delay_days + grace
        item = plan.items[decision.item_id]
        if decision.action == dunning.REMIND:
            again = item.reached == level.delay_days
            said = item.said + 1 if again else 1
            item = item._replace(reached=level.delay_days, last_notice=self.date, said=said)
        elif decision.reason != "interval":
            return values
        number, day = dunning.next_step(plan.facts, item, self.date)
        if number:
            values["next_level_id"] = levels[number - 1].id
            values["next_date"] = day
        return values
