"""The records behind the figures of a provision."""

import json

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .ar_ecl_tie_out import BOOKED, OTHER, PROVISION, RECOVERED, WRITTEN_OFF

# Figure: where what is behind it is read, and of which kind it is.
DRILLS = {
    "ar.ecl": {
        "matrix_balance": ("balances", SQL("TRUE")),
        "matrix_allowance": ("balances", SQL("TRUE")),
        "covered": ("balances", SQL("item.secured IS NOT NULL")),
        "collected": ("balances", SQL("item.later > 0")),
        "item_balance": ("items", SQL("TRUE")),
        "item_allowance": ("items", SQL("TRUE")),
        "receivables": ("receivables", SQL("TRUE")),
        "credits": ("receivables", SQL("item.residual <= 0 OR item.paid_out")),
        "past_expected": ("past_balances", SQL("TRUE")),
        "past_lost": ("past_lost", SQL("item.lost > 0")),
        "loss_in_rates": ("history", SQL("item.way = 'lost'")),
        "loss_writeoffs": ("ledger", SQL("item.kind = %s", WRITTEN_OFF)),
        "loss_recovered": ("ledger", SQL("item.kind = %s", RECOVERED)),
        "loss_entries": ("ledger", SQL("item.kind = %s", BOOKED)),
        "loss_difference": ("ledger", SQL("item.kind = %s", OTHER)),
        "loss_ledger": ("ledger", SQL("item.kind != %s", PROVISION)),
        "booked_balance": ("account", SQL("TRUE")),
    },
    "ar.ecl.line": {
        "balance": ("balances", SQL("item.residual > item.later")),
        "allowance": ("balances", SQL("item.residual > item.later")),
        "reached": ("history", SQL("TRUE")),
        "lost": ("history", SQL("item.way = 'lost'")),
        "still_open": ("history", SQL("item.way = 'open'")),
        "open_lost": ("history", SQL("item.way = 'open'")),
        "past_expected": ("past_balances", SQL("TRUE")),
        "past_lost": ("past_lost", SQL("item.lost > 0")),
    },
    "ar.ecl.cohort": {
        "billed": ("history", SQL("TRUE")),
        "paid": ("history", SQL("item.way = 'paid'")),
        "lost": ("history", SQL("item.way = 'lost'")),
        "left_open": ("history", SQL("item.way = 'open'")),
    },
}
LIST = "ar_collections.account_move_line_view_list_aging"


class ArEcl(models.Model):
    """A figure is asked for by a question – model, id, name of the field – that a list of journal
    items searches for. What is behind it is read as the figure was, on the ledger of today: what
    was booked since on a day before shows. The amounts of the items are their original ones."""

    _inherit = "ar.ecl"

    def get_drill_action(self, figure):
        """The action that shows the journal items behind a figure.

        :param figure: the name of its field
        :raise UserError: there is nothing behind it
        """
        self.ensure_one()
        return self._get_drill(self, figure)

    def _get_drill(self, record, figure):
        record.check_access("read")
        if not isinstance(figure, str) or figure not in DRILLS[record._name]:
            raise self._get_nothing_behind()
        label = record._fields[figure]._description_string(self.env)
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.display_name}: {label}",
            "res_model": "account.move.line",
            "domain": [("ar_provision_of", "=", json.dumps([record._name, record.id, figure]))],
            "views": [(self.env.ref(LIST).id, "list")],
            "context": {"create": False, "active_test": False},
        }

    def _get_nothing_behind(self):
        return UserError(
            self.env._("The records behind this figure cannot be found. Open the page anew.")
        )

    def _find_behind(self, model, id_, figure):
        """The SQL of the ids of journal items behind a figure, asked by a list: all is checked.

        :raise UserError: it is no question
        """
        try:
            source, kind = DRILLS[model][figure]
        except (KeyError, TypeError) as error:
            raise self._get_nothing_behind() from error
        if type(id_) is not int:
            raise self._get_nothing_behind()
        record = self.env[model].browse(id_).exists()
        if not record:
            raise self._get_nothing_behind()
        record.check_access("read")
        ecl = record if model == self._name else record.ecl_id
        ecl = ecl.sudo().with_company(ecl.company_id)
        items = getattr(ecl, f"_sql_behind_{source}")()
        if not items:
            return []
        place = ecl._sql_place(record.sudo(), source) if record != ecl else SQL("TRUE")
        return SQL("(SELECT item.id FROM (%s) AS item WHERE (%s) AND %s)", items, kind, place)

    def _sql_place(self, record, source):
        """Where in the matrix, or in the months of billing, a figure stands."""
        if record._name == "ar.ecl.cohort":
            return SQL("item.month = %s", record.date)
        own = SQL("item.key = %s", record.group_key or "")
        if source != "history":
            return SQL("%s AND item.bucket = %s", own, record.bucket)
        # What is open so long that nothing of its age has ended is in no figure.
        unknown = [
            line.bucket
            for line in self.line_ids
            if line.group_key == record.group_key and not line.reached
        ]
        return SQL(
            "%s AND item.bucket >= %s AND NOT (item.way = 'open' AND item.bucket = ANY(%s))",
            own,
            record.bucket,
            unknown,
        )

    # -- what the figures were read from -------------------------------------------------

    def _sql_behind_balances(self):
        until = self.collected_until if self.method == "cecl_after" else None
        apart = self.item_ids.move_line_id.ids
        return self._sql_balances(self.date, self._read_cover(self.date), apart, until)

    def _sql_behind_items(self):
        return SQL("SELECT move_line_id AS id FROM ar_ecl_item WHERE ecl_id = %s", self.id)

    def _sql_behind_receivables(self):
        items = self.env["ar.open.item"]
        scope = items._prepare_scope(self.company_id.ids, as_of=self.date)
        if items._is_empty(scope):
            return None
        return SQL("SELECT * FROM %s AS own", items._sql_source(scope))

    def _sql_behind_history(self):
        apart = self._find_apart(self.date).move_id.ids
        return self._sql_history(self.date, self._read_cover(self.date), apart)

    def _sql_behind_past_balances(self):
        document, past, apart = self._get_past(self._find_apart(self.date))
        own = document or self
        left_out = document.item_ids.move_line_id if document else apart
        return own._sql_balances(past, own._read_cover(past), left_out.ids)

    def _sql_behind_past_lost(self):
        document, past, apart = self._get_past(self._find_apart(self.date))
        cover = (document or self)._read_cover(past)
        return self._sql_lost_since(past, self.date, cover, apart.move_id.ids)

    def _sql_behind_ledger(self):
        return self._sql_loss_ledger(self.loss_from) if self.loss_from else None

    def _sql_behind_account(self):
        account = self.company_id.ar_ecl_allowance_account_id
        if not account:
            return None
        lines = self.env["account.move.line"]._search(self._get_allowance_domain(account))
        return lines.select()
