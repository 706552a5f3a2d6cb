"""Dispatches: each attempt to tell a customer something, and what became of it."""

from odoo import api, fields, models
from odoo.tools import OrderedSet

NOTICE = "ar.dunning.notice"


# What "sent" means is the same for all channels: it has left our hands. The mail server has taken
# an e-mail; while it waits in the mail queue it is "leaving", and nothing counts yet. A letter
# lies in the list of letters to print. "Delivered" is known for a printed letter and for a call
# that was made, never for an e-mail. "Unknown" is for carriers that are no part of our
# transaction, as mail servers: a crash fell between handing over and committing, so the customer
# may have it, and it is not sent again by itself.
class ArDispatch(models.Model):
    """One attempt to deliver a message, a record of ``ar.message.mixin``, by one channel.

    A message and channel have at most one living dispatch, which the database enforces; one
    that a person sends again has another ``repeat``.
    """

    _name = "ar.dispatch"
    _inherit = ["ar.gate.mixin", "ar.mailed.mixin", "ar.answer.mixin"]
    _description = "Dispatch"
    _order = "date desc, id desc"
    _rec_name = "recipient"
    _check_company_auto = True

    # They move one by one, by the thousand.
    _asks_at_once = False
    # What became of a message is never written by hand.
    _transitions = {
        # Sent or unknown: one address, or the whole of it, is tried again later.
        "leaving": ("queued", "sent", "unknown"),
        # Failed: the mail queue tried again, and it left.
        "sent": ("queued", "leaving", "failed", "unknown"),
        "delivered": ("queued", "sent", "unknown"),
        "bounced": ("leaving", "sent", "delivered", "unknown"),
        "failed": ("queued", "leaving", "sent", "unknown"),
        "cancelled": ("queued", "leaving", "sent", "failed", "unknown"),
        "unknown": ("queued", "leaving", "failed"),
    }

    res_model = fields.Char(string="Kind of Message", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Message ID",
        model_field="res_model",
        required=True,
        readonly=True,
        index=True,
    )
    message_ref = fields.Reference(
        string="Document",
        selection="_selection_message",
        compute="_compute_message_ref",
        help="What was said: opens it.",
    )
    message_name = fields.Char(string="Document Name", compute="_compute_message_name")
    notice_id = fields.Many2one(
        "ar.dunning.notice",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The message, where it is a notice.",
    )
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", related="profile_id.partner_id", store=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", related="profile_id.company_id", store=True, index=True
    )
    level_id = fields.Many2one(
        "ar.dunning.level", string="Level", related="notice_id.level_id", store=True
    )
    collector_id = fields.Many2one(
        "res.users",
        string="Collector",
        related="profile_id.collector_id",
        store=True,
        index="btree_not_null",
    )
    currency_id = fields.Many2one("res.currency", compute="_compute_amount")
    amount_total = fields.Monetary(string="Amount", compute="_compute_amount")
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(),
        required=True,
        readonly=True,
        index=True,
    )
    usage = fields.Selection(
        [("always", "Always"), ("fallback", "Fallback")], readonly=True, default="always"
    )
    contact_id = fields.Many2one(
        "res.partner",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Whom it went to; the first of several.",
    )
    also_ids = fields.Many2many(
        "res.partner",
        "ar_dispatch_also_rel",
        "dispatch_id",
        "partner_id",
        string="Went To, Too",
        readonly=True,
        help="Whom the same message went to beside the contact.",
    )
    recipient = fields.Char(
        readonly=True,
        help="The address as used, in the channel's own form; several are separated by commas.",
    )
    hint = fields.Char(
        string="Why There", readonly=True, help="Why it went to somebody else than was chosen."
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("leaving", "Leaving"),
            ("sent", "Sent"),
            ("delivered", "Delivered"),
            ("bounced", "Bounced"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
            ("unknown", "Unknown"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
        help="Leaving: it waits in a queue, and does not count yet. Unknown: it may have "
        "arrived; nobody can tell. It is not sent again by itself.",
    )
    repeat = fields.Integer(
        string="Sent Again",
        default=0,
        readonly=True,
        help="How often a person had the message sent again before.",
    )
    attempts = fields.Integer(default=1, readonly=True)
    next_try = fields.Datetime(
        readonly=True, help="When it is tried again, where it was refused for now."
    )
    taken = fields.Char(
        string="Taken by",
        readonly=True,
        help="Of several addresses those whose server has taken it; empty: all of them.",
    )
    sms_uuid = fields.Char(
        string="Text Message",
        readonly=True,
        index="btree_not_null",
        help="By which the provider of text messages names it.",
    )
    handed_date = fields.Datetime(
        string="Handed Over On",
        readonly=True,
        help="When it came into a queue to leave, or into the list of letters to print.",
    )
    date = fields.Datetime(
        readonly=True, required=True, default=fields.Datetime.now, help="When it last moved."
    )
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="Letter",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    printed_date = fields.Date(string="Printed on", readonly=True)
    posted_date = fields.Date(
        string="Posted on",
        readonly=True,
        help="A letter counts from this day: its deadline, and the next level.",
    )
    activity_id = fields.Many2one(
        "mail.activity",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    call_date = fields.Date(
        string="Call or Visit On", readonly=True, help="The day on which somebody is to speak."
    )
    map_link = fields.Char(compute="_compute_map_link", help="Where the map shows the address.")
    outcome = fields.Selection("_selection_outcome", readonly=True)
    logged_by_id = fields.Many2one(
        "res.users",
        string="Spoken by",
        readonly=True,
        ondelete="restrict",
        help="Who logged what came out of the call or visit.",
    )
    reason_id = fields.Many2one(
        "ar.reason",
        string="Reason of Non-payment",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Why the customer does not pay, as said on the phone or on the spot.",
    )
    promised_date = fields.Date(
        string="Promised for", readonly=True, help="The day on which the customer will pay."
    )
    promised_amount = fields.Monetary(
        string="Promised",
        readonly=True,
        help="What the customer will pay, in the currency of the document; 0: all of it.",
    )
    note = fields.Text(string="Note of the Call or Visit", readonly=True)

    seen_date = fields.Datetime(
        string="Seen On",
        compute="_compute_seen_date",
        help="When the customer first opened a page of ours about what was sent.",
    )

    _living_uniq = models.UniqueIndex(
        "(res_model, res_id, channel, repeat) "
        "WHERE state IN ('queued', 'leaving', 'sent', 'delivered', 'unknown')",
        "A message leaves at most once by each channel.",
    )
    _message_idx = models.Index("(res_id, res_model)")
    # What the watch looks at, every few minutes.
    _leaving_idx = models.Index("(id) WHERE state IN ('leaving', 'unknown')")

    @api.depends("channel", "recipient")
    def _compute_display_name(self):
        labels = dict(self._fields["channel"]._description_selection(self.env))
        for dispatch in self:
            parts = (labels.get(dispatch.channel), dispatch.recipient)
            dispatch.display_name = ": ".join(filter(None, parts))

    @api.model
    def _selection_message(self):
        """(model, name) of all that is said to customers."""
        mixin = self.env.registry["ar.message.mixin"]
        return [
            (name, self.env["ir.model"]._get(name).name)
            for name, model in self.env.registry.items()
            if issubclass(model, mixin) and not model._abstract
        ]

    @api.depends("res_model", "res_id")
    def _compute_message_ref(self):
        for dispatch in self:
            known = dispatch.res_model and dispatch.res_id
            dispatch.message_ref = known and f"{dispatch.res_model},{dispatch.res_id}"

    @api.depends_context("uid")
    @api.depends("res_model", "res_id")
    def _compute_message_name(self):
        self.message_name = False
        for messages, dispatches in self._by_model():
            kind = self.env["ir.model"]._get(messages._name).name
            names = {message.id: message.display_name for message in messages.exists()}
            for dispatch in dispatches:
                dispatch.message_name = " ".join(filter(None, (kind, names.get(dispatch.res_id))))

    @api.depends("res_model", "res_id")
    def _compute_amount(self):
        self.currency_id, self.amount_total = False, 0.0
        for messages, dispatches in self._by_model():
            amounts = {message.id: message._get_amount() for message in messages.exists()}
            for dispatch in dispatches.filtered(lambda one, has=amounts: one.res_id in has):
                dispatch.currency_id, dispatch.amount_total = amounts[dispatch.res_id]

    @api.depends("res_model", "res_id")
    def _compute_seen_date(self):
        self.seen_date = False
        for messages, dispatches in self._by_model():
            found = self.env["ar.seen"]._read(messages)
            for dispatch in dispatches.filtered(lambda one, has=found: one.res_id in has):
                dispatch.seen_date = found[dispatch.res_id].first_date

    # -- CRUD --------------------------------------------------------------------------

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: a notice stands in a field of its own, too; the account is the
        # message's, so that who may see the one sees the other.
        done = []
        for vals in super()._complete(vals_list):
            if notice_id := vals.get("notice_id"):
                vals = {"res_model": NOTICE, "res_id": notice_id, **vals}
            elif vals.get("res_model") == NOTICE:
                vals = {**vals, "notice_id": vals.get("res_id")}
            if vals.get("res_id") and not vals.get("profile_id"):
                message = self.env[vals["res_model"]].browse(vals["res_id"])
                vals = {**vals, "profile_id": message.sudo().profile_id.id}
            done.append({**vals, **self._prepare_related(vals)})
        return done

    @api.model
    def _prepare_related(self, vals):
        """What is kept of the account and of the notice: in the row from its birth, which spares a
        second write of it."""
        account = self.env["ar.profile"].sudo().browse(vals.get("profile_id") or ())
        notice = self.env[NOTICE].sudo().browse(vals.get("notice_id") or ())
        return {
            "partner_id": account.partner_id.id,
            "company_id": account.company_id.id,
            "collector_id": account.collector_id.id,
            "level_id": notice.level_id.id,
        }

    # -- the messages ------------------------------------------------------------------

    def _by_model(self):
        """What the dispatches say, by kind: list of (messages, their dispatches)."""
        return [
            (self.env[name].browse(OrderedSet(dispatches.mapped("res_id"))), dispatches)
            for name, dispatches in self.grouped("res_model").items()
            if name
        ]

    @api.model
    def _prepare_told(self, people):
        """Values that keep whom a message goes to; most go to one."""
        values = {"contact_id": people[:1].id}
        return {**values, "also_ids": [(6, 0, people[1:].ids)]} if len(people) > 1 else values

    def _get_told(self):
        """All whom it went to."""
        return self.contact_id | self.also_ids

    def _get_message(self):
        """The message that was sent."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id)

    # -- the gate ----------------------------------------------------------------------

    def _move_to(self, state, allowed=None, **values):
        # EXTENDS the gate: the date is that of the last move.
        return super()._move_to(state, allowed, **{"date": fields.Datetime.now(), **values})

    # -- links -------------------------------------------------------------------------

    def action_view_message(self):
        """Open what was delivered."""
        self.ensure_one()
        return self._get_message()._get_records_action()

    def action_view_notice(self):
        """Open the notice that was delivered."""
        self.ensure_one()
        return self.notice_id._get_records_action()

    def action_view_profile(self):
        """Open the customer's account, where the talk is kept."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ar.profile",
            "res_id": self.profile_id.id,
            "view_mode": "form",
        }
