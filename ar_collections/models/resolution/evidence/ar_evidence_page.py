"""How sections come to their documents: records of the customer, tables, files."""

import re

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime
from odoo.tools.misc import formatLang

from .ar_evidence import Document

# Headings of what is printed would be taken for the beginning of a document.
HEADING = re.compile(r"(</?)h[1-6]\b")


class ArEvidence(models.Model):
    _inherit = "ar.evidence"

    def _find(self, model, domain=None, date=None):
        """Records of a model about the customer, as the superuser, oldest first.

        :param domain: what else they must be
        :param date: name of the field that says when; those before the first invoice of the file
            are left out
        """
        found = Domain("profile_id", "=", self.profile_id.id) & Domain(domain or [])
        since = self._get_since()
        if date and since:
            found &= Domain(date, ">=", since)
        records = self.env[model].sudo().with_context(active_test=False)
        return records.search(found, order=f"{date}, id" if date else "id")

    def _list_records(self, title, records, names, date=None, note=""):
        """The document with a table of records: a row each, a column for each field that says
        something of one of them.

        :param names: the names of fields
        :param note: a sentence above the table
        """
        names = [name for name in names if any(record[name] for record in records)]
        columns = [records._fields[name]._description_string(self.env) for name in names]
        numbers = {
            at
            for at, name in enumerate(names)
            if records._fields[name].type in ("integer", "float", "monetary")
        }
        rows = [[self._show(record, name) for name in names] for record in records]
        return self._make_table(title, columns, rows, numbers, date=date, note=note)

    def _make_table(self, title, columns, rows, numbers=(), date=None, note=""):
        """The document with a table.

        :param columns: titles
        :param rows: lists of texts, one for each column
        :param numbers: positions of the columns that are right-aligned
        """
        values = {"note": note, "columns": columns, "rows": rows, "numbers": set(numbers)}
        html = self.env["ir.qweb"]._render("ar_collections.ar_evidence_table", values)
        return Document(title, date, html=str(html))

    def _show_record(self, record, names, date=None):
        """The document with what is known of one record: a line for each field that says
        something."""
        rows = [
            [record._fields[name]._description_string(self.env), self._show(record, name)]
            for name in names
            if record[name]
        ]
        return self._make_table(record.display_name, [], rows, date=date)

    def _take_files(self, attachments, date=None):
        """A document for each file."""
        return [Document(file.name, date, attachment=file) for file in attachments.sudo()]

    @api.model
    def _show(self, record, name):
        """The value of a field as a person reads it."""
        value, field = record[name], record._fields[name]
        if field.type == "boolean":
            return "✓" if value else ""
        if field.type == "monetary":
            currency = record[field.get_currency_field(record)]
            return formatLang(self.env, value, currency_obj=currency or None)
        if field.type in ("integer", "float"):
            return str(value) if field.type == "integer" else formatLang(self.env, value)
        if not value:
            return ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, value, dt_format="short")
        if field.relational:
            return ", ".join(value.mapped("display_name"))
        return str(value)

    @api.model
    def _print_message(self, dispatch):
        """The HTML of a message that left as text: head and body as the customer account keeps it,
        without personal links."""
        told = dispatch.mail_message_id
        values = {
            "dispatch": dispatch,
            "channel": self._show(dispatch, "channel"),
            "date": self._show(dispatch, "date"),
            "subject": told.subject or dispatch.message_name,
            # As it was kept: cleaned when it was written into the chatter.
            "body": Markup(HEADING.sub(r"\1b", str(told.body or ""))),
            "fate": self._say_fate(dispatch),
        }
        return str(self.env["ir.qweb"]._render("ar_collections.ar_evidence_message", values))
