"""The import of an agency's ratings from a file."""

from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..models.base.ar_table_import_mixin import MOST_SIGNS
from ..tools.base import table_file
from ..tools.credit import rating_file


class ArCreditAgencyRatingImport(models.TransientModel):
    """Ratings of an agency from a CSV or XLSX file: all of them, or none."""

    _name = "ar.credit.agency.rating.import"
    _inherit = ["ar.table.import.mixin"]
    _description = "Import Agency Ratings"

    agency_id = fields.Many2one("ar.credit.agency", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )

    def action_import(self):
        """Import the file and show what came of it.

        :raise UserError: with the row and column of everything that is wrong
        """
        self.ensure_one()
        self.agency_id.check_access("read")
        self.env["ar.open.item"]._check_companies(self.company_id.ids)
        self.env["ar.credit.agency.rating"].check_access("create")
        rows, problems = rating_file.read(self._get_content(), self._get_file_name())
        errors = [(problem.row, self._say(problem)) for problem in problems]
        partners = self._find_partners({row.customer for row in rows})
        for row in rows:
            wrong = self._find_fault(row, partners)
            if wrong:
                errors.append((row.number, self._locate(row.number, *wrong)))
        if errors:
            self._refuse([words for _row, words in sorted(errors)])
        ratings = self.env["ar.credit.agency.rating"]._keep(self._prepare_ratings(rows, partners))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_credit_agency_rating_action"
        )
        return {**action, "domain": [("id", "in", ratings.ids)], "context": {}}

    def _find_fault(self, row, partners):
        """(column, sentence) of what makes a row no rating, or None."""
        found = partners.get(row.customer.casefold())
        if not found:
            return "customer", self.env._(
                "there is no customer with the tax ID, reference or name “%s”.", row.customer
            )
        if len(found) > 1:
            return "customer", self.env._(
                "several customers are called “%s”; use the tax ID.", row.customer
            )
        if row.date > self.company_id._ar_today():
            return "date", self.env._("%s is in the future.", format_date(self.env, row.date))
        if row.value is None and not self.agency_id.grade_ids:
            return "value", self.env._(
                "%s rates in numbers, and there is none.", self.agency_id.name
            )
        try:
            self.agency_id._to_score(row.value or 0.0, row.grade)
        except ValidationError as error:
            letters = row.grade and self.agency_id.grade_ids
            return "grade" if letters else "value", error.args[0]
        return None

    def _prepare_ratings(self, rows, partners):
        """Values of the ratings, customers without an account getting one."""
        Profile = self.env["ar.profile"]
        partner_of = {row.number: partners[row.customer.casefold()] for row in rows}
        ids = {partner.id for partner in partner_of.values()}
        Profile._ensure([(partner_id, self.company_id.id) for partner_id in ids])
        profiles = Profile.search(
            [("partner_id", "in", list(ids)), ("company_id", "=", self.company_id.id)]
        )
        profile_of = {profile.partner_id.id: profile.id for profile in profiles}
        return [
            {
                "agency_id": self.agency_id.id,
                "profile_id": profile_of[partner_of[row.number].id],
                "origin": "import",
                "date": row.date,
                "value": row.value or 0.0,
                "grade": row.grade or False,
                "reference": row.reference or False,
            }
            for row in rows
        ]

    def _find_partners(self, names):
        """{name in lower case: the commercial partners with that tax id, reference or name}."""
        Partner = self.env["res.partner"]
        fits = [
            *Partner._check_company_domain(self.company_id),
            "|",
            "|",
            ("vat", "in", list(names)),
            ("ref", "in", list(names)),
            ("name", "in", list(names)),
        ]
        partners, found = Partner.search(fits), {}
        for key in ("name", "ref", "vat"):  # the tax id counts most
            by_key = defaultdict(set)
            for partner in partners.filtered(key):
                by_key[partner[key].casefold()].add(partner.commercial_partner_id.id)
            found.update({text: Partner.browse(ids) for text, ids in by_key.items()})
        return found

    # -- words -------------------------------------------------------------------------

    def _say(self, problem):
        if problem.code == "empty":
            return self.env._("%s has no rows below its first one.", self._get_file_name())
        if problem.code == "no_column":
            return self.env._(
                "Row 1: there is no column “%s”. The first row names the columns customer, date, "
                "value or grade, and report.",
                problem.column,
            )
        if not problem.row:
            return self.env._(
                "%(file)s is no table of ratings, or has more than %(count)s rows. Save it as CSV "
                "or as XLSX without a password, or import it in parts.",
                file=self._get_file_name(),
                count=table_file.MAX_ROWS,
            )
        problem = problem._replace(text=problem.text[:MOST_SIGNS])
        words = {
            "no_customer": self.env._("no customer is named."),
            "no_date": self.env._("there is no date."),
            "bad_date": self.env._("“%s” is not a date such as 2026-03-31.", problem.text),
            "bad_number": self.env._("“%s” is not a number.", problem.text),
            "no_rating": self.env._("there is neither a value nor a grade."),
        }[problem.code]
        return self._locate(problem.row, problem.column, words)
