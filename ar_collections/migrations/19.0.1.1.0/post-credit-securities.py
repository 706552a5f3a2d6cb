"""Securities that were archived were given back and say so; drafts know who wrote them."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

OPEN = {
    "ar.credit.review": ("draft", "proposed"),
    "ar.credit.contract": ("draft",),
    "ar.credit.contract.amendment": ("draft",),
}


def migrate(cr, _version):
    cr.execute(SQL("UPDATE ar_credit_security SET state = 'released' WHERE active IS NOT TRUE"))
    env = api.Environment(cr, SUPERUSER_ID, {})
    for model, states in OPEN.items():
        for record in env[model].search([("state", "in", states)]):
            people = record.create_uid | record.write_uid
            record.editor_ids |= people.filtered(lambda user: not user._is_superuser())
