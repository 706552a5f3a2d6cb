"""Where bad debts are booked, and who lets go of how much."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ...base import guarded
from ...base.guarded import COLLECTOR

# Names in a sentence.
MOST_NAMES = 3


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_case_approval_amount = guarded.Monetary(
        string="Cases Above",
        default=10000.0,
        help="A manager approves the hand-over of more than this. 0: of everything.",
        groups=guarded.SETTINGS,
    )
    ar_writeoff_account_id = guarded.Many2one(
        "account.account",
        string="Bad Debts",
        check_company=True,
        help="The expense account of what nobody pays.",
        groups=guarded.SETTINGS,
    )
    ar_bad_debt_account_ids = guarded.Many2many(
        "account.account",
        "ar_company_bad_debt_account_rel",
        "company_id",
        "account_id",
        string="Losses Are Booked On",
        check_company=True,
        help="What settles a receivable against one of these accounts is a loss, also a plain "
        "entry and the difference of a payment. Empty: the account of bad debts.",
        groups=guarded.SETTINGS,
    )
    ar_writeoff_tax_account_id = guarded.Many2one(
        "account.account",
        string="Tax of Bad Debts",
        check_company=True,
        help="Where tax that may be claimed back waits. Empty: with the bad debt itself.",
        groups=guarded.SETTINGS,
    )
    ar_writeoff_recovery_account_id = guarded.Many2one(
        "account.account",
        string="Recoveries",
        check_company=True,
        help="The income account of what comes in after all. Empty: the one of bad debts.",
        groups=guarded.SETTINGS,
    )
    ar_writeoff_journal_id = guarded.Many2one(
        "account.journal",
        string="Journal of Write-Offs",
        check_company=True,
        help="Empty: the first journal for miscellaneous operations.",
        groups=guarded.SETTINGS,
    )
    ar_writeoff_collector_amount = guarded.Monetary(
        string="A Collector Writes Off Up To",
        default=0.0,
        help="Of one customer in a year, without a manager. 0: nothing.",
        groups=guarded.SETTINGS,
    )
    ar_writeoff_four_eyes_amount = guarded.Monetary(
        string="Two People Write Off From",
        default=5000.0,
        help="Above this, who asked for a write-off does not approve it. 0: of everything.",
        groups=guarded.SETTINGS,
    )

    @api.constrains(
        "ar_case_approval_amount", "ar_writeoff_collector_amount", "ar_writeoff_four_eyes_amount"
    )
    def _check_ar_writeoff_amounts(self):
        for company in self.sudo():
            amounts = (
                company.ar_case_approval_amount,
                company.ar_writeoff_collector_amount,
                company.ar_writeoff_four_eyes_amount,
            )
            if min(amounts) < 0:
                raise ValidationError(
                    self.env._(
                        "The amounts from which %s wants an approval cannot be negative.",
                        company.name,
                    )
                )

    def _ar_get_loss_accounts(self):
        """The accounts on which the company books what customers do not pay, as superuser."""
        self.ensure_one()
        company = self.sudo()
        return company.ar_bad_debt_account_ids or company.ar_writeoff_account_id

    def _ar_pick_collector(self, *people):
        """The first of people who may read cases and write-offs of the company, else a manager: a
        salesperson may be a customer's collector, and see neither."""
        able = (
            user
            for user in people
            if user.active and user.has_group(COLLECTOR) and self in user.sudo().company_ids
        )
        return next(able, None) or self._ar_get_managers()[:1] or self.env.user

    def _ar_name_managers(self, without=None):
        """The names of managers for a sentence; who wrote it himself is no help."""
        managers = self._ar_get_managers()
        if without:
            managers -= without
        return ", ".join(managers[:MOST_NAMES].mapped("name")) or self.env._(
            "there is nobody; an administrator makes one"
        )
