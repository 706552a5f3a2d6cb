"""What a reviewer asks of a proposal: leave somebody out, take that back, a lower level."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.dunning import dunning

# A notice in one of these states may still be left out.
WAITING = ("draft", "queued", "failed")


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    # -- leaving out -------------------------------------------------------------------

    def button_leave_out(self):
        """Ask why, and until when, to leave the customers alone."""
        return self._ask_to_leave_out()

    def action_cancel(self):
        """Leave these notices out: their items are on hold until somebody takes them back."""
        reason = self.env._("Left out by %s.", self.env.user.name)
        self._leave_out(reason, items=self._get_item_lines())
        self._set_cancelled(reason)
        return True

    def _ask_to_leave_out(self, items=None):
        """The question; ``items`` are lines, where not the whole notices are meant."""
        self.check_access("write")
        if not self:
            raise UserError(
                self.env._("None of the chosen items is on a notice; they are left alone already.")
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Leave Out"),
            "res_model": "ar.dunning.leave_out",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_notice_ids": self.ids,
                "default_line_ids": items.ids if items else [],
                "default_scope": "item" if items else "customer",
            },
        }

    def _leave_out(self, reason, until=None, items=None):
        """Leave the customers alone, or some items, and say so where people look: a hold with
        the reason, the decisions of the run, the notices.

        What is proposed can be taken back. What is queued or failed is cancelled.

        :param until: the last day of the hold; empty: until somebody takes it back
        :param items: lines of these notices; empty: all that the customers owe
        :raise UserError: one of the notices has left
        """
        self.check_access("write")
        if gone := self.filtered(lambda notice: notice.state not in WAITING)[:1]:
            raise UserError(
                self.env._(
                    "The notice %(notice)s to %(customer)s has left or was cancelled, so it cannot "
                    "be left out. Put the customer on hold instead.",
                    notice=gone.name,
                    customer=gone.partner_id.display_name,
                )
            )
        if items is not None:
            items = items.filtered(lambda line: line.kind == "item")
        self._hold_left_out(reason, until, items)
        notices = self
        if items is None:
            # The customer's other currencies, too.
            drafts = Domain("profile_id", "in", self.profile_id.ids) & Domain("state", "=", "draft")
            notices |= self.search(drafts)
            items = notices._get_item_lines()
        decisions = self.env["ar.dunning.run.line"]._of_notice_lines(items)
        whole = notices.filtered(
            lambda notice: (
                notice.state in ("queued", "failed") and not notice._get_item_lines() - items
            )
        )
        whole._set_cancelled(reason)
        (items - whole.line_ids)._drop("by_hand")
        decisions.sudo().write({"decision": "skip", "reason": "by_hand", "detail": reason})
        return notices

    def _hold_left_out(self, reason, until, items):
        """The holds that keep what is left out from the next runs."""
        values = []
        for notice in self:
            hold = {
                "profile_id": notice.profile_id.id,
                "date_from": notice.company_id._ar_today(),
                "date_to": until,
                "reason": reason,
                "origin_ref": f"{notice.run_id._name},{notice.run_id.id}"
                if notice.run_id
                else None,
            }
            if items is None:
                values.append(hold)
            for line in (items or ()) and items & notice.line_ids:
                if line.move_line_id:
                    values.append({**hold, "move_line_id": line.move_line_id.id})
        # One for each customer, whatever his notices.
        unique = {(one["profile_id"], one.get("move_line_id")): one for one in values}
        # Superuser: people do not name the origin of a hold.
        return self.env["ar.hold"].sudo().create(list(unique.values()))

    def action_take_back(self):
        """Take customers back that were left out of a proposal."""
        self._restore_left_out()
        return True

    def _restore_left_out(self, items=None):
        """End the holds of what was left out, of ``items`` (journal items) or all; what is still
        proposed is on its notice again, the rest is proposed by the next run."""
        self.check_access("write")
        holds = self._find_left_out_holds(items)
        whole = holds.filtered(lambda hold: hold.scope == "customer").profile_id
        holds.action_release()
        notices = self | self.search(
            Domain("profile_id", "in", whole.ids) & Domain("state", "=", "draft")
        )
        lines = notices.line_ids.filtered(
            lambda line: (
                line.state == "dropped"
                and line.drop_reason == "by_hand"
                and line.notice_id.state == "draft"
                and (
                    items is None
                    or line.move_line_id in items
                    or line.notice_id.profile_id in whole
                )
            )
        )
        lines.sudo().write({"state": "draft", "drop_reason": False})
        lines.notice_id._settle()
        decisions = self.env["ar.dunning.run.line"]._of_notice_lines(lines)
        decisions.sudo().write({"decision": "notice", "reason": "level_due", "detail": False})
        return lines

    def _find_left_out_holds(self, items=None):
        """The holds in force that leaving these notices out, or ``items`` of them, has written."""
        origins = [f"{run._name},{run.id}" for run in self.run_id]
        holds = self.env["ar.hold"].search(
            Domain("profile_id", "in", self.profile_id.ids)
            & Domain("origin_ref", "in", origins)
            & self.env["ar.hold"]._domain_in_force()
        )
        named = self.line_ids.move_line_id if items is None else items
        return holds.filtered(lambda hold: hold.scope == "customer" or hold.move_line_id in named)

    @api.model
    def _get_unwanted(self, runs):
        """The domain of notices of cancelled ``runs`` that were never more than proposed."""
        domain = Domain("run_id", "in", runs.ids) & Domain("state", "=", "cancelled")
        return domain & Domain("sent_date", "=", False)

    # -- a lower level -----------------------------------------------------------------

    def action_level_down(self):
        """Say it one level lower than proposed."""
        self.check_access("write")
        for notice in self:
            notice._lower_level()
        return True

    def _lower_level(self):
        self.ensure_one()
        items = self._get_item_lines()
        lower = self._get_lower_level(items)
        highest = items.filtered(lambda line: line.level_id == self.level_id)
        times = self.env["ar.dunning.planner"]._read_repeats(highest.move_line_id.ids)
        for line in highest.sudo():
            line.write(
                {
                    "level_id": lower.id,
                    "repeat": times.get((line.move_line_id.id, lower.id), 0),
                }
            )
        decisions = self.env["ar.dunning.run.line"]._of_notice_lines(highest)
        decisions.sudo().write(
            {
                "level_id": lower.id,
                "level_days": lower.delay_days,
                "reason": "lowered",
                "detail": self.env.user.name,
            }
        )
        day = max(self.company_id._ar_today(), self.date)
        facts = self.env["ar.dunning.planner"]._read_facts(
            self.company_id, day, self.partner_id.ids
        )
        debtors = {self: self._get_debtor(facts, day)}
        highest._add_interest(lambda: self._read_cover(debtors, facts))
        self._settle()

    def _get_lower_level(self, items):
        """The level below the notice's own that all its items may still be told.

        :raise UserError: it has left, or there is none
        """
        if self.state not in ("draft", "failed") or not items:
            raise UserError(
                self.env._("Only a notice that waits for review, with items, gets a lower level.")
            )
        history = self.env["ar.dunning.planner"]._read_history(items.move_line_id.ids)
        for level in reversed(self.policy_id._sorted_levels()):
            if level.delay_days < self.level_id.delay_days and all(
                dunning.suits(level.delay_days, line.days_overdue)
                and not _is_reached(history, line, level)
                for line in items
                if line.level_id == self.level_id
            ):
                return level
        raise UserError(
            self.env._(
                "There is no lower level than %(level)s that %(customer)s was not reminded at "
                "already. Leave the notice out instead.",
                level=self.level_id.display_name,
                customer=self.partner_id.display_name,
            )
        )


def _is_reached(history, line, level):
    reached = history.get(line.move_line_id.id, (None,))[0]
    return reached is not None and reached >= level.delay_days
