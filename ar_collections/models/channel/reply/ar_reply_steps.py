"""What the buttons of an answer do, a method a kind."""

from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

#: Days that a customer who says that it is paid is left alone, until the money is here.
DAYS_FOR_MONEY = 5
#: Days after a promised one on which the money may still come.
TOLERANCE = 2
#: Days that somebody has to look into what is disputed, or to call.
DAYS_TO_CLEAR = 14


class ArReply(models.Model):
    _inherit = "ar.reply"

    def action_answer(self):
        """Do what the kind of the answer proposes, and close it.

        :return: an action to go on with, or True
        :raise UserError: something is missing; the sentence says what
        """
        self.check_access("write")
        results = [
            getattr(reply, f"_answer_{reply.kind}")() for reply in self if reply.state == "new"
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

    # -- one step a kind ---------------------------------------------------------------

    def _answer_paid(self):
        today = self.company_id._ar_today()
        until = today + timedelta(days=DAYS_FOR_MONEY)
        self._hold(until)
        self._plan(self.env._("Look for the payment: %s", self._get_figures()), until)
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
        until = self.date + timedelta(days=TOLERANCE)
        self._hold(until, kind="promise")
        self._plan(
            self.env._("Has the promised money come? %s", self._get_figures()),
            until + timedelta(days=1),
        )
        return self._close("handled", self.env._("Promise taken: %s", self._get_figures()))

    def _answer_dispute(self):
        until = self.company_id._ar_today() + timedelta(days=DAYS_TO_CLEAR)
        self._hold(until, kind="dispute")
        self._plan(self.env._("Clear up what is disputed"), until)
        return self._close("handled", self.env._("Dispute opened."))

    def _answer_copy(self):
        self._check_known()
        moves = self.move_ids or self._get_open_invoices()
        if not moves:
            raise UserError(
                self.env._(
                    "%s has no open invoice to send a copy of.", self.partner_id.display_name
                )
            )
        problems = moves._ar_ensure_pdfs()
        files = moves._ar_find_pdfs()
        if not files:
            raise UserError(" ".join(dict.fromkeys(problems.values())))
        lang = self.author_id.lang or self.env.lang
        speaking = self.with_context(lang=lang)
        told = speaking.env._("Here are the copies that you asked for.")
        self.profile_id.message_post(
            body=Markup("<p>{}</p>").format(told),
            subject=speaking.env._("Copies of invoices"),
            partner_ids=self.author_id.ids,
            attachment_ids=[file.id for file in files.values()],
            subtype_xmlid="mail.mt_comment",
        )
        names = ", ".join(move.name for move in files)
        return self._close("handled", self.env._("Copies sent: %s", names))

    def _answer_contact(self):
        self._close("handled", self.env._("To be changed on the account."))
        return self.profile_id.action_correct_contact()

    def _answer_hardship(self):
        until = self.company_id._ar_today() + timedelta(days=DAYS_TO_CLEAR)
        self._hold(until)
        self._plan(self.env._("Call: cannot pay now"), self.company_id._ar_today())
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

    def _get_open_invoices(self):
        domain = [
            ("partner_id", "=", self.partner_id.id),
            ("company_id", "=", self.company_id.id),
            ("move_type", "=", "out_invoice"),
        ]
        return self.env["ar.open.item"].search(domain).move_id

    def _get_figures(self):
        """Amount, day and number as one text; what is not known is left out."""
        parts = (
            self.amount and format_amount(self.env, self.amount, self.currency_id),
            self.date and format_date(self.env, self.date),
            self.reference,
        )
        return ", ".join(filter(None, parts))

    def _hold(self, until, kind="manual"):
        """Hold the invoices that the answer names, or the customer, for what it says."""
        holds = self.env["ar.hold"].sudo()
        money = self.kind in ("paid", "promise")
        today = self.company_id._ar_today()
        values = {
            **holds._prepare_spoken(
                "reply",
                kind=self.kind,
                amount=self.amount if money else 0.0,
                currency_id=self.currency_id.id,
                day=fields.Date.to_string(self.date) if money and self.date else None,
                reference=self.reference or "",
                words="" if money else (self.words or "")[:150],
            ),
            "kind": kind,
            "date_from": today,
            "date_to": until,
            "origin_ref": f"{self._name},{self.id}",
        }
        named = [{"move_id": move.id} for move in self.move_ids] or [{}]
        holds.create([{"profile_id": self.profile_id.id, **values, **own} for own in named])

    def _plan(self, summary, day):
        """A task of the collector on a day."""
        self.profile_id.sudo().activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=summary[:200],
            note=Markup("<blockquote>{}</blockquote>").format(self.text or ""),
            user_id=self.profile_id._get_collector().id,
        )
