"""A dispatch by webhook follows its message in the queue of webhooks."""

from odoo import models


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    def _follow_webhook(self, event):
        """The message that carries it is in another state now.

        :param event: an ``ar.webhook.event``
        """
        if event.state == "calling":
            self._move_to("unknown", ("leaving",), error=False, next_try=False)
        elif event.state == "waiting":
            # It did not arrive, as far as we know: the same message is tried again.
            values = {"attempts": event.attempts + 1, "next_try": event.next_try}
            self._move_to("leaving", ("unknown",), error=event.answer, **values)
        elif event.state == "delivered":
            moved = self._move_to("delivered", ("unknown",), error=False, next_try=False)
            for messages, own in moved._by_model():
                messages._on_left(own)
        elif event.state == "failed" and self.state in ("leaving", "unknown"):
            self._set_undelivered("failed", event.error)
        elif event.state == "cancelled" and self.state in ("leaving", "unknown"):
            self._set_outdated(event.error)
