"""How tiles are counted: all of them in one statement, under the rights of who looks."""

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _read_tiles(self, scope):
        """What the page shows of each tile that the person may read: a list of dicts."""
        tiles = {}
        for tile in self._get_own_tiles():
            found = getattr(self, f"_find_{tile.code}")(scope)
            if self.env[found.model].has_access("read"):
                tiles[tile] = found
        counted = self._count(list(tiles.values()), scope)
        return [
            self._prepare_tile(tile, found, counted[place], scope)
            for place, (tile, found) in enumerate(tiles.items())
        ]

    @api.model
    def _get_domain(self, found, scope):
        """All conditions of a tile's records."""
        return Domain("company_id", "in", scope.companies.ids) & found.domain

    @api.model
    def _prepare_tile(self, tile, found, counted, scope):
        number, sums = counted
        parts = []
        # Parts that the person may not read are not told.
        if found.parts and self.env[found.parts.model].has_access("read"):
            parts, sums = self._count_parts(found, scope)
        return {
            "code": tile.code,
            "model": found.model,
            "section": tile.section,
            "label": tile.label,
            "icon": tile.icon,
            "empty": tile.empty,
            "number": number,
            "sums": self._prepare_sums(sums),
            "sums_words": self._get_sums_words(found),
            "parts": parts,
        }

    @api.model
    def _get_sums_words(self, found):
        if found.parts:
            return self.env._("to ask for")
        return self.env._("open") if found.amount else self.env._("overdue")

    @api.model
    def _count(self, founds, scope):
        """[(how many records, {company id: amount})] of several tiles, in one query."""
        selects = [self._sql_rows(place, found, scope) for place, found in enumerate(founds)]
        counted = [[0, {}] for _found in founds]
        if not any(selects):
            return counted
        rows = self.env.execute_query(
            SQL(
                """
                SELECT place, partner_id, company_id, COUNT(*), SUM(amount)
                  FROM (%s) AS record
                 GROUP BY place, partner_id, company_id
                """,
                SQL(" UNION ALL ").join(select for select in selects if select),
            )
        )
        owing = any(partner_id and not founds[place].amount for place, partner_id, *_rest in rows)
        totals = self._get_totals() if owing else {}
        for place, partner_id, company_id, number, amount in rows:
            one = counted[place]
            one[0] += number
            if not founds[place].amount:
                amount = totals.get((partner_id, company_id), {}).get("overdue", 0.0)
            one[1][company_id] = one[1].get(company_id, 0.0) + (amount or 0.0)
        return counted

    @api.model
    def _sql_rows(self, place, found, scope):
        """SELECT of a tile's records, as the person may read them; None if there can be none."""
        model = self.env[found.model]
        query = model._search(self._get_domain(found, scope))
        if query.is_empty():
            return None
        partner, amount = SQL("NULL::int"), SQL("NULL::float8")
        if found.partner:
            partner = model._read_group_groupby(query.table, found.partner, query)
        if found.amount:
            amount = SQL("%s::float8", model._field_to_sql(query.table, found.amount, query))
        return query.select(
            SQL("%s AS place", place),
            SQL("%s AS partner_id", partner),
            SQL("%s AS company_id", model._field_to_sql(query.table, "company_id", query)),
            SQL("%s AS amount", amount),
        )

    @api.model
    def _count_parts(self, found, scope):
        """(parts to show, {company id: amount})"""
        rows = self.env[found.parts.model]._read_group(
            self._get_domain(found.parts, scope),
            [found.split, "company_id"],
            ["__count", f"{found.parts.amount}:sum"],
        )
        parts, total = {}, {}
        for record, company, number, amount in rows:
            # Levels of several policies have the same name, and are one part.
            keys, numbers, sums = parts.setdefault(record.display_name or "", (set(), [], {}))
            keys.add(record.id)
            numbers.append(number)
            sums[company.id] = sums.get(company.id, 0.0) + amount
            total[company.id] = total.get(company.id, 0.0) + amount
        return [
            {
                "keys": sorted(keys),
                "label": label,
                "number": sum(numbers),
                "sums": self._prepare_sums(sums),
            }
            for label, (keys, numbers, sums) in sorted(parts.items())
        ], total

    @api.model
    def _get_totals(self):
        """What the customers of the companies owe, read once for the page; a salesperson's own."""
        items = self.env["ar.open.item"]
        companies = items._readable_companies().ids
        return self.env["ar.profile"]._keep(
            "totals", lambda: items._read_totals(companies, items._allowed_partners(None))
        )

    @api.model
    def _prepare_sums(self, amounts):
        """[{'currency_id', 'amount'}] of {company id: amount}; what rounds to nothing is left
        out."""
        sums = {}
        for company_id, amount in amounts.items():
            currency = self.env["res.company"].browse(company_id).currency_id
            sums[currency] = sums.get(currency, 0.0) + amount
        return [
            {"currency_id": currency.id, "amount": currency.round(amount)}
            for currency, amount in sums.items()
            if not currency.is_zero(amount)
        ]
