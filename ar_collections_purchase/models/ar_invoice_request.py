"""Requests for the invoices of suppliers who delivered and did not invoice."""

from odoo import api, fields, models
from odoo.tools import format_amount, format_date

from odoo.addons.ar_collections.models.base.ar_guard_mixin import ANY

# Somebody, or the night, still does something about these.
WAITING = ("new", "asked", "reminded", "called")
OPEN = (*WAITING, "escalated")


class ArInvoiceRequest(models.Model):
    """One order whose invoice is missing: new → asked → reminded → called → escalated → closed.

    What is due with several orders of a supplier is one e-mail or one call (``together_id``); what
    the supplier answers, and what came, is of each order.

    The night does one step at a time, each once, and closes the request when the invoice has come.
    One that a person cancelled stays so: that order is not asked about again. What is missing is
    read live from the order, and never stored.
    """

    _name = "ar.invoice.request"
    _inherit = ["ar.gate.mixin", "ar.job.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Request for a Supplier's Invoice"
    _rec_name = "order_id"
    _order = "next_on, id"
    _check_company_auto = True
    _writable = {ANY: ("note",), **dict.fromkeys(OPEN, ("promised_on",))}
    _transitions = {
        "new": ("cancelled",),
        "asked": ("new",),
        "reminded": ("asked",),
        "called": ("new", "asked", "reminded"),
        "escalated": ("called",),
        "closed": OPEN,
        "cancelled": OPEN,
    }

    order_id = fields.Many2one(
        "purchase.order",
        string="Purchase Order",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        related="order_id.partner_id", string="Supplier", store=True, index=True
    )
    user_id = fields.Many2one(
        related="order_id.user_id", string="Buyer", store=True, index="btree_not_null"
    )
    amount = fields.Monetary(
        string="Not Invoiced",
        compute="_compute_amount",
        compute_sudo=True,
        help="What was received and not invoiced, without taxes, in the company's currency.",
    )
    found_on = fields.Date(string="Missing Since", required=True, readonly=True, copy=False)
    asked_on = fields.Date(readonly=True, copy=False)
    reminded_on = fields.Date(readonly=True, copy=False)
    call_on = fields.Date(readonly=True, copy=False, tracking=True)
    escalated_on = fields.Date(readonly=True, copy=False)
    closed_on = fields.Date(readonly=True, copy=False)
    deadline = fields.Date(
        readonly=True, copy=False, help="The day that the last e-mail names to the supplier."
    )
    due_on = fields.Date(readonly=True, copy=False, help="Day of the next step, as planned.")
    promised_on = fields.Date(
        tracking=True,
        copy=False,
        help="The supplier says that the invoice comes by that day. The next step waits for it.",
    )
    next_on = fields.Date(
        string="Next Step On",
        compute="_compute_next_on",
        store=True,
        index="btree_not_null",
        help="Empty: nothing follows by itself.",
    )
    note = fields.Text()
    together_id = fields.Many2one(
        "ar.invoice.request",
        string="Asked Together With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The request that has the e-mail or the task about all these orders.",
    )
    together_ids = fields.One2many("ar.invoice.request", "together_id", readonly=True)
    mail_mail_id = fields.Many2one(
        "mail.mail",
        string="Last E-mail",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    mail_failed = fields.Boolean(
        string="Last E-mail Failed", compute="_compute_mail_failed", compute_sudo=True
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("asked", "Asked"),
            ("reminded", "Reminded"),
            ("called", "To Call"),
            ("escalated", "Escalated"),
            ("closed", "Invoice Came"),
            ("cancelled", "Cancelled"),
        ],
        default="new",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )

    # Placeholders of the e-mails.
    text_recipients = fields.Char(compute="_compute_texts", compute_sudo=True)
    text_lang = fields.Char(compute="_compute_texts", compute_sudo=True)
    text_contact = fields.Char(compute="_compute_texts", compute_sudo=True)
    text_company = fields.Char(compute="_compute_texts", compute_sudo=True)
    text_buyer = fields.Char(compute="_compute_texts", compute_sudo=True)
    text_order = fields.Char(compute="_compute_texts", compute_sudo=True)
    text_amount = fields.Char(compute="_compute_texts", compute_sudo=True)
    text_deadline = fields.Char(compute="_compute_texts", compute_sudo=True)
    text_items = fields.Html(compute="_compute_texts", compute_sudo=True, sanitize=False)

    _once_uniq = models.UniqueIndex(
        "(order_id) WHERE state != 'closed'", "The invoice of this order is asked for already."
    )

    @api.depends("order_id")
    def _compute_amount(self):
        missing = self._read_missing(order_ids=self.order_id.ids)
        for request in self:
            request.amount = missing.get(request.order_id.id, 0.0)

    @api.depends("state", "due_on", "promised_on")
    def _compute_next_on(self):
        for request in self:
            promised = request.promised_on and fields.Date.add(request.promised_on, days=1)
            days = [day for day in (request.due_on, promised) if day]
            waits = request.state in WAITING and request.due_on
            request.next_on = max(days) if waits else False

    @api.depends("mail_mail_id.state")
    def _compute_mail_failed(self):
        for request in self:
            request.mail_failed = request.mail_mail_id.state == "exception"

    @api.depends("order_id", "partner_id", "user_id", "deadline", "together_id.together_ids.state")
    @api.depends_context("lang")
    def _compute_texts(self):
        for one in self:
            company, together = one.company_id, one._get_together()
            people = together.partner_id
            told = people if len(people) == 1 else people.commercial_partner_id[:1]
            one.text_recipients = ",".join(map(str, one._get_recipients(together).ids))
            one.text_lang = company._ar_pick_lang(*people)
            one.text_contact = told.name or ""
            one.text_company = company.name
            one.text_buyer = one.user_id.name or company.name
            one.text_order = ", ".join(other._get_order_name() for other in together)
            amount = sum(together.mapped("amount"))
            one.text_amount = format_amount(self.env, amount, one.currency_id)
            one.text_deadline = one.deadline and format_date(self.env, one.deadline)
            one.text_items = together._get_items_table()

    # -- what people do ----------------------------------------------------------------

    def action_step(self):
        """Do the next step today instead of on its day."""
        self.check_access("write")
        for own in self.sudo().filtered(lambda one: one.state in WAITING)._by_supplier():
            own._step(early=True)

    def action_cancel(self):
        """Ask no more about these orders."""
        self._move_to("cancelled")._end_tasks()

    def action_resume(self):
        """Ask again about an order that was cancelled, from the beginning."""
        for request in self.filtered(lambda one: one.state == "cancelled"):
            request._move_to("new", due_on=request.company_id._ar_today(), promised_on=False)

    def action_view_order(self):
        """Open the order."""
        self.ensure_one()
        return self.order_id._get_records_action()

    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Use its buttons; the night does the rest.")
