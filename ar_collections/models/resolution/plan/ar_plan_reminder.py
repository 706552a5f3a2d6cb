"""Reminders of the instalments of a plan: one before its day, one when it was missed."""

from odoo import api, fields, models
from odoo.fields import Domain

from ....tools.base import leaving
from ....tools.channel.channel import Route
from ...base.guarded import COLLECTOR

REPORT = "ar_collections.report_ar_plan_reminder"
# Nobody calls or goes there for them by himself.
NO_WAYS = ("call", "visit")
QUEUED = Domain("state", "=", "queued")


class ArPlanReminder(models.Model):
    """A few words on one instalment, once before and once after its day.

    It is left unsaid when the instalment is paid, or the plan has ended, before it leaves.
    """

    _name = "ar.plan.reminder"
    _description = "Reminder of an Instalment"
    _inherit = ["ar.gate.mixin", "ar.message.mixin"]
    _order = "id desc"
    _kept_files = True
    _check_company_auto = True

    _transitions = {
        "sent": ("queued", "failed"),
        "failed": ("queued", "sent"),
        "cancelled": ("queued", "sent"),
    }
    _send_cron = "ar_collections.ir_cron_plan_reminder_send"

    installment_id = fields.Many2one(
        "ar.plan.installment", required=True, readonly=True, index=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(
        related="installment_id.plan_id", store=True, index=True, string="Payment Plan"
    )
    name = fields.Char(related="plan_id.name")
    kind = fields.Selection(
        [("before", "Before its day"), ("missed", "Missed")], required=True, readonly=True
    )
    profile_id = fields.Many2one(
        related="plan_id.profile_id", store=True, index=True, string="Customer Account"
    )
    partner_id = fields.Many2one(
        related="plan_id.partner_id", store=True, string="Customer", index=True
    )
    company_id = fields.Many2one(related="plan_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(related="plan_id.collector_id")
    contact_id = fields.Many2one(related="plan_id.contact_id")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    date = fields.Date(related="installment_id.date", string="Instalment Of")
    amount = fields.Monetary(
        readonly=True, help="What was left of the instalment when it was told."
    )
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text(string="What Went Wrong", readonly=True)
    sent_date = fields.Datetime(string="Sent on", readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="PDF",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=COLLECTOR,
    )
    text_contact = fields.Char(compute="_compute_texts")
    text_company = fields.Char(compute="_compute_texts")
    text_amount = fields.Char(compute="_compute_texts")
    text_day = fields.Char(compute="_compute_texts")
    text_until = fields.Char(compute="_compute_texts")
    text_missed = fields.Char(compute="_compute_texts")
    text_pay_to = fields.Char(compute="_compute_texts")
    text_collector = fields.Char(compute="_compute_texts")

    _once_uniq = models.UniqueIndex(
        "(installment_id, kind)", "The customer was reminded of this instalment already."
    )

    @api.depends_context("lang")
    @api.depends("installment_id", "profile_id", "amount")
    def _compute_texts(self):
        persons = self._map_persons()
        for reminder in self:
            plan, day = reminder.plan_id, reminder.date
            bank = reminder._get_company_bank(reminder.currency_id)
            reminder.text_contact = persons[reminder.id].name or reminder.partner_id.name
            reminder.text_company = reminder.company_id.name
            reminder.text_amount = reminder._format_money(reminder.amount, reminder.currency_id)
            reminder.text_day = reminder._format_day(day)
            last = fields.Date.add(day, days=plan.tolerance_days)
            reminder.text_until = reminder._format_day(last)
            reminder.text_missed = "1" if reminder.kind == "missed" else ""
            reminder.text_pay_to = bank.acc_number or ""
            reminder.text_collector = reminder._get_collector().sudo().name

    @api.model
    def _queue(self, wanted):
        """Let these be said, once each.

        :param wanted: list of (installment, kind)
        """
        known = self.sudo().search(
            [("installment_id", "in", [installment.id for installment, _kind in wanted])]
        )
        said = {(one.installment_id.id, one.kind) for one in known}
        values = [
            {
                "installment_id": installment.id,
                "kind": kind,
                "amount": installment.amount_left,
            }
            for installment, kind in wanted
            if (installment.id, kind) not in said
        ]
        if values:
            self.sudo().create(values)
            self._wake_sender()

    # -- what the sender asks ----------------------------------------------------------

    @api.model
    def _get_queue(self):
        # EXTENDS the message
        return QUEUED

    def _leaves_by_itself(self):
        # EXTENDS the message
        return True

    def _is_needed(self):
        """Whether it is still to be said."""
        return self.plan_id.state == "active" and self.installment_id.state != "paid"

    def _fail_unfounded(self):
        # EXTENDS the message: it was paid, or the plan has ended.
        gone = self.filtered(lambda one: not one._is_needed())
        gone._move_to("cancelled", error=self.env._("Paid in the meantime, or the plan has ended."))
        return gone

    def _refresh_before_sending(self):
        # EXTENDS the message: what is left by now.
        for reminder in self.sudo():
            reminder.amount = reminder.installment_id.amount_left
        return self

    def _get_routes(self):
        # EXTENDS the message: as the plan went, else by another way.
        ways = dict.fromkeys(
            [
                self.profile_id.preferred_channel,
                self.plan_id.channel,
                "email",
                *dict(self.env["ar.channel"]._selection()),
            ]
        )
        timed = [way for way in ways if way and way not in NO_WAYS]
        return tuple(
            Route(way, "fallback" if number else "always") for number, way in enumerate(timed)
        )

    def _fail_to_reach(self, problems):
        # EXTENDS the message: somebody has to tell the customer.
        self._fail_to_send(self[:1]._get_unreached_words(problems))

    def _fail_to_send(self, reason):
        # EXTENDS the message
        for one in self._move_to("failed", error=reason):
            one._tell_collector(reason)

    def _tell_collector(self, reason):
        words = self.env._(
            "%(customer)s could not be told of the instalment of %(day)s. %(reason)s",
            customer=self.partner_id.display_name,
            day=self._format_day(self.date),
            reason=reason or "",
        )
        self.plan_id._give_task(self.env._("Tell of the instalment: %s", self.plan_id.name), words)

    def _set_sent(self):
        # EXTENDS the message
        return self._move_to("sent", sent_date=fields.Datetime.now(), error=False)

    def _on_undelivered(self, dispatches, reason, try_others):
        # EXTENDS the message
        self._fail_to_send(reason)

    def _on_left(self, dispatches):
        # EXTENDS the message: the mail queue has tried again, and it left.
        self._move_to("sent", ("failed",), error=False)

    def _on_withdrawn(self, dispatches, reason):
        # EXTENDS the message
        self._move_to("cancelled", error=reason)

    def _on_outdated(self, dispatches, reason):
        # EXTENDS the message
        self._move_to("cancelled", error=reason)

    def _on_doubtful(self, dispatches, reason):
        # EXTENDS the message
        self.sudo().write({"error": reason})

    def _read_leaving(self):
        # EXTENDS the message
        return {
            one.id: leaving.Facts(
                stands=one.state == "sent" and one.plan_id.state == "active",
                change="paid" if one.installment_id.state == "paid" else "",
            )
            for one in self
        }

    # -- what the channels ask ---------------------------------------------------------

    def _is_contact_chosen(self):
        # EXTENDS the message: it goes where the plan went.
        return self.plan_id.contact_chosen

    def _get_purpose(self):
        # EXTENDS the message
        return "reminder"

    def _attaches_letter(self):
        # EXTENDS the message
        return False

    @api.model
    def _map_attached(self, messages):
        # EXTENDS the message
        return {lead.id: self.env["ir.attachment"].sudo() for lead, _together in messages}

    def _get_letter(self):
        # EXTENDS the message
        return self.sudo().attachment_id._ar_of(self)

    def _ensure_letters(self):
        # EXTENDS the message: with the personal link, so that only collectors read it.
        missing = self.filtered(lambda one: not one._get_letter())
        if missing:
            papers = missing._store_pdfs(REPORT, lambda one: one._get_file_name())
            for reminder, paper in zip(missing, papers, strict=True):
                reminder.sudo().attachment_id = paper
                paper._ar_keep_private("attachment_id")

    def _get_file_name(self):
        words = self.env._("Instalment of %(plan)s, %(day)s", plan=self.name, day=self.date)
        return words.replace("/", "_") + ".pdf"

    def _is_settled(self):
        # EXTENDS the message
        return not self._is_needed()

    def _get_mail_template(self):
        # EXTENDS the message
        return self._find_template("ar_collections.mail_template_ar_plan_reminder")

    def _get_amount(self):
        # EXTENDS the message
        return self.currency_id, self.amount

    def _get_sms_text(self):
        # EXTENDS the message
        named = {
            "company": self.text_company,
            "amount": self.text_amount,
            "day": self.text_day,
            "number": self.name,
        }
        if self.kind == "missed":
            words = self.env._(
                "%(company)s: the instalment of %(day)s of plan %(number)s, %(amount)s, has not "
                "arrived. Please pay it now, or the plan ends.",
                **named,
            )
        else:
            words = self.env._(
                "%(company)s: the next instalment of plan %(number)s is %(amount)s, on %(day)s.",
                **named,
            )
        return self._join_sms(words)

    def _get_no_channel_words(self):
        # EXTENDS the message
        return self.env._("%s can be reached by no way.", self.partner_id.display_name)
