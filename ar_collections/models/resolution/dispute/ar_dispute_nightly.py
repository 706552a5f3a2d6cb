"""What the night looks after: late disputes, settled ones, credit notes, short payments."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date, plaintext2html

from ....tools.resolution import dispute as tools
from .ar_dispute import OPEN

#: Days after which a credit note that nobody has posted is a manager's.
DAYS_TO_POST = 7
#: Days for which a payment that was too low is looked at.
DAYS_BACK = 90
#: Short payments that are noted in one night and company.
MOST_DEDUCTIONS = 2_000


class ArDispute(models.Model):
    _inherit = "ar.dispute"

    @api.model
    def _cron_watch(self):
        """Look after all disputes, company by company."""
        companies = self.env["res.company"].search([])
        job = self.env["ar.job.mixin"]
        job._work_through(companies, self._watch_in)
        job._work_through(companies, self._note_deductions)

    @api.model
    def _watch_in(self, company):
        """What changed without anybody looking at the disputes of a company."""
        disputes = self.sudo().with_company(company)
        own = Domain("company_id", "=", company.id)
        disputes.search(own & Domain("state", "in", OPEN))._close_settled()
        credited = disputes.search(
            own & Domain("state", "=", "credited") & Domain("item_ids.is_held", "=", True)
        )
        self._look_after(credited, lambda own: own._follow_credit_notes())
        disputes._escalate(company)

    # -- settled meanwhile -------------------------------------------------------------

    def _close_settled(self):
        """Close those of which nothing is open any more: credited where a credit note came in
        since, else given up by the customer, who has paid."""
        rows = self._read_rows(self.item_ids.move_line_id)
        settled = self.filtered(
            lambda one: all(
                rows.get(item.move_line_id.id, {}).get("residual_currency", 0) <= 0
                for item in one.item_ids
            )
        )
        receipts = self.env["ar.open.item"]._read_receipts(settled.item_ids.move_line_id.ids)
        self._look_after(settled, lambda own: own._end_settled(receipts))

    @api.model
    def _look_after(self, disputes, work):
        """Do ``work(disputes)``; of one that fails its owner is told, the others go on."""

        def failed(dispute, error):
            summary = self.env._("%s could not be looked after", dispute.name)
            note = plaintext2html(str(error))
            dispute.company_id._ar_ask(dispute, dispute.user_id, summary, note)

        self.env["ar.job.mixin"]._attempt(disputes, work, failed, logging.ERROR, leave_busy=True)

    def _end_settled(self, receipts):
        for dispute in self:
            came = [
                receipt.kind
                for item in dispute.item_ids
                for receipt in receipts.get(item.move_line_id.id, ())
                if dispute._came_since(receipt)
            ]
            moved = dispute._end(tools.ending_of(came))
            moved.item_ids._release()
            moved._message_log(
                body=self.env._("Settled: nothing is open any more of what was disputed.")
            )

    def _came_since(self, receipt):
        """Whether something came in, or was matched, after the dispute was opened."""
        matched = self.company_id._ar_day_of(receipt.matched_on)
        return max(receipt.day, matched) >= self.date_opened

    # -- credit notes ------------------------------------------------------------------

    def _follow_credit_notes(self):
        """A credited dispute holds its items as long as a credit note is a draft; once all are
        posted the rest is due again. One whose credit notes are all gone goes on."""
        for dispute in self.filtered(lambda one: one.state == "credited"):
            notes = dispute.credit_note_ids.filtered(lambda move: move.state != "cancel")
            drafts = notes.filtered(lambda move: move.state == "draft")
            held = dispute.item_ids.filtered("is_held")
            if not notes and held:
                dispute._go_on()
            elif not drafts and held:
                held._release()
            elif drafts and not held:
                # Taken back to draft: what it credited is open again.
                dispute._hold_again()

    def _hold_again(self):
        rows, taken = (
            self._read_rows(self.item_ids.move_line_id),
            self._read_taken(self.item_ids.move_line_id, apart=self.ids),
        )
        left = self.item_ids.filtered(
            lambda item: (
                item.move_line_id.id in rows
                and not taken.get(item.move_line_id.id, (0, 0, False))[2]
            )
        )
        left._hold()

    def _go_on(self):
        """Its credit notes were deleted or cancelled: somebody decides anew."""
        self._move_to("investigating", allowed=("credited",), date_closed=False, closed_by_id=False)
        today = self.company_id._ar_today()
        self.deadline = self.company_id._ar_get_dispute_deadline(
            self.partner_id.country_id, self.reason_id, today
        )
        self._message_log(
            body=self.env._(
                "The credit note that was drafted is gone. The dispute is open again: draft "
                "another one, or close it otherwise."
            )
        )

    # -- late --------------------------------------------------------------------------

    @api.model
    def _escalate(self, company):
        """Tell a manager once what is late, and what accounting has not posted."""
        today = company._ar_today()
        fresh = Domain("company_id", "=", company.id) & Domain("escalated_on", "=", False)
        late = Domain("state", "in", OPEN) & Domain("deadline", "<", today)
        unposted = Domain("state", "=", "credited") & Domain("credit_note_ids.state", "=", "draft")
        unposted &= Domain("date_closed", "<", today - timedelta(days=DAYS_TO_POST))
        for dispute in self.search(fresh & (late | unposted)):
            manager = company._ar_get_manager() or dispute.user_id
            speaking = self.with_context(lang=company._ar_pick_lang(manager))
            dispute.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=today,
                summary=speaking._say_escalated(dispute),
                user_id=manager.id,
            )
            dispute.escalated_on = today

    def _say_escalated(self, dispute):
        if dispute.state in OPEN:
            return self.env._(
                "%(dispute)s of %(customer)s was to be answered by %(day)s",
                dispute=dispute.name,
                customer=dispute.partner_id.display_name,
                day=format_date(self.env, dispute.deadline),
            )
        return self.env._(
            "%(dispute)s of %(customer)s: the credit note is not posted yet",
            dispute=dispute.name,
            customer=dispute.partner_id.display_name,
        )

    # -- short payments ----------------------------------------------------------------

    @api.model
    def _note_deductions(self, company):
        """Open a deduction for each item of a company that was paid a little too low."""
        most = company.sudo().ar_deduction_amount
        if company.currency_id.compare_amounts(most, 0) <= 0:
            return
        disputes = self.sudo().with_company(company)
        rows = disputes._find_small_rests(company, most)
        receipts = self.env["ar.open.item"].sudo()._read_receipts(list(rows))
        paid = {
            id_: max((one.day for one in own if one.kind == "payment"), default=None)
            for id_, own in receipts.items()
        }
        rests = [
            tools.Rest(id_, row["amount"], row["residual"], paid.get(id_))
            for id_, row in rows.items()
        ]
        since = company._ar_today() - timedelta(days=DAYS_BACK)
        short = tools.find_short(rests, most, company.sudo().ar_deduction_percent, since)
        self.env["ar.job.mixin"]._attempt(
            [rows[id_] for id_ in short[:MOST_DEDUCTIONS]],
            lambda own: disputes._open_deductions(company, own),
            failed=lambda own, error: None,
        )

    @api.model
    def _find_small_rests(self, company, most):
        """{id: open item} of a company's items with a rest up to ``most`` that nobody disputes or
        holds, and of which no deduction was ever made."""
        found = self.env["ar.open.item"].search(
            [
                ("company_id", "=", company.id),
                ("residual", ">", 0),
                ("residual", "<=", most),
                ("asked_currency", ">", 0),
                ("paid_out", "=", False),
                ("payment_pending", "=", False),
                ("partner_id", "!=", False),
            ]
        )
        known = self.env["ar.dispute.item"].search(
            [
                ("move_line_id", "in", found.ids),
                "|",
                ("kind", "=", "deduction"),
                ("is_held", "=", True),
            ]
        )
        held = self.env["ar.hold"].search(
            self.env["ar.hold"]._domain_in_force() & Domain("company_id", "=", company.id)
        )
        busy = {
            *known.move_line_id.ids,
            *held.move_line_id.ids,
            *held.filtered(lambda one: not one.move_line_id).move_id.line_ids.ids,
        }
        rows = self.env["ar.open.item"]._read_rows(
            company.ids, ids=[id_ for id_ in found.ids if id_ not in busy], today=True
        )
        return {row["id"]: row for row in rows}

    @api.model
    def _open_deductions(self, company, rows):
        """One deduction for each open item."""
        profiles = self.env["ar.profile"]
        profiles._ensure({(row["partner_id"], company.id) for row in rows})
        known = profiles.search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", [row["partner_id"] for row in rows]),
            ]
        ).grouped(lambda profile: profile.partner_id.id)
        return self.create(
            [
                {
                    "kind": "deduction",
                    "source": "payment",
                    "profile_id": known[row["partner_id"]].id,
                    "move_line_ids": [fields.Command.set([row["id"]])],
                }
                for row in rows
            ]
        )
