"""Who queues messages starts a job of OCA's queue, instead of the scheduled action."""

from odoo import SUPERUSER_ID, api, models


class ArMessageMixin(models.AbstractModel):
    _inherit = "ar.message.mixin"

    @api.model
    def _wake_sender(self, at=None):
        # OVERRIDES 'ar_collections': one job of a kind waits at a time. The scheduled action still
        # comes by itself, and takes what no job has taken.
        sender = self.env["ar.queue.sender"].with_user(SUPERUSER_ID)
        sender.with_delay(
            eta=at,
            identity_key=f"{self._name} {at or 'now'}",
            description=self.env._("Send: %s", self.env["ir.model"]._get(self._name).name),
        )._send(self._name)
