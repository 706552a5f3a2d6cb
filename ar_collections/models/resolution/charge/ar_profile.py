"""The charges of a customer, and how a payment would be split."""

from odoo import api, fields, models

from .ar_charge import OPEN


class ArProfile(models.Model):
    _inherit = "ar.profile"

    charge_ids = fields.One2many("ar.charge", "profile_id", string="Charges", readonly=True)
    charge_claim_ids = fields.One2many(
        "ar.charge.claim", "profile_id", string="Claims of Charges", readonly=True
    )
    waiver_ids = fields.One2many(
        "ar.charge.waiver", "profile_id", string="Waivers of Charges", readonly=True
    )
    payment_exception_ids = fields.One2many(
        "ar.payment.exception", "profile_id", string="Payments Gone Wrong", readonly=True
    )
    charge_amount = fields.Monetary(
        string="Charges Asked For",
        compute="_compute_charges",
        help="Interest, fees and compensation that are neither booked nor given up. What is booked "
        "is in what is open.",
    )
    charge_accrued = fields.Monetary(
        string="Charges Accrued",
        compute="_compute_charges",
        help="What of them nobody has asked the customer for yet.",
    )
    payment_exception_count = fields.Integer(
        string="Payments Gone Wrong (Number)", compute="_compute_payment_exception_count"
    )

    @api.depends("charge_ids.left_company", "charge_ids.state")
    def _compute_charges(self):
        groups = self._group_own(
            "ar.charge", [("state", "in", OPEN)], ["state"], ["left_company:sum"]
        )
        sums = {(profile.id, state): total for profile, state, total in groups}
        for profile in self:
            accrued = sums.get((profile.id, "accrued"), 0.0)
            profile.charge_accrued = accrued
            profile.charge_amount = accrued + sums.get((profile.id, "claimed"), 0.0)

    @api.depends("payment_exception_ids")
    def _compute_payment_exception_count(self):
        groups = self.env["ar.payment.exception"]._read_group(
            [("profile_id", "in", self.ids)], ["profile_id"], ["__count"]
        )
        counts = {profile.id: count for profile, count in groups}
        for profile in self:
            profile.payment_exception_count = counts.get(profile.id, 0)

    def action_view_charges(self):
        """Open the customer's charges."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_charge_action")
        return {**action, "domain": [("profile_id", "=", self.id)], "context": {}}

    def action_view_payment_exceptions(self):
        """Open what went wrong with the customer's payments."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_payment_exception_action"
        )
        return {**action, "domain": [("profile_id", "=", self.id)], "context": {}}

    def action_allocate(self):
        """Show how an unallocated payment would be split, and match it so."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Allocate Payment"),
            "res_model": "ar.charge.allocate",
            "view_mode": "form",
            "target": "new",
            "context": {"default_profile_id": self.id},
        }

    def _merge_into(self, target):
        # EXTENDS 'ar.profile': what is moved in SQL follows its account; of two drafts of claims
        # one is left.
        account = self.sudo()
        drafts = (account.charge_claim_ids | target.sudo().charge_claim_ids).filtered(
            lambda one: one.state == "draft"
        )
        for claims in drafts.grouped("currency_id").values():
            claims[1:]._set_cancelled(self.env._("Merged with another customer."))
        moved = (
            account.charge_ids,
            account.charge_claim_ids,
            account.waiver_ids,
            account.payment_exception_ids,
        )
        super()._merge_into(target)
        for records in moved:
            for name in ("partner_id", "company_id"):
                if name in records._fields:
                    self.env.add_to_compute(records._fields[name], records.exists())
        self.env.flush_all()
