"""The open items on a customer account, page by page, with what was said about each."""

from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ...base import arguments
from .ar_open_item_rows import ORDERS

PAGE = 40
MOST_ROWS = 200


class Mark(NamedTuple):
    """Something that is said of an open item.

    :param model: what the reader must be allowed to read
    :param tone: 'danger', 'warning', 'info', 'success' or 'secondary'
    """

    model: str
    tone: str


class ArProfile(models.Model):
    # A mark is an entry of ``_get_marks`` and a method ``_mark_<code>(rows)``, which gives {item
    # id: a few words} of a page of items, set-based.
    _inherit = "ar.profile"

    @api.readonly
    def read_open_items(self, offset=0, limit=PAGE, order="due", backwards=False):
        """A page of the customer's open items; what was said about them is read for the page alone.

        :param offset: how many are left out before
        :param limit: at most 200
        :param order: ``due``, ``amount`` or ``number``
        :return: {'items': list of dicts, 'count', 'sums': list of dicts, one for each currency,
            'actions': what may be done with ticked items}. An item has ``id``, ``number``,
            ``reference``, ``due``, ``days``, ``open`` (text), ``amount``, ``currency_id``,
            ``level``, ``can_open``, ``marks``: [{'code', 'label', 'tone'}]
        :raise UserError: an argument makes no sense
        """
        self.ensure_one()
        self.check_access("read")
        items = self.env["ar.open.item"]
        items.check_access("read")
        offset, limit = (arguments.to_number(self.env, one, int) for one in (offset, limit))
        if not isinstance(order, str) or order not in ORDERS:
            raise UserError(
                self.env._(
                    "“%(order)s” is no order of open items. Choose one of %(known)s.",
                    order=arguments.quote(order),
                    known=", ".join(ORDERS),
                )
            )
        with self._reading_once():
            rows, ages = items._read_page(
                self.company_id,
                self.partner_id,
                min(max(offset, 0), 2**31),
                min(max(limit, 1), MOST_ROWS),
                order,
                arguments.to_bool(self.env, backwards),
            )
            return {
                "items": self._prepare_items(rows),
                "count": sum(row["count"] for row in ages),
                "sums": self._prepare_sums(ages),
                "actions": self._prepare_actions(),
            }

    @api.readonly
    def read_expected(self):
        """When the open items are expected, which takes longer to tell than what is owed.

        :return: {item id: words: the day, the days between which it is likely, how likely late}
        """
        self.ensure_one()
        self.check_access("read")
        self.env["ar.open.item"].check_access("read")
        forecast = self.env["ar.forecast"]
        told = forecast._read_told(self.company_id.sudo(), self.partner_id.ids)
        return {id_: forecast._get_told_words(one) for id_, one in told.items()}

    def _prepare_sums(self, ages):
        """What is open and how many items are overdue, a line for each currency."""
        sums = {}
        for row in ages:
            known = sums.setdefault(row["currency_id"], {"amount": 0.0, "count": 0, "overdue": 0})
            known["amount"] += row["residual_currency"]
            known["count"] += row["count"]
            known["overdue"] += row["overdue"]
        currencies = self.env["res.currency"].browse(sums)
        return [
            {
                **sums[currency.id],
                "currency_id": currency.id,
                "amount": format_amount(self.env, sums[currency.id]["amount"], currency),
            }
            for currency in currencies
        ]

    def _prepare_items(self, rows):
        """What a page shows of these rows (of ``_read_rows``)."""
        marks, levels = self._read_marks(rows), self._read_levels(rows)
        readable = set()
        if self.env["account.move"].has_access("read"):
            moves = self.env["account.move"].browse({row["move_id"] for row in rows})
            readable = set(moves._filtered_access("read").ids)
        return [
            {
                **self._prepare_item(row, row["move_id"] in readable),
                "level": levels.get(row["id"], ""),
                "marks": marks[row["id"]],
            }
            for row in rows
        ]

    def _prepare_item(self, row, can_open):
        currency = self.env["res.currency"].browse(row["currency_id"])
        agreed = row.get("date_agreed")
        return {
            "id": row["id"],
            "number": row["name"] or "/",
            "reference": row["ref"] or "",
            "due": format_date(self.env, row["date_due"]),
            "agreed": format_date(self.env, agreed) if agreed else "",
            "days": row["days_overdue"],
            "amount": row["residual_currency"],
            "open": format_amount(self.env, row["residual_currency"], currency),
            "currency_id": currency.id,
            "is_credit": row["residual"] < 0,
            "pending": row["payment_pending"],
            "can_open": can_open,
        }

    # -- what was said about an item ---------------------------------------------------

    @api.model
    def _get_marks(self):
        """What a page says of open items, in this order: {code: ``Mark``}."""
        return {
            "case": Mark("ar.case", "danger"),
            "dispute": Mark("ar.dispute", "warning"),
            "promise": Mark("ar.promise", "info"),
            "plan": Mark("ar.plan", "info"),
            "hold": Mark("ar.hold", "secondary"),
            "pending": Mark("ar.open.item", "success"),
        }

    def _read_marks(self, rows):
        """{item id: [{'code', 'label', 'tone'}]}"""
        marks = {row["id"]: [] for row in rows}
        for code, mark in self._get_marks().items():
            if marks and self.env[mark.model].has_access("read"):
                for id_, label in getattr(self, f"_mark_{code}")(rows).items():
                    if label and id_ in marks:
                        marks[id_].append({"code": code, "label": label, "tone": mark.tone})
        return marks

    def _read_levels(self, rows):
        """{item id: the last level that was said}"""
        lines = self.env["account.move.line"].sudo().browse([row["id"] for row in rows])
        if not rows or not self.env["ar.dunning.notice"].has_access("read"):
            return {}
        return {line.id: line.ar_level_id.name for line in lines if line.ar_level_id}

    def _mark_case(self, rows):
        """What was handed over; in an insolvency all that the customer owes."""
        kinds = dict(self.env["ar.case"]._fields["kind"]._description_selection(self.env))
        marks = {}
        for case in self._get_open("ar.case"):
            whole = case.kind == "insolvency"
            ids = [row["id"] for row in rows] if whole else case.sudo().move_line_ids.ids
            marks |= dict.fromkeys(ids, f"{kinds[case.kind]}: {case.name}")
        return marks

    def _mark_hold(self, rows):
        """Holds of the items themselves; one of the whole customer stands at the top."""
        kinds = dict(self.env["ar.hold"]._selection_kind())
        by_line, by_move = {}, {}
        # What a case, promise, plan or dispute holds has a mark of its own.
        for hold in self._find_holds().filtered(lambda one: not self._is_told_apart(one)):
            until = format_date(self.env, hold.date_to) if hold.date_to else ""
            words = " ".join(filter(None, (kinds.get(hold.kind), until and f"→ {until}")))
            if hold.move_line_id:
                by_line[hold.move_line_id.id] = words
            elif hold.move_id:
                by_move[hold.move_id.id] = words
        return {
            row["id"]: self.env._("hold: %s", by_line.get(row["id"]) or by_move[row["move_id"]])
            for row in rows
            if row["id"] in by_line or row["move_id"] in by_move
        }

    def _mark_dispute(self, rows):
        if not self._has_any("ar.dispute"):
            return {}
        items = (
            self.env["ar.dispute.item"]
            .sudo()
            .search([("move_line_id", "in", [row["id"] for row in rows]), ("is_held", "=", True)])
        )
        sums = {}
        for item in items:
            sums[item.move_line_id.id] = sums.get(item.move_line_id.id, 0.0) + item.amount
        return {
            row["id"]: self.env._(
                "disputed: %s",
                self._format_item(row, min(sums[row["id"]], max(row["residual_currency"], 0.0))),
            )
            for row in rows
            if row["id"] in sums
        }

    def _format_item(self, row, amount):
        """An amount in the currency of an item."""
        return format_amount(self.env, amount, self.env["res.currency"].browse(row["currency_id"]))

    def _mark_promise(self, rows):
        """What is promised: the items that a promise names; of all others what it holds, which is
        the oldest first, as much as was promised."""
        promises, marks = self._get_open("ar.promise"), {}
        if not promises:
            return marks
        by_id = {row["id"]: row for row in rows}
        days = {one.id: format_date(self.env, one.date) for one in promises}
        # The first day is told.
        for promise in reversed(promises.sudo()):
            words = self.env._("promised: %s", days[promise.id])
            marks |= dict.fromkeys(promise.move_line_ids.ids, words)
        holds = self._find_holds().filtered(
            lambda hold: hold.origin_ref and hold.origin_ref._name == "ar.promise"
        )
        for hold in holds.sorted("date_to", reverse=True):
            row, day = by_id.get(hold.move_line_id.id), days.get(hold.origin_ref.id)
            if row and day:
                marks[row["id"]] = (
                    self.env._(
                        "promised: %(amount)s for %(day)s",
                        amount=self._format_item(row, hold.amount),
                        day=day,
                    )
                    if hold.amount
                    else self.env._("promised: %s", day)
                )
        return marks

    def _mark_plan(self, rows):
        marks = {}
        for plan in self._get_open("ar.plan"):
            marks |= dict.fromkeys(plan.sudo().move_line_ids.ids, plan.name)
        return marks

    def _mark_pending(self, rows):
        words = self.env._("payment on its way")
        return {row["id"]: words for row in rows if row["payment_pending"]}
