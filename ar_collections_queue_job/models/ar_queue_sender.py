"""The one job: send what is queued of a kind of messages."""

from odoo import api, models


class ArQueueSender(models.AbstractModel):
    _name = "ar.queue.sender"
    _description = "Sender of Queued Messages"

    @api.model
    def _send(self, name):
        """Send the messages of the model ``name``, in batches that commit: the function of the job
        allows that (``data/queue_job_data.xml``). Twice is once, as for the scheduled action."""
        if name in self.env and hasattr(self.env[name], "_cron_send"):
            self.env[name]._cron_send()
