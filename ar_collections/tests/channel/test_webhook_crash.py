"""A process that dies between the endpoint's answer and its own commit."""

import signal
from collections import Counter

from odoo.tests import tagged

from ..processes import ProcessCase
from .http_end import http_end
from .test_once import SEND, WORLD

# Each customer has an endpoint, which is told in place of e-mails.
ENDPOINTS = """
    env["ir.config_parameter"].set_param("ar_collections.webhook_private", "True")
    env["ar.dunning.level.channel"].search([("channel", "=", "email")]).channel = "webhook"
    profiles = env["ar.dunning.notice"].search([("state", "=", "queued")]).profile_id
    env["ar.webhook.endpoint"].create(
        [{{"profile_id": profile.id, "url": "{url}"}} for profile in profiles]
    )
"""
CALL = "env['ar.webhook.event']._cron_call()"
# Dies with the fifth answer taken, and nothing of it committed.
KILLED = """
    import os, signal
    Event = type(env["ar.webhook.event"])
    settle, taken = Event._settle, []

    def _settle(self, reply):
        taken.append(1)
        if len(taken) == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return settle(self, reply)

    Event._settle = _settle
    env["ar.webhook.event"]._cron_call()
"""


@tagged("post_install", "-at_install")
class TestWebhookCrash(ProcessCase):
    def _count(self, what):
        [(count,)] = self.query(f"SELECT count(*) FROM {what}")
        return count

    def test_killed_between_answer_and_commit(self):
        with http_end(200) as server:
            self.run_code(WORLD)
            self.run_code(ENDPOINTS.format(url=server.url))
            self.run_code(SEND)
            self.assertEqual(self._count("ar_webhook_event WHERE state = 'waiting'"), 24)
            self.run_code(KILLED, expected=-signal.SIGKILL)
            self.assertEqual(len(server.taken), 5)
            self.assertEqual(self._count("ar_webhook_event WHERE state = 'calling'"), 1)
            self.assertEqual(self._count("ar_dispatch WHERE state = 'unknown'"), 1)
            # Two at once, when nothing can be under way any more.
            self.query("UPDATE ar_webhook_event SET date = date - interval '1 hour'")
            both = [self.start_code(CALL) for _sender in range(2)]
            self.go(*both)
            # Each may have met the other between a commit and its next lock, or at the run that
            # both write: what the one could not begin, send or tell, it does the next time.
            self.query("UPDATE ar_webhook_event SET date = date - interval '1 hour'")
            self.run_code(CALL)
            ids = Counter(one.headers["webhook-id"] for one in server.taken)
            self.assertEqual(sorted(ids.values()), [1] * 23 + [2], "By its id the second is known")
            bodies = {(one.headers["webhook-id"], one.body) for one in server.taken}
            self.assertEqual(len(bodies), 24)
            self.assertEqual(self._count("ar_webhook_event WHERE state = 'delivered'"), 24)
            self.assertEqual(len(server.taken), 25)
            self.assertEqual(self._count("ar_webhook_event WHERE untold"), 0)
            self.assertEqual(self._count("ar_dispatch WHERE state = 'delivered'"), 24)
            self.assertEqual(self._count("ar_dunning_notice WHERE state = 'sent'"), 24)
