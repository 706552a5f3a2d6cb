"""The log of a customer: shown, moved with the account, and erased where privacy asks for it."""

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...base.notify import notify
from .ar_log import ERASED


class ArProfile(models.Model):
    _inherit = "ar.profile"

    _logged = (
        "partner_id",
        "collector_id",
        "contact_id",
        "reminder_mode",
        "key_account",
        "policy_pinned_id",
        "preferred_channel",
        "credit_exempt",
        "rating_id",
        "limit_pinned",
        "term_pinned",
        "grace_days",
        "contact_checked_on",
    )

    log_count = fields.Integer(compute="_compute_log_count")

    def _compute_log_count(self):
        counts = dict(self._group_own("ar.log"))
        for profile in self:
            profile.log_count = counts.get(profile, 0)

    def action_view_log(self):
        """Open what happened to the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_log_action")
        return {**action, "domain": [("profile_id", "=", self.id)], "context": {}}

    def _merge_into(self, target):
        # EXTENDS 'customer': what waits to be written is moved, too.
        self.env["ar.log"]._write_waiting()
        return super()._merge_into(target)

    def action_erase_log(self):
        """Erase what the log says of the customer; that it was said, and when, stays provable.

        :raise AccessError: the acting person is no collections manager
        """
        self.ensure_one()
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(
            "ar_collections.ar_collections_group_manager"
        ):
            raise AccessError(
                self.env._("Managers of Collections erase the log of %s.", self.display_name)
            )
        if not (count := self._erase()):
            raise UserError(self.env._("The log says nothing of %s.", self.display_name))
        words = self.env._(
            "%(count)s rows about %(customer)s were erased. Their hashes are kept.",
            count=count,
            customer=self.display_name,
        )
        self._message_log(body=words)
        return notify(words, "success")

    def _erase(self):
        """Delete the texts and salts of what the log says of the customers; returns how many rows.
        What an erasure says names rows, not people, and stays."""
        count = 0
        for profile in self.sudo():
            rows = profile._find_erasable()
            rows._erase_rows(profile)
            count += len(rows)
        return count

    def _find_erasable(self):
        """The rows about the customers that have a text, as the superuser; what an erasure says
        names nobody."""
        domain = Domain("profile_id", "in", self.ids) & Domain("event", "!=", ERASED)
        return self.env["ar.log"].sudo().search(domain & Domain("content", "!=", False))
