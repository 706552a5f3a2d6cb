"""A process that dies between the mail server's answer and its own commit."""

import signal
from collections import Counter

from odoo.tests import tagged

from ..processes import ProcessCase
from ..smtp import MailServer
from .test_once import SEND, WORLD

SERVER = """
    env["mail.mail"].search([("state", "=", "outgoing")]).write({{"state": "cancel"}})
    env["ir.mail_server"].search([]).active = False
    env["ir.mail_server"].create(
        {{"name": "Sink", "smtp_host": "127.0.0.1", "smtp_port": {port}, "smtp_encryption": "none"}}
    )
"""
QUEUE = "env['mail.mail'].process_email_queue()"
# Dies with the fifth message taken by the mail server, and nothing of it committed.
KILLED = """
    import os, signal
    Mail = type(env["mail.mail"])
    after = Mail._postprocess_sent_message
    taken = []

    def _postprocess_sent_message(self, *args, **options):
        taken.append(1)
        if len(taken) == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return after(self, *args, **options)

    Mail._postprocess_sent_message = _postprocess_sent_message
    env["mail.mail"].process_email_queue()
"""
# Like that, with Odoo's own queue, which knows no "begun".
KILLED_WITHOUT_MARK = "    type(env['mail.mail'])._ar_begin = lambda self: self\n" + KILLED
LATER = """
    env.cr.execute("UPDATE ar_dispatch SET date = date - interval '1 hour' "
                   "WHERE state = 'unknown'")
    env["mail.mail"].process_email_queue()
"""


@tagged("post_install", "-at_install")
class TestCrash(ProcessCase):
    def _count(self, what):
        [(count,)] = self.query(f"SELECT count(*) FROM {what}")
        return count

    def test_killed_between_server_and_commit(self):
        with MailServer() as server:
            self.run_code(SERVER.format(port=server.port))
            self.run_code(WORLD)
            self.run_code(SEND)
            self.assertEqual(self._count("ar_dunning_notice WHERE state = 'leaving'"), 24)
            self.run_code(KILLED, expected=-signal.SIGKILL)
            self.assertEqual(len(server.messages), 5)
            self.assertEqual(self._count("ar_dunning_notice WHERE state = 'sent'"), 4)
            self.run_code(QUEUE)
            self.run_code(LATER)
            ids = Counter(message["Message-Id"] for message in server.messages)
            self.assertEqual((len(ids), set(ids.values())), (24, {1}), "None twice")
            self.assertEqual(self._count("ar_dispatch WHERE state = 'unknown'"), 1)
            self.assertEqual(self._count("ar_dunning_notice WHERE state = 'leaving'"), 0)
            self.assertEqual(self._count("mail_mail WHERE state = 'outgoing'"), 0)
            self.query("UPDATE res_company SET name = name || id WHERE name = 'Once Ltd'")

            # Where it is sent twice after all, receivers can tell.
            server.messages.clear()
            self.run_code(WORLD)
            self.run_code(SEND)
            self.run_code(KILLED_WITHOUT_MARK, expected=-signal.SIGKILL)
            self.run_code(QUEUE)
            ids = Counter(message["Message-Id"] for message in server.messages)
            self.assertEqual((len(server.messages), len(ids)), (25, 24))
