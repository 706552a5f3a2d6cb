"""Who is told is looked at once more when an e-mail leaves, hours or days after it was written."""

from odoo import models
from odoo.tools import email_normalize_all


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, mail_server=False, doc_to_followers=None):
        # EXTENDS 'mail': asked for each e-mail just before it leaves.
        found = super()._prepare_outgoing_list(
            mail_server=mail_server, doc_to_followers=doc_to_followers
        )
        profile = self._ar_get_account()
        if not profile:
            return found
        if dispatches := self._ar_find_dispatches():
            if problem := dispatches._find_leaving_problem():
                self._ar_stop_leaving(dispatches, *problem)
                return []
            found = self._ar_limit_to(dispatches, found)
        kept = [one for one in found if self._ar_keep_told(profile, one)]
        # Copies come last: one that is refused must not keep the customer from getting it.
        return sorted(kept, key=lambda one: not one["partner_id"])

    def _ar_get_account(self):
        """The customer account that the e-mail is about, as superuser; none for other e-mails."""
        none = self.env["ar.profile"].sudo()
        if not self.res_id or self.model not in self.env:
            return none
        record = self.env[self.model].sudo().browse(self.res_id)
        if not getattr(record, "_is_guarded", False) or not record.exists():
            return none
        return record._ar_get_account_told_of()

    def _ar_stop_leaving(self, dispatches, words, try_others):
        """The e-mail must not leave (any more)."""
        dispatches._set_undelivered("failed", words, try_others=try_others)
        self._ar_stop(words)

    def _ar_limit_to(self, dispatches, found):
        """The e-mails of ``found``, to those addresses that take mail and have not got it yet."""
        people = dispatches._get_told() or self.recipient_ids[:1]
        again = dispatches[0].attempts > 1
        addresses = dispatches[0]._find_addresses_left()
        limited = []
        for one in found:
            if one["partner_id"] and one["partner_id"] in people:
                by_address = {_address_of(text): text for text in one["email_to"]}
                fit = [address for address in by_address if address in addresses]
                one["email_to_normalized"] = fit
                one["email_to"] = [by_address[address] for address in fit]
                if not fit and len(people) > 1:
                    # The others get it.
                    continue
            elif again:
                # It went the first time.
                continue
            limited.append(one)
        return limited

    def _ar_keep_told(self, profile, one):
        """Whether one e-mail goes to somebody who may be told; takes others out of a copy."""
        partner = one["partner_id"]
        outside = self.env["ar.outside.contact"]
        if partner:
            own = not partner.sudo().partner_share
            return own or outside._may_be_told(profile, partner)
        refused = outside._find_refused_addresses(profile, one["email_to_normalized"])
        for name in ("email_to", "email_cc"):
            one[name] = [address for address in one[name] if _address_of(address) not in refused]
        one["email_to_normalized"] = [a for a in one["email_to_normalized"] if a not in refused]
        return bool(one["email_to_normalized"])


def _address_of(formatted):
    """The address in “Name <address>”."""
    return next(iter(email_normalize_all(formatted)), "")
