"""The limitation of many claims in a fixed number of queries."""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ....tools.resolution.limitation import (
    Item,
    Limit,
    Place,
    find_laws,
    limit_of,
    next_threshold,
)
from ...base import live
from .ar_limitation_event_kinds import Asked

# Where the claims are kept while one page is read.
KEPT = "ar_open_item_claims"
# Columns that are sorted and grouped by, with their types.
COLUMNS = {
    "limitation_date": "date",
    "limitation_span": "text",
    "limitation_country_id": "int",
}


class Claim(NamedTuple):
    """What is known of the limitation of an item.

    :param limit: ``Limit``; None: no rule is known for it
    :param days: until the last day
    :param span: of ``_selection_limitation_span``
    :param law_from: where the law comes from: contract, customer, company
    """

    row: dict
    limit: Limit | None
    days: int
    span: str
    rule_id: int | None
    unchecked: bool
    country_id: int | None
    law_from: str


class Facts(NamedTuple):
    """What is read beside the items themselves.

    :param moves: {document: (delivery date, last due date, claim kind)}
    :param partners: {customer: (is a company, state)}
    :param contracts: {customer: contracts with a governing law}
    :param companies: {company: (record, chain of ids, today)}
    """

    moves: dict
    partners: dict
    contracts: dict
    companies: dict


class ArOpenItem(models.Model):
    _inherit = "ar.open.item"

    # -- read once for a page ----------------------------------------------------------

    def _search(self, domain, *args, **kwargs):
        # EXTENDS 'base'
        with live.reading_once(self.env, KEPT):
            return super()._search(domain, *args, **kwargs)

    @api.model
    @api.readonly
    def web_search_read(self, *args, **kwargs):
        # EXTENDS 'web': the page and the number of records.
        with live.reading_once(self.env, KEPT):
            return super().web_search_read(*args, **kwargs)

    @api.model
    @api.readonly
    def web_read_group(self, *args, **kwargs):
        # EXTENDS 'web': the groups and what is in them.
        with live.reading_once(self.env, KEPT):
            return super().web_read_group(*args, **kwargs)

    def _read_all_claims(self):
        """{item: ``Claim``} of all that the companies switched on (as superuser: all of them)
        are owed; record rules are those of the search that asks."""
        companies = self.env.companies
        if self.env.su:
            companies = companies.sudo().with_context(active_test=False).search([])
        return live.keep(
            self.env, KEPT, "claims", lambda: self._read_claims(company_ids=companies.ids)
        )

    def _field_to_sql(self, alias, field_expr, query=None):
        # EXTENDS 'base': the order and groups of what is never stored.
        if field_expr not in COLUMNS or query is None:
            return super()._field_to_sql(alias, field_expr, query)
        self._check_field_access(self._fields[field_expr], "read")
        joined = query.make_alias(alias, "limitation")
        if joined not in query._joins:
            query.add_join("LEFT JOIN", joined, self._sql_claims(), self._sql_same(joined, alias))
        return SQL.identifier(joined, field_expr)

    def _sql_same(self, joined, alias):
        return SQL("%s = %s", SQL.identifier(joined, "item_id"), SQL.identifier(alias, "id"))

    def _sql_claims(self):
        claims = self._read_all_claims()
        values = {
            "limitation_date": [c.limit and c.limit.date for c in claims.values()],
            "limitation_span": [c.span for c in claims.values()],
            "limitation_country_id": [c.country_id for c in claims.values()],
        }
        return SQL(
            "(SELECT * FROM unnest(%s::int[], %s) AS claim (item_id, %s))",
            list(claims),
            SQL(", ").join(
                SQL("%s::%s[]", values[name], SQL(kind)) for name, kind in COLUMNS.items()
            ),
            SQL(", ").join(map(SQL.identifier, COLUMNS)),
        )

    # -- the reading -------------------------------------------------------------------

    @api.model
    def _read_claims(self, company_ids=None, partner_ids=None, ids=None):
        """The limitation of open debit items; no record rules, callers check.

        :param company_ids: None for all
        :param partner_ids: customers; None for all
        :param ids: journal items; None for all
        :return: {journal item: ``Claim``}
        """
        if company_ids is None:
            companies = self.env["res.company"].sudo().with_context(active_test=False)
            company_ids = companies.search([]).ids
        rows = self._read_rows(company_ids, partner_ids, ids=ids, today=True)
        rows = {
            row["id"]: row
            for row in rows
            if min(row["residual"], row["residual_currency"]) > 0 and not row["paid_out"]
        }
        if not rows:
            return {}
        facts = self._read_limitation_facts(rows.values())
        accounts = {}
        for row in rows.values():
            accounts.setdefault((row["partner_id"], row["company_id"]), []).append(row["id"])
        events = self.env["ar.limitation.event"]._read_events(Asked(rows, accounts))
        return self._judge(rows, facts, events)

    def _judge(self, rows, facts, events):
        """The claims of items, from all that was read: no query but that of the rules."""
        rules = self.env["ar.limitation.rule"].sudo().search([])
        laws = [rule._as_law() for rule in rules]
        known = {rule.id: (rule._as_rule(), rule.unchecked) for rule in rules}
        found, plain, claims = {}, {}, {}
        for item_id, row in rows.items():
            place, law_from = self._get_place(row, facts)
            if place not in found:
                found[place] = find_laws(laws, place)
            delivery, last_due, _claim = facts.moves.get(row["move_id"], (None, None, ""))
            item = Item(row["date_due"], row["invoice_date"], delivery, last_due)
            happened = events.get(item_id, ())
            today = facts.companies[row["company_id"]][2]
            limits = []
            for key in found[place]:
                if happened:
                    limits.append((limit_of(known[key][0], item, happened, today), key))
                    continue
                if (key, item) not in plain:
                    plain[key, item] = limit_of(known[key][0], item)
                limits.append((plain[key, item], key))
            limit, rule_id = min(limits, key=lambda one: one[0].date, default=(None, None))
            days = (limit.date - today).days if limit else 0
            claims[item_id] = Claim(
                row,
                limit,
                days,
                get_span(limit, days),
                rule_id,
                bool(rule_id and known[rule_id][1]),
                place.country,
                law_from,
            )
        return claims

    def _get_place(self, row, facts):
        """(``Place``, where its law comes from) of an item."""
        company, chain, _today = facts.companies[row["company_id"]]
        is_company, state_id = facts.partners.get(row["partner_id"], (True, None))
        claim = facts.moves.get(row["move_id"], (None, None, ""))[2]
        day = row["invoice_date"] or row["date"]
        contract = self._find_contract(facts.contracts.get(row["partner_id"], ()), chain, day)
        if contract:
            law_from = "contract"
            country_id = contract.governing_country_id.id
            state_id = contract.governing_state_id.id or None
        elif row["country_id"]:
            law_from, country_id = "customer", row["country_id"]
        else:
            law_from, country_id = "company", company.country_id.id or None
            state_id = company.state_id.id or None
        customer = "business" if is_company else "consumer"
        return Place(country_id, state_id, customer, claim, chain), law_from

    @staticmethod
    def _find_contract(contracts, chain, day):
        """The contract in force on a day: of the nearest company, the one that began last."""
        own = [one for one in contracts if one.company_id.id in chain and one._is_in_force(day)]
        return max(
            own, key=lambda c: (chain.index(c.company_id.id), c.date_from, c.id), default=None
        )

    def _read_limitation_facts(self, rows):
        partner_ids = {row["partner_id"] for row in rows if row["partner_id"]}
        companies = {}
        for company in self.env["res.company"].sudo().browse({row["company_id"] for row in rows}):
            companies[company.id] = (company, tuple(company._ar_chain().ids), company._ar_today())
        partners = self.env["res.partner"].sudo().browse(partner_ids)
        partners.fetch(["is_company", "state_id"])
        contracts = (
            self.env["ar.credit.contract"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", list(partner_ids)),
                    ("governing_country_id", "!=", False),
                    ("state", "!=", "draft"),
                ]
            )
        )
        return Facts(
            self._read_documents({row["move_id"] for row in rows}),
            {one.id: (one.is_company, one.state_id.id or None) for one in partners},
            {partner.id: found for partner, found in contracts.grouped("partner_id").items()},
            companies,
        )

    def _read_documents(self, move_ids):
        """{document: (delivery date, due date of the last instalment, what was invoiced)} of
        invoices, in one query; what was invoiced is goods, services, or '' for both or unknown."""
        lines, moves = self.env["account.move.line"]._fields, self.env["account.move"]._fields
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.id, move.delivery_date,
                       MAX(line.date_maturity) FILTER (WHERE line.display_type = 'payment_term'),
                       CASE WHEN BOOL_AND(template.type = 'service')
                                 FILTER (WHERE line.display_type = 'product') THEN 'services'
                            WHEN BOOL_AND(template.type <> 'service')
                                 FILTER (WHERE line.display_type = 'product') THEN 'goods'
                            ELSE '' END,
                       BOOL_OR(template.id IS NULL) FILTER (WHERE line.display_type = 'product')
                  FROM account_move move
                  JOIN account_move_line line ON line.move_id = move.id
                  LEFT JOIN product_product product ON product.id = line.product_id
                  LEFT JOIN product_template template ON template.id = product.product_tmpl_id
                 WHERE move.id = ANY(%s) AND move.move_type IN ('out_invoice', 'out_receipt')
                   AND line.display_type IN ('payment_term', 'product')
                 GROUP BY move.id
                """,
                list(move_ids),
                to_flush=[
                    lines["date_maturity"],
                    lines["display_type"],
                    lines["product_id"],
                    moves["delivery_date"],
                    moves["move_type"],
                    self.env["product.template"]._fields["type"],
                ],
            )
        )
        return {
            move_id: (delivery, last_due, "" if loose else claim)
            for move_id, delivery, last_due, claim, loose in rows
        }


def get_span(limit, days):
    """The narrowest span that a claim is in; see ``_selection_limitation_span``."""
    if not limit:
        return "unknown"
    return "lapsed" if days < 0 else str(next_threshold(days) or "later")
