"""What is booked on a day that is over is noted, for what is kept of it; and what of an item a key
figure counts."""

from odoo import api, models
from odoo.tools import SQL

from ...base import arguments, guarded

# What pieces of items are made of, beside their matching.
WATCHED = frozenset(
    {
        "account_id",
        "balance",
        "company_id",
        "date",
        "date_maturity",
        "display_type",
        "journal_id",
        "move_id",
        "parent_state",
        "partner_id",
    }
)
# In the context of a list: the days on which money came in.
DAYS = ("figure_first", "figure_last")


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # For lists behind a figure, whose action names the days: what an item has of the figure.
    ar_open_then = guarded.Monetary(
        string="Open Then",
        compute="_compute_ar_open_then",
        currency_field="company_currency_id",
        groups=f"{guarded.COLLECTOR},{guarded.LEDGER}",
        help="What was open of it at the end of the day that the figure is of.",
    )
    ar_came_in = guarded.Monetary(
        string="Came In",
        compute="_compute_ar_came_in",
        currency_field="company_currency_id",
        groups=f"{guarded.COLLECTOR},{guarded.LEDGER}",
        help="Money that settled it on the days that the figure is of.",
    )

    @api.depends("amount_residual", "date")
    @api.depends_context("figure_day")
    def _compute_ar_open_then(self):
        items, ids = self.env["ar.open.item"], self._origin.ids
        day = arguments.to_day(self.env, self.env.context.get("figure_day"))
        rows = items._read_rows(self.sudo().company_id.ids, as_of=day, ids=ids) if ids else []
        left = {row["id"]: row["residual"] for row in rows}
        for line in self:
            line.ar_open_then = left.get(line._origin.id, 0.0)

    @api.depends("amount_residual")
    @api.depends_context("figure_first", "figure_last")
    def _compute_ar_came_in(self):
        days = (arguments.to_day(self.env, self.env.context.get(name)) for name in DAYS)
        came_in = self.env["ar.open.item"]._read_came_in(self._origin, *days)
        for line in self:
            line.ar_came_in = came_in.get(line._origin.id, 0.0)

    def _write_multi(self, vals_list):
        # EXTENDS 'base', through which all goes that is written, computed or not
        names = WATCHED.intersection(name for vals in vals_list for name in vals)
        if not names or self._ar_are_drafts(names):
            return super()._write_multi(vals_list)
        before = self._ar_read_watched()
        result = super()._write_multi(vals_list)
        after = self._ar_read_watched()
        # Odoo computes much anew that stays as it was, with each payment of an invoice; and drafts
        # count nowhere.
        changed = [
            id_
            for id_, row in before.items()
            if after.get(id_) != row and "posted" in (row[0], (after.get(id_) or row)[0])
        ]
        if changed:
            places = {before[id_][1:3] for id_ in changed if before[id_][0] == "posted"}
            places -= {after[id_][1:3] for id_ in changed if id_ in after}
            self.env["ar.kpi.change"]._note_lines(changed, places, "account_id" in names)
        return result

    def _ar_read_watched(self):
        """{id: what is watched}, state, company and day first, as the database has it."""
        names = ("parent_state", "company_id", "date", *sorted(WATCHED))
        columns = SQL(", ").join(map(SQL.identifier, names))
        query = SQL("SELECT id, %s FROM account_move_line WHERE id = ANY(%s)", columns, self.ids)
        self.env.cr.execute(query)
        return {row[0]: row[1:] for row in self.env.cr.fetchall()}

    def _ar_are_drafts(self, names):
        """Whether all of them are drafts and stay so. What is not known is not asked for."""
        states = self._fields["parent_state"]._get_cache(self.env)
        return "parent_state" not in names and all(states.get(id_) == "draft" for id_ in self._ids)

    def unlink(self):
        # EXTENDS 'account'
        posted = self.filtered(lambda line: line.parent_state == "posted")
        if posted:
            self.env["ar.kpi.change"]._note_lines(posted.ids)
        return super().unlink()
