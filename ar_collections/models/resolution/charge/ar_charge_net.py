"""Which debts a payment pays, in the company's order: costs, interest and principal, or principal
first."""

import logging

from odoo import api, models
from odoo.exceptions import UserError

from ....tools.base.money import to_units
from ....tools.resolution.allocation import COSTS, INTEREST, PRINCIPAL, Owed, allocate, find_named
from ...base.locking import lock

_logger = logging.getLogger(__name__)


class ArCharge(models.Model):
    _inherit = "ar.charge"

    @api.model
    def _split_credit(self, credit, rows, company, text="", promised=()):
        """How a credit is split over the debts of its currency and account.

        :param credit: its row of the reader of open items; what is open of it is negative
        :param rows: rows of the customer's open items, from which nothing is taken that another
            credit may pay
        :param text: what the customer wrote with it; the documents that it names come first
        :param promised: journal items that he has promised to pay; they come first where the text
            names nothing
        :return: list of ``Share`` in units of the currency, in the order in which it is matched
        """
        own = {
            row["id"]: row
            for row in rows
            if row["currency_id"] == credit["currency_id"]
            and row["account_id"] == credit["account_id"]
            and row["residual_currency"] > 0
        }
        kinds = self._find_debt_kinds(own)
        rounding = self.env["res.currency"].browse(credit["currency_id"]).rounding
        debts = [
            Owed(id_, kinds[id_], row["date_due"], to_units(row["residual_currency"], rounding))
            for id_, row in own.items()
        ]
        units = to_units(-credit["residual_currency"], rounding)
        named = find_named(text, {id_: row["name"] for id_, row in own.items()})
        named = named or own.keys() & set(promised)
        return allocate(units, debts, company.sudo().ar_allocation_order, named)

    @api.model
    def _find_debt_kinds(self, rows):
        """{id: kind of debt} of open items. A debit note is costs if a fee or compensation is on
        it, interest if nothing else is: Odoo keeps one sum open for all of a note."""
        moves = [row["move_id"] for row in rows.values()]
        groups = self.sudo()._read_group(
            [("move_id", "in", moves), ("state", "=", "booked")], ["move_id", "kind"]
        )
        noted = {}
        for move, kind in groups:
            if noted.get(move.id) != COSTS:
                noted[move.id] = INTEREST if kind == "interest" else COSTS
        return {id_: noted.get(row["move_id"], PRINCIPAL) for id_, row in rows.items()}

    @api.model
    def _match_credit(self, credit, debt_ids):
        """Match a credit with debts, one after the other, until nothing of it is left.

        :param credit: a journal item
        :raise LockError: somebody else matches one of them at this moment
        """
        debts = credit.browse(debt_ids)
        lock(credit | debts, credit.move_id)
        for debt in debts:
            (credit | debt).filtered(lambda line: not line.reconciled).reconcile()

    # -- by itself ---------------------------------------------------------------------

    @api.model
    def _allocate_posted(self, moves):
        """Match customers' payments that nobody has matched in the transaction that posted them.

        One that cannot be matched stays as it is and says why: it costs the allocation, never the
        payment.

        :param moves: entries of payments, as superuser
        """
        for move in moves.exists():
            try:
                with self.env.cr.savepoint():
                    self._allocate_payment(move)
            except UserError as error:
                _logger.info("%s was not allocated by itself: %s", move.name, error)
                move.origin_payment_id._message_log(
                    body=self.env._("The payment was not allocated by itself: %s", error)
                )

    @api.model
    def _allocate_payment(self, move):
        """Match one payment, as superuser, unless somebody has said what it is for.

        :raise UserError: it is for what is disputed, as the customer says: a person decides
        """
        payment = move.origin_payment_id
        lines = move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and line.balance < 0
        )
        said = payment.invoice_ids or lines.matched_debit_ids
        if move.state != "posted" or said or len(lines) != 1 or lines.reconciled:
            return
        partner = lines.partner_id.commercial_partner_id
        rows, disputed = self._read_allocable(move.company_id, partner)
        credit = next((row for row in rows if row["id"] == lines.id), None)
        if not credit or credit["residual_currency"] >= 0:
            return
        text = payment.memo or ""
        if named := find_named(text, {row["id"]: row["name"] for row in disputed}):
            names = {row["name"] for row in disputed if row["id"] in named}
            raise UserError(
                self.env._(
                    "It names %s, which is disputed. Match it by hand.", ", ".join(sorted(names))
                )
            )
        promised = self._find_promised(move.company_id, partner)
        shares = self._split_credit(credit, rows, move.company_id, text, promised.ids)
        self._match_credit(lines, [share.id for share in shares])

    @api.model
    def _read_allocable(self, company, partner):
        """Rows of what a payment may pay by itself: nothing that is disputed, and no money that
        we have paid out, which belongs to a credit note.

        :return: those rows, and the rows of what is disputed
        """
        reader = self.env["ar.open.item"]
        rows = reader._read_rows(company.ids, partner_ids=partner.ids, include_future=True)
        disputed = self.env["ar.dispute.item"].search(
            [("move_line_id", "in", [row["id"] for row in rows]), ("is_held", "=", True)]
        )
        touched = set(disputed.move_line_id.ids)
        free = [row for row in rows if row["id"] not in touched and not row["paid_out"]]
        return free, [row for row in rows if row["id"] in touched]

    @api.model
    def _find_promised(self, company, partner):
        """The journal items that the customer's open promises name."""
        promises = self.env["ar.promise"].search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", company.id),
                ("state", "=", "open"),
                ("names_items", "=", True),
            ]
        )
        return promises.move_line_ids
