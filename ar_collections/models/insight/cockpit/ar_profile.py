"""The customer account as cockpit: what its page reads, and that somebody is done with it."""

from markupsafe import Markup

from odoo import api, models


class ArProfile(models.Model):
    # EXTENDS all rooms before: what they know is shown on one page.
    _inherit = "ar.profile"

    @api.readonly
    def web_read(self, specification):
        # EXTENDS 'web': what several fields ask is asked once.
        with self._reading_once():
            return super().web_read(specification)

    @api.readonly
    def read_cockpit(self):
        """What the top of the page shows: cards, in their order.

        A card is an entry of ``_get_cards`` and a method ``_show_<code>``; one without anything to
        show, or about what the reader may not see, is left out.

        :return: list of dicts with ``code``, ``title``, and what ``_show_<code>`` says: ``value``,
            ``tone`` ('danger', 'warning', 'success', 'muted' or ''), ``bars`` and ``lines``
        """
        self.ensure_one()
        self.check_access("read")
        shown = []
        with self._reading_once():
            for code, title in self._get_cards().items():
                if card := getattr(self, f"_show_{code}")():
                    shown.append({"code": code, "title": title, **card})
        return shown

    def action_done_for_today(self):
        """Somebody is done with these customers for today; the log keeps who and when."""
        self.check_access("write")
        self._ar_done_for_today()
        return True

    def _ar_done_for_today(self):
        """A person is done with these customers for today: they leave the worklist until
        tomorrow, and their log says who was."""
        self.action_worklist_done()
        for profile in self:
            profile.sudo()._message_log(
                body=Markup("<p>{}</p>").format(self.env._("Done for today.")),
                author_id=self.env.user.partner_id.id,
            )
