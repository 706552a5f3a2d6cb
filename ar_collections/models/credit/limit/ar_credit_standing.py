"""Where customers stand: their limits, and what is used of them."""

from collections import defaultdict
from functools import cached_property

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

from ....tools.credit import exposure


class Customers:
    """The customers that credit rules are asked about, and what several of them need to know.

    Each figure is read when it is first asked for, once, of all customers together.

    :param pairs: iterable of (commercial partner id, company id)
    """

    def __init__(self, env, pairs):
        self.env = env
        self.pairs = frozenset(pairs)
        self.partner_ids = sorted({partner_id for partner_id, _company in self.pairs})
        self.company_ids = sorted({company_id for _partner, company_id in self.pairs})

    @cached_property
    def trees(self):
        """{company id: (ids of the company and those above it, highest first)} of all
        companies in the trees of the customers' companies."""
        companies = self.env["res.company"].sudo().browse(self.company_ids)
        return self.env["ar.credit.standing"]._read_trees(companies)

    def get_tree(self, company_id):
        """The ids of all companies in the tree of a company."""
        return self.env["ar.credit.standing"]._get_below(self.trees[company_id][0], self.trees)

    @cached_property
    def standings(self):
        """{pair: ``exposure.Standing``}"""
        return self._standings_and_parts[0]

    @cached_property
    def parts(self):
        """{pair: {part: amount}} of all pairs under the limits"""
        return self._standings_and_parts[1]

    @cached_property
    def _standings_and_parts(self):
        return self.env["ar.credit.standing"]._read_standings(self.pairs, self.trees)

    @cached_property
    def accounts(self):
        """{pair: the customer's accounts in the company and in those above it}"""
        profiles = (
            self.env["ar.profile"]
            .sudo()
            .search(
                [("partner_id", "in", self.partner_ids), ("company_id", "in", list(self.trees))]
            )
        )
        by_pair = {(profile.partner_id.id, profile.company_id.id): profile for profile in profiles}
        return {
            (partner_id, company_id): profiles.browse(
                by_pair[partner_id, id_].id
                for id_ in self.trees[company_id]
                if (partner_id, id_) in by_pair
            ).with_prefetch(profiles._prefetch_ids)
            for partner_id, company_id in self.pairs
        }

    @cached_property
    def totals(self):
        """{pair: list of ``ar.open.item._read_totals``, one for each company of the tree}"""
        companies = {id_ for company_id in self.company_ids for id_ in self.get_tree(company_id)}
        totals = self.env["ar.open.item"]._read_totals(sorted(companies), self.partner_ids)
        return {
            (partner_id, company_id): [
                totals[partner_id, id_]
                for id_ in self.get_tree(company_id)
                if (partner_id, id_) in totals
            ]
            for partner_id, company_id in self.pairs
        }


class ArCreditStanding(models.AbstractModel):
    """Reads limits and exposures of many customers in a few queries.

    A customer is a pair of ids: (commercial partner, company). One rule holds for a company
    and its branches: a limit set in a company covers all companies below it, and what
    happened in any of them counts. No record rules here: callers check.
    """

    _name = "ar.credit.standing"
    _description = "Credit Standing"

    def _read_standings(self, pairs, trees=None):
        """Limit and exposure of customers.

        :param pairs: iterable of (commercial partner id, company id)
        :param trees: see ``_read_trees``, if known
        :return: ({pair: ``exposure.Standing``}, {pair: {part: amount}} of all pairs under
            the limits)
        """
        pairs = set(pairs)
        if not pairs:
            return {}, {}
        if trees is None:
            companies = self.env["res.company"].sudo().browse({company for _p, company in pairs})
            trees = self._read_trees(companies)
        limits = self._read_limits(pairs, trees)
        below = {company_id: self._get_below(company_id, trees) for company_id in trees}
        roofs = {
            pair: frozenset((pair[0], id_) for id_ in below[trees[pair[1]][0]]) for pair in pairs
        }
        wanted = set().union(
            *roofs.values(), *(limit.pairs for found in limits.values() for limit in found)
        )
        parts = self.env["ar.credit.exposure"]._read(
            sorted({company_id for _partner, company_id in wanted}),
            sorted({partner_id for partner_id, _company in wanted}),
        )
        companies = self.env["res.company"].sudo().browse(trees)
        rounding = {company.id: company.currency_id.rounding for company in companies}
        return {
            pair: exposure.standing(limits[pair], parts, roofs[pair], rounding[pair[1]])
            for pair in pairs
        }, parts

    def _read_trees(self, companies):
        """{company id: (ids of the company and those above it, highest first)} of all
        companies in the trees of ``companies``."""
        return {
            company.id: tuple(int(id_) for id_ in company.parent_path.split("/") if id_)
            for company in companies.root_id._ar_tree()
        }

    def _get_below(self, company_id, trees):
        """The company and all companies below it."""
        return [id_ for id_, chain in trees.items() if company_id in chain]

    # -- limits ------------------------------------------------------------------------

    def _read_limits(self, pairs, trees):
        """{pair: list of ``exposure.Limit`` that apply}, own ones first, then groups'."""
        own = self._read_own_limits(pairs, trees)
        groups = self._read_group_limits(pairs, trees)
        return {pair: exposure.own_limits(own[pair]) + groups.get(pair, []) for pair in pairs}

    def _read_own_limits(self, pairs, trees):
        """The limits set for the customers themselves; where there never was one, Odoo's own."""
        limits = self.env["ar.credit.limit"]
        names = ["partner_id", "company_id", "kind", "amount", "date_from", "date_to", "state"]
        names += ["reason", "insurer_id"]
        rows = self.env.execute_query_dict(
            SQL(
                """
                SELECT id, %(columns)s
                  FROM ar_credit_limit
                 WHERE partner_id IN %(partners)s AND company_id IN %(companies)s
                   AND kind <> 'group' AND state IN ('active', 'ended')
                 ORDER BY date_from DESC, id DESC
                """,
                columns=SQL(", ").join(SQL.identifier(name) for name in names),
                partners=tuple(partner_id for partner_id, _company in pairs),
                companies=tuple(trees),
                to_flush=[limits._fields[name] for name in names],
            )
        )
        by_pair = defaultdict(list)
        for row in rows:
            by_pair[row["partner_id"], row["company_id"]].append(row)
        known = {(pair[0], trees[pair[1]][0]) for pair in by_pair}
        core = self._read_core_limits(pairs, trees, known)
        companies = self.env["res.company"].sudo().browse(trees)
        days = {company.id: company._ar_today() for company in companies}
        below = {company_id: self._get_below(company_id, trees) for company_id in trees}
        result = {}
        for pair in pairs:
            result[pair] = found = []
            for company_id in trees[pair[1]]:
                holder = (pair[0], company_id)
                # Most customers have no limit of their own.
                if holder not in by_pair and holder not in core:
                    continue
                roof = frozenset((pair[0], id_) for id_ in below[company_id])
                found += self._as_limits(by_pair.get(holder, ()), days[company_id], roof)
                if holder in core:
                    found.append(exposure.Limit("core", core[holder], roof))
        return result

    def _as_limits(self, rows, day, roof):
        """The limits in force on ``day`` as values; of each kind but insured the latest one.

        :param rows: values of the records, latest first
        """
        taken, found = set(), []
        for row in rows:
            started = row["state"] == "active" and row["date_from"] <= day
            if row["kind"] in taken or not started or (row["date_to"] and row["date_to"] < day):
                continue
            if row["kind"] != "insured":
                taken.add(row["kind"])
            found.append(
                exposure.Limit(
                    row["kind"],
                    row["amount"],
                    roof,
                    row["id"],
                    row["date_to"],
                    row["reason"],
                    row["insurer_id"],
                )
            )
        return found

    def _read_core_limits(self, pairs, trees, known):
        """{(partner id, company id): Odoo's own limit, if it has one} of customers whom nobody has
        given one here: limits from before go on until they are replaced.

        :param known: (partner id, top company id) of customers with limits of ours
        """
        asked = defaultdict(set)
        for partner_id, company_id in pairs:
            if (partner_id, trees[company_id][0]) not in known:
                for above in trees[company_id]:
                    asked[above].add(partner_id)
        result = {}
        for company_id, partner_ids in asked.items():
            partners = self.env["res.partner"].sudo().with_context(active_test=False)
            partners = partners.with_company(company_id)
            query = partners._search([("id", "in", list(partner_ids))])
            limit = partners._field_to_sql(query.table, "credit_limit", query)
            rows = self.env.execute_query(query.select(SQL.identifier(query.table, "id"), limit))
            result |= {(id_, company_id): float(amount) for id_, amount in rows if amount}
        return result

    def _read_group_limits(self, pairs, trees):
        """{pair: limits of groups that the customer belongs to}."""
        Limit = self.env["ar.credit.limit"].sudo()
        records = Limit.search(
            Domain("kind", "=", "group")
            & Domain("company_id", "in", list(trees))
            & Domain("state", "=", "active")
        ).filtered(lambda limit: limit._is_in_force(limit.company_id._ar_today()))
        if not records:
            return {}
        members = self._read_members(records.partner_id)
        result = defaultdict(list)
        for limits in records.grouped(lambda limit: (limit.profile_id, limit.company_id)).values():
            record = limits[:1]
            roof = frozenset(
                (partner_id, company_id)
                for partner_id in members[record.partner_id.id]
                for company_id in self._get_below(record.company_id.id, trees)
            )
            for pair in pairs & roof:
                result[pair].append(
                    exposure.Limit(
                        "group",
                        record.amount,
                        roof,
                        record.id,
                        record.date_to or None,
                        record.reason,
                        record.partner_id.id,
                    )
                )
        return result

    def _read_members(self, parents):
        """{parent's id: ids of the commercial entities in its tree of contacts}."""
        self.env["res.partner"].flush_model(["parent_id", "commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                """
                WITH RECURSIVE member (top_id, id) AS (
                    SELECT id, id FROM res_partner WHERE id IN %s
                     UNION
                    SELECT member.top_id, child.id
                      FROM member JOIN res_partner child ON child.parent_id = member.id
                )
                SELECT member.top_id, member.id
                  FROM member JOIN res_partner partner ON partner.id = member.id
                 WHERE partner.commercial_partner_id = partner.id
                """,
                tuple(parents.ids),
            )
        )
        members = defaultdict(list)
        for parent_id, member_id in rows:
            members[parent_id].append(member_id)
        return members
