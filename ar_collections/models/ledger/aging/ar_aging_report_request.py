"""What the aging is asked for, understood and checked."""

import re
from datetime import date
from typing import NamedTuple

from odoo import models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_date, formatLang

from ....tools.ledger.aging import AgingLimitsError, check_limits
from ...base import arguments


class AgingQuery(NamedTuple):
    """What a report is asked for; ``get_aging`` tells what each word means."""

    as_of: date
    company_ids: tuple
    partner_ids: tuple | None
    group_by: str
    then_by: str | None
    limits: tuple
    basis: str
    credits: str
    currency: str
    only_overdue: bool
    hide_credits: bool
    min_amount: float
    compare_to: date | None
    filters: dict
    tie_out: bool
    unfold: dict | bool = False

    @property
    def hides(self):
        """Whether items or rows may be left out of what the customers owe."""
        return bool(self.only_overdue or self.hide_credits or self.min_amount or self.filters)


ARGUMENTS = {"as_of", "company_ids", "partner_ids", "scheme_id", "group_by"}
OPTIONS = {
    "then_by",
    "limits",
    "basis",
    "credits",
    "currency",
    "only_overdue",
    "hide_credits",
    "min_amount",
    "compare_to",
    "filters",
    "tie_out",
    "unfold",
}


# What the report reads of a company; it has a hundred columns.
COMPANY_FIELDS = (
    "ar_aging_scheme_id",
    "chart_template",
    "currency_id",
    "name",
    "parent_path",
    "partner_id",
)


class ArAgingReport(models.AbstractModel):
    """What the report is asked for: understood, checked, and completed from the scheme."""

    _inherit = "ar.aging.report"

    def _prepare_query(
        self,
        as_of=None,
        company_ids=None,
        partner_ids=None,
        scheme_id=None,
        group_by="partner",
        **options,
    ):
        """The request, checked and completed from the scheme."""
        self._check_rights()
        self._check_known(set(options))
        companies = self._get_companies(arguments.to_ids(self.env, company_ids))
        scheme = self._get_scheme(scheme_id, companies)
        query = AgingQuery(
            as_of=arguments.to_day(self.env, as_of) or companies[0]._ar_today(),
            company_ids=companies._ids,
            partner_ids=self._allowed_partners(arguments.to_ids(self.env, partner_ids)),
            group_by=group_by or "partner",
            then_by=options.get("then_by") or None,
            limits=self._get_limits(options.get("limits"), scheme, companies),
            basis=options.get("basis") or scheme.basis or "due",
            credits=options.get("credits") or scheme.credits or "included",
            currency=options.get("currency") or "company",
            only_overdue=arguments.to_bool(self.env, options.get("only_overdue")),
            hide_credits=arguments.to_bool(self.env, options.get("hide_credits")),
            min_amount=arguments.to_number(self.env, options.get("min_amount") or 0.0, float),
            compare_to=arguments.to_day(self.env, options.get("compare_to")),
            filters=self._get_filters(options.get("filters") or {}),
            tie_out=arguments.to_bool(self.env, options.get("tie_out", True)),
            unfold=self._get_unfolded(options.get("unfold")),
        )
        self._check_query(query)
        return query

    def _understand(self, options):
        """The request that came as JSON, in an address: it may hold anything."""
        if not isinstance(options, dict):
            raise UserError(self.env._("The options of the report cannot be read."))
        self._check_known(set(options) - ARGUMENTS)
        return self._prepare_query(**options)

    def _check_known(self, names):
        if unknown := sorted(names - OPTIONS):
            raise UserError(self.env._("The aging report knows no option %s.", ", ".join(unknown)))

    def _check_query(self, query):
        dimensions = self._get_dimensions()
        for name in (query.group_by, query.then_by or query.group_by, *query.filters):
            self._check_choice(self.env._("group"), name, dimensions)
        self._check_choice(self.env._("basis"), query.basis, ("due", "invoice"))
        self._check_choice(self.env._("credits"), query.credits, ("included", "apart"))
        self._check_choice(self.env._("currency"), query.currency, ("company", "document"))
        if query.then_by == query.group_by:
            raise UserError(self.env._("Choose another second level than the first."))
        if query.min_amount < 0:
            raise UserError(
                self.env._(
                    "The minimum amount cannot be %s: enter 0 to see every row, or a positive "
                    "amount.",
                    formatLang(self.env, query.min_amount),
                )
            )
        if query.compare_to and query.compare_to >= query.as_of:
            raise UserError(
                self.env._(
                    "The report of %(day)s cannot be compared with %(other)s: "
                    "choose an earlier day.",
                    day=format_date(self.env, query.as_of),
                    other=format_date(self.env, query.compare_to),
                )
            )

    def _check_choice(self, what, value, choices):
        if not isinstance(value, str) or value not in choices:
            raise UserError(
                self.env._(
                    "The aging report knows no %(what)s “%(value)s”. Choose one of %(choices)s.",
                    what=what,
                    value=arguments.quote(value),
                    choices=", ".join(choices),
                )
            )

    def _check_request(self):
        """Whether the user may see the report of the companies that are switched on."""
        self._check_rights()
        self._get_companies(None)

    def _check_rights(self):
        """Who sees all customers' debts, and salespeople, who see their own customers'."""
        items = self.env["ar.open.item"]
        if not items._sees_all() and not items._sees_own():
            raise AccessError(self._rights_message())

    def _rights_message(self):
        return self.env._(
            "You may not see the aging of receivables. "
            "Ask an administrator for the role of a collector."
        )

    def _allowed_partners(self, partner_ids):
        """The customers to show, of those asked for; None for all."""
        return self.env["ar.open.item"]._allowed_partners(partner_ids)

    def _is_everybody(self, partner_ids):
        """Whether these are all the customers that a salesperson may see."""
        items = self.env["ar.open.item"]
        return items._sees_own() and set(partner_ids) == set(items._own_partner_ids())

    def _get_companies(self, company_ids):
        """The companies asked for, else those switched on; the main one first."""
        items = self.env["ar.open.item"]
        companies = self.env["res.company"].browse(company_ids or items._readable_companies().ids)
        items._check_companies(companies.ids)
        main = companies & self.env.company
        companies = (main + (companies - main)).sudo()
        companies.fetch(COMPANY_FIELDS)
        return companies

    def _get_scheme(self, scheme_id, companies):
        if not arguments.to_ids(self.env, [scheme_id] if scheme_id else None):
            return companies[0]._ar_aging_scheme()
        scheme = self.env["ar.aging.scheme"].browse(scheme_id).exists()
        if not scheme:
            raise UserError(self.env._("The aging scheme is gone. Choose another one."))
        if not self.env.su:
            scheme.check_access("read")
        return scheme.sudo()

    def _get_limits(self, limits, scheme, companies):
        """The limits asked for (text or numbers), else the scheme's."""
        if not limits:
            return scheme._get_limits() if scheme else companies[0]._ar_limits()
        nobody = self.env["ar.aging.scheme"]
        if isinstance(limits, str):
            return nobody._parse_limits(limits)
        limits = limits if isinstance(limits, (list, tuple)) else [limits]
        try:
            return check_limits([arguments.to_number(self.env, limit, int) for limit in limits])
        except AgingLimitsError as error:
            raise ValidationError(nobody._limits_message(error)) from error

    def _get_filters(self, filters):
        """{group: its keys}, of the groups that are filtered."""
        if not isinstance(filters, dict) or not all(
            self._is_filter(name, keys) for name, keys in filters.items()
        ):
            raise UserError(
                self.env._("The filters of the aging report are lists of ids, one for each group.")
            )
        return {name: keys for name, keys in filters.items() if keys}

    def _get_unfolded(self, unfold):
        """Which rows show their items on paper: see ``unfold`` of the options."""
        if unfold in (None, False, True):
            return bool(unfold)
        if not isinstance(unfold, dict) or not all(
            isinstance(name, str) and isinstance(shown, int) for name, shown in unfold.items()
        ):
            raise UserError(
                self.env._("What is unfolded in the aging report is a list of rows, or all.")
            )
        return unfold

    def _is_filter(self, name, keys):
        """Whether these are keys of a group, False for none; tags stand together, too: "3,7"."""
        if not isinstance(keys, (list, tuple)):
            return keys in (None, False)
        return all(
            key in (None, False)
            or arguments.is_id(key)
            or (name == "tag" and isinstance(key, str) and self._is_combination(key))
            for key in keys
        )

    def _is_combination(self, text):
        """Whether this is the key of several tags, as "3,7"."""
        if not re.fullmatch(r"[0-9]{1,10}(,[0-9]{1,10})*", text):
            return False
        return all(arguments.is_id(int(part)) for part in text.split(","))
