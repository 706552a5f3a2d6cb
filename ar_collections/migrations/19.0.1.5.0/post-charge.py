"""Companies that are at work begin to charge with what falls due from now on."""

from odoo import SUPERUSER_ID, api, fields


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for company in env["res.company"].with_context(active_test=False).search([]):
        company.write(
            {
                "ar_charge_start": fields.Date.to_string(company._ar_today()),
                # What was paid late before is nobody's claim.
                "ar_charges_read_on": fields.Datetime.now(),
            }
        )
