"""Which part of an item is disputed, and the hold that keeps it back."""

from odoo import fields, models
from odoo.tools import format_date


class ArDisputeItem(models.Model):
    """One instalment of a dispute, with its amount as it was disputed. The journal item may
    vanish, the row stays: figures by cause are made of it."""

    _name = "ar.dispute.item"
    _inherit = ["ar.guard.mixin"]
    _description = "Item of a Dispute"
    _order = "date_due, id"
    _rec_name = "name"

    dispute_id = fields.Many2one(
        "ar.dispute", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="dispute_id.company_id", store=True, index=True)
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )
    partner_id = fields.Many2one(related="dispute_id.partner_id", string="Customer", store=True)
    kind = fields.Selection(related="dispute_id.kind", store=True)
    move_line_id = fields.Many2one(
        "account.move.line",
        string="Journal Item",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    move_id = fields.Many2one(
        "account.move",
        string="Document",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    name = fields.Char(string="Number", readonly=True)
    date_due = fields.Date(string="Due Date", readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    amount = fields.Monetary(
        string="Disputed", readonly=True, help="What of the item is disputed, in its currency."
    )
    amount_company = fields.Monetary(
        string="In Company Currency", currency_field="company_currency_id", readonly=True
    )
    amount_open = fields.Monetary(
        string="Open When Disputed",
        readonly=True,
        help="What was open of the item when it was disputed; the rest stays due.",
    )
    is_whole = fields.Boolean(string="Whole Item", readonly=True)
    is_held = fields.Boolean(
        string="Held Back",
        readonly=True,
        help="It is not asked for at present, and nobody disputes the same once more.",
    )
    hold_id = fields.Many2one("ar.hold", readonly=True, index="btree_not_null", ondelete="set null")

    # Two people may open a dispute at the same moment.
    _whole_uniq = models.UniqueIndex(
        "(move_line_id) WHERE is_held AND is_whole", "This item is disputed already."
    )
    _deduction_uniq = models.UniqueIndex(
        "(move_line_id) WHERE kind = 'deduction'", "This short payment was noted already."
    )

    def _hold(self):
        """Keep the parts back, each by a hold of its own."""
        holds = self.env["ar.hold"].sudo()
        own = self.sudo().filtered("move_line_id")
        made = holds.create(
            [
                {
                    **holds._prepare_spoken(
                        "dispute",
                        number=item.dispute_id.name,
                        reason_id=item.dispute_id.reason_id.id,
                        words=(item.dispute_id.note or "")[:100],
                    ),
                    "profile_id": item.dispute_id.profile_id.id,
                    "move_line_id": item.move_line_id.id,
                    "kind": "dispute",
                    "amount": 0.0 if item.is_whole else item.amount,
                    "date_from": item.company_id._ar_today(),
                    "origin_ref": f"{item.dispute_id._name},{item.dispute_id.id}",
                }
                for item in own
            ]
        )
        for item, hold in zip(own, made, strict=True):
            item.write({"hold_id": hold.id, "is_held": True})

    def _release(self, until=None):
        """The parts are due again: at once, or after a day that was agreed."""
        holds = self.sudo().hold_id
        if until:
            holds.write({"date_to": until})
        else:
            holds.action_release()
        self.sudo().write({"is_held": False})

    def _get_words(self):
        """“INV/2026/00012, due 1 March”."""
        self.ensure_one()
        if not self.date_due:
            return self.name or ""
        return self.env._(
            "%(number)s, due %(day)s",
            number=self.name or "",
            day=format_date(self.env, self.date_due),
        )

    def action_open_document(self):
        """Open the invoice."""
        self.ensure_one()
        self.check_access("read")
        return self.move_id._get_records_action()
