"""Reminders of the instalments of a plan: one before its day, one when it was missed."""

from odoo import api, fields, models

from ....tools.base import leaving
from ....tools.channel.channel import Route
from ...base.guarded import COLLECTOR

REPORT = "ar_collections.report_ar_plan_reminder"
# Nobody calls or goes there for them by himself.
NO_WAYS = ("call", "visit")


class ArPlanReminder(models.Model):
    """A few words on one instalment, once before and once after its day.

    It is left unsaid when the instalment is paid, or the plan has ended, before it leaves.
    """

    _name = "ar.plan.reminder"
    _description = "Reminder of an Instalment"
    _inherit = ["ar.short.message.mixin"]
    _order = "id desc"
    _kept_files = True
    _check_company_auto = True

    _transitions = {"sent": ("failed",)}
    _send_cron = "ar_collections.ir_cron_plan_reminder_send"

    installment_id = fields.Many2one(
        "ar.plan.installment",
        string="Instalment",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    plan_id = fields.Many2one(
        related="installment_id.plan_id", store=True, index=True, string="Payment Plan"
    )
    name = fields.Char(related="plan_id.name")
    kind = fields.Selection(
        [("before", "Before its day"), ("missed", "Missed")], required=True, readonly=True
    )
    profile_id = fields.Many2one(
        related="plan_id.profile_id", required=False, ondelete="set null", store=True
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
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="PDF",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=COLLECTOR,
    )
    text_amount = fields.Char(compute="_compute_texts")
    text_day = fields.Char(compute="_compute_texts")
    text_until = fields.Char(compute="_compute_texts")
    text_missed = fields.Char(compute="_compute_texts")
    text_pay_to = fields.Char(compute="_compute_texts")

    _once_uniq = models.UniqueIndex(
        "(installment_id, kind)", "The customer was reminded of this instalment already."
    )

    @api.depends_context("lang")
    @api.depends("installment_id", "profile_id", "amount")
    def _compute_texts(self):
        super()._compute_texts()
        for reminder in self:
            plan, day = reminder.plan_id, reminder.date
            bank = reminder._get_company_bank(reminder.currency_id)
            reminder.text_amount = reminder._format_money(reminder.amount, reminder.currency_id)
            reminder.text_day = reminder._format_day(day)
            last = fields.Date.add(day, days=plan.tolerance_days)
            reminder.text_until = reminder._format_day(last)
            reminder.text_missed = "1" if reminder.kind == "missed" else ""
            reminder.text_pay_to = bank.acc_number or ""

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

    def _leaves_by_itself(self):
        # EXTENDS the message
        return True

    def _find_founded(self):
        # EXTENDS the short message: not what was paid, or whose plan has ended.
        return self.filtered(lambda one: one._is_needed())

    def _get_unfounded_words(self):
        # EXTENDS the short message
        return self.env._("Paid in the meantime, or the plan has ended.")

    def _on_failed(self, reason):
        # EXTENDS the short message: somebody has to tell the customer.
        for one in self:
            one._tell_collector(reason)

    def _is_needed(self):
        """Whether it is still to be said."""
        return self.plan_id.state == "active" and self.installment_id.state != "paid"

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

    def _tell_collector(self, reason):
        words = self.env._(
            "%(customer)s could not be told of the instalment of %(day)s. %(reason)s",
            customer=self.partner_id.display_name,
            day=self._format_day(self.date),
            reason=reason or "",
        )
        self.plan_id._give_task(self.env._("Tell of the instalment: %s", self.plan_id.name), words)

    def _on_left(self, dispatches):
        # EXTENDS the message: the mail queue has tried again, and it left.
        self._move_to("sent", ("failed",), error=False)

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

    def _get_letter(self):
        # EXTENDS the message
        return self.sudo().attachment_id._ar_of(self)

    def _ensure_letters(self):
        # EXTENDS the message
        self._keep_letters(REPORT, lambda one: one._get_file_name())

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
