"""A demo customer's own ledger: ours, with differences planted in it."""

import base64
import csv
import io
from datetime import timedelta

from odoo import models


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _do_reconcile(self, told):
        """Import the ledger of the customer with most open items, as of the last month end."""
        company, partners = told.company, told.partners
        day = company._ar_today().replace(day=1) - timedelta(days=1)
        items = {}
        ids = [partner.commercial_partner_id.id for partner in partners.values()]
        for row in self.env["ar.open.item"]._read_rows(company.ids, ids, as_of=day):
            if row["currency_id"] == company.currency_id.id and row["residual"] > 0:
                items.setdefault(row["partner_id"], []).append(row)
        if not items:
            return
        partner_id, rows = max(items.items(), key=lambda pair: (len(pair[1]), -pair[0]))
        one = self.env["ar.reconciliation"].create(
            {
                "partner_id": partner_id,
                "company_id": company.id,
                "currency_id": company.currency_id.id,
                "date": day,
                "user_id": self.env.uid,
            }
        )
        wizard = self.env["ar.reconciliation.import"].create(
            {
                "reconciliation_id": one.id,
                "filename": "creditor_ledger.csv",
                "file": base64.b64encode(self._write_customer_ledger(rows, day)),
            }
        )
        wizard._onchange_file()
        wizard.action_import()

    def _write_customer_ledger(self, rows, day):
        """The file as the customer's program would write it: bytes."""
        lines = [
            ["Creditor ledger", "", "", "", ""],
            ["Posting Date", "Supplier Invoice", "Text", "Debit", "Credit"],
        ]
        for place, row in enumerate(sorted(rows, key=lambda row: (row["date"], row["id"]))):
            lines += self._plant(place, row, day)
        lines.append([f"{day:%d.%m.%Y}", "P-2087", "Bank transfer", "1.250,00", ""])
        lines.append([f"{day:%d.%m.%Y}", "F-311", "Freight", "", "48,00"])
        stream = io.StringIO()
        csv.writer(stream, delimiter=";").writerows(lines)
        return stream.getvalue().encode("utf-8-sig")

    def _plant(self, place, row, day):
        """The customer's lines for one of our items: the first eight differ, each otherwise."""
        date, number, text = row["invoice_date"] or row["date"], row["name"], "Furniture"
        amount = row["residual_currency"]
        if place == 0:
            return []
        if place == 1:
            amount -= 25.0
        elif place == 2:
            amount += 0.01
        elif place == 3:
            date = min(date + timedelta(days=20), day)
        elif place == 5:
            number, text = "510000417", f"Our receipt 417, inv. {number}"
        elif place == 6:
            amount = self._swap_figures(amount)
        side = [self._say_amount(amount)]
        cells = ["", *side] if place != 7 else [*side, ""]
        line = [f"{date:%d.%m.%Y}", number, text, *cells]
        return [line, line] if place == 4 else [line]

    def _swap_figures(self, amount):
        """1,254 for 1,245: the first two figures next to each other that are not the same."""
        figures = list(str(round(amount * 100)))
        for place in range(len(figures) - 1):
            if figures[place] != figures[place + 1]:
                figures[place : place + 2] = figures[place + 1], figures[place]
                break
        return int("".join(figures)) / 100

    def _say_amount(self, amount):
        return f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
