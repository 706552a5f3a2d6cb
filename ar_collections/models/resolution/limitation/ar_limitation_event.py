"""What happened to a claim and restarts or stops its limitation: what people enter by hand."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...base.ar_guard_mixin import NEW


class ArLimitationEvent(models.Model):
    """Entered with its proof, for chosen items or for all that the customer owed on its day.

    All that counts, from wherever it comes, is read by ``_read_events``: the open list of
    ``_get_sources``. What is recorded stands; a mistake is withdrawn, with a reason.
    """

    _name = "ar.limitation.event"
    _inherit = ["ar.gate.mixin"]
    _description = "Limitation Event"
    _order = "day desc, id desc"
    _check_company_auto = True

    _writable = {
        NEW: ("profile_id", "kind", "day", "move_line_ids"),
        "recorded": ("until", "reference", "note", "attachment_ids"),
    }
    _transitions = {"withdrawn": ("recorded",)}
    _logged = ("kind", "day", "until", "move_line_ids", "reference", "state")

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    kind = fields.Selection("_selection_kind", string="What Happened", required=True)
    day = fields.Date(
        required=True,
        default=lambda self: self.env.company._ar_today(),
        help="On which it happened; of a demand, on which it arrived.",
    )
    until = fields.Date(
        string="Ended On", help="Last day of a suit, a conciliation or talks. Empty: it goes on."
    )
    move_line_ids = fields.Many2many(
        "account.move.line",
        "ar_limitation_event_line_rel",
        "event_id",
        "line_id",
        string="Items",
        help="Empty: all that the customer owed on that day.",
    )
    names_items = fields.Boolean(
        readonly=True,
        copy=False,
        help="Kept when the items vanish: an event of some items never becomes one of all.",
    )
    reference = fields.Char(help="File number of the court, number of the registered letter.")
    attachment_ids = fields.Many2many(
        "ir.attachment",
        "ar_limitation_event_file_rel",
        "event_id",
        "attachment_id",
        string="Proof",
        bypass_search_access=True,
        copy=False,
        help="Receipt of the letter, signed paper, order of the court.",
    )
    proved = fields.Boolean(
        compute="_compute_proved",
        help="There is a file or a reference. What cannot be proved does not count.",
    )
    note = fields.Text()
    user_id = fields.Many2one("res.users", string="Recorded By", readonly=True, copy=False)
    state = fields.Selection(
        [("recorded", "Recorded"), ("withdrawn", "Withdrawn")],
        default="recorded",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    withdrawn_reason = fields.Char(string="Why Withdrawn", readonly=True, copy=False)

    def _selection_kind(self):
        return [(code, kind.name) for code, kind in self._get_kinds().items()]

    @api.depends("attachment_ids", "reference")
    def _compute_proved(self):
        for event in self:
            event.proved = bool(event.sudo().attachment_ids or (event.reference or "").strip())

    @api.depends("kind", "day", "partner_id")
    def _compute_display_name(self):
        kinds = self._get_kinds()
        for event in self:
            name = kinds[event.kind].name if event.kind in kinds else ""
            day = format_date(self.env, event.day) if event.day else ""
            event.display_name = f"{name} {day}".strip()

    @api.constrains("day", "until", "kind", "profile_id")
    def _check_days(self):
        kinds = self._get_kinds()
        for event in self:
            name, today = kinds[event.kind].name, event.company_id._ar_today()
            if max(event.day, event.until or event.day) > today:
                raise ValidationError(
                    self.env._(
                        "“%(event)s” of %(customer)s lies in the future. Record it once it has "
                        "happened.",
                        event=name,
                        customer=event.partner_id.display_name,
                    )
                )
            if event.until and event.until < event.day:
                raise ValidationError(
                    self.env._(
                        "“%(event)s” of %(customer)s ends on %(last)s, before it begins on "
                        "%(first)s. Correct one of the days.",
                        event=name,
                        customer=event.partner_id.display_name,
                        last=format_date(self.env, event.until),
                        first=format_date(self.env, event.day),
                    )
                )
            if event.until and not kinds[event.kind].lasts:
                raise ValidationError(
                    self.env._(
                        "“%(event)s” of %(customer)s is of one day. Leave its end empty.",
                        event=name,
                        customer=event.partner_id.display_name,
                    )
                )

    @api.constrains("move_line_ids", "profile_id")
    def _check_items(self):
        for event in self:
            profile = event.profile_id
            for line in event.sudo().move_line_ids:
                own = line.partner_id.commercial_partner_id == profile.partner_id
                if own and line.company_id == profile.company_id:
                    continue
                raise ValidationError(
                    self.env._(
                        "%(item)s is no item of %(customer)s. Choose items of this customer, or "
                        "none for all.",
                        item=line.move_id.display_name,
                        customer=profile.display_name,
                    )
                )

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: who records it is who acts.
        return [{**vals, "user_id": self.env.uid} for vals in super()._complete(vals_list)]

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        events = super().create(vals_list)
        events._keep_files({})
        events.sudo().filtered("move_line_ids").names_items = True
        for event in events:
            event._log(self.env._("Recorded for limitation: %s.", event.display_name))
        return events

    def write(self, vals):
        # EXTENDS the guard: what proves it is added, and not taken away.
        before = {event.id: event.sudo().attachment_ids for event in self}
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._keep_files(before)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_recorded(self):
        for event in self:
            raise UserError(
                self.env._(
                    "“%(event)s” of %(customer)s is evidence and cannot be deleted. Withdraw it.",
                    event=event.display_name,
                    customer=event.partner_id.display_name,
                )
            )

    def _keep_files(self, before):
        """Take in the files that were added: the acting person may read them, and an upload
        belongs here from now on."""
        for event in self:
            had = before.get(event.id, self.env["ir.attachment"].sudo())
            files = event.sudo().attachment_ids
            if had - files:
                raise UserError(
                    self.env._(
                        "The proof of “%s” cannot be taken away. Withdraw the event, or add "
                        "another file.",
                        event.display_name,
                    )
                )
            (files - had).sudo(self.env.su).check_access("read")
            loose = files.filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": event.id})

    def _keeps(self, attachments):
        # EXTENDS the guard: what proves it.
        return super()._keeps(attachments) | (attachments & self.sudo().attachment_ids)

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("What was recorded is evidence: withdraw it, and record what is right.")

    # -- steps -------------------------------------------------------------------------

    def _withdraw(self, reason):
        """It counts for nothing any more; twice is once."""
        moved = self._move_to("withdrawn", withdrawn_reason=reason)
        for event in moved:
            event._log(
                self.env._(
                    "Withdrawn: %(event)s. %(reason)s", event=event.display_name, reason=reason
                )
            )
        return moved

    def action_withdraw(self):
        """Ask why it is withdrawn."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Withdraw"),
            "res_model": "ar.limitation.withdraw",
            "view_mode": "form",
            "target": "new",
            "context": {"default_event_id": self.id},
        }

    def action_view_profile(self):
        """Open the customer's account."""
        self.ensure_one()
        return self.profile_id._get_records_action()

    def _log(self, text):
        self.profile_id.sudo()._message_log(body=text, author_id=self.env.user.partner_id.id)
