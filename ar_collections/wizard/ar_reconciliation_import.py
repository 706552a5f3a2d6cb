"""The import of a customer's ledger from a file."""

import base64
import binascii
import hashlib
from datetime import datetime, time, timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.base import cells, table_file
from ..tools.statement import ledger_file
from ..tools.statement.differences import suggest_sign
from ..tools.statement.entries import Entry

# Where nothing matches, a thousand lines with their differences take more than a second.
MOST_LINES = 40_000
_SHOWN = 20
_PREVIEW_ROWS = 12
_PREVIEW_CELL = 40
_CACHE = "ar_collections.ledger_file"


class ArReconciliationImport(models.TransientModel):
    """The customer's ledger from a CSV or XLSX file: all of it, or nothing."""

    _name = "ar.reconciliation.import"
    _description = "Import a Customer's Ledger"
    _inherit = ["ar.reconciliation.columns"]

    reconciliation_id = fields.Many2one("ar.reconciliation", required=True, ondelete="cascade")
    currency_id = fields.Many2one(related="reconciliation_id.currency_id", related_sudo=False)
    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()
    has_stated = fields.Boolean(string="The Customer States a Balance")
    stated_balance = fields.Monetary(help="Positive where the customer owes it to us.")
    preview = fields.Html(compute="_compute_preview", sanitize=False)
    fault = fields.Text(compute="_compute_preview")

    @api.onchange("file")
    def _onchange_file(self):
        """The columns as they were for the customer's last file, if this one has them; else
        as the headings suggest."""
        table, _problems = self._read_table()
        if not table:
            return
        guess = ledger_file.guess_mapping(table)
        self.update(self._prepare_columns(table, guess))
        known = self._get_known_mapping()
        if known:
            mapping, unknown = known._make_mapping(table)
            if not unknown and not ledger_file.missing_columns(mapping):
                self.update(known._get_columns())

    @api.depends("file", "filename", "head_row")
    def _compute_preview(self):
        for wizard in self:
            wizard.preview = wizard.fault = False
            if wizard.file:
                table, problems = wizard._read_table()
                wizard.preview = wizard._draw(table) if table else False
                wizard.fault = "\n".join(map(wizard._say, problems))

    def _get_known_mapping(self):
        one = self.reconciliation_id
        return self.env["ar.reconciliation.mapping"].search(
            [("partner_id", "=", one.partner_id.id), ("company_id", "=", one.company_id.id)]
        )

    def _read_table(self):
        """What ``table_file.read_table`` says of the file.

        A file is read once in a request, which asks for it several times: to guess the columns,
        to show the first rows, to import. Only the last one is kept.
        """
        self.ensure_one()
        if not self.file:
            return None, []
        name = self.filename or self.env._("The file")
        cache = self.env.cr.cache
        key = hashlib.sha256(self._get_raw()).digest()
        if cache.get(_CACHE, (None,))[0] != key:
            cache[_CACHE] = key, self._read_content(name)
        table, problems = cache[_CACHE][1]
        return table, [problem._replace(column=name) for problem in problems]

    def _get_raw(self):
        """The file as it was sent, in base64; the web client may ask for its size instead."""
        raw = self.with_context(bin_size=False).file or b""
        return raw if isinstance(raw, bytes) else raw.encode()

    def _read_content(self, name):
        raw = self._get_raw()
        # Four signs for three bytes, and line breaks.
        if len(raw) > 1.5 * table_file.MAX_BYTES:
            size = table_file.MAX_BYTES // 1024 // 1024
            return None, [table_file.Problem(0, name, "too_big", str(size))]
        try:
            content = base64.b64decode(raw)
        except (binascii.Error, ValueError):
            return None, [table_file.Problem(0, name, "unreadable")]
        return table_file.read_table(content, name)

    def _draw(self, table):
        """The first rows, with the letters of their columns; the headings are marked."""
        rows = table.rows[:_PREVIEW_ROWS]
        width = max(map(len, rows), default=0)
        head = Markup().join(
            Markup("<th>%s</th>") % ledger_file.column_letter(place) for place in range(width)
        )
        body = Markup()
        for number, row in enumerate(rows, 1):
            cells = Markup().join(Markup("<td>%s</td>") % self._show_cell(cell) for cell in row)
            mark = "table-info" if number == self.head_row else ""
            body += Markup('<tr class="%s"><th>%s</th>%s</tr>') % (mark, number, cells)
        return Markup(
            '<div class="table-responsive"><table class="table table-sm table-bordered">'
            "<thead><tr><th></th>%s</tr></thead><tbody>%s</tbody></table></div>"
        ) % (head, body)

    def _show_cell(self, cell):
        """A cell of the preview; a day of a workbook comes as midnight of that day."""
        if isinstance(cell, datetime) and cell.time() == time.min:
            cell = cell.date()
        return cells.clean(cell)[:_PREVIEW_CELL]

    def action_import(self):
        """Read the file, keep its columns for the customer, and match.

        :raise UserError: with row and column of everything that is wrong
        """
        self.ensure_one()
        one = self.reconciliation_id
        one.check_access("write")
        one._check_open()
        table, problems = self._read_table()
        if problems:
            self._refuse(problems)
        if not table:
            raise UserError(self.env._("Choose the file with the customer's ledger."))
        mapping, unknown = self._make_mapping(table)
        if unknown:
            raise UserError(
                self.env._(
                    "The file has no column %(columns)s. Write its heading as it stands in row "
                    "%(row)s, or its letter.",
                    columns=", ".join(f"“{name}”" for name in unknown),
                    row=self.head_row,
                )
            )
        lines, problems, left_out = ledger_file.read_lines(
            table, mapping, one.date + timedelta(days=366), one.currency_id.name
        )
        if problems:
            self._refuse(problems)
        later = [line for line in lines if line.date > one.date]
        lines = [line for line in lines if line.date <= one.date]
        if not lines:
            raise UserError(
                self.env._(
                    "The file has no line in %(currency)s until %(date)s. Check the currency and "
                    "the day of the reconciliation.",
                    currency=one.currency_id.name,
                    date=one.date,
                )
            )
        self._check_count(len(lines))
        lines = self._turn(lines)
        self._keep_mapping()
        one.write({"has_stated": self.has_stated, "stated_balance": self.stated_balance})
        one._set_theirs(lines)
        one.action_match()
        self._tell(table, lines, later, left_out)
        return {"type": "ir.actions.act_window_close"}

    def _check_count(self, count):
        """Refuse more lines than are kept and matched within one request."""
        if count > MOST_LINES:
            raise UserError(
                self.env._(
                    "%(file)s has %(count)s lines, and %(most)s can be reconciled at once. Ask the "
                    "customer for the open items alone, or for a shorter period.",
                    file=self.filename or self.env._("The file"),
                    count=count,
                    most=MOST_LINES,
                )
            )

    def _turn(self, lines):
        """The lines with the signs of our ledger, where the file has them the other way."""
        if self.owed_side != "auto":
            return lines
        one = self.reconciliation_id
        ours = [
            Entry(line.id, line.date, round(line.amount * 1000), line.number or "")
            for line in one.our_line_ids
        ]
        theirs = [
            Entry(line.row, line.date, round(line.amount * 1000), line.number) for line in lines
        ]
        if suggest_sign(ours, theirs) > 0:
            return lines
        return [line._replace(amount=-line.amount) for line in lines]

    def _keep_mapping(self):
        known = self._get_known_mapping()
        if known:
            known.write(self._get_columns())
        else:
            one = self.reconciliation_id
            known.create(
                {
                    "partner_id": one.partner_id.id,
                    "company_id": one.company_id.id,
                    **self._get_columns(),
                }
            )

    def _tell(self, table, lines, later, left_out):
        """Say in the chatter what was read, with the file."""
        parts = [
            self.env._(
                "%(count)s lines were read from %(file)s.",
                count=len(lines),
                file=self.filename or self.env._("the file"),
            ),
        ]
        if table.encoding:
            parts.append(self.env._("Encoding: %s.", table.encoding))
        if later:
            parts.append(
                self.env._("%s lines are dated after the day and were left out.", len(later))
            )
        for code, count in sorted(left_out.items())[:_SHOWN]:
            parts.append(
                self.env._(
                    "%(count)s lines in %(currency)s were left out; reconcile them apart.",
                    count=count,
                    currency=code,
                )
            )
        if self.reconciliation_id.search_cut:
            parts.append(
                self.env._("There were too many lines left to try all sums of several lines.")
            )
        self.reconciliation_id.message_post(
            body=" ".join(parts),
            attachments=[(self.filename or "ledger", base64.b64decode(self._get_raw()))],
        )

    # -- sentences ---------------------------------------------------------------------

    def _refuse(self, problems):
        shown = [self._say(problem) for problem in problems[:_SHOWN]]
        if len(problems) > _SHOWN:
            shown.append(self.env._("… and %s more.", len(problems) - _SHOWN))
        first = self.env._("Nothing was imported. Correct the file and import it again:")
        raise UserError("\n".join([first, *shown]))

    def _say(self, problem):
        """A problem of ``tools/statement/ledger_file.py`` as a sentence."""
        if problem.code == "no_column":
            if problem.column == "date":
                return self.env._("No column is named for the date. Write its heading or letter.")
            return self.env._(
                "No column is named for the amount, nor for debit and credit. Write its heading "
                "or letter."
            )
        if not problem.row:
            return self._say_of_file(problem)
        problem = problem._replace(text=problem.text[:_PREVIEW_CELL])
        say = {
            "no_date": self.env._("the date is missing."),
            "bad_date": self.env._("“%s” is no date.", problem.text),
            "date_range": self.env._("%s is out of range.", problem.text),
            "no_amount": self.env._("the amount is missing."),
            "bad_amount": self.env._("“%s” is no amount.", problem.text),
            "both_sides": self.env._("there is an amount in debit and in credit."),
            "bad_side": self.env._("“%s” is neither debit nor credit.", problem.text),
            "formula": self.env._(
                "the cell has a formula whose result is not in the file. Open the file in a "
                "spreadsheet program and save it, or paste the values."
            ),
        }
        return self.env._(
            "Row %(row)s, column %(column)s: %(fault)s",
            row=problem.row,
            column=problem.column,
            fault=say[problem.code],
        )

    def _say_of_file(self, problem):
        name = {"file": problem.column or self.env._("The file")}
        if problem.code == "too_big":
            return self.env._(
                "%(file)s is larger than %(size)s MB. Send the ledger of one account, or in parts.",
                size=problem.text,
                **name,
            )
        if problem.code == "too_long":
            return self.env._(
                "%(file)s has more than %(count)s rows. Send the ledger of one account.",
                count=problem.text,
                **name,
            )
        if problem.code == "too_packed":
            return self.env._(
                "%(file)s holds more than %(size)s MB, packed tightly. Save it as CSV, or copy the "
                "ledger into a new workbook.",
                size=problem.text,
                **name,
            )
        if problem.code == "too_full":
            return self.env._(
                "%(file)s has more than %(count)s cells. Delete the columns that are not needed, "
                "or send the ledger of one account.",
                count=problem.text,
                **name,
            )
        say = {
            "locked": self.env._(
                "%(file)s is protected by a password. Save it as XLSX without one.", **name
            ),
            "unreadable": self.env._(
                "%(file)s cannot be read. Save it as CSV or XLSX and try again.", **name
            ),
            "old_excel": self.env._(
                "%(file)s is an old Excel file (.xls) or encrypted. Save it as XLSX without a "
                "password.",
                **name,
            ),
            "no_table": self.env._(
                "%(file)s is no table. A CSV or XLSX file with one line for each entry is needed.",
                **name,
            ),
            "empty": self.env._("%(file)s has no lines.", **name),
        }
        return say[problem.code]
