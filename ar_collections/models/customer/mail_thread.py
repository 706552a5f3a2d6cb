"""Copies of what is said on a customer's records go to the customer, to us, and to nobody else."""

from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        # EXTENDS 'mail': a follower may have moved to another company since, and whoever answers
        # by e-mail names whom he likes.
        found = super()._notify_get_recipients(message, msg_vals=msg_vals, **kwargs)
        profile = self._ar_get_account_told_of()
        if not profile or not found:
            return found
        people = self.env["res.partner"]
        others = [
            (profile, people.browse(one["id"])) for one in found if one["id"] and one["share"]
        ]
        refused = self.env["ar.outside.contact"]._find_refused(others)
        return [one for one in found if (profile.id, one["id"]) not in refused]

    def _ar_get_account_told_of(self):
        """The customer account that a record of ours is about; none for all other records."""
        none = self.env["ar.profile"]
        if not getattr(self, "_is_guarded", False) or len(self) != 1:
            return none
        if self._name == none._name:
            return self
        field = self._fields.get("profile_id")
        return self.sudo().profile_id if field and field.comodel_name == none._name else none
