"""Steps of the story: by which ways people want to hear from us, and who else does."""

from odoo import Command, models

from ..tools.channel import phone


class ArDemo(models.AbstractModel):
    _inherit = "ar.demo"

    def _do_prefer(self, told, key, channel):
        """The customer would rather hear from us this way."""
        self._get_profile(told, key).preferred_channel = channel

    def _do_optout(self, told, key, channel, purpose="reminder"):
        """The customer wants no messages by a channel."""
        self.env["ar.optout"].create(
            {"partner_id": told.partners[key].id, "channel": channel, "purpose": purpose}
        )

    def _do_stop(self, told, key):
        """The customer answers STOP to a text message."""
        partner = told.partners[key]
        number = phone.read(partner.phone).e164
        self.env["ar.optout"].sudo()._note_stop(number)

    # -- outside of the customer -------------------------------------------------------

    def _do_outside(self, told, key, name, email, reason, subject="statement"):
        """Somebody who is not of the customer may be told about it."""
        contact = self.sudo()._make(
            "res.partner", {f"outside_{key}": {"name": name, "is_company": True, "email": email}}
        )[f"outside_{key}"]
        profile = self._get_profile(told, key)
        told.names["outside", key] = self.env["ar.outside.contact"].create(
            {"profile_id": profile.id, "contact_id": contact.id, "reason": reason}
        )
        self.env["ar.profile.contact"].create(
            {"profile_id": profile.id, "contact_id": contact.id, "subject": subject}
        )

    def _do_end_outside(self, told, key):
        """It is over: nobody outside is told any more."""
        told.names["outside", key].with_env(self.env).action_end()
        self._get_profile(told, key).told_ids.unlink()

    # -- addresses of the web ----------------------------------------------------------

    def _do_webhook(self, told, key, url):
        """Note where the customer's system takes messages; no level speaks by that way."""
        profile = self._get_profile(told, key)
        self.env["ar.webhook.endpoint"].create({"profile_id": profile.id, "url": url})

    def _do_robot(self, told, name, kind, url, *events):
        """Add a robot in a group of our own people."""
        told.names["robot", name] = self.env["ar.team.endpoint"].create(
            {
                "company_id": told.company.id,
                "name": name,
                "kind": kind,
                "url": url,
                "event_ids": [Command.create({"event": event}) for event in events],
            }
        )

    def _do_robot_off(self, told, name):
        """Switch the robot off: what waits for it is not told. Nobody is called."""
        robot = told.names["robot", name].with_env(self.env)
        robot.active = False
        waiting = robot.sudo().message_ids.filtered(lambda one: one.state == "waiting")
        for message in waiting:
            message._work_call()
