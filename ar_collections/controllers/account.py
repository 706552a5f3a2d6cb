"""The customer's account on the portal: what is owed, payment of chosen items, questions.

Odoo's own ``/my/account`` is the page of the user's name and address; ours is ``/my/balance``.
"""

import binascii

from werkzeug.exceptions import BadRequest, Forbidden

from odoo import Command, http
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.http import request
from odoo.tools import str2bool
from odoo.tools.misc import format_amount, hash_sign, verify_hash_signed

from odoo.addons.account_payment.controllers.portal import PortalAccount

from ..models.portal.ar_profile import PLAN, SCOPES
from .forms import limit_body, read_id

URL = "/my/balance"
SCOPE_OF_TOKEN = "ar_collections.pay"
HOURS_TO_PAY = 2


class AccountPortal(PortalAccount):
    # -- who, and of which company -----------------------------------------------------

    def _get_profile(self, company=None):
        """The account (sudo) of the user's own commercial entity.

        :param company: id of a company as the request says it; nothing for the current one
        :raise Forbidden: the user may not see that company, or has no account there
        """
        profiles = request.env["ar.profile"]._portal_profiles()
        if company in (None, ""):
            return profiles[:1]
        company_id = self._cast_as_int(company)
        profile = profiles.filtered(lambda profile: profile.company_id.id == company_id)
        if not profile:
            raise Forbidden()
        return profile

    def _get_own(self, model, record_id):
        """A record of an account of the user's (sudo), else Forbidden, whether it exists or not."""
        record = request.env[model].sudo().browse(read_id(record_id)).exists()
        if not record or record.profile_id not in request.env["ar.profile"]._portal_profiles():
            raise Forbidden()
        return record

    def _get_currency(self, currency):
        found = request.env["res.currency"].browse(read_id(currency)).exists()
        if not found:
            raise BadRequest(request.env._("The currency of the payment cannot be read."))
        return found

    # -- home --------------------------------------------------------------------------

    def _prepare_home_portal_values(self, counters):
        # EXTENDS 'portal': the card says the balance at once.
        values = super()._prepare_home_portal_values(counters)
        if not counters:
            profiles = request.env["ar.profile"]._portal_profiles()
            values["ar_balance_words"] = self._get_balance_words(profiles)
            values["ar_balance_known"] = bool(profiles)
        return values

    def _get_balance_words(self, profiles):
        """Balance and overdue amount over the companies, by currency: one sentence. Both are
        after the credits of each company."""
        balances, overdue = {}, {}
        for profile in profiles:
            for row in profile._portal_rows():
                currency, amount = row["currency_id"], row["residual_currency"]
                balances[currency] = balances.get(currency, 0.0) + amount
                if row["days_overdue"] > 0:
                    overdue[currency] = overdue.get(currency, 0.0) + row["left"]

        def words(sums):
            currencies = request.env["res.currency"].browse(sums).sorted("name")
            return ", ".join(
                format_amount(request.env, sums[currency.id], currency)
                for currency in currencies
                if not currency.is_zero(sums[currency.id])
            )

        if not words(balances):
            return request.env._("Nothing is open.")
        if not words(overdue):
            return request.env._("Balance: %s", words(balances))
        return request.env._(
            "Balance: %(balance)s; overdue: %(overdue)s",
            balance=words(balances),
            overdue=words(overdue),
        )

    # -- the page ----------------------------------------------------------------------

    @http.route(URL, type="http", auth="user", website=True, methods=["GET"], sitemap=False)
    def balance(self, company=None, paid=None, asked=None, **_query):
        """The account in one company."""
        profile = self._get_profile(company)
        if not profile:
            return request.redirect("/my")
        profile._note_seen()
        return self._render_balance(profile, paid=self._get_paid(profile, paid), asked=asked)

    def _get_paid(self, profile, transaction_id):
        """The payment that the user comes back from; nothing where it is somebody else's."""
        number = read_id(transaction_id)
        paid = request.env["payment.transaction"].sudo().browse(number).exists()
        own = paid.partner_id.commercial_partner_id == profile.partner_id
        return paid if paid and own else None

    def _render_balance(self, profile, **more):
        """The page; ``more``: paid (transaction), asked, form and error (what is wrong, by the
        name of the form)."""
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "ar_balance",
            "profile": profile,
            "profiles": request.env["ar.profile"]._portal_profiles(),
            "company": profile.company_id,
            "partner": profile.partner_id,
            "online": self._pays_online(profile),
            "form": {},
            "errors": {},
            "paid_words": self._get_paid_words(more.get("paid")),
            **profile._portal_page(),
            **more,
        }
        return request.render("ar_collections.portal_account", values)

    def _get_paid_words(self, paid):
        """What became of the payment that the user comes back from."""
        if not paid:
            return ""
        values = {
            "reference": paid.reference,
            "amount": format_amount(request.env, paid.amount, paid.currency_id),
        }
        if paid.state in ("cancel", "error"):
            return request.env._(
                "The payment %(reference)s of %(amount)s did not go through. Nothing was paid.",
                **values,
            )
        if paid.state == "done":
            return request.env._(
                "Thank you. We have got your payment %(reference)s of %(amount)s.", **values
            )
        return request.env._(
            "Thank you. Your payment %(reference)s of %(amount)s is in process.", **values
        )

    def _pays_online(self, profile):
        """Whether customers may pay online at all: Odoo's own setting, and a provider."""
        parameter = request.env["ir.config_parameter"].sudo()
        if not str2bool(parameter.get_param("account_payment.enable_portal_payment")):
            return False
        providers = request.env["payment.provider"].sudo()
        domain = providers._check_company_domain(profile.company_id.id)
        return bool(providers.search_count([*domain, ("state", "!=", "disabled")], limit=1))

    # -- payment -----------------------------------------------------------------------

    @http.route(
        f"{URL}/pay", type="http", auth="user", website=True, methods=["GET"], sitemap=False
    )
    def balance_pay(self, company=None, currency=None, scope=None, **_query):
        """What is to be paid, and Odoo's form to pay it.

        :param scope: 'overdue', 'due' or 'all'; else the query names items: ``item=…&item=…``
        """
        profile = self._get_profile(company)
        if not profile or not self._pays_online(profile):
            return request.redirect(URL)
        currency = self._get_currency(currency)
        try:
            choice = self._choose(profile, currency, scope)
        except AccessError as error:
            raise Forbidden() from error
        except UserError as error:
            return self._render_balance(profile, errors={"pay": str(error)})
        return request.render(
            "ar_collections.portal_account_pay", self._prepare_pay(profile, currency, choice)
        )

    def _choose(self, profile, currency, scope, most=None):
        """What the browser chose to pay, see ``_portal_choose``.

        :param scope: of ``SCOPES``, or the next instalment of a plan; else the query names items
        :param most: so many of them are looked at
        :raise AccessError: one of them is not the customer's
        :raise UserError: nothing is chosen, an item is paid, or its payment is on its way
        """
        if scope in (*SCOPES, PLAN):
            choice = profile._portal_choose(currency, scope=scope)
        else:
            items = request.httprequest.args.getlist("item")[:most]
            choice = profile._portal_choose(currency, ids=self._read_ids(items))
        if not choice["rows"]:
            raise UserError(request.env._("Please choose what you want to pay."))
        return choice

    def _read_ids(self, items):
        ids = [read_id(item) for item in items]
        if not all(ids):
            raise BadRequest(request.env._("The chosen items cannot be read."))
        return ids

    def _prepare_pay(self, profile, currency, choice):
        amount = choice["amount"]
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "ar_balance_pay",
            "profile": profile,
            "company": profile.company_id,
            "currency": currency,
            "covered": currency.compare_amounts(amount, 0) <= 0,
            "total": format_amount(request.env, amount, currency),
            "discount": profile._portal_total_discount_words(currency, choice),
            "title": request.env._("Payment to %s", profile.company_id.name),
            "covered_words": request.env._(
                "Your credits cover what you chose; nothing needs to be paid. %s allocates them "
                "for you.",
                profile._portal_collector()["name"],
            ),
            **self._prepare_chosen(profile, currency, choice["rows"]),
        }
        if not values["covered"]:
            values |= self._get_common_page_view_values(
                {
                    "partner": request.env.user.partner_id,
                    "company": profile.company_id,
                    "total_amount": amount,
                    "currency": currency,
                    "transaction_route": f"{URL}/transaction",
                    "landing_route": URL,
                },
                access_token=self._sign(request.env.uid, profile, currency, choice["rows"]),
            )
            values["amount"] = amount
        return values

    def _prepare_chosen(self, profile, currency, rows):
        numbers = profile._portal_instalments(rows)
        shown = [
            {
                **profile._portal_row(row, currency, numbers),
                "amount": format_amount(request.env, profile._portal_amount(row), currency),
                "credit": row["residual_currency"] < 0,
            }
            for row in rows
        ]
        return {"rows": sorted(shown, key=lambda row: row["credit"])}

    # The choice goes to the browser and back signed, for whom it was made, and not for long;
    # amounts come back only to see whether they are still those that the customer saw.
    def _sign(self, signer, profile, currency, rows):
        chosen = [[row["id"], profile._portal_amount(row)] for row in rows]
        return hash_sign(
            request.env(su=True),
            SCOPE_OF_TOKEN,
            [signer, profile.company_id.id, currency.id, chosen],
            expiration_hours=HOURS_TO_PAY,
        )

    def _read_token(self, token, signer):
        """(company id, currency, [[item id, amount]]) of a token that we signed.

        :param signer: for whom: the user's id, or the message whose link was opened
        :raise ValidationError: forged, of somebody else, or too old
        """
        try:
            token = token if isinstance(token, str) else ""
            values = verify_hash_signed(request.env(su=True), SCOPE_OF_TOKEN, token)
        except (binascii.Error, ValueError, OverflowError):
            values = None
        if not values or values[0] != signer:
            raise ValidationError(
                request.env._(
                    "This payment page is no longer valid. Go back to your account and choose "
                    "what to pay."
                )
            )
        _signer, company_id, currency_id, chosen = values
        return company_id, request.env["res.currency"].browse(currency_id), chosen

    @http.route(
        f"{URL}/transaction",
        type="jsonrpc",
        auth="user",
        website=True,
        max_content_length=limit_body(),
    )
    def balance_transaction(self, access_token, **kwargs):
        """Begin the payment of what was chosen, and return what the provider's form needs.

        What is owed is read again, alone: neither items nor amount are taken from the browser.

        :raise ValidationError: the page is not ours or too old, or the amounts have changed
        """
        company_id, currency, chosen = self._read_token(access_token, request.env.uid)
        profile = self._get_profile(company_id)
        partner = request.env.user.partner_id
        transaction = self._begin_payment(profile, partner, currency, chosen, kwargs)
        transaction.landing_route = f"{URL}?company={company_id}&paid={transaction.id}"
        return transaction._get_processing_values()

    def _begin_payment(self, profile, partner, currency, chosen, kwargs):
        """The transaction of a payment that begins now; its caller says where it lands.

        :param partner: who pays
        :param kwargs: what the browser sent
        """
        self._validate_transaction_kwargs(kwargs)
        if not self._pays_online(profile):
            raise ValidationError(request.env._("Online payment is switched off at present."))
        choice = profile._portal_begin(currency, chosen)
        kwargs |= self._prepare_transaction(partner, currency, choice["amount"])
        self._check_way(profile, partner, kwargs)
        moves = {row["move_id"] for row in choice["rows"] if row["residual_currency"] > 0}
        return self._create_transaction(
            custom_create_values={
                "invoice_ids": [Command.set(sorted(moves))],
                "ar_item_ids": profile._portal_prepare_items(choice["rows"]),
            },
            reference_prefix=self._get_reference(profile, moves),
            **kwargs,
        )

    def _prepare_transaction(self, partner, currency, amount):
        """What the browser does not decide."""
        return {
            "amount": amount,
            "currency_id": currency.id,
            "partner_id": partner.id,
            "landing_route": URL,
            "is_validation": False,
        }

    def _get_reference(self, profile, move_ids):
        """What stands on the bank's advice: the one invoice, or a number for all of them."""
        moves = request.env["account.move"].sudo().browse(move_ids)
        if len(moves) == 1:
            return moves.payment_reference or moves.name
        return profile.company_id.sudo().get_next_batch_payment_communication()

    def _check_way(self, profile, partner, values):
        """Refuse a provider or token that the page did not offer.

        :raise ValidationError: it is another company's, not published, or somebody else's
        """
        company = profile.company_id
        providers = (
            request.env["payment.provider"]
            .sudo()
            ._get_compatible_providers(
                company.id, partner.id, values["amount"], currency_id=values["currency_id"]
            )
        )
        offered = values.get("provider_id") in providers.ids
        if values.get("flow") == "token":
            token = request.env["payment.token"].sudo().browse(values.get("token_id") or 0)
            available = (
                request.env["payment.token"].sudo()._get_available_tokens(providers.ids, partner.id)
            )
            offered = token in available and token.provider_id.id == values.get("provider_id")
        if not offered or not self._can_partner_pay_in_company(partner, company):
            raise ValidationError(
                request.env._(
                    "This way of payment is not available. Go back to your account and choose "
                    "another one."
                )
            )

    # -- question ----------------------------------------------------------------------

    @http.route(
        f"{URL}/question",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=limit_body(),
    )
    def balance_question(self, company=None, question=None, item=None, **_form):
        """Ask the collector, or show the form again with what is wrong."""
        profile = self._get_profile(company)
        if not profile:
            return request.redirect("/my")
        question = (question or "").replace("\0", "")
        try:
            profile._portal_ask(request.env.user.partner_id, question, read_id(item))
        except AccessError as error:
            raise Forbidden() from error
        except UserError as error:
            form = {"question": question, "item": item}
            return self._render_balance(profile, errors={"question": str(error)}, form=form)
        return request.redirect(f"{URL}?company={profile.company_id.id}&asked=1#question", 303)
