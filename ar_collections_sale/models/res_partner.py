"""Salespeople read how a customer's credit stands, in words."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded

_READERS = (
    "account.group_account_invoice,account.group_account_readonly,sales_team.group_sale_salesman"
)


class ResPartner(models.Model):
    _inherit = "res.partner"

    ar_credit_hold = guarded.Boolean(groups=_READERS)
    ar_credit_message = guarded.Char(groups=_READERS)
