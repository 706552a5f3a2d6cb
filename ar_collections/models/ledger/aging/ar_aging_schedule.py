"""The aging report by e-mail, every week or every month."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ....tools.base.schedule import month_end_before, next_day, period_end_before
from ...base.ar_guard_mixin import ANY, NEW, SETTINGS
from ...base.notify import notify


class ArAgingSchedule(models.Model):
    """Which report goes to whom, and when; ``ar_aging_schedule_send.py`` sends it.

    The report is made with the rights of the person responsible, who so cannot send what
    that person may not see. Days are those of the company.
    """

    _name = "ar.aging.schedule"
    _description = "Scheduled Aging Report"
    _inherit = ["ar.guard.mixin", "ar.job.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "name, id"

    _writable = {NEW: ("company_id",), ANY: SETTINGS}

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        required=True,
        tracking=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="The report is made with the rights of this person, and answers go to them.",
    )
    recipient_ids = fields.Many2many(
        "res.partner",
        "ar_aging_schedule_recipient_rel",
        string="Recipients",
        tracking=True,
        domain="[('email', '!=', False)]",
        help="Each gets the report in their own language.",
    )

    # When
    frequency = fields.Selection(
        [("weekly", "Every week"), ("monthly", "Every month")], required=True, default="monthly"
    )
    weekday = fields.Selection(
        [
            ("0", "Monday"),
            ("1", "Tuesday"),
            ("2", "Wednesday"),
            ("3", "Thursday"),
            ("4", "Friday"),
            ("5", "Saturday"),
            ("6", "Sunday"),
        ],
        required=True,
        default="0",
    )
    day_of_month = fields.Integer(
        string="Day of the Month",
        default=1,
        help="29 to 31 mean the last day in shorter months; 31 is always the last day.",
    )
    date_next = fields.Date(
        string="Next Date",
        compute="_compute_date_next",
        store=True,
        help="It leaves in the night to this day, or in the next night in which the server runs.",
    )
    date_last = fields.Date(string="Last Sent", readonly=True, copy=False)
    date_tried = fields.Date(string="Last Tried", readonly=True, copy=False)
    last_error = fields.Text(string="Last Problem", readonly=True, copy=False)

    mail_ids = fields.One2many(
        "ar.aging.schedule.mail", "schedule_id", string="E-mails", readonly=True, copy=False
    )

    # What
    as_pdf = fields.Boolean(string="PDF", default=True)
    as_xlsx = fields.Boolean(string="XLSX", default=True)
    as_of = fields.Selection(
        [("today", "The day it is sent"), ("month_end", "The last month end")],
        string="As of",
        required=True,
        compute="_compute_as_of",
        store=True,
        readonly=False,
        precompute=True,
    )
    compare = fields.Boolean(
        string="Compare with the Period Before",
        help="A weekly report is compared with seven days before, a monthly one with the month "
        "end before.",
    )
    group_by = fields.Selection("_selection_group_by", required=True, default="partner")
    then_by = fields.Selection("_selection_group_by")
    limits = fields.Char(
        string="Buckets",
        help="Last day of each bucket, separated by commas. Empty: as in the company's scheme.",
    )
    basis = fields.Selection(
        [("due", "Due date"), ("invoice", "Invoice date")],
        string="Age Counts From",
        help="Empty: as in the company's scheme.",
    )
    credits = fields.Selection(
        [("included", "In the buckets"), ("apart", "In a column of their own"), ("hide", "Hidden")],
        help="Empty: as in the company's scheme.",
    )
    currency = fields.Selection(
        [("company", "Company"), ("document", "Documents")],
        string="Currency of",
        required=True,
        default="company",
    )
    only_overdue = fields.Boolean()
    min_amount = fields.Float(string="Minimum Amount", digits=(16, 2))
    partner_ids = fields.Many2many(
        "res.partner",
        "ar_aging_schedule_partner_rel",
        string="Customers",
        help="Empty: all of them.",
    )
    salesperson_ids = fields.Many2many(
        "res.users", "ar_aging_schedule_salesperson_rel", string="Salespeople"
    )
    tag_ids = fields.Many2many("res.partner.category", string="Customer Tags")
    country_ids = fields.Many2many("res.country", string="Countries")

    @api.model
    def _selection_group_by(self):
        return list(self.env["ar.aging.report"].get_dimensions().items())

    @api.depends("frequency")
    def _compute_as_of(self):
        """Weekly reports are read for what is due now, monthly ones for the books."""
        for schedule in self:
            schedule.as_of = "today" if schedule.frequency == "weekly" else "month_end"

    @api.depends("active", "company_id", "date_last", "day_of_month", "frequency", "weekday")
    def _compute_date_next(self):
        """The first fitting day from today on, later than the last day sent."""
        for schedule in self:
            company = schedule.company_id or self.env.company
            after = company._ar_today() - timedelta(days=1)
            schedule.date_next = next_day(
                schedule.frequency,
                int(schedule.weekday or 0),
                min(max(schedule.day_of_month, 1), 31),
                max(after, schedule.date_last or after),
            )

    # -- checks ------------------------------------------------------------------------

    @api.constrains("day_of_month", "frequency")
    def _check_day_of_month(self):
        for schedule in self:
            if schedule.frequency == "monthly" and not 1 <= schedule.day_of_month <= 31:
                raise ValidationError(
                    self.env._(
                        "%(schedule)s cannot be sent on day %(day)s of a month. Enter 1 to 31; "
                        "31 is always the last day.",
                        schedule=schedule.name,
                        day=schedule.day_of_month,
                    )
                )

    @api.constrains("recipient_ids", "as_pdf", "as_xlsx")
    def _check_content(self):
        for schedule in self:
            if not schedule.recipient_ids:
                raise ValidationError(
                    self.env._("%s has no recipients. Choose at least one.", schedule.name)
                )
            if not schedule.as_pdf and not schedule.as_xlsx:
                raise ValidationError(
                    self.env._("%s has no format. Choose PDF, XLSX or both.", schedule.name)
                )

    @api.constrains(
        "limits", "basis", "credits", "currency", "min_amount", "group_by", "then_by", "compare"
    )
    def _check_options(self):
        """The report itself says what it does not take."""
        for schedule in self.sudo():
            today = schedule.company_id._ar_today()
            self.env["ar.aging.report"].sudo()._prepare_query(**schedule._get_options(today))

    @api.constrains("user_id", "company_id")
    def _check_responsible(self):
        """Whether the person responsible may see the report.

        :raise ValidationError: a sentence that names both, and why not
        """
        for schedule in self:
            user = schedule.user_id.sudo()
            problem = self.env._("%s is archived.", user.name) if not user.active else None
            if schedule.company_id not in user.company_ids:
                problem = self.env._(
                    "%(user)s may not see the company %(company)s.",
                    user=user.name,
                    company=schedule.company_id.name,
                )
            try:
                if not problem:
                    schedule._get_report(self.env.lang)._check_request()
            except AccessError as error:
                problem = error.args[0]
            if problem:
                raise ValidationError(
                    self.env._(
                        "%(schedule)s cannot be made in the name of %(user)s: %(problem)s "
                        "Choose another person responsible.",
                        schedule=schedule.name,
                        user=user.name,
                        problem=problem,
                    )
                )

    # -- the report --------------------------------------------------------------------

    def _get_report(self, lang):
        """The report as the person responsible sees it in this company and language."""
        return (
            self.env["ar.aging.report"]
            .with_user(self.user_id)
            .with_context(lang=lang, allowed_company_ids=self.company_id.ids)
        )

    def _get_options(self, today):
        """The options of ``get_aging`` for a report that leaves on ``today``."""
        self.ensure_one()
        as_of = today if self.as_of == "today" else month_end_before(today)
        return {
            "as_of": as_of,
            "compare_to": period_end_before(self.frequency, as_of) if self.compare else None,
            "company_ids": self.company_id.ids,
            "partner_ids": self.partner_ids.ids or None,
            "group_by": self.group_by,
            "then_by": self.then_by,
            "limits": self.limits,
            "basis": self.basis,
            "credits": False if self.credits == "hide" else self.credits,
            "hide_credits": self.credits == "hide",
            "currency": self.currency,
            "only_overdue": self.only_overdue,
            "min_amount": self.min_amount,
            "filters": self._get_filters(),
        }

    def _get_filters(self):
        """{group: keys}; later rooms add theirs."""
        return {
            "salesperson": self.salesperson_ids.ids,
            "tag": self.tag_ids.ids,
            "country": self.country_ids.ids,
        }

    def action_preview(self):
        """The report that would leave today, as the person responsible sees it."""
        self.ensure_one()
        self._check_responsible()
        options = self._get_options(self.company_id._ar_today())
        # The reader's own rights may be wider.
        partner_ids = self._get_report(self.env.lang)._allowed_partners(options["partner_ids"])
        options["partner_ids"] = None if partner_ids is None else list(partner_ids)
        report = self.env["ar.aging.report"]
        report._prepare_query(**options)
        action = report.get_pdf_action if self.as_pdf else report.get_xlsx_action
        return action(**options)

    def action_send_now(self):
        """Send it now, whatever day it is; on a day on which it is due, that was it."""
        self.check_access("write")
        messages = []
        for schedule in self:
            schedule.lock_for_update(allow_referencing=True)
            recipients = schedule._send(schedule.company_id._ar_today())
            messages.append(
                self.env._(
                    "%(schedule)s is on its way to %(recipients)s.",
                    schedule=schedule.name,
                    recipients=", ".join(recipients.mapped("name")),
                )
            )
        return notify(" ".join(messages), "success")

    @api.ondelete(at_uninstall=False)
    def _unlink_check(self):
        """What was sent stays readable."""
        if sent := self.filtered("date_last")[:1]:
            raise UserError(
                self.env._(
                    "%s was sent, and its messages are kept with it. Archive it instead.",
                    sent.name,
                )
            )
