"""What a company does with interest, fees and compensation, and where it books them."""

from odoo import api, models
from odoo.exceptions import ValidationError

from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"
    _ar_closed = {"ar_charges_read_on": None, "ar_charges_reached": None}

    ar_charge_mode = guarded.Selection(
        [
            ("threat", "Shown only"),
            ("claim", "Asked for"),
            ("book", "Asked for, then booked by the night"),
        ],
        string="Interest and Fees",
        default="claim",
        required=True,
        help="Shown only: notices tell them beside their total, and nobody asks for them. Asked "
        "for: they are in the total of notices, and claimed after the invoice was paid late. "
        "Booked: what was claimed and whose invoice is settled becomes a debit note at night.",
        groups=guarded.SETTINGS,
    )
    ar_charge_start = guarded.Date(
        string="Charges for Items Due From",
        help="Items that fell due before are charged only where a notice asks for it. Empty: as "
        "reminders begin.",
        groups=guarded.SETTINGS,
    )
    ar_charge_min_amount = guarded.Monetary(
        string="Least Claim",
        currency_field="currency_id",
        help="After the invoices were paid, a customer who owes less in charges is not asked for "
        "them, nor are they booked. 0: everybody is.",
        groups=guarded.SETTINGS,
    )
    ar_charge_lapse_days = guarded.Integer(
        string="Charges Lapse After",
        default=365,
        help="Days after the end of what is charged, if its item is settled. 0: never.",
        groups=guarded.SETTINGS,
    )
    ar_charge_claim_auto = guarded.Boolean(
        string="Claim by Itself",
        help="Claims of charges whose items were paid leave by themselves. Otherwise they are "
        "drafts that somebody sends.",
        groups=guarded.SETTINGS,
    )
    ar_charge_waive_amount = guarded.Monetary(
        string="Waived by One Person",
        currency_field="currency_id",
        default=100.0,
        help="Up to this amount a collector waives charges of a customer within 30 days alone. "
        "Above it, a credit approver who is somebody else has to approve.",
        groups=guarded.SETTINGS,
    )
    ar_charge_journal_id = guarded.Many2one(
        "account.journal",
        string="Journal of Debit Notes",
        ondelete="restrict",
        domain="[('type', '=', 'sale')]",
        help="Empty: the first sales journal.",
        groups=guarded.SETTINGS,
    )
    ar_interest_account_id = guarded.Many2one(
        "account.account",
        string="Interest Account",
        ondelete="restrict",
        domain="[('account_type', 'in', ('income', 'income_other'))]",
        groups=guarded.SETTINGS,
    )
    ar_fee_account_id = guarded.Many2one(
        "account.account",
        string="Fee Account",
        ondelete="restrict",
        domain="[('account_type', 'in', ('income', 'income_other'))]",
        help="Of fees and fixed compensation.",
        groups=guarded.SETTINGS,
    )
    ar_interest_tax_id = guarded.Many2one(
        "account.tax",
        string="Tax on Interest",
        ondelete="restrict",
        domain="[('type_tax_use', '=', 'sale')]",
        help="Empty: none. The customer's fiscal position maps it.",
        groups=guarded.SETTINGS,
    )
    ar_fee_tax_id = guarded.Many2one(
        "account.tax",
        string="Tax on Fees",
        ondelete="restrict",
        domain="[('type_tax_use', '=', 'sale')]",
        help="Empty: none. The customer's fiscal position maps it.",
        groups=guarded.SETTINGS,
    )
    ar_allocation_order = guarded.Selection(
        [
            ("costs_first", "Costs, interest, principal"),
            ("principal_first", "Principal, costs, interest"),
        ],
        string="Payments Pay",
        default="costs_first",
        required=True,
        help="In which order a payment is matched with what a customer owes.",
        groups=guarded.SETTINGS,
    )
    ar_allocation_auto = guarded.Boolean(
        string="Allocate by Itself",
        help="A customer's payment that is posted, and that nobody matches, pays what is owed in "
        "this order; documents that it names come first. Not what is disputed, and nothing of a "
        "payment that was made for an invoice.",
        groups=guarded.SETTINGS,
    )
    ar_interest_on_statements = guarded.Boolean(
        string="Charges on Statements",
        help="Statements and repayment plans tell the interest and fees that are asked for beside "
        "the balance. In China a statement that names principal and interest may take the place "
        "of what the contract says of late payment: leave it off there.",
        groups=guarded.SETTINGS,
    )
    ar_charges_read_on = guarded.Datetime(
        readonly=True,
        copy=False,
        help="The beginning of the last night that looked at all that was paid late.",
        groups=guarded.SETTINGS,
    )

    ar_charges_reached = guarded.Integer(
        readonly=True,
        copy=False,
        help="The last customer that the night under way has looked at; 0: none is.",
        groups=guarded.SETTINGS,
    )

    _ar_charges_not_negative = models.Constraint(
        "CHECK (ar_charge_min_amount >= 0 AND ar_charge_lapse_days >= 0"
        " AND ar_charge_waive_amount >= 0)",
        "The least claim, the days after which charges lapse and what one person waives cannot be "
        "negative. Enter 0 to switch one off.",
    )

    @api.constrains(
        "ar_charge_journal_id",
        "ar_interest_account_id",
        "ar_fee_account_id",
        "ar_interest_tax_id",
        "ar_fee_tax_id",
    )
    def _check_ar_charge_books(self):
        for company in self.sudo():
            chain = company._ar_chain()
            journal, taxes = (
                company.ar_charge_journal_id,
                company.ar_interest_tax_id | company.ar_fee_tax_id,
            )
            accounts = company.ar_interest_account_id | company.ar_fee_account_id
            of_others = (
                bool(journal and journal.company_id not in chain)
                or any(tax.company_id not in chain for tax in taxes)
                or any(not account.company_ids & chain for account in accounts)
            )
            if of_others:
                raise ValidationError(
                    self.env._(
                        "Journal, accounts and taxes of the charges of %s have to be its own, or "
                        "those of a company above it. Choose others.",
                        company.name,
                    )
                )

    def _ar_get_charge_start(self):
        """Items that fell due before are charged only where somebody was reminded of them."""
        company = self.sudo()
        days = (company.ar_charge_start, company.ar_dunning_start)
        return max(filter(None, days), default=None)
