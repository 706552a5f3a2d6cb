"""Every night: the agencies that have a provider are asked about the customers we judge."""

import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import split_every

_logger = logging.getLogger(__name__)

# Customers that a provider is asked about at once.
BATCH = 200


class ArCreditAgency(models.Model):
    _inherit = "ar.credit.agency"

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
        for ids in split_every(BATCH, profiles.ids):
            batch = profiles.browse(ids)
            for agency in agencies:
                agency._load_batch(batch)
            batch.sudo().agency_asked_on = today
            if not self.env["ir.cron"]._commit_progress():
                return

    def _load_batch(self, profiles):
        """Load the ratings of some customers; says why where it fails."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                found = self._fetch_ratings(profiles)
        except psycopg2.OperationalError:
            raise
        except Exception as error:
            # The provider's own trouble: the ratings that we have go on to count.
            _logger.info("%s gave no ratings", self.name, exc_info=True)
            self._note(str(error))
            return
        self._note(False)
        for profile in profiles:
            if profile.id not in found:
                continue
            try:
                with self.env.cr.savepoint():
                    self._keep_ratings({profile.id: found[profile.id]}, profile)
            except psycopg2.OperationalError:
                raise
            except Exception as error:
                _logger.info("No rating of %s", profile.display_name)
                profile._message_log(
                    body=self.env._(
                        "The rating of %(agency)s was not kept: %(reason)s",
                        agency=self.name,
                        reason=str(error),
                    )
                )

    def _note(self, error):
        self.sudo().write({"last_asked": fields.Datetime.now(), "last_error": error})
