"""What a user does with a statement, and what the customer answers."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date


class ArStatement(models.Model):
    _inherit = "ar.statement"

    def action_confirm(self):
        """The customer agrees, as heard by the user."""
        return self._answer(
            "confirmed",
            lambda values: self.env._(
                "The customer agrees with the statement %(statement)s of %(day)s.", **values
            ),
        )

    def action_differ(self):
        """The customer's books show something else, as heard by the user."""
        return self._answer(
            "differs",
            lambda values: self.env._(
                "The customer does not agree with the statement %(statement)s of %(day)s.",
                **values,
            ),
        )

    def _answer(self, state, get_words):
        """Record the answer that the user heard, and say so in the customer's chatter."""
        self.check_access("write")
        moved = self.browse()
        for statement in self:
            # The company's day, not that of a time zone in somebody's context.
            day = statement.company_id._ar_today()
            moved |= statement._move_to(state, answer_date=day, answer_by_id=self.env.uid)
        for statement in moved:
            day = format_date(self.env, statement.date_to)
            statement.profile_id.sudo()._message_log(
                author_id=self.env.user.partner_id.id,
                body=get_words({"statement": statement.name, "day": day}),
            )
        if self and not moved:
            raise UserError(
                self.env._(
                    "%s was not sent yet, or has this answer already. Send it first.",
                    self[:1].name,
                )
            )
        return True

    # -- actions -----------------------------------------------------------------------

    def action_refresh(self):
        """Read the figures again."""
        self.check_access("write")
        self._check_draft()
        self._fill()
        self._check_not_empty()
        return True

    def action_correct(self):
        """A new version of a sent statement, with the figures of now, to be sent in its place."""
        self.ensure_one()
        self.check_access("write")
        if self.state == "draft":
            raise UserError(self.env._("%s was not sent yet. Change the draft itself.", self.name))
        versions = self.sudo().search(self._get_same_domain()).mapped("version")
        copy = self.copy()
        copy.sudo().write({"version": max(versions) + 1, "replaced_id": self.id})
        return copy._get_records_action()

    def _get_same_domain(self):
        """Statements of the same customer, kind and period, in all versions and states."""
        self.ensure_one()
        return [
            ("company_id", "=", self.company_id.id),
            ("partner_id", "=", self.partner_id.id),
            ("kind", "=", self.kind),
            ("date_from", "=", self.date_from),
            ("date_to", "=", self.date_to),
            ("part_key", "=", self.part_key),
        ]

    def action_view_profile(self):
        """Open the customer's account."""
        self.ensure_one()
        return self.partner_id.with_company(self.company_id).action_view_ar_profile()
