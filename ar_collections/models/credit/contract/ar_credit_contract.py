"""The contract file: what was signed with a customer, from when, and until when."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date, plaintext2html

from ...base.ar_guard_mixin import ANY, NEW
from .ar_credit_agreement import TERMS


class ArCreditContract(models.Model):
    """A contract with a customer: draft → approved → ended / replaced.

    What was signed stands as it was; an amendment takes its place from its own first day.
    Which terms count on a day is read from dates whenever it is asked.
    """

    _name = "ar.credit.contract"
    _description = "Contract with a Customer"
    _inherit = ["ar.credit.agreement", "ar.period.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_from desc, id desc"
    _check_company_auto = True
    _writable = {
        NEW: ("profile_id",),
        ANY: ("note", "reference", "user_id"),
        "draft": ("subject", "currency_id", "date_from", "replaces_id", "application_id"),
        "approved": ("application_id",),
        "ended": ("attachment_ids",),
        "replaced": ("attachment_ids",),
    }
    _transitions = {"ended": ("approved",), "replaced": ("approved",)}
    # An ended one counted until its last day. Whether a contract extends itself is no date.
    _period_to = "ending_date"
    _period_states = ("approved", "ended", "replaced")
    _period_says_all = False
    _deciding = frozenset({*TERMS, "currency_id", "date_from"})

    name = fields.Char(
        string="Number", readonly=True, copy=False, default=lambda self: self.env._("New")
    )
    reference = fields.Char(
        string="Customer's Number", copy=False, help="The number that the customer gave it."
    )
    subject = fields.Char(help="What the contract is about.")
    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Gets the task before the contract ends or notice has to be given.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "Approved"),
            ("ended", "Ended"),
            ("replaced", "Replaced"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    date_from = fields.Date(
        string="Starts On", required=True, default=lambda self: self.env.company._ar_today()
    )
    end_date = fields.Date(
        string="Ends On",
        compute="_compute_end_date",
        store=True,
        help="With amendments and extensions. Empty: until notice is given.",
    )
    deadline = fields.Date(
        string="Decide By",
        compute="_compute_end_date",
        store=True,
        index="btree_not_null",
        help="The last day to give notice, or the end where nothing is extended by itself.",
    )
    extended_to = fields.Date(readonly=True, copy=False)
    ending_date = fields.Date(
        string="Last Day",
        readonly=True,
        copy=False,
        tracking=True,
        help="Notice was given, or another contract took its place: the last day that it counts.",
    )
    end_reason = fields.Char(string="Why It Ends", readonly=True, copy=False)
    replaces_id = fields.Many2one(
        "ar.credit.contract",
        string="Takes the Place Of",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('profile_id', '=', profile_id), ('state', '=', 'approved'), ('id', '!=', id)]",
        help="Ends the day before this one starts, once this one is approved.",
    )
    replaced_by_id = fields.Many2one(
        "ar.credit.contract", readonly=True, copy=False, index="btree_not_null"
    )
    amendment_ids = fields.One2many(
        "ar.credit.contract.amendment", "contract_id", string="Amendments"
    )
    current_term_id = fields.Many2one(
        "account.payment.term", string="Terms Today", compute="_compute_current"
    )
    current_terms = fields.Text(string="Agreed Today", compute="_compute_current")
    application_id = fields.Many2one(
        "ar.credit.application",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('profile_id', '=', profile_id)]",
        help="The portal's form in which the customer accepted the terms of payment.",
    )
    accepted_by_id = fields.Many2one(
        compute="_compute_acceptance", store=True, readonly=False, copy=False
    )
    accepted_name = fields.Char(copy=False)
    accepted_on = fields.Date(compute="_compute_acceptance", store=True, readonly=False, copy=False)
    acceptance_proof = fields.Selection(
        compute="_compute_acceptance", store=True, readonly=False, copy=False
    )
    note = fields.Text(help="Where the original is kept, and what else a colleague has to know.")
    warned_date = fields.Date(readonly=True, copy=False, help="Deadline that a task was made for.")
    applied_from = fields.Date(
        readonly=True, copy=False, help="First day of the terms that the customer was given."
    )

    @api.depends("profile_id")
    def _compute_currency_id(self):
        for contract in self:
            contract.currency_id = contract.currency_id or contract.profile_id.currency_id

    @api.depends("application_id")
    def _compute_acceptance(self):
        """The applicant's confirmation on the portal is the proof, unless there is another."""
        for contract in self:
            application = contract.application_id
            stamp = application.accepted_on
            for name, value in (
                ("accepted_by_id", application.contact_id),
                ("accepted_on", stamp and application.company_id._ar_day_of(stamp)),
                ("acceptance_proof", stamp and "portal"),
            ):
                contract[name] = contract[name] or value

    @api.depends(
        "date_to",
        "notice_days",
        "extension_months",
        "extended_to",
        "ending_date",
        "amendment_ids.state",
        "amendment_ids.date",
    )
    def _compute_end_date(self):
        for contract in self:
            terms = contract._get_last_version()
            end = terms.date_to
            if end and contract.extended_to:
                end = max(end, contract.extended_to)
            days = terms.notice_days if terms.extension_months else 0
            deadline = end and end - relativedelta(days=days)
            ending = contract.ending_date
            if ending and not (end and end < ending):
                end = deadline = ending
            contract.end_date, contract.deadline = end, deadline

    @api.model
    def _get_period_fields(self):
        # EXTENDS the period
        return [*super()._get_period_fields(), "end_date"]

    @api.depends("amendment_ids.state", "amendment_ids.date", "payment_term_id")
    def _compute_current(self):
        for contract in self:
            today = (contract.company_id or self.env.company)._ar_today()
            terms = contract._get_version_on(today)
            contract.current_term_id = terms.payment_term_id
            contract.current_terms = terms != contract and terms._say_changes(contract)

    @api.model
    def _get_entered_period(self):
        # EXTENDS the period: the last day by notice is not entered, and looked at elsewhere.
        return "date_from", "date_to"

    def _say_ends_early(self, start, until):
        # EXTENDS the period
        return self.env._(
            "The contract %(contract)s of %(customer)s ends on %(end)s, before it "
            "starts on %(start)s. Set its last day to its first day or later.",
            contract=self.name,
            customer=self.partner_id.display_name,
            end=until,
            start=start,
        )

    @api.constrains("replaces_id", "profile_id", "application_id")
    def _check_same_customer(self):
        for contract in self:
            others = contract.replaces_id.profile_id | contract.application_id.profile_id
            if contract.replaces_id == contract or others - contract.profile_id:
                raise ValidationError(
                    self.env._(
                        "The contract %(contract)s takes the place of another contract of "
                        "%(customer)s, and goes with an application of the same customer.",
                        contract=contract.name,
                        customer=contract.partner_id.display_name,
                    )
                )

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: number the contracts.
        new, done = self.env._("New"), []
        for vals in super()._complete(vals_list):
            profile = self.env["ar.profile"].sudo().browse(vals.get("profile_id"))
            if vals.get("name", new) == new and profile:
                number = profile.company_id._ar_number("ar.credit.contract") or new
                vals = {**vals, "name": number}
            done.append(vals)
        return done

    @api.model
    def _get_once(self):
        # EXTENDS 'ar.credit.agreement': the application is the proof of acceptance.
        return super()._get_once() | {"application_id"}

    # -- which terms count -------------------------------------------------------------

    def _get_versions(self):
        """The approved amendments in the order of their first days."""
        self.ensure_one()
        approved = self.sudo().amendment_ids.filtered(lambda one: one.state == "approved")
        return approved.sorted(lambda one: (one.date, one.id))

    def _get_last_version(self):
        """The last approved amendment, whenever it starts, or else the contract itself."""
        return self._get_versions()[-1:] or self

    def _get_version_on(self, day):
        """The terms that count on a day: an amendment, or else the contract itself."""
        return self._get_versions().filtered(lambda one: one.date <= day)[-1:] or self

    def _is_in_force(self, day):
        # EXTENDS the period: one that extends itself counts until notice is given.
        if not super()._is_in_force(day):
            return False
        extends = not self.ending_date and self._get_last_version().extension_months
        return bool(extends or not self.end_date or self.end_date >= day)

    # -- steps -------------------------------------------------------------------------

    def _after_approval(self):
        # EXTENDS 'ar.credit.agreement'
        for contract in self:
            before = contract.replaces_id
            if before:
                last = contract.date_from - relativedelta(days=1)
                before._close(
                    "replaced",
                    min(before.ending_date or last, last),
                    self.env._("Replaced by %s", contract.name),
                    replaced_by_id=contract.id,
                )
            contract._apply_terms()
            contract._tell(
                self.env._(
                    "The contract %(contract)s was approved by %(user)s.",
                    contract=contract.name,
                    user=self.env.user.name,
                )
            )
            contract.sudo().activity_feedback(["mail.mail_activity_data_todo"])

    def _close(self, state, last_day, reason, **values):
        """The contract ends with ``last_day``; doing it twice does nothing."""
        moved = self._move_to(state, ending_date=last_day, end_reason=reason, **values)
        for contract in moved:
            contract._tell(
                self.env._(
                    "The contract %(contract)s ends on %(day)s. %(reason)s",
                    contract=contract.name,
                    day=format_date(self.env, last_day),
                    reason=reason,
                )
            )
        return moved

    def _give_notice(self, last_day, reason):
        """Let an approved contract end with ``last_day``; it counts until then."""
        for contract in self:
            today = contract.company_id._ar_today()
            if contract.state != "approved":
                raise UserError(
                    self.env._("The contract %s is not in force, so it cannot end.", contract.name)
                )
            if last_day < contract.date_from:
                raise UserError(
                    self.env._(
                        "The contract %s cannot end before it starts. Enter its first day or "
                        "later.",
                        contract.name,
                    )
                )
            if last_day < today:
                contract._close("ended", last_day, reason)
                continue
            contract.sudo().write({"ending_date": last_day, "end_reason": reason})
            contract._tell(
                self.env._(
                    "Notice was given: the contract %(contract)s ends on %(day)s. %(reason)s",
                    contract=contract.name,
                    day=format_date(self.env, last_day),
                    reason=reason,
                )
            )

    def _apply_terms(self):
        """Give the customers the terms of payment that count today, each version once; what
        is pinned by hand stays."""
        for contract in self.sudo():
            today = contract.company_id._ar_today()
            terms = contract._get_version_on(today)
            first = contract.date_from if terms == contract else terms.date
            done = contract.applied_from and contract.applied_from >= first
            if done or not contract._is_in_force(today):
                continue
            contract.applied_from = first
            profile = contract.profile_id
            if terms.payment_term_id and not profile.term_pinned:
                partner = profile.partner_id.with_company(contract.company_id)
                partner.property_payment_term_id = terms.payment_term_id

    def _tell(self, text):
        """Tell on the contract and on the customer's account."""
        self.ensure_one()
        author = self.env.user.partner_id.id
        body = plaintext2html(text)
        self.sudo()._message_log(body=body, author_id=author)
        self.profile_id.sudo()._message_log(body=body, author_id=author)
