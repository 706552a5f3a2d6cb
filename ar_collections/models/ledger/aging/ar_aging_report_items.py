"""The open items behind the rows of the aging."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import SQL, format_date

from ....tools.ledger.aging_rows import build_rows
from ...base import arguments

COLUMNS = (
    "id",
    "name",
    "ref",
    "move_id",
    "move_type",
    "partner_id",
    "company_id",
    "salesperson_id",
    "date",
    "invoice_date",
    "date_due",
    "residual",
    "residual_currency",
)


class ArAgingReport(models.AbstractModel):
    """The items behind the rows."""

    _inherit = "ar.aging.report"

    @api.model
    @api.readonly
    def get_items(
        self,
        as_of=None,
        company_ids=None,
        partner_ids=None,
        scheme_id=None,
        group_by="partner",
        **options,
    ):
        """The open items that the rows of ``get_aging`` are made of, for the same arguments.

        One row's items: add ``filters={group_by: [its key]}``.

        :return: list of dicts by customer and due date: {'id' (the journal item), 'name',
            'ref', 'move_id', 'move_type', 'partner_id', 'partner', 'company_id', 'company',
            'salesperson_id', 'salesperson', 'currency', 'currency_id' (of the document),
            'company_currency', 'date', 'invoice_date', 'date_due', 'days' since the day the
            age counts from, 'bucket': its index, False for credits that stand apart,
            'amount' in the row's currency, 'residual' in the company's currency,
            'residual_currency' in the document's, 'key', 'then_key'}
        """
        query = self._prepare_query(as_of, company_ids, partner_ids, scheme_id, group_by, **options)
        scope = self._prepare_scope(query, query.as_of)
        if self.env["ar.open.item"]._is_empty(scope):
            return []
        items = self.env.execute_query_dict(self._sql_item_rows(query, scope))
        if query.min_amount:
            items = self._keep_items_of_rows(query, scope, items)
        self._name_items(items)
        return items

    @api.model
    def get_items_action(self, name, item_ids, as_of=None):
        """The action that lists the items of a row, to work with.

        Open items where they are open now by what the report said of ``as_of``; else journal
        items, whose residuals are today's, and a title that says so.

        :param name: what the row is called
        :param item_ids: ``id`` of its items as ``get_items`` gives them
        :raise AccessError: for salespeople, who do not open the books, and foreign companies
        """
        items = (
            self.env["account.move.line"]
            .browse(arguments.to_ids(self.env, item_ids) or [])
            .exists()
        )
        day = arguments.to_day(self.env, as_of)
        companies = items.sudo().company_id
        if not self.env["ar.open.item"]._sees_all():
            raise AccessError(self._rights_message())
        self._get_companies(companies.ids)
        action = {
            "type": "ir.actions.act_window",
            "domain": [("id", "in", items.ids)],
        }
        if self._is_open_like_now(items.ids, companies, day):
            views = [(False, "list"), (False, "pivot"), (False, "graph")]
            title = self.env._("Open items of %s", arguments.quote(name))
            return {**action, "name": title, "res_model": "ar.open.item", "views": views}
        title = self.env._(
            "As they stand now: items of %(name)s, open on %(day)s",
            name=arguments.quote(name),
            day=format_date(self.env, day),
        )
        view = self.env.ref("ar_collections.account_move_line_view_list_aging")
        views = [(view.id, "list"), (False, "form")]
        return {**action, "name": title, "res_model": "account.move.line", "views": views}

    def _is_open_like_now(self, ids, companies, day):
        """Whether the items were open on a day by what is open of them now."""
        if not day:
            return True
        read = self.env["ar.open.item"]._read_rows
        then, now = (
            {row["id"]: (row["residual"], row["residual_currency"]) for row in rows}
            for rows in (
                read(companies.ids, as_of=day, ids=ids),
                read(companies.ids, ids=ids),
            )
        )
        return then == now

    def _sql_item_rows(self, query, scope):
        columns = SQL(", ").join(
            SQL("%s AS %s", SQL.identifier("item", name), SQL.identifier(name)) for name in COLUMNS
        )
        age = SQL("%s::date - %s", scope.as_of, self._sql_basis(query))
        extra = SQL(
            ", %s, item.currency_id AS document_currency_id, %s AS days, customer.complete_name"
            " AS partner",
            columns,
            age,
        )
        join = SQL(
            "LEFT JOIN res_partner customer ON customer.id = item.partner_id",
            to_flush=self.env["res.partner"]._fields["complete_name"],
        )
        return SQL(
            "SELECT * FROM (%s) AS part WHERE shown ORDER BY partner, partner_id, date_due, id",
            self._sql_parts(query, scope, extra, join),
        )

    def _keep_items_of_rows(self, query, scope, items):
        """Without the items of rows that the minimum amount leaves out."""
        leaves, _hidden = self._read_compared(query, scope)
        digits = self._get_digits(leaves, query)
        rows, _kept = build_rows(leaves, len(query.limits) + 2, digits, False, query.min_amount)
        kept = {(row["currency_id"], row["key"]) for row in rows}
        home = self._get_home(query)
        return [
            item
            for item in items
            if (item["currency_id"] or home[item["company_id"]], item["key"]) in kept
        ]

    def _name_items(self, items):
        """Complete items: names of what their ids stand for; what is empty is False."""
        companies = self.env["res.company"].sudo().browse({i["company_id"] for i in items})
        company_names = {company.id: company.name for company in companies}
        homes = {company.id: company.currency_id.name for company in companies}
        currencies = self.env["res.currency"].sudo()
        currencies = currencies.browse({i["document_currency_id"] for i in items})
        codes = {currency.id: currency.name for currency in currencies}
        users = self.env["res.users"].sudo().browse({i["salesperson_id"] for i in items} - {None})
        user_names = {user.id: user.name for user in users}
        for item in items:
            item.pop("shown")
            item["currency_id"] = item.pop("document_currency_id")
            item["currency"] = codes[item["currency_id"]]
            item["company"] = company_names[item["company_id"]]
            item["company_currency"] = homes[item["company_id"]]
            item["salesperson"] = user_names.get(item["salesperson_id"])
            for name, value in item.items():
                if value is None:
                    item[name] = False
