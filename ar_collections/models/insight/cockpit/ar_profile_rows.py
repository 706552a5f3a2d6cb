"""The open items on a customer account, page by page, with what was said about each."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ...base import arguments
from .ar_open_item_rows import ORDERS

PAGE = 40
MOST_ROWS = 200


class ArProfile(models.Model):
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
            ``level``, ``hold``, ``dispute``, ``promise``, ``can_open``
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
        said = {}
        ids = [row["id"] for row in rows]
        for code, model in self._get_marks().items():
            allowed = ids and self.env[model].has_access("read")
            said[code] = getattr(self, f"_mark_{code}")(rows) if allowed else {}
        readable = set()
        if self.env["account.move"].has_access("read"):
            moves = self.env["account.move"].browse({row["move_id"] for row in rows})
            readable = set(moves._filtered_access("read").ids)
        return [
            {**self._prepare_item(row, row["move_id"] in readable)}
            | {code: marks.get(row["id"], "") for code, marks in said.items()}
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
        """What a page says of open items: {code: the model that the reader must see}. Each has a
        method ``_mark_<code>(rows)``, which gives {item id: a few words}; set-based."""
        return {
            "level": "ar.dunning.notice",
            "hold": "ar.hold",
            "dispute": "ar.dispute",
            "promise": "ar.promise",
            "plan": "ar.plan",
            "expected": "ar.open.item",
        }

    def _mark_level(self, rows):
        lines = self.env["account.move.line"].sudo().browse([row["id"] for row in rows])
        return {line.id: line.ar_level_id.name for line in lines if line.ar_level_id}

    def _mark_hold(self, rows):
        """Holds of the items themselves; one of the whole customer stands at the top."""
        kinds = dict(self.env["ar.hold"]._selection_kind())
        by_line, by_move = {}, {}
        holds = self.env["ar.hold"]._in_force(self)
        # What a promise, plan or dispute holds has a mark of its own.
        for hold in holds.filtered(lambda one: not self._is_told_apart(one)):
            until = format_date(self.env, hold.date_to) if hold.date_to else ""
            words = " ".join(filter(None, (kinds.get(hold.kind), until and f"→ {until}")))
            if hold.move_line_id:
                by_line[hold.move_line_id.id] = words
            elif hold.move_id:
                by_move[hold.move_id.id] = words
        return {
            row["id"]: by_line.get(row["id"]) or by_move[row["move_id"]]
            for row in rows
            if row["id"] in by_line or row["move_id"] in by_move
        }

    def _mark_dispute(self, rows):
        items = (
            self.env["ar.dispute.item"]
            .sudo()
            .search([("move_line_id", "in", [row["id"] for row in rows]), ("is_held", "=", True)])
        )
        sums = {}
        for item in items:
            sums[item.move_line_id.id] = sums.get(item.move_line_id.id, 0.0) + item.amount
        return {
            row["id"]: format_amount(
                self.env,
                min(sums[row["id"]], max(row["residual_currency"], 0.0)),
                self.env["res.currency"].browse(row["currency_id"]),
            )
            for row in rows
            if row["id"] in sums
        }

    def _mark_promise(self, rows):
        domain = [("profile_id", "=", self.id), ("state", "=", "open")]
        marks = {}
        for promise in self.env["ar.promise"].sudo().search(domain, order="date desc, id desc"):
            day = format_date(self.env, promise.date)
            marks |= dict.fromkeys(promise.move_line_ids.ids, day)
        return marks

    def _mark_plan(self, rows):
        domain = [("profile_id", "=", self.id), ("state", "in", ("proposed", "active"))]
        marks = {}
        for plan in self.env["ar.plan"].sudo().search(domain):
            marks |= dict.fromkeys(plan.move_line_ids.ids, plan.name)
        return marks

    def _mark_expected(self, rows):
        """When each is expected, as ``ar.forecast`` says."""
        forecast = self.env["ar.forecast"]
        found = forecast._read_told(self.company_id.sudo(), self.partner_id.ids)
        return {
            row["id"]: forecast._get_told_words(found[row["id"]])
            for row in rows
            if row["id"] in found
        }
