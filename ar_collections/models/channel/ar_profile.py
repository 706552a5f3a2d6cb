"""How a customer wants to hear from us, and what came back."""

from odoo import fields, models
from odoo.tools import email_normalize_all

from ...tools.base import secrets
from ..base.ar_guard_mixin import ANY


class ArProfile(models.Model):
    # EXTENDS 'customer': the preferred channel, and messages that bounce.
    _inherit = "ar.profile"

    _writable = {ANY: ("preferred_channel",)}

    preferred_channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(),
        tracking=True,
        help="Comes first where the level has this channel; the level's first channel then is "
        "the fallback. A level that does not have it keeps its own.",
    )
    dispatch_ids = fields.One2many("ar.dispatch", "profile_id", string="Dispatches")

    def _message_receive_bounce(self, email, partner):
        # EXTENDS 'mail': the last message of each kind came back.
        super()._message_receive_bounce(email, partner)
        dispatches = self.env["ar.dispatch"].sudo()
        addresses = set(email_normalize_all(email or "")) or {email}
        words = self.env._("The message to %(address)s came back.", address=email)
        for profile in self:
            # Not only the last ones: it may be one of several addresses that comes back.
            sent = dispatches.search(
                [
                    ("profile_id", "=", profile.id),
                    ("channel", "=", "email"),
                    ("state", "in", ("leaving", "sent", "unknown")),
                    ("recipient", "like", max(addresses, key=len)),
                ],
                order="id desc",
            ).filtered(lambda one: addresses.intersection(one._split_addresses()))
            for _messages, own in sent._by_model():
                # One message may carry several notices (currencies) of the customer.
                last = own.filtered(lambda d, m=own[:1].mail_message_id: d.mail_message_id == m)
                last._take_back(addresses, "bounced", words)

    def _message_create(self, values_list):
        # EXTENDS 'mail': the customer's answer quotes our message, with the personal link.
        # What leaves with a message that is posted keeps it.
        words = self.env._("personal link")
        kept = [
            {**values, "body": type(body)(secrets.hide(body, words))}
            if secrets.is_personal(body := values.get("body") or "")
            else values
            for values in values_list
        ]
        return super()._message_create(kept)

    def action_view_dispatches(self):
        """Open all that was sent to the customer."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ar_collections.ar_dispatch_action")
        action["domain"] = [("profile_id", "=", self.id)]
        action["context"] = {}
        return action

    # -- answers -----------------------------------------------------------------------

    def message_post(self, *, partner_ids=None, **kwargs):
        # EXTENDS 'mail': what a customer answers by e-mail reaches the collector, who may not
        # follow the account.
        if kwargs.get("message_type") == "email":
            partner_ids = [*(partner_ids or []), self._get_collector().partner_id.id]
        return super().message_post(partner_ids=partner_ids, **kwargs)

    # -- contact data ------------------------------------------------------------------

    def action_verify_contact(self):
        # EXTENDS 'customer': addresses that were refused are tried again.
        result = super().action_verify_contact()
        for profile in self:
            profile._forget_refused(profile.partner_id | profile.contact_id)
        return result

    def _correct_contact(self, contact, **values):
        # EXTENDS 'customer'
        result = super()._correct_contact(contact, **values)
        self._forget_refused(contact)
        return result

    def _forget_refused(self, contacts):
        addresses = {
            one for contact in contacts.sudo() for one in email_normalize_all(contact.email or "")
        }
        self.env["ar.refused.address"]._forget(addresses)
