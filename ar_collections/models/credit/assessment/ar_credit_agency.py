"""What others say of a customer: agencies, their scales and their ratings."""

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from ...base.ar_guard_mixin import ANY, NEW, SETTINGS


class ArCreditAgency(models.Model):
    """An agency and the scale that it rates on.

    A provider add-on extends the selection ``provider`` and answers ``_fetch_ratings``.
    """

    _name = "ar.credit.agency"
    _inherit = ["ar.guard.mixin", "ar.job.mixin"]
    _writable = {ANY: SETTINGS, NEW: ("company_id",)}
    _description = "Rating Agency"
    _order = "sequence, id"

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    provider = fields.Selection(
        [("manual", "Entered or imported")],
        string="Ratings Come From",
        default="manual",
        required=True,
    )
    worst = fields.Float(string="Worst Value", help="May be the higher number, as in 600 to 100.")
    best = fields.Float(string="Best Value", default=100.0)
    grade_ids = fields.One2many(
        "ar.credit.agency.grade",
        "agency_id",
        string="Letter Grades",
        copy=True,
        help="For agencies that rate in letters: what each is worth.",
    )
    last_asked = fields.Datetime(readonly=True, copy=False)
    last_error = fields.Char(
        string="Why Nothing Came", readonly=True, copy=False, help="Of the last time."
    )

    _scale = models.Constraint(
        "CHECK (worst <> best)", "The worst and the best value of an agency differ."
    )

    def _to_score(self, value, grade=None):
        """The agency's value or letters as a score of 0 to 100.

        :raise ValidationError: if the scale does not know it
        """
        self.ensure_one()
        if grade and self.grade_ids:
            wanted = grade.strip().casefold()
            named = self.grade_ids.filtered(lambda line: line.code.casefold() == wanted)
            if not named:
                raise ValidationError(
                    self.env._(
                        "%(agency)s has no grade %(grade)s. Use one of %(grades)s, or add it to "
                        "the agency.",
                        agency=self.name,
                        grade=grade,
                        grades=", ".join(self.grade_ids.mapped("code")),
                    )
                )
            return named[:1].score
        low, high = sorted((self.worst, self.best))
        if not low <= value <= high:
            raise ValidationError(
                self.env._(
                    "%(agency)s rates from %(worst)s (worst) to %(best)s (best); %(value)s is not "
                    "on that scale.",
                    agency=self.name,
                    worst=f"{self.worst:g}",
                    best=f"{self.best:g}",
                    value=f"{value:g}",
                )
            )
        return 100.0 * (value - self.worst) / (self.best - self.worst)

    def _fetch_ratings(self, profiles):
        """Ask the provider about customers. A provider add-on overrides this one method.

        :param profiles: customers to ask about
        :return: ``{profile id: {'date', 'value' and/or 'grade', 'reference'}}``; customers that
            the provider does not know are left out
        :raise UserError: in a sentence, if the provider cannot be asked
        """
        self.ensure_one()
        raise UserError(
            self.env._(
                "The ratings of %s are entered or imported. Install the add-on of a provider to "
                "load them.",
                self.name,
            )
        )

    def _load_ratings(self, profiles):
        """Load and keep the provider's ratings; returns the new ``ar.credit.agency.rating``."""
        self.ensure_one()
        return self._keep_ratings(self._fetch_ratings(profiles), profiles)

    def _keep_ratings(self, found, profiles):
        """Keep what a provider said; a rating that we have already is not kept twice."""
        known = {profile.id for profile in profiles}
        values = [
            {
                "agency_id": self.id,
                "profile_id": profile_id,
                "origin": "provider",
                **{key: row[key] for key in ("date", "value", "grade", "reference") if key in row},
            }
            for profile_id, row in found.items()
            if profile_id in known
        ]
        ratings = self.env["ar.credit.agency.rating"]
        return ratings._keep([row for row in values if not ratings._is_known(row)])
