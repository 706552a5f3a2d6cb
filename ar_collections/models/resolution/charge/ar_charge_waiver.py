"""Waivers: what of a customer's charges is given up, by whom, and why."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...base.ar_guard_mixin import NEW

# What one person has waived of a customer in these days counts together.
ALONE_DAYS = 30


class ArChargeWaiver(models.Model):
    """A decision to waive charges of one customer, in one currency.

    Up to the company's amount one person decides; above it the waiver waits for a credit approver
    who is somebody else, and nothing is waived before.
    """

    _name = "ar.charge.waiver"
    _inherit = ["ar.credit.waiting"]
    _description = "Waiver of Charges"
    _order = "id desc"
    _valid_state = "done"
    _logged = ("profile_id", "amount", "reason", "user_id", "approver_id")

    _writable = {NEW: ("charge_ids", "amount", "reason")}
    _transitions = {"done": ("waiting",), "withdrawn": ("waiting",)}

    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        compute="_compute_profile",
        store=True,
        precompute=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(
        "res.currency", compute="_compute_profile", store=True, precompute=True
    )
    charge_ids = fields.Many2many("ar.charge", required=True, string="Charges")
    amount = fields.Monetary(required=True, help="Taken off the oldest of the charges first.")
    reason = fields.Char(required=True)
    state = fields.Selection(
        [
            ("waiting", "Waits for a Second Person"),
            ("done", "Waived"),
            ("withdrawn", "Withdrawn"),
        ],
        default="done",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    @api.depends("charge_ids")
    def _compute_profile(self):
        for waiver in self:
            waiver.profile_id = waiver.charge_ids.profile_id[:1]
            waiver.currency_id = waiver.charge_ids.currency_id[:1]

    @api.depends("profile_id", "amount", "currency_id")
    def _compute_display_name(self):
        for waiver in self:
            waiver.display_name = self.env._(
                "Waiver of %(amount)s for %(customer)s",
                amount=waiver.currency_id.format(waiver.amount) if waiver.currency_id else "",
                customer=waiver.profile_id.display_name or "",
            )

    @api.constrains("charge_ids", "amount")
    def _check_charges(self):
        for waiver in self:
            charges = waiver.charge_ids
            if len(charges.profile_id) != 1 or len(charges.currency_id) != 1:
                raise ValidationError(
                    self.env._("Waive charges of one customer in one currency at a time.")
                )
            left = sum(charges.mapped("amount_left"))
            currency = waiver.currency_id
            above = waiver.state == "done" and currency.compare_amounts(waiver.amount, left) > 0
            if currency.compare_amounts(waiver.amount, 0) <= 0 or above:
                raise ValidationError(
                    self.env._(
                        "%(amount)s cannot be waived for %(customer)s: %(left)s is left of these "
                        "charges. Enter an amount above 0 and up to that.",
                        amount=currency.format(waiver.amount),
                        customer=waiver.profile_id.display_name,
                        left=currency.format(left),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        waivers = super().create(vals_list)
        waivers.charge_ids.check_access("write")
        waivers._hold_back()._take_effect()
        return waivers

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("What was decided stands: approve or withdraw it with the buttons.")

    # -- four eyes ---------------------------------------------------------------------

    def _get_four_eyes_amount(self):
        # EXTENDS 'ar.credit.four_eyes': of charges, not of credit.
        self.ensure_one()
        return self.company_id.sudo().ar_charge_waive_amount

    def _get_credit_given(self):
        # EXTENDS 'ar.credit.four_eyes': with what the acting person waived alone before, so that
        # many small ones are no way around a second person.
        return self._get_value() + sum(other._get_value() for other in self._get_waived_alone())

    def _get_value(self):
        """The amount in the company's currency, at today's rate."""
        self.ensure_one()
        company = self.company_id.sudo()
        return self.currency_id._convert(
            self.amount, company.currency_id, company, company._ar_today()
        )

    def _get_waived_alone(self):
        since = fields.Datetime.now() - timedelta(days=ALONE_DAYS)
        return self.sudo().search(
            [
                ("profile_id", "=", self.profile_id.id),
                ("state", "=", "done"),
                ("user_id", "=", (self.user_id or self.env.user).id),
                ("approver_id", "=", False),
                ("create_date", ">=", since),
                ("id", "!=", self.id),
            ]
        )

    def _get_authors(self):
        # EXTENDS 'ar.credit.four_eyes'
        return super()._get_authors() | self.sudo().user_id

    def _take_effect(self, successors=None):
        # EXTENDS 'ar.credit.waiting'
        for waiver in self:
            charges = self.env["ar.charge"].browse(waiver.charge_ids.ids)
            charges._waive(waiver.amount, waiver.reason, waiver.user_id or self.env.user)

    def _say_waiting(self):
        # EXTENDS 'ar.credit.waiting'
        return self.env._(
            "To waive %(amount)s of charges waits for a second person: %(reason)s. They are asked "
            "for until then.",
            amount=self.currency_id.format(self.amount),
            reason=self.reason,
        )
