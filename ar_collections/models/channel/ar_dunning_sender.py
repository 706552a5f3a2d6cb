"""The sender: takes queued notices to their customers, once."""

import logging
from datetime import timedelta

import psycopg2
from psycopg2 import errors as pg_errors

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

_logger = logging.getLogger(__name__)

BUNDLES = 50
# Somebody else works on the same rows: nothing is wrong, the next round does it.
BUSY = (
    pg_errors.SerializationFailure,
    pg_errors.DeadlockDetected,
    pg_errors.LockNotAvailable,
)
QUEUED = Domain("state", "=", "queued")


class ArDunningNotice(models.Model):
    # EXTENDS 'dunning': sending. What leaves (the row in the mail queue, the letter, the
    # task) and the state that says so commit together: a process that is killed leaves
    # either both or none, and whoever comes second finds nothing left to send.
    _inherit = "ar.dunning.notice"

    # The queue, in its order: what was sent before is not read again.
    _queue_idx = models.Index("(id) WHERE state = 'queued'")

    def _trigger_sending(self):
        # EXTENDS 'dunning': wake the sender as soon as this transaction commits.
        super()._trigger_sending()
        self.env.ref("ar_collections.ir_cron_dunning_send").sudo()._trigger()

    def _set_queued(self):
        # EXTENDS 'dunning': a notice that is sent again gets its letter anew.
        moved = super()._set_queued()
        moved.sudo().write({"letter_attachment_id": False})
        if moved:
            moved._trigger_sending()
        return moved

    def _set_cancelled(self, reason):
        # EXTENDS 'dunning': what waits for a cancelled notice does not leave.
        moved = super()._set_cancelled(reason)
        moved.dispatch_ids.sudo()._move_to("cancelled", error=reason)
        return moved

    # ------------------------------------------------------------------
    # The scheduled action
    # ------------------------------------------------------------------
    @api.model
    def _cron_send(self, batch_size=BUNDLES):
        """Send what is queued, in batches that commit; safe to kill and to run twice."""
        cron = self.env["ir.cron"]
        left = self.search_count(QUEUED)
        cron._commit_progress(remaining=left)
        # Those that were not sent, because somebody else has them.
        busy = set()
        while notices := self._take_next(batch_size, busy):
            notices._lock_bundles()._send()
            busy.update(notices.filtered(lambda notice: notice.state == "queued").ids)
            left = max(left - len(notices), 0)
            if not cron._commit_progress(len(notices), remaining=left):
                return
        self._send_queued_dispatches()
        self._withdraw_calls()
        if self.search_count(QUEUED, limit=1):
            # Busy just now: come back soon, but do not spin.
            soon = fields.Datetime.now() + timedelta(minutes=1)
            self.env.ref("ar_collections.ir_cron_dunning_send").sudo()._trigger(at=soon)
        cron._commit_progress(0, remaining=0)

    @api.model
    def _take_next(self, limit, busy):
        """The notices of the next bundles (same run and customer), oldest first.

        Reads no more of the queue than it takes, however long that is.
        """
        rest = QUEUED & Domain("id", "not in", list(busy))
        first = self.search(rest, order="id", limit=limit)
        rest &= Domain("run_id", "in", [notice.run_id.id for notice in first])
        rest &= Domain("profile_id", "in", first.profile_id.ids)
        bundles = self.search(rest, order="id")._get_bundles()
        return self.browse().union(*(bundle for bundle in bundles if bundle & first))

    def _lock_bundles(self):
        """Lock whole bundles: its first notice decides who sends it.

        :return: the notices of the bundles that are ours now
        """
        bundles = [bundle.sorted("id") for bundle in self._get_bundles()]
        try:
            with self.env.cr.savepoint():
                leads = self.browse().union(*(bundle[0] for bundle in bundles))
                ours = leads.try_lock_for_update(allow_referencing=True)
                wanted = [bundle for bundle in bundles if bundle[0] in ours]
                rest = self.browse().union(*(bundle[1:] for bundle in wanted))
                locked = ours | rest.try_lock_for_update(allow_referencing=True)
        except BUSY:
            return self.browse()
        whole = [bundle for bundle in wanted if bundle <= locked]
        return self.browse().union(*whole).filtered(lambda notice: notice.state == "queued")

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------
    def _send(self):
        """Send queued notices that are locked: all together, on an error bundle by bundle.

        A customer whose notice fails is recorded, the others go on.
        """
        if not self:
            return
        try:
            with self.env.cr.savepoint():
                self._send_bundles()
            return
        except (psycopg2.InterfaceError, MemoryError):
            raise
        except Exception:
            _logger.info("Sending bundle by bundle after an error", exc_info=True)
        for bundle in self._get_bundles():
            bundle._send_one_bundle()

    def _get_bundles(self):
        """What is sent together: the notices of one run to one customer."""
        return self.grouped(lambda notice: (notice.run_id, notice.profile_id)).values()

    def _send_one_bundle(self):
        try:
            with self.env.cr.savepoint():
                self._send_bundles()
        except BUSY:
            _logger.info("Notices %s are busy, the next round sends them", self.ids)
        except pg_errors.UniqueViolation:
            # Confirmed on an earlier day than today, and said by another run meanwhile.
            self._set_cancelled(
                self.env._("Another run reminds this customer of the same items already.")
            )
        except (psycopg2.InterfaceError, MemoryError):
            raise
        except Exception as error:
            if not isinstance(error, UserError):
                _logger.exception("Notices %s could not be sent", self.ids)
            self._fail_to_send(str(error))

    def _fail_to_send(self, reason):
        """Record why the notices could not be sent, and tell the collector."""
        failed = self._set_failed(
            self.env._(
                "The notice to %(customer)s was not sent. %(reason)s",
                customer=self[:1].partner_id.display_name,
                reason=reason,
            )
        )
        failed._make_delivery_task(failed[:1].error)

    def _send_bundles(self):
        """Read the money again, choose the channels, hand over; all or nothing."""
        messages = self._refresh_bundles()._group_messages()
        leads = self.browse().union(*(lead for lead, _notices in messages))
        choices = self.env["ar.channel"]._choose(leads)
        reached = self.browse()
        wanted = []
        for lead, together in messages:
            choice = choices[lead.id]
            together._note_problems(choice.problems)
            if not choice.channels:
                together._fail_to_reach(choice.problems)
                continue
            reached |= together
            usages = {route.channel: route.usage for route in lead._get_routes()}
            wanted += [
                (notice, code, usages[code]) for code in choice.channels for notice in together
            ]
        self._hand_over(self._queue_dispatches(wanted))
        reached._set_sent()

    def _refresh_bundles(self):
        """Read the money again; a bundle with a notice that is busy waits as a whole."""
        ready = self._refresh_before_sending()
        busy = (self - ready).filtered(lambda notice: notice.state == "queued")
        keys = {notice._get_message_key() for notice in busy}
        return ready.filtered(lambda notice: notice._get_message_key() not in keys)

    @api.model
    def _queue_dispatches(self, wanted):
        """Make the dispatches of ``wanted``: list of (notice, channel, usage)."""
        channels = self.env["ar.channel"]
        return (
            self.env["ar.dispatch"]
            .sudo()
            .create(
                [
                    {
                        "notice_id": notice.id,
                        "channel": code,
                        "usage": usage,
                        "recipient": channels._get(code)._get_recipient(notice),
                    }
                    for notice, code, usage in wanted
                ]
            )
        )

    @api.model
    def _hand_over(self, dispatches):
        """Let each channel carry its dispatches, in the order of the channels."""
        by_channel = dispatches.grouped("channel")
        for code, model in self.env["ar.channel"]._get_codes().items():
            if code in by_channel:
                self.env[model]._dispatch(by_channel[code])

    def _note_problems(self, problems):
        """Record the channels that could not be used, for the history."""
        self.env["ar.dispatch"].sudo().create(
            [
                {
                    "notice_id": notice.id,
                    "channel": code,
                    "state": "failed",
                    "error": problem,
                }
                for notice in self
                for code, problem in problems.items()
            ]
        )

    def _fail_to_reach(self, problems):
        """No channel can deliver: the level does not count, the collector gets a task."""
        reason = " ".join(dict.fromkeys(problems.values())) or self.env._(
            "The level %(level)s has no channels. Add one to the level.",
            level=self[:1].level_id.display_name,
        )
        failed = self._set_failed(reason)
        failed._make_delivery_task(reason)

    @api.model
    def _withdraw_calls(self):
        """Nobody is called about what is paid."""
        calls = self.env["ar.dispatch"].sudo()
        domain = [("channel", "=", "call"), ("state", "=", "queued")]
        calls.search(domain).try_lock_for_update()._drop_settled()

    @api.model
    def _send_queued_dispatches(self):
        """Hand over fallbacks that were queued when another channel's message came back."""
        waiting = (
            self.env["ar.dispatch"]
            .sudo()
            .search(
                [
                    ("state", "=", "queued"),
                    ("usage", "=", "fallback"),
                    ("activity_id", "=", False),
                    ("notice_id.state", "=", "sent"),
                ]
            )
        )
        for dispatches in waiting.grouped(lambda d: d.notice_id.profile_id).values():
            try:
                with self.env.cr.savepoint():
                    locked = dispatches.try_lock_for_update()
                    locked._drop_settled()
                    locked._fail_outdated()
                    self._hand_over(locked.filtered(lambda d: d.state == "queued"))
            except BUSY:
                continue
            except Exception as error:
                _logger.exception("Dispatches %s could not be sent", dispatches.ids)
                dispatches._set_undelivered("failed", str(error))
