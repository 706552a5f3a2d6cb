"""Whose debts a user sees."""

from odoo import models
from odoo.exceptions import AccessError

from ...base import arguments
from ...base.guarded import SALES

# Who sees what everybody owes: collectors, and who makes invoices and so sees them all.
SEE_ALL = ("ar_collections.ar_collections_group_collector", "account.group_account_invoice")


class ArOpenItem(models.Model):
    """Whose debts a user sees. The record rules of open items say the same.

    A salesperson's own customers are those whose commercial entity he is the salesperson of,
    with all that they owe, whoever invoiced it: a customer's payments and credit notes have
    no other owner, and only whole customers can be tied to the general ledger.
    """

    _inherit = "ar.open.item"

    def _sees_all(self):
        """Whether the user sees the items of all customers of his companies."""
        return self.env.su or any(map(self.env.user.has_group, SEE_ALL))

    def _sees_own(self):
        """Whether the user sees the items of his own customers only."""
        return not self._sees_all() and self.env.user.has_group(SALES)

    def _own_partner_ids(self):
        """Ids of the customers (commercial entities) whose salesperson the user is."""
        partners = self.env["res.partner"].sudo().with_context(active_test=False)
        mine = partners.search([("user_id", "=", self.env.uid)])
        return mine.filtered(lambda p: p == p.commercial_partner_id).ids

    def _allowed_partners(self, partner_ids):
        """The customers to read, of those asked for; None for all.

        What a salesperson asks for beyond his own customers is left out.
        """
        if not self._sees_own():
            return None if partner_ids in (None, False) else tuple(partner_ids)
        own = self._own_partner_ids()
        if partner_ids in (None, False):
            return tuple(own)
        asked = self.env["res.partner"].sudo().browse(partner_ids).exists()
        return tuple(asked.filtered(lambda p: p.commercial_partner_id.id in set(own)).ids)

    def _readable_companies(self):
        """The companies switched on that show the user something."""
        companies = self.env.companies
        return companies.filtered("ar_aging_for_sales") if self._sees_own() else companies

    def _check_companies(self, company_ids):
        """Refuse companies that are not the user's own, or not shown to salespeople."""
        company_ids = arguments.to_ids(self.env, company_ids) or []
        if self.env.su:
            return
        # Not by name: whoever tries all numbers would be told of all companies.
        if set(company_ids) - set(self.env.user._get_company_ids()):
            raise AccessError(
                self.env._(
                    "You may not see what is owed to this company. "
                    "Ask an administrator to add the company to your user."
                )
            )
        if not self._sees_own():
            return
        companies = self.env["res.company"].sudo().browse(company_ids)
        closed = companies.filtered(lambda company: not company.ar_aging_for_sales)
        if closed or not companies:
            raise AccessError(
                self.env._(
                    "%(companies)s does not show salespeople what their customers owe. Switch "
                    "to another company, or ask an accountant to allow it in the settings.",
                    companies=", ".join((closed or self.env.companies.sudo()).mapped("name")),
                )
            )
