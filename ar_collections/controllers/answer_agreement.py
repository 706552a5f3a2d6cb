"""Reading and accepting what a message offers, without a login: a payment plan, a settlement."""

from werkzeug.exceptions import TooManyRequests

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from . import forms
from .answer import ANSWERS, URL, AnswerPage
from .personal import PAGE, is_own_user, read_visitor

PATHS = [f"{URL}/plan", f"{URL}/settlement"]


class AnswerAgreement(AnswerPage):
    """One page for all agreements: what differs is answered by the message (``_find_agreement``,
    ``_prepare_agreement_page``)."""

    @http.route(PATHS, methods=["GET"], **PAGE)
    def answer_agreement(self, token, **_query):
        """What is offered, and the form to accept it."""
        message = self._answer_open(token)
        if not message or not message.company_id.active:
            return self._answer_closed(token)
        if not message._find_agreement():
            return self._answer_redirect(token)
        message._note_seen()
        return self._answer_show_agreement(message, token)

    @http.route(PATHS, methods=["POST"], max_content_length=forms.limit_body(), **PAGE)
    def answer_accept(self, token, **form):
        """Take the acceptance, with the name of who accepts."""
        message = self._answer_open(token)
        if not message or is_own_user() or not message.company_id.active:
            return self._answer_closed(token, message)
        if not message._find_agreement():
            return self._answer_redirect(token)
        if not self._answer_may(ANSWERS):
            return self._answer_closed(token, message, TooManyRequests.code)
        name = " ".join(forms.read_text(form, "name", forms.MAX_NAME).split())
        errors = {}
        if len(name) < 2:
            errors["name"] = request.env._("Please enter your name.")
        if not form.get("agreed"):
            errors["agreed"] = request.env._("Please tick that you accept.")
        if not errors and (problem := self._answer_take_acceptance(message, name)):
            errors[""] = problem
        if errors:
            return self._answer_show_agreement(message, token, form, errors)
        return self._answer_redirect(token)

    @http.route([f"{path}/pdf" for path in PATHS], methods=["GET"], **PAGE)
    def answer_agreement_pdf(self, token, **_query):
        """It as a PDF, as it was offered."""
        message = self._answer_open(token)
        if not message or not message.company_id.active:
            return self._answer_closed(token)
        file = message._get_letter() if message._find_agreement() else None
        return self._answer_file(file, token)

    def _answer_take_acceptance(self, message, name):
        """'' if the acceptance was taken, else what is wrong, a sentence."""
        agreement = message._find_agreement()
        try:
            return agreement._accept({"accepted_by": name, **read_visitor("accept")})
        except UserError as error:
            # Nothing of it was kept; what is wrong with our offer is ours to find out.
            return agreement._tell_changed(str(error))

    def _answer_show_agreement(self, message, token, form=None, errors=None):
        values = {
            **message._prepare_agreement_page(),
            "has_pdf": bool(message._get_letter()),
            "customer": message.partner_id.name,
            "form": form or {},
            "errors": errors or {},
        }
        template, status = values.pop("template"), 422 if errors else 200
        return self._answer_render(template, message, token, values, status)
