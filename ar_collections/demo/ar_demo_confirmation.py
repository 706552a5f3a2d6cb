"""Month ends of the demo company: the aging is kept, customers are asked to confirm balances."""

from datetime import timedelta

from odoo import fields, models

# How many customers are asked at the end of the last month, and of each one before.
ASKED_NOW, ASKED_BEFORE = 6, 2
# What share of it customers have in their books, and why.
DIFFERENCES = (
    (0.95, "Five per cent discount as agreed"),
    (0.9, "Price of the offer, not of the list"),
)
EVIDENCE = {
    "answered_by": "Accounts payable",
    "answer_way": "link",
    "answer_ip": "203.0.113.17",
    "answer_agent": "Mozilla/5.0",
}


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _do_end_month(self, told):
        """Keep the aging of the month that is over, and send statements to those who owe most."""
        company = told.company
        day = company._ar_today().replace(day=1) - timedelta(days=1)
        self.env["ar.snapshot"].sudo().take(day, company)
        is_last = (told.today.replace(day=1) - timedelta(days=1)) == day
        owed = {}
        for row in self.env["ar.open.item"]._read_balances(
            company.ids, day, [partner.id for partner in told.partners.values()]
        ):
            owed[row["partner_id"]] = owed.get(row["partner_id"], 0.0) + row["balance"]
        reached = {partner.id for partner in told.partners.values() if partner.email}
        able = [id_ for id_ in owed if id_ in reached and owed[id_] > 0]
        chosen = sorted(able, key=lambda id_: (-owed[id_], id_))
        chosen = chosen[: ASKED_NOW if is_last else ASKED_BEFORE]
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
        self._send_statements(statements)
        asked = statements.sudo().confirmation_ids
        for number, one in enumerate(asked.sorted(lambda one: chosen.index(one.partner_id.id))):
            # Of each three of the last month one agrees, one differs, one is silent.
            if not is_last or number % 3 == 0:
                one._answer("confirmed", EVIDENCE)
            elif number % 3 == 1:
                self._differ(one, number)

    def _send_statements(self, statements):
        """Send them; without a program that makes PDFs, only say so."""
        if self.env["ar.channel.letter"]._get_pdf_problem():
            self.env["ar.balance.confirmation"].sudo()._ask(statements)
            statements.sudo()._move_to("sent", sent_date=fields.Datetime.now())
        else:
            statements.action_send()
            statements.sudo()._lock_bundles()._send()

    def _differ(self, asked, number):
        """The customer does not agree with what is due last."""
        owed = asked.statement_id.line_ids.filtered(lambda line: line.residual > 0)
        line = owed.sorted("date_due")[-1:]
        share, note = DIFFERENCES[number > 1]
        difference = {
            "line_id": line.id,
            "currency_id": line.currency_id.id,
            "amount": line.residual,
            "cause": "wrong_price",
            "has_claim": True,
            "claimed_amount": line.currency_id.round(line.residual * share),
            "note": note,
        }
        asked._answer("differs", EVIDENCE, [difference])
