"""Dispatches: each attempt to tell a customer something, and what became of it."""

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.fields import Domain


# What "sent" means is the same for all channels: it has left our hands. An e-mail is in the
# mail queue, a letter lies in the list of letters to print, both for good; so the notice
# counts. "Delivered" is known for a printed letter and for a call that was made, never for
# an e-mail.
class ArDispatch(models.Model):
    """One attempt to deliver a notice by one channel.

    A notice and channel have at most one living dispatch, which the database enforces.
    """

    _name = "ar.dispatch"
    _inherit = ["ar.gate.mixin"]
    _description = "Dispatch"
    _order = "date desc, id desc"
    _rec_name = "recipient"
    _check_company_auto = True

    # They move one by one, by the thousand.
    _asks_at_once = False
    # What became of a message is never written by hand.
    _transitions = {
        "sent": ("queued",),
        "delivered": ("queued", "sent"),
        "bounced": ("sent", "delivered"),
        "failed": ("queued", "sent"),
        "cancelled": ("queued", "sent"),
    }

    notice_id = fields.Many2one(
        "ar.dunning.notice", required=True, readonly=True, index=True, ondelete="restrict"
    )
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        related="notice_id.profile_id",
        store=True,
        index=True,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", related="notice_id.partner_id", store=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", related="notice_id.company_id", store=True, index=True
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
    currency_id = fields.Many2one("res.currency", related="notice_id.currency_id")
    amount_total = fields.Monetary(string="Amount", related="notice_id.amount_total")
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(),
        required=True,
        readonly=True,
        index=True,
    )
    usage = fields.Selection(
        [("always", "Always"), ("fallback", "Fallback")], readonly=True, default="always"
    )
    recipient = fields.Char(readonly=True, help="The address as used, in the channel's own form.")
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("delivered", "Delivered"),
            ("bounced", "Bounced"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    attempts = fields.Integer(default=1, readonly=True)
    error = fields.Text(readonly=True)
    date = fields.Datetime(
        readonly=True, required=True, default=fields.Datetime.now, help="When it last moved."
    )
    mail_mail_id = fields.Many2one(
        "mail.mail", string="E-mail", readonly=True, index="btree_not_null", ondelete="set null"
    )
    mail_message_id = fields.Many2one(
        "mail.message",
        string="Message",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="Letter",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    activity_id = fields.Many2one(
        "mail.activity",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    call_date = fields.Date(
        string="Call On", readonly=True, help="The day on which the call is to be made."
    )
    outcome = fields.Selection(
        [
            ("will_pay", "Reached: will pay"),
            ("paid", "Reached: says it is paid"),
            ("disputes", "Reached: disputes the claim"),
            ("documents", "Reached: asks for documents"),
            ("refuses", "Reached: refuses to pay"),
            ("not_reached", "Not reached"),
            ("wrong_number", "Wrong number"),
            ("done", "Done"),
        ],
        readonly=True,
    )
    note = fields.Text(string="Note of the Call", readonly=True)

    _living_uniq = models.UniqueIndex(
        "(notice_id, channel) WHERE state IN ('queued', 'sent', 'delivered')",
        "A notice leaves at most once by each channel.",
    )
    _address_index = models.Index(
        "(recipient, id) WHERE channel = 'email' AND state IN ('sent', 'delivered', 'bounced')"
    )

    @api.depends("channel", "recipient")
    def _compute_display_name(self):
        labels = dict(self._fields["channel"]._description_selection(self.env))
        for dispatch in self:
            parts = (labels.get(dispatch.channel), dispatch.recipient)
            dispatch.display_name = ": ".join(filter(None, parts))

    # ------------------------------------------------------------------
    # The gate
    # ------------------------------------------------------------------
    def _move_to(self, state, allowed=None, **values):
        # EXTENDS the gate: the date is that of the last move.
        return super()._move_to(state, allowed, **{"date": fields.Datetime.now(), **values})

    def _set_undelivered(self, state, reason, try_others=True):
        """A message came back: note it, and let the next channel speak or report failure.

        :param state: ``bounced`` or ``failed``
        :param try_others: False if our own server is at fault, not the address
        :return: the dispatches that moved
        """
        moved = self._move_to(state, error=reason)
        if state == "bounced":
            moved.profile_id._mark_contact("email")
        for notice, dispatches in moved.grouped("notice_id").items():
            notice._on_undelivered(dispatches, reason, try_others)
        return moved

    def _carries_message(self):
        """True if the message is on its way or has arrived; a call to be made is neither."""
        self.ensure_one()
        waits_for_a_person = self.state == "queued" and self.activity_id
        return self.state in ("queued", "sent", "delivered") and not waits_for_a_person

    # ------------------------------------------------------------------
    # Letters
    # ------------------------------------------------------------------
    def action_print_letters(self):
        """Show the stored letters as one PDF, in the order of the list.

        A letter leaves when it is printed: one whose items were all paid since it was made
        is cancelled instead.
        """
        self.check_access("write")
        waiting = self.sudo().filtered(lambda d: d.channel == "letter" and d.state == "sent")
        waiting._drop_settled()
        left = self - waiting.filtered(lambda d: d.state == "cancelled")
        if self and not left:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {
                    "message": self.env._("Paid in the meantime."),
                    "next": {"type": "ir.actions.client", "tag": "soft_reload"},
                },
            }
        wizard = self.env["ar.dispatch.print_letters"].create(
            {"dispatch_ids": [Command.set(left.ids)]}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Letters"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_mark_printed(self):
        """Confirm that the letters were printed and posted."""
        letters = self.filtered(lambda dispatch: dispatch.channel == "letter")
        return bool(letters._move_to("delivered"))

    # ------------------------------------------------------------------
    # Calls
    # ------------------------------------------------------------------
    def action_log_call(self):
        """Ask for the outcome of the call."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log Call"),
            "res_model": "ar.dispatch.log_call",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_dispatch_id": self.id},
        }

    def _log_call(self, outcome, note=None, next_date=None):
        """Record what came out of a call; the caller has checked the access.

        :param outcome: one of the field ``outcome``
        :param next_date: day of a further call; a customer who was not reached stays queued
        """
        self.ensure_one()
        label = dict(self._fields["outcome"]._description_selection(self.env))[outcome]
        together = self.sudo()._get_same_call()
        activity = together.activity_id
        again = outcome == "not_reached"
        if again:
            together.write({"attempts": self.attempts + 1, "outcome": outcome, "note": note})
            together.write({"activity_id": False, "call_date": next_date or self.call_date})
        elif outcome == "wrong_number":
            together._move_to_wrong_number(label, note)
        else:
            together._move_to("delivered", outcome=outcome, note=note)
        self._close_activity(activity, label, note)
        if next_date or again:
            self.sudo()._plan_next_call(next_date or self.call_date, together if again else None)

    def _get_same_call(self):
        """The queued dispatches that one call settles (a customer's notices by currency)."""
        if not self.activity_id:
            return self
        return self.search([("activity_id", "=", self.activity_id.id), ("state", "=", "queued")])

    def _move_to_wrong_number(self, label, note):
        """Nobody can be reached at this number: the call failed, the collector finds another."""
        self.write({"outcome": "wrong_number", "note": note})
        self._set_undelivered("failed", label)
        self.profile_id._mark_contact("phone")
        self.notice_id[:1]._make_delivery_task(label)

    def _close_activity(self, activity_sudo, label, note):
        """Close the task with the outcome; without a task, say it in the chatter."""
        feedback = ". ".join(filter(None, (label, note)))
        if activity_sudo and activity_sudo.active:
            # Closed by the user who called, so that the history names this user.
            activity_sudo.sudo(False).with_user(self.env.user).action_feedback(feedback=feedback)
        else:
            self.profile_id.sudo()._message_log(
                body=Markup("<p>{}</p>").format(feedback),
                author_id=self.env.user.partner_id.id,
            )

    def _plan_next_call(self, day, again):
        """Make the task of a further call; ``again`` are the dispatches it belongs to."""
        activity = self.env["ar.channel.call"]._plan([(self.notice_id, day)])
        if again:
            again.write({"activity_id": activity.id})

    # ------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------
    def action_view_notice(self):
        """Open the notice that was delivered."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ar.dunning.notice",
            "res_id": self.notice_id.id,
            "view_mode": "form",
        }

    def action_view_profile(self):
        """Open the customer's account, where the talk is kept."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "ar.profile",
            "res_id": self.profile_id.id,
            "view_mode": "form",
        }

    @api.model
    def _read_bounced(self, addresses):
        """The e-mail addresses among ``addresses`` whose last message came back; one query."""
        self.flush_model(["channel", "recipient", "state"])
        domain = Domain("channel", "=", "email") & Domain("recipient", "in", list(addresses))
        domain &= Domain("state", "in", ("sent", "delivered", "bounced"))
        # A full mailbox is emptied one day: after three months the address is tried again.
        domain &= Domain("date", ">=", fields.Datetime.subtract(fields.Datetime.now(), days=90))
        last = self.sudo()._read_group(domain, ["recipient"], ["id:max"])
        dispatches = self.sudo().browse([last_id for _recipient, last_id in last])
        return set(dispatches.filtered(lambda d: d.state == "bounced").mapped("recipient"))

    def _drop_settled(self):
        """Cancel what is no longer needed: all that its notice asked for is paid."""
        for dispatch in self:
            items = dispatch.notice_id.line_ids.filtered(lambda line: line.kind == "item")
            if all(line.move_line_id.reconciled for line in items if line.move_line_id):
                activity = dispatch.activity_id
                dispatch._move_to("cancelled", error=self.env._("Paid in the meantime."))
                activity.unlink()

    def _fail_outdated(self):
        """A message whose amounts are no longer right does not leave; the next run reminds
        anew, with the right ones."""
        lines = self.notice_id.line_ids.filtered(
            lambda line: line.kind == "item" and line.state == "sent"
        )
        rows = self.env["ar.open.item"]._read_rows(
            self.company_id.ids, ids=lines.move_line_id.ids, include_future=True
        )
        live = {row["id"]: row for row in rows}
        for dispatch in self.filtered(lambda d: d.state == "queued"):
            items = dispatch.notice_id.line_ids & lines
            rows = [(line, live.get(line.move_line_id.id)) for line in items]
            if not all(
                row
                and not row["payment_pending"]
                and not line.currency_id.compare_amounts(row["residual_currency"], line.amount_open)
                for line, row in rows
            ):
                dispatch._set_undelivered(
                    "failed",
                    self.env._("Something was paid or changed since; the next run reminds anew."),
                    try_others=False,
                )
