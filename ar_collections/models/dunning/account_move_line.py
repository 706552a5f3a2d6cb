"""The level of a receivable item: what was said about it, kept on the item."""

from odoo import models
from odoo.tools import SQL

from ...tools.dunning import dunning
from ..base import guarded
from .account_move import READERS


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"
    # What was said is read from the notices; the fields only repeat it.
    _ar_closed = {"ar_level_id": None, "ar_last_notice_date": None}

    ar_level_id = guarded.Many2one(
        "ar.dunning.level",
        string="Dunning Level",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=READERS,
        help="The highest level that a sent notice raised this item to.",
    )
    ar_last_notice_date = guarded.Date(
        string="Last Reminded", readonly=True, copy=False, groups=READERS
    )

    def write(self, vals):
        # EXTENDS 'account': an item whose due date moves follows the new date.
        result = super().write(vals)
        if "date_maturity" in vals:
            self.sudo()._ar_follow_due_date()
        return result

    def unlink(self):
        # EXTENDS 'account': what vanishes leaves proposals and queue at once.
        self.sudo()._ar_leave_notices()
        return super().unlink()

    def _ar_notice_lines(self, states):
        """Lines of notices that remind of these items, in some states."""
        return self.env["ar.dunning.notice.line"].search(
            [
                ("move_line_id", "in", self.ids),
                ("kind", "=", "item"),
                ("state", "in", states),
            ]
        )

    def _ar_leave_notices(self):
        """Take the items out of notices that have not left yet."""
        if self.ids:
            self._ar_notice_lines(("draft", "queued"))._drop("paid")

    def _ar_map_due(self):
        """{item: the day on which it is due, for reminders}; a later room knows what was agreed."""
        return {line: line.date_maturity or line.date for line in self}

    def _ar_follow_due_date(self):
        """Levels that the items would not have reached at their new due date lapse.

        They are reached, and said, again when the new date calls for them.
        """
        lapsed = valid = self.env["ar.dunning.notice.line"]
        due_of = self._ar_map_due()
        for line in self._ar_notice_lines(("queued", "leaving", "sent")).sorted("id", reverse=True):
            item = line.move_line_id
            due = due_of[item]
            late = dunning.days_late(due, line.company_id._ar_today())
            if line.state == "sent" and due != line.date_due and late < line.level_id.delay_days:
                lapsed |= line
            elif not any(line._says_the_same(other) for other in valid):
                valid |= line
        moved = lapsed.filtered(lambda line: not line.superseded)
        moved.superseded = True
        # The date was moved back: what was said counts again.
        back = valid.filtered("superseded")
        back.superseded = False
        (moved | back).move_line_id._ar_refresh_level()

    def _ar_refresh_level(self):
        """Write level and last notice of the items from the history of sent notices.

        One statement for items and one for their documents, past the journal item's
        ``write``: locked periods and sealed entries concern amounts, not reminders.
        """
        if not self.ids:
            return
        self.env["ar.dunning.notice.line"].flush_model()
        self.env.execute_query(
            SQL(
                """
                WITH said AS (
                    SELECT DISTINCT ON (line.move_line_id)
                           line.move_line_id, line.level_id,
                           MAX(line.date) OVER (PARTITION BY line.move_line_id) AS date
                      FROM ar_dunning_notice_line line
                      JOIN ar_dunning_level level ON level.id = line.level_id
                     WHERE line.move_line_id IN %(ids)s AND line.state = 'sent'
                       AND line.kind = 'item' AND line.superseded IS NOT TRUE
                  ORDER BY line.move_line_id, level.delay_days DESC, line.id DESC
                )
                UPDATE account_move_line item
                   SET ar_level_id = said.level_id, ar_last_notice_date = said.date
                  FROM account_move_line self
             LEFT JOIN said ON said.move_line_id = self.id
                 WHERE item.id = self.id AND item.id IN %(ids)s
             RETURNING item.id
                """,
                ids=tuple(self.ids),
            )
        )
        self.invalidate_recordset(["ar_level_id", "ar_last_notice_date"], flush=False)
        self.modified(["ar_level_id", "ar_last_notice_date"])
        self.move_id._ar_refresh_level()
