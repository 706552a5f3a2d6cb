"""Work in the background: what is committed when, who is told of a failure, what ends a job."""

import logging

import psycopg2
from psycopg2 import errors as pg_errors

from odoo import api, models
from odoo.exceptions import LockError, UserError

_logger = logging.getLogger(__name__)

# Somebody else works on the same rows: nothing is wrong, and nobody is told. The transaction is
# of no use any more, unless a savepoint was opened before.
BUSY = (
    pg_errors.SerializationFailure,
    pg_errors.DeadlockDetected,
    pg_errors.LockNotAvailable,
    LockError,
)
# The connection, the transaction or the memory is lost: no record's fault, and nothing that
# is written now would stay.
LOST = (psycopg2.OperationalError, psycopg2.InterfaceError, MemoryError)


class TimeUp(Exception):
    """The scheduler's time is over; what was done is committed."""


# What no record is to be told of.
_RAISED = (*LOST, LockError, TimeUp)


def raise_if_lost(error):
    """Where something is caught whatever it is: what is LOST or BUSY goes on to who owns the
    transaction, also from behind other errors (a template's, say).

    :raise Exception: the lost connection, or the conflict
    """
    cause = error
    while cause is not None:
        if isinstance(cause, (*LOST, *BUSY)):
            raise cause
        cause = cause.__cause__ or cause.__context__


class ArJobMixin(models.AbstractModel):
    """A job: it works through records, and one that fails does not stop the others.

    - ``_work_through`` is the whole of a job: one record after the other (companies, rules,
      runs), each in transactions of its own. A record that fails is rolled back to its last
      commit and told why. One that another process has at this moment is left to it.
    - ``_work_off`` is the same for a queue: what is new in it matters more than a list made at
      the beginning.
    - ``_in_batches`` gives the parts of a long list and pauses after each, so that a job that is
      killed loses one part at most.
    - ``_pause`` commits what is done so far. Once the time is up, it ends the job, which is called
      again soon: work that pauses finds by itself what is left.
    - ``_attempt`` does a part of such a list in one savepoint; if it fails, one by one, each in
      its own, and the failed ones are told why. It never commits, so that buttons use it, too.

    Progress is committed by ``ir.cron._commit_progress`` alone. What is LOST goes on to the
    caller from everywhere. What is BUSY does, too, up to ``_work_through``, which owns the
    transaction. Every other exception is told by ``failed(record, error)``, which writes a
    sentence where people look, and is in the log once. Telling may fail, too (the kind of task was
    deleted): that is undone by itself, and in the log.

    A scheduled action finds its records by a plain search, and calls ``_work_through`` or
    ``_work_off``: what it did besides, for one company after the other, would stop it for all.

    Who sends messages takes a part of its queue, locks it, and gives it to ``_attempt`` with
    ``leave_busy``: what is sent and the state that says so are in one savepoint, what another
    process has stays in the queue, ``failed`` notes why a message did not leave.
    """

    _name = "ar.job.mixin"
    _description = "Work in the Background"

    @api.model
    def _work_through(self, records, work, failed=None, lock=False, whole=False):
        """Do ``work(record)`` for each record, in their order; stop when the time is up.

        :param failed: ``failed(record, error)``, after what was not committed is rolled back;
            without it, a failure is only in the log, and the next call tries again
        :param lock: lock each record before its work; who comes second leaves it alone
        :param whole: do not stop between records, for a job that would begin with the first one
            again and never come to the last
        :return: False if the time was up before the last record
        """
        progress = self.env["ir.cron"]._commit_progress
        left = len(records)
        progress(remaining=left)
        for record in records:
            try:
                if lock:
                    record.lock_for_update(allow_referencing=True)
                work(record)
            except TimeUp:
                # Part of it is done: the scheduler calls again at once.
                progress(1, remaining=left)
                return False
            except BUSY:
                self.env.cr.rollback()
                _logger.info("Somebody else works on %s", record)
            except LOST:
                raise
            except Exception as error:
                self.env.cr.rollback()
                told = failed and isinstance(error, UserError)
                self._log_failure(record, error, logging.INFO if told else logging.ERROR)
                if failed:
                    self._tell_failure(failed, record, error, leave_busy=True)
            left -= 1
            if not progress(1, remaining=left) and not whole:
                return left == 0
        return True

    @api.model
    def _work_off(self, model, queue, take, work):
        """Do ``work(records)`` for one part of a queue after the other, until nothing is left or
        the time is up; each part is committed.

        :param model: the model of the records in the queue
        :param queue: the domain of what waits
        :param take: ``take(ids)`` gives the next part, without ``ids``: those that are still in the
            queue after their work, because somebody else has them or it failed
        :return: False if the time was up
        """
        progress = self.env["ir.cron"]._commit_progress
        left = model.search_count(queue)
        progress(remaining=left)
        tried = set()
        while part := take(tried):
            try:
                work(part)
            except BUSY:
                self.env.cr.rollback()
                _logger.info("Somebody else works on %s", part)
            except LOST:
                raise
            except Exception as error:
                self.env.cr.rollback()
                self._log_failure(part, error, logging.ERROR)
            tried.update(part.filtered_domain(queue).ids)
            left = max(left - len(part), 0)
            if not progress(len(part), remaining=left):
                return False
        return True

    def _in_batches(self, items, size):
        """The parts of a recordset or list, with a pause after each; see ``_pause``."""
        for start in range(0, len(items), size):
            yield items[start : start + size]
            self._pause()

    def _pause(self):
        """Commit what is done so far, and lock ``self`` again, which the commit let go.

        :raise TimeUp: the scheduler's time is over
        :raise LockError: somebody else works on ``self`` now
        """
        if not self.env["ir.cron"]._commit_progress():
            raise TimeUp
        self.lock_for_update(allow_referencing=True)

    @api.model
    def _attempt(self, items, work, failed, level=logging.INFO, leave_busy=False):
        """Do ``work(items)`` in a savepoint; if that fails, for one after the other.

        :param items: a recordset or a list; ``work`` is given all of it, or parts with one in it
        :param failed: ``failed(part, error)``, for a part with one in it
        :param level: of the log, for what is no sentence to people (``UserError``)
        :param leave_busy: leave alone what another transaction has, instead of raising that
        :return: list of what ``work`` gave, or ``failed`` in its place
        """
        if len(items) > 1:
            try:
                with self.env.cr.savepoint():
                    return [work(items)]
            except _RAISED as error:
                if not (leave_busy and isinstance(error, BUSY)):
                    raise
            except Exception:
                _logger.info("%s things fail together: one by one", len(items), exc_info=True)
        parts = (items[at : at + 1] for at in range(len(items)))
        return [self._attempt_one(part, work, failed, level, leave_busy) for part in parts]

    @api.model
    def _attempt_one(self, item, work, failed, level=logging.INFO, leave_busy=False):
        """Do ``work(item)`` in a savepoint, or else ``failed(item, error)``; see ``_attempt``.

        :return: what the one or the other gives; None for what was left alone
        """
        try:
            with self.env.cr.savepoint():
                return work(item)
        except _RAISED as error:
            if not (leave_busy and isinstance(error, BUSY)):
                raise
            _logger.info("Somebody else works on %s", item)
            return None
        except Exception as error:
            self._log_failure(item, error, logging.INFO if isinstance(error, UserError) else level)
            return self._tell_failure(failed, item, error, leave_busy)

    @api.model
    def _tell_failure(self, failed, item, error, leave_busy=False):
        """``failed(item, error)`` in a savepoint; where that fails, too, it is only in the log."""
        try:
            with self.env.cr.savepoint():
                return failed(item, error)
        except _RAISED as raised:
            if not (leave_busy and isinstance(raised, BUSY)):
                raise
            _logger.info("Somebody else works on %s", item)
        except Exception as worse:
            _logger.exception("Nobody could be told that work on %s failed: %s", item, worse)
        return None

    @api.model
    def _log_failure(self, item, error, level):
        """One line for what a sentence tells (INFO), else the whole traceback."""
        trace = not isinstance(error, UserError) or level > logging.INFO
        _logger.log(level, "Work on %s failed: %s", item, error, exc_info=trace and error)
