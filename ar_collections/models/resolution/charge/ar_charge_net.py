"""Which debts a payment pays, in the company's order: costs, interest and principal, or principal
first."""

import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ....tools.base.money import from_units, to_units
from ....tools.resolution.allocation import COSTS, INTEREST, PRINCIPAL, Owed, allocate, find_named
from ....tools.resolution.promise import Claim, spread
from ...base.locking import lock

_logger = logging.getLogger(__name__)


class ArCharge(models.Model):
    _inherit = "ar.charge"

    @api.model
    def _split_credit(self, credit, rows, company, text="", promised=None):
        """How a credit is split over the debts of its currency and account.

        :param credit: its row of the reader of open items; what is open of it is negative
        :param rows: rows of the customer's open items, from which nothing is taken that another
            credit may pay
        :param text: what the customer wrote with it; the documents that it names come first
        :param promised: {journal item: what of it he has promised to pay}; that comes first where
            the text names nothing
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
        named = find_named(text, {id_: row["name"] for id_, row in own.items()})
        first = {} if named else {id_: to_units(a, rounding) for id_, a in (promised or {}).items()}
        units = to_units(-credit["residual_currency"], rounding)
        return allocate(units, debts, company.sudo().ar_allocation_order, named, first)

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
    def _match_credit(self, credit, parts):
        """Match a credit with debts, one after the other, until nothing of it is left.

        :param credit: a journal item
        :param parts: [(journal item id, what of it is paid at most, in its currency)]
        :raise LockError: somebody else matches one of them at this moment
        """
        debts = credit.browse([id_ for id_, _amount in parts])
        lock(credit | debts, credit.move_id)
        for id_, amount in parts:
            credit._ar_pay(credit.browse(id_), amount)

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
        promised = self._read_promised(move.company_id, partner, rows)
        shares = self._split_credit(credit, rows, move.company_id, text, promised)
        rounding = lines.currency_id.rounding
        parts = [(share.id, from_units(share.amount, rounding)) for share in shares]
        self._match_credit(lines, parts)

    @api.model
    def _read_allocable(self, company, partner):
        """Rows of what a payment may pay by itself: nothing that is kept back, as what is disputed,
        and no money that we have paid out, which belongs to a credit note.

        :return: those rows, of debts with what may be paid, and the rows of what is disputed
        """
        reader = self.env["ar.open.item"]
        rows = reader._read_rows(company.ids, partner_ids=partner.ids, include_future=True)
        kept, free = self._read_kept_back(rows), []
        for row in rows:
            left = row["residual_currency"] - kept.get(row["id"], 0.0)
            if not row["paid_out"] and (left > 0 or row["id"] not in kept):
                free.append({**row, "residual_currency": left})
        disputed = self._find_disputed(rows).move_line_id.ids
        return free, [row for row in rows if row["id"] in disputed]

    @api.model
    def _find_disputed(self, rows):
        return self.env["ar.dispute.item"].search(
            [("move_line_id", "in", [row["id"] for row in rows]), ("is_held", "=", True)]
        )

    @api.model
    def _read_kept_back(self, rows):
        """{journal item: what of it no payment pays by itself, in its currency}. Other rooms and
        add-ons add theirs.

        :param rows: of a customer's open items
        """
        whole = {row["id"]: row["residual_currency"] for row in rows}
        kept = {}
        for item in self._find_disputed(rows):
            id_ = item.move_line_id.id
            kept[id_] = kept.get(id_, 0.0) + (whole[id_] if item.is_whole else item.amount)
        return kept

    @api.model
    def _read_promised(self, company, partner, rows):
        """{journal item: what of it the money pays that is there for promises that name it, and
        that nobody has matched yet}.

        :param rows: of what may be paid
        """
        promises = self.env["ar.promise"]
        domain = promises._domain_watched(company._ar_today()) & Domain("names_items", "=", True)
        domain &= Domain("partner_id", "=", partner.id) & Domain("company_id", "=", company.id)
        waiting = promises.search(domain)._read_unmatched()
        debts = sorted(rows, key=lambda row: (row["date_due"], row["id"]))
        promised = {}
        for currency, own in promises.union(*waiting).grouped("currency_id").items():
            claims = [Claim(one.id, waiting[one], one._get_named()) for one in own if waiting[one]]
            owed = [
                (row["id"], row["residual_currency"])
                for row in debts
                if row["currency_id"] == currency.id and row["residual_currency"] > 0
            ]
            whole = dict(owed)
            for held in spread(claims, owed, currency.rounding).values():
                for id_, amount in held.items():
                    promised[id_] = promised.get(id_, 0.0) + (amount or whole[id_])
        return promised
