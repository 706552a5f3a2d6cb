"""Salespeople read how a customer's credit stands, in words."""

from odoo import fields, models

_READERS = (
    "account.group_account_invoice,account.group_account_readonly,sales_team.group_sale_salesman"
)


class ResPartner(models.Model):
    _inherit = "res.partner"

    ar_credit_hold = fields.Boolean(groups=_READERS)
    ar_credit_message = fields.Char(groups=_READERS)
