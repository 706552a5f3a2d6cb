"""What was said to a customer and decided about it stays with it, and moves when accounts merge."""

from odoo import models


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _find_history(self):
        """What was said to the customer or decided about it: what the first of it is called, None
        if there is nothing."""
        self.ensure_one()
        everything = self.sudo().with_context(active_test=False)
        return next(
            (
                field._description_string(self.env)
                for name, field in self._fields.items()
                if field.type == "one2many"
                and field.comodel_name.startswith("ar.")
                and everything[name]
            ),
            None,
        )

    def _merge_into(self, target):
        """Move all that was decided and said about ``self`` to the profile ``target``.

        Used when two partners are merged, so that history survives.
        """
        self._hand_over_settings(target)
        wizard = self.env["base.partner.merge.automatic.wizard"].sudo()
        wizard._update_foreign_keys_generic("ar.profile", self, target)
        wizard._update_reference_fields_generic("ar.profile", self, target)
        self.env.flush_all()
        self.env.invalidate_all()
        self.sudo().unlink()

    def _hand_over_settings(self, target):
        """What was decided about ``self`` fills the gaps of ``target``; the more careful
        choice wins. Later rooms add their settings."""
        self.ensure_one()
        for name in ("collector_id", "contact_id", "lang", "note"):
            if self[name] and not target[name]:
                target[name] = self[name]
        if self.reminder_mode == "manual":
            target.reminder_mode = "manual"
