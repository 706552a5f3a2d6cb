"""What was said: to the customer, and by the customer."""

from markupsafe import Markup

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

from .ar_timeline import FAR, MOST_SIGNS, Entry

# What of the mail in the chatter says something; what is only tracked is in the log.
SPOKEN = ("comment", "email", "email_outgoing", "auto_comment", "notification")
# Message states in which nothing was said yet, or it was taken back.
NOT_SAID = ("queued", "cancelled")
TONES = {"bounced": "danger", "failed": "danger", "unknown": "warning", "delivered": "success"}


class ArTimeline(models.AbstractModel):
    _inherit = "ar.timeline"

    def _search_before(self, model, profile, domain, date, before, limit):
        """The newest records of a customer up to a moment, by the reader's rights."""
        domain = Domain(domain) & Domain("profile_id", "=", profile.id)
        if before != FAR:
            domain &= Domain(date, "<=", before)
        return self.env[model].search(domain, order=f"{date} desc, id desc", limit=limit)

    # -- the customer's own words ------------------------------------------------------

    def _read_reply(self, profile, before, limit):
        found = self._search_before("ar.reply", profile, [], "date_received", before, limit)
        kinds = self.env["ar.reply"]._get_kinds()
        return [
            Entry(
                (one._name, one.id),
                one.date_received,
                kinds[one.kind].name if one.kind in kinds else "",
                one.text,
                one.author_id.sudo().name or one.email_from or "",
                own=True,
                tone="warning" if one.state == "new" else "",
            )
            for one in found
        ]

    # -- calls and visits --------------------------------------------------------------

    def _read_call(self, profile, before, limit):
        """What came out of calls and visits; the note says what the customer said."""
        codes = self.env["ar.channel.task"]._get_task_codes()
        domain = [("channel", "in", codes), ("outcome", "!=", False)]
        found = self._search_before("ar.dispatch", profile, domain, "date", before, limit)
        names = dict(self.env["ar.channel"]._selection())
        outcomes = self.env["ar.dispatch"]._get_outcomes()
        return [
            Entry(
                (one._name, one.id),
                one.date,
                ": ".join(
                    filter(
                        None,
                        (
                            names.get(one.channel),
                            outcomes[one.outcome].name if one.outcome in outcomes else "",
                        ),
                    )
                ),
                ". ".join(filter(None, (one.reason_id.name, one.note))),
                one.logged_by_id.sudo().name,
                own=bool(one.note and outcomes.get(one.outcome, outcomes["done"]).reached),
                folded=bool(one.notice_id),
            )
            for one in found
        ]

    def _unfold_call(self, profile, number):
        """What was to be said."""
        dispatch = self._find_dispatch(profile, number)
        if dispatch.channel not in self.env["ar.channel.task"]._get_task_codes():
            return Markup("")
        channel = self.env["ar.channel"]._get(dispatch.channel)
        return dispatch._get_message()._get_script(channel._script)

    # -- messages ----------------------------------------------------------------------

    def _read_message(self, profile, before, limit):
        codes = self.env["ar.channel.task"]._get_task_codes()
        domain = [("channel", "not in", codes), ("state", "not in", NOT_SAID)]
        found = self._search_before("ar.dispatch", profile, domain, "date", before, limit)
        names = dict(self.env["ar.channel"]._selection())
        states = dict(self.env["ar.dispatch"]._fields["state"]._description_selection(self.env))
        return [
            Entry(
                (one._name, one.id),
                one.date,
                ": ".join(filter(None, (names.get(one.channel), one.message_name))),
                ", ".join(filter(None, (states[one.state], one.recipient, one.error))),
                tone=TONES.get(one.state, ""),
                folded=bool(one.mail_message_id),
            )
            for one in found
        ]

    def _unfold_message(self, profile, number):
        """The e-mail as the chatter keeps it."""
        return self._find_dispatch(profile, number).sudo().mail_message_id.body or Markup("")

    def _find_dispatch(self, profile, number):
        domain = [("id", "=", number), ("profile_id", "=", profile.id)]
        return self.env["ar.dispatch"].search(domain)

    # -- notes -------------------------------------------------------------------------

    def _read_chatter(self, profile, before, limit):
        """What was written on the account, and is told by no other source."""
        domain = Domain("model", "=", profile._name) & Domain("res_id", "=", profile.id)
        domain &= Domain("message_type", "in", SPOKEN)
        if before != FAR:
            domain &= Domain("date", "<=", before)
        domain &= ~self._get_told_messages(profile)
        # The account may be read, and so may what is written on it.
        messages = self.env["mail.message"].sudo()
        found = messages.search(domain, order="date desc, id desc", limit=limit)
        entries = []
        for one in found:
            text = html2plaintext(one.body or "").strip()
            if text:
                entries.append(
                    Entry(
                        ("mail.message", one.id),
                        one.date,
                        one.subject or "",
                        text,
                        one.author_id.name or one.email_from or "",
                        folded=len(text) > MOST_SIGNS,
                    )
                )
        return entries

    @api.model
    def _get_told_messages(self, profile):
        """The messages of an account that another source tells, as a domain."""
        # Outcomes of calls are logged by closing their task.
        types = {
            self.env["ir.model.data"]._xmlid_to_res_id(
                self.env[name]._activity_type, raise_if_not_found=False
            )
            for name in ("ar.channel.call", "ar.channel.visit")
        }
        told = Domain("mail_activity_type_id", "in", sorted(types - {None, False}))
        for model, field in (("ar.reply", "message_id"), ("ar.dispatch", "mail_message_id")):
            if profile._has_any(model):
                own = Domain("profile_id", "=", profile.id) & Domain(field, "!=", False)
                found = self.env[model].sudo().search_fetch(own, [field])
                told |= Domain("id", "in", found[field].ids)
        return told

    def _unfold_chatter(self, profile, number):
        """By the reader's rights: what was told to one person alone stays that person's."""
        domain = [("id", "=", number), ("model", "=", profile._name), ("res_id", "=", profile.id)]
        found = self.env["mail.message"].search([*domain, ("message_type", "in", SPOKEN)])
        return found.body or Markup("")
