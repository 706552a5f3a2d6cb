"""The page of a message without a login: what is open, and answering."""

import time

from werkzeug.exceptions import TooManyRequests

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from ..tools.base.throttle import Throttle
from . import answer_form, forms
from .account import AccountPortal
from .personal import PAGE, guard, is_own_user

URL = "/pay/<string:token>"
LANGUAGES = ("en", "zh", "de", "fr", "es")
# Of one address in ten minutes: links that open nothing; answers; and so often a new link.
MISSES = Throttle(30, 600)
ANSWERS = Throttle(20, 600)
RENEWALS = Throttle(5, 600)


class AnswerPage(AccountPortal):
    # -- the page ----------------------------------------------------------------------

    @http.route(URL, methods=["GET"], **PAGE)
    def answer_show(self, token, **_query):
        """What is open now, and what the customer can do about it."""
        message = self._answer_open(token)
        if not message:
            return self._answer_closed(token)
        return self._answer_page(message, token)

    @http.route(f"{URL}/<string:code>", methods=["GET"], **PAGE)
    def answer_form(self, token, code, **_query):
        """The form of one answer."""
        message = self._answer_open(token)
        if not message:
            return self._answer_closed(token)
        answer = self._answer_get(message, code)
        if not answer:
            return self._answer_redirect(token)
        return self._answer_ask(message, token, code, {}, {})

    @http.route(f"{URL}/file/<int:file_id>", methods=["GET"], **PAGE)
    def answer_file(self, token, file_id, **_query):
        """A paper that was too large for the e-mail."""
        message = self._answer_open(token)
        if not message or not message.company_id.active:
            return self._answer_closed(token)
        file = request.env["ar.channel.email"].sudo()._find_linked(message, file_id)
        return self._answer_file(file, token)

    @http.route(
        [f"{URL}/invoice/<int:move_id>", f"{URL}/invoice/<int:move_id>/<any(pdf):form>"],
        methods=["GET"],
        **PAGE,
    )
    def answer_invoice(self, token, move_id, form=None, **_query):
        """To the portal's page of an invoice that the message links, or its PDF."""
        message = self._answer_open(token)
        if not message or not message.company_id.active:
            return self._answer_closed(token)
        move = message._find_linked_invoices().filtered(lambda one: one.id == move_id)
        if not move:
            return self._answer_redirect(token)
        message._note_seen()
        if is_own_user() or move.with_env(request.env).has_access("read"):
            # By their own rights: no key is made for them, and none shown.
            query = "?report_type=pdf&download=true" if form else ""
            return guard(request.redirect(f"{move.access_url}{query}", 303), "/pay")
        move._ar_ensure_access_tokens()
        return guard(request.redirect(move._ar_get_keyed_url(bool(form)), 303), "/pay")

    @http.route(
        f"{URL}/<string:code>", methods=["POST"], max_content_length=forms.limit_body(), **PAGE
    )
    def answer_take(self, token, code, **form):
        """Take an answer, or show what is wrong with the form, filled in as it was."""
        message = self._answer_open(token)
        if not message or is_own_user():
            return self._answer_closed(token, message)
        if not self._answer_get(message, code):
            return self._answer_redirect(token)
        if not self._answer_may(ANSWERS):
            return self._answer_closed(token, message, TooManyRequests.code)
        values, errors = answer_form.read(message, code, form)
        if not errors:
            try:
                request.env["ar.answer.link"]._answer(message, code, values)
            except UserError as error:
                errors = {"": str(error)}
        if errors:
            return self._answer_ask(message, token, code, form, errors)
        return self._answer_redirect(token, done=code)

    @http.route(f"{URL}/new", methods=["POST"], max_content_length=forms.limit_body(), **PAGE)
    def answer_renew(self, token, **_form):
        """Send a new link to the address on file; whoever asks is told the same in any case."""
        if not self._answer_may(RENEWALS):
            return self._answer_closed(token, status=TooManyRequests.code)
        if not is_own_user():
            request.env["ar.answer.link"]._renew(token)
        return self._answer_closed(token, asked=True, status=200)

    # -- the link ----------------------------------------------------------------------

    def _answer_open(self, token):
        """The message that a link opens, as superuser and in the language of the page; None for
        one that opens nothing."""
        message = request.env["ar.answer.link"]._find(token)
        if not message:
            if not self._answer_may(MISSES):
                raise TooManyRequests()
            return None
        request.update_context(lang=self._answer_get_lang(message))
        return message.with_context(lang=request.env.lang)

    def _answer_get_lang(self, message):
        """The language that the customer chose on the page, else the one we write in."""
        chosen = request.httprequest.args.get("lang")
        return chosen if chosen in self._answer_get_languages() else message._get_lang()

    def _answer_get_languages(self):
        """{code: name} of the languages that the page can be read in."""
        installed = request.env["res.lang"].sudo().get_installed()
        # Odoo's names are “German / Deutsch”: who looks for the own language knows the last.
        return {
            code: name.rpartition(" / ")[2].strip()
            for code, name in installed
            if code.partition("_")[0] in LANGUAGES
        }

    def _answer_get_switch(self):
        """The languages to choose from, where the browser prefers another one, or one was chosen:
        list of (code, name)."""
        languages = self._answer_get_languages()
        wanted = None
        for value, _quality in request.httprequest.accept_languages:
            code = value.replace("-", "_").lower()
            same = [known for known in languages if known.lower() == code]
            near = [known for known in languages if known[:2] == code[:2]]
            if same or near:
                wanted = (same or near)[0]
                break
        chosen = request.httprequest.args.get("lang") in languages
        if chosen or (wanted and wanted != request.env.lang):
            return list(languages.items())
        return []

    def _answer_may(self, throttle):
        return throttle.take((request.db, request.httprequest.remote_addr), time.monotonic())

    def _answer_get(self, message, code):
        """The answer of a code that can be given now, or None."""
        answer = request.env["ar.answer.link"]._get_answers().get(code)
        offered = request.env["ar.answer.link"]._is_offered(message, code)
        if not answer or not offered or not message.company_id.active:
            return None
        rows = message.profile_id._portal_rows() if answer.owed else ()
        owed = any(row["residual_currency"] > 0 for row in rows)
        return answer if owed or not answer.owed else None

    # -- pages -------------------------------------------------------------------------

    def _answer_to(self, token, path="", **query):
        """An address below the link, in the language that was chosen."""
        chosen = request.httprequest.args.get("lang")
        if chosen in self._answer_get_languages():
            query.setdefault("lang", chosen)
        parts = "&".join(f"{name}={value}" for name, value in query.items())
        return f"/pay/{token}{'/' if path else ''}{path}{'?' if parts else ''}{parts}"

    def _answer_redirect(self, token, **query):
        return guard(request.redirect(self._answer_to(token, **query), 303), "/pay")

    def _answer_file(self, file, token):
        """A PDF, or the page where there is none."""
        if not file:
            return self._answer_redirect(token)
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", content_disposition(file.name)),
        ]
        return guard(request.make_response(file.raw, headers), "/pay")

    def _answer_page(self, message, token, error=""):
        if not message.company_id.active:
            return self._answer_render("ar_collections.portal_answer_over", message, token, {}, 410)
        message._note_seen()
        profile = message.profile_id
        page = profile._portal_answer_page(message, self._pays_online(profile))
        link = request.env["ar.answer.link"]
        answers = link._get_answers()
        done = answers.get(request.httprequest.args.get("done"))
        said = {one["code"] for one in page["told"]}
        values = {
            "page": page,
            "error": error,
            "done": done.done if done and done.kind in said else "",
            "answers": [
                (code, answer.title)
                for code, answer in answers.items()
                if (page["owed"] or not answer.owed) and link._is_offered(message, code)
            ],
            "archived": not profile.partner_id.active,
        }
        return self._answer_render("ar_collections.portal_answer", message, token, values)

    def _answer_ask(self, message, token, code, form, errors):
        """The form of one answer; ``form`` as it was sent."""
        profile = message.profile_id
        page = profile._portal_answer_page(message, online=False)
        today = message.company_id._ar_today()
        link = request.env["ar.answer.link"]
        rows = [row for section in page["sections"] for row in section["rows"]]
        if code == "copy":
            rows = [row for row in rows if row["invoice"]]
        values = {
            "page": page,
            "code": code,
            "answer": link._get_answers()[code],
            "reasons": list(link._get_reasons().items()),
            "stars": list(link._get_stars().items()),
            "rows": rows,
            "chosen": set(request.httprequest.form.getlist("item")),
            "currencies": [section["currency"].name for section in page["sections"]],
            "today": str(today),
            "form": form,
            "errors": errors,
        }
        status = 422 if errors else 200
        return self._answer_render(
            "ar_collections.portal_answer_form", message, token, values, status
        )

    def _answer_render(self, template, message, token, values, status=200):
        def to(path="", **query):
            return self._answer_to(token, path, **query)

        response = request.render(
            template,
            {
                "res_company": message.company_id,
                "page_name": "ar_answer",
                "no_index": True,
                "to": to,
                "here": request.httprequest.path,
                "own_user": is_own_user(),
                "languages": self._answer_get_switch(),
                "contact": message.profile_id._portal_collector(),
                **values,
            },
        )
        response.status_code = status
        return guard(response, "/pay")

    def _answer_closed(self, token, message=None, status=None, asked=False):
        """What is told of a link that opens nothing: the same for all, but for our own people."""
        own = is_own_user() and bool(message)
        values = {
            "res_company": request.env.company.sudo(),
            "page_name": "ar_answer",
            "token": token if len(token) < 100 else "-",
            "own": own,
            "asked": asked,
            "busy": status == TooManyRequests.code,
        }
        response = request.render("ar_collections.portal_answer_closed", values)
        response.status_code = status or (403 if own else 404)
        return guard(response, "/pay")
