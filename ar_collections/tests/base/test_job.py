"""What a job promises; see ``ar.job.mixin``."""

import logging
from contextlib import contextmanager
from unittest.mock import patch

import psycopg2
from psycopg2 import errors as pg_errors

from odoo.exceptions import LockError, UserError
from odoo.tests import freeze_time, tagged

from ...models.base.ar_job_mixin import TimeUp, raise_if_lost
from ..common import ArCommon

LOGGER = "odoo.addons.ar_collections.models.base.ar_job_mixin"
FOREVER = float("inf")
LOST = (
    psycopg2.OperationalError("server closed the connection unexpectedly"),
    psycopg2.InterfaceError("connection already closed"),
    pg_errors.QueryCanceled("canceling statement due to statement timeout"),
    MemoryError(),
)
BUSY = (
    pg_errors.SerializationFailure("could not serialize access"),
    pg_errors.DeadlockDetected("deadlock detected"),
    pg_errors.LockNotAvailable("could not obtain lock"),
    LockError("Cannot grab a lock on records"),
)
# Jobs that look at one company after the other: model, method, and what is done for each.
JOBS = [
    ("ar.snapshot", "_cron_take_month_end", "take"),
    ("ar.credit.review", "_cron_nightly", "_rescore"),
    ("ar.credit.limit", "_cron_watch", "_watch"),
    ("ar.check", "_cron_run", "_find"),
    ("ar.dunning.run", "_cron_dunning_run", "_partners_left"),
]


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestJob(ArCommon):
    """Four customers are worked through: Anna, Ben, Carl and Dora."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.everybody = cls.env["res.partner"].union(
            *(cls._make_partner(name) for name in ("Anna", "Ben", "Carl", "Dora"))
        )

    @contextmanager
    def _job(self, *times):
        """(the job, its records) in a transaction of its own, whose commits hold.

        :param times: how many seconds are left at each commit, without end after these
        """
        self.commits, left = [], list(times)

        def commit(cron, processed=0, *, remaining=None):
            self.commits.append((processed, remaining))
            cron.env.cr.commit()
            return left.pop(0) if left else FOREVER

        with (
            self.enter_registry_test_mode(),
            patch.object(self.registry["ir.cron"], "_commit_progress", commit),
            self.registry.cursor() as cr,
        ):
            env = self.env(cr=cr)
            yield env["ar.job.mixin"], self.everybody.with_env(env)
            # What is not committed by the job itself does not count.
            cr.rollback()

    @contextmanager
    def _raises(self, kind):
        """``assertRaises`` would undo what was committed, too."""
        try:
            yield
        except kind:
            return
        self.fail(f"{kind.__name__} was swallowed")

    def _mark(self, partners):
        partners.ref = "done"

    def _fail(self, error, name="Ben"):
        """Work that fails for one customer, after it has written something."""

        def work(partners):
            self._mark(partners)
            partners.flush_recordset()
            if name in partners.mapped("name"):
                raise error

        return work

    @staticmethod
    def _tell(partner, error):
        partner.comment = str(error)

    def _never(self, partner, error):
        self.fail(f"{partner} was told: {error}")

    @property
    def done(self):
        return [partner.name[0] for partner in self.everybody if partner.ref == "done"]

    @property
    def told(self):
        return [partner.name[0] for partner in self.everybody if partner.comment]

    # -- the whole of a job ------------------------------------------------------------

    def test_each_record_is_committed_in_its_order(self):
        order = []
        with self._job() as (job, everybody):
            job._work_through(everybody, lambda one: (order.append(one.name), self._mark(one)))
        self.assertEqual(order, ["Anna", "Ben", "Carl", "Dora"])
        self.assertEqual(self.done, list("ABCD"))
        self.assertEqual(self.commits, [(0, 4), (1, 3), (1, 2), (1, 1), (1, 0)])

    def test_one_that_fails_is_undone_and_told_and_the_others_go_on(self):
        with self._job() as (job, everybody), self.assertLogs(LOGGER, logging.INFO) as log:
            job._work_through(everybody, self._fail(ValueError("Broken")), self._tell)
        self.assertEqual((self.done, self.told), (list("ACD"), ["B"]))
        self.assertIn("Broken", str(self.everybody[1].comment))
        self.assertEqual([record.levelname for record in log.records], ["ERROR"], "once")

    def test_one_that_cannot_even_be_told_stops_nobody(self):
        """The handler fails, too: the task's type is deleted, the template is wrong."""

        def fail_to_tell(partner, error):
            partner.comment = "half"
            raise ValueError("Nobody can be told")

        with self._job() as (job, everybody), self.assertLogs(LOGGER, logging.ERROR) as log:
            finished = job._work_through(everybody, self._fail(ValueError("Broken")), fail_to_tell)
        self.assertEqual((self.done, self.told), (list("ACD"), []))
        self.assertTrue(finished)
        self.assertEqual(len(log.records), 2, "why it failed, and why nobody was told")

    def test_a_job_says_whether_it_came_to_its_end(self):
        with self._job(FOREVER, FOREVER, 0) as (job, everybody):
            self.assertFalse(job._work_through(everybody, self._mark))

    def test_what_a_sentence_tells_is_no_error_in_the_log(self):
        """Where nobody is told, it is one."""
        for failed, level in [(self._tell, "INFO"), (None, "ERROR")]:
            with self._job() as (job, everybody), self.assertLogs(LOGGER, logging.INFO) as log:
                job._work_through(everybody, self._fail(UserError("Enter a day.")), failed)
            self.assertEqual([record.levelname for record in log.records], [level])

    def test_it_stops_when_the_time_is_up(self):
        with self._job(FOREVER, FOREVER, 0) as (job, everybody):
            job._work_through(everybody, self._mark)
        self.assertEqual(self.done, list("AB"))
        self.assertEqual(self.commits[-1], (1, 2), "the scheduler knows that two are left")

    def test_a_job_that_would_begin_again_goes_to_its_end(self):
        with self._job(FOREVER, 0, 0, 0, 0) as (job, everybody):
            job._work_through(everybody, self._mark, whole=True)
        self.assertEqual(self.done, list("ABCD"))

    def test_what_somebody_else_works_on_is_left_alone(self):
        for error in BUSY:
            with self.subTest(error=type(error)), self._job() as (job, everybody):
                everybody.ref = False
                job._work_through(everybody, self._fail(error), self._never)
                self.env.invalidate_all()
                self.assertEqual(self.done, list("ACD"))

    def test_who_comes_second_leaves_a_locked_record_alone(self):
        lock = self.registry["res.partner"].lock_for_update

        def taken(partners, **options):
            if partners.name == "Ben":
                raise LockError("Cannot grab a lock on records")
            return lock(partners, **options)

        with (
            self._job() as (job, everybody),
            patch.object(self.registry["res.partner"], "lock_for_update", taken),
        ):
            job._work_through(everybody, self._mark, self._never, lock=True)
        self.assertEqual(self.done, list("ACD"))

    def test_what_is_lost_ends_the_job(self):
        for error in LOST:
            with self.subTest(error=type(error)), self._job() as (job, everybody):
                with self._raises(type(error)):
                    job._work_through(everybody, self._fail(error), self._never)
            self.assertEqual(self.done, ["A"], "what was committed before stays")

    def test_no_job_swallows_a_lost_connection(self):
        error = psycopg2.OperationalError("server closed the connection unexpectedly")

        def fail(records, *args):
            raise error

        for model, job, work in JOBS:
            with (
                self.subTest(model=model),
                self._job() as (any_job, _everybody),
                patch.object(self.registry[model], work, fail),
                self._raises(psycopg2.OperationalError),
            ):
                getattr(any_job.env[model].sudo(), job)()

    # -- batches -----------------------------------------------------------------------

    def test_batches_are_committed(self):
        parts = []
        with self._job() as (job, everybody):
            for part in job._in_batches(everybody, 3):
                parts.append(part.mapped("name"))
                self._mark(part)
        self.assertEqual(parts, [["Anna", "Ben", "Carl"], ["Dora"]])
        self.assertEqual(self.done, list("ABCD"))
        self.assertEqual(self.commits, [(0, None)] * 2)

    def test_the_time_is_up_between_batches(self):
        """The record is not done; its next call finds what is left."""

        def work(partner):
            for part in partner.env["ar.job.mixin"]._in_batches(partner + self._friends, 1):
                self._mark(part)
            self.fail("It went on")

        with self._job(FOREVER, FOREVER, 0) as (job, everybody):
            self._friends = everybody[2:]
            job._work_through(everybody[:2], work, self._never)
        self.assertEqual(self.done, list("AC"))
        self.assertEqual(self.commits, [(0, 2), (0, None), (0, None), (1, 2)])

    def test_a_pause_locks_again(self):
        locked = []
        company = self.registry["ar.dunning.run"]
        with self._job() as (job, _everybody):
            run = job.env["ar.dunning.run"].create({"company_id": self.company.id})
            with patch.object(company, "lock_for_update", lambda one, **kw: locked.append(one.id)):
                run._pause()
        self.assertEqual(locked, [run.id])
        with self._job(0) as (job, _everybody), self._raises(TimeUp):
            job._pause()

    # -- a part of a list --------------------------------------------------------------

    def test_a_part_is_done_together(self):
        given = []
        with self._job() as (job, everybody):
            result = job._attempt(everybody, lambda part: given.append(len(part)), self._never)
        self.assertEqual((given, result), ([4], [None]))
        self.assertEqual(self.commits, [], "it never commits")

    def test_a_part_that_fails_is_done_one_by_one(self):
        given = []
        work = self._fail(ValueError("Broken"))

        def follow(part):
            given.append(part.mapped("name"))
            work(part)
            return len(part)

        with self.assertLogs(LOGGER, logging.INFO) as log:
            result = self.env["ar.job.mixin"]._attempt(self.everybody, follow, self._tell)
        self.assertEqual(len(given), 5)
        self.assertEqual(result, [1, None, 1, 1])
        self.assertEqual((self.done, self.told), (list("ACD"), ["B"]))
        self.assertEqual([record.levelname for record in log.records], ["INFO"] * 2)

    def test_a_part_that_cannot_be_told_stops_nobody(self):
        def fail_to_tell(partner, error):
            partner.comment = "half"
            partner.flush_recordset()
            raise ValueError("Nobody can be told")

        with self.assertLogs(LOGGER, logging.ERROR) as log:
            result = self.env["ar.job.mixin"]._attempt(
                self.everybody, self._fail(ValueError("Broken")), fail_to_tell
            )
        self.assertEqual(result, [None] * 4)
        self.assertEqual((self.done, self.told), (list("ACD"), []))
        self.assertIn("Nobody can be told", log.records[-1].getMessage())

    def test_who_is_told_may_be_busy(self):
        def busy(partner, error):
            raise LockError("Cannot grab a lock on records")

        job, work = self.env["ar.job.mixin"], self._fail(ValueError("Broken"))
        self.assertEqual(job._attempt_one(self.everybody[1], work, busy, leave_busy=True), None)
        with self.assertRaises(LockError):
            job._attempt_one(self.everybody[1], work, busy)

    # -- a queue -----------------------------------------------------------------------

    def _queue(self, job, work, *times):
        queue = [("ref", "=", False), ("id", "in", self.everybody.ids)]
        people = job.env["res.partner"]

        def take(busy):
            return people.search([*queue, ("id", "not in", list(busy))], order="id", limit=1)

        return job._work_off(people, queue, take, work)

    def test_a_queue_is_worked_off(self):
        with self._job() as (job, _everybody):
            self.assertTrue(self._queue(job, self._mark))
        self.assertEqual(self.done, list("ABCD"))
        self.assertEqual(self.commits, [(0, 4), (1, 3), (1, 2), (1, 1), (1, 0)])

    def test_what_fails_in_a_queue_stays_there_and_stops_nobody(self):
        with self._job() as (job, _everybody), self.assertLogs(LOGGER, logging.ERROR) as log:
            self.assertTrue(self._queue(job, self._fail(ValueError("Broken"))))
        self.assertEqual(self.done, list("ACD"))
        self.assertEqual(len(log.records), 1)

    def test_a_queue_stops_when_the_time_is_up(self):
        with self._job(FOREVER, 0) as (job, _everybody):
            self.assertFalse(self._queue(job, self._mark))
        self.assertEqual(self.done, ["A"])

    def test_a_queue_raises_what_is_lost(self):
        with self._job() as (job, _everybody), self._raises(MemoryError):
            self._queue(job, self._fail(MemoryError()))

    def test_a_list_of_values(self):
        made = self.env["ar.job.mixin"]._attempt(
            [{"name": "Emil"}, {"nonsense": 1}, {"name": "Fritz"}],
            self.env["res.partner"].create,
            failed=lambda values, error: sorted(values[0]),
        )
        self.assertEqual(
            [one if type(one) is list else one.name for one in made],
            ["Emil", ["nonsense"], "Fritz"],
        )

    def test_a_part_raises_what_is_no_records_fault(self):
        job = self.env["ar.job.mixin"]
        for error in (*LOST, *BUSY):
            for partners in (self.everybody, self.everybody[1]):
                with self.subTest(error=type(error)), self.assertRaises(type(error)):
                    job._attempt(partners, self._fail(error), self._never)

    def test_who_sends_leaves_what_is_busy_in_the_queue(self):
        job = self.env["ar.job.mixin"]
        for error in BUSY:
            self.everybody.ref = False
            job._attempt(self.everybody, self._fail(error), self._never, leave_busy=True)
            self.assertEqual(self.done, list("ACD"))
        for error in LOST:
            with self.subTest(error=type(error)), self.assertRaises(type(error)):
                job._attempt(self.everybody, self._fail(error), self._never, leave_busy=True)

    # -- what is caught elsewhere ------------------------------------------------------

    def test_what_is_lost_behind_another_error(self):
        for error in (*LOST, *BUSY):
            with self.subTest(error=type(error)), self.assertRaises(type(error)):
                try:
                    raise ValueError("The template is wrong") from error
                except ValueError as wrapped:
                    raise_if_lost(wrapped)
        raise_if_lost(ValueError("The template is wrong"))

    def test_a_template_swallows_no_lost_connection(self):
        """Nor does a payment code."""
        template = self.env.ref("ar_collections.mail_template_ar_reminder")
        lost = psycopg2.OperationalError("server closed the connection unexpectedly")

        def fail(*_args, **_values):
            raise ValueError("Rendering failed") from lost

        email = self.env["ar.channel.email"]
        lead = self.env["ar.dunning.notice"]
        with (
            patch.object(self.registry["mail.template"], "_render_field", fail),
            self.assertRaises(psycopg2.OperationalError),
        ):
            email._render(template, "subject", lead, [1])
        holder = self.env["res.partner"].create({"name": "Holder"})
        bank = self.env["res.partner.bank"].create({"acc_number": "1", "partner_id": holder.id})
        with (
            patch.object(self.registry["res.partner.bank"], "build_qr_code_base64", fail),
            self.assertRaises(psycopg2.OperationalError),
        ):
            self.env["ar.statement"]._get_payment_code(bank, self.company.currency_id, 1.0, "R")
