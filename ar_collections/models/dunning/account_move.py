"""Invoices show their dunning level, days overdue and next action."""

from odoo import api, models
from odoo.tools import SQL

from ...tools.dunning import dunning
from ..base import guarded
from ..base.live import domain_of_figures

# Salespeople and the portal read invoices, too; what was said about a debt is not for them.
READERS = "account.group_account_invoice,account.group_account_readonly"


class AccountMove(models.Model):
    _inherit = "account.move"
    _ar_closed = {"ar_level_id": None}

    ar_level_id = guarded.Many2one(
        "ar.dunning.level",
        string="Dunning Level",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The highest level that one of its instalments was raised to.",
        groups=READERS,
    )
    ar_days_overdue = guarded.Integer(
        string="Days Overdue",
        compute="_compute_ar_days_overdue",
        search="_search_ar_days_overdue",
        help="Days since the oldest open instalment was due.",
        groups=READERS,
    )
    ar_next_action_date = guarded.Date(
        string="Next Reminder",
        compute="_compute_ar_next_action",
        help="First day on which a run may remind of it again.",
        groups=READERS,
    )
    ar_next_level_id = guarded.Many2one(
        "ar.dunning.level",
        string="Next Level",
        compute="_compute_ar_next_action",
        groups=READERS,
    )
    ar_notice_line_ids = guarded.One2many(
        "ar.dunning.notice.line",
        "move_id",
        string="Dunning History",
        domain=[("kind", "in", ("item", "overdue"))],
        groups=READERS,
    )
    ar_notice_count = guarded.Integer(
        string="Notices Sent",
        compute="_compute_ar_notice_count",
        groups=READERS,
    )

    def _ar_rows(self):
        """Open items of these documents, read at once: {move id: [row]}."""
        rows = {}
        posted = self.filtered(lambda m: m.state == "posted" and m.id)
        items = posted._ar_receivable_items()
        if items:
            found = self.env["ar.open.item"]._read_rows(
                posted.company_id.ids, ids=items.ids, include_future=True
            )
            for row in found:
                rows.setdefault(row["move_id"], []).append(row)
        return rows

    @api.depends("line_ids.amount_residual", "line_ids.date_maturity", "state")
    def _compute_ar_days_overdue(self):
        rows = self._ar_rows()
        for move in self:
            debits = [r for r in rows.get(move.id, ()) if r["residual"] > 0]
            move.ar_days_overdue = max((r["days_overdue"] for r in debits), default=0)

    def _search_ar_days_overdue(self, operator, value):
        # Billing users filter by it, too: what they find is cut by their rights on invoices.
        groups = (
            self.env["ar.open.item"]
            .sudo()
            ._read_group([("residual", ">", 0)], ["move_id"], ["days_overdue:max"])
        )
        return domain_of_figures({move.id: days for move, days in groups}, operator, value)

    @api.depends("line_ids.ar_level_id", "line_ids.date_maturity", "line_ids.amount_residual")
    def _compute_ar_next_action(self):
        self.ar_next_action_date = self.ar_next_level_id = False
        rows = self._ar_rows()
        for company, moves in self.grouped("company_id").items():
            steps = moves._ar_next_steps(company, rows)
            for move in moves:
                if move.id in steps:
                    day, number, policy = min(steps[move.id], key=lambda step: step[:2])
                    move.ar_next_action_date = day
                    move.ar_next_level_id = policy._sorted_levels()[number - 1]

    def _ar_next_steps(self, company, rows):
        """{move id: [(day, level number, policy)]} of the open items in ``rows``."""
        planner = self.env["ar.dunning.planner"]
        debits = [
            row
            for move in self
            for row in rows.get(move.id, ())
            if row["residual"] > 0 and not row["no_followup"] and row["partner_id"]
        ]
        history = planner._read_history([row["id"] for row in debits])
        firmer = planner._read_firmer(debits)
        profiles = planner._profiles(company, list({row["partner_id"] for row in debits}))
        policies = self.env["ar.dunning.policy"]._for_company(company)
        policy_of = profiles._match_policies(policies)
        profile_of = {profile.partner_id.id: profile for profile in profiles}
        facts = {policy.id: policy._as_facts(company) for policy in policies}
        steps = {}
        for row in debits:
            profile = profile_of[row["partner_id"]]
            policy = policy_of[profile.id]
            if policy:
                item = planner._item(row, history)._replace(firmer=firmer.get(row["id"]))
                rules = profile._with_grace(facts[policy.id])
                number, day = dunning.next_step(rules, item, company._ar_today())
                if number:
                    steps.setdefault(row["move_id"], []).append((day, number, policy))
        return steps

    @api.depends("ar_notice_line_ids.state")
    def _compute_ar_notice_count(self):
        groups = self.env["ar.dunning.notice.line"]._read_group(
            [("move_id", "in", self.ids), ("state", "=", "sent"), ("kind", "=", "item")],
            ["move_id"],
            ["notice_id:count_distinct"],
        )
        counts = {move.id: count for move, count in groups}
        for move in self:
            move.ar_notice_count = counts.get(move.id, 0)

    def _post(self, soft=True):
        # EXTENDS 'account': an entry posted again finds its history.
        posted = super()._post(soft)
        posted.sudo()._ar_find_history()
        return posted

    def button_draft(self):
        # EXTENDS 'account': what is no longer posted leaves the queue at once.
        self.line_ids.sudo()._ar_leave_notices()
        return super().button_draft()

    def button_cancel(self):
        # EXTENDS 'account'
        self.line_ids.sudo()._ar_leave_notices()
        return super().button_cancel()

    def _ar_find_history(self):
        """Tie what was said to the new journal items, where posting again made new ones.

        To the item with the same due date, else to the one at the same place in the order of
        due dates: a change of terms moves dates, not what was said.
        """
        orphans = self.env["ar.dunning.notice.line"].search(
            [
                ("move_id", "in", self.ids),
                ("move_line_id", "=", False),
                ("state", "in", ("leaving", "sent")),
            ],
            order="id",
        )
        for move, lines in orphans.grouped("move_id").items():
            items = move._ar_receivable_items().sorted(
                lambda item: (item.date_maturity or item.date, item.id)
            )
            by_date = {item.date_maturity or item.date: item for item in reversed(items)}
            old_dates = sorted({line.date_due for line in lines if line.date_due})
            for line in lines if items else ():
                place = old_dates.index(line.date_due) if line.date_due else 0
                item = by_date.get(line.date_due, items[min(place, len(items) - 1)])
                line._tie_to(item)
        orphans.move_line_id._ar_follow_due_date()
        orphans.move_line_id._ar_refresh_level()

    def _ar_refresh_level(self):
        """Write the documents' level, the highest of their items, in one statement.

        ``OFFSET 0``: as long as PostgreSQL has not counted the items at a level anew, it takes them
        for few, and would look for each document among all that were reminded before.
        """
        if not self.ids:
            return
        self.env.execute_query(
            SQL(
                """
                UPDATE account_move move
                   SET ar_level_id = (
                           SELECT item.ar_level_id
                             FROM (SELECT ar_level_id FROM account_move_line
                                    WHERE move_id = move.id OFFSET 0) AS item
                             JOIN ar_dunning_level level ON level.id = item.ar_level_id
                         ORDER BY level.delay_days DESC
                            LIMIT 1)
                 WHERE move.id IN %(ids)s
             RETURNING move.id
                """,
                ids=tuple(self.ids),
            )
        )
        self.invalidate_recordset(["ar_level_id"], flush=False)
        self.modified(["ar_level_id"])

    def action_view_ar_notices(self):
        """Open the notices that remind of this document."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_dunning_notice_action"
        )
        action["domain"] = [("line_ids.move_id", "in", self.ids)]
        action["context"] = {}
        return action
