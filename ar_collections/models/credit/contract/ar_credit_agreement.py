"""What a customer and the company agreed on: the terms that a contract and its amendments share."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...base.closing import is_change
from ..limit.ar_credit_four_eyes import APPROVERS

#: What an amendment can change.
TERMS = (
    "payment_term_id",
    "payment_method",
    "credit_amount",
    "date_to",
    "notice_days",
    "extension_months",
    "late_interest",
    "penalty_clause",
    "breach_clause",
    "extension_clause",
    "acceptance_method",
    "invoice_days",
)
#: Who accepted the terms, when and how.
ACCEPTANCE = ("accepted_by_id", "accepted_name", "accepted_on", "acceptance_proof")


class ArCreditAgreement(models.AbstractModel):
    """Terms with the proof that the customer accepted them: draft → approved.

    Once approved, the terms stand as they are, and files are added and not taken away.
    A model that inherits this has a ``state`` that begins as draft.
    """

    _name = "ar.credit.agreement"
    _inherit = ["ar.credit.four_eyes"]
    _description = "Agreed Terms"
    _writable = {
        "draft": (*TERMS, *ACCEPTANCE, "attachment_ids"),
        # Who accepted it is entered once, files are added: see ``_check_written``.
        "approved": (*ACCEPTANCE, "attachment_ids"),
    }
    _transitions = {"approved": ("draft",)}
    _deciding = frozenset(TERMS)

    company_id = fields.Many2one("res.company")
    currency_id = fields.Many2one("res.currency")

    payment_term_id = fields.Many2one(
        "account.payment.term",
        string="Payment Terms",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    term_warning = fields.Char(
        compute="_compute_term_warning",
        help="Where the terms are longer than a law allows.",
    )
    payment_method = fields.Selection(
        [
            ("transfer", "Bank transfer"),
            ("debit", "Direct debit"),
            ("card", "Card or online payment"),
            ("cheque", "Cheque"),
            ("draft", "Bill of exchange or acceptance"),
            ("letter", "Letter of credit"),
            ("cash", "Cash"),
        ],
        help="How the customer has agreed to pay.",
    )
    credit_amount = fields.Monetary(
        string="Credit Agreed",
        tracking=True,
        help="The credit that the contract promises. What may be delivered is said by the "
        "credit limit.",
    )
    date_to = fields.Date(string="End", help="Last day; empty: until notice is given.")
    notice_days = fields.Integer(
        string="Notice Period (Days)", help="How long before the end notice has to be given."
    )
    extension_months = fields.Integer(
        string="Extended By (Months)",
        help="Goes on for as many months if nobody gives notice in time. 0: ends on its last day.",
    )
    late_interest = fields.Float(
        string="Late Interest (% a Year)",
        digits=(16, 3),
        help="As agreed in the contract. What is asked for is said by the dunning policy.",
    )
    penalty_clause = fields.Text(help="What late payment costs, in the words of the contract.")
    breach_clause = fields.Text(
        string="Liability for Breach", help="What follows a breach, in the words of the contract."
    )
    extension_clause = fields.Text(help="How the contract is prolonged, in its own words.")
    acceptance_method = fields.Text(
        string="Acceptance of Goods",
        help="How and by when goods or services are accepted or rejected, and what proves it.",
    )
    invoice_days = fields.Integer(
        string="Invoice Within (Days)",
        help="How many days after a service or a milestone is done we invoice it. 0: the company's "
        "own number of days counts.",
    )

    accepted_by_id = fields.Many2one(
        "res.partner",
        ondelete="restrict",
        domain="[('commercial_partner_id', '=', partner_id)]",
        help="The person who accepted the terms for the customer.",
    )
    accepted_name = fields.Char(
        string="Name and Position", help="As signed; for people who are not among the contacts."
    )
    accepted_on = fields.Date(tracking=True)
    acceptance_proof = fields.Selection(
        [
            ("signature", "Signed on paper"),
            ("electronic", "Signed electronically"),
            ("portal", "Confirmed on the portal"),
            ("email", "Confirmed by e-mail"),
        ],
        string="Proof of Acceptance",
    )
    attachment_ids = fields.Many2many(
        "ir.attachment",
        string="Documents",
        bypass_search_access=True,
        copy=False,
        help="The signed contract, minutes of acceptance, evidence of quality.",
    )
    approver_id = fields.Many2one("res.users", string="Approved By", readonly=True, copy=False)
    approved_on = fields.Date(readonly=True, copy=False)

    @api.depends("payment_term_id", "company_id")
    @api.depends_context("lang")
    def _compute_term_warning(self):
        caps = self.env["ar.credit.term.cap"]
        for agreement in self:
            term, country = agreement.payment_term_id, agreement._get_law_country()
            agreement.term_warning = False
            if term and agreement.profile_id and country:
                agreement.term_warning = caps._say_excess(term, agreement.profile_id, country)

    def _get_law_country(self):
        """Whose law limits the terms: that of our own country, unless the contract says more."""
        return self.company_id.sudo().country_id

    # -- what stands, stands -----------------------------------------------------------

    def _get_way_out(self):
        # EXTENDS the guard
        if self and self.sudo().state != "draft":
            return self.env._(
                "It is approved and stands as it is. Write an amendment to change what was agreed."
            )
        return self.env._("Use its buttons.")

    def _get_credit_given(self):
        # EXTENDS 'ar.credit.four_eyes'
        company = self.company_id.sudo()
        return self.currency_id._convert(
            self.credit_amount, company.currency_id, company, company._ar_today()
        )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        agreements = super().create(vals_list)
        agreements._keep_files({})
        return agreements

    def write(self, vals):
        # EXTENDS the guard
        before = {agreement: agreement.attachment_ids for agreement in self}
        result = super().write(vals)
        if "attachment_ids" in vals:
            for agreement in self.filtered(lambda one: one.state != "draft"):
                if before[agreement] - agreement.attachment_ids:
                    raise UserError(
                        self.env._(
                            "The documents of %s belong to the file and cannot be taken out. Add "
                            "the right one beside them.",
                            agreement.display_name,
                        )
                    )
            self._keep_files(before)
        return result

    def _check_written(self, vals):
        # EXTENDS the guard
        super()._check_written(vals)
        once = self._get_once() & vals.keys()
        for agreement in self.filtered(lambda one: one.state != "draft" and one.accepted_on):
            if any(is_change(agreement, name, vals[name]) for name in once):
                raise UserError(
                    self.env._(
                        "Who accepted %s, and when, is recorded and stands as it is.",
                        agreement.display_name,
                    )
                )

    @api.model
    def _get_once(self):
        """Fields that stand once the acceptance is recorded, even in a contract that ended."""
        return set(ACCEPTANCE)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        for agreement in self:
            if agreement.state != "draft":
                raise UserError(
                    self.env._(
                        "%s is part of the customer's file and cannot be deleted.",
                        agreement.display_name,
                    )
                )

    def _keeps(self, attachments):
        # EXTENDS the guard: the documents of what was approved, beside the files of the chatter.
        agreement = self.sudo()
        if agreement.state == "draft":
            return super()._keeps(attachments)
        return super()._keeps(attachments) | (attachments & agreement.attachment_ids)

    def _keep_files(self, before):
        """Let whoever may read the agreement read its files: an upload to a new record belongs
        to nobody else yet. Files that the acting person may not read are refused.

        :param before: {agreement: its files before}
        """
        for agreement in self:
            new = agreement.attachment_ids - before.get(agreement, agreement.attachment_ids[:0])
            new.check_access("read")
            loose = new.sudo().filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": agreement.id})

    @api.constrains(
        "notice_days", "extension_months", "invoice_days", "late_interest", "credit_amount"
    )
    def _check_figures(self):
        for agreement in self:
            figures = (
                agreement.notice_days,
                agreement.extension_months,
                agreement.invoice_days,
                agreement.late_interest,
                agreement.credit_amount,
            )
            if min(figures) < 0:
                raise ValidationError(
                    self.env._(
                        "Days, months, interest and amounts of %s cannot be negative.",
                        agreement.display_name,
                    )
                )
            if agreement.extension_months and not agreement.date_to:
                raise ValidationError(
                    self.env._(
                        "%s has no end, so there is nothing to extend. Enter its last day, or 0 "
                        "months.",
                        agreement.display_name,
                    )
                )

    @api.constrains("accepted_on")
    def _check_accepted_on(self):
        for agreement in self.filtered("accepted_on"):
            if agreement.accepted_on > agreement.company_id._ar_today():
                raise ValidationError(
                    self.env._(
                        "The terms of %s cannot have been accepted in the future. Enter the day "
                        "of the signature.",
                        agreement.display_name,
                    )
                )

    # -- the gate ----------------------------------------------------------------------

    def action_approve(self):
        """Approve: from now on the terms stand, and count from their first day."""
        for agreement in self.filtered(lambda agreement: agreement.state == "draft"):
            agreement._check_can_approve()
            moved = agreement._move_to(
                "approved",
                approver_id=self.env.uid,
                approved_on=agreement.company_id._ar_today(),
            )
            moved._after_approval()
        return True

    def _after_approval(self):
        """What follows from an approval."""
        raise NotImplementedError

    def _check_can_approve(self):
        """Refuse who may not approve."""
        self.ensure_one()
        if not self.env.user.has_group(APPROVERS):
            raise AccessError(
                self.env._(
                    "Contracts are approved by credit approvers. Ask one of them, or the "
                    "administrator to make you one."
                )
            )
        if self._is_own_and_high():
            raise UserError(
                self.env._(
                    "You wrote %(contract)s, and its credit is above %(threshold)s: another "
                    "credit approver has to approve it.",
                    contract=self.display_name,
                    threshold=self._say_four_eyes_amount(),
                )
            )

    # -- words -------------------------------------------------------------------------

    def _copy_terms(self):
        """The terms as values to write."""
        self.ensure_one()
        return {name: self._fields[name].convert_to_write(self[name], self) for name in TERMS}

    def _say_changes(self, before):
        """What differs from the terms ``before``, a line each: old → new."""
        self.ensure_one()
        paper = self.env["report.ar_collections.report_ar_credit_file"]
        lines = []
        for name in TERMS:
            # A contract that was extended ends later than it says.
            old = "end_date" if name == "date_to" and "end_date" in before._fields else name
            if (before[old] or False) != (self[name] or False):
                texts = (paper._show(before, old) or "–", paper._show(self, name) or "–")
                lines.append(f"{paper._label(self, name)}: {texts[0]} → {texts[1]}")
        return "\n".join(lines)
