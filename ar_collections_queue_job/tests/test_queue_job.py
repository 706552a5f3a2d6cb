"""A confirmed run starts one job, and the job sends it."""

from datetime import datetime

from odoo import SUPERUSER_ID
from odoo.tests import freeze_time, tagged

from odoo.addons.ar_collections.tests.channel.common import ArChannelCommon
from odoo.addons.queue_job.tests.common import trap_jobs


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestQueueJob(ArChannelCommon):
    def test_one_job_sends_what_is_queued(self):
        with trap_jobs() as trap:
            notices = self._queue(*(self._make_debtor(name, 20) for name in ("Alpha", "Beta")))
            notices._wake_sender()
            [job] = [job for job in trap.enqueued_jobs if job.args == ("ar.dunning.notice",)]
            self.assertEqual((job.channel, job.user_id), ("root.collections", SUPERUSER_ID))
            self.assertTrue(job.job_config.allow_commit)
            with self.enter_registry_test_mode(), self.registry.cursor() as cr:
                self.env(cr=cr)["ar.queue.sender"].sudo()._send(*job.args)
        self.env.invalidate_all()
        self.assertTrue(notices)
        self.assertNotIn("queued", notices.mapped("state"))

    def test_at_a_time(self):
        at = datetime(2026, 4, 1, 8)
        with trap_jobs() as trap:
            self.env["ar.dunning.notice"]._wake_sender(at=at)
            self.env["ar.dunning.notice"]._wake_sender(at=at)
            [job] = trap.enqueued_jobs
        self.assertEqual(job.eta, at)

    def test_a_kind_that_is_gone(self):
        self.env["ar.queue.sender"]._send("ar.gone")
