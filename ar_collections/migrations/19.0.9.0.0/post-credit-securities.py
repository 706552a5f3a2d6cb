"""Securities that were archived were given back: they say so in their new state."""

from odoo.tools import SQL


def migrate(cr, _version):
    cr.execute(SQL("UPDATE ar_credit_security SET state = 'released' WHERE active IS NOT TRUE"))
