"""Whoever calls customers learns their right numbers."""

from odoo import api, fields, models

MAX_TEXT = 200


class ArProfileCorrectContact(models.TransientModel):
    """Corrects e-mail and phone of a customer or one of its contacts, for people who may not
    write contacts otherwise. Who has a login keeps the e-mail address that it depends on."""

    _name = "ar.profile.correct_contact"
    _description = "Correct E-mail and Phone"

    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    customer_id = fields.Many2one(related="profile_id.partner_id", related_sudo=False)
    contact_id = fields.Many2one(
        "res.partner",
        compute="_compute_contact_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        ondelete="cascade",
        help="The customer, or one of its contacts.",
    )
    email = fields.Char(
        compute="_compute_email", compute_sudo=False, store=True, readonly=False, string="E-mail"
    )
    phone = fields.Char(compute="_compute_phone", compute_sudo=False, store=True, readonly=False)

    @api.depends("profile_id")
    def _compute_contact_id(self):
        for wizard in self:
            profile = wizard.profile_id
            own = profile.contact_id.filtered(
                lambda one, p=profile: one.commercial_partner_id == p.partner_id
            )
            wizard.contact_id = own or profile.partner_id

    @api.depends("contact_id")
    def _compute_email(self):
        for wizard in self:
            wizard.email = wizard.contact_id.email

    @api.depends("contact_id")
    def _compute_phone(self):
        for wizard in self:
            wizard.phone = wizard.contact_id.phone

    def action_correct(self):
        """Write what was corrected, and say in the chatter who did it."""
        self.ensure_one()
        self.profile_id._correct_contact(
            self.contact_id,
            email=(self.email or "").strip()[:MAX_TEXT],
            phone=(self.phone or "").strip()[:MAX_TEXT],
        )
        return {"type": "ir.actions.act_window_close"}
