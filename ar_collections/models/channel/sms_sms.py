"""Odoo's queue of text messages: ours are looked at again when they leave, and leave once."""

import logging

from odoo import api, fields, models
from odoo.tools import split_every

from ...tools.base import mailed
from ...tools.channel import sms as rules
from ...tools.channel.answer import LATER, OURS
from ..base.ar_job_mixin import raise_if_lost
from .ar_channel_sms import QUEUE

_logger = logging.getLogger(__name__)

# Text messages that are given to a provider together: as many may be in doubt after a crash.
BATCH = 10
# By which kind of failure an error of the connection is told.
FAILURES = {LATER: "sms_server", OURS: "sms_acc"}


class SmsSms(models.Model):
    _inherit = "sms.sms"

    def _ar_find_dispatches(self):
        """The dispatches that these text messages carry, as superuser."""
        dispatches = self.env["ar.dispatch"].sudo()
        uuids = [one.uuid for one in self if one.uuid]
        return dispatches.search([("sms_uuid", "in", uuids)]) if uuids else dispatches

    def _ar_filter_ours(self):
        uuids = set(self._ar_find_dispatches().mapped("sms_uuid"))
        return self.filtered(lambda one: one.uuid in uuids)

    # -- they leave --------------------------------------------------------------------

    @api.model
    def _process_queue(self):
        # EXTENDS 'sms': ours first, each batch committed before and after it is handed over.
        self._ar_requeue()
        for ids in split_every(BATCH, self._ar_list_waiting()):
            self.browse(ids)._ar_leave()
            self.env["ir.cron"]._commit_progress()
        return super()._process_queue()

    def _send(self, unlink_failed=False, unlink_sent=True, raise_exception=False):
        # EXTENDS 'sms': all ways out of the queue come through here. Ours leave by the scheduled
        # action alone, which may commit.
        if ours := self._ar_filter_ours():
            self.env["ir.cron"]._ar_wake(QUEUE)
        rest = self - ours
        if not rest:
            return None
        return super(SmsSms, rest)._send(
            unlink_failed=unlink_failed, unlink_sent=unlink_sent, raise_exception=raise_exception
        )

    @api.model
    def _ar_list_waiting(self):
        """Ids of ours in the queue that may be handed over now, oldest first."""
        waiting = self.sudo().search(
            [("state", "=", "outgoing"), ("to_delete", "!=", True)], order="id"
        )
        now = fields.Datetime.now()
        due = waiting._ar_find_dispatches().filtered(
            lambda one: not one.next_try or one.next_try <= now
        )
        uuids = set(due.mapped("sms_uuid"))
        return waiting.filtered(lambda one: one.uuid in uuids).ids

    @api.model
    def _ar_requeue(self):
        """What failed by a fault of ours, or of the provider's for a while, is due again."""
        dispatches = self.env["ar.dispatch"].sudo()
        domain = [("channel", "=", "sms"), ("state", "=", "leaving")]
        due = dispatches.search([*domain, ("next_try", "<=", fields.Datetime.now())])
        rows = self.sudo().search([("uuid", "in", due.mapped("sms_uuid")), ("state", "=", "error")])
        rows.write({"state": "outgoing", "failure_type": False, "to_delete": False})

    def _ar_leave(self):
        """Look at these again, and hand over those that are still right, in this transaction."""
        locked = self.sudo().try_lock_for_update().filtered(lambda one: one.state == "outgoing")
        found = self.env["ar.job.mixin"]._attempt(
            locked,
            lambda part: part._ar_look_again(),
            failed=lambda part, error: None,
            level=logging.ERROR,
            leave_busy=True,
        )
        ready = locked.browse(id_ for part in found if part for id_ in part.ids)
        if not ready:
            return
        ready._ar_find_dispatches()._set_trying()
        self.env["ir.cron"]._commit_progress()
        ready.invalidate_recordset(["state"])
        ready = ready.try_lock_for_update().filtered(lambda one: one.state == "outgoing")
        for company, rows in ready.grouped(lambda one: one._get_sms_company()).items():
            for sms_api, part in rows.with_company(company)._split_by_api():
                part._ar_give(sms_api)

    def _ar_look_again(self):
        """Those that may leave; what does not hold any more is taken out of the queue."""
        dispatches = self._ar_find_dispatches()
        groups = list(dispatches.grouped("sms_uuid").values())
        found = {own[0].sms_uuid: (own, *rest) for own, *rest in dispatches._look_again(groups)}
        ready = self.browse()
        for one in self:
            own, answer, reason = found[one.uuid]
            if answer == mailed.LATER:
                continue
            if answer == mailed.DOUBT:
                own._set_doubtful()
                one._ar_cancel()
            elif answer == mailed.STOP:
                one._ar_cancel()
            elif reason:
                own._set_outdated(reason)
                one._ar_cancel()
            elif problem := self.env["ar.channel.sms"]._find_leaving_problem(own):
                own._set_undelivered("failed", problem[0], try_others=problem[1])
                one._ar_cancel()
            elif moment := self.env["ar.channel.sms"]._find_better_hour(own):
                own.write({"next_try": moment})
                self.env["ir.cron"]._ar_wake(QUEUE, at=moment)
            else:
                if one.number != own[0].recipient:
                    one.number = own[0].recipient
                ready |= one
        return ready

    def _ar_give(self, sms_api):
        """Give these to the provider; where it is not sure what became of them, say so."""
        try:
            with self.env.cr.savepoint():
                self._send_with_api(sms_api, raise_exception=True, unlink_sent=True)
        except Exception as error:
            raise_if_lost(error)
            self._ar_take_error(error)

    def _ar_take_error(self, error):
        """The provider could not be asked, or its answer did not arrive."""
        _logger.info("Text messages %s: no answer of the provider", self.ids, exc_info=error)
        dispatches = self._ar_find_dispatches()
        if not (whose := rules.judge_error(error)):
            dispatches._set_doubtful()
            self._ar_cancel()
            return
        self.write({"state": "error", "failure_type": FAILURES[whose]})
        self.env["ar.channel.sms"]._take_status(
            [one.uuid for one in self], "exception", FAILURES[whose], str(error)
        )

    def _ar_cancel(self):
        """Take these out of the queue, for good; their dispatches know already."""
        waiting = self.sudo().filtered(lambda one: one.state in ("outgoing", "error"))
        waiting.write({"state": "canceled", "failure_type": False})
        self.env["mail.notification"].sudo().search(
            [
                ("sms_tracker_ids.sms_uuid", "in", [one.uuid for one in waiting]),
                ("notification_status", "in", ("ready", "exception")),
            ]
        ).write({"notification_status": "canceled"})

    # -- what people do to the queue ---------------------------------------------------

    def write(self, vals):
        # EXTENDS 'sms': who cancels a text message in the queue decides that it does not leave.
        result = super().write(vals)
        if vals.get("state") == "canceled":
            self._ar_tell_withdrawn(
                self.env._(
                    "The text message was cancelled in the queue by %s before it left.",
                    self.env.user.name,
                )
            )
        return result

    def unlink(self):
        # EXTENDS 'sms': so does who deletes it.
        waiting = self.filtered(lambda one: one.state in ("outgoing", "error"))
        waiting._ar_tell_withdrawn(
            self.env._(
                "The text message was deleted from the queue by %s before it left.",
                self.env.user.name,
            )
        )
        return super().unlink()

    def _ar_tell_withdrawn(self, reason):
        """Tell what waits for these text messages that they do not leave."""
        dispatches = self._ar_find_dispatches()
        dispatches.filtered(lambda one: one.state == "leaving")._set_withdrawn(reason)
        dispatches.filtered(lambda one: one.state == "unknown" and not one.error)._set_doubtful()
