"""Which items a dispute keeps back, and how much of each."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from ....tools.resolution import dispute as tools
from .ar_dispute import OPEN


class ArDispute(models.Model):
    _inherit = "ar.dispute"

    @api.model
    def _read_rows(self, lines):
        """{id: the open item} of journal items, as of today; in two queries."""
        if not lines:
            return {}
        rows = self.env["ar.open.item"]._read_rows(
            lines.sudo().company_id.ids, ids=lines.ids, today=True
        )
        return {row["id"]: row for row in rows}

    @api.model
    def _read_taken(self, lines, apart=()):
        """{id of a journal item: (amount that other disputes keep back, the first of them, whether
        one of them has the whole item)}.

        :param apart: disputes that do not count
        """
        taken = {}
        held = (
            self.env["ar.dispute.item"]
            .sudo()
            .search(
                [
                    ("move_line_id", "in", lines.ids),
                    ("is_held", "=", True),
                    ("dispute_id", "not in", list(apart)),
                ]
            )
        )
        for item in held:
            amount, first, whole = taken.get(item.move_line_id.id, (0.0, item.dispute_id, False))
            taken[item.move_line_id.id] = (amount + item.amount, first, whole or item.is_whole)
        return taken

    @api.model
    def _find_disputable(self, profile, moves=None):
        """The journal items of a customer's documents of which something is open and nobody
        disputes all; of all documents where none are named."""
        rows = self.env["ar.open.item"]._read_rows(
            profile.company_id.ids, profile.partner_id.ids, today=True
        )
        ids = [
            row["id"]
            for row in rows
            if row["residual_currency"] > 0 and (moves is None or row["move_id"] in moves.ids)
        ]
        lines = self.env["account.move.line"].browse(ids)
        taken = self._read_taken(lines)
        return lines.filtered(lambda line: not taken.get(line.id, (0, 0, False))[2])

    # -- birth -------------------------------------------------------------------------

    def _begin(self):
        """Keep back what is disputed, and give the owners their tasks."""
        for dispute in self:
            if dispute.product_line_ids and not dispute.move_line_ids:
                dispute.move_line_ids = dispute.product_line_ids.move_id.line_ids.filtered(
                    lambda line: (
                        line.account_type == "asset_receivable" and line.amount_residual > 0
                    )
                )
        lines = self.move_line_ids
        rows, taken = self._read_rows(lines), self._read_taken(lines)
        for dispute in self:
            dispute._take_items(rows, taken)
        self.item_ids._hold()
        self._schedule()
        self._tell_webhooks("dispute.opened")

    def _take_items(self, rows, taken):
        """Make the rows of what is disputed, of the items that are open.

        :raise UserError: something of it cannot be disputed; the sentence says what
        """
        self.ensure_one()
        self._check_items(rows, taken)
        parts = self._spread(rows, taken)
        self.env["ar.dispute.item"].create(
            [
                {
                    "dispute_id": self.id,
                    "move_line_id": id_,
                    **self._prepare_item(rows[id_], amount, taken),
                }
                for id_, amount in parts.items()
            ]
        )

    @api.model
    def _prepare_item(self, row, amount, taken):
        currency = self.env["res.currency"].browse(row["currency_id"])
        whole = row["id"] not in taken and not currency.compare_amounts(
            amount, row["residual_currency"]
        )
        home = self.env["res.currency"].browse(row["company_currency_id"])
        share = amount / row["residual_currency"]
        return {
            "move_id": row["move_id"],
            "name": row["name"] or row["ref"],
            "date_due": row["date_due"],
            "currency_id": row["currency_id"],
            "amount": currency.round(amount),
            "amount_company": home.round(row["residual"] * share),
            "amount_open": row["residual_currency"],
            "is_whole": whole,
        }

    def _check_items(self, rows, taken):
        lines = self.move_line_ids
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing of %s is chosen. Choose the open items, or the lines of invoices, "
                    "that the customer does not accept.",
                    self.partner_id.display_name,
                )
            )
        for line in lines:
            self._check_item(line, rows.get(line.id), taken.get(line.id))
        strange = self.product_line_ids.move_id - lines.move_id
        if strange:
            raise UserError(
                self.env._(
                    "The line of %s is of another invoice than the items that were chosen.",
                    strange[:1].name,
                )
            )

    def _check_item(self, line, row, taken):
        """Whether an item may be disputed: it is the customer's, open, and not disputed yet.

        :param row: its open item, if it is one
        :param taken: of ``_read_taken``
        """
        name = line.move_id.name or line.display_name
        of_customer = line.partner_id.commercial_partner_id == self.partner_id
        if not of_customer or line.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "%(item)s is not of %(customer)s in %(company)s. Choose its own items.",
                    item=name,
                    customer=self.partner_id.display_name,
                    company=self.company_id.name,
                )
            )
        if not row or row["residual_currency"] <= 0:
            raise UserError(
                self.env._(
                    "Nothing is open of %s: it is paid or credited already, or asks for no "
                    "money. There is nothing to dispute; what was paid too much is a credit "
                    "note of its own.",
                    name,
                )
            )
        amount, first, whole = taken or (0.0, self.browse(), False)
        if whole or line.currency_id.compare_amounts(amount, row["residual_currency"]) >= 0:
            raise UserError(
                self.env._(
                    "%(item)s is disputed already, as a whole: %(dispute)s. Go on with that.",
                    item=name,
                    dispute=first.name,
                )
            )

    def _spread(self, rows, taken):
        """{id of a journal item: amount} of what is disputed; see ``tools.spread``."""
        items = [
            tools.Open(
                line.id,
                rows[line.id]["residual_currency"] - taken.get(line.id, (0.0,))[0],
                rows[line.id]["date_due"],
            )
            for line in self.move_line_ids
        ]
        if self.amount:
            return self._spread_amount(self.amount, items)
        if not self.product_line_ids:
            return tools.spread(0, items)
        parts = {}
        for move, lines in self.product_line_ids.grouped("move_id").items():
            own = [item for item in items if item.id in move.line_ids.ids]
            total = sum(lines.mapped("price_total"))
            if lines.currency_id.compare_amounts(total, 0) <= 0:
                raise UserError(
                    self.env._(
                        "The lines that were chosen of %s come to nothing. Choose those that the "
                        "customer does not want to pay.",
                        move.name,
                    )
                )
            # What was paid of the invoice is not disputed any more.
            most = sum(max(item.free, 0.0) for item in own)
            parts |= tools.spread(min(total, most), own)
        return parts

    def _spread_amount(self, amount, items):
        currencies = self.move_line_ids.currency_id
        if len(currencies) > 1:
            raise UserError(
                self.env._(
                    "The items are in several currencies (%s), and a part amount is of none of "
                    "them. Open a dispute for each currency, or dispute the whole items.",
                    ", ".join(currencies.mapped("name")),
                )
            )
        parts = tools.spread(amount, items)
        if parts is None:
            free = sum(max(item.free, 0.0) for item in items)
            raise UserError(
                self.env._(
                    "%(amount)s are disputed, and %(open)s are open. Lower the amount, or leave it "
                    "at 0 to dispute all of it.",
                    amount=format_amount(self.env, amount, currencies),
                    open=format_amount(self.env, free, currencies),
                )
            )
        return parts

    # -- anew --------------------------------------------------------------------------

    def _spread_anew(self):
        """The amount was changed, or the dispute is reopened: hold what it says now."""
        for dispute in self.filtered(lambda one: one.state in OPEN):
            dispute.item_ids._release()
            lines = dispute.move_line_ids
            rows = dispute._read_rows(lines)
            taken = dispute._read_taken(lines, apart=dispute.ids)
            dispute._check_items(rows, taken)
            parts = dispute._spread(rows, taken)
            kept = dispute.item_ids.filtered(lambda one, ids=parts: one.move_line_id.id in ids)
            (dispute.item_ids - kept).unlink()
            for item in kept:
                line_id = item.move_line_id.id
                item.write(dispute._prepare_item(rows[line_id], parts.pop(line_id), taken))
            dispute.env["ar.dispute.item"].create(
                [
                    {
                        "dispute_id": dispute.id,
                        "move_line_id": id_,
                        **dispute._prepare_item(rows[id_], amount, taken),
                    }
                    for id_, amount in parts.items()
                ]
            )
            dispute.item_ids._hold()
