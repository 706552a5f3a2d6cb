"""A balance that the customer confirmed acknowledges what it was made of."""

from odoo import api, models
from odoo.tools import SQL, format_date

from ....tools.resolution.limitation import Event

# What an answer is before the law, by the way it came. On paper it is signed.
ANSWERS = {
    "link": "ack_written",
    "portal": "ack_written",
    "email": "ack_written",
    "paper": "ack_signed",
    "phone": "ack",
}
# Answers that were sealed as they came from the customer; others need their file.
SEALED = ("link", "portal")


class ArLimitationEvent(models.Model):
    _inherit = "ar.limitation.event"

    @api.model
    def _get_sources(self):
        # EXTENDS the room limitation
        return [*super()._get_sources(), "confirmation"]

    def _read_confirmation(self, asked):
        """The balances that were confirmed as they stood, for each open item in them."""
        if not asked.rows:
            return
        for row in self.env.execute_query_dict(self._sql_confirmed(asked.ids)):
            company = self.env["res.company"].sudo().browse(row["company_id"])
            day = row["date_signed"] or company._ar_day_of(row["date_answer"])
            proved = row["answer_way"] in SEALED or row["has_file"]
            yield (
                row["move_line_id"],
                Event(
                    ANSWERS.get(row["answer_way"], "ack"),
                    day,
                    proved=proved,
                    ref=("ar.balance.confirmation", row["id"]),
                    words=(row["name"],),
                ),
            )

    def _sql_confirmed(self, ids):
        confirmations = self.env["ar.balance.confirmation"]._fields
        lines, files = self.env["ar.statement.line"]._fields, self.env["ir.attachment"]._fields
        return SQL(
            """
            SELECT line.move_line_id, answer.id, answer.name, answer.company_id,
                   answer.answer_way, answer.date_answer, answer.date_signed,
                   EXISTS (SELECT 1 FROM ir_attachment file
                            WHERE file.res_model = 'ar.balance.confirmation'
                              AND file.res_id = answer.id AND file.res_field IS NULL) AS has_file
              FROM ar_statement_line line
              JOIN ar_balance_confirmation answer ON answer.statement_id = line.statement_id
             WHERE line.move_line_id = ANY(%(ids)s) AND answer.state = 'confirmed'
               AND answer.date_answer IS NOT NULL
             ORDER BY answer.id, line.id
            """,
            ids=list(ids),
            to_flush=[
                *(lines[name] for name in ("move_line_id", "statement_id")),
                *(files[name] for name in ("res_field", "res_id", "res_model")),
                *(
                    confirmations[name]
                    for name in (
                        "answer_way",
                        "company_id",
                        "date_answer",
                        "date_signed",
                        "name",
                        "state",
                        "statement_id",
                    )
                ),
            ],
        )

    def _describe_confirmation(self, event):
        (number,) = event.words
        return self.env._(
            "Balance confirmed on %(day)s (%(number)s)",
            day=format_date(self.env, event.day),
            number=number,
        )
