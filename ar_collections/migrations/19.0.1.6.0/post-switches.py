"""Parts that are in use stay on the screen; the others are switched on in the settings."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    if not version:
        return
    api.Environment(cr, SUPERUSER_ID, {})["ar.switch"]._switch_on_used()
