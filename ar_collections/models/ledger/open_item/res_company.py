"""Whether salespeople see what their own customers owe."""

from odoo import models

from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_aging_for_sales = guarded.Boolean(
        string="Aging for Salespeople",
        help="Users with the role of a salesperson see what their own customers owe to this "
        "company: in the aging report and in the open items.",
        groups=f"{guarded.SETTINGS},ar_collections.ar_collections_group_sales",
    )
