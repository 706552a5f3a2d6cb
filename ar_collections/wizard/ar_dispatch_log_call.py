"""Ask for the outcome of a call or a visit."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..models.base.notify import notify
from ..models.channel.ar_dispatch_kinds import Said
from ..tools.channel import phone


class ArDispatchLogCall(models.TransientModel):
    _name = "ar.dispatch.log_call"
    _description = "Log Call or Visit"

    dispatch_id = fields.Many2one(
        "ar.dispatch",
        readonly=True,
        ondelete="cascade",
        help="The planned call or visit. Empty: nobody planned it.",
    )
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        compute="_compute_profile_id",
        compute_sudo=False,
        store=True,
        readonly=True,
        ondelete="cascade",
    )
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(), compute="_compute_head"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", related_sudo=False)
    company_id = fields.Many2one(related="profile_id.company_id", related_sudo=False)
    recipient = fields.Char(string="Phone or Address", compute="_compute_head")
    phone_link = fields.Html(string="Phone", compute="_compute_head")
    map_link = fields.Char(related="dispatch_id.map_link", related_sudo=False)
    currency_id = fields.Many2one("res.currency", compute="_compute_head")
    amount_total = fields.Monetary(compute="_compute_head", string="Amount")
    attempts = fields.Integer(related="dispatch_id.attempts", string="Attempt", related_sudo=False)
    then_next = fields.Boolean(
        string="Then the Next One",
        help="Once this one is logged, the next call or visit that is due opens: the largest "
        "amount first.",
    )
    skipped_ids = fields.Many2many(
        "ar.dispatch",
        "ar_dispatch_log_call_skipped_rel",
        "wizard_id",
        "dispatch_id",
        readonly=True,
        help="What was skipped one after the other: it stays due, and is not opened again here.",
    )
    script = fields.Html(string="What to Say", compute="_compute_script")
    outcome = fields.Selection(
        selection=lambda self: self._selection_outcome(),
        help="What came out of it; only what is skipped needs none.",
    )
    step = fields.Char(string="What Follows", compute="_compute_step")
    asks = fields.Char(compute="_compute_step", help="What the outcome asks for.")
    reason_id = fields.Many2one(
        "ar.reason",
        string="Reason of Non-payment",
        compute="_compute_reason_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('company_id', 'in', (False, company_id))]",
        help="Why it is not paid; it is kept on the customer account.",
    )
    promised_date = fields.Date(
        string="Will Pay on",
        help="Nothing more is asked before. Empty: reminders go on as if nothing was said.",
    )
    promised_amount = fields.Monetary(help="Empty: all of it.")
    paid_date = fields.Date(string="Paid on")
    reference = fields.Char(string="Payment Reference")
    move_ids = fields.Many2many(
        "account.move",
        "ar_dispatch_log_call_move_rel",
        "wizard_id",
        "move_id",
        string="Invoices",
        domain="[('id', 'in', choice_ids)]",
        help="The invoices that it is about. Empty: all of the customer's.",
    )
    choice_ids = fields.Many2many("account.move", compute="_compute_choice_ids")
    send_copies = fields.Boolean(
        string="Send Copies Now",
        compute="_compute_send_copies",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="The present PDFs of the invoices leave by e-mail. Otherwise you get a task.",
    )
    copies_to = fields.Char(string="To", compute="_compute_copies_to")
    next_date = fields.Date(
        string="Speak Again on",
        compute="_compute_next_date",
        compute_sudo=False,
        store=True,
        readonly=False,
        help="Makes a task for a further call or visit on that day.",
    )
    note = fields.Text()

    @api.model
    def _selection_outcome(self):
        """What can come out of it; “done” is for what is closed in the chatter."""
        outcomes = self.env["ar.dispatch"]._get_outcomes()
        return [(code, outcome.name) for code, outcome in outcomes.items() if outcome.offered]

    @api.depends("dispatch_id")
    def _compute_profile_id(self):
        for wizard in self:
            wizard.profile_id = wizard.dispatch_id.profile_id or wizard.profile_id

    @api.depends("dispatch_id", "profile_id")
    def _compute_head(self):
        talks = self.env["ar.talk"]
        for wizard in self:
            dispatch, profile = wizard.dispatch_id, wizard.profile_id
            wizard.channel = dispatch.channel or "call"
            wizard.recipient = dispatch.recipient
            wizard.currency_id = dispatch.currency_id
            wizard.amount_total = dispatch.amount_total
            called = dispatch.contact_id or profile.partner_id
            if profile and not dispatch:
                called = talks._find_called(profile)
                wizard.recipient = called._ar_show_phone(profile.company_id)
                wizard.currency_id, wizard.amount_total = talks._find_debt(profile)
            wizard.phone_link = wizard._make_phone_link(called)

    def _make_phone_link(self, called):
        """The number as people read it, dialled in its international form."""
        if self.channel != "call" or not self.recipient:
            return False
        country = called._ar_get_phone_country(company=self.company_id)
        link = phone.read(self.recipient, country).link
        return Markup("<a href='{}'>{}</a>").format(
            link or "tel:" + self.recipient.replace(" ", ""), self.recipient
        )

    @api.depends("dispatch_id", "profile_id")
    def _compute_script(self):
        self.script = False
        for wizard in self.filtered("profile_id"):
            dispatch = wizard.dispatch_id
            # Of a call that nobody planned: what the last reminder would say on the phone.
            message = dispatch._get_message() if dispatch else wizard.profile_id.last_notice_id
            channel = self.env["ar.channel"]._get(wizard.channel)
            if message:
                speaking = message.with_context(lang=self.env.lang)
                wizard.script = speaking._get_script(channel._script)

    @api.depends("outcome")
    def _compute_step(self):
        outcomes = self.env["ar.dispatch"]._get_outcomes()
        for wizard in self:
            outcome = outcomes.get(wizard.outcome)
            wizard.step = outcome and outcome.step
            wizard.asks = outcome and ",".join(outcome.asks)

    @api.depends("outcome")
    def _compute_reason_id(self):
        outcomes = self.env["ar.dispatch"]._get_outcomes()
        for wizard in self:
            code = wizard.outcome and outcomes[wizard.outcome].reason
            company = wizard.company_id
            wizard.reason_id = code and self.env["ar.reason"]._find(code, company)

    @api.depends("outcome")
    def _compute_next_date(self):
        for wizard in self:
            again = wizard.outcome == "not_reached" and wizard.profile_id
            wizard.next_date = again and wizard._get_call()._get_next_try()

    @api.depends("dispatch_id", "profile_id")
    def _compute_choice_ids(self):
        for wizard in self:
            found = wizard.profile_id and wizard._get_call()._get_open_invoices()
            wizard.choice_ids = found or False

    @api.depends("dispatch_id", "profile_id")
    def _compute_copies_to(self):
        for wizard in self:
            # Of an account of others no address is told.
            known = wizard.profile_id and wizard.profile_id._origin.has_access("read")
            person = known and wizard._get_call().sudo()._get_reader_of_copies()
            wizard.copies_to = person.email_formatted if person else False

    @api.depends("outcome")
    def _compute_send_copies(self):
        for wizard in self:
            wizard.send_copies = bool(wizard.outcome == "documents" and wizard.copies_to)

    def action_log(self):
        """Record the outcome and do what follows from it."""
        self.ensure_one()
        self._check_logging()
        self._check_promise()
        call = self.dispatch_id or self.env["ar.talk"]._begin(self.profile_id).sudo(self.env.su)
        call._log_call(self.outcome, self.note, self.next_date, self._get_said())
        following = self._open_next(self.skipped_ids) if self.then_next else None
        return following or {"type": "ir.actions.act_window_close"}

    def action_skip(self):
        """Go on with the next call or visit; this one stays due, and its task as it is."""
        self.ensure_one()
        self.dispatch_id.check_access("write")
        skipped = self.skipped_ids | self.dispatch_id._get_same_call()
        if following := self._open_next(skipped):
            return following
        words = self.env._("Nobody else is due. Skipped, and due as before: %s.", len(skipped))
        return notify(words, reload=False)

    def _open_next(self, skipped):
        """The dialog of the next one; None where nobody is left."""
        following = self.env["ar.dispatch"]._find_next(self.channel or "call", skipped.ids)
        return following._ask_outcome(then_next=True, skipped=skipped.ids) if following else None

    def _check_logging(self):
        """:raise UserError: it was logged already, says nothing, or the dialog is about nobody"""
        self.dispatch_id.check_access("write")
        if not self.outcome:
            raise UserError(self.env._("Choose what came out of it, then log it."))
        if not self.profile_id:
            raise UserError(
                self.env._("Open this dialog from a customer account or from the calls to make.")
            )
        self.profile_id.check_access("write")
        if self.dispatch_id and self.dispatch_id.profile_id != self.profile_id:
            # What is checked against the one would be said to the other.
            raise UserError(
                self.env._(
                    "This call is not one to %(customer)s. Open the dialog anew.",
                    customer=self.partner_id.display_name,
                )
            )
        if self.dispatch_id and self.dispatch_id.state != "queued":
            raise UserError(
                self.env._(
                    "The call to %(customer)s was already logged.",
                    customer=self.partner_id.display_name,
                )
            )

    def _get_call(self):
        """The planned call or visit; else one that is not kept, to ask what would follow."""
        self.ensure_one()
        return self.dispatch_id or self.env["ar.dispatch"].new(
            {"profile_id": self.profile_id.id, "channel": "call", "attempts": 1}
        )

    def _get_said(self):
        """What of the dialog belongs to the outcome: what was entered before another one was
        chosen does not."""
        asks = (self.asks or "").split(",")
        promised = "promised_date" in asks
        return Said(
            reason=self.reason_id,
            amount=self.promised_amount if promised else 0.0,
            day=self.promised_date if promised else "paid_date" in asks and self.paid_date,
            reference=("reference" in asks and self.reference) or "",
            moves=self.move_ids if "move_ids" in asks else self.move_ids.browse(),
            copies="send_copies" in asks and self.send_copies,
        )

    def _check_promise(self):
        """:raise UserError: what is promised makes no sense"""
        customer, today = self.partner_id.display_name, self.company_id._ar_today()
        if self.outcome == "will_pay" and self.promised_date and self.promised_date < today:
            raise UserError(
                self.env._(
                    "%(customer)s cannot have promised to pay on %(day)s, which is over. Enter "
                    "today or a later day.",
                    customer=customer,
                    day=format_date(self.env, self.promised_date),
                )
            )
        if self.promised_amount < 0:
            raise UserError(
                self.env._(
                    "The amount that %(customer)s promised is negative. Enter what will be paid, "
                    "or nothing for all of it.",
                    customer=customer,
                )
            )
        strange = self.move_ids.commercial_partner_id - self.partner_id
        if strange or self.move_ids.company_id - self.company_id:
            raise UserError(
                self.env._(
                    "Some of the invoices are not %(customer)s's. Choose among its open ones.",
                    customer=customer,
                )
            )
