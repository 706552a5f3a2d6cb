"""Documents that pass a credit checkpoint: orders, invoices, deliveries."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from ...base import guarded
from ...base.linked import refusal
from .ar_credit_check import Demand
from .ar_credit_four_eyes import APPROVERS

MOST_TOLD = 10


class ArCreditDocument(models.AbstractModel):
    """What a document has to answer so that the credit check can stop it.

    A document inherits this, answers the questions below, and calls ``_ar_credit_guard`` at
    the one place that every way of confirming it goes through.
    """

    _name = "ar.credit.document"
    _inherit = ["ar.closed.mixin"]
    _description = "Document at a Credit Checkpoint"

    _ar_credit_checkpoint = None
    _ar_closed = {"ar_credit_excluded": APPROVERS}

    ar_credit_excluded = guarded.Boolean(
        string="No Credit Check",
        copy=False,
        groups=APPROVERS,
        help="This document passes without a credit check. Credit approvers may set it, up to the "
        "amount that one person decides on; above it the document needs a release.",
    )
    ar_credit_state = guarded.Selection(
        [("ok", "Passes"), ("warn", "Warning"), ("approve", "Needs release"), ("block", "Stopped")],
        string="Credit Check",
        compute="_compute_ar_credit",
        groups="base.group_user",
    )
    ar_credit_message = guarded.Text(
        string="Credit Message", compute="_compute_ar_credit", groups="base.group_user"
    )

    # -- questions to the document: all in sudo ----------------------------------------

    def _ar_credit_is_pending(self):
        """Whether the document is still before its checkpoint."""
        raise NotImplementedError

    def _ar_credit_is_on_credit(self):
        """Whether the customer will owe something by the document."""
        return bool(self._ar_credit_debtor()) and self._ar_credit_amount() > 0

    def _ar_credit_debtor(self):
        """The customer that will owe, or a contact of it."""
        return self.partner_id

    def _ar_credit_currency(self):
        return self.currency_id

    def _ar_credit_amount(self):
        """What the document adds to what the customer owes, in its currency."""
        return self.amount_total

    def _ar_credit_counted(self, amount):
        """What of ``amount`` (company currency) is in the exposure already."""
        return 0.0

    def _ar_credit_is_excluded(self):
        """Whether an approver let the document pass without a check: up to what one person
        decides on, whatever it has grown to since."""
        return self.ar_credit_excluded and not self._ar_credit_needs_two()

    def _ar_credit_needs_two(self):
        """Whether the document is above the amount that one person decides on."""
        company = self.company_id
        amount = self._ar_credit_company_amount()
        return company.currency_id.compare_amounts(amount, company.ar_credit_four_eyes_amount) > 0

    def _ar_credit_company_amount(self):
        """What the document adds to what the customer owes, in the company's currency."""
        company = self.company_id
        return self._ar_credit_currency()._convert(
            self._ar_credit_amount(), company.currency_id, company, company._ar_today()
        )

    def _ar_credit_claims(self, before):
        """The documents whose releases let this one pass, with what it needs of each.

        :param before: documents that pass together with this one, and ahead of it
        :return: list of (document, amount in the currency of that document)
        """
        return [(self, self._ar_credit_amount())]

    def _ar_credit_filter(self):
        """The documents that the check looks at."""
        return self.filtered(
            lambda document: (
                document._ar_credit_is_on_credit() and not document._ar_credit_is_excluded()
            )
        )

    # -- the check ---------------------------------------------------------------------

    def _ar_credit_results(self, lock=False, together=True):
        """What the credit check says of documents, in the order of ``self``.

        :param together: each document sees those before it; else each is asked for alone
        :return: {id: result of ``ar.credit.check``}
        """
        documents = self.sudo()
        none = documents.browse()
        claims = {
            document: document._ar_credit_claims(documents[:place] if together else none)
            for place, document in enumerate(documents)
        }
        releases = self.env["ar.credit.release"]._granted_to(claims)
        demands = []
        for document in documents:
            amount = document._ar_credit_company_amount()
            codes = {
                code
                for release in releases[document]
                if release._covers(document, claims[document])
                for code in (release.codes or "").split(",")
            }
            demands.append(
                Demand(
                    document._ar_credit_debtor()._origin.id,
                    document.company_id.id,
                    amount,
                    document._ar_credit_counted(amount),
                    frozenset(codes),
                )
            )
        results = (
            self.env["ar.credit.check"]
            .sudo()
            ._check_many(demands, self._ar_credit_checkpoint, lock=lock, together=together)
        )
        return dict(zip((document.id for document in documents), results, strict=True))

    def _ar_credit_guard(self):
        """Stop the documents that must not pass; note on the others what was said.

        Called for documents that pass their checkpoint now.

        :raise UserError: says which document, why, and what to do
        """
        documents = self.sudo()._ar_credit_filter()
        if not documents:
            return
        results = documents._ar_credit_results(lock=True)
        stopped = [
            document for document in documents if results[document.id]["decision"] == "block"
        ]
        if stopped:
            words = "\n\n".join(
                document._ar_credit_refusal(results[document.id])
                for document in stopped[:MOST_TOLD]
            )
            raise (
                refusal(words, documents.concat(*stopped))
                if len(stopped) == 1
                else UserError(words)
            )
        said = {
            document.id: plaintext2html(document._ar_credit_words(results[document.id]))
            for document in documents
            if results[document.id]["reasons"]
        }
        if said:
            documents.browse(said)._message_log_batch(bodies=said)

    def _ar_credit_words(self, result):
        """The reasons as text, a line each; readers of the document may not see figures."""
        return "\n".join(
            [
                self.env._("Credit check:"),
                *(f"- {reason['words']}" for reason in result["reasons"]),
            ]
        )

    def _ar_credit_refusal(self, result):
        """Why the document is stopped, and the way out."""
        stopping = [
            f"- {reason['message']}"
            for reason in result["reasons"]
            if reason["action"] in ("approve", "block")
        ]
        if result["needs_approval"]:
            way_out = self.env._(
                "Ask for a release with the button on the document; a credit approver decides."
            )
        else:
            way_out = self.env._(
                "Nobody can release it: take the reason away first, or ask for payment in advance."
            )
        return "\n".join(
            [
                self.env._("%s is stopped by the credit check:", self._ar_credit_name()),
                *stopping,
                way_out,
            ]
        )

    def _ar_credit_name(self):
        return self.display_name

    # -- what is shown -----------------------------------------------------------------

    @api.depends(lambda self: self._ar_credit_depends())
    @api.depends_context("uid")
    def _compute_ar_credit(self):
        releases = self.env["ar.credit.release"]
        waiting = releases._domain_of(self._origin, "requested").grouped("res_id")
        self.ar_credit_state = False
        self.ar_credit_message = False
        pending = self.sudo().filtered(lambda document: document._ar_credit_is_pending())
        documents = pending._ar_credit_filter().sudo(False)
        results = documents._ar_credit_results(together=False)
        none = documents.browse()
        claims = {document: document.sudo()._ar_credit_claims(none) for document in documents}
        granted = releases._granted_to(claims)
        for document in documents:
            result = results[document.id]
            state = result["decision"]
            if result["needs_approval"]:
                state = "approve"
            lines = [reason["message"] for reason in result["reasons"]]
            # The open request, or the release that lets the document pass as it is.
            said = waiting.get(document._origin.id, releases).sudo()[:1]
            if state != "approve":
                said = granted[document].filtered(
                    lambda release, doc=document: release._covers(doc.sudo(), claims[doc])
                )[:1]
            if said and lines:
                lines.append(said._get_words())
            document.ar_credit_state = state
            document.ar_credit_message = "\n".join(lines)

    @api.model
    def _ar_credit_depends(self):
        """Fields that the message depends on."""
        return ["partner_id", "company_id", "state", "ar_credit_excluded"]

    def write(self, vals):
        # EXTENDS the document: leaving the check out is told on it.
        result = super().write(vals)
        if vals.get("ar_credit_excluded"):
            self._ar_credit_check_exclusion()
            note = self.env._("Let pass without a credit check.")
            self._message_log_batch(bodies=dict.fromkeys(self.ids, note))
        return result

    def _ar_credit_check_exclusion(self):
        """Refuse to leave out the check of what one person does not decide on."""
        for document in self.sudo().filtered("ar_credit_excluded"):
            if document._ar_credit_needs_two():
                company = document.company_id
                amount = company.currency_id.format(company.ar_credit_four_eyes_amount)
                raise UserError(
                    self.env._(
                        "%(document)s is above %(threshold)s, so that one person does not leave "
                        "out its credit check. Ask for a release, which another credit approver "
                        "grants.",
                        document=document._ar_credit_name(),
                        threshold=amount,
                    )
                )

    # -- release -----------------------------------------------------------------------

    def action_ar_credit_release(self):
        """Ask for a release, or give it as a credit approver."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Release"),
            "res_model": "ar.credit.release.ask",
            "view_mode": "form",
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_id": self.id},
        }

    def _ar_credit_prepare_release(self, result, reason):
        """Values of the request to release this document, stopped by ``result``."""
        self.ensure_one()
        profile = (
            self.env["ar.profile"].sudo().get_or_create(self._ar_credit_debtor(), self.company_id)
        )
        return {
            "profile_id": profile.id,
            "res_model": self._name,
            "res_id": self.id,
            "document_name": self._ar_credit_name(),
            "checkpoint": self._ar_credit_checkpoint,
            "amount": self._ar_credit_amount(),
            "currency_id": self._ar_credit_currency().id,
            "codes": ",".join(
                found["code"] for found in result["reasons"] if found["action"] == "approve"
            ),
            "cause": "\n".join(found["words"] for found in result["reasons"]),
            "cause_figures": "\n".join(found["message"] for found in result["for_approver"]),
            "request_reason": reason,
            "requested_by_id": self.env.uid,
        }
