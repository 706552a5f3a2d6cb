"""Deposits and guarantees: what secures the credit that a customer gets."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...base.ar_guard_mixin import ANY, NEW


class ArCreditSecurity(models.Model):
    """Money or a promise in our hands that covers part of what a customer owes.

    What was agreed stands: it is released or replaced by another one. Above the company's
    amount, one waits for a second person and covers nothing before.
    """

    _name = "ar.credit.security"
    _inherit = ["ar.credit.waiting", "ar.period.mixin"]
    _description = "Deposit or Guarantee"
    _order = "date_from desc, id desc"
    _rec_name = "reference"
    _check_company_auto = True
    _valid_state = "valid"
    _writable = {
        NEW: (
            "profile_id",
            "kind",
            "reference",
            "issuer_id",
            "amount",
            "currency_id",
            "date_from",
            "date_to",
            "replaces_id",
        ),
        ANY: ("note",),
        "valid": ("attachment_ids",),
        "waiting": ("attachment_ids",),
    }
    _transitions = {
        "valid": ("waiting",),
        "withdrawn": ("waiting",),
        "released": ("valid",),
    }
    _period_states = ("valid",)

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
    state = fields.Selection(
        [
            ("waiting", "Waits for a Second Person"),
            ("valid", "Valid"),
            ("released", "Given Back"),
            ("withdrawn", "Withdrawn"),
        ],
        default="valid",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    kind = fields.Selection(
        [
            ("deposit", "Deposit"),
            ("bank", "Bank guarantee"),
            ("parent", "Parent company guarantee"),
            ("personal", "Personal guarantee"),
            ("letter", "Letter of credit"),
            ("pledge", "Pledge or mortgage"),
        ],
        default="deposit",
        required=True,
    )
    reference = fields.Char(required=True, help="Number of the guarantee, receipt of the deposit.")
    issuer_id = fields.Many2one(
        "res.partner", help="The bank or company that vouches for the customer."
    )
    amount = fields.Monetary(required=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_from = fields.Date(
        string="Valid From", required=True, default=lambda self: self.env.company._ar_today()
    )
    date_to = fields.Date(string="Valid Until", help="Last day; empty: until it is given back.")
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Documents", bypass_search_access=True
    )
    note = fields.Text()
    warned_date = fields.Date(readonly=True, copy=False, help="End that a task was made for.")
    replaces_id = fields.Many2one(
        "ar.credit.security",
        string="Takes the Place Of",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('profile_id', '=', profile_id), ('state', '=', 'valid')]",
        help="Given back once this one is valid.",
    )
    replaced_by_id = fields.Many2one("ar.credit.security", readonly=True, copy=False)
    released_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    released_on = fields.Date(readonly=True, copy=False)
    release_reason = fields.Char(readonly=True, copy=False)

    @api.depends("profile_id")
    def _compute_currency_id(self):
        for security in self:
            security.currency_id = security.currency_id or security.profile_id.currency_id

    @api.model
    def _get_period_fields(self):
        # EXTENDS the period
        return [*super()._get_period_fields(), "active"]

    def _is_in_force(self, day):
        # EXTENDS the period
        return self.active and super()._is_in_force(day)

    @api.model
    def _domain_in_force(self, day=None):
        # EXTENDS the period
        return super()._domain_in_force(day) & Domain("active", "=", True)

    @api.constrains("amount")
    def _check_amount(self):
        for security in self:
            if security.amount <= 0:
                raise ValidationError(
                    self.env._(
                        "The security %(reference)s of %(customer)s has no amount. Enter what it "
                        "covers, in its own currency.",
                        reference=security.reference,
                        customer=security.partner_id.display_name,
                    )
                )

    def _say_ends_early(self, start, until):
        # EXTENDS the period
        return self.env._(
            "The security %(reference)s of %(customer)s ends before it starts. Set "
            "its last day to its first day or later.",
            reference=self.reference,
            customer=self.partner_id.display_name,
        )

    @api.constrains("replaces_id", "profile_id")
    def _check_replaced(self):
        for security in self:
            before = security.replaces_id
            if before and (before == security or before.profile_id != security.profile_id):
                raise ValidationError(
                    self.env._(
                        "The security %(reference)s takes the place of another one of "
                        "%(customer)s. Choose one of the same customer.",
                        reference=security.reference,
                        customer=security.partner_id.display_name,
                    )
                )

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._(
            "What was agreed stands: release it, or enter another one that takes its place."
        )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        securities = super().create(vals_list)
        securities._check_files(self.browse().attachment_ids)
        securities._hold_back()._take_effect()
        return securities

    def write(self, vals):
        # EXTENDS the guard
        before = self.attachment_ids
        result = super().write(vals)
        if "attachment_ids" in vals:
            self._check_files(before)
        return result

    def _check_files(self, before):
        """Refuse files that the acting person may not read; an upload belongs here from now on."""
        (self.attachment_ids - before).check_access("read")
        for security in self:
            loose = security.attachment_ids.sudo().filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": security.id})

    def _keeps(self, attachments):
        # EXTENDS the guard: what lowers the exposure is kept with its documents.
        if self.state == "waiting":
            return super()._keeps(attachments)
        return attachments & self.sudo().attachment_ids

    def _words(self):
        """Kind, reference, amount and validity as text."""
        self.ensure_one()
        amount = self.currency_id.format(self.amount)
        until = format_date(self.env, self.date_to) or self.env._("given back")
        return {
            "kind": dict(self._fields["kind"]._description_selection(self.env))[self.kind],
            "reference": self.reference,
            "amount": amount,
            "state": self.env._("%(amount)s until %(until)s", amount=amount, until=until)
            if self.active
            else self.env._("given back"),
        }

    def _log(self, text):
        self.profile_id.sudo()._message_log(body=text, author_id=self.env.user.partner_id.id)
