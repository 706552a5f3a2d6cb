"""The credit file: all that is known and was decided about a customer's credit, on paper."""

from typing import NamedTuple

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date, format_datetime
from odoo.tools.misc import formatLang

# Older entries are counted, not listed: a file is to be read.
MOST = 24


class Section(NamedTuple):
    """A table of the file.

    :param columns: titles
    :param rows: texts, one for each column
    :param numbers: positions of the columns that are right-aligned
    :param more: how many older entries are not listed
    """

    name: str
    title: str
    columns: list
    rows: list
    numbers: set
    more: int = 0


class ReportArCreditFile(models.AbstractModel):
    _name = "report.ar_collections.report_ar_credit_file"
    _description = "Credit File on Paper"

    def _get_report_values(self, docids, data=None):
        """The values of the template: ``files``, one for each customer account."""
        profiles = self.env["ar.profile"].browse(docids)
        profiles.check_access("read")
        return {"docs": profiles, "files": [self._get_file(profile) for profile in profiles]}

    def _get_file(self, profile):
        """What the template shows of a customer, as texts in the reader's language."""
        address = profile.partner_id._display_address(without_company=True)
        return {
            "profile": profile,
            "address": ", ".join(filter(None, map(str.strip, address.splitlines()))),
            "today": format_date(self.env, profile.company_id._ar_today()),
            "heads": self._get_heads(profile),
            "warnings": self._get_warnings(profile),
            "sections": [
                section for section in self._get_sections(profile) if section.rows or section.more
            ],
        }

    def _get_heads(self, profile):
        """The facts at the top: two columns of (label, text)."""
        grade = profile.rating_id.display_name or self.env._("Not reviewed yet")
        limit = self._money(profile.credit_limit, profile.currency_id)
        if not profile.has_credit_limit:
            limit = self.env._("None")
        decided = [
            (self.env._("Grade"), grade),
            (self.env._("Score"), formatLang(self.env, profile.score) if profile.rating_id else ""),
            (self._label(profile, "trend"), self._show(profile, "trend")),
            (self._label(profile, "agreed_term_id"), self._show(profile, "agreed_term_id")),
            (self._label(profile, "agreed_source"), profile.agreed_source or ""),
            (self._label(profile, "review_date"), self._show(profile, "review_date")),
            (self._label(profile, "next_review_date"), self._show(profile, "next_review_date")),
        ]
        money = [
            (self.env._("Credit Limit"), limit),
            (self._label(profile, "credit_limit_reason"), profile.credit_limit_reason or ""),
            *self._get_exposure(profile),
            (
                self._label(profile, "credit_available"),
                self._show(profile, "credit_available") if profile.has_credit_limit else "",
            ),
        ]
        return [[pair for pair in column if pair[1]] for column in (decided, money)]

    def _get_exposure(self, profile):
        """The parts of the exposure, and what they come to."""
        parts = [
            (field.get_description(self.env)["string"], self._show(profile, name))
            for name, field in profile._fields.items()
            if name.startswith("exposure_") and field.type == "monetary" and profile[name]
        ]
        return [*parts, (self._label(profile, "exposure"), self._show(profile, "exposure"))]

    def _get_warnings(self, profile):
        """What nobody who opens the file may miss."""
        warnings = []
        if profile.credit_hold:
            reason = profile.credit_hold_reason or ""
            warnings.append(self.env._("On credit hold. %s", reason).strip())
        if profile.has_credit_limit and profile.credit_available < 0:
            over = self._money(-profile.credit_available, profile.currency_id)
            warnings.append(self.env._("%s over the limit.", over))
        warnings += filter(None, (profile.stale_figures, profile.stale_contact))
        return warnings

    # -- sections ----------------------------------------------------------------------

    def _get_sections(self, profile):
        """The tables of the file, the newest entries first. Later rooms add theirs."""
        return [
            *self._get_review_sections(profile),
            *self._get_contract_sections(profile),
            self._get_history(profile),
            *self._get_limit_sections(profile),
            self._list(
                self.env._("Holds"),
                profile.hold_ids,
                ("date_from", "date_to", "move_id", "amount", "reason"),
            ),
            self._list(
                self.env._("Financial Statements"),
                profile.financials_ids,
                ("date", "sales", "ebit", "equity", "altman_general", "debt_ratio", "origin"),
            ),
            self._list(
                self.env._("Agency Ratings"),
                profile.agency_rating_ids,
                ("date", "agency_id", "value", "grade", "score", "reference"),
            ),
            self._get_documents(profile),
        ]

    def _get_limit_sections(self, profile):
        """Limits, what secures them, and what was held or released."""
        return [
            self._list(
                self.env._("Limits"),
                profile.with_context(active_test=False).limit_ids.sorted("date_from", reverse=True),
                ("kind", "amount", "date_from", "date_to", "state", "reason", "user_id"),
            ),
            self._list(
                self.env._("Deposits and Guarantees"),
                profile.with_context(active_test=False).security_ids,
                ("kind", "reference", "issuer_id", "amount", "date_from", "date_to"),
            ),
            self._list(
                self.env._("Credit Holds"),
                profile.credit_hold_ids,
                ("date_from", "date_to", "reason", "state", "user_id", "released_on"),
            ),
            self._list(
                self.env._("Releases"),
                profile.release_ids,
                (
                    "document_name",
                    "amount",
                    "cause",
                    "state",
                    "reason",
                    "decided_by_id",
                    "decided_on",
                ),
            ),
        ]

    def _get_review_sections(self, profile):
        """The reviews, and the last approved one factor by factor."""
        reviews = profile.review_ids
        fields = ("name", "date", "kind", "score", "rating_id", "limit_amount", "state")
        fields += ("author_id", "approver_id")
        sections = [self._list(self.env._("Credit Reviews"), reviews, fields)]
        last = reviews.filtered(lambda review: review.state == "approved")[:1]
        if last:
            title = self.env._("Factors of %s", last.name)
            factors = ("name", "found", "points", "weight", "contribution")
            section = self._list(title, last.line_ids, factors, "factors")
            for row, line in zip(section.rows, last.line_ids[:MOST], strict=True):
                if line.missing:  # counts for nothing, which is not the same as 0 points
                    row[2:] = ["–"] * 3
            sections.append(section)
        return sections

    def _get_contract_sections(self, profile):
        """The contracts, and what was changed in them."""
        fields = ("name", "subject", "date_from", "end_date", "payment_term_id")
        fields += ("payment_method", "late_interest", "accepted_on", "approver_id", "state")
        contracts = profile.contract_ids
        amendments = contracts.amendment_ids.sorted("date", reverse=True)
        changed = ("name", "date", "reason", "changes", "accepted_on", "approver_id", "state")
        return [
            self._list(self.env._("Contracts"), contracts, fields, "contracts"),
            self._list(self.env._("Amendments"), amendments, changed, "amendments"),
        ]

    def _get_history(self, profile):
        """How the customer paid, quarter by quarter."""
        quarters = self.env["ar.open.item"]._read_payment_quarters(
            profile.company_id.ids, profile.partner_id.ids
        )
        rows = [
            [
                f"{row['quarter'].year} Q{(row['quarter'].month + 2) // 3}",
                str(row["invoices"]),
                self._money(row["amount"], profile.currency_id),
                self.env._("%s %%", formatLang(self.env, row["on_time"], digits=0)),
                formatLang(self.env, row["mean_delay"], digits=1),
                str(row["worst_delay"]),
            ]
            for row in quarters
        ]
        columns = [
            self.env._("Quarter"),
            self.env._("Invoices Paid"),
            self.env._("Amount"),
            self.env._("Paid on Time"),
            self.env._("Mean Delay (Days)"),
            self.env._("Worst Delay (Days)"),
        ]
        title = self.env._("Payment History")
        return Section("payments", title, columns, rows, {1, 2, 3, 4, 5})

    def _get_documents(self, profile):
        """Files on the account, its reviews, statements, applications and contracts."""
        owners = [profile, profile.review_ids, profile.financials_ids]
        owners.append(self.env["ar.credit.application"].search([("profile_id", "=", profile.id)]))
        owners += [profile.contract_ids, profile.contract_ids.amendment_ids]
        domain = Domain("res_field", "=", False) & Domain.OR(
            Domain("res_model", "=", records._name) & Domain("res_id", "in", records.ids)
            for records in owners
        )
        files = self.env["ir.attachment"].search(domain, order="create_date desc, id desc")
        title = self.env._("Documents")
        return self._list(title, files, ("name", "create_date", "create_uid"), "documents")

    # -- texts -------------------------------------------------------------------------

    def _list(self, title, records, names, code=None):
        """Records as a section: their fields as texts."""
        fields = [records._fields[name] for name in names]
        return Section(
            code or records._name.rsplit(".", 1)[-1],
            title,
            [self._label(records, name) for name in names],
            [[self._show(record, name) for name in names] for record in records[:MOST]],
            {
                position
                for position, field in enumerate(fields)
                if field.type in ("monetary", "float", "integer")
            },
            max(len(records) - MOST, 0),
        )

    def _label(self, records, name):
        return records._fields[name].get_description(self.env, ["string"])["string"]

    def _show(self, record, name):
        """A value as people read it; empty for nothing."""
        field, value = record._fields[name], record[name]
        if field.type == "monetary":
            currency = record[field.get_currency_field(record)]
            return self._money(value, currency)
        if field.type in ("float", "integer"):
            return formatLang(self.env, value, digits=2 if field.type == "float" else 0)
        if not value:
            return ""
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "datetime":
            return format_datetime(self.env, value, dt_format="short")
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, value)
        if field.type == "many2one":
            return value.sudo().display_name
        return str(value)

    def _money(self, amount, currency):
        return formatLang(self.env, amount, currency_obj=currency)
