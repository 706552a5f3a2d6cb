"""Opens a dispute of items that were ticked in a list."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..models.resolution.dispute.ar_dispute_reason import USUAL_DAYS


class ArDisputeOpen(models.TransientModel):
    """Asks what is wrong, and how much; all else is known."""

    _name = "ar.dispute.open"
    _description = "Open a Dispute"

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, readonly=True
    )
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_dispute_open_item_rel",
        "wizard_id",
        "move_line_id",
        string="Items",
        readonly=True,
    )
    move_ids = fields.Many2many("account.move", compute="_compute_move_ids")
    product_line_ids = fields.Many2many(
        "account.move.line",
        "ar_dispute_open_product_rel",
        "wizard_id",
        "product_line_id",
        string="Only These Lines",
        domain="[('move_id', 'in', move_ids), ('display_type', '=', 'product')]",
        help="Lines of the invoices; the amount is theirs, with tax. Empty: the whole items.",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_move_ids")
    amount = fields.Monetary(help="0: all of it.")
    reason_id = fields.Many2one(
        "ar.dispute.reason",
        string="What Is Wrong",
        required=True,
        compute="_compute_reason_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        precompute=True,
        help="Begins with the reason of the last dispute that you opened; before your first one "
        "with the usual one of the company in the last year, else with that of the customer. "
        "Empty: nobody has opened one yet.",
    )
    note = fields.Text(string="What the Customer Says")

    @api.depends("profile_id")
    def _compute_reason_id(self):
        for one in self:
            one.reason_id = one._get_last_reason() or one._get_usual_reason()

    def _get_domain_chosen(self):
        """Disputes whose reason can be chosen in the company, as somebody said them."""
        chain = self.profile_id.company_id._ar_chain()
        return Domain(
            [
                ("kind", "=", "dispute"),
                ("reason_id.active", "=", True),
                ("reason_id.company_id", "in", (False, *chain.ids)),
            ]
        )

    def _get_last_reason(self):
        """The reason that the person used last, if it can still be chosen."""
        own = self._get_domain_chosen() & Domain("create_uid", "=", self.env.uid)
        return self.env["ar.dispute"].search(own, order="id desc", limit=1).reason_id

    def _get_usual_reason(self):
        """The reason of most disputes of the company in a year, else of the customer ever."""
        since = fields.Date.subtract(self.profile_id.company_id._ar_today(), days=USUAL_DAYS)
        of_company = Domain("company_id", "=", self.profile_id.company_id.id)
        for asked in (
            of_company & Domain("date_opened", ">=", since),
            Domain("profile_id", "=", self.profile_id.id),
        ):
            found = self.env["ar.dispute"]._read_group(
                self._get_domain_chosen() & asked,
                ["reason_id"],
                order="__count desc, reason_id",
                limit=1,
            )
            if found:
                return found[0][0]
        return self.env["ar.dispute.reason"]

    @api.depends("move_line_ids")
    def _compute_move_ids(self):
        for one in self:
            one.move_ids = one.move_line_ids.move_id
            used = one.move_line_ids.currency_id
            one.currency_id = used if len(used) == 1 else one.profile_id.currency_id

    def action_open(self):
        """Open the dispute, and show it."""
        self.ensure_one()
        dispute = self.env["ar.dispute"].create(
            {
                "profile_id": self.profile_id.id,
                "move_line_ids": [fields.Command.set(self.move_line_ids.ids)],
                "product_line_ids": [fields.Command.set(self.product_line_ids.ids)],
                "amount": self.amount,
                "reason_id": self.reason_id.id,
                "note": self.note,
            }
        )
        return dispute._get_records_action()
