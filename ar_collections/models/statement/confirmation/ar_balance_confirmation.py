"""The balance of a day, put to the customer to confirm."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import hash_sign, verify_hash_signed

SCOPE = "ar_collections.balance_confirmation"


class ArBalanceConfirmation(models.Model):
    """Asked with a statement of open items, answered once by link or on paper.

        asked ──answer──► confirmed
          │         └───► differs ──last difference settled──► settled
          └─withdraw────► withdrawn

    For other rooms and the portal: ``_get_open(partner, companies)`` lists those that a
    customer can still answer, ``_get_answer_url()`` is the page where he does.
    """

    _name = "ar.balance.confirmation"
    _inherit = ["ar.gate.mixin", "ar.sealed.mixin"]
    _description = "Balance Confirmation"
    _order = "date desc, id desc"
    _kept_files = True

    _transitions = {
        "confirmed": ("asked",),
        "differs": ("asked",),
        "settled": ("differs",),
        "withdrawn": ("asked",),
    }

    # What of it is in the log of collections.
    _logged = (
        "name",
        "partner_id",
        "statement_id",
        "date_asked",
        "date_expiry",
        "answer_way",
        "date_answer",
        "date_signed",
        "answered_by",
        "answer_user_id",
        "answer_note",
        "recorded_by_id",
        "difference_amount",
        "seal",
    )

    statement_id = fields.Many2one(
        "ar.statement", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char(related="statement_id.name", store=True, string="Number")
    profile_id = fields.Many2one(
        related="statement_id.profile_id", store=True, index=True, string="Customer Account"
    )
    partner_id = fields.Many2one(
        related="statement_id.partner_id", store=True, index=True, string="Customer"
    )
    company_id = fields.Many2one(related="statement_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(related="statement_id.collector_id", store=True, index=True)
    date = fields.Date(related="statement_id.date_to", store=True, string="Balance of")
    company_currency_id = fields.Many2one(related="company_id.currency_id")
    balance = fields.Monetary(
        related="statement_id.closing_balance",
        store=True,
        currency_field="company_currency_id",
        help="In the company's currency, over all currencies. Credits are negative.",
    )
    state = fields.Selection(
        [
            ("asked", "Answer Awaited"),
            ("confirmed", "Confirmed"),
            ("differs", "Differs"),
            ("settled", "Settled"),
            ("withdrawn", "Withdrawn"),
        ],
        default="asked",
        required=True,
        readonly=True,
        index=True,
        help="Settled: it differed, and all differences have been cleared up.",
    )
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection_papers(), readonly=True
    )
    date_asked = fields.Date(string="Asked on", readonly=True, help="The company's day.")
    date_expiry = fields.Date(
        string="Answer until", readonly=True, help="The last day on which the link takes an answer."
    )
    expired = fields.Boolean(compute="_compute_expired", search="_search_expired")
    error = fields.Text(string="Problem", readonly=True, help="Why a reminder could not leave.")
    reminder_ids = fields.One2many(
        "ar.balance.reminder", "confirmation_id", string="Reminders", readonly=True
    )
    reminder_count = fields.Integer(string="Reminded", compute="_compute_reminders", store=True)
    date_reminded = fields.Date(string="Last Reminder", compute="_compute_reminders", store=True)
    remind_note = fields.Char(
        string="Reminder Waits",
        compute="_compute_remind_note",
        help="Why the reminder that is due has not left yet, and until when.",
    )
    answer_way = fields.Selection(
        [
            ("link", "Link"),
            ("portal", "Link, logged in"),
            ("paper", "Paper"),
            ("email", "E-mail"),
            ("phone", "Telephone"),
        ],
        string="Answered by way of",
        readonly=True,
    )
    date_answer = fields.Datetime(string="Answered on", readonly=True)
    date_signed = fields.Date(
        string="Dated", readonly=True, help="The date on the customer's paper."
    )
    answered_by = fields.Char(readonly=True, help="The name that the customer gave.")
    answer_user_id = fields.Many2one(
        "res.users",
        string="Logged in as",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    answer_ip = fields.Char(string="IP Address", readonly=True)
    answer_agent = fields.Char(string="Browser", readonly=True)
    answer_note = fields.Text(string="Comment", readonly=True)
    recorded_by_id = fields.Many2one("res.users", readonly=True, help="Empty: the customer.")
    figures = fields.Text(
        string="Figures Shown", readonly=True, help="What the customer answered to, word for word."
    )
    figures_hash = fields.Char(string="Fingerprint of the Figures", readonly=True, help="SHA-256.")
    pdf_hash = fields.Char(string="Fingerprint of the PDF", readonly=True, help="SHA-256.")
    attachment_ids = fields.One2many(
        "ir.attachment",
        "res_id",
        string="Files of the Answer",
        domain=[("res_model", "=", "ar.balance.confirmation"), ("res_field", "=", False)],
        readonly=True,
    )
    difference_ids = fields.One2many(
        "ar.balance.difference", "confirmation_id", string="Differences", readonly=True
    )
    difference_amount = fields.Monetary(
        string="Difference",
        compute="_compute_difference_amount",
        store=True,
        currency_field="company_currency_id",
        help="What we state less what the customer does, in the company's currency.",
    )

    _statement_uniq = models.UniqueIndex(
        "(statement_id)", "The balance of this statement has been put to the customer already."
    )

    @api.depends("state", "date_expiry")
    def _compute_expired(self):
        for one in self:
            one.expired = one.state == "asked" and one._is_over()

    def _search_expired(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("date_expiry", "<", company._ar_today())
            for company in self.env["res.company"].sudo().search([])
        )
        domain = Domain("state", "=", "asked") & late
        return domain if True in value else ~domain

    @api.depends("reminder_ids.date", "reminder_ids.lost")
    def _compute_reminders(self):
        for one in self:
            days = one.reminder_ids.filtered(lambda reminder: not reminder.lost).mapped("date")
            one.reminder_count, one.date_reminded = len(days), max(days, default=False)

    def _get_way_out(self):
        return self.env._(
            "A balance confirmation is evidence. Use its buttons: record an answer, give more "
            "time, or withdraw it."
        )

    def _move_to(self, state, allowed=None, **values):
        # EXTENDS the gate: the link is used up or void, so the papers that carry it may be read.
        moving = super()._move_to(state, allowed, **values)
        papers = moving.sudo().statement_id.attachment_id | moving.sudo().reminder_ids.attachment_id
        papers._ar_give_free()
        return moving

    # -- asking ------------------------------------------------------------------------

    @api.model
    def _ask(self, statements):
        """Put the balances of statements that leave now to their customers.

        What an earlier version of a statement asked, and was not answered, is withdrawn.

        :return: the confirmations, as superuser
        """
        values = [
            {
                "statement_id": statement.id,
                "channel": statement.channel,
                "date_asked": statement.company_id._ar_today(),
                "date_expiry": statement.company_id._ar_get_confirm_until(),
            }
            for statement in statements
        ]
        replaced = statements.sudo().replaced_id.confirmation_ids
        replaced.filtered(lambda one: one.state == "asked")._move_to("withdrawn")
        return self.sudo().create(values)

    def action_withdraw(self):
        """Take the question back: the link says so, no reminders follow."""
        self.check_access("write")
        moved = self._move_to("withdrawn")
        for one in moved:
            one.profile_id.sudo()._message_log(
                body=self.env._("The request to confirm %s was withdrawn.", one.name),
                author_id=self.env.user.partner_id.id,
            )
        if self and not moved:
            raise UserError(
                self.env._("%s has been answered or withdrawn already.", self[:1].display_name)
            )
        return True

    def action_extend(self):
        """Give the customer as many more days as the settings say, from today."""
        self.check_access("write")
        for one in self:
            if one.state != "asked":
                raise UserError(
                    self.env._("%s has been answered or withdrawn already.", one.display_name)
                )
            one.sudo().date_expiry = one.company_id._ar_get_confirm_until()
        return True

    # -- the link ----------------------------------------------------------------------

    def _get_token(self):
        """What the link carries: which confirmation it is, signed with the database's secret."""
        self.ensure_one()
        return hash_sign(self.sudo().env, SCOPE, [self.id, self.statement_id.id])

    def _get_answer_url(self):
        """The address of the page where the customer answers; whoever has it may answer."""
        self.ensure_one()
        return f"{self.statement_id.get_base_url()}/balance/confirm/{self._get_token()}"

    @api.model
    def _from_token(self, token):
        """The confirmation that a token was made for, as superuser; none for a forged one."""
        none = self.sudo().browse()
        try:
            values = verify_hash_signed(self.sudo().env, SCOPE, token)
        except ValueError:
            return none
        if not values:
            return none
        found = self.sudo().browse(values[0]).exists()
        # A restored database may give an id anew.
        return found if found.statement_id.id == values[1] else none

    def _is_over(self):
        """Whether the last day is past: the link shows no figures any more."""
        self.ensure_one()
        return self.date_expiry < self.company_id._ar_today()

    def _find_strangers(self):
        """Who got the personal link and may not be told about the customer any more: contacts
        that have moved to another company since. The link is no good then."""
        self.ensure_one()
        one = self.sudo()
        sent = one.statement_id.dispatch_ids | one.reminder_ids.dispatch_ids
        told = sent.filtered(lambda d: d.state not in ("failed", "cancelled"))._get_told()
        told = told or one.statement_id.contact_id
        profile = one.profile_id
        refused = self.env["ar.outside.contact"]._find_refused([(profile, who) for who in told])
        return told.filtered(lambda who: (profile.id, who.id) in refused)

    def _say_strangers(self, strangers):
        return self.env._(
            "%(contacts)s got the personal link of %(statement)s, and is no contact of "
            "%(customer)s any more: the link does not open. Make a corrected statement, which "
            "asks anew.",
            contacts=", ".join(strangers.mapped("display_name")),
            statement=self.name,
            customer=self.partner_id.display_name,
        )

    def _is_open(self):
        """Whether the link still takes an answer."""
        return self.state == "asked" and not self._is_over()

    @api.model
    def _get_open(self, partner, companies=None):
        """The confirmations that a customer can still answer by link, the newest first.

        For the portal: reads as superuser, the caller has checked who asks.

        :param partner: ``res.partner``, the customer or one of its contacts
        :param companies: only those asked by these ``res.company``; None for all
        """
        domain = Domain("partner_id", "=", partner.commercial_partner_id.id)
        domain &= Domain("state", "=", "asked") & Domain("statement_id.state", "=", "sent")
        if companies is not None:
            domain &= Domain("company_id", "in", companies.ids)
        return self.sudo().search(domain).filtered(lambda one: one._is_open())

    # -- screens -----------------------------------------------------------------------

    def action_view_statement(self):
        """Open the statement that the balance was asked with."""
        self.ensure_one()
        return self.statement_id._get_records_action()

    def action_record(self):
        """Record an answer that came on paper or by word."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "asked":
            raise UserError(
                self.env._("%s has been answered or withdrawn already.", self.display_name)
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record an Answer"),
            "res_model": "ar.balance.confirmation.record",
            "view_mode": "form",
            "target": "new",
            "context": {"default_confirmation_id": self.id},
        }

    def _format_day(self, day):
        return self.statement_id._format_day(day)

    def _get_deadline(self):
        """The last day to clear up a difference that comes today."""
        days = self.company_id.sudo().ar_confirm_task_days
        return self.company_id._ar_today() + timedelta(days=days)

    """What is sealed is the answer, not what was made of it: that a difference was settled, who
    owns it and by when, how the customer is called and to whom the account was merged since, are
    no part of it."""
