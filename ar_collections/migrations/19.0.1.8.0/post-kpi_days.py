"""Money that was paid back, or returned by the bank, was kept as collected: days are read anew."""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    if not version:
        return
    api.Environment(cr, SUPERUSER_ID, {})["ar.kpi.change"]._note_all()
