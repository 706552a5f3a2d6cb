"""The import of reference rates from a file."""

from odoo import fields, models

from ..models.base.ar_table_import_mixin import MOST_SIGNS
from ..tools.base import table_file
from ..tools.dunning import rate_file


class ArInterestRateImport(models.TransientModel):
    """Rates of a series from a CSV or XLSX file: all of them, or none. A rate of a day that the
    series has already is replaced."""

    _name = "ar.interest.rate.import"
    _inherit = ["ar.table.import.mixin"]
    _description = "Import Reference Rates"

    reference_id = fields.Many2one(
        "ar.interest.reference", string="Interest Reference", required=True
    )

    def action_import(self):
        """Import the file and show the rates of the series.

        :raise UserError: with the row and column of everything that is wrong
        """
        self.ensure_one()
        rates = self.env["ar.interest.rate"]
        rates.check_access("create")
        self.reference_id.check_access("write")
        rows, problems = rate_file.read(self._get_content(), self._get_file_name())
        if problems:
            self._refuse([self._say(problem) for problem in sorted(problems)])
        known = {rate.date_from: rate for rate in self.reference_id.rate_ids}
        for row in rows:
            values = {"rate": float(row.rate), "checked_on": row.checked or False}
            if row.source:
                values["note"] = row.source
            if row.date in known:
                known[row.date].write(values)
            else:
                day = {"reference_id": self.reference_id.id, "date_from": row.date}
                rates.create({**day, **values})
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_interest_rate_action"
        )
        return {**action, "domain": [("reference_id", "=", self.reference_id.id)], "context": {}}

    def _say(self, problem):
        if problem.code == "empty":
            return self.env._("%s has no rows below its first one.", self._get_file_name())
        if problem.code == "no_column":
            return self.env._(
                "Row 1: there is no column “%s”. The first row names the columns date, rate, "
                "source and checked.",
                problem.column,
            )
        if not problem.row:
            return self.env._(
                "%(file)s is no table of rates, or has more than %(count)s rows. Save it as CSV or "
                "as XLSX without a password.",
                file=self._get_file_name(),
                count=table_file.MAX_ROWS,
            )
        text = problem.text[:MOST_SIGNS]
        words = {
            "no_date": self.env._("there is no date."),
            "bad_date": self.env._("“%s” is not a date such as 2026-03-31.", text),
            "no_rate": self.env._("there is no rate."),
            "bad_number": self.env._("“%s” is not a number.", text),
            "out_of_range": self.env._("%s %% a year is no reference rate.", text),
            "twice": self.env._("row %s has a rate of this day, too.", text),
        }[problem.code]
        return self._locate(problem.row, problem.column, words)
