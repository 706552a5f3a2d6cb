"""The page that a collector begins the day with: what waits, counted, each one click away."""

from datetime import date
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

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
    :param opens: a method that opens one record in a better way than its form
    """

    model: str
    domain: Domain
    action: str
    amount: str = ""
    partner: str = "partner_id"
    parts: object = None
    split: str = ""
    opens: str = ""


class Scope(NamedTuple):
    """Whose work is looked at.

    :param people: {company id: ids of the people, and of those they stand in for there today};
        None for everybody
    :param companies: the companies that are looked at
    :param days: {company id: its today}
    """

    name: str
    people: dict[int, set] | None
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

        :param scope: 'mine', 'team' or 'all'; what nobody answers for is everybody's. None: mine,
            or all for who answers for no customer
        :param company_ids: companies of the user; None for those switched on
        :return: {'scope', 'scopes': [{'code', 'label'}], 'sections': [{'code', 'label', 'empty',
            'tiles': [{'code', 'model', 'label', 'icon', 'number', 'sums', 'sums_words', 'empty',
            'parts'}]}], 'aging', 'overdue', 'receipts', 'is_start_page'}. ``sums`` are
            [{'currency_id', 'amount'}], one for each currency of the companies. ``parts`` have
            'keys', 'label', 'number' and 'sums'. The rest is told by ``ar_today_figures.py``
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

        :param part: keys of a part of the tile, whose records are shown instead
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
                keys = arguments.to_ids(self.env, part)
                own = found.parts.domain & Domain(found.split, "in", keys)
                found = found.parts._replace(domain=own)
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
    def _get_first_scope(self):
        """What is shown to who has not chosen yet: who answers for nobody would see nothing."""
        people = self._get_people("mine", self.env.companies)
        own = self.env["ar.absence"]._domain_of("collector_id", people, nobody=False)
        own &= Domain("company_id", "in", self.env.companies.ids)
        return "mine" if self.env["ar.profile"].sudo().search_count(own, limit=1) else "all"

    @api.model
    def _get_people(self, scope, companies):
        """{company id: ids of the people whose work a scope covers there}, with those they stand in
        for today.

        :param scope: 'mine' or 'team'
        """
        users = self.env.user._ar_get_team() if scope == "team" else self.env.user
        return self.env["ar.absence"]._map_represented(companies, users.ids)

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
        if scope in (None, False):
            scope = today._get_first_scope()
        if scope not in ("mine", "team", "all"):
            raise UserError(
                self.env._(
                    "“%s” is nobody's work. Ask for mine, team or all.", arguments.quote(scope)
                )
            )
        own = items._sees_own()
        people = None if own or scope == "all" else today._get_people(scope, companies)
        return today, Scope(
            "mine" if own else scope,
            people,
            companies,
            {company.id: company._ar_today() for company in companies},
        )

    @api.model
    def _check_reader(self):
        if not self.env["ar.profile"].has_access("read"):
            self.env["ar.open.item"].check_access("read")

    @api.model
    def _whose(self, scope, field="collector_id", nobody=True):
        """The domain of what the people of a scope, or nobody, answer for."""
        if scope.people is None:
            return Domain.TRUE
        return self.env["ar.absence"]._domain_of(field, scope.people, nobody)

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
                self.env._(
                    "Nothing waits. Propose a run, or call one of the largest overdue customers."
                ),
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
        if len(only) == 1 and found.opens:
            return getattr(only, found.opens)()
        if len(only) == 1 and forms:
            action |= {"res_id": only.id, "views": forms, "view_mode": "form"}
        else:
            action["view_mode"] = ",".join(view[1] for view in action["views"])
        return action
