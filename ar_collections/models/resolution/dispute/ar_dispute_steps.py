"""The steps of a dispute, from the first look to its end, and back."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...base.locking import lock
from ...base.notify import notify
from .ar_dispute import ENDED, OPEN

TODO = "mail.mail_activity_data_todo"


class ArDispute(models.Model):
    _inherit = "ar.dispute"

    # -- raised by others --------------------------------------------------------------

    @api.model
    def _raise_for(self, profile, lines, source, **values):
        """Open a dispute of journal items, as superuser, for whoever said so.

        :param source: code of ``_selection_source``
        :param values: further fields: ``origin_ref``, ``reason_id``, ``note``, ``amount`` …
        :raise UserError: something of it cannot be disputed
        """
        return self.sudo().create(
            {
                "profile_id": profile.id,
                "move_line_ids": [fields.Command.set(lines.ids)],
                "source": source,
                **values,
            }
        )

    # -- buttons -----------------------------------------------------------------------

    def action_investigate(self):
        """Somebody looks into it."""
        self._move_to("investigating", allowed=("open",))
        return True

    def action_credit(self):
        """The customer is right: draft the credit notes, of ``credit_amount`` or all of it.

        The items stay on hold until the credit notes are posted; then the rest is due again.

        :raise UserError: it ended otherwise, or one of the items is no invoice
        """
        self.check_access("write")
        for dispute in self.filtered(lambda one: one.state in OPEN).sudo():
            dispute._check_credit()
        for dispute in self._end("credited"):
            dispute._draft_credit_notes()
        return True

    def action_reject(self):
        """The customer is not right: it is due again at once, and the customer is told why."""
        moved = self._end("rejected")
        moved.item_ids._release()
        moved._answer()
        return True

    def action_agree(self):
        """Something was agreed, which ``agreement`` says: it is due again at once, or after
        ``agreed_until``."""
        for dispute in self._end("agreed"):
            today, until = dispute.company_id._ar_today(), dispute.agreed_until
            dispute.item_ids._release(until if until and until >= today else None)
        return True

    def action_withdraw(self):
        """The customer, or whoever entered it, takes it back: it is due again at once."""
        self._end("withdrawn").item_ids._release()
        return True

    def action_reopen(self):
        """It was not the end: the items that are still open are held again, and there is a new
        deadline.

        :raise UserError: nothing of it is open any more
        """
        self.check_access("write")
        moved = self.filtered(lambda one: one.state in ENDED)
        moved._lock()
        moved = moved._move_to(
            "investigating",
            allowed=ENDED,
            date_closed=False,
            closed_by_id=False,
            escalated_on=False,
            agreed_until=False,
        )
        for dispute in moved.sudo():
            today = dispute.company_id._ar_today()
            dispute.deadline = dispute.company_id._ar_get_dispute_deadline(
                dispute.partner_id.country_id, dispute.reason_id, today
            )
            drafts = dispute.credit_note_ids.filtered(lambda move: move.state == "draft")
            drafts.button_cancel()
            dispute._take_again()
        moved._tell_webhooks("dispute.opened")
        return True

    def _take_again(self):
        """Hold what is still open of the items that were disputed, up to what it was."""
        rows = self._read_rows(self.move_line_ids)
        left = self.move_line_ids.filtered(
            lambda line: rows.get(line.id, {}).get("residual_currency", 0.0) > 0
        )
        if not left:
            raise UserError(
                self.env._(
                    "Nothing is open any more of what %s was about. Open another dispute if the "
                    "customer does not accept something else.",
                    self.name,
                )
            )
        taken = self._read_taken(left, apart=self.ids)
        free = sum(
            rows[line.id]["residual_currency"] - taken.get(line.id, (0.0,))[0] for line in left
        )
        own = self.product_line_ids.filtered(lambda line: line.move_id in left.move_id)
        values = {
            "move_line_ids": [fields.Command.set(left.ids)],
            "product_line_ids": [fields.Command.set(own.ids)],
        }
        if self.amount and len(left.currency_id) == 1 and free > 0:
            values["amount"] = min(self.amount, free)
        self.write(values)
        if "amount" not in values:
            self._spread_anew()
        self._schedule()

    def action_close(self):
        """Ask how it ended, and why."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close the Dispute"),
            "res_model": "ar.dispute.close",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_dispute_id": self.id},
        }

    def action_view_credit_notes(self):
        """Open the credit notes."""
        self.ensure_one()
        self.check_access("read")
        return (
            self.sudo()
            .credit_note_ids.sudo(False)
            ._get_records_action(name=self.env._("Credit Notes"))
        )

    def action_view_profile(self):
        """Open the customer account."""
        self.ensure_one()
        self.check_access("read")
        return self.profile_id._get_records_action()

    def action_send_answer(self):
        """Tell the customer how it ended, once more or for the first time."""
        self.check_access("write")
        ended = self.filtered(lambda one: one.state in ENDED)
        if not ended:
            raise UserError(self.env._("Close the dispute first: the answer says how it ended."))
        ended._answer()
        return notify(self.env._("The answer is queued and leaves within minutes."), "success")

    # -- ends --------------------------------------------------------------------------

    def _end(self, state):
        """The one way to an end; who comes second does nothing, or is told how it ended.

        :return: the disputes that moved, as superuser
        :raise UserError: one has ended otherwise, or has no cause
        """
        self.check_access("write")
        names = dict(self._fields["state"]._description_selection(self.env))
        self._lock()
        for dispute in self:
            if dispute.state in ENDED and dispute.state != state:
                raise UserError(
                    self.env._(
                        "%(dispute)s was closed already: %(state)s, by %(user)s. Reopen it first "
                        "if that was wrong.",
                        dispute=dispute.name,
                        state=names[dispute.state],
                        user=dispute.sudo().closed_by_id.name or self.env._("the night's work"),
                    )
                )
            if dispute.state in OPEN and state != "withdrawn":
                dispute.sudo()._fill_cause()
        user = self.env.user
        by_company = self.grouped("company_id")
        moved = self.browse()
        for company, own in by_company.items():
            moved |= own._move_to(
                state,
                date_closed=company._ar_today(),
                closed_by_id=False if user._is_superuser() else user.id,
            )
        moved_sudo = moved.sudo()
        moved_sudo.activity_feedback([TODO], feedback=names[state])
        moved_sudo._tell_webhooks("dispute.closed")
        moved_sudo._after_end()
        return moved_sudo

    def _lock(self):
        """Lock the disputes, so that what is read of them is what the others have left.

        :raise LockError: somebody else has one of them at this moment
        """
        self.flush_recordset()
        lock(self.sudo())
        self.invalidate_recordset(flush=False)

    def _fill_cause(self):
        """What is not said about the cause is what the reason says.

        :raise UserError: nobody says anything
        """
        cause = self.cause_id or self.reason_id.cause_id
        cause = cause or self.env["ar.dispute.cause"]._find("other", self.company_id)
        if not cause:
            raise UserError(
                self.env._(
                    "%s has no root cause. Choose what was behind it, then close it.", self.name
                )
            )
        values = {"cause_id": cause.id}
        if not self.department_id and cause.department_id:
            values["department_id"] = cause.department_id.id
        self.write(values)

    def _after_end(self):
        """Hook: the disputes, as superuser, have ended; later rooms settle what raised them."""

    # -- tasks and answers -------------------------------------------------------------

    def _schedule(self):
        """A task for each owner; the one before is replaced."""
        disputes = self.sudo().with_context(mail_activity_quick_update=True)
        disputes.activity_unlink([TODO])
        for one in disputes:
            one.activity_schedule(
                TODO,
                date_deadline=one.deadline or one.company_id._ar_today(),
                summary=self.env._(
                    "Clear up what is disputed: %(customer)s, %(reason)s",
                    customer=one.partner_id.display_name,
                    reason=one.reason_id.name or one.name,
                )[:200],
                user_id=one.user_id.id,
            )

    def _answer(self):
        """Queue what the customer is told about the end of the disputes."""
        answers = self.env["ar.dispute.answer"].sudo()
        made = answers.create(
            [
                {
                    "dispute_id": one.id,
                    "profile_id": one.profile_id.id,
                    "outcome": one.state,
                    "note": one.answer_note,
                }
                for one in self
            ]
        )
        if made:
            made._wake_sender()
        return made
