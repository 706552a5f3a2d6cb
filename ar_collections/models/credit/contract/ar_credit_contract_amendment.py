"""Amendments: what was agreed later, and from when it counts."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...base.ar_guard_mixin import NEW
from .ar_credit_agreement import TERMS


class ArCreditContractAmendment(models.Model):
    """All terms of a contract anew, from a day on: draft → approved.

    It starts as a copy of the terms before it; what differs is told line by line.
    """

    _name = "ar.credit.contract.amendment"
    _description = "Contract Amendment"
    _inherit = ["ar.credit.agreement", "mail.thread"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _writable = {NEW: ("contract_id",), "draft": ("date", "reason")}
    _deciding = frozenset({*TERMS, "date"})

    contract_id = fields.Many2one(
        "ar.credit.contract", required=True, index=True, ondelete="restrict", readonly=True
    )
    number = fields.Integer(readonly=True, copy=False)
    name = fields.Char(compute="_compute_name")
    profile_id = fields.Many2one(related="contract_id.profile_id", store=True)
    partner_id = fields.Many2one(related="contract_id.partner_id", string="Customer", store=True)
    company_id = fields.Many2one(related="contract_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="contract_id.currency_id")
    date = fields.Date(
        string="Effective From",
        required=True,
        tracking=True,
        default=lambda self: self.env.company._ar_today(),
    )
    reason = fields.Char(string="Why", required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    changes = fields.Text(string="What Changes", compute="_compute_changes")

    _draft_uniq = models.UniqueIndex(
        "(contract_id) WHERE state = 'draft'",
        "There is an amendment of this contract that is not approved yet; go on with that one.",
    )

    def _get_law_country(self):
        # EXTENDS 'ar.credit.agreement'
        return self.contract_id._get_law_country()

    @api.depends("contract_id.name", "number")
    def _compute_name(self):
        for amendment in self:
            amendment.name = self.env._(
                "%(contract)s, amendment %(number)s",
                contract=amendment.contract_id.name or "",
                number=amendment.number or amendment._get_next_number(),
            )

    def _get_next_number(self):
        numbers = self.contract_id.amendment_ids.mapped("number")
        return max(numbers, default=0) + 1

    @api.depends("contract_id", "date", "state", *TERMS)
    def _compute_changes(self):
        self.changes = False
        for amendment in self.filtered("contract_id"):
            amendment.changes = amendment._say_changes(amendment._get_before())

    def _get_before(self):
        """The terms that this amendment takes the place of."""
        self.ensure_one()
        before = self.contract_id._get_versions()
        if self.state == "approved":
            key = (self.date, self._origin.id)
            before = before.filtered(lambda one: (one.date, one.id) < key)
        return before[-1:] or self.contract_id

    @api.model
    def _prepare_terms(self, contract):
        """The terms of a contract as they stand last, as values."""
        return {**contract._get_last_version()._copy_terms(), "date_to": contract.end_date}

    @api.model
    def default_get(self, fields):
        # EXTENDS 'base': an amendment starts as a copy of what counts.
        values = super().default_get(fields)
        contract = self.env["ar.credit.contract"].browse(values.get("contract_id"))
        if contract:
            terms = self._prepare_terms(contract)
            values.update((name, terms[name]) for name in TERMS if name in fields)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard.
        # The index of drafts has to know what was approved a moment ago.
        self.flush_model(["state"])
        return super().create(vals_list)

    @api.model
    def _complete(self, vals_list):
        """Number the amendments; what is not said stays as it was."""
        filled = []
        for vals in super()._complete(vals_list):
            contract = self.env["ar.credit.contract"].browse(vals.get("contract_id"))
            if contract.state != "approved":
                raise UserError(
                    self.env._(
                        "The contract %s is not approved and in force, so there is nothing to "
                        "amend. Change the draft, or write a new contract.",
                        contract.display_name,
                    )
                )
            number = max(contract.amendment_ids.mapped("number"), default=0) + 1
            filled.append({**self._prepare_terms(contract), **vals, "number": number})
        return filled

    @api.constrains("date", "date_to")
    def _check_date(self):
        for amendment in self:
            contract = amendment.contract_id
            last = contract._get_versions() - amendment
            first = max([contract.date_from, *last.mapped("date")])
            if amendment.date < first:
                raise ValidationError(
                    self.env._(
                        "%(amendment)s cannot count before %(day)s, when the terms before it "
                        "begin. Enter that day or a later one.",
                        amendment=amendment.display_name,
                        day=format_date(self.env, first),
                    )
                )
            if amendment.date_to and amendment.date_to < amendment.date:
                raise ValidationError(
                    self.env._(
                        "%s would end before it begins. Set the end to its first day or later.",
                        amendment.display_name,
                    )
                )

    def _check_can_approve(self):
        # EXTENDS 'ar.credit.agreement'
        super()._check_can_approve()
        if self.contract_id.state != "approved":
            raise UserError(
                self.env._(
                    "The contract %s is over, so nothing can be changed in it.",
                    self.contract_id.name,
                )
            )
        if not self.changes:
            raise UserError(
                self.env._(
                    "%s changes nothing. Enter what was agreed, or delete it.", self.display_name
                )
            )

    def _after_approval(self):
        # EXTENDS 'ar.credit.agreement'
        for amendment in self:
            contract = amendment.contract_id
            values = {"extended_to": False}
            if amendment.date <= amendment.company_id._ar_today():
                values["applied_from"] = False
            contract.sudo().write(values)
            contract._apply_terms()
            contract._tell(
                self.env._(
                    "%(amendment)s, effective from %(day)s, was approved by %(user)s: %(reason)s\n"
                    "%(changes)s",
                    amendment=amendment.name,
                    day=format_date(self.env, amendment.date),
                    user=self.env.user.name,
                    reason=amendment.reason,
                    changes=amendment.changes,
                )
            )
