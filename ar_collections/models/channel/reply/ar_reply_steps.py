"""What the buttons of an answer do, a method a kind."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ..ar_answer_mixin import DAYS_TO_CLEAR

#: Days that a customer who says that it is paid is left alone, until the money is here.
DAYS_FOR_MONEY = 5


class ArReply(models.Model):
    _inherit = "ar.reply"

    def action_answer(self):
        """Do what the kind of the answer proposes, and close it.

        :return: an action to go on with, or True
        :raise UserError: something is missing; the sentence says what
        """
        self.check_access("write")
        results = [
            # Of a kind whose add-on was uninstalled: somebody has read it.
            getattr(reply, f"_answer_{reply.kind}", reply._answer_other)()
            for reply in self
            if reply.state == "new"
        ]
        return next((one for one in results if isinstance(one, dict)), True)

    def action_ignore(self):
        """There is nothing to do: reminders go on."""
        self.check_access("write")
        self._close("ignored", self.env._("Nothing to do."))
        return True

    def action_view_message(self):
        """Open the account, where the letter stands."""
        self.ensure_one()
        return self.profile_id._get_records_action()

    def _answer_alone(self):
        """Do at once what a customer chose on the page without a login, where no person has to
        decide about it; a later room says what.

        :return: True if it is done, and nobody has to read it
        """
        return False

    # -- one step a kind ---------------------------------------------------------------

    def _answer_paid(self):
        today = self.company_id._ar_today()
        until = today + timedelta(days=DAYS_FOR_MONEY)
        self._wait_for_money(until, self._get_figures(), self.move_ids)
        return self._close("handled", self.env._("Waits for the money."))

    def _answer_promise(self):
        if not self.date:
            raise UserError(
                self.env._(
                    "%s names no day. Enter the day of the promise, then take it.",
                    self.partner_id.display_name,
                )
            )
        if self.date < self.company_id._ar_today():
            raise UserError(
                self.env._(
                    "The promise of %(customer)s was for %(day)s, which is over. Enter another "
                    "day, or ignore it.",
                    customer=self.partner_id.display_name,
                    day=format_date(self.env, self.date),
                )
            )
        self._take_promise(self.date, self.amount, self.currency_id, self.move_ids)
        return self._close("handled", self.env._("Promise taken: %s", self._get_figures()))

    def _answer_dispute(self):
        self._clear_dispute(self.move_ids)
        return self._close("handled", self.env._("Dispute opened."))

    def _answer_copy(self):
        self._check_known()
        names = self._send_copies(self.move_ids, self.author_id)
        return self._close("handled", self.env._("Copies sent: %s", names))

    def _answer_contact(self):
        self._close("handled", self.env._("To be changed on the account."))
        return self.profile_id.action_correct_contact()

    def _answer_hardship(self):
        until = self.company_id._ar_today() + timedelta(days=DAYS_TO_CLEAR)
        self._hold_customer(until, moves=self.move_ids)
        self._give_task(self.env._("Call: cannot pay now"), self.company_id._ar_today())
        return self._close("handled", self.env._("A call is planned."))

    def _answer_optout(self):
        self._check_known()
        self.env["ar.optout"]._note(self.author_id, "email", "reminder", self.env._("Reply"))
        return self._close("handled", self.env._("Gets no more reminders by e-mail."))

    def _answer_absent(self):
        return self._close("handled", self.env._("Filed: away."))

    def _answer_other(self):
        return self._close("handled", self.env._("Read."))

    # -- what steps have in common -----------------------------------------------------

    def _check_known(self):
        if not self.is_known:
            raise UserError(
                self.env._(
                    "%(sender)s is no contact of %(customer)s: nothing is sent there, and nobody "
                    "is taken off a list. Look at the message on the account.",
                    sender=self.email_from or self.author_id.display_name or "?",
                    customer=self.partner_id.display_name,
                )
            )

    def _get_figures(self):
        """Amount, day and number as one text; what is not known is left out."""
        parts = (
            self.amount and format_amount(self.env, self.amount, self.currency_id),
            self.date and format_date(self.env, self.date),
            self.reference,
        )
        return ", ".join(filter(None, parts))

    # -- what the answers ask ----------------------------------------------------------

    def _prepare_hold_words(self):
        # EXTENDS the answers
        money = self.kind in ("paid", "promise")
        return self.env["ar.hold"]._prepare_spoken(
            "reply",
            kind=self.kind,
            amount=self.amount if money else 0.0,
            currency_id=self.currency_id.id,
            day=fields.Date.to_string(self.date) if money and self.date else None,
            reference=self.reference or "",
            words="" if money else (self.words or "")[:150],
        )

    def _get_answer_words(self):
        # EXTENDS the answers
        return self.text or ""
