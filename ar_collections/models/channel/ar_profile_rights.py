"""Who of a customer is told what, by which way, and who wants to hear nothing."""

from odoo import api, models
from odoo.fields import Domain


class ArProfile(models.Model):
    _inherit = "ar.profile"

    @api.depends("partner_id", "contact_id", "told_ids.contact_id", "outside_ids.contact_id")
    def _compute_optout_ids(self):
        entities = self.partner_id.ids
        outside = self.contact_id | self.told_ids.contact_id | self.outside_ids.contact_id
        wishes = self.env["ar.optout"].search(
            Domain("partner_id.commercial_partner_id", "in", entities)
            | Domain("partner_id", "in", outside.ids)
        )
        for profile in self:
            named = (
                profile.contact_id | profile.told_ids.contact_id | profile.outside_ids.contact_id
            )
            profile.optout_ids = wishes.filtered(
                lambda wish, profile=profile, named=named: (
                    wish.partner_id in named
                    or wish.partner_id.commercial_partner_id == profile.partner_id
                )
            )

    def action_note_optout(self):
        """Note that a contact of the customer wants no messages by a channel."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_optout_action")
        action["domain"] = [("partner_id.commercial_partner_id", "=", self.partner_id.id)]
        action["context"] = {
            "active_test": False,
            "default_partner_id": (self.contact_id or self.partner_id).id,
        }
        return action

    def _get_contact(self, addressed=None, subject=None):
        # EXTENDS 'customer': the lines of the account for any way come first.
        told = subject and self.env["ar.profile.contact"]._find_told(self, subject)
        return told[:1] if told else super()._get_contact(addressed, subject)

    def _hand_over_settings(self, target):
        # EXTENDS 'customer': who was told by the one is told by the other.
        super()._hand_over_settings(target)
        if self.preferred_channel and not target.preferred_channel:
            target.preferred_channel = self.preferred_channel
        self.sudo().told_ids._hand_over(target.sudo())
