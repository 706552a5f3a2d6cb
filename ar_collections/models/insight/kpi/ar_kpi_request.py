"""What key figures are asked for: understood, checked, and how records of a group are found."""

from collections.abc import Callable
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ....tools.insight.cube import months_of
from ....tools.insight.facts import Period
from ...base import arguments

# Months that one answer may have.
MOST_MONTHS = 120
PERIOD = "period"
# A day further off makes no dates that the database knows.
LAST_YEAR = 9000


class KpiDimension(NamedTuple):
    """A way to tell figures apart: a property of a customer in a company.

    :param label: what it is called
    :param empty: what customers without are called
    :param key: SQL of the key, in terms of ``item`` (partner_id, company_id) and ``join``
    :param model: the keys are its ids
    :param field: the field of the company ('company_id'), of the commercial partner, or of the
        customer account
    :param of: 'company', 'partner' or 'profile': whose field it is
    :param join: SQL that makes the key known; one row at most for each customer and company
    :param narrow: function (path of ``field``, key) that gives the domain of a key, where it is not
        the value of the field
    """

    label: str
    empty: str
    key: SQL
    model: str
    field: str
    of: str
    join: SQL = SQL()
    narrow: Callable | None = None


class KpiRequest(NamedTuple):
    """A checked request.

    :param looks_back: whether sales of the months before are asked for, too
    """

    company_ids: tuple
    periods: tuple
    by: str | None = None
    dimension: KpiDimension | None = None
    looks_back: bool = False

    @property
    def key(self):
        return self.dimension.key if self.dimension else SQL("NULL::int")

    @property
    def join(self):
        return self.dimension.join if self.dimension else SQL()


class ArKpi(models.AbstractModel):
    _inherit = "ar.kpi"

    # -- what is asked for -------------------------------------------------------------

    def _prepare_request(self, date_from, date_to, company_ids=None, by=None):
        """The request, checked."""
        self._check_rights()
        period = self._get_period(date_from, date_to)
        companies = self._get_companies(company_ids)
        if not by:
            return KpiRequest(companies._ids, (period,))
        dimensions = self._get_dimensions()
        if by == PERIOD:
            months = months_of(*period)
            if len(months) > MOST_MONTHS:
                raise UserError(
                    self.env._("Key figures by month are told of ten years at most. Choose less.")
                )
            return KpiRequest(companies._ids, tuple(Period(*month) for month in months), by)
        if not isinstance(by, str) or by not in dimensions:
            raise UserError(
                self.env._(
                    "Key figures are not told by “%(by)s”. Choose one of %(choices)s.",
                    by=arguments.quote(by),
                    choices=", ".join([*dimensions, PERIOD]),
                )
            )
        return KpiRequest(companies._ids, (period,), by, dimensions[by])

    def _check_rights(self):
        if not self.env["ar.open.item"]._sees_all():
            raise AccessError(
                self.env._(
                    "You may not see key figures of receivables. Ask an administrator for the "
                    "role of a collector."
                )
            )

    def _get_period(self, date_from, date_to):
        first, last = (arguments.to_day(self.env, day) for day in (date_from, date_to))
        if not first or not last:
            raise UserError(self.env._("Choose the first and the last day of the period."))
        if last.year > LAST_YEAR:
            raise UserError(
                self.env._("%s is too far off. Choose an earlier day.", format_date(self.env, last))
            )
        if first > last:
            raise UserError(
                self.env._(
                    "The period would begin on %(first)s and end on %(last)s. Choose a last day "
                    "that is not before the first.",
                    first=format_date(self.env, first),
                    last=format_date(self.env, last),
                )
            )
        return Period(first, last)

    def _get_companies(self, company_ids):
        """The companies asked for, else those switched on, of one currency."""
        ids = arguments.to_ids(self.env, company_ids)
        companies = self.env["res.company"].browse(ids or self.env.companies.ids)
        self.env["ar.open.item"]._check_companies(companies.ids)
        companies = companies.sudo().exists()
        if len(companies.currency_id) > 1:
            raise UserError(
                self.env._(
                    "%(companies)s keep their books in different currencies, which are not added "
                    "up. Ask for the companies of one currency at a time.",
                    companies=", ".join(companies.mapped("name")),
                )
            )
        if not companies:
            raise UserError(self.env._("Choose the companies whose key figures you want."))
        return companies

    # -- groups ------------------------------------------------------------------------

    @api.model
    def get_dimensions(self):
        """What figures can be told by, for screens: {name: label}."""
        labels = {name: dimension.label for name, dimension in self._get_dimensions().items()}
        return {**labels, PERIOD: self.env._("Month")}

    def _get_dimensions(self):
        """{name: KpiDimension}."""
        profile, customer = self._sql_profile(), self._sql_customer()
        rows = {
            "company": (self.env._("Company"), "", "item", "company_id", "res.company", SQL()),
            "collector": (
                self.env._("Collector"),
                self.env._("Without collector"),
                "profile",
                "collector_id",
                "res.users",
                profile,
            ),
            "salesperson": (
                self.env._("Salesperson"),
                self.env._("Without salesperson"),
                "customer",
                "user_id",
                "res.users",
                customer,
            ),
            "grade": (
                self.env._("Grade"),
                self.env._("Without grade"),
                "profile",
                "rating_id",
                "ar.credit.rating",
                profile,
            ),
            "country": (
                self.env._("Country"),
                self.env._("Without country"),
                "customer",
                "country_id",
                "res.country",
                customer,
            ),
        }
        of = {"item": "company", "customer": "partner", "profile": "profile"}
        found = {
            name: KpiDimension(
                label, empty, SQL.identifier(table, field), model, field, of[table], join
            )
            for name, (label, empty, table, field, model, join) in rows.items()
        }
        return {**found, "lead": self._get_lead_dimension()}

    def _get_lead_dimension(self):
        """The team of the customer's collector: that of the lead, who is in it; of a lead who has a
        lead, the upper one."""
        led = SQL(
            """%s
               LEFT JOIN res_users member ON member.id = profile.collector_id
               LEFT JOIN (SELECT DISTINCT ar_lead_id AS id FROM res_users
                           WHERE ar_lead_id IS NOT NULL) AS lead ON lead.id = member.id""",
            self._sql_profile(),
            to_flush=self.env["res.users"]._fields["ar_lead_id"],
        )
        return KpiDimension(
            self.env._("Team Lead"),
            self.env._("Without team"),
            SQL("COALESCE(member.ar_lead_id, lead.id)"),
            "res.users",
            "collector_id",
            "profile",
            led,
            self._narrow_to_team,
        )

    def _narrow_to_team(self, path, key):
        """Customers of a lead's team; without a key those whose collector is in none."""
        users = self.env["res.users"].sudo().with_context(active_test=False)
        led = users.search([("ar_lead_id", "!=", False)])
        if not key:
            return Domain(path, "=", False) | Domain(path, "not in", (led | led.ar_lead_id).ids)
        team = led.filtered(lambda user: user.ar_lead_id.id == key)
        return Domain(path, "in", (team | (users.browse(key) - led)).ids)

    def _sql_profile(self):
        return SQL(
            """LEFT JOIN ar_profile profile ON profile.partner_id = item.partner_id
                                           AND profile.company_id = item.company_id""",
            to_flush=[
                self.env["ar.profile"]._fields[name] for name in ("collector_id", "rating_id")
            ],
        )

    def _sql_customer(self):
        return SQL(
            "LEFT JOIN res_partner customer ON customer.id = item.partner_id",
            to_flush=[self.env["res.partner"]._fields[name] for name in ("country_id", "user_id")],
        )

    def _get_names(self, dimension, keys):
        """{key: name}, False for customers without."""
        records = self.env[dimension.model].sudo().browse([key for key in keys if key]).exists()
        return {False: dimension.empty, **{one.id: one.display_name for one in records}}

    # -- the records behind ------------------------------------------------------------

    def _get_group_domain(self, request, model, key):
        """Records of the group, of a model."""
        if not request.dimension:
            return Domain.TRUE
        dimension = request.dimension
        if dimension.of == "company":
            return Domain("company_id", "=", key)
        customer = "commercial_partner_id" if model == "account.move" else "partner_id"
        path = f"{customer}.commercial_partner_id"
        if dimension.of == "profile":
            own = model not in ("account.move", "account.move.line", "ar.open.item")
            path = "profile_id" if own else f"{customer}.ar_profile_id"
            if model == "ar.profile":
                path = "id"
        path_of_key = dimension.field if path == "id" else f"{path}.{dimension.field}"
        if dimension.narrow:
            domain = dimension.narrow(path_of_key, key)
        else:
            domain = Domain(path_of_key, "=", key)
        if key:
            return domain
        # A customer without an account, and what has no customer, stand there, too.
        domain |= Domain(path, "=", False) | Domain("partner_id", "=", False)
        parts = dimension.field.split(".")
        for end in range(1, len(parts)):
            domain |= Domain(".".join([path, *parts[:end]]), "=", False)
        return domain

    def _get_items_domain(self, facts, *parts):
        """Journal items of receivables that count."""
        return [
            ("parent_state", "=", "posted"),
            ("account_id", "in", list(facts.account_ids)),
            ("company_id", "in", list(facts.company_ids)),
            *parts,
        ]

    def _get_open_domain(self, facts, *dues):
        """(model, domain) of the items that were open at the end of the period.

        :param dues: conditions on the due date, as (operator, day)
        """
        last, mine = facts.period.last, ("company_id", "in", list(facts.company_ids))
        if facts.is_now:
            due = [("date_due", operator, day) for operator, day in dues]
            return "ar.open.item", [mine, *due]
        # Settled later, or not at all.
        later = [
            "|",
            "|",
            "|",
            ("amount_residual", "!=", 0),
            ("amount_residual_currency", "!=", 0),
            ("matched_credit_ids.max_date", ">", last),
            ("matched_debit_ids.max_date", ">", last),
        ]
        due = [("date_maturity", operator, day) for operator, day in dues]
        return "account.move.line", self._get_items_domain(
            facts, ("date", "<=", last), *later, *due
        )
