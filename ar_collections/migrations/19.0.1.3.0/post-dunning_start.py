"""Companies that have never reminded anybody begin with what falls due from now on."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    if version:
        api.Environment(cr, SUPERUSER_ID, {})["res.company"]._ar_begin_dunning()
