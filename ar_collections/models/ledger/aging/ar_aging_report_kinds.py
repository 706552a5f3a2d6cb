"""What the aging is grouped and filtered by."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


class Dimension(NamedTuple):
    """A way to group the report.

    :param label: what it is called
    :param empty: what the row of items without is called
    :param key: SQL of the key, in terms of ``item`` (the open item) and ``join``
    :param model: the keys are its ids
    :param join: SQL that makes the key known; one row at most for each item
    :param domain: the records that screens offer to filter by
    """

    label: str
    empty: str
    key: SQL
    model: str
    join: SQL = SQL()
    domain: tuple = ()


class ArAgingReport(models.AbstractModel):
    """What the report can be grouped by, and what the rows are called."""

    _inherit = "ar.aging.report"

    @api.model
    def get_dimensions(self):
        """What the report can be grouped by, for screens: {name: label}."""
        return {name: dimension.label for name, dimension in self._get_dimensions().items()}

    @api.model
    @api.readonly
    def get_choices(self):
        """What the screen lets people choose from: {'dimensions': see ``get_dimensions``,
        'schemes': [{'id', 'name'}], 'filters': [{'name', 'label', 'model', 'domain'}] of what
        it can be filtered by, 'may_open': whether documents can be opened from it}.

        :raise AccessError: without the rights to the report
        """
        self._check_request()
        dimensions = self.get_dimensions()
        schemes = self.env["ar.aging.scheme"].search([])
        # Salespeople see what their customers owe, not the books.
        may_open = self.env["ar.open.item"]._sees_all()
        return {
            "dimensions": dimensions,
            "schemes": schemes.read(["name"]),
            "filters": self._get_filter_choices(),
            "may_open": may_open,
        }

    def _get_filter_choices(self):
        """Customers and companies are chosen elsewhere; nobody is offered what he may not read."""
        return [
            {
                "name": name,
                "label": dimension.label,
                "model": dimension.model,
                "domain": dimension.domain,
            }
            for name, dimension in self._get_dimensions().items()
            if name not in ("partner", "company") and self.env[dimension.model].has_access("read")
        ]

    def _get_dimensions(self):
        """{name: Dimension}. Later rooms add what they know of a customer."""
        plain = {
            "partner": (
                self.env._("Customer"),
                self.env._("Without customer"),
                "partner_id",
                "res.partner",
            ),
            "salesperson": (
                self.env._("Salesperson"),
                self.env._("Without salesperson"),
                "salesperson_id",
                "res.users",
            ),
            "company": (self.env._("Company"), "", "company_id", "res.company"),
            "currency": (self.env._("Currency"), "", "currency_id", "res.currency"),
            "account": (self.env._("Account"), "", "account_id", "account.account"),
            "country": (
                self.env._("Country"),
                self.env._("Without country"),
                "country_id",
                "res.country",
            ),
        }
        domains = {
            "account": (("account_type", "=", "asset_receivable"), ("non_trade", "=", False)),
            "salesperson": (("share", "=", False),),
        }
        dimensions = {
            name: Dimension(
                label,
                empty,
                SQL.identifier("item", column),
                model,
                domain=domains.get(name, ()),
            )
            for name, (label, empty, column, model) in plain.items()
        }
        dimensions["tag"] = Dimension(
            self.env._("Tags"),
            self.env._("Without tags"),
            SQL("tag.ids"),
            "res.partner.category",
            self._sql_tags(),
        )
        return dimensions

    def _sql_tags(self):
        """All tags of a customer as one text "3,7": with a row for each tag the amounts of
        a customer with two would be counted twice."""
        return SQL(
            """
            LEFT JOIN (
                SELECT partner_id, STRING_AGG(category_id::text, ',' ORDER BY category_id) AS ids
                  FROM res_partner_res_partner_category_rel
                 GROUP BY partner_id
            ) AS tag ON tag.partner_id = item.partner_id
            """,
            to_flush=self.env["res.partner"]._fields["category_id"],
        )

    # -- names -------------------------------------------------------------------------

    def _name_rows(self, rows, query):
        """Complete rows: name, currency, an empty key as False; in the order of names."""
        self._name_currencies(rows)
        self._name_level(rows, query.group_by)
        rows.sort(key=self._row_order)
        if not query.then_by:
            return
        children = [child for row in rows for child in row["children"]]
        self._name_currencies(children)
        self._name_level(children, query.then_by)
        for row in rows:
            row["children"].sort(key=self._row_order)

    def _name_level(self, rows, dimension_name):
        dimension = self._get_dimensions()[dimension_name]
        names = self._get_names(dimension, {row["key"] for row in rows} - {None})
        for row in rows:
            row["name"] = names.get(row["key"], dimension.empty)
            row["key"] = row["key"] or False

    def _row_order(self, row):
        """By name, the row without a key last."""
        return (not row["key"], row["name"].casefold(), row["key"], row["currency"])

    def _name_currencies(self, rows):
        currencies = self.env["res.currency"].sudo().browse({row["currency_id"] for row in rows})
        names = {currency.id: currency.name for currency in currencies}
        for row in rows:
            row["currency"] = names[row["currency_id"]]

    def _get_names(self, dimension, keys):
        """{key: name}, in a query or two, whatever the number of rows."""
        if dimension.model == "res.partner":
            return self._get_partner_names(keys)
        if dimension.model == "res.partner.category":
            return self._get_tag_names(keys)
        records = self.env[dimension.model].sudo().browse(sorted(keys)).exists()
        return {record.id: record.display_name for record in records}

    def _get_partner_names(self, keys):
        # Not through display_name: it is computed one by one, and fetched by the thousand.
        if not keys:
            return {}
        field = self.env["res.partner"]._fields["complete_name"]
        return dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, COALESCE(complete_name, '') FROM res_partner WHERE id = ANY(%s)",
                    list(keys),
                    to_flush=field,
                )
            )
        )

    def _get_tag_names(self, keys):
        ids = {key: [int(tag) for tag in key.split(",")] for key in keys}
        tags = self.env["res.partner.category"].sudo().browse({i for key in ids for i in ids[key]})
        names = {tag.id: tag.display_name for tag in tags.exists()}
        return {
            key: ", ".join(sorted(names[i] for i in ids[key]))
            for key in keys
            if names.keys() >= {*ids[key]}
        }
