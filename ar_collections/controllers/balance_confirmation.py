"""The page where a customer confirms a balance, by a signed link and without a login."""

import time

from werkzeug.exceptions import TooManyRequests

from odoo import http
from odoo.http import content_disposition, request

from ..tools.base.throttle import Throttle
from . import forms
from .personal import PAGE, guard, is_own_user, read_visitor

URL = "/balance/confirm/<string:token>"
MAX_LINES = 50
MAX_FILES = 10
MAX_TEXT = 4000
# To print takes seconds, and nobody has logged in: so often in ten minutes for each link.
PRINTS = Throttle(6, 600)


class BalanceConfirmationPage(http.Controller):
    @http.route(URL, methods=["GET"], **PAGE)
    def show(self, token, **_query):
        """The balance to confirm, the lines that differ, or what was answered already.

        ``line`` (ids of statement lines) and ``missing`` in the query ask for the form in
        which to say what differs.
        """
        one = self._find(token)
        if not one or not one._is_open() or self._is_stranger(one):
            return self._render_closed(one)
        if not is_own_user():
            one.statement_id._note_seen()
        chosen = self._get_chosen(one, request.httprequest.args)
        differs = bool(chosen["lines"] or chosen["missing"])
        asked = "differs" in request.httprequest.args
        errors = {"lines": self._say_choose()} if asked and not differs else {}
        return self._render(one, token, chosen=chosen if differs else None, errors=errors)

    @http.route(URL, methods=["POST"], max_content_length=forms.limit_body(MAX_FILES), **PAGE)
    def answer(self, token, **form):
        """Take the answer, or show what is wrong with the form, filled in as it was."""
        one = self._find(token)
        if not one or not one._is_open() or is_own_user() or self._is_stranger(one):
            return self._render_closed(one)
        outcome = "differs" if form.get("answer") == "differs" else "confirmed"
        chosen = self._get_chosen(one, request.httprequest.form) if outcome == "differs" else None
        errors = {}
        name = self._read_name(form, errors)
        differences = self._read_differences(one, chosen, form, errors) if chosen else []
        if chosen and not differences and not errors:
            errors["lines"] = self._say_choose()
        if errors:
            return self._render(one, token, form=form, chosen=chosen, errors=errors)
        one._answer(outcome, self._get_evidence(name, form), differences)
        return request.redirect(request.httprequest.path, 303)

    @http.route(f"{URL}/statement", methods=["GET"], **PAGE)
    def download_statement(self, token, **_query):
        """The statement as it was sent."""
        one = self._find(token)
        if not one or one.state == "withdrawn" or one._is_over() or self._is_stranger(one):
            return self._render_closed(one)
        attachment = one.statement_id._get_sent_pdf()
        if not attachment:
            return self._render_closed(one.browse())
        if not is_own_user():
            one.statement_id._note_seen()
        return self._send(attachment.raw, attachment.name)

    @http.route(f"{URL}/evidence", methods=["GET"], **PAGE)
    def download_evidence(self, token, **_query):
        """What was answered, on paper, for the customer's own files."""
        one = self._find(token)
        if not one or not one.date_answer or one._is_over() or self._is_stranger(one):
            return self._render_closed(one)
        if not PRINTS.take((request.db, one.id), time.monotonic()):
            return self._render_closed(one, TooManyRequests.code)
        report = request.env["ir.actions.report"].sudo()
        content, _kind = report._render_qweb_pdf(
            "ar_collections.report_ar_balance_evidence", one.ids
        )
        return self._send(content, f"{one._get_evidence_name()}.pdf")

    # -- the link ----------------------------------------------------------------------

    def _find(self, token):
        """The confirmation of a link, as superuser and in the customer's language."""
        one = request.env["ar.balance.confirmation"]._from_token(token)
        if one:
            request.update_context(lang=one._get_lang())
        return one.with_context(lang=request.env.lang)

    def _is_stranger(self, one):
        """Whoever got the link has moved to another company since: it opens for nobody but people
        of the customer who are logged in, and for our own."""
        user = request.env.user
        own = user._is_internal() or user.partner_id.sudo().commercial_partner_id == one.partner_id
        return not own and bool(one._find_strangers())

    # -- pages -------------------------------------------------------------------------

    def _render(self, one, token, **more):
        """The page; ``more``: form (as posted), chosen (what differs), errors."""
        values = {
            "res_company": one.company_id,
            "page": one._prepare_page(),
            "page_name": "balance_confirmation",
            "path": f"/balance/confirm/{token}",
            "own_user": is_own_user(),
            "causes": one._get_causes(),
            "chosen": more.get("chosen"),
            "form": more.get("form") or {"name": self._get_user_name()},
            "errors": more.get("errors") or {},
            "max_lines": MAX_LINES,
            "max_files": MAX_FILES,
            "max_megabytes": forms.MAX_FILE_BYTES // (1024 * 1024),
            "file_types": ",".join(f".{ending}" for ending in forms.FILE_TYPES),
        }
        return self._guard(request.render("ar_collections.portal_balance_confirmation", values))

    def _render_closed(self, one, status=None):
        """What there is to say of a link that takes no answer (any more)."""
        reason = self._get_reason(one)
        statuses = {
            "unknown": 404,
            "withdrawn": 410,
            "expired": 410,
            "stranger": 410,
            "answered": 200,
            "own": 403,
        }
        values = {
            "reason": reason,
            "over": bool(one) and one._is_over(),
            "res_company": (one.company_id or request.env.company).sudo(),
            "page_name": "balance_confirmation",
            "page": one._prepare_page() if one and reason != "stranger" else None,
            "path": request.httprequest.path.removesuffix("/evidence").removesuffix("/statement"),
        }
        response = request.render("ar_collections.portal_balance_closed", values)
        response.status_code = status or statuses[reason]
        return self._guard(response)

    def _get_reason(self, one):
        if not one:
            return "unknown"
        if self._is_stranger(one):
            return "stranger"
        if one.date_answer:
            return "answered"
        if one.state == "withdrawn":
            return "withdrawn"
        return "own" if one._is_open() else "expired"

    def _guard(self, response):
        return guard(response, "/balance/confirm")

    def _send(self, content, name):
        kind = "application/pdf" if content.startswith(b"%PDF") else "text/html"
        headers = [
            ("Content-Type", kind),
            ("Content-Disposition", content_disposition(name)),
        ]
        return self._guard(request.make_response(content, headers))

    def _get_user_name(self):
        user = request.env.user
        return "" if user._is_public() else user.name

    # -- reading the form --------------------------------------------------------------

    def _say_choose(self):
        return request.env._("Please mark at least one line that differs.")

    def _get_chosen(self, one, values):
        """{'lines': those of the statement's own lines that are named, 'missing': bool}."""
        ids = {forms.read_id(text) for text in values.getlist("line")[:MAX_LINES]}
        lines = one.statement_id.line_ids.filtered(lambda line: line.id in ids)
        return {"lines": lines, "ids": set(lines.ids), "missing": bool(values.get("missing"))}

    def _read_name(self, form, errors):
        name = " ".join(forms.read_text(form, "name", MAX_TEXT).split())[: forms.MAX_NAME]
        if len(name) < 2:
            errors["name"] = request.env._("Please enter your name.")
        return name

    def _get_evidence(self, name, form):
        """Who answers, from where."""
        return {
            **read_visitor("answer"),
            "answered_by": name,
            "answer_note": forms.read_text(form, "comment", MAX_TEXT),
        }

    def _read_differences(self, one, chosen, form, errors):
        """Values of the differences; of what is wrong, why in ``errors`` by field."""
        causes = dict(one._get_causes())
        found = []
        for line in chosen["lines"]:
            cause = form.get(f"cause_{line.id}")
            if cause not in causes:
                errors[f"cause_{line.id}"] = request.env._("Please choose what is different.")
            found.append(
                {
                    "line_id": line.id,
                    "currency_id": line.currency_id.id,
                    "amount": line.residual,
                    "cause": cause,
                    **self._read_claim(line.id, form, errors),
                }
            )
            self._check_doubt(line, found[-1], form, errors)
        if chosen["missing"]:
            found.append(self._read_missing(one, form, errors))
        files = sum(len(values["files"]) for values in found)
        if files > MAX_FILES:
            errors["files"] = request.env._("Please send at most %s files.", MAX_FILES)
        return found

    def _check_doubt(self, line, values, form, errors):
        """Ask again where the amount can hardly be meant; who sends the same once more means it."""
        key = f"amount_{line.id}"
        if not values["has_claim"] or key in errors:
            return
        doubt = request.env["ar.balance.difference"]._get_doubt_words(
            line.residual, values["claimed_amount"], line.currency_id
        )
        if doubt and form.get(f"sure_{line.id}") != form.get(key):
            errors[key] = request.env._(
                "%s Please correct the amount, or send it once more if it is right.", doubt
            )

    def _read_missing(self, one, form, errors):
        """Something that the statement does not show."""
        name = forms.read_text(form, "document_missing", forms.MAX_NAME)
        if not name:
            errors["document_missing"] = request.env._("Please say which document is missing.")
        currencies = one.statement_id.balance_ids.currency_id
        chosen = currencies.filtered(lambda c: c.name == form.get("currency_missing"))
        claim = self._read_claim("missing", form, errors)
        if not claim["has_claim"] and "amount_missing" not in errors:
            errors["amount_missing"] = request.env._("Please enter its amount.")
        return {
            "name": name,
            "currency_id": (chosen or currencies[:1] or one.company_currency_id).id,
            "cause": "missing",
            **claim,
        }

    def _read_claim(self, key, form, errors):
        """Amount, date, comment and file of one difference."""
        text = forms.read_text(form, f"amount_{key}", forms.MAX_NAME)
        amount = forms.read_number(text) if text else None
        if text and (amount is None or abs(amount) > 1e15):
            errors[f"amount_{key}"] = request.env._(
                "Please enter a number, without letters or currency."
            )
        dated = forms.read_text(form, f"date_{key}", forms.MAX_NAME)
        day = forms.read_day(dated)
        if dated and not day:
            errors[f"date_{key}"] = request.env._("Please enter a date.")
        return {
            "has_claim": amount is not None,
            "claimed_amount": amount or 0.0,
            "claimed_date": day,
            "note": forms.read_text(form, f"note_{key}", MAX_TEXT),
            "files": self._read_files(key, errors),
        }

    def _read_files(self, key, errors):
        found = []
        for upload in request.httprequest.files.getlist(f"file_{key}")[: MAX_FILES + 1]:
            if not upload.filename:
                continue
            try:
                found.append(forms.read_upload(upload, forms.MAX_FILE_BYTES))
            except forms.UnfitUpload as problem:
                errors[f"file_{key}"] = str(problem)
        return found
