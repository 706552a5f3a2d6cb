"""Paying what is open on the page of a message, without a login."""

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import request
from odoo.tools import format_amount
from odoo.tools.misc import hash_sign, verify_hash_signed

from . import forms
from .answer import URL, AnswerPage
from .personal import PAGE, guard, is_own_user

MAX_ITEMS = 200
SCOPE_OF_RECEIPT = "ar_collections.paid"
HOURS_OF_RECEIPT = 24


class AnswerPayment(AnswerPage):
    @http.route(f"{URL}/checkout", methods=["GET"], **PAGE)
    def answer_checkout(self, token, currency=None, scope=None, **_query):
        """What is to be paid, and Odoo's form to pay it."""
        message = self._answer_open(token)
        if not message or is_own_user():
            return self._answer_closed(token, message)
        profile = message.profile_id
        if not message.company_id.active or not self._pays_online(profile):
            return self._answer_redirect(token)
        currency = self._get_currency(currency)
        try:
            choice = self._choose(profile, currency, scope, MAX_ITEMS)
        except (AccessError, UserError) as error:
            words = str(error) if not isinstance(error, AccessError) else self._answer_say_gone()
            return self._answer_page(message, token, error=words)
        values = self._answer_prepare_checkout(message, token, currency, choice)
        return self._answer_render("ar_collections.portal_answer_checkout", message, token, values)

    def _answer_say_gone(self):
        return request.env._("What you chose is not open any more. Please choose again.")

    def _answer_prepare_checkout(self, message, token, currency, choice):
        profile, amount = message.profile_id, choice["amount"]
        covered = currency.compare_amounts(amount, 0) <= 0
        chosen = self._prepare_chosen(profile, currency, choice["rows"])
        for row in chosen["rows"]:
            row["url"] = ""
        values = {
            "title": request.env._("Payment to %s", profile.company_id.name),
            "total": format_amount(request.env, amount, currency),
            "discount": profile._portal_total_discount_words(currency, choice),
            "covered": covered,
            "covered_words": request.env._(
                "Your credits cover what you chose; nothing needs to be paid. %s allocates them "
                "for you.",
                profile._portal_collector()["name"],
            ),
            **chosen,
        }
        if not covered:
            signed = self._sign(self._answer_get_signer(message), profile, currency, choice["rows"])
            values |= self._answer_prepare_payment(profile, currency, amount, token, signed)
        return values

    def _answer_get_signer(self, message):
        return f"{message._name},{message.id}"

    def _answer_prepare_payment(self, profile, currency, amount, token, signed):
        """What Odoo's payment form needs: on behalf of the customer, whoever is logged in. Ways
        of payment that were saved before are neither shown nor made: the link is no login."""
        company, partner = profile.company_id, profile.partner_id
        report = {}
        providers = request.env["payment.provider"].sudo()
        providers = providers._get_compatible_providers(
            company.id, partner.id, amount, currency_id=currency.id, report=report
        )
        methods = request.env["payment.method"].sudo()
        return {
            "amount": amount,
            "currency": currency,
            "partner_id": partner.id,
            "providers_sudo": providers,
            "payment_methods_sudo": methods._get_compatible_payment_methods(
                providers.ids, partner.id, currency_id=currency.id, report=report
            ),
            "tokens_sudo": request.env["payment.token"].sudo(),
            "show_tokenize_input_mapping": dict.fromkeys(providers.ids, False),
            "availability_report": report,
            "transaction_route": f"/pay/{token}/transaction",
            "landing_route": "/paid",
            "access_token": signed,
            "company_mismatch": not self._can_partner_pay_in_company(partner, company),
            "expected_company": company,
        }

    @http.route(
        f"{URL}/transaction",
        type="jsonrpc",
        auth="public",
        website=True,
        max_content_length=forms.limit_body(),
    )
    def answer_transaction(self, token, access_token, **kwargs):
        """Begin the payment of what was chosen, and return what the provider's form needs.

        :raise ValidationError: the link or the page is not ours or too old, our own people pay
            nothing, or the amounts have changed
        """
        message = self._answer_open(token)
        if not message or is_own_user() or not message.company_id.active:
            raise ValidationError(
                request.env._("This page is no longer valid. Open the link in our message again.")
            )
        company_id, currency, chosen = self._read_token(
            access_token, self._answer_get_signer(message)
        )
        profile = message.profile_id
        if company_id != profile.company_id.id:
            raise NotFound()
        if kwargs.get("flow") == "token":
            raise ValidationError(request.env._("Please choose another way of payment."))
        kwargs["tokenization_requested"] = False
        transaction = self._begin_payment(profile, profile.partner_id, currency, chosen, kwargs)
        # Not the link: it is kept nowhere.
        receipt = hash_sign(
            request.env(su=True),
            SCOPE_OF_RECEIPT,
            [transaction.id, request.env.lang],
            expiration_hours=HOURS_OF_RECEIPT,
        )
        transaction.landing_route = f"/paid/{receipt}"
        return transaction._get_processing_values()

    @http.route("/paid/<string:receipt>", methods=["GET"], **PAGE)
    def answer_paid(self, receipt, **_query):
        """What became of a payment: the page that the provider's leads back to."""
        try:
            values = verify_hash_signed(request.env(su=True), SCOPE_OF_RECEIPT, receipt)
        except ValueError:
            values = None
        paid = request.env["payment.transaction"].sudo()
        if values:
            paid = paid.browse(values[0]).exists()
            request.update_context(lang=values[1])
        page = {
            "res_company": (paid.company_id or request.env.company).sudo(),
            "paid": paid.with_context(lang=request.env.lang),
            "paid_words": self._get_paid_words(paid),
            "page_name": "ar_answer",
        }
        response = request.render("ar_collections.portal_answer_paid", page)
        response.status_code = 200 if paid else 404
        return guard(response, "/paid")
