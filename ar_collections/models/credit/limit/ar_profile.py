"""The customer's credit on the account: limit, exposure and hold, read live."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ....tools.credit import exposure as exposure_tools
from ...base.ar_guard_mixin import ANY
from ...customer.ar_profile import domain_of_figures
from .ar_credit_four_eyes import APPROVERS

LIVE = ("credit_limit", "exposure", "credit_available", "credit_use")


class _Sortable:
    """A live figure that lists can be sorted by, see ``ArProfile._order_field_to_sql``."""

    def _description_sortable(self, env):
        return True


class LiveMonetary(_Sortable, fields.Monetary):
    pass


class LiveFloat(_Sortable, fields.Float):
    pass


class ArProfile(models.Model):
    _inherit = "ar.profile"
    _writable = {
        ANY: (
            "limit_ids", "security_ids", "credit_hold_ids", "credit_exempt", "credit_limit",
            "credit_hold",
        )
    }  # fmt: skip
    _writable_by = {"credit_exempt": APPROVERS, "credit_limit": APPROVERS}

    limit_ids = fields.One2many("ar.credit.limit", "profile_id", string="Limits")
    security_ids = fields.One2many(
        "ar.credit.security", "profile_id", string="Deposits and Guarantees"
    )
    credit_hold_ids = fields.One2many("ar.credit.hold", "profile_id", string="Credit Holds")
    release_ids = fields.One2many("ar.credit.release", "profile_id", string="Releases")
    credit_exempt = fields.Boolean(
        string="Not Checked", tracking=True, help="The credit check lets this customer pass."
    )
    credit_checked_on = fields.Datetime(string="Last Credit Check", readonly=True, copy=False)

    credit_limit = LiveMonetary(
        compute="_compute_credit",
        inverse="_inverse_credit_limit",
        search="_search_credit_limit",
        help="The limit that leaves the least: permanent or temporary, insured, or the group's.",
    )
    has_credit_limit = fields.Boolean(compute="_compute_credit")
    exposure = LiveMonetary(
        compute="_compute_credit",
        search="_search_exposure",
        help="What counts under the limit: open items, draft invoices, orders that are not "
        "invoiced, less deposits and guarantees. Of the companies that you may see.",
    )
    exposure_open = fields.Monetary(string="Open Items", compute="_compute_credit")
    exposure_draft = fields.Monetary(string="Draft Invoices", compute="_compute_credit")
    exposure_deposit = fields.Monetary(string="Less Deposits", compute="_compute_credit")
    credit_available = LiveMonetary(
        string="Available Credit", compute="_compute_credit", search="_search_credit_available"
    )
    credit_use = LiveFloat(
        string="Use of Limit (%)",
        digits=(16, 1),
        compute="_compute_credit",
        search="_search_credit_use",
    )
    credit_limit_reason = fields.Char(string="Why This Limit", compute="_compute_credit")
    credit_hold = fields.Boolean(
        compute="_compute_credit_hold",
        inverse="_inverse_credit_hold",
        search="_search_credit_hold",
        help="Nothing goes out on credit, as far as the credit rules say so.",
    )
    credit_hold_reason = fields.Char(compute="_compute_credit_hold")

    # -- limit and exposure -----------------------------------------------------------------

    @api.depends(
        "partner_id",
        "company_id",
        "limit_ids.state",
        "limit_ids.date_to",
        "security_ids.amount",
        "security_ids.date_to",
        "security_ids.active",
        "security_ids.state",
    )
    @api.depends_context("uid")
    def _compute_credit(self):
        names = [
            name
            for part in self.env["ar.credit.exposure"]._get_parts()
            if (name := f"exposure_{part}") in self._fields
        ]
        profiles = self.filtered(lambda profile: profile.partner_id and profile.company_id)
        rows = profiles._read_credit(names)
        empty = dict.fromkeys((*LIVE, *names), 0.0)
        (self - profiles).update({**empty, "credit_limit_reason": False, "has_credit_limit": False})
        # Thousands of rows may be asked for: past the field's checks, which each of eleven
        # assignments to each of them would go through.
        for name in (*LIVE, *names, "has_credit_limit", "credit_limit_reason"):
            self._fields[name]._insert_cache(profiles, [row[name] for row in rows])

    def _read_credit(self, names):
        """The values of the credit fields, a dict for each profile.

        :param names: fields of the parts of the exposure
        """
        pairs = [(profile.partner_id.id, profile.company_id.id) for profile in self]
        standings, parts = self.env["ar.credit.check"]._read_standings(pairs)
        rounding = {company.id: company.currency_id.rounding for company in self.company_id}
        rows = []
        for pair in pairs:
            found = standings[pair]
            seen = self._filter_seen(found.pairs)
            split = exposure_tools.split_of(seen, parts, rounding[pair[1]])
            rows.append(
                {
                    **{name: split.get(name.removeprefix("exposure_"), 0.0) for name in names},
                    "exposure": exposure_tools.exposure_of(seen, parts, rounding[pair[1]]),
                    "has_credit_limit": found.limit is not None,
                    "credit_limit": found.limit or 0.0,
                    "credit_available": found.available or 0.0,
                    "credit_use": exposure_tools.use_percent(found.limit, found.exposure),
                    "credit_limit_reason": self._why_limit(found.binding),
                }
            )
        return rows

    def _get_pairs(self):
        return {(profile.partner_id.id, profile.company_id.id) for profile in self}

    def _filter_seen(self, pairs):
        """The pairs whose company the user may see: a branch is told what its limit leaves,
        and not what other branches sold."""
        if self.env.su:
            return pairs
        seen = set(self.env.user._get_company_ids())
        return frozenset(pair for pair in pairs if pair[1] in seen)

    def _read_exposure(self):
        """What counts under the limit of one customer, whoever asks."""
        self.ensure_one()
        return self._read_exposures()[self._origin.id]

    def _read_exposures(self):
        """{profile id: what counts under its limit}, whoever asks."""
        profiles = self._origin.sudo()
        standings, _parts = self.env["ar.credit.check"]._read_standings(profiles._get_pairs())
        return {
            profile.id: standings[profile.partner_id.id, profile.company_id.id].exposure
            for profile in profiles
        }

    def _get_insured_amount(self):
        """Insured limits in force today, in company currency; 0.0 for none."""
        self.ensure_one()
        day = self.company_id._ar_today()
        insured = self.env["ar.credit.limit"].search(
            Domain("profile_id", "=", self.id)
            & Domain("kind", "=", "insured")
            & self.env["ar.credit.limit"]._domain_in_force(day)
        )
        return sum(insured.mapped("amount"))

    def _why_limit(self, limit):
        """One sentence: which limit applies."""
        if limit is None:
            return self.env._("No limit is set: the customer may owe any amount.")
        if not limit.id:
            return self.env._("The limit on the contact, set before credit reviews began.")
        holder = self.env["res.partner"].browse(limit.holder_id or ())
        name = holder.sudo().name if holder.has_access("read") else self.env._("another customer")
        if limit.kind == "temporary":
            return self.env._(
                "Temporary limit until %(until)s: %(reason)s",
                until=format_date(self.env, limit.until),
                reason=limit.reason,
            )
        if limit.kind == "insured":
            return self.env._("Insured limit: %s", name or limit.reason)
        if limit.kind == "group":
            return self.env._("Limit of the group of %s", name)
        return self.env._("Permanent limit: %s", limit.reason)

    def _inverse_credit_limit(self):
        for profile in self:
            self.env["ar.credit.limit"]._set_permanent(
                profile, profile.credit_limit, reason=self.env._("Entered on the customer account")
            )

    def _search_credit_limit(self, operator, value):
        return self._search_credit("credit_limit", operator, value)

    def _search_exposure(self, operator, value):
        return self._search_credit("exposure", operator, value)

    def _search_credit_available(self, operator, value):
        return self._search_credit("credit_available", operator, value)

    def _search_credit_use(self, operator, value):
        return self._search_credit("credit_use", operator, value)

    def _search_credit(self, name, operator, value):
        figures = {id_: values[name] for id_, values in self._read_credit_figures().items()}
        return domain_of_figures(figures, operator, value)

    def _read_credit_figures(self):
        """{profile id: {live field: figure}} of all accounts in the user's companies."""
        profiles = self.search([("company_id", "in", self.env.companies.ids)])
        standings, parts = self.env["ar.credit.check"]._read_standings(profiles._get_pairs())
        figures = {}
        for profile in profiles:
            found = standings[profile.partner_id.id, profile.company_id.id]
            figures[profile.id] = {
                "credit_limit": found.limit or 0.0,
                "credit_available": found.available or 0.0,
                "credit_use": exposure_tools.use_percent(found.limit, found.exposure),
                "exposure": exposure_tools.exposure_of(self._filter_seen(found.pairs), parts),
            }
        return figures

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        # EXTENDS 'base': live figures sort, too.
        if field_name not in LIVE:
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        figures = {
            id_: values[field_name]
            for id_, values in self._read_credit_figures().items()
            if values[field_name]
        }
        return SQL(
            """COALESCE((SELECT figure.value
                           FROM unnest(%s::int[], %s::float[]) AS figure (id, value)
                          WHERE figure.id = %s), 0) %s %s""",
            list(figures),
            list(figures.values()),
            SQL.identifier(alias, "id"),
            direction,
            nulls,
        )

    # -- hold -----------------------------------------------------------------------------------

    def _get_holds_in_force(self):
        """{profile: its own credit holds in force today}, in two queries."""
        holds = (
            self.env["ar.credit.hold"]
            .sudo()
            .search([("profile_id", "in", self.ids), ("state", "=", "active")])
            .filtered(lambda hold: hold._is_in_force(hold.company_id._ar_today()))
        )
        paid = holds.filtered("until_paid").profile_id
        if paid:
            trees = {company: company._ar_tree().ids for company in paid.company_id}
            totals = self.env["ar.open.item"]._read_totals(
                sorted({id_ for ids in trees.values() for id_ in ids}), paid.partner_id.ids
            )
            owing = paid.filtered(
                lambda profile: any(
                    totals.get((profile.partner_id.id, id_), {}).get("overdue", 0) > 0
                    for id_ in trees[profile.company_id]
                )
            )
            holds = holds.filtered(lambda hold: not hold.until_paid or hold.profile_id in owing)
        return holds.grouped("profile_id")

    def _get_all_holds(self):
        """{profile: holds in force on it, or on the same customer in a company above}."""
        companies = {company: company._ar_chain() for company in self.company_id}
        everywhere = self.sudo().search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", [id_ for chain in companies.values() for id_ in chain.ids]),
            ]
        )
        held = everywhere._get_holds_in_force()
        by_pair = {(profile.partner_id, profile.company_id): profile for profile in held}
        none = self.env["ar.credit.hold"].sudo()
        return {
            profile: none.concat(
                *(
                    held[by_pair[profile.partner_id, company]]
                    for company in companies[profile.company_id]
                    if (profile.partner_id, company) in by_pair
                )
            )
            for profile in self
        }

    @api.depends(
        "credit_hold_ids.state",
        "credit_hold_ids.date_from",
        "credit_hold_ids.date_to",
        "credit_hold_ids.until_paid",
    )
    def _compute_credit_hold(self):
        held = self._get_all_holds()
        for profile in self:
            holds = held.get(profile)
            profile.credit_hold = bool(holds)
            profile.credit_hold_reason = (
                " ".join(hold._get_words() for hold in holds) if holds else False
            )

    def _inverse_credit_hold(self):
        for profile in self:
            own = profile._get_holds_in_force().get(profile)
            if profile.credit_hold and not own:
                self.env["ar.credit.hold"].create(
                    {"profile_id": profile.id, "reason": self.env._("Set on the customer account")}
                )
            elif not profile.credit_hold and own:
                own.sudo(self.env.su)._release(self.env._("Released on the customer account"))

    def _search_credit_hold(self, operator, value):
        if operator != "in":
            return NotImplemented
        active = self.env["ar.credit.hold"].sudo().search([("state", "=", "active")])
        candidates = self.sudo().search(
            [
                ("partner_id", "in", active.partner_id.ids),
                ("company_id", "in", self.env.companies.ids),
            ]
        )
        ids = [profile.id for profile, holds in candidates._get_all_holds().items() if holds]
        return Domain("id", "in" if True in value else "not in", ids)

    def _get_credit_message(self):
        """How the credit stands, in words without figures."""
        self.ensure_one()
        words = []
        if self.credit_hold:
            words.append(self.env._("On credit hold. %s", self.credit_hold_reason))
        if self.has_credit_limit and self.currency_id.compare_amounts(self.credit_available, 0) < 0:
            words.append(self.env._("Over the credit limit."))
        return " ".join(words) or False

    def action_view_releases(self):
        """Open the releases of the customer's documents."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_credit_release_action"
        )
        action.update(domain=[("profile_id", "=", self.id)], context={})
        return action
