"""Every hour: money that came on account, days that are over."""

from odoo import api, models
from odoo.fields import Domain

# Customers whose promises are looked at in one batch.
BATCH = 200


class ArPromise(models.Model):
    _inherit = "ar.promise"

    @api.model
    def _cron_watch(self):
        """Bring all promises in line with the ledger, company by company."""
        companies = self.env["res.company"].search([])
        self.env["ar.job.mixin"]._work_through(companies, self._watch)

    @api.model
    def _watch(self, company):
        """Look at the promises of one company, some customers at a time."""
        promises = self.sudo()
        domain = Domain("company_id", "=", company.id)
        watched = promises.search(domain & self._domain_watched(company._ar_today()))
        by_profile = watched.grouped("profile_id")
        job = self.env["ar.job.mixin"]
        for profiles in job._in_batches(watched.profile_id, BATCH):
            job._attempt(
                profiles,
                lambda part: promises.union(*(by_profile[one] for one in part))._settle(),
                failed=lambda profile, error: profile._message_log(
                    body=self.env._("The promises could not be looked at: %s", str(error))
                ),
            )
