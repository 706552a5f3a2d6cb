"""Releases: who let a document pass that the credit check had stopped, and why."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from .ar_credit_check import FIGURES
from .ar_credit_four_eyes import APPROVERS


class ArCreditRelease(models.Model):
    """Asked for by whoever needs the document, granted or refused by a credit approver.

    Valid for that document, up to that amount, for the rules that it broke when it was
    asked for, until its last day.
    """

    _name = "ar.credit.release"
    _description = "Credit Release"
    _inherit = ["ar.gate.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "document_name"
    _check_company_auto = True
    # People write nothing: a release is asked for on its document, and decided with its buttons.
    _transitions = {"granted": ("requested",), "refused": ("requested",)}

    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(related="profile_id.partner_id", store=True, index=True)
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    document_ref = fields.Reference(
        selection="_selection_document", string="Document", compute="_compute_document_ref"
    )
    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", required=True, readonly=True, index=True
    )
    document_name = fields.Char(string="Number", required=True, readonly=True)
    checkpoint = fields.Selection(
        [("order", "Order"), ("invoice", "Invoice"), ("delivery", "Delivery")],
        required=True,
        readonly=True,
    )
    amount = fields.Monetary(readonly=True, help="A higher amount needs a new release.")
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    codes = fields.Char(readonly=True, help="Rules that the document broke.")
    cause = fields.Text(
        string="Why Stopped, in Words",
        readonly=True,
        help="Without amounts, as everybody reads it.",
    )
    cause_figures = fields.Text(
        string="Why Stopped, in Figures", readonly=True, groups=",".join(FIGURES)
    )
    cause_text = fields.Text(
        string="Why Stopped",
        compute="_compute_cause_text",
        help="With amounts for who may see what the customer owes in all companies concerned.",
    )
    state = fields.Selection(
        [("requested", "Requested"), ("granted", "Granted"), ("refused", "Refused")],
        default="requested",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    request_reason = fields.Text(string="Request", readonly=True)
    requested_by_id = fields.Many2one("res.users", required=True, readonly=True)
    requested_on = fields.Datetime(readonly=True, default=fields.Datetime.now)
    reason = fields.Text(string="Decision", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True)
    decided_on = fields.Datetime(readonly=True)
    valid_until = fields.Date(readonly=True, help="Last day of the release; empty: no end.")

    _document_idx = models.Index("(res_model, res_id)")

    @api.model
    def _selection_document(self):
        """Models whose documents can be released; add-ons add theirs."""
        return [("account.move", self.env._("Invoice"))]

    @api.depends("res_model", "res_id")
    def _compute_document_ref(self):
        known = {model for model, _label in self._selection_document()}
        for release in self:
            found = (
                release.res_model in known
                and self.env[release.res_model].browse(release.res_id).exists()
            )
            release.document_ref = f"{release.res_model},{release.res_id}" if found else False

    @api.depends("cause", "cause_figures")
    @api.depends_context("uid")
    def _compute_cause_text(self):
        seen = set(self.env.user._get_company_ids())
        may_see = self.env["ar.credit.check"]._may_see_figures()
        companies = self.sudo().company_id
        known = {
            company
            for company in companies
            if may_see and seen.issuperset(company.root_id._ar_tree().ids)
        }
        for release in self:
            told = release.sudo().cause_figures if release.company_id in known else False
            release.cause_text = told or release.cause

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("A release is asked for on the document, and decided with its buttons.")

    @api.model
    def _ask(self, document, reason):
        """Ask a credit approver to let a document pass; asking again replaces the request.

        :param document: one record that is an ``ar.credit.document``
        :return: the release, requested
        """
        # An approver may decide on documents that he may read and not change.
        may_decide = self.env.user.has_group(APPROVERS)
        document.check_access("read" if may_decide else "write")
        document_sudo = document.sudo()
        result = document_sudo._ar_credit_results()[document.id]
        if not result["needs_approval"]:
            raise UserError(
                self.env._(
                    "%s needs no release: the credit check does not stop it, or stops it for a "
                    "reason that nobody can release.",
                    document.display_name,
                )
            )
        release = self.sudo().create(document_sudo._ar_credit_prepare_release(result, reason))
        self._domain_of(document, "requested").filtered(lambda other: other != release)._withdraw()
        release._notify_approvers()
        return release.sudo(False)

    def _domain_of(self, documents, state):
        """The releases of documents in a state, newest first."""
        return self.sudo().search(
            [
                ("res_model", "=", documents._name),
                ("res_id", "in", documents.ids),
                ("state", "=", state),
            ]
        )

    @api.model
    def _granted_to(self, claims):
        """The releases that documents may call on, in a query for each kind of document.

        :param claims: {document: as of ``_ar_credit_claims``}
        :return: {document: granted releases, newest first}
        """
        origins = [origin for found in claims.values() for origin, _amount in found]
        by_origin = {}
        for model in {origin._name for origin in origins}:
            same = [origin for origin in origins if origin._name == model]
            granted = self._domain_of(self.env[model].union(*same)._origin, "granted")
            by_origin |= {(model, id_): some for id_, some in granted.grouped("res_id").items()}
        none = self.sudo().browse()
        return {
            document: none.union(
                *(by_origin.get((origin._name, origin._origin.id), none) for origin, _a in found)
            )
            for document, found in claims.items()
        }

    def _withdraw(self):
        for release in self._move_to("refused", reason=self.env._("Asked for again.")):
            release.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    def _notify_approvers(self):
        """Give the approvers a task."""
        for release in self.sudo():
            for user in release._get_approvers():
                release.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=release.company_id._ar_today(),
                    user_id=user.id,
                    summary=self.env._("Release %s", release.document_name),
                    note=release.request_reason,
                )

    def _get_approvers(self):
        """Who is asked: the company's choice, else all approvers of the company; not who asks,
        where there is somebody else."""
        self.ensure_one()
        company, asking = self.company_id, self.requested_by_id
        chosen = company._ar_chain().filtered("ar_credit_approver_id")[-1:].ar_credit_approver_id
        if chosen.active and not chosen.share and chosen != asking:
            return chosen
        users = self.env.ref(APPROVERS).sudo().all_user_ids
        people = users.filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
        return people - asking or people

    def action_grant(self):
        """Ask why the document may pass, and until when."""
        return self._open_decision("granted")

    def action_refuse(self):
        """Ask why the document may not pass."""
        return self._open_decision("refused")

    def _open_decision(self, decision):
        self.ensure_one()
        self._check_approver()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release") if decision == "granted" else self.env._("Refuse"),
            "res_model": "ar.credit.release.decide",
            "view_mode": "form",
            "target": "new",
            "context": {"default_release_id": self.id, "default_decision": decision},
        }

    def _check_approver(self):
        if not self.env.user.has_group(APPROVERS):
            raise AccessError(
                self.env._(
                    "Only a credit approver decides on releases. Ask an administrator for the "
                    "role, or wait for the decision."
                )
            )

    def _decide(self, state, reason, valid_until=None):
        """Grant or refuse; deciding twice does nothing.

        :param state: 'granted' or 'refused'
        :param reason: why; told to whoever asked
        :param valid_until: last day of a release
        :return: the releases decided now
        """
        self._check_approver()
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("A decision on a release needs a reason."))
        if state == "granted":
            self._check_second_person()
        decided = self._move_to(
            state,
            reason=reason,
            decided_by_id=self.env.uid,
            decided_on=fields.Datetime.now(),
            valid_until=valid_until or False,
        )
        for release in decided:
            release._tell()
        return decided

    def _check_second_person(self):
        """Above the company's amount, who asked for a release does not grant it."""
        for release in self.filtered(lambda one: one.requested_by_id == self.env.user):
            company = release.company_id.sudo()
            amount = release.currency_id._convert(
                release.amount, company.currency_id, company, company._ar_today()
            )
            threshold = company.ar_credit_four_eyes_amount
            if company.currency_id.compare_amounts(amount, threshold) > 0:
                raise UserError(
                    self.env._(
                        "You asked for the release of %(document)s, and it is above "
                        "%(threshold)s: another credit approver has to grant it. Send the "
                        "request to the approvers.",
                        document=release.document_name,
                        threshold=company.currency_id.format(threshold),
                    )
                )

    def _tell(self):
        """Tell whoever asked, on the document, and keep it on the customer's page."""
        self.ensure_one()
        release = self.sudo()
        release.activity_feedback(["mail.mail_activity_data_todo"], feedback=release.reason)
        text = release._get_words()
        author = self.env.user.partner_id
        document = self.env[release.res_model].sudo().browse(release.res_id).exists()
        if document:
            asked_by = release.requested_by_id.partner_id
            document.message_post(
                body=text,
                author_id=author.id,
                partner_ids=(asked_by - author).ids,
                subtype_xmlid="mail.mt_note",
            )
        release.profile_id._message_log(
            body=f"{release.document_name}: {text}", author_id=author.id
        )

    def _get_words(self):
        """The state of the release in a sentence, without figures."""
        self.ensure_one()
        if self.state == "requested":
            return self.env._(
                "%(user)s asked for a release: %(reason)s",
                user=self.requested_by_id.name,
                reason=self.request_reason,
            )
        values = {"user": self.decided_by_id.name, "reason": self.reason}
        if self.state == "refused":
            return self.env._("Release refused by %(user)s: %(reason)s", **values)
        if self.valid_until:
            return self.env._(
                "Released by %(user)s until %(until)s: %(reason)s",
                until=format_date(self.env, self.valid_until),
                **values,
            )
        return self.env._("Released by %(user)s: %(reason)s", **values)

    def _covers(self, document, claims=None):
        """Whether the release lets this document pass as it is now.

        :param claims: as of ``_ar_credit_claims``, what the document may call on; asked for
            if empty
        """
        self.ensure_one()
        if claims is None:
            claims = document._ar_credit_claims(document.browse())
        day = self.company_id._ar_today()
        if self.state != "granted" or (self.valid_until and self.valid_until < day):
            return False
        customers = {
            one._ar_credit_debtor().commercial_partner_id
            for one in (document, *(origin for origin, _amount in claims))
        }
        return customers == {self.partner_id} and any(
            self._is_for(origin)
            and self.checkpoint == origin._ar_credit_checkpoint
            and self.currency_id == origin._ar_credit_currency()
            and self.currency_id.compare_amounts(amount, self.amount) <= 0
            and self.company_id == origin.company_id == document.company_id
            for origin, amount in claims
        )

    def _is_for(self, document):
        """Whether it was asked for this document."""
        return (self.res_model, self.res_id) == (document._name, document._origin.id)

    def action_open_document(self):
        """Open the document that is released."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }
