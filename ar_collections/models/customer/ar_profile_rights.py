"""Whom of a customer messages go to, and who else may be told."""

from odoo import api, models


class ArProfile(models.Model):
    _inherit = "ar.profile"

    @api.depends("outside_ids.state", "outside_ids.over_because")
    def _compute_outside_contact_ids(self):
        for profile in self:
            told = profile.outside_ids.filtered(lambda one: not one.over_because)
            profile.outside_contact_ids = told.contact_id

    @api.depends("contact_id", "partner_id", "outside_ids.over_because")
    def _compute_outside_warning(self):
        pairs = [(profile, profile.contact_id) for profile in self if profile.contact_id]
        refused = self.env["ar.outside.contact"]._find_refused(pairs)
        for profile in self:
            contact = profile.contact_id
            profile.outside_warning = (profile.id, contact.id) in refused and self.env._(
                "%(contact)s is no contact of %(customer)s, but of %(entity)s. Nothing is sent "
                "there until somebody confirms that it may be told; messages go to the "
                "customer's own invoice address.",
                contact=contact.display_name,
                customer=profile.partner_id.display_name,
                entity=contact.sudo().commercial_partner_id.display_name,
            )

    def action_confirm_outside(self):
        """Ask why the dunning contact, who is none of the customer's, may be told."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Confirm a Contact outside of the Customer"),
            "res_model": "ar.outside.contact",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_profile_id": self.id,
                "default_contact_id": self.contact_id.id,
            },
        }

    def action_correct_contact(self):
        """Ask for the right e-mail address and phone number."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct E-mail and Phone"),
            "res_model": "ar.profile.correct_contact",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_profile_id": self.id},
        }

    def _get_contact(self, addressed=None, subject=None):
        """The person that messages to this customer go to.

        :param addressed: the contacts that the documents in question were addressed to
        :param subject: what they are about; a later room knows who is told about it
        :return: the dunning contact, else the one contact that all documents were
            addressed to, else the invoice address of the customer (a ``res.partner``)
        """
        self.ensure_one()
        chosen = self.contact_id
        single = addressed if len(addressed or ()) == 1 else self.env["res.partner"]
        wanted = chosen | (single - self.partner_id)
        refused = self.env["ar.outside.contact"]._find_refused([(self, one) for one in wanted])
        # Who was archived has left, and reads nothing any more; who has moved to another company
        # may not.
        told = (one for one in wanted if one.active and (self.id, one.id) not in refused)
        return next(told, None) or self._get_own_contact()

    def _get_own_contact(self):
        """The customer's invoice address, which is within its commercial entity."""
        address = self.partner_id.address_get(["invoice"])["invoice"]
        return self.env["res.partner"].browse(address)
