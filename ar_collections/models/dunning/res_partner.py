"""What a salesperson, who reads no accounts, decides and asks about a customer."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base import guarded
from ..base.notify import RELOAD, notify

# Salespeople who see what their customers owe, and who works with it anyhow.
DECIDERS = f"{guarded.SALES},{guarded.COLLECTOR}"


class ResPartner(models.Model):
    _inherit = "res.partner"

    ar_approval_note = guarded.Char(
        string="Reminder to Approve",
        compute="_compute_ar_approval_note",
        groups=DECIDERS,
        help="A reminder to this key account waits for your approval.",
    )

    @api.depends_context("uid", "lang")
    def _compute_ar_approval_note(self):
        for partner in self:
            notices = partner._ar_find_to_approve()
            partner.ar_approval_note = bool(notices) and self.env._(
                "A reminder waits for your approval: %(level)s, %(amount)s.",
                level=notices[:1].level_id.name,
                amount=", ".join(one.currency_id.format(one.amount_total) for one in notices),
            )

    def _ar_find_to_approve(self):
        """The notices about which the acting user decides, as superuser."""
        self.ensure_one()
        notices = self.env["ar.dunning.notice"].sudo()
        # Not of one that is being typed.
        domain = Domain("partner_id", "in", self._origin.commercial_partner_id.ids)
        domain &= Domain("company_id", "in", self.env.user.company_ids.ids)
        waiting = notices.search(domain & notices._get_waiting_domain())
        return waiting.filtered(lambda one: one._is_approver())

    def action_ar_approve_reminders(self):
        """Let the reminders out that wait for the acting user's approval."""
        self.check_access("read")
        self._ar_get_to_approve()._decide("approved")
        return dict(RELOAD)

    def action_ar_refuse_reminders(self):
        """Take the reminders back that wait for the acting user's approval."""
        self.check_access("read")
        self._ar_get_to_approve()._decide("refused")
        return dict(RELOAD)

    def _ar_get_to_approve(self):
        notices = self._ar_find_to_approve()
        if not notices:
            raise UserError(
                self.env._("No reminder to %s waits for your approval.", self.display_name)
            )
        return notices

    def action_ar_ask_key_account(self):
        """The salesperson asks whoever collects to treat the customer as a key account."""
        self.ensure_one()
        self.check_access("read")
        partner = self.commercial_partner_id
        if self.env.user not in (partner.sudo().user_id | self.sudo().user_id):
            raise UserError(
                self.env._("Only the salesperson of %s asks this.", partner.display_name)
            )
        profile = (
            self.env["ar.profile"]
            .sudo()
            .search(
                [("partner_id", "=", partner.id), ("company_id", "=", self.env.company.id)], limit=1
            )
        )
        if not profile:
            raise UserError(
                self.env._("%s has no customer account: nothing was invoiced.", self.display_name)
            )
        profile._ask_key_account()
        words = self.env._("%s was asked.", profile._get_collector().name)
        return notify(words, "success", reload=False)
