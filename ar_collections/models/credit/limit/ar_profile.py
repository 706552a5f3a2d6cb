"""The customer's credit on the account: limit, exposure and hold, read live."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...base.ar_guard_mixin import ANY
from ...base.live import LiveFloat, LiveMonetary
from .ar_credit_four_eyes import APPROVERS

LIVE = ("credit_limit", "exposure", "credit_available", "credit_use")


class ArProfile(models.Model):
    _name = "ar.profile"
    _inherit = ["ar.profile", "ar.credit.unlimited"]
    _writable = {
        ANY: (
            "limit_ids",
            "security_ids",
            "credit_hold_ids",
            "credit_exempt",
            "credit_limit",
            "credit_hold",
        )
    }
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
    credit_use_words = fields.Char(
        string="Use of No Credit",
        compute="_compute_credit",
        help="A limit of 0 has no percentage: whether anything counts under it.",
    )
    credit_limit_reason = fields.Char(string="Why This Limit", compute="_compute_credit")
    credit_hold = fields.Boolean(
        compute="_compute_credit_hold",
        inverse="_inverse_credit_hold",
        search="_search_credit_hold",
        help="Nothing goes out on credit, as far as the credit rules say so.",
    )
    credit_hold_reason = fields.Char(compute="_compute_credit_hold")

    # -- limit and exposure ------------------------------------------------------------

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
        told = ("has_credit_limit", "credit_limit_reason", "credit_use_words")
        (self - profiles).update({**empty, **dict.fromkeys(told, False)})
        # Thousands of rows may be asked for: past the field's checks, which each of eleven
        # assignments to each of them would go through.
        for name in (*LIVE, *names, *told):
            self._fields[name]._insert_cache(profiles, [row[name] for row in rows])

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

    # -- hold --------------------------------------------------------------------------

    def _get_holds_in_force(self):
        """{profile: its own credit holds in force today}, in two queries."""
        if not self._has_any("ar.credit.hold"):
            return {}
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
    @api.depends_context("lang")
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
                holds = self.env["ar.credit.hold"]
                said = holds._prepare_spoken("account")
                hold = holds.create({"profile_id": profile.id, "reason": said["reason"]})
                hold.sudo().write(said)
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

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard: at birth, too, one person asks only.
        exempt = [not self.env.su and vals.get("credit_exempt") for vals in vals_list]
        kept = [
            {**vals, "credit_exempt": False} if asks else vals
            for vals, asks in zip(vals_list, exempt, strict=True)
        ]
        profiles = super().create(kept)
        for profile, asks in zip(profiles, exempt, strict=True):
            if asks:
                profile.credit_exempt = True
        return profiles

    def write(self, vals):
        # EXTENDS the guard: ticked by one credit approver it is asked for, by another one done.
        if self.env.su or "credit_exempt" not in vals:
            return super().write(vals)
        if not vals["credit_exempt"]:
            result = super().write(vals)
            # Forms of others send the unticked box as well.
            if self._may_decide_unlimited():
                self._close_unlimited()
            return result
        self.check_access("read")
        deciding = self.filtered("credit_exempt") | self._filter_second()
        asking = self - deciding
        if asking:
            others = {name: value for name, value in vals.items() if name != "credit_exempt"}
            super(ArProfile, asking).write({"credit_exempt": False, **others})
            asking._check_writers({"credit_exempt"})
            for profile in asking:
                profile._ask_unlimited(
                    profile,
                    self.env._("No credit check: %s", profile.display_name),
                    self.env._("The credit check shall let this customer pass."),
                )
        result = super(ArProfile, deciding).write(vals)
        deciding._close_unlimited()
        return result
