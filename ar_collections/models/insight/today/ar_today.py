"""The page that a collector begins the day with: what waits, counted, each one click away."""

from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...base import arguments

ACTION = "ar_collections.ar_today_action"
# What the page is about, in this order.
TODO, APPROVAL, ANSWERS, DATA = "todo", "approval", "answers", "data"


class Tile(NamedTuple):
    """Something that may wait for somebody.

    :param code: names the method ``_find_<code>(scope)``, which gives a ``Found``
    :param section: where it stands: a key of ``_get_sections``
    :param icon: a class of Font Awesome
    :param empty: what to do, or to expect, where nothing waits
    :param groups: who is concerned, xml ids separated by commas; empty: who may read the model
    """

    code: str
    section: str
    icon: str
    label: str
    empty: str
    groups: str = ""


class Found(NamedTuple):
    """The records behind a tile. All of them have a ``company_id``.

    :param action: xml id of the window action whose views show them
    :param amount: field in the company's currency that is added up. Empty: what the customers
        behind the records owe past its due date, each of them once
    :param partner: path to the customer; empty: the records are of no customer
    :param parts: a ``Found`` of what the records consist of, shown by ``split``; it has an
        ``amount``, which is the tile's
    :param split: a many2one of the parts
    """

    model: str
    domain: Domain
    action: str
    amount: str = ""
    partner: str = "partner_id"
    parts: object = None
    split: str = ""


class Scope(NamedTuple):
    """Whose work is looked at.

    :param users: ids of the people; None for everybody
    :param companies: the companies that are looked at
    :param days: {company id: its today}
    """

    name: str
    users: tuple | None
    companies: models.BaseModel
    days: dict[int, date]


class ArToday(models.AbstractModel):
    """What waits, as the person who asks may see it: nothing here is stored.

    A tile is an entry of ``_get_tiles`` and a method ``_find_<code>(scope)``. A tile whose model
    the person may not read is not there. What is owed comes from the reader of open items.
    """

    _name = "ar.today"
    _description = "Today"

    # -- the page ----------------------------------------------------------------------

    @api.model
    @api.readonly
    def get_today(self, scope="mine", company_ids=None):
        """What the screen shows.

        :param scope: 'mine', 'team' or 'all'; what nobody answers for is everybody's
        :param company_ids: companies of the user; None for those switched on
        :return: {'scope', 'scopes': [{'code', 'label'}], 'sections': [{'code', 'label', 'empty',
            'tiles': [{'code', 'label', 'icon', 'number', 'sums', 'sums_words', 'empty',
            'parts'}]}], 'aging', 'overdue', 'receipts', 'is_start_page'}. ``sums`` are
            [{'currency_id', 'amount'}], one for each currency of the companies. ``parts`` have
            'key', 'label', 'number' and 'sums'. The rest is told by ``ar_today_figures.py``
        :raise AccessError: for who sees no customers' debts, and for companies of others
        :raise UserError: for a scope that is none of the three
        """
        today, scope = self._prepare(scope, company_ids)
        with today.env["ar.profile"]._reading_once():
            tiles = today._read_tiles(scope)
            return {
                "scope": scope.name,
                "scopes": [
                    {"code": code, "label": label} for code, label in today._get_scopes().items()
                ],
                "sections": [
                    {
                        "code": code,
                        "label": label,
                        "empty": empty,
                        "tiles": [tile for tile in tiles if tile["section"] == code],
                    }
                    for code, (label, empty) in today._get_sections().items()
                ],
                "aging": today._read_aging(scope),
                "overdue": today._read_overdue(scope),
                "receipts": today._read_received(scope),
                "is_start_page": today._is_start_page(),
            }

    @api.model
    @api.readonly
    def get_tile_action(self, code, scope="mine", company_ids=None, part=None):
        """The action that shows exactly the records that a tile counts; the form where there is
        one only.

        :param part: key of a part of the tile, whose records are shown instead
        :raise AccessError: as ``get_today``
        :raise UserError: for a tile that is not there
        """
        today, scope = self._prepare(scope, company_ids)
        tile = {one.code: one for one in today._get_own_tiles()}.get(str(code))
        if not tile:
            raise UserError(
                self.env._(
                    "There is no “%s” on your page of today. Open Today again.",
                    arguments.quote(code),
                )
            )
        with today.env["ar.profile"]._reading_once():
            found = getattr(today, f"_find_{tile.code}")(scope)
            if part not in (None, False) and found.parts:
                (part,) = arguments.to_ids(self.env, [part])
                found = found.parts._replace(
                    domain=found.parts.domain & Domain(found.split, "=", part)
                )
            return today._prepare_action(tile, found, scope)

    @api.model
    def set_start_page(self, wanted=True):
        """Make Today the page that the person sees after signing in, or no more."""
        self._check_reader()
        user = self.env.user
        if arguments.to_bool(self.env, wanted):
            user.action_id = self.env["ir.model.data"]._xmlid_to_res_id(ACTION)
        elif self._is_start_page():
            user.action_id = False
        return self._is_start_page()

    @api.model
    def _is_start_page(self):
        # Not everybody may read actions; their number says enough.
        own = self.env.user.sudo().action_id.id
        return own == self.env["ir.model.data"]._xmlid_to_res_id(ACTION)

    # -- whose -------------------------------------------------------------------------

    @api.model
    def _get_scopes(self):
        """{code: label} of whose work can be looked at. Salespeople see their own customers
        anyway."""
        scopes = {
            "mine": self.env._("Mine"),
            "team": self.env._("My Team"),
            "all": self.env._("All"),
        }
        if self.env["ar.open.item"]._sees_own():
            del scopes["team"], scopes["all"]
        elif len(self.env.user._ar_get_team()) < 2:
            del scopes["team"]
        return scopes

    @api.model
    def _get_users(self, scope):
        """The people whose work a scope covers; a later room adds whom they stand in for.

        :param scope: 'mine' or 'team'
        """
        return self.env.user._ar_get_team() if scope == "team" else self.env.user

    @api.model
    def _prepare(self, scope, company_ids):
        """(the page in the companies asked for, ``Scope``), checked."""
        self._check_reader()
        items = self.env["ar.open.item"]
        readable = items._readable_companies() or self.env.companies
        company_ids = arguments.to_ids(self.env, company_ids) or readable.ids
        items._check_companies(company_ids)
        today = self.with_context(allowed_company_ids=list(company_ids))
        companies = today.env.companies
        if scope not in ("mine", "team", "all"):
            raise UserError(
                self.env._(
                    "“%s” is nobody's work. Ask for mine, team or all.", arguments.quote(scope)
                )
            )
        own = items._sees_own()
        people = None if own or scope == "all" else today._get_users(scope)
        return today, Scope(
            "mine" if own else scope,
            None if people is None else tuple(people.ids),
            companies,
            {company.id: company._ar_today() for company in companies},
        )

    @api.model
    def _check_reader(self):
        if not self.env["ar.profile"].has_access("read"):
            self.env["ar.open.item"].check_access("read")

    @api.model
    def _whose(self, scope, field="collector_id"):
        """The domain of what the people of a scope, or nobody, answer for."""
        if scope.users is None:
            return Domain.TRUE
        return Domain(field, "in", [*scope.users, False])

    @api.model
    def _by_day(self, scope, field, operator, days=0):
        """The domain that compares a date with each company's today, so many days later."""
        return Domain.OR(
            Domain("company_id", "=", id_)
            & Domain(field, operator, date.fromordinal(day.toordinal() + days))
            for id_, day in scope.days.items()
        )

    # -- the tiles ---------------------------------------------------------------------

    @api.model
    def _get_sections(self):
        """{code: (label, what to do where nothing waits)}, in the order of the page."""
        return {
            TODO: (
                self.env._("To Do"),
                self.env._("All is done. Look at the largest overdue customers, and call one."),
            ),
            APPROVAL: (
                self.env._("Waiting for Approval"),
                self.env._("Nobody waits for a decision of yours."),
            ),
            ANSWERS: (
                self.env._("Customers' Answers"),
                self.env._("All that customers have answered is dealt with."),
            ),
            DATA: (
                self.env._("Data"),
                self.env._("Everybody who is overdue can be reached, and has a collector."),
            ),
        }

    @api.model
    def _get_tiles(self):
        """The tiles, in the order in which they are shown: a list of ``Tile``."""
        return []

    @api.model
    def _get_own_tiles(self):
        """The tiles that concern the person."""
        user = self.env.user
        return [
            tile
            for tile in self._get_tiles()
            if not tile.groups or any(map(user.has_group, tile.groups.split(",")))
        ]

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
        numbers, sums, total = {}, {}, {}
        for record, company, number, amount in rows:
            numbers[record] = numbers.get(record, 0) + number
            own = sums.setdefault(record, {})
            own[company.id] = own.get(company.id, 0.0) + amount
            total[company.id] = total.get(company.id, 0.0) + amount
        return [
            {
                "key": record.id,
                "label": record.display_name or "",
                "number": numbers[record],
                "sums": self._prepare_sums(sums[record]),
            }
            for record in sorted(numbers, key=lambda one: one.id)
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

    @api.model
    def _prepare_action(self, tile, found, scope):
        if not self.env[found.model].has_access("read"):
            raise AccessError(
                self.env._("You may not see “%s”. Ask an administrator for access.", tile.label)
            )
        domain = self._get_domain(found, scope)
        action = self.env["ir.actions.act_window"]._for_xml_id(found.action)
        action |= {"name": tile.label, "domain": list(domain), "context": {}}
        # A calendar would show a month of them: the list comes first.
        action["views"] = sorted(action["views"], key=lambda view: view[1] != "list")
        only = self.env[found.model].search(domain, limit=2)
        forms = [view for view in action["views"] if view[1] == "form"]
        if len(only) == 1 and forms:
            action |= {"res_id": only.id, "views": forms, "view_mode": "form"}
        else:
            action["view_mode"] = ",".join(view[1] for view in action["views"])
        return action
