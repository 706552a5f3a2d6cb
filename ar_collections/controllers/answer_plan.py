"""Reading and accepting a payment plan on the page of its message, without a login."""

from werkzeug.exceptions import TooManyRequests

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from . import forms
from .answer import ANSWERS, URL, AnswerPage
from .personal import PAGE, is_own_user

MAX_NAME = 200


class AnswerPlan(AnswerPage):
    @http.route(f"{URL}/plan", methods=["GET"], **PAGE)
    def answer_plan(self, token, **_query):
        """The plan that is proposed, and the form to accept it."""
        message = self._answer_open(token)
        if not message or not message.company_id.active:
            return self._answer_closed(token)
        if not self._answer_is_proposal(message):
            return self._answer_redirect(token)
        message._note_seen()
        return self._answer_show_plan(message, token)

    @http.route(f"{URL}/plan", methods=["POST"], max_content_length=forms.limit_body(), **PAGE)
    def answer_accept_plan(self, token, **form):
        """Take the acceptance, with the name of who accepts."""
        message = self._answer_open(token)
        if not message or is_own_user() or not message.company_id.active:
            return self._answer_closed(token, message)
        if not self._answer_is_proposal(message):
            return self._answer_redirect(token)
        if not self._answer_may(ANSWERS):
            return self._answer_closed(token, message, TooManyRequests.code)
        name = " ".join(forms.read_text(form, "name", MAX_NAME).split())
        errors = {}
        if len(name) < 2:
            errors["name"] = request.env._("Please enter your name.")
        if not form.get("agreed"):
            errors["agreed"] = request.env._("Please tick that you accept the plan.")
        if not errors and (problem := self._answer_take_plan(message, name)):
            errors[""] = problem
        if errors:
            return self._answer_show_plan(message, token, form, errors)
        return self._answer_redirect(token)

    @http.route(f"{URL}/plan/pdf", methods=["GET"], **PAGE)
    def answer_plan_pdf(self, token, **_query):
        """The plan as it was proposed."""
        message = self._answer_open(token)
        if not message or not message.company_id.active:
            return self._answer_closed(token)
        file = message._get_letter() if self._answer_is_proposal(message) else None
        return self._answer_file(file, token)

    def _answer_is_proposal(self, message):
        return message._name == "ar.plan" and message._is_acceptable()

    def _answer_take_plan(self, message, name):
        """'' if the acceptance was taken, else what is wrong, a sentence."""
        try:
            return message._accept(self._answer_get_evidence(name))
        except UserError as error:
            # Nothing of it was kept; what is wrong with our plan is ours to find out.
            return message._tell_changed(str(error))

    def _answer_show_plan(self, message, token, form=None, errors=None):
        values = {
            "plan": message._prepare_agreement(),
            "has_pdf": bool(message._get_letter()),
            "title": request.env._("Payment plan %s", message.name),
            "customer": message.partner_id.name,
            "form": form or {},
            "errors": errors or {},
        }
        status = 422 if errors else 200
        return self._answer_render(
            "ar_collections.portal_answer_plan", message, token, values, status
        )
