"""A statement as PDF and as workbook."""

import io

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import OrderedSet

from ....tools.statement.statement_xlsx import StatementBook

REPORT = "ar_collections.report_ar_statement"


class ArStatement(models.Model):
    _inherit = "ar.statement"

    def _get_file_name(self):
        """The file's name without its kind, in the customer's language."""
        self.ensure_one()
        statement = self.with_context(lang=self._get_lang())
        return f"{statement._get_title()} {self.name}".replace("/", "_")

    def action_print(self):
        """The PDFs: those that were sent as they were, the others as they are now; so is one
        whose personal link is not for the user."""
        self.check_access("read")
        sent = self._get_sent_pdf()
        if len(self) == 1 and sent and sent.sudo(False).has_access("read"):
            return {
                "type": "ir.actions.act_url",
                "url": f"/web/content/{sent.id}?download=true",
                "target": "download",
            }
        if not self:
            raise UserError(self.env._("No statement is chosen. Choose one in the list."))
        return self.env.ref("ar_collections.action_report_ar_statement").report_action(
            self, config=False
        )

    def action_xlsx(self):
        """Download the statements as a workbook."""
        self.check_access("read")
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": f"/ar_collections/statement/xlsx?ids={ids}",
            "target": "download",
        }

    def action_print_letters(self):
        """One PDF of the letters as sent, which are then confirmed to be posted. One that is not to
        leave any more, as a newer one was sent, is left out."""
        self.check_access("write")
        letters = self.filtered(lambda s: s.channel == "letter" and s.state != "draft")
        if not letters:
            raise UserError(
                self.env._(
                    "None of the chosen statements was sent as a letter. Send them first, or "
                    "choose others."
                )
            )
        waiting = letters.sudo().dispatch_ids.filtered(
            lambda one: one.channel == "letter" and one.state == "sent"
        )
        dropped = waiting - waiting._drop_outdated()
        letters -= letters.filtered(lambda one: one.sudo().dispatch_ids & dropped)
        if not letters:
            return dropped._tell_dropped()
        wizard = self.env["ar.statement.print_letters"].create({"statement_ids": letters.ids})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Letters"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _get_sent_pdf(self):
        """The PDFs of these statements as they were sent, as superuser: files of their own, even
        where a pointer leads elsewhere."""
        return self.sudo().attachment_id._ar_of(self)

    def _make_attachments(self):
        """Make and keep the PDFs of statements that leave now."""
        attachments = self._store_pdfs(REPORT, lambda one: f"{one._get_file_name()}.pdf")
        for statement, attachment in zip(self, attachments, strict=True):
            statement.sudo().attachment_id = attachment

    # -- workbook ----------------------------------------------------------------------

    def _get_xlsx(self):
        """The workbook in bytes: a sheet for each balance, in the customer's language."""
        output = io.BytesIO()
        with StatementBook(output) as book:
            for statement in self:
                statement.with_context(lang=statement._get_lang())._write_sheets(book)
        return output.getvalue()

    def _write_sheets(self, book):
        self.ensure_one()
        for balance in self.balance_ids:
            labels = self._get_bucket_labels(balance)
            book.add_statement(
                self._get_xlsx_texts(balance),
                self.kind,
                {
                    "opening": balance.opening_balance,
                    "debit": balance.debit,
                    "credit": balance.credit,
                    "closing": balance.closing_balance,
                    "decimals": balance.currency_id.decimal_places,
                    "from": self.date_from or None,
                    "to": self.date_to,
                    "aging": list(zip(labels, balance.aging, strict=True)),
                },
                [self._get_xlsx_row(line) for line in balance.line_ids],
            )

    def _get_xlsx_row(self, line):
        names = ("date", "date_due", "name", "ref", "amount", "residual", "debit", "credit")
        row = {name: line[name] or None for name in names}
        return {
            **row,
            "label": line._get_label(),
            "days": line.days_overdue or None,
            "balance": line.balance,
        }

    def _get_xlsx_texts(self, balance):
        words = OrderedSet(
            [
                self.company_id.name,
                self.partner_id.display_name,
                balance.contact_id.display_name or "",
                self._get_period_words(),
                self.name,
            ]
        )
        return {
            "sheet": " ".join(filter(None, (self.name.replace("/", "-"), balance.display_name))),
            "title": self._get_title(),
            "words": list(filter(None, words)),
            "currency": balance.currency_id.name,
            "columns": {
                "date": self.env._("Date"),
                "label": self.env._("Kind"),
                "name": self.env._("Document"),
                "ref": self.env._("Reference"),
                "date_due": self.env._("Due Date"),
                "days": self.env._("Days Late"),
                "amount": self.env._("Original Amount"),
                "residual": self.env._("Open Amount"),
                "debit": self.env._("Charged"),
                "credit": self.env._("Credited"),
                "balance": self.env._("Balance"),
            },
            "opening": self.env._("Opening balance"),
            "closing": self.env._("Closing balance"),
            "aging": self.env._("Open by age"),
        }
