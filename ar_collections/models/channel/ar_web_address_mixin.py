"""A web address that we call, of a customer or of our own team: who may see it, and how it does."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.channel import outgoing
from ..base.ar_guard_mixin import ANY
from ..base.notify import notify
from ..base.res_company import MANAGER

MAX_ANSWER_WORDS = 500


class ArWebAddressMixin(models.AbstractModel):
    """Somebody who can write an address here makes our server call it: managers alone do, and only
    addresses of the open internet are called (``tools/channel/outgoing.py``). Addresses of robots,
    and of some customers, are secrets themselves: others see the name of the server."""

    _name = "ar.web.address.mixin"
    _inherit = ["ar.guard.mixin"]
    _description = "Web Address That Is Called"

    _writable = {ANY: ("url", "active")}
    _writable_by = {"url": MANAGER, "active": MANAGER}

    url = fields.Char(
        string="Address",
        required=True,
        groups=MANAGER,
        help="Begins with https://. Who knows it may be able to write there: only managers see it.",
    )
    host = fields.Char(string="Server", compute="_compute_host", compute_sudo=True)
    active = fields.Boolean(default=True)
    quiet_until = fields.Datetime(
        readonly=True, help="It did not answer, or asked us to wait: nothing is sent before then."
    )
    last_answer = fields.Char(readonly=True, help="What it said when it was last called.")
    last_date = fields.Datetime(string="Last Called", readonly=True)
    failure_count = fields.Integer(
        string="Failures", readonly=True, help="Calls in a row that failed."
    )

    @api.depends("url")
    def _compute_host(self):
        for address in self:
            address.host = outgoing.host_of(address.url)

    @api.constrains("url")
    def _check_url(self):
        private = self.env["ar.outgoing.mixin"]._may_be_private()
        for address in self.sudo():
            if code := outgoing.find_problem(address.url, private):
                raise ValidationError(address._say_problem(code))

    def _say_problem(self, code):
        """Why an address is not called: a whole sentence."""
        words = {
            "malformed": self.env._(
                "The web address %(address)s cannot be read. Enter it as https://name/path, "
                "without user name, spaces or signs of other scripts.",
                address=self.host or "",
            ),
            "scheme": self.env._(
                "The web address %(address)s does not begin with https://. Only encrypted "
                "addresses are called.",
                address=self.host or "",
            ),
        }
        return words.get(code) or self.env._(
            "%(address)s is an address of an internal network, and is not called. An administrator "
            "allows it by the system parameter ar_collections.webhook_private.",
            address=self.host or "",
        )

    # -- how it does -------------------------------------------------------------------

    def _take_turn(self):
        """How many seconds to wait before the next call; 0 if it may be called now, which
        counts."""
        return 0

    def _keep_quiet(self, seconds):
        """Leave it alone for so long."""
        self.quiet_until = fields.Datetime.now() + timedelta(seconds=seconds)

    def _note_answer(self, verdict, words):
        """Keep what it has said."""
        good = verdict == "ok"
        values = {
            "last_answer": (words or "")[:MAX_ANSWER_WORDS],
            "last_date": fields.Datetime.now(),
            "failure_count": 0 if good else self.failure_count + 1,
        }
        if good:
            values["quiet_until"] = False
        self.sudo().write(values)

    # -- the test ----------------------------------------------------------------------

    def _prepare_test(self):
        """The ``Request`` of a test message."""
        raise NotImplementedError

    def _read_test(self, reply):
        """What the answer to it means: an ``Answer``."""
        raise NotImplementedError

    def action_test(self):
        """Send a test message now, and show the answer.

        :raise UserError: it was called too often just now
        """
        self.ensure_one()
        self.check_access("write")
        address = self.sudo()
        if wait := address._take_turn():
            raise UserError(
                self.env._(
                    "%(address)s takes no more messages at present. Try again in %(seconds)s "
                    "seconds.",
                    address=self.display_name,
                    seconds=wait,
                )
            )
        private = self.env["ar.outgoing.mixin"]._may_be_private()
        reply = outgoing.call(address._prepare_test(), private=private)
        if reply.refused:
            verdict, words = "fail", address._say_problem(reply.refused)
        else:
            verdict, words = address._read_test(reply)
        address._note_answer(verdict, words)
        good = verdict == "ok"
        title = self.env._("The test message has arrived") if good else self.env._("It failed")
        return notify(words, "success" if good else "danger", title=title, sticky=not good)
