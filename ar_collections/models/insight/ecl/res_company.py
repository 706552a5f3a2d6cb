"""Where the allowance for expected losses is booked."""

from odoo import models

from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_ecl_expense_account_id = guarded.Many2one(
        "account.account",
        string="Expected Losses",
        check_company=True,
        help="The expense account of what the allowance changes by.",
        groups=guarded.SETTINGS,
    )
    ar_ecl_allowance_account_id = guarded.Many2one(
        "account.account",
        string="Allowance",
        check_company=True,
        help="The account that the allowance stands on, beside the receivables.",
        groups=guarded.SETTINGS,
    )
    ar_ecl_journal_id = guarded.Many2one(
        "account.journal",
        string="Journal of Provisions",
        check_company=True,
        domain="[('type', '=', 'general')]",
        help="Empty: the first journal for miscellaneous operations.",
        groups=guarded.SETTINGS,
    )

    def _ar_get_loss_accounts(self):
        # EXTENDS the room case: what is taken from the allowance was lost, too.
        return super()._ar_get_loss_accounts() | self.sudo().ar_ecl_allowance_account_id
