"""E-mails into the mail queue, with the dispatches that watch them there."""

from odoo import api, fields, models


class ArChannelEmail(models.AbstractModel):
    _inherit = "ar.channel.email"

    # They are born with the e-mail that carries them: a row less to write for each.
    _makes_dispatches = True

    @api.model
    def _dispatch(self, dispatches):
        for messages, own in dispatches._by_model():
            dispatch_of = {dispatch.res_id: dispatch for dispatch in own}
            repeats = {id_: dispatch.repeat for id_, dispatch in dispatch_of.items()}
            for together, values in self._queue_mails(messages, repeats):
                own.union(*(dispatch_of[id_] for id_ in together.ids))._move_to("leaving", **values)

    @api.model
    def _dispatch_values(self, values_list):
        # EXTENDS the channel
        values_of = {values["res_id"]: values for values in values_list}
        repeats = {id_: values["repeat"] for id_, values in values_of.items()}
        messages = self.env[values_list[0]["res_model"]].sudo().browse(values_of)
        for together, values in self._queue_mails(messages, repeats):
            for id_ in together.ids:
                values_of[id_] = {**values_of[id_], **values, "state": "leaving"}
        return self.env["ar.dispatch"].sudo().create(list(values_of.values()))

    @api.model
    def _queue_mails(self, messages, repeats):
        """Put the e-mails of these messages into the mail queue.

        :param repeats: {message id: how often it was sent before}
        :return: list of (messages that one e-mail carries, values of their dispatches)
        """
        groups, result = messages._group_messages(), []
        self._attach_letters(groups)
        messages._ensure_enclosures()
        leads = messages.browse().union(*(lead for lead, _all in groups))
        people, addresses = self._ask_people(leads), self._map_recipients(leads)
        for (template, lang), group in self._by_template(groups).items():
            values = self._prepare_mail_values(template, lang, group, people)
            hints = {lead.id: self._leave_out(lead, values[lead.id]) for lead, _all in group}
            for lead, together in group:
                values[lead.id]["message_id"] = self._make_message_id(
                    lead, together, repeats[lead.id], values[lead.id], addresses[lead.id]
                )
            mails = self._make_mails([values[lead.id] for lead, _all in group])
            self._notify(mails)
            for mail_sudo, (lead, together) in zip(mails, group, strict=True):
                told, words = people[lead.id]
                words = " ".join(filter(None, (words, hints[lead.id])))
                known = {
                    "handed_date": fields.Datetime.now(),
                    **self.env["ar.dispatch"]._prepare_told(told),
                    "hint": words or False,
                    "recipient": addresses[lead.id],
                    "mail_mail_id": mail_sudo.id,
                    "mail_message_id": mail_sudo.mail_message_id.id,
                }
                result.append((together, known))
        self.env["ir.cron"]._ar_wake("mail.ir_cron_mail_scheduler_action")
        return result

    @api.model
    def _make_mails(self, values_list):
        """The rows of the mail queue; what the chatter keeps of them is written at once."""
        bodies = [values["body"] for values in values_list]
        mails = self.env["mail.mail"].sudo().create([{**one, "body": ""} for one in values_list])
        mails.mail_message_id._ar_write_alike(bodies)
        mails.invalidate_recordset(["body"], flush=False)
        return mails

    @api.model
    def _leave_out(self, lead, values):
        """Take those out of the copies who may not be told; says whom."""
        values["email_cc"], left_out = lead._filter_copies(values.get("email_cc"))
        if not left_out:
            return ""
        return self.env._(
            "No copy to %(addresses)s: no contact of %(customer)s, and none of ours.",
            addresses=", ".join(left_out),
            customer=lead.partner_id.display_name,
        )

    @api.model
    def _notify(self, mails_sudo):
        """Let the chatter show what becomes of each mail (Odoo's envelope icon)."""
        self.env["mail.notification"].sudo().create(
            [
                {
                    "author_id": mail_sudo.author_id.id,
                    "mail_message_id": mail_sudo.mail_message_id.id,
                    "mail_mail_id": mail_sudo.id,
                    "res_partner_id": partner.id,
                    "notification_type": "email",
                    "notification_status": "ready",
                    "is_read": True,
                }
                for mail_sudo in mails_sudo
                for partner in mail_sudo.recipient_ids
            ]
        )
