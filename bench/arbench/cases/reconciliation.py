"""A customer's ledger of 20,000 lines is imported, matched, and its differences are kept."""

import base64

from ..case import Aim, Case

LINES = 20_000


class Reconciliation(Case):
    """Nine lines in ten cancel each other, as invoices and their payments do; the customer is
    the one with most open items of ours."""

    name = "reconciliation"
    title = "A ledger of 20,000 lines imported and matched"
    aims = (Aim("seconds", 8.0),)
    unit = "line"
    fixed = True

    def prepare(self):
        rows = self.env["ar.open.item"]._read_totals(self.company.ids)
        partner_id, _company = max(rows, key=lambda pair: rows[pair]["count"])
        one = self.env["ar.reconciliation"].create(
            {
                "partner_id": partner_id,
                "company_id": self.company.id,
                "date": self.today,
                "currency_id": self.company.currency_id.id,
            }
        )
        return one, base64.b64encode(self.write_file(one).encode())

    def write_file(self, one):
        """Our own lines as the customer has them, then invoices with their payments."""
        lines = [
            (line.number, line.date, line.amount)
            for line in one.our_line_ids
            if line.id % 10 and line.number
        ]
        for number in range((LINES - len(lines)) // 2):
            amount = 100 + number * 7 % 50_000
            paid = amount if number % 10 else amount + 1
            lines += [
                (f"CR-7{number:06}", self.today, amount),
                (f"CR-7{number:06}", self.today, -paid),
            ]
        rows = [f"{number};{day};{amount:.2f}" for number, day, amount in lines]
        return "\n".join(["Document;Date;Amount", *rows])

    def warm(self, state):
        """Nothing is kept from one turn to the next."""

    def ours(self, state):
        one, content = state
        wizard = self.env["ar.reconciliation.import"].create(
            {"reconciliation_id": one.id, "file": content, "filename": "ledger.csv"}
        )
        wizard.write({"head_row": 1, **self.find_columns(wizard)})
        wizard.action_import()
        return len(one.their_line_ids)

    def find_columns(self, _wizard):
        return {"column_number": "A", "column_date": "B", "column_amount": "C"}
