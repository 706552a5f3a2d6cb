from odoo import models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    # Matching with an entry that was reset to draft: a handful of lines at any time, which
    # the reader of open items asks for at each reading.
    _ar_draft_matched_idx = models.Index(
        "(id) WHERE parent_state != 'posted' AND matching_number IS NOT NULL"
    )
