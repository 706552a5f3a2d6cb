"""The reconciliation statement: computed once, shown on paper and in a workbook."""

import io

from odoo import models

from ....tools.statement.reconciliation_xlsx import ReconciliationWorkbook


class ArReconciliation(models.Model):
    _inherit = "ar.reconciliation"

    def _get_statement(self):
        """The way from our balance to the customer's.

        :return: {'sections': [{'title', 'rows', 'amount'}], 'matched': count of matches};
            a row is {'date', 'number', 'text', 'ours', 'theirs', 'amount', 'days', 'cause',
            'correction', 'owner', 'deadline', 'note', 'state'}; our balance and all amounts are
            the customer's balance less the unexplained rest
        """
        self.ensure_one()
        Difference = self.env["ar.reconciliation.difference"]
        sections = []
        for kind, title in Difference._fields["kind"]._description_selection(self.env):
            rows = [
                self._prepare_row(one)
                for one in self.difference_ids.sorted(
                    lambda one: (min(one.line_ids.mapped("date"), default=self.date), one.id)
                )
                if one.kind == kind
            ]
            if rows:
                amount = self.currency_id.round(sum(row["amount"] for row in rows))
                sections.append({"kind": kind, "title": title, "rows": rows, "amount": amount})
        return {"sections": sections, "matched": len(self.match_ids)}

    def _prepare_row(self, difference):
        ours = difference.line_ids.filtered(lambda line: line.side == "ours")
        theirs = difference.line_ids - ours
        first = ours[:1] or theirs[:1]
        # One document often has one number on both sides.
        numbers = dict.fromkeys(filter(None, difference.line_ids.mapped("number")))
        texts = dict.fromkeys(filter(None, theirs.mapped("text") + theirs.mapped("reference")))
        fields = difference._fields

        def say(name):
            return dict(fields[name]._description_selection(self.env)).get(difference[name], "")

        return {
            "date": first.date,
            "their_date": theirs[:1].date if ours else False,
            "number": ", ".join(numbers),
            "text": ", ".join(texts),
            "ours": sum(ours.mapped("amount")) if ours else None,
            "theirs": sum(theirs.mapped("amount")) if theirs else None,
            "amount": difference.amount,
            "days": difference.days,
            "cause": say("cause"),
            "correction": say("correction"),
            "owner": difference.user_id.name or "",
            "deadline": difference.date_deadline,
            "note": difference.note or "",
            "state": say("state"),
        }

    def _get_matches(self):
        """The matches as rows: {'name', 'reason', 'ours', 'theirs', 'our_amount',
        'their_amount', 'difference'}."""
        self.ensure_one()
        return [
            {
                "name": match.name,
                "reason": match.reason,
                "ours": match.our_lines,
                "theirs": match.their_lines,
                "our_amount": match.our_amount,
                "their_amount": match.their_amount,
                "difference": match.difference,
            }
            for match in self.match_ids
        ]

    def _get_title(self):
        self.ensure_one()
        return self.env._("Reconciliation %s", self.display_name.replace(" · ", " "))

    def _get_xlsx(self):
        """The statement and its matches as a workbook: bytes, in the reader's language."""
        self.ensure_one()
        self.check_access("read")
        stream = io.BytesIO()
        book = ReconciliationWorkbook(stream, self._get_words(), self.currency_id.decimal_places)
        book.write_statement(
            [
                (self._fields["partner_id"]._description_string(self.env), self.partner_id.name),
                (self._fields["company_id"]._description_string(self.env), self.company_id.name),
                (self._fields["currency_id"]._description_string(self.env), self.currency_id.name),
                (self._fields["date"]._description_string(self.env), self.date),
            ],
            {"ours": self.our_balance, "theirs": self.their_balance, "rest": self.rest},
            self._get_statement()["sections"],
        )
        book.write_matches(self._get_matches())
        book.close()
        return stream.getvalue()

    def _get_words(self):
        """The words of the workbook."""
        return {
            "statement": self.env._("Reconciliation Statement"),
            "matches": self.env._("Matches"),
            "our_balance": self.env._("Our balance"),
            "their_balance": self.env._("Customer's balance"),
            "rest": self.env._("Unexplained rest"),
            "columns": {
                "date": self.env._("Date"),
                "number": self.env._("Number"),
                "text": self.env._("Text"),
                "ours": self.env._("With us"),
                "theirs": self.env._("With the customer"),
                "amount": self.env._("Difference"),
                "cause": self.env._("Cause"),
                "correction": self.env._("Correction"),
                "owner": self.env._("Owner"),
                "deadline": self.env._("Deadline"),
                "state": self.env._("State"),
                "note": self.env._("Note"),
            },
            "match_columns": {
                "name": self.env._("Match"),
                "ours": self.env._("Our lines"),
                "our_amount": self.env._("Our amount"),
                "theirs": self.env._("Customer's lines"),
                "their_amount": self.env._("Customer's amount"),
                "difference": self.env._("Difference"),
                "reason": self.env._("Reason"),
            },
        }
