"""A short message: queued once, and then sent, failed or cancelled."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.base import leaving

QUEUED = Domain("state", "=", "queued")


class ArShortMessageMixin(models.AbstractModel):
    """A message with the four states of a few words to a customer.

    A model says which of its messages are still to be said (``_find_founded``, and why the others
    are not: ``_get_unfounded_words``), by which ways, and in which words. ``_on_failed`` is what
    follows when one reaches nobody; without it nothing does, because nobody misses it.
    """

    _name = "ar.short.message.mixin"
    _inherit = ["ar.gate.mixin", "ar.message.mixin"]
    _description = "Short Message to a Customer"

    _transitions = {
        "sent": ("queued",),
        "failed": ("queued", "sent"),
        "cancelled": ("queued", "sent"),
    }

    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", store=True, string="Customer", index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text(string="What Went Wrong", readonly=True)
    sent_date = fields.Datetime(string="Sent on", readonly=True)
    text_contact = fields.Char(compute="_compute_texts")
    text_company = fields.Char(compute="_compute_texts")
    text_collector = fields.Char(compute="_compute_texts")

    @api.depends_context("lang")
    @api.depends("profile_id")
    def _compute_texts(self):
        persons = self._map_persons()
        for one in self:
            one.text_contact = persons[one.id].name or one.partner_id.name
            one.text_company = one.company_id.name
            one.text_collector = one._get_collector().sudo().name

    # -- what a model says -------------------------------------------------------------

    def _find_founded(self):
        """Those that are still to be said; set-based."""
        return self

    def _get_unfounded_words(self):
        """Why those that are not to be said any more were cancelled, a sentence."""
        return ""

    def _on_failed(self, reason):
        """What follows when these reach nobody."""

    # -- what the sender asks ----------------------------------------------------------

    @api.model
    def _get_queue(self):
        # EXTENDS the message
        return QUEUED

    def _fail_unfounded(self):
        # EXTENDS the message
        gone = self - self._find_founded()
        gone._move_to("cancelled", error=self._get_unfounded_words())
        return gone

    def _fail_to_reach(self, problems):
        # EXTENDS the message
        self._set_failed(self[:1]._get_unreached_words(problems))

    def _fail_to_send(self, reason):
        # EXTENDS the message
        self._set_failed(reason)

    def _set_failed(self, reason):
        self._move_to("failed", error=reason)._on_failed(reason)

    def _set_sent(self):
        # EXTENDS the message
        return self._move_to("sent", sent_date=fields.Datetime.now(), error=False)

    def _on_undelivered(self, dispatches, reason, try_others):
        # EXTENDS the message
        self._set_failed(reason)

    def _on_withdrawn(self, dispatches, reason):
        # EXTENDS the message
        self._move_to("cancelled", error=reason)

    def _on_outdated(self, dispatches, reason):
        # EXTENDS the message
        self._move_to("cancelled", error=reason)

    def _on_doubtful(self, dispatches, reason):
        # EXTENDS the message
        self.sudo().write({"error": reason})

    def _read_leaving(self):
        # EXTENDS the message
        founded = self._find_founded()
        return {
            one.id: leaving.Facts(stands=one.state == "sent" and one in founded) for one in self
        }

    def _attaches_letter(self):
        # EXTENDS the message: the e-mail says it all.
        return False

    @api.model
    def _map_attached(self, messages):
        # EXTENDS the message
        return {lead.id: self.env["ir.attachment"].sudo() for lead, _together in messages}
