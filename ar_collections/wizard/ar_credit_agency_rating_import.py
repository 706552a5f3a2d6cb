import base64

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools import rating_file

_SHOWN = 20


class ArCreditAgencyRatingImport(models.TransientModel):
    """Ratings of an agency from a CSV or XLSX file: all of them, or none."""

    _name = "ar.credit.agency.rating.import"
    _description = "Import Agency Ratings"

    agency_id = fields.Many2one("ar.credit.agency", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char()

    def action_import(self):
        """Import the file and show what came of it.

        :raise UserError: with the row and column of everything that is wrong
        """
        self.ensure_one()
        rows, problems = rating_file.read(base64.b64decode(self.file), self.filename or "")
        errors = [self._say(problem) for problem in problems]
        values = self._prepare_ratings(rows, errors)
        if errors:
            shown = errors[:_SHOWN]
            if len(errors) > _SHOWN:
                shown.append(self.env._("… and %s more.", len(errors) - _SHOWN))
            raise UserError(
                self.env._("Nothing was imported. Correct the file and import it again:")
                + "\n"
                + "\n".join(shown)
            )
        ratings = self.env["ar.credit.agency.rating"].create(values)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_credit_agency_rating_action"
        )
        return {**action, "domain": [("id", "in", ratings.ids)], "context": {}}

    def _prepare_ratings(self, rows, errors):
        """Values of the ratings; what cannot be one is told in ``errors``."""
        partners = self._find_partners({row.customer for row in rows})
        today = self.company_id._ar_today()
        values = []
        for row in rows:
            partner = partners.get(row.customer.casefold())
            if not partner or len(partner) > 1:
                errors.append(self._say_customer(row, partner))
                continue
            if row.date > today:
                errors.append(self._locate(row.number, "date", self.env._(
                    "%s is in the future.", str(row.date))))  # fmt: skip
                continue
            if row.value is None and not self.agency_id.grade_ids:
                errors.append(self._locate(row.number, "value", self.env._(
                    "%s rates in numbers, and there is none.", self.agency_id.name)))  # fmt: skip
                continue
            try:
                self.agency_id._to_score(row.value or 0.0, row.grade)
            except ValidationError as error:
                column = "grade" if row.grade and self.agency_id.grade_ids else "value"
                errors.append(self._locate(row.number, column, error.args[0]))
                continue
            profile = self.env["ar.profile"].get_or_create(partner, self.company_id)
            values.append(
                {
                    "agency_id": self.agency_id.id,
                    "profile_id": profile.id,
                    "origin": "import",
                    "date": row.date,
                    "value": row.value or 0.0,
                    "grade": row.grade,
                    "reference": row.reference,
                }
            )
        return values

    def _find_partners(self, names):
        """{name in lower case: the commercial partners with that tax id, reference or name}."""
        Partner = self.env["res.partner"]
        fits = [
            *Partner._check_company_domain(self.company_id),
            "|", "|",
            ("vat", "in", list(names)),
            ("ref", "in", list(names)),
            ("name", "in", list(names)),
        ]  # fmt: skip
        found = {}
        for key in ("name", "ref", "vat"):  # the tax id counts most
            by_key = {}
            for partner in Partner.search(fits):
                text = (partner[key] or "").casefold()
                by_key[text] = by_key.get(text, Partner) | partner.commercial_partner_id
            found.update(by_key)
        return found

    # -- words --------------------------------------------------------------------------

    def _locate(self, row, column, words):
        return self.env._(
            "Row %(row)s, column %(column)s: %(words)s", row=row, column=column, words=words
        )

    def _say_customer(self, row, partners):
        if not partners:
            words = self.env._(
                "there is no customer with the tax ID, reference or name “%s”.", row.customer
            )
        else:
            words = self.env._("several customers are called “%s”; use the tax ID.", row.customer)
        return self._locate(row.number, "customer", words)

    def _say(self, problem):
        if problem.code == "unreadable":
            return self.env._("The file is neither CSV in UTF-8 nor XLSX.")
        if problem.code == "empty":
            return self.env._("The file has no rows below its first one.")
        if problem.code == "no_column":
            return self.env._(
                "Row 1: there is no column “%s”. The first row names the columns customer, date, "
                "value or grade, and report.",
                problem.column,
            )
        words = {
            "no_customer": self.env._("no customer is named."),
            "no_date": self.env._("there is no date."),
            "bad_date": self.env._("“%s” is not a date such as 2026-03-31.", problem.text),
            "bad_number": self.env._("“%s” is not a number.", problem.text),
            "no_rating": self.env._("there is neither a value nor a grade."),
        }[problem.code]
        return self._locate(problem.row, problem.column, words)
