"""What the customer is told about a milestone, in his language."""

from odoo import api, fields, models
from odoo.tools import format_amount, format_date


class ArMilestoneBilling(models.Model):
    _inherit = "ar.milestone.billing"

    # Placeholders of the e-mail; nobody of ours needs them on a screen.
    text_lang = fields.Char(compute="_compute_texts", groups="base.group_system")
    text_contact = fields.Char(compute="_compute_texts", groups="base.group_system")
    text_company = fields.Char(compute="_compute_texts", groups="base.group_system")
    text_user = fields.Char(compute="_compute_texts", groups="base.group_system")
    text_order = fields.Char(compute="_compute_texts", groups="base.group_system")
    text_reached = fields.Char(compute="_compute_texts", groups="base.group_system")
    text_amount = fields.Char(compute="_compute_texts", groups="base.group_system")
    text_day = fields.Char(compute="_compute_texts", groups="base.group_system")
    text_terms = fields.Char(compute="_compute_texts", groups="base.group_system")

    @api.depends("order_id", "amount", "bill_by")
    @api.depends_context("lang")
    def _compute_texts(self):
        for row in self:
            order, company = row.order_id, row.company_id
            contact = row._find_told()[:1] or order.partner_invoice_id
            row.text_lang = company._ar_pick_lang(contact)
            row.text_contact = contact.name or row.partner_id.name or ""
            row.text_company = company.name
            row.text_user = row.user_id.name or company.name
            row.text_order = " / ".join(filter(None, (order.name, order.client_order_ref)))
            row.text_reached = row.ready_on and format_date(self.env, row.ready_on)
            amount = order.currency_id.round(row.amount * (order.currency_rate or 1))
            row.text_amount = format_amount(self.env, amount, order.currency_id)
            # An invoice that is late already comes as soon as it can.
            day = row.bill_by and max(row.bill_by, company._ar_today())
            row.text_day = day and format_date(self.env, day)
            row.text_terms = row._get_terms_words()

    def _get_terms_words(self):
        """A sentence on the terms of payment of the contract, or else of the order; or nothing."""
        contract, order = self.contract_id, self.order_id
        term = contract and contract._get_version_on(self.company_id._ar_today()).payment_term_id
        if term:
            return self.env._(
                "Terms of payment: %(terms)s, as agreed in the contract %(contract)s.",
                terms=term.name,
                contract=contract.reference or contract.name,
            )
        if order.payment_term_id:
            return self.env._("Terms of payment: %(terms)s.", terms=order.payment_term_id.name)
        return ""
