"""The figures of statements: read from the one reader, for thousands at a time."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ....tools.ledger import cover
from ....tools.statement.statement import StatementGap, run_balance

KIND_OF_TYPE = {"out_invoice": "invoice", "out_receipt": "invoice", "out_refund": "credit_note"}


class ArStatement(models.Model):
    _inherit = "ar.statement"

    def _fill(self):
        """Read the figures and keep them in balances and lines, in place of the former ones.

        Statements of the same company and days are read together, in as many queries as one.

        :raise UserError: the ledger contradicts itself; the sentence names the customer
        """
        self.sudo().balance_ids.unlink()
        groups = self.grouped(
            lambda s: (s.company_id, s.date_from, s.date_to, s.kind, s.by_contact, s.part_key)
        )
        stated = []
        for statements in groups.values():
            for statement, figures in statements._read_figures():
                stated.append((statement, statement._prepare_balances(figures)))
        self._store(stated)

    def _check_not_empty(self):
        """A customer without anything to state gets a sentence, no empty statement."""
        if empty := self.filtered(lambda statement: not statement.balance_ids)[:1]:
            raise UserError(empty._get_empty_words())

    def _get_empty_words(self):
        self.ensure_one()
        values = {
            "customer": self.partner_id.display_name,
            "company": self.company_id.name,
            "end": format_date(self.env, self.date_to),
        }
        if self.kind == "open":
            return self.env._(
                "%(customer)s has no open items with %(company)s on %(end)s: there is nothing to "
                "state. Choose another day, or an activity statement.",
                **values,
            )
        return self.env._(
            "%(customer)s has no balance with %(company)s and no movements from %(start)s to "
            "%(end)s: there is nothing to state. Choose another period.",
            start=format_date(self.env, self.date_from),
            **values,
        )

    # -- facts -------------------------------------------------------------------------

    def _read_figures(self):
        """(statement, figures) of statements of one company, kind, period and choice of items.

        Figures are by (currency id, contact id or None): {'items', 'movements': rows of the
        reader, 'opening', 'opening_company'}.
        """
        first = self[0]
        reader = self.env["ar.open.item"].with_company(first.company_id).sudo()
        company_ids, partner_ids = first.company_id.ids, self.partner_id.ids
        found = defaultdict(lambda: defaultdict(self._no_figures))
        chosen = set(first.sudo().move_line_ids.ids) if first.part_key else None

        def figures_of(row):
            contact_id = row["contact_id"] if first.by_contact else None
            return found[row["partner_id"]][row["currency_id"], contact_id]

        # What covers what is a question to the whole customer, not to each contact.
        for row in reader._read_covered(company_ids, partner_ids, as_of=first.date_to):
            if chosen is None or row["id"] in chosen:
                figures_of(row)["items"].append(row)
        if first.kind == "activity":
            before = first.date_from - timedelta(days=1)
            for row in reader._read_balances(company_ids, before, partner_ids):
                figures = figures_of(row)
                figures["opening"] += row["balance_currency"]
                figures["opening_company"] += row["balance"]
            for row in reader._read_movements(
                company_ids, first.date_from, first.date_to, partner_ids, first.by_contact
            ):
                figures_of(row)["movements"].append(row)
        return [(statement, found[statement.partner_id.id]) for statement in self]

    @staticmethod
    def _no_figures():
        return {"items": [], "movements": [], "opening": 0.0, "opening_company": 0.0}

    # -- values ------------------------------------------------------------------------

    def _prepare_balances(self, figures):
        """(values of a balance, values of its lines) for each currency and contact."""
        self.ensure_one()
        currencies = self.env["res.currency"].browse({key[0] for key in figures})
        names = {currency.id: currency.name for currency in currencies}
        contacts = self.env["res.partner"].browse({key[1] for key in figures if key[1]})
        titles = {contact.id: contact.name or contact.display_name for contact in contacts}
        # The company's own currency first, the customer's own documents before its contacts'.
        ordered = sorted(
            figures,
            key=lambda key: (
                key[0] != self.company_currency_id.id,
                names[key[0]],
                key[1] not in (None, self.partner_id.id),
                titles.get(key[1], ""),
            ),
        )
        result = []
        for sequence, key in enumerate(ordered, 1):
            values = self._prepare_balance(key, figures[key])
            lines = self._prepare_lines(values, figures[key])
            if lines or values["opening_balance"] or values["closing_balance"]:
                result.append(({**values, "sequence": sequence}, lines))
        return result

    def _prepare_balance(self, key, figures):
        currency = self.env["res.currency"].browse(key[0])
        items = figures["items"]
        limits = self.company_id._ar_limits()
        aging = [0.0] * (len(limits) + 2)
        for item in items:
            aging[int(item["bucket"])] += item["residual_currency"]
        amounts = [currency.round(row["amount_currency"]) for row in figures["movements"]]

        def total(rows, name="residual_currency"):
            return sum(row[name] for row in rows)

        return {
            "statement_id": self.id,
            "currency_id": currency.id,
            "contact_id": key[1],
            "opening_balance": currency.round(figures["opening"]),
            "debit": currency.round(sum(amount for amount in amounts if amount > 0)),
            "credit": currency.round(-sum(amount for amount in amounts if amount < 0)),
            "closing_balance": currency.round(total(items)),
            "overdue_amount": cover.figures(items, self.date_to, currency.rounding).overdue,
            "credit_amount": currency.round(
                -total(item for item in items if item["residual_currency"] < 0)
            ),
            "opening_balance_company": self.company_currency_id.round(figures["opening_company"]),
            "closing_balance_company": self.company_currency_id.round(total(items, "residual")),
            "limits": ",".join(map(str, limits)),
            "aging": [currency.round(amount) for amount in aging],
        }

    def _prepare_lines(self, balance, figures):
        if self.kind == "open":
            return self._prepare_item_lines(figures["items"])
        return self._prepare_movement_lines(balance, figures["movements"])

    @api.model
    def _prepare_item_lines(self, items):
        """The open items, what is owed before the credits, oldest first."""
        # Of an item that is only open in the company's currency nothing is left to pay.
        items = [item for item in items if item["residual_currency"]]
        items.sort(key=lambda item: (item["residual_currency"] < 0, item["date_due"], item["id"]))
        return [
            {
                "sequence": sequence,
                "kind": KIND_OF_TYPE.get(item["move_type"])
                or ("payment" if item["residual_currency"] < 0 else "entry"),
                "move_id": item["move_id"],
                "move_line_id": item["id"],
                "contact_id": item["contact_id"],
                "date": item["invoice_date"] or item["date"],
                "date_due": item["date_due"],
                "name": item["name"],
                "ref": item["ref"],
                "amount": item["amount_currency"],
                "residual": item["residual_currency"],
                "days_overdue": item["days_overdue"],
            }
            for sequence, item in enumerate(items, 1)
        ]

    def _prepare_movement_lines(self, balance, movements):
        """The movements with the balance after each.

        :raise UserError: they do not lead from the opening to the closing balance
        """
        currency = self.env["res.currency"].browse(balance["currency_id"])
        movements = [row for row in movements if currency.round(row["amount_currency"])]
        try:
            balances = run_balance(
                balance["opening_balance"],
                [row["amount_currency"] for row in movements],
                balance["closing_balance"],
                currency.rounding,
            )
        except StatementGap as error:
            raise UserError(self._get_gap_words(currency, error.difference)) from error
        return [
            {
                **self._prepare_movement_line(row, currency.round(row["amount_currency"])),
                "sequence": sequence,
                "balance": after,
            }
            for sequence, (row, after) in enumerate(zip(movements, balances, strict=True), 1)
        ]

    @api.model
    def _prepare_movement_line(self, row, amount):
        return {
            "kind": row["kind"],
            "move_id": row["move_id"],
            "contact_id": row["contact_id"],
            "date": row["date"],
            "date_due": row["date_due"] if row["due_count"] == 1 and amount > 0 else False,
            "name": row["name"],
            "ref": row["ref"],
            "other_name": row["other_name"],
            "other_currency_id": row["other_currency_id"],
            "amount": amount,
            "debit": max(amount, 0.0),
            "credit": max(-amount, 0.0),
        }

    def _get_gap_words(self, currency, difference):
        return self.env._(
            "The statement of %(customer)s cannot be made: opening balance and movements differ "
            "from the closing balance by %(difference)s. An item's residual does not follow from "
            "its matching; the aging report lists it at the end of the tie-out.",
            customer=self.partner_id.display_name,
            difference=currency.format(difference),
        )
