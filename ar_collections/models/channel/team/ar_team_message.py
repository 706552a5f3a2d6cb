"""What our team's robots are told: one message for each event and run, in a queue of its own."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from ....tools.channel import team

# Seconds before each further try. It is news: after some hours nobody waits for it.
DELAYS = (30, 300, 1_800, 7_200)


class ArTeamMessage(models.Model):
    """A digest for a robot. It is written when it leaves, of what is so then; what does not hold
    any more is not told."""

    _name = "ar.team.message"
    _inherit = ["ar.outgoing.mixin"]
    _description = "Message to Our Team"
    _order = "id desc"
    _rec_name = "title"

    # A person tells it once more.
    _transitions = {"waiting": ("failed", "cancelled")}
    _call_cron = "ar_collections.ir_cron_team_call"
    _delays = DELAYS

    endpoint_id = fields.Many2one(
        "ar.team.endpoint",
        string="Robot",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="endpoint_id.company_id", store=True, index=True)
    event = fields.Selection(
        selection=lambda self: self.env["ar.team.event"]._selection_event(),
        required=True,
        readonly=True,
    )
    res_model = fields.Char(string="Kind of Document", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document ID", model_field="res_model", required=True, readonly=True
    )
    title = fields.Char(readonly=True)
    text = fields.Text(readonly=True, help="As it was sent, without the looks.")

    _once_uniq = models.UniqueIndex(
        "(endpoint_id, event, res_model, res_id)", "The group was told of this already."
    )
    _waiting_idx = models.Index("(id) WHERE state IN ('waiting', 'calling')")
    _untold_idx = models.Index("(id) WHERE untold")

    @api.model
    def _queue(self, event, records, seconds=0):
        """Tell the groups that want to hear of ``event``, of each record once.

        :param records: of the event's model; they have a ``company_id``
        :param seconds: when: what follows soon is told with it, or makes it needless
        """
        robots = self.env["ar.team.endpoint"]._find_listeners(event)
        chains = {record: record.company_id._ar_chain() for record in records}
        pairs = [
            (robot, record)
            for record, chain in chains.items()
            for robot in robots
            if robot.company_id in chain
        ]
        if not pairs:
            return
        about = Domain("event", "=", event) & Domain("res_model", "=", records._name)
        known = self.sudo().search(about & Domain("res_id", "in", records.ids))
        told = {(one.endpoint_id, one.res_id) for one in known}
        moment = fields.Datetime.now() + timedelta(seconds=seconds)
        queued = self.sudo().create(
            [
                {
                    "endpoint_id": robot.id,
                    "event": event,
                    "res_model": record._name,
                    "res_id": record.id,
                    "next_try": moment if seconds else False,
                }
                for robot, record in pairs
                if (robot, record.id) not in told
            ]
        )
        for message in queued:
            message._wake()

    # -- what the queue asks -----------------------------------------------------------

    def _get_address(self):
        # EXTENDS the queue
        return self.endpoint_id.sudo()

    def _get_record(self):
        """What it is about; nothing where that is gone."""
        return self.env[self.res_model].sudo().browse(self.res_id).exists()

    def _get_digest(self):
        """What there is to tell now: a ``Digest``, None if there is nothing."""
        record = self._get_record()
        return record and self._get_address()._make_digest(self.event, record)

    def _find_obstacle(self):
        # EXTENDS the queue
        if not self._get_address().active:
            return "cancelled", self.env._("The robot %s is switched off.", self.endpoint_id.name)
        if not self._get_digest():
            return "cancelled", self.env._("There is nothing to tell any more.")
        return None

    def _prepare_request(self):
        # EXTENDS the queue
        digest = self._get_digest()
        self.title, self.text = digest.title, "\n".join((*digest.lines, *digest.totals))
        return self._get_address()._build(digest)

    def _read_answer(self, reply):
        # EXTENDS the queue
        return team.read_answer(self._get_address().kind, reply.status, reply.body, reply.error)

    def _on_moved(self):
        # EXTENDS the queue: that nobody reads the group any more is a manager's task.
        if self.state != "failed":
            return
        self.company_id._ar_tell_manager(
            self.env._("The robot %s does not take messages", self.endpoint_id.name),
            self.env._(
                "%(words)s Look at it under Configuration > Team Robots, and send a test.",
                words=self.error,
            ),
        )

    def action_again(self):
        """Tell it once more, as it is now."""
        self.check_access("write")
        again = self.sudo()._move_to("waiting", ("failed", "cancelled"), attempts=0, next_try=False)
        for message in again:
            message._wake()
        return True
