"""What the tamper-evident log costs a run: the same run without it is the floor."""

import contextlib
from unittest.mock import patch

from ..case import Aim
from ..sql import read
from .sending import SendingCase

NOTICES = 2_000
WARM = 50


class Log(SendingCase):
    name = "log"
    title = f"A run of {NOTICES:,} e-mails, with the log"
    floor_is = "the same without the log"
    aims = (Aim("ratio", 1.03),)
    turns = 5
    unit = "notice"
    fixed = True

    def prepare(self):
        self.make_policy()
        self.env.cr.execute(read("give_email"))

    def warm(self, _state):
        self.send(WARM)

    def ours(self, _state):
        return self.send(NOTICES)

    def floor(self, _state):
        with self.without_log():
            self.send(NOTICES)

    def send(self, count):
        """A run from the proposal to the mail queue, and its rows of the log."""
        run = self.propose(customers=count)
        run.action_confirm()
        self.env["ar.dunning.notice"]._cron_send()
        # The rows of the log are written before the commit.
        self.env.cr.flush()
        return len(run.notice_ids)

    @contextlib.contextmanager
    def without_log(self):
        """Nothing is read for the log, and nothing is written."""
        guarded, log = self.env.registry["ar.guard.mixin"], self.env.registry["ar.log"]
        with (
            patch.object(guarded, "_get_logged", lambda _self: ()),
            patch.object(log, "_append", lambda _self, *_said: None),
        ):
            yield
