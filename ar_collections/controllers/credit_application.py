"""The credit application on the portal: a form for the customer's own company, and its status."""

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from .forms import (
    FILE_TYPES,
    MAX_FILE_BYTES,
    UnfitUpload,
    limit_body,
    read_day,
    read_number,
    read_text,
    read_upload,
)

MAX_FILES = 5
MAX_TEXT = 4000
MAX_LINE = 200
LINES = ("legal_name", "registration", "vat", "bank_name", "bank_account")
TEXTS = ("trade_references", "note")
COUNTS = ("founded", "employees", "requested_days")
AMOUNTS = ("requested_limit", "expected_monthly")
REQUIRED = ("legal_name", "requested_limit", "expected_monthly")
FIGURES = (
    "current_assets",
    "total_assets",
    "current_liabilities",
    "total_liabilities",
    "retained_earnings",
    "equity",
    "sales",
    "ebit",
    "net_profit",
)
BUSINESSES = ("manufacturing", "other", "financial")


class CreditApplicationPortal(CustomerPortal):
    def _applicant(self):
        """The commercial entity of the user, and the company that is asked: never from the
        request, so that nobody can apply for somebody else."""
        user = request.env.user
        return user.partner_id.commercial_partner_id, request.env.company

    def _may_apply(self, partner):
        """Customers, not our own companies."""
        own = request.env["res.company"].sudo().search_count([("partner_id", "=", partner.id)])
        return not own

    @http.route("/my/credit/application", type="http", auth="user", website=True, methods=["GET"])
    def credit_application(self, **_query):
        """The form; the status while an application is open."""
        partner, company = self._applicant()
        applications = request.env["ar.credit.application"].sudo()
        pending = applications._get_open(partner, company)
        return self._render_application(partner, company, pending=pending)

    @http.route(
        "/my/credit/application",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
        max_content_length=limit_body(MAX_FILES),
    )
    def credit_application_submit(self, **form):
        """Keep the application, or show what is wrong with the form, filled in as it was."""
        partner, company = self._applicant()
        if not self._may_apply(partner):
            return request.redirect("/my")
        values, figures, errors = self._read_form(form)
        files = self._read_files(errors)
        if errors:
            return self._render_application(partner, company, form=form, errors=errors)
        request.env["ar.credit.application"]._submit(
            request.env.user.partner_id, company, values, figures, files
        )
        return request.redirect("/my/credit/application/thanks", 303)

    @http.route(
        "/my/credit/application/thanks", type="http", auth="user", website=True, methods=["GET"]
    )
    def credit_application_thanks(self, **_query):
        partner, company = self._applicant()
        pending = request.env["ar.credit.application"].sudo()._get_open(partner, company)
        if not pending:
            return request.redirect("/my/credit/application")
        return self._render_application(partner, company, pending=pending, thanks=True)

    def _render_application(self, partner, company, **more):
        """The page; ``more``: pending (application), thanks, form (as posted), errors."""
        domain = [
            ("partner_id", "=", partner.id),
            ("company_id", "=", company.id),
            ("state", "in", ("approved", "refused")),
        ]
        past = request.env["ar.credit.application"].sudo().search(domain, limit=5)
        values = {
            **self._prepare_portal_layout_values(),
            "page_name": "credit_application",
            "partner": partner,
            "company": company,
            "may_apply": self._may_apply(partner),
            "form": more.get("form") or {"legal_name": partner.name, "vat": partner.vat},
            "errors": more.get("errors") or {},
            "pending": more.get("pending"),
            "thanks": more.get("thanks"),
            "past": past,
            "figures": FIGURES,
            "figure_fields": request.env["ar.credit.financials"].sudo().fields_get(FIGURES),
            "file_types": ",".join(f".{ending}" for ending in FILE_TYPES),
            "max_files": MAX_FILES,
            "max_megabytes": MAX_FILE_BYTES // (1024 * 1024),
        }
        return request.render("ar_collections.portal_credit_application", values)

    # -- reading the form --------------------------------------------------------------

    def _read_form(self, form):
        """What the form says.

        :return: (values of the application, values of the statement or None,
            {field: sentence} of what is wrong)
        """
        errors = {}
        values = {name: read_text(form, name, MAX_LINE) for name in LINES}
        values |= {name: read_text(form, name, MAX_TEXT) for name in TEXTS}
        for name in COUNTS:
            values[name] = int(self._read_number(form, name, errors, most=100000000) or 0)
        for name in AMOUNTS:
            values[name] = self._read_number(form, name, errors) or 0.0
        business = form.get("business")
        values["business"] = business if business in BUSINESSES else "other"
        for name in REQUIRED:
            if not values[name] and name not in errors:
                errors[name] = request.env._("Please fill this in.")
        if not form.get("accept"):
            errors["accept"] = request.env._("Please confirm the figures and accept the terms.")
        return values, self._read_figures(form, errors), errors

    def _read_number(self, form, name, errors, least=0.0, most=1e15):
        """A number of the form, or None; of a wrong one, why in ``errors``."""
        text = read_text(form, name, MAX_LINE)
        if not text:
            return None
        number = read_number(text)
        if number is None or not least <= number <= most:
            errors[name] = request.env._("Please enter a number, without letters or currency.")
            return None
        return number

    def _read_figures(self, form, errors):
        """The statement of the form, or None where none is given."""
        figures = {}
        for name in FIGURES:
            below = name in ("retained_earnings", "equity", "ebit", "net_profit")
            number = self._read_number(form, name, errors, least=-1e15 if below else 0.0)
            if number is not None:
                figures[name] = number
        if not figures:
            return None
        day = read_day(read_text(form, "figures_date", MAX_LINE))
        if not day or day > request.env.company._ar_today():
            errors["figures_date"] = request.env._(
                "Please enter the last day of the year of these figures."
            )
        return {**figures, "date": day}

    def _read_files(self, errors):
        """[(name, content, type)] of what was uploaded; of a wrong one, why in ``errors``."""
        uploads = [f for f in request.httprequest.files.getlist("files") if f.filename]
        if len(uploads) > MAX_FILES:
            errors["files"] = request.env._("Please send at most %s files.", MAX_FILES)
            return []
        found = []
        for upload in uploads:
            try:
                found.append(read_upload(upload, MAX_FILE_BYTES))
            except UnfitUpload as problem:
                errors["files"] = str(problem)
        return found
