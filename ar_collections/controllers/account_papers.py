"""Statements for any period, and the papers that were sent, on the customer's account."""

import time

from werkzeug.exceptions import Forbidden

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from ..tools.base.throttle import Throttle
from .account import URL, AccountPortal
from .aging import XLSX
from .forms import read_day

# A statement is made anew each time: so many in ten minutes for each user.
STATEMENTS = Throttle(30, 600)


class AccountPapers(AccountPortal):
    @http.route(
        f"{URL}/statement", type="http", auth="user", website=True, methods=["GET"], sitemap=False
    )
    def balance_statement(self, company=None, kind="open", file="pdf", **query):
        """A statement for any period as PDF or workbook (``file``); none is kept."""
        profile = self._get_profile(company)
        if not profile:
            return request.redirect("/my")
        kind = "activity" if kind == "activity" else "open"
        book = file == "xlsx"
        try:
            if not STATEMENTS.take((request.db, request.env.uid), time.monotonic()):
                raise UserError(
                    request.env._("You have had many statements. Please wait ten minutes.")
                )
            name, content = profile._portal_statement(
                kind,
                read_day(query.get("date_from")),
                read_day(query.get("date_to")),
                request.env.user.partner_id,
                book=book,
            )
        except UserError as error:
            form = {"kind": kind, "file": file, **query}
            return self._render_balance(profile, errors={"statement": str(error)}, form=form)
        return self._make_file(name, content, XLSX if book else "application/pdf")

    def _make_file(self, name, content, mimetype):
        headers = [
            ("Content-Type", mimetype),
            ("Content-Disposition", content_disposition(name)),
            ("Cache-Control", "no-store"),
        ]
        return request.make_response(content, headers)

    @http.route(
        f"{URL}/statement/<int:statement_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def balance_statement_sent(self, statement_id, **_query):
        """The PDF of a statement as it was sent."""
        statement = self._get_own("ar.statement", statement_id)
        kept = statement._get_sent_pdf()
        if statement.state == "draft" or not kept:
            raise Forbidden()
        statement._note_seen()
        return self._make_file(kept.name, kept.raw, "application/pdf")

    @http.route(
        f"{URL}/reminder/<int:notice_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        sitemap=False,
    )
    def balance_reminder(self, notice_id, **_query):
        """The letter of a reminder as it was sent."""
        notice = self._get_own("ar.dunning.notice", notice_id)
        # One letter may speak for several notices of the customer.
        own = notice.search([("profile_id", "=", notice.profile_id.id)])
        kept = notice.letter_attachment_id._ar_of(own)
        if notice.state != "sent" or not kept:
            raise Forbidden()
        notice._note_seen()
        return self._make_file(kept.name, kept.raw, "application/pdf")
