"""The index by which the matching of the last days is found."""

from odoo import models


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    # Key figures read the days that are not kept yet, several times for a page.
    _ar_date_idx = models.Index("(max_date)")
