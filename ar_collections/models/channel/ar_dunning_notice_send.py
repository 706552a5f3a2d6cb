"""What the sender does with notices: bundles, fallbacks, calls that are no longer needed."""

import logging

from odoo import api, fields, models
from odoo.fields import Domain

from .ar_message_mixin import NO_WAIT, OwnFault

QUEUED = Domain("state", "=", "queued")


class ArDunningNotice(models.Model):
    # EXTENDS 'dunning': sending.
    _inherit = "ar.dunning.notice"

    _send_cron = "ar_collections.ir_cron_dunning_send"
    # While they are sent the journal items of all of them are locked: with papers that is longer.
    _batch_size = 100
    _printed_size = 50

    def _trigger_sending(self):
        # EXTENDS 'dunning': wake the sender as soon as this transaction commits.
        super()._trigger_sending()
        self._wake_sender()

    def action_confirm(self):
        # EXTENDS 'dunning'
        return self._answer_confirmed(super().action_confirm())

    def action_retry(self):
        # EXTENDS 'dunning'
        return self._answer_confirmed(super().action_retry())

    def _answer_confirmed(self, result):
        """What a button answers: that nothing leaves at present, if that is so."""
        waiting = self.filtered(lambda notice: notice.state == "queued")
        return (waiting and waiting._warn_confirmed()) or result

    @api.model
    def _warn_confirmed(self):
        return self._warn_of_senders(self.env._("Confirmed, but nothing leaves at present."))

    def _set_queued(self):
        # EXTENDS 'dunning': a notice that is sent again gets its letter anew.
        moved = super()._set_queued()
        anew = {"letter_attachment_id": False, "missing_enclosures": False}
        moved.sudo().write({**anew, "tries": 0, **NO_WAIT})
        if moved:
            moved._trigger_sending()
        return moved

    def _set_cancelled(self, reason):
        # EXTENDS 'dunning': what waits for a cancelled notice does not leave.
        moved = super()._set_cancelled(reason)
        waiting = ("queued", "leaving", "sent")
        moved.sudo().dispatch_ids._move_to("cancelled", waiting, error=reason)
        return moved

    @api.model
    def _get_unwanted(self, runs):
        # EXTENDS 'dunning': nothing was ever handed over.
        return super()._get_unwanted(runs) & Domain("dispatch_ids", "=", False)

    def _set_handed_over(self):
        # EXTENDS the message: what only waits in the mail queue has not left.
        leaving = self.filtered(lambda notice: notice._waits_to_leave())
        leaving._set_leaving()
        (self - leaving)._set_sent()

    # -- the queue ---------------------------------------------------------------------

    @api.model
    def _get_queue(self):
        # EXTENDS the message
        return QUEUED

    @api.model
    def _take_next(self, limit, busy):
        # EXTENDS the message: the notices of whole bundles. Reads no more of the queue than it
        # takes, however long that is.
        first = super()._take_next(limit, busy)
        if any(level._prints() for level in first.level_id):
            first = first[: self._printed_size]
        rest = self._get_ready() & Domain("id", "not in", list(busy))
        rest &= Domain("run_id", "in", [notice.run_id.id for notice in first])
        rest &= Domain("profile_id", "in", first.profile_id.ids)
        bundles = self.search(rest, order="id")._get_bundles()
        return self.browse().union(*(bundle for bundle in bundles if bundle & first))

    def _get_bundles(self):
        # EXTENDS the message: the notices of one run to one customer.
        return self.grouped(lambda notice: (notice.run_id, notice.profile_id)).values()

    @api.model
    def _after_queue(self):
        # EXTENDS the message
        self._send_queued_dispatches()
        self._withdraw_calls()

    # -- sending -----------------------------------------------------------------------

    def _refresh_bundles(self):
        # EXTENDS the message: a bundle with a notice that is busy waits as a whole.
        ready = super()._refresh_bundles()
        busy = (self - ready).filtered(lambda notice: notice.state == "queued")
        keys = {notice._get_message_key() for notice in busy}
        return ready.filtered(lambda notice: notice._get_message_key() not in keys)

    def _before_leaving(self):
        # EXTENDS the message: links that do not lie below a personal one need their keys.
        super()._before_leaving()
        # Read for all of them at once: letters are made one by one.
        self.sudo().line_ids.move_id.mapped("move_type")
        if bare := self.sudo().filtered(lambda notice: not notice.text_link):
            bare.line_ids._get_linked_moves()._ar_ensure_access_tokens()
            self.invalidate_recordset(["text_items"], flush=False)

    def _check_written(self, vals):
        # EXTENDS the guard: nobody chooses a recipient who may not be told.
        super()._check_written(vals)
        if contact_id := vals.get("contact_id"):
            self._check_may_be_told(self.env["res.partner"].browse(contact_id))

    def _fail_to_send(self, reason):
        # EXTENDS the message: tell the collector, too.
        failed = self._set_failed(
            self.env._(
                "The notice to %(customer)s was not sent. %(reason)s",
                customer=self[:1].partner_id.display_name,
                reason=reason,
            )
        )
        failed._make_delivery_task(failed[:1].error)

    def _fail_twice(self, error):
        # EXTENDS the message: confirmed on an earlier day than today, and said by another run
        # meanwhile.
        self._set_cancelled(
            self.env._("Another run reminds this customer of the same items already.")
        )

    def _fail_to_reach(self, problems):
        # EXTENDS the message: the level does not count, the collector gets a task.
        self._note_problems(problems)
        reason = self[:1]._get_unreached_words(problems)
        failed = self._set_failed(reason)
        failed._make_delivery_task(reason)

    def _get_no_channel_words(self):
        # EXTENDS the message
        return self.env._(
            "The level %(level)s has no channels. Add one to the level.",
            level=self.level_id.display_name,
        )

    # -- what was handed over before ---------------------------------------------------

    @api.model
    def _withdraw_calls(self):
        """Nobody is called or visited about what is not asked any more."""
        calls = self.env["ar.dispatch"].sudo()
        tasks = self.env["ar.channel.task"]._get_task_codes()
        domain = [("channel", "in", tasks), ("state", "=", "queued")]
        self.env["ar.job.mixin"]._attempt(
            calls.search(domain),
            lambda part: part.try_lock_for_update()._drop_outdated(),
            # It stays planned, and is looked at again the next time.
            failed=lambda call, error: None,
            level=logging.ERROR,
            leave_busy=True,
        )

    @api.model
    def _send_queued_dispatches(self):
        """Hand over fallbacks that were queued when another channel's message came back."""
        now = Domain("next_try", "=", False) | Domain("next_try", "<=", fields.Datetime.now())
        domain = Domain("state", "=", "queued") & Domain("usage", "=", "fallback") & now
        domain &= Domain("activity_id", "=", False) & Domain("notice_id", "!=", False)
        # Not in the domain: while a run is sent, PostgreSQL takes the notices that have left for
        # few, and would look among all dispatches for each of them.
        waiting = (
            self.env["ar.dispatch"]
            .sudo()
            .search(domain)
            .filtered(lambda d: d.notice_id.state in ("leaving", "sent") and d.company_id.active)
        )
        for dispatches in waiting.grouped(lambda d: d.notice_id.profile_id).values():
            self.env["ar.job.mixin"]._attempt_one(
                dispatches,
                self._send_fallbacks,
                failed=lambda those, error: those._fail_to_hand_over(error),
                level=logging.ERROR,
                leave_busy=True,
            )

    @api.model
    def _send_fallbacks(self, dispatches):
        """Hand over the fallbacks of one customer that are still right."""
        locked = dispatches.try_lock_for_update()
        locked._drop_settled()
        locked.notice_id._fail_outdated(locked)
        self._stop_fallbacks(locked)
        left = locked.filtered(lambda d: d.state == "queued")
        left -= left.notice_id._hold_fallbacks(left)
        self._hand_over(left)
        left.notice_id._settle_leaving()

    @api.model
    def _stop_fallbacks(self, dispatches):
        """Let those fail that cannot be delivered, or may not, any more.

        :raise OwnFault: our own server stands in the way
        """
        queued = dispatches.filtered(lambda d: d.state == "queued")
        for code, own in queued.grouped("channel").items():
            channel = self.env["ar.channel"]
            if problem := channel._get(code)._get_own_problem(own.notice_id[:1]):
                raise OwnFault(problem)
            problems = channel._get_stopping(code, own.notice_id)
            for dispatch in own.filtered(lambda d, found=problems: d.res_id in found):
                dispatch._set_undelivered("failed", problems[dispatch.res_id])

    def _is_settled(self):
        # EXTENDS the message: all that it asks for is paid.
        items = self.line_ids.filtered(lambda line: line.kind == "item")
        return all(line.move_line_id.reconciled for line in items if line.move_line_id)

    def _fail_outdated(self, dispatches):
        """A message whose amounts are no longer right does not leave; the next run reminds
        anew, with the right ones."""
        lines = self.line_ids.filtered(
            lambda line: line.kind == "item" and line.state in ("leaving", "sent")
        )
        rows = self.env["ar.open.item"]._read_rows(
            dispatches.company_id.ids, ids=lines.move_line_id.ids, include_future=True
        )
        live = {row["id"]: row for row in rows}
        for dispatch in dispatches.filtered(lambda d: d.state == "queued"):
            items = dispatch.notice_id.line_ids & lines
            rows = [(line, live.get(line.move_line_id.id)) for line in items]
            if not all(
                row
                and not row["payment_pending"]
                and not line.currency_id.compare_amounts(row["residual_currency"], line.amount_open)
                for line, row in rows
            ):
                dispatch._set_undelivered(
                    "failed",
                    self.env._("Something was paid or changed since; the next run reminds anew."),
                    try_others=False,
                )
