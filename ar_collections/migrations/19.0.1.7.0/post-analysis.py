"""Reports that may be in use stay on the screen; in a new database they are switched on."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    if not version:
        return
    api.Environment(cr, SUPERUSER_ID, {})["ar.switch"]._switch_on_used(["analysis"])
