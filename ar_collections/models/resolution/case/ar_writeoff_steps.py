"""The life of a write-off: asked for, approved, booked, its tax claimed; recovered or reversed."""

from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...base.locking import lock


class ArWriteoff(models.Model):
    _inherit = "ar.writeoff"

    def _move_to(self, state, allowed=None, **values):
        # EXTENDS the gate: what a settlement lets go is held until that is decided on.
        moved = super()._move_to(state, allowed, **values)
        settled = moved.sudo().filtered(lambda one: one.reason == "settlement")
        settled.case_id.offer_ids._sync_holds()
        return moved

    # -- decided -----------------------------------------------------------------------

    def action_request(self):
        """Ask for the write-off; who may decide on it alone may approve it next."""
        self.check_access("write")
        for one in self.filtered(lambda one: one.state == "draft"):
            one._check_still_open()
            one._check_accounts()
            if moved := one._move_to("requested"):
                moved._log(moved._say_amount(self.env._("A write-off was asked for: %s.")))
                if not moved._is_within_own_right():
                    moved._ask_manager()
        return True

    def action_approve(self):
        """Approve what was asked for.

        :raise UserError: it is above one's right; the sentence says who may
        """
        self.check_access("write")
        for one in self.filtered(lambda one: one.state == "requested"):
            one._check_approver()
            moved = one._move_to(
                "approved",
                approver_id=self.env.uid,
                approved_on=one.company_id._ar_today(),
            )
            moved._close_tasks()
            moved._log(moved._say_amount(self.env._("The write-off was approved: %s.")))
        return True

    def action_refuse(self):
        """Send it back: it is asked for again, changed, or cancelled."""
        self.check_access("write")
        moved = self._move_to("draft")
        moved._close_tasks()
        moved._log(self.env._("The write-off was sent back."))
        return True

    def action_cancel(self):
        """Nothing is written off."""
        self.check_access("write")
        moved = self._move_to("cancelled")
        moved._close_tasks()
        moved._log(self.env._("The write-off was cancelled."))
        return True

    def _ask_manager(self):
        """A task for a manager who did not write it."""
        managers = self.company_id._ar_get_managers()
        others = managers - self._get_authors()
        user = (others or managers)[:1]
        if user:
            note = Markup("<p>{}</p>").format(self._say_amount("%s"))
            self.company_id._ar_ask(self.sudo(), user, self._get_task_words(), note)

    def _get_task_words(self):
        return self.env._("Approve: %s", self.display_name)

    def _close_tasks(self):
        for one in self.sudo():
            words = one._get_task_words()
            one.activity_ids.filtered(lambda task, w=words: task.summary == w).action_done()

    def _say_amount(self, words):
        """``words`` with amount, item and reason."""
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        parts = (self.currency_id.format(self.amount), self.move_id.name, reasons[self.reason])
        return words % ", ".join(filter(None, parts))

    def _log(self, text):
        """Say it on the write-off and on the customer's account."""
        author = self.env.user.partner_id.id
        for one in self.sudo():
            one._message_log(body=text, author_id=author)
            one.profile_id._message_log(body=f"{one.name}: {text}", author_id=author)

    # -- booked ------------------------------------------------------------------------

    def _read_open(self):
        """What is still open of the item: the row of the reader of open items, or nothing."""
        rows = self.env["ar.open.item"]._read_rows(
            self.company_id.ids, ids=self.move_line_id.ids, include_future=True
        )
        return rows[0] if rows else None

    def _check_still_open(self):
        """Refuse what was paid, credited or written off meanwhile.

        :return: the row of the item
        :raise UserError: less is open than is to be written off
        """
        self.ensure_one()
        row = self._read_open()
        left = row["residual_currency"] if row else 0.0
        if self.currency_id.compare_amounts(self.amount, left) > 0:
            raise UserError(
                self.env._(
                    "Of %(item)s only %(left)s are open, and %(amount)s would be written off. It "
                    "may have been paid meanwhile: cancel this, and write off what is left.",
                    item=self.move_id.display_name or self.move_line_id.display_name,
                    left=self.currency_id.format(max(left, 0.0)),
                    amount=self.currency_id.format(self.amount),
                )
            )
        return row

    def action_book(self):
        """Take what was approved off what is owed; booking it twice does nothing."""
        self.check_access("write")
        for one in self.filtered(lambda one: one.state == "approved"):
            one._lock()
            if one.state == "approved":
                one._book()
        return True

    def _lock(self):
        """Nobody else books this, or matches the item, at the same time.

        :raise LockError: somebody does
        """
        lock(self)
        lock(self.move_line_id.sudo(), self)
        self.env.invalidate_all()

    def _book(self):
        today = self.company_id._ar_today()
        day = self.date or today
        row = self._check_still_open()
        record = self.sudo()
        record._compute_net()
        record._note_relief()
        self._check_accounts()
        balance = self._get_balance(row)
        taxes = self._keep_taxes()
        self._check_open_period(day, has_tax=bool(taxes.filtered("unexigible")))
        never_due = taxes.filtered("unexigible")
        whole = self.currency_id.compare_amounts(self.amount, row["residual_currency"]) == 0
        self._check_whole(never_due, whole)
        waits = self._get_accounts()[1]
        moved = self._move_to(
            "booked",
            booked_on=today,
            booked_by_id=self.env.uid,
            amount_company=balance,
            tax_company=self._sums(taxes.mapped("amount")),
            tax_account_id=waits.id if self.tax_relief == "eligible" else False,
        )
        move = moved._make_move(
            day,
            self.env._("Write-off of %s", self.move_id.name),
            self._prepare_entry(balance, taxes),
        )
        record.entry_id = move
        line = move.line_ids.filtered(lambda one: one.account_id == self.move_line_id.account_id)
        pair = line[:1] | self.move_line_id.sudo()
        # What never was due does not become so because nobody pays.
        pair.with_context(no_cash_basis=bool(never_due)).reconcile()
        moved._log(moved._say_amount(self.env._("Written off: %s.")))

    def _get_balance(self, row):
        """The amount in the company's currency, as the item stands there."""
        if self.currency_id.compare_amounts(self.amount, row["residual_currency"]) == 0:
            return row["residual"]
        share = self.amount / row["residual_currency"]
        return self.company_currency_id.round(row["residual"] * share)

    def _check_whole(self, never_due, whole):
        """A tax that is due on payment is taken off with the last of the debt alone: a payment
        after it would make due what was taken off.

        :raise UserError: something of the invoice stays open
        """
        invoice = self.move_id.sudo()
        rest = invoice.currency_id.compare_amounts(invoice.amount_residual, self.amount)
        if never_due and (rest > 0 or not whole):
            raise UserError(
                self.env._(
                    "The tax of %(invoice)s is due when it is paid. Write off all that is left of "
                    "it, %(rest)s, or credit the part.",
                    invoice=invoice.name,
                    rest=invoice.currency_id.format(invoice.amount_residual),
                )
            )

    def _keep_taxes(self):
        """What of the amount is tax, by tax line, in the company's currency."""
        whole = self.move_id.sudo().amount_total
        values = []
        for line, amount in self._read_tax_parts(company=True).items():
            base = abs(line.tax_base_amount) * (-1 if line.balance > 0 else 1)
            values.append(
                {
                    "writeoff_id": self.id,
                    "tax_line_id": line.id,
                    "tax_id": line.tax_line_id.id,
                    "amount": amount,
                    "base": self.company_currency_id.round(base * self.amount / whole),
                    "unexigible": line.tax_line_id.tax_exigibility == "on_payment",
                }
            )
        self.sudo().tax_ids.unlink()
        return self.env["ar.writeoff.tax"].sudo().create(values)

    # -- the tax -----------------------------------------------------------------------

    def action_claim(self):
        """Claim the tax: it leaves where it waits, with the tags of the return.

        :raise UserError: it is too early, or too late
        """
        self.check_access("write")
        for one in self.filtered(lambda one: one.state == "booked"):
            one._lock()
            if one.tax_relief == "eligible":
                one._claim()
        return True

    def _claim(self):
        today = self.company_id._ar_today()
        if today < self.eligible_from:
            raise UserError(
                self.env._(
                    "The tax of %(writeoff)s may be claimed from %(day)s on. There is a task on "
                    "that day.",
                    writeoff=self.display_name,
                    day=format_date(self.env, self.eligible_from),
                )
            )
        if self.claim_until and today > self.claim_until:
            raise UserError(
                self.env._(
                    "The tax of %(writeoff)s could be claimed until %(day)s. It is lost.",
                    writeoff=self.display_name,
                    day=format_date(self.env, self.claim_until),
                )
            )
        self._check_open_period(today, has_tax=True)
        words = self.env._("Tax of the written-off %s", self.move_id.name)
        move = self._make_move(today, words, self._prepare_claim())
        self.sudo().write({"tax_relief": "claimed", "claimed_on": today, "claim_entry_id": move.id})
        self._log(self.env._("The tax was claimed."))
