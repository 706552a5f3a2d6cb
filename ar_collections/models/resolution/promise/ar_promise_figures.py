"""What has come in for promises: read from the ledger, shared out by the pure rules."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ....tools.ledger import cover
from ....tools.resolution import promise as rules

# Kinds of ``Receipt`` that are money; what else settles an item lowers what is asked.
MONEY = ("payment", "entry")
# More than any receipt brings: all of it was known.
ALL_OF_IT = 1e15
# Instead of items that have vanished: of no item, and not of all.
GONE = 0


class Progress(NamedTuple):
    """How a promise stands, in its currency.

    :param paid: what counts for it
    :param asked: what of it can still be kept to, with what was paid
    :param left: what is open of its debts, as of its last day once that is over
    """

    paid: float
    asked: float
    left: float


class Debt(NamedTuple):
    """What may be promised.

    :param items: {journal item: its row of ``_read_covered``}, the oldest first
    :param open: their sum
    :param left: that, less what credits cover
    """

    items: dict
    open: float
    left: float


class Ledger(NamedTuple):
    """What counts for the promises of one customer, company and currency.

    :param items: {journal item: its row of ``_read_rows``} of debts that are open
    :param dates: {journal item: (due date, accounting date)} of those and of settled ones
    :param receipts: {journal item: list of ``Receipt``}
    :param credits: rows of what nobody has allocated
    :param relief: journal items that are no money: credit notes, and what was written off
    :param born: {journal item of a receipt: (accounting date, moment it was made)}
    """

    items: dict
    dates: dict
    receipts: dict
    credits: list
    relief: frozenset
    born: dict


class ArPromise(models.Model):
    _inherit = "ar.promise"

    def _get_key(self):
        return self.partner_id.id, self.company_id.id, self.currency_id.id

    # -- how promises stand ------------------------------------------------------------

    def _read_progress(self):
        """{promise id: ``Progress``} of these, in a few queries whatever their number; all other
        promises of the customers take their part."""
        found = {}
        for promises, ledger in self.sudo()._read_rivals():
            found.update(promises._share_out(ledger))
        return found

    def _find_rivals(self):
        """All promises of the customers in these currencies that money may count for, oldest
        first."""
        domain = [
            ("profile_id", "in", self.profile_id.ids),
            ("currency_id", "in", self.currency_id.ids),
            ("withdrawn_by_id", "=", False),
        ]
        return self.search(domain, order="taken_on, id")

    def _read_rivals(self):
        """[(promises, oldest first, their ``Ledger``)] of each customer and currency."""
        rivals = self._find_rivals()
        ledgers = rivals._read_ledgers()
        groups = rivals.grouped(lambda one: one._get_key())
        return [(promises, ledgers[key]) for key, promises in groups.items()]

    def _share_out(self, ledger):
        """{promise id: ``Progress``} of promises of one ledger."""
        rounding = self.currency_id.rounding
        money, relief = self._list_money(ledger)
        facts = {one: one._as_facts(ledger) for one in self}
        paid = rules.allocate(facts.values(), money, rounding)
        found = {}
        for promise, fact in facts.items():
            left = promise._get_left(ledger, fact.last)
            left -= rules.fresh_amount(fact, relief, rounding)
            asked = rules.asked(promise.amount, paid[promise.id], left, rounding)
            found[promise.id] = Progress(paid[promise.id], asked, left)
        return found

    def _read_unmatched(self):
        """{promise: what counts for it and nobody has matched with the items that it names yet}
        of these, as the superuser and the oldest first; in a few queries whatever their number."""
        found = {}
        for rivals, ledger in self.sudo()._read_rivals():
            money, _relief = rivals._list_money(ledger)
            progress = rivals._share_out(ledger)
            for promise in rivals & self.sudo():
                items = promise._get_named()
                matched = rules.fresh_amount(
                    promise._as_facts(ledger),
                    [piece for piece in money if piece.item_id in items],
                    promise.currency_id.rounding,
                )
                found[promise] = max(progress[promise.id].paid - matched, 0.0)
        return found

    def _find_fresh(self):
        """The journal items that have brought money since the promise was taken, which nobody has
        allocated: what of them does not count for the promise, is the customer's."""
        self.ensure_one()
        [(rivals, ledger)] = self.sudo()._read_rivals()
        known = self.sudo()._as_facts(ledger).known
        money, _relief = rivals._list_money(ledger)
        return {one.credit_id for one in money if not one.item_id and one.credit_id not in known}

    def _as_facts(self, ledger):
        """The promise as a value row for the pure rules. A receipt that is older than the promise
        is known, wherever it is allocated now."""
        known = {int(id_): amount for id_, amount in (self.known or {}).items()}
        for id_, (day, made) in ledger.born.items():
            if day < self.taken_on and made < self.create_date:
                known[id_] = ALL_OF_IT
        return rules.Promise(
            id=self.id,
            amount=self.amount,
            last=self.date_end,
            items=self._get_named(),
            known=known,
        )

    def _get_named(self):
        """The journal items that it names; none: all of the customer's."""
        return frozenset(self.move_line_ids.ids or ([GONE] if self.names_items else []))

    def _list_money(self, ledger):
        """What came in, as ``Money``, and the credit notes that nobody has allocated."""
        money = [
            rules.Money(receipt.credit_id, receipt.day, receipt.amount, item_id, due)
            for item_id, receipts in ledger.receipts.items()
            for due in [ledger.dates[item_id][0]]
            for receipt in receipts
            if receipt.kind in MONEY and receipt.credit_id not in ledger.relief
        ]
        relief = []
        for row in ledger.credits:
            piece = rules.Money(row["id"], row["date"], -row["residual_currency"])
            (relief if row["id"] in ledger.relief else money).append(piece)
        return money, relief

    def _get_left(self, ledger, last):
        """What is open of its debts; what settled them after its last day does not count."""
        today = self.company_id._ar_today()
        named = self._get_named() or [
            id_ for id_, (_due, day) in ledger.dates.items() if day <= self.taken_on
        ]
        left = 0.0
        for id_ in named:
            row = ledger.items.get(id_)
            left += row["residual_currency"] if row else 0.0
            if last < today:
                late = (one for one in ledger.receipts.get(id_, ()) if one.day > last)
                left += sum(one.amount for one in late)
        return left

    # -- the ledger --------------------------------------------------------------------

    def _read_ledgers(self):
        """{(partner id, company id, currency id): ``Ledger``} of promises (in memory, too)."""
        items = self.env["ar.open.item"]
        rows = items._read_rows(self.company_id.ids, self.partner_id.ids) if self else []
        open_ids = {row["id"] for row in rows if cover.kind_of(row) == cover.DEBIT}
        settled = set(self.move_line_ids._origin.ids) | self._find_settled()
        dates = self._read_dates(settled - open_ids)
        receipts = items._read_receipts(open_ids | settled)
        credits = [row for row in rows if cover.kind_of(row) == cover.CREDIT]
        born, relief = self._read_credits({row["id"] for row in credits}, receipts)
        keys = {promise._get_key() for promise in self}
        found = {key: Ledger({}, {}, {}, [], relief, born) for key in keys}
        for row in rows:
            key = row["partner_id"], row["company_id"], row["currency_id"]
            if key in found and row["id"] in open_ids:
                found[key].items[row["id"]] = row
                dates[row["id"]] = (key, (row["date_due"], row["date"]))
        for row in credits:
            key = row["partner_id"], row["company_id"], row["currency_id"]
            if key in found:
                found[key].credits.append(row)
        for id_, (key, days) in sorted(dates.items()):
            if key in found:
                found[key].dates[id_] = days
                found[key].receipts[id_] = receipts.get(id_, [])
        return found

    def _read_dates(self, ids):
        """{journal item: (key of its ledger, (due date, accounting date))}"""
        lines = self.env["account.move.line"].browse(ids).exists()
        return {
            line.id: (
                (
                    line.partner_id.commercial_partner_id.id,
                    line.company_id.id,
                    line.currency_id.id,
                ),
                (line.date_maturity or line.date, line.date),
            )
            for line in lines
        }

    def _find_settled(self):
        """Debts of the customers that something was matched with since the first promise that
        names none: money for any debt counts for those."""
        whole = self.filtered(lambda one: one.id and not one.names_items)
        if not whole:
            return set()
        self.env["account.partial.reconcile"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT partial.debit_move_id
                  FROM account_move_line line
                  JOIN account_account account ON account.id = line.account_id
                  JOIN account_partial_reconcile partial ON partial.debit_move_id = line.id
                 WHERE %(mine)s AND line.company_id IN %(companies)s
                   AND account.account_type = 'asset_receivable'
                   AND (partial.max_date >= %(since)s OR partial.create_date >= %(since)s)
                """,
                mine=self.env["ar.open.item"]._sql_of_partners(
                    SQL("line.partner_id"), tuple(whole.partner_id.ids)
                ),
                companies=tuple(whole.company_id.ids),
                since=min(whole.mapped("taken_on")),
            )
        )
        return {id_ for (id_,) in rows}

    @api.model
    def _read_credits(self, credit_ids, receipts):
        """When the journal items among credits and receipts were made, and which of them brought
        no money: credit notes, and entries against profit and loss alone, which write something
        off.

        :return: {id: (accounting date, moment)}, ids
        """
        ids = {one.credit_id for own in receipts.values() for one in own} | credit_ids
        if not ids:
            return {}, frozenset()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT line.id, line.date, line.create_date,
                       move.move_type = 'out_refund'
                       OR (journal.type NOT IN ('bank', 'cash', 'credit')
                           AND NOT EXISTS (
                               SELECT 1
                                 FROM account_move_line other
                                 JOIN account_account account ON account.id = other.account_id
                                WHERE other.move_id = move.id AND other.id <> line.id
                                  AND account.account_type NOT LIKE 'income%%'
                                  AND account.account_type NOT LIKE 'expense%%'
                                  AND other.tax_line_id IS NULL))
                  FROM account_move_line line
                  JOIN account_move move ON move.id = line.move_id
                  JOIN account_journal journal ON journal.id = move.journal_id
                 WHERE line.id IN %s
                """,
                tuple(ids),
            )
        )
        relief = frozenset(id_ for id_, _day, _made, is_relief in rows if is_relief)
        return {id_: (day, made) for id_, day, made, _relief in rows}, relief

    # -- at birth ----------------------------------------------------------------------

    def _read_open(self):
        """{promise: ``Debt``}: what may be promised, of new promises (in memory, too)."""
        rows = []
        if self.profile_id:
            rows = (
                self.env["ar.open.item"]
                .sudo()
                ._read_covered(self.company_id.ids, self.partner_id.ids)
            )
        found = {}
        for promise in self:
            named, key = promise.move_line_ids._origin.ids, promise._get_key()
            own = [
                row
                for row in rows
                if (row["partner_id"], row["company_id"], row["currency_id"]) == key
                and cover.kind_of(row) == cover.DEBIT
                and (not named or row["id"] in named)
            ]
            found[promise] = Debt(
                {row["id"]: row for row in own},
                sum(row["residual_currency"] for row in own),
                sum(row["residual_currency"] - row["covered"] for row in own),
            )
        return found

    def _read_known(self):
        """{promise: what the customer's receipts have brought already}, of new promises: by
        journal item, as it is stored. Money on account that is known is no new money when
        somebody allocates it."""
        ledgers = self._read_ledgers() if self.profile_id else {}
        found = {}
        for promise in self:
            known = {}
            ledger = ledgers.get(promise._get_key())
            for item_id, receipts in ledger.receipts.items() if ledger else ():
                if not promise.move_line_ids or item_id in promise.move_line_ids._origin.ids:
                    for one in receipts:
                        known[one.credit_id] = known.get(one.credit_id, 0.0) + one.amount
            for row in ledger.credits if ledger else ():
                known[row["id"]] = known.get(row["id"], 0.0) - row["residual_currency"]
            found[promise] = {str(id_): amount for id_, amount in known.items()}
        return found

    # -- key figures -------------------------------------------------------------------

    @api.model
    def _read_kept_rate(self, company_ids, date_from, date_to):
        """Promises kept, of those that fell due in a period. Convention: a promise is partly kept
        or broken once its tolerance is over; what was withdrawn does not count.

        :return: {'value': per cent or None, 'numerator': kept, 'denominator': fell due,
            'kept', 'partly_kept', 'broken': numbers, 'domain': of the promises}
        """
        domain = [
            ("company_id", "in", list(company_ids)),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
            ("state", "in", list(self._get_ends())),
        ]
        counts = dict(self._read_group(domain, ["state"], ["__count"]))
        kept, partly, broken = (counts.get(state, 0) for state in self._get_ends())
        return {
            "value": rules.kept_rate(kept, partly, broken),
            "numerator": kept,
            "denominator": kept + partly + broken,
            "kept": kept,
            "partly_kept": partly,
            "broken": broken,
            "domain": domain,
        }
