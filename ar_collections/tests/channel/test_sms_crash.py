"""A process that dies between the provider's answer and its own commit: no text message twice."""

import signal
import tempfile
from collections import Counter
from pathlib import Path

from odoo.tests import tagged

from ..processes import ProcessCase
from .test_once import SEND, WORLD

TEXTED = """
    for level in env["ar.dunning.level"].search([]):
        if level.number == 2:
            level.channel_ids = [(5,), (0, 0, {"channel": "sms"})]
    for number, partner in enumerate(env["res.partner"].search([("name", "=like", "Once %")])):
        partner.write({"phone": f"+3247012{number:04}"})
"""
# A provider that writes down what it takes; with the second batch the process dies.
PROVIDER = """
    import os, signal
    from odoo.addons.sms.tools.sms_api import SmsApi
    calls = []

    def _send_sms_batch(api, messages, delivery_reports_url=False):
        found = [one for message in messages for one in message["numbers"]]
        with open({path!r}, "a") as taken:
            taken.writelines(one["number"] + chr(10) for one in found)
        calls.append(1)
        if len(calls) == {dies}:
            os.kill(os.getpid(), signal.SIGKILL)
        return [dict(uuid=one["uuid"], state="success") for one in found]

    SmsApi._send_sms_batch = _send_sms_batch
    env["sms.sms"]._process_queue()
"""
LATER = """
    env.cr.execute("UPDATE ar_dispatch SET date = date - interval '1 hour' "
                   "WHERE state = 'unknown'")
"""


@tagged("post_install", "-at_install")
class TestSmsCrash(ProcessCase):
    def _count(self, what):
        [(count,)] = self.query(f"SELECT count(*) FROM {what}")
        return count

    def test_killed_between_provider_and_commit(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "taken"
            code = WORLD.replace("    env.cr.commit()\n", TEXTED + "    env.cr.commit()\n")
            self.run_code(code)
            self.run_code(SEND)
            self.assertEqual(self._count("ar_dispatch WHERE state = 'leaving'"), 24)
            killed = PROVIDER.format(path=str(path), dies=2)
            self.run_code(killed, expected=-signal.SIGKILL)
            self.assertEqual(len(path.read_text().split()), 20)
            self.assertEqual(self._count("ar_dispatch WHERE state = 'sent'"), 10)
            self.assertEqual(self._count("ar_dispatch WHERE state = 'unknown'"), 10)
            again = PROVIDER.format(path=str(path), dies=0)
            self.run_code(again)
            self.run_code(LATER + again)
            taken = Counter(path.read_text().split())
        self.assertEqual((len(taken), set(taken.values())), (24, {1}), "None twice")
        self.assertEqual(self._count("ar_dispatch WHERE state = 'sent'"), 14)
        doubt = "ar_dispatch WHERE state = 'unknown' AND error LIKE '%%may have left%%'"
        self.assertEqual(self._count(doubt), 10)
        self.assertEqual(self._count("sms_sms WHERE state = 'outgoing'"), 0)
