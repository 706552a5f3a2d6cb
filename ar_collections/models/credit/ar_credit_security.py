"""Deposits and guarantees: what secures the credit that a customer gets."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class ArCreditSecurity(models.Model):
    """Money or a promise in our hands that covers part of what a customer owes."""

    _name = "ar.credit.security"
    _description = "Deposit or Guarantee"
    _order = "date_from desc, id desc"
    _rec_name = "reference"
    _check_company_auto = True

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    active = fields.Boolean(default=True)
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
    in_force = fields.Boolean(compute="_compute_in_force")
    attachment_ids = fields.Many2many(
        "ir.attachment", string="Documents", bypass_search_access=True
    )
    note = fields.Text()
    warned_date = fields.Date(readonly=True, copy=False, help="End that a task was made for.")

    @api.depends("profile_id")
    def _compute_currency_id(self):
        for security in self:
            security.currency_id = security.currency_id or security.profile_id.currency_id

    @api.depends("date_from", "date_to", "active")
    def _compute_in_force(self):
        for security in self:
            today = (security.company_id or self.env.company)._ar_today()
            security.in_force = bool(
                security.active
                and (not security.date_from or security.date_from <= today)
                and (not security.date_to or security.date_to >= today)
            )

    @api.constrains("amount", "date_from", "date_to")
    def _check_values(self):
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
            if security.date_to and security.date_to < security.date_from:
                raise ValidationError(
                    self.env._(
                        "The security %(reference)s of %(customer)s ends before it starts. Set "
                        "its last day to its first day or later.",
                        reference=security.reference,
                        customer=security.partner_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        securities = super().create(vals_list)
        for security in securities:
            security._log(
                self.env._(
                    "%(kind)s %(reference)s over %(amount)s was added; it lowers the exposure.",
                    **security._words(),
                )
            )
        return securities

    def write(self, vals):
        told = {"amount", "currency_id", "date_from", "date_to", "active"} & vals.keys()
        before = {security.id: security._words() for security in self} if told else {}
        result = super().write(vals)
        for security in self:
            if told and security._words() != before[security.id]:
                security._log(
                    self.env._(
                        "%(kind)s %(reference)s was changed from %(old)s to %(new)s.",
                        kind=security._words()["kind"],
                        reference=security.reference,
                        old=before[security.id]["state"],
                        new=security._words()["state"],
                    )
                )
        return result

    def unlink(self):
        for security in self:
            security._log(
                self.env._(
                    "%(kind)s %(reference)s over %(amount)s was deleted.", **security._words()
                )
            )
        return super().unlink()

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
        self.profile_id._message_log(body=text)
