"""Every night: the agencies that have a provider are asked about the customers we judge."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Customers that a provider is asked about at once.
BATCH = 200


class ArCreditAgency(models.Model):
    _inherit = "ar.credit.agency"

    last_asked = fields.Datetime(readonly=True, copy=False)
    last_error = fields.Char(
        string="Why Nothing Came", readonly=True, copy=False, help="Of the last time."
    )

    @api.model
    def _get_providers(self, company):
        """The agencies of a company that load their ratings by themselves."""
        return self.search(
            [("provider", "!=", "manual"), ("company_id", "in", (False, company.id))]
        )

    @api.model
    def _load_due(self, company):
        """Ask the providers about the customers of a company that have not been asked about
        for as long as the company wants. A provider or a customer that fails is told of, and
        the others go on."""
        agencies = self._get_providers(company)
        days = company.ar_credit_agency_days
        if not agencies or not days:
            return
        today = company._ar_today()
        judged = Domain("rating_id", "!=", False) | Domain(
            "review_ids", "any", [("state", "in", ("draft", "proposed"))]
        )
        asked = Domain("agency_asked_on", "=", False) | Domain(
            "agency_asked_on", "<=", today - timedelta(days=days)
        )
        here = Domain("company_id", "=", company.id)
        profiles = self.env["ar.profile"].search(here & judged & asked)
        for batch in self._in_batches(profiles, BATCH):
            for agency in agencies:
                agency._load_batch(batch)
            batch.sudo().agency_asked_on = today

    def _load_batch(self, profiles):
        """Load the ratings of some customers; says why where it fails."""
        self.ensure_one()
        found = self._attempt_one(
            profiles,
            self._fetch_ratings,
            # The provider's own trouble: the ratings that we have go on to count.
            failed=lambda _profiles, error: self._note(str(error)),
        )
        if found is None:
            return
        self._note(False)
        for profile in profiles.filtered(lambda one: one.id in found):
            self._attempt_one(
                profile,
                lambda one: self._keep_ratings({one.id: found[one.id]}, one),
                failed=self._tell_not_kept,
            )

    def _tell_not_kept(self, profile, error):
        profile._message_log(
            body=self.env._(
                "The rating of %(agency)s was not kept: %(reason)s",
                agency=self.name,
                reason=str(error),
            )
        )

    def _note(self, error):
        self.sudo().write({"last_asked": fields.Datetime.now(), "last_error": error})


class ArProfile(models.Model):
    _inherit = "ar.profile"

    agency_asked_on = fields.Date(
        string="Agencies Asked On", readonly=True, copy=False, index="btree_not_null"
    )
    has_rating_provider = fields.Boolean(compute="_compute_has_rating_provider")

    @api.depends("company_id")
    def _compute_has_rating_provider(self):
        for company, profiles in self.grouped("company_id").items():
            profiles.has_rating_provider = bool(
                company and self.env["ar.credit.agency"].sudo()._get_providers(company)
            )
