"""What the credit fields of an account show; Odoo's own limit repeats them, and nobody raises it
around them."""

from odoo import models
from odoo.fields import Domain
from odoo.tools import format_date

from ....tools.credit import exposure as exposure_tools
from ...base.live import domain_of_figures, order_by_figures
from .ar_profile import LIVE


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _mirror_credit_limit(self):
        """Write the customers' own limits to Odoo's own field, in their company and below it,
        so that core's warnings agree; without a limit the company's default stands there.

        Who never had a limit of ours keeps the one that Odoo's field had before."""
        for root, profiles in self.sudo().grouped(lambda p: p.company_id.root_id).items():
            profiles = profiles._filter_limited(root)
            for company in root._ar_tree():
                chain = company._ar_chain()
                below = profiles.filtered(lambda profile, c=chain: profile.company_id in c)
                wanted = below._get_mirrored_limits(company)
                partners = below.partner_id.with_company(company)
                for amount, same in partners.grouped(lambda p, w=wanted: w[p.id]).items():
                    same.filtered(lambda p, a=amount: p.credit_limit != a).credit_limit = amount

    def _filter_limited(self, root):
        """The accounts whose customer was ever given a limit in the tree of companies."""
        given = self.env["ar.credit.limit"].search(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "child_of", root.ids),
                ("state", "in", ("active", "ended")),
            ]
        )
        return self.filtered(lambda profile: profile.partner_id in given.partner_id)

    def _get_mirrored_limits(self, company):
        """{partner id: smallest of its own limits in ``company``, or the company's default}."""
        standings = self.env["ar.credit.standing"]
        pairs = {(profile.partner_id.id, company.id) for profile in self}
        found = standings._read_own_limits(pairs, standings._read_trees(company)) if pairs else {}
        default = self._get_default_limit(company)
        return {
            partner_id: min(
                (limit.amount for limit in exposure_tools.own_limits(limits) if limit.id),
                default=default,
            )
            for (partner_id, _company), limits in found.items()
        }

    def _take_over_limit(self, amount):
        """Make an amount that was entered on the contact the customer's permanent limit; the
        company's default means none of its own."""
        self.ensure_one()
        if amount == self._get_default_limit(self.company_id):
            permanent = self.limit_ids.filtered(lambda limit: limit.kind == "permanent")
            permanent._end(self.env._("Removed on the contact"))
            if not self.limit_ids._get_given():
                # Only Odoo's own field knew of a limit.
                partner = self.partner_id.with_company(self.company_id)
                partner.credit_limit = amount
            return
        self.env["ar.credit.limit"].sudo()._set_permanent(
            self, amount, reason=self.env._("Entered on the contact")
        )

    def _get_default_limit(self, company):
        """Odoo's default limit of the company, for customers without one."""
        partners = self.env["res.partner"].with_company(company)
        return partners._fields["credit_limit"].get_company_dependent_fallback(partners)

    def _read_credit(self, names):
        """The values of the credit fields, a dict for each profile.

        :param names: fields of the parts of the exposure
        """
        pairs = [(profile.partner_id.id, profile.company_id.id) for profile in self]
        standings, parts = self.env["ar.credit.standing"]._read_standings(pairs)
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
                    "credit_use_words": self._say_no_credit(found, pair[1]),
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
        standings, _parts = self.env["ar.credit.standing"]._read_standings(profiles._get_pairs())
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

    def _say_no_credit(self, standing, company_id):
        """What is to say of a limit of 0, which has no percentage; False of any other."""
        if standing.limit != 0:
            return False
        if standing.exposure <= 0:
            return self.env._("No credit is given, and nothing is used.")
        currency = self.env["res.company"].sudo().browse(company_id).currency_id
        return self.env._(
            "No credit is given, and %s is used: all of it is over the limit.",
            currency.format(standing.exposure),
        )

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

    # -- searching and sorting by what is live -------------------------------------------

    def _search_credit(self, name, operator, value):
        figures = {id_: values[name] for id_, values in self._read_credit_figures().items()}
        return domain_of_figures(figures, operator, value)

    def _read_credit_figures(self):
        """{profile id: {live field: figure}} of all accounts in the user's companies."""
        return self._keep("credit", self._read_all_credit_figures)

    def _read_all_credit_figures(self):
        accounts = self._read_accounts()
        pairs = set(accounts.values())
        standings, parts = self.env["ar.credit.standing"]._read_standings(pairs)
        seen = None if self.env.su else set(self.env.user._get_company_ids())
        figures = {}
        for id_, pair in accounts.items():
            found = standings[pair]
            used = found.exposure
            if seen is not None and any(
                company_id not in seen for _partner, company_id in found.pairs
            ):
                used = exposure_tools.exposure_of(self._filter_seen(found.pairs), parts)
            figures[id_] = {
                "credit_limit": found.limit or 0.0,
                "credit_available": found.available or 0.0,
                "credit_use": exposure_tools.use_percent(found.limit, found.exposure),
                "exposure": used,
            }
        return figures

    def _read_accounts(self):
        """{profile id: (partner id, company id)} of all accounts in the user's companies."""
        query = self._search([("company_id", "in", self.env.companies.ids)])
        names = ("id", "partner_id", "company_id")
        rows = self.env.execute_query(
            query.select(*(self._field_to_sql(query.table, name, query) for name in names))
        )
        return {id_: (partner_id, company_id) for id_, partner_id, company_id in rows}

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        # EXTENDS 'base': live figures sort, too.
        if field_name not in LIVE:
            return super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        figures = {
            (id_,): values[field_name]
            for id_, values in self._read_credit_figures().items()
            if values[field_name]
        }
        return order_by_figures(query, alias, field_name, figures, direction, nulls)
