"""What becomes of a message that was handed over: it comes back, or a call has an outcome."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    def _set_undelivered(self, state, reason, try_others=True):
        """A message came back: note it, and let the next channel speak or report failure.

        :param state: ``bounced`` or ``failed``
        :param try_others: False if our own server is at fault, not the address
        :return: the dispatches that moved
        """
        moved = self._move_to(state, error=reason)
        if state == "bounced":
            for code, dispatches in moved.grouped("channel").items():
                if wrong := self.env["ar.channel"]._get(code)._contact_data:
                    dispatches.profile_id._mark_contact(wrong)
        for own in moved.grouped(lambda one: (one.res_model, one.res_id)).values():
            own[0]._get_message()._on_undelivered(own, reason, try_others)
        return moved

    def _carries_message(self):
        """True if the message is on its way or has arrived; a call to be made is neither."""
        self.ensure_one()
        waits_for_a_person = self.state == "queued" and self.activity_id
        living = self.state in ("queued", "leaving", "sent", "delivered", "unknown")
        return living and not waits_for_a_person

    @api.model
    def _read_bounced(self, addresses):
        """The e-mail addresses among ``addresses`` whose last message came back; one query."""
        self.flush_model(["channel", "recipient", "state"])
        domain = Domain("channel", "=", "email") & Domain("recipient", "in", list(addresses))
        domain &= Domain("state", "in", ("sent", "delivered", "bounced"))
        # A full mailbox is emptied one day: after three months the address is tried again.
        domain &= Domain("date", ">=", fields.Datetime.subtract(fields.Datetime.now(), days=90))
        last = self.sudo()._read_group(domain, ["recipient"], ["id:max"])
        dispatches = self.sudo().browse([last_id for _recipient, last_id in last])
        return set(dispatches.filtered(lambda d: d.state == "bounced").mapped("recipient"))

    # -- calls -------------------------------------------------------------------------

    def action_log_call(self):
        """Ask for the outcome of the call."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log Call"),
            "res_model": "ar.dispatch.log_call",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_dispatch_id": self.id},
        }

    def _log_call(self, outcome, note=None, next_date=None):
        """Record what came out of a call; the caller has checked the access.

        :param outcome: one of the field ``outcome``
        :param next_date: day of a further call; a customer who was not reached stays queued
        """
        self.ensure_one()
        label = dict(self._fields["outcome"]._description_selection(self.env))[outcome]
        together = self.sudo()._get_same_call()
        activity = together.activity_id
        again = outcome == "not_reached"
        if again:
            together.write({"attempts": self.attempts + 1, "outcome": outcome, "note": note})
            together.write({"activity_id": False, "call_date": next_date or self.call_date})
        elif outcome == "wrong_number":
            together._move_to_wrong_number(label, note)
        else:
            together._move_to("delivered", outcome=outcome, note=note)
        self._close_activity(activity, label, note)
        if next_date or again:
            self.sudo()._plan_next_call(next_date or self.call_date, together if again else None)

    def _get_same_call(self):
        """The queued dispatches that one call settles (a customer's notices by currency)."""
        if not self.activity_id:
            return self
        return self.search([("activity_id", "=", self.activity_id.id), ("state", "=", "queued")])

    def _move_to_wrong_number(self, label, note):
        """Nobody can be reached at this number: the call failed, the collector finds another."""
        self.write({"outcome": "wrong_number", "note": note})
        self._set_undelivered("failed", label)
        self.profile_id._mark_contact("phone")
        self.notice_id[:1]._make_delivery_task(label)

    def _close_activity(self, activity_sudo, label, note):
        """Close the task with the outcome; without a task, say it in the chatter."""
        feedback = ". ".join(filter(None, (label, note)))
        if activity_sudo and activity_sudo.active:
            # Closed by the user who called, so that the history names this user.
            activity_sudo.sudo(False).with_user(self.env.user).action_feedback(feedback=feedback)
        else:
            self.profile_id.sudo()._message_log(
                body=Markup("<p>{}</p>").format(feedback),
                author_id=self.env.user.partner_id.id,
            )

    def _plan_next_call(self, day, again):
        """Make the task of a further call; ``again`` are the dispatches it belongs to."""
        activity = self.env["ar.channel.call"]._plan([(self.notice_id, day)])
        if again:
            again.write({"activity_id": activity.id})
