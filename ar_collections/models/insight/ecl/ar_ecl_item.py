"""Items that are assessed one by one."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.ar_guard_mixin import NEW


class ArEclItem(models.Model):
    """An item with a percentage of its own, and why; the matrix and its history leave it out."""

    _name = "ar.ecl.item"
    _inherit = ["ar.guard.mixin"]
    _description = "Item Assessed Apart"
    _order = "ecl_id, id"
    _rec_name = "move_id"
    _writable = {NEW: ("ecl_id",), "draft": ("move_line_id", "percent", "reason")}

    ecl_id = fields.Many2one(
        "ar.ecl", string="Provision", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="ecl_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Item",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('account_id.account_type', '=', 'asset_receivable'), ('balance', '>', 0),"
        " ('parent_state', '=', 'posted'), ('company_id', '=', company_id)]",
    )
    move_id = fields.Many2one(related="move_line_id.move_id", store=True, string="Invoice")
    partner_id = fields.Many2one(related="move_line_id.partner_id", string="Customer")
    percent = fields.Float(string="Expected Loss (%)", digits=(16, 4), required=True, default=100.0)
    reason = fields.Char(required=True, help="Insolvency, a lawsuit, what the lawyer says.")
    balance = fields.Monetary(
        readonly=True,
        copy=False,
        help="What was open of it on the day, with its tax, when it was computed.",
    )
    covered = fields.Monetary(
        readonly=True,
        copy=False,
        help="By securities and insurers, which cover all that the customer owes in proportion.",
    )
    tax = fields.Monetary(
        readonly=True,
        copy=False,
        help="In what is not covered, where the country gives it back for bad debts, or where it "
        "is due on payment alone.",
    )
    net = fields.Monetary(
        compute="_compute_net", store=True, help="Balance − covered − tax: what may be lost."
    )
    allowance = fields.Monetary(
        compute="_compute_allowance", store=True, help="Net × expected loss."
    )

    _item_uniq = models.UniqueIndex(
        "(ecl_id, move_line_id)", "This item is assessed in this provision already."
    )

    @api.depends("balance", "covered", "tax")
    def _compute_net(self):
        for item in self:
            item.net = item.currency_id.round(item.balance - item.covered - item.tax)

    @api.depends("net", "percent")
    def _compute_allowance(self):
        for item in self:
            item.allowance = item.currency_id.round(item.net * item.percent / 100)

    @api.constrains("percent")
    def _check_percent(self):
        for item in self:
            if not 0 <= item.percent <= 100:
                raise ValidationError(
                    self.env._(
                        "The expected loss of %s is a percentage from 0 to 100.",
                        item.move_id.display_name,
                    )
                )

    @api.constrains("move_line_id", "ecl_id")
    def _check_item(self):
        for item in self:
            line = item.move_line_id.sudo()
            if (
                line.company_id != item.company_id
                or line.account_id.account_type != "asset_receivable"
                or line.balance <= 0
                or line.parent_state != "posted"
            ):
                raise ValidationError(
                    self.env._(
                        "%(item)s is no debt of a customer of %(company)s. Choose a posted invoice "
                        "of this company.",
                        item=line.move_id.display_name,
                        company=item.company_id.name,
                    )
                )

    def _get_state(self):
        # EXTENDS the guard
        return self.sudo().ecl_id.state

    @api.model
    def _get_first_state(self):
        # EXTENDS the guard
        return "draft"

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Items are assessed while the provision is a draft.")

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        items = super().create(vals_list)
        items._check_draft()
        return items

    @api.ondelete(at_uninstall=False)
    def _unlink_except_fixed(self):
        self._check_draft()

    def _get_tax_share(self):
        """What of the invoice is tax that is no loss: the country gives it back for bad debts, or
        it never becomes due."""
        invoice = self.sudo().move_id
        if not invoice.is_sale_document(include_receipts=True) or not invoice.amount_total_signed:
            return 0.0
        gives_relief = self.env["ar.writeoff.rule"]._find_rule(self.company_id).sudo().relief
        taxes = invoice.line_ids.filtered(
            lambda line: (
                line.tax_repartition_line_id
                and (gives_relief or line.tax_line_id.tax_exigibility == "on_payment")
            )
        )
        return min(max(-sum(taxes.mapped("balance")) / invoice.amount_total_signed, 0.0), 1.0)

    def _check_draft(self):
        for item in self:
            if item._get_state() != "draft":
                raise ValidationError(
                    self.env._(
                        "%s is no draft any more. Set it back to draft to change its items.",
                        item.sudo().ecl_id.display_name,
                    )
                )
