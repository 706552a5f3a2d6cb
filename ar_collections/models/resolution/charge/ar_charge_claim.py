"""Claims of charges: what was paid late is asked for in a message of its own."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...base.guarded import COLLECTOR

# Days that a claim gives for payment.
DEADLINE_DAYS = 14


class ArChargeClaim(models.Model):
    """One message to one customer in one currency, about charges that no reminder asks for any
    more, because what was late is paid.

    It is a draft until somebody sends it, or leaves by itself where the company wants that. What
    was waived, booked or given up meanwhile is taken out before it leaves.
    """

    _name = "ar.charge.claim"
    _inherit = ["ar.gate.mixin", "ar.message.mixin"]
    _description = "Claim of Charges"
    _order = "id desc"
    _check_company_auto = True
    _kept_files = True
    _send_cron = "ar_collections.ir_cron_charge_claim_send"
    _logged = ("name", "amount", "date")

    _writable = {
        "draft": ("contact_id",),
        "failed": ("contact_id",),
    }
    _transitions = {
        "queued": ("draft", "failed"),
        "sent": ("queued",),
        "failed": ("queued", "sent"),
        "cancelled": ("draft", "queued", "failed", "sent"),
    }

    name = fields.Char(string="Number", readonly=True, copy=False, default="/", index="trigram")
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", store=True, string="Customer", index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(related="profile_id.collector_id")
    contact_id = fields.Many2one("res.partner", string="Recipient")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    date = fields.Date(readonly=True, copy=False, help="The day on which it left.")
    deadline = fields.Date(readonly=True, copy=False)
    charge_ids = fields.One2many("ar.charge", "claim_id", string="Charges", readonly=True)
    amount = fields.Monetary(
        readonly=True, help="As it was sent; of a draft what is left of its charges."
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    error = fields.Text(string="What Went Wrong", readonly=True, copy=False)
    sent_date = fields.Datetime(string="Sent on", readonly=True, copy=False)
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="PDF",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups=COLLECTOR,
    )
    text_contact = fields.Char(compute="_compute_texts")
    text_company = fields.Char(compute="_compute_texts")
    text_total = fields.Char(compute="_compute_texts")
    text_deadline = fields.Char(compute="_compute_texts")
    text_collector = fields.Char(compute="_compute_texts")
    text_items = fields.Html(compute="_compute_text_items", sanitize=False)

    _one_draft_uniq = models.UniqueIndex(
        "(profile_id, currency_id) WHERE state = 'draft'",
        "This customer has a draft of a claim in this currency already.",
    )

    @api.depends_context("lang")
    @api.depends("amount", "deadline", "profile_id", "contact_id")
    def _compute_texts(self):
        persons = self._map_persons()
        for claim in self:
            claim.text_contact = persons[claim.id].name or claim.partner_id.name
            claim.text_company = claim.company_id.name
            claim.text_total = claim._format_money(claim.amount, claim.currency_id)
            claim.text_deadline = claim._format_day(claim.deadline)
            claim.text_collector = claim._get_collector().sudo().name

    @api.depends_context("lang")
    @api.depends("amount", "charge_ids.amount_left")
    def _compute_text_items(self):
        for claim in self:
            claim.text_items = self.env["ir.qweb"]._render(
                "ar_collections.ar_charge_claim_items", {"message": claim._prepare_message()}
            )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Use the buttons to send it, cancel it or try it again.")

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for claim in self:
            if claim.state != "draft":
                raise UserError(
                    self.env._(
                        "The claim %s is part of the customer's history and cannot be deleted.",
                        claim.name,
                    )
                )

    # -- drafts ------------------------------------------------------------------------

    @api.model
    def _get_draft(self, profile, currency):
        """The draft of a customer's claim in a currency; made where there is none."""
        own = Domain("profile_id", "=", profile.id) & Domain("currency_id", "=", currency.id)
        draft = self.search(own & Domain("state", "=", "draft"), limit=1)
        if draft:
            return draft
        number = profile.company_id._ar_number("ar.charge.claim")
        return self.create(
            {"profile_id": profile.id, "currency_id": currency.id, "name": number or "/"}
        )

    def _update_amount(self):
        """The amount of what has not left is what is left of its charges; a draft of nothing is
        cancelled."""
        for claim in self.filtered(lambda one: one.state in ("draft", "queued", "failed")):
            left = sum(claim.charge_ids.mapped("amount_left"))
            claim.sudo().amount = claim.currency_id.round(left)
            if claim.currency_id.is_zero(left):
                claim._set_cancelled(self.env._("Nothing of its charges is asked for any more."))

    def _set_cancelled(self, reason):
        """It is not sent; its charges may be claimed anew."""
        moved = self._move_to("cancelled", error=reason)
        moved.sudo().charge_ids.claim_id = False
        return moved

    # -- actions -----------------------------------------------------------------------

    def action_send(self):
        """Queue drafts, and those that failed; they leave in a moment."""
        self.check_access("write")
        self._update_amount()
        ready = self.filtered(lambda one: one.state in ("draft", "failed"))
        if not ready:
            raise UserError(
                self.env._(
                    "None of these claims can be sent: they were sent or cancelled, or nothing of "
                    "their charges is asked for any more."
                )
            )
        ready._queue()
        return self._warn_of_senders(self.env._("The claims wait to leave.")) or True

    def _queue(self):
        moved = self._move_to("queued", error=False)
        moved.sudo().write({"tries": 0, "next_try": False, "attachment_id": False})
        if moved:
            self._wake_sender()
        return moved

    def action_cancel(self):
        """Do not send the claims; their charges stay as they are."""
        self.check_access("write")
        self.filtered(lambda one: one.state != "sent")._set_cancelled(
            self.env._("Cancelled by %s.", self.env.user.name)
        )
        return True

    def action_view_charges(self):
        """Open the charges of the claim."""
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_charge_action")
        return {**action, "domain": [("claim_id", "in", self.ids)], "context": {}}
