"""What leaves by a web address: a row that waits, is called in a transaction of its own, and is
tried again."""

import random
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import str2bool

from ...tools.channel import outgoing

# System parameter: addresses of our own network, and those without encryption, may be called.
PRIVATE = "ar_collections.webhook_private"
# Seconds for which an address is left alone that has not answered.
QUIET_SECONDS = 30
# After so long no call is under way any more: its process has died.
LEFT = timedelta(minutes=2)


class ArOutgoingMixin(models.AbstractModel):
    """One message to one web address, a record of ``ar.web.address.mixin``.

    waiting → calling → delivered, or waiting again, or failed. That it is being called is
    committed before; the row stays locked meanwhile. One that is ``calling`` for minutes and not
    locked was left by a process that died: it may have arrived, and is sent once more, the same
    bytes with the same id, by which the receiver knows it.
    """

    _name = "ar.outgoing.mixin"
    _inherit = ["ar.gate.mixin", "ar.job.mixin"]
    _description = "What Leaves by a Web Address"

    _transitions = {
        "calling": ("waiting",),
        "waiting": ("calling",),
        "delivered": ("calling",),
        "failed": ("waiting", "calling"),
        "cancelled": ("waiting", "calling"),
    }
    # XML id of the scheduled action, and seconds before each further try.
    _call_cron = None
    _delays = ()

    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("calling", "Calling"),
            ("delivered", "Delivered"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="waiting",
        required=True,
        readonly=True,
        index=True,
        help="Calling: it is being sent at this moment, or the server stopped while it was; then "
        "it is sent once more.",
    )
    date = fields.Datetime(
        readonly=True, required=True, default=fields.Datetime.now, help="When it last moved."
    )
    attempts = fields.Integer(readonly=True)
    next_try = fields.Datetime(readonly=True, help="Not before then it is sent, or sent again.")
    untold = fields.Boolean(
        readonly=True, help="What it carries does not know of its state yet; it will in a moment."
    )
    answer = fields.Char(string="Last Answer", readonly=True)
    error = fields.Text(string="Why Not", readonly=True)

    # -- what each kind answers --------------------------------------------------------

    def _get_address(self):
        """The record of ``ar.web.address.mixin`` that it goes to, as superuser."""
        raise NotImplementedError

    def _find_obstacle(self):
        """A second look: (``cancelled`` or ``failed``, a sentence), None if nothing is in the
        way."""

    def _prepare_request(self):
        """The ``Request`` as it is sent now."""
        raise NotImplementedError

    def _read_answer(self, reply):
        """What the other side said: an ``Answer``."""
        raise NotImplementedError

    def _on_moved(self):
        """Hook: it is in another state now."""

    # -- the scheduled action ----------------------------------------------------------

    @api.model
    def _get_ready(self):
        """The domain of what is to be sent now."""
        now = fields.Datetime.now()
        # Between its commit and its lock a call that is under way looks like one that was left.
        left = Domain("state", "=", "calling") & Domain("date", "<=", now - LEFT)
        ready = Domain("state", "=", "waiting") | left
        ready &= Domain("next_try", "=", False) | Domain("next_try", "<=", now)
        free = Domain("endpoint_id.quiet_until", "=", False)
        return ready & (free | Domain("endpoint_id.quiet_until", "<=", now))

    @api.model
    def _cron_call(self):
        """Send what waits, each in a transaction of its own; safe to kill and to run twice."""
        job = self.env["ar.job.mixin"]
        job._work_through(
            self.sudo().search(self._get_ready(), order="id"),
            lambda one: one._work_call(),
            failed=lambda one, error: one._fail_by_us(error),
            lock=True,
        )
        # Somebody else wrote what they carry at that moment, or a process died.
        untold = self.sudo().search([("untold", "=", True)], order="id")
        job._work_through(untold, lambda one: one._tell(), lock=True)
        # Somebody else wrote the same rows when these were to begin: soon again.
        left = self.sudo().search(self._get_ready(), limit=1)
        job._work_through(left, lambda one: one._wake())

    def _work_call(self):
        """Send one that is locked, if it is still to be sent."""
        self.invalidate_recordset()
        self._get_address().invalidate_recordset()
        if not self.filtered_domain(self._get_ready()):
            # Its address has just said that it wants to be left alone, say.
            self._wake()
            return
        if obstacle := self._find_obstacle():
            state, words = obstacle
            self._move(state, error=words)
            self._tell()
        elif wait := self._get_address()._take_turn():
            self._wait(wait)
        else:
            self._begin()
            # From here on it may have arrived, whatever happens to us.
            self._pause()
            reply = outgoing.call(self._prepare_request(), private=self._may_be_private())
            self._settle(reply)
            # What was answered stays, whatever becomes of the rest.
            self._pause()
            self._tell()

    def _begin(self):
        self._move("calling")
        # Where it was left, too: nobody else takes it meanwhile.
        now = fields.Datetime.now()
        self.write({"date": now, "attempts": self.attempts + 1, "next_try": False})
        self._tell()

    def _settle(self, reply):
        """Go on by what the other side has said."""
        address = self._get_address()
        if reply.refused:
            words = address._say_problem(reply.refused)
            address._note_answer("fail", words)
            self._move("failed", error=words)
            return
        verdict, words = self._read_answer(reply)
        address._note_answer(verdict, words)
        if verdict == "ok":
            self._move("delivered", answer=words, error=False)
        elif verdict == "retry":
            wait = outgoing.read_wait(reply.retry_after, fields.Datetime.now())
            address._keep_quiet(max(wait, QUIET_SECONDS))
            self._try_later(words, wait)
        else:
            said = self.env._("%(address)s answered: %(words)s", address=address.host, words=words)
            self._move("failed", answer=words, error=said)

    def _try_later(self, words, wait=0):
        """It did not arrive, as far as we know: later each time, until it has failed."""
        # No secret: what comes of it is a moment.
        chance = random.random()
        delay = outgoing.next_delay(self._delays, self.attempts, chance, wait)
        if delay is None:
            said = self.env._(
                "%(address)s could not be reached in %(count)s tries. The last one: %(words)s",
                address=self._get_address().host,
                count=self.attempts,
                words=words,
            )
            self._move("failed", answer=words, error=said)
            return
        moment = fields.Datetime.now() + timedelta(seconds=delay)
        self._move("waiting", answer=words, next_try=moment)
        self._wake()

    def _wait(self, seconds):
        """It has not been sent, and is not before some seconds are over."""
        self.next_try = fields.Datetime.now() + timedelta(seconds=seconds)
        self._wake()

    def _fail_by_us(self, error):
        """Our own fault kept it from being sent: it is tried again."""
        if self.state == "calling":
            self._try_later(str(error))
        elif self.state == "waiting":
            self._wait(QUIET_SECONDS * 10)

    def _move(self, state, **values):
        """Move; ``_tell`` says so to what it carries."""
        self._move_to(state, date=fields.Datetime.now(), untold=True, **values)

    def _tell(self):
        """Let what it carries follow, once."""
        self.invalidate_recordset(["untold"])
        if self.untold:
            self._on_moved()
            self.untold = False

    def _wake(self):
        """Start the scheduled action when this one may be sent, or as soon as this transaction
        commits."""
        moments = [self.next_try, self._get_address().quiet_until]
        now = fields.Datetime.now()
        later = max((moment for moment in moments if moment and moment > now), default=None)
        self.env["ir.cron"]._ar_wake(self._call_cron, at=later)

    @api.model
    def _may_be_private(self):
        """Whether addresses of our own network may be called."""
        value = self.env["ir.config_parameter"].sudo().get_param(PRIVATE, "")
        return str2bool(value, default=False)
