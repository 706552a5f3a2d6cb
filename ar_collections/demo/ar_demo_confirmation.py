"""Demo customers who are asked to confirm a balance: one agrees, one differs, one is silent."""

from datetime import timedelta

from odoo import fields, models


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _create_confirmations(self, company, partners):
        """Ask the three customers that owe most of the balance of the last month end.

        Nothing is mailed or printed: the demo company may have neither mail nor PDFs.
        """
        day = company._ar_today().replace(day=1) - timedelta(days=1)
        owed = {}
        ids = [partner.commercial_partner_id.id for partner in partners.values()]
        for row in self.env["ar.open.item"]._read_balances(company.ids, day, ids):
            owed[row["partner_id"]] = owed.get(row["partner_id"], 0.0) + row["balance"]
        chosen = sorted(owed, key=lambda id_: (-owed[id_], id_))[:3]
        statements = self.env["ar.statement"].create(
            [
                {
                    "kind": "open",
                    "partner_id": id_,
                    "company_id": company.id,
                    "date_to": day,
                    "ask_confirmation": True,
                }
                for id_ in chosen
            ]
        )
        asked = self.env["ar.balance.confirmation"]._ask(statements)
        statements._move_to("sent", sent_date=fields.Datetime.now())
        self._answer_confirmations(asked)

    def _answer_confirmations(self, asked):
        """The first confirms, the second differs in what is due last."""
        evidence = {
            "answered_by": "Accounts payable",
            "answer_way": "link",
            "answer_ip": "203.0.113.17",
            "answer_agent": "Mozilla/5.0",
        }
        asked[:1]._answer("confirmed", evidence)
        owed = asked[1:2].statement_id.line_ids.filtered(lambda line: line.residual > 0)
        for line in owed.sorted("date_due")[-1:]:
            difference = {
                "line_id": line.id,
                "currency_id": line.currency_id.id,
                "amount": line.residual,
                "cause": "wrong_price",
                "has_claim": True,
                "claimed_amount": line.currency_id.round(line.residual * 0.95),
                "note": "Five per cent discount as agreed",
            }
            asked[1:2]._answer("differs", evidence, [difference])
