"""What comes out of a call or a visit, and what follows from it."""

from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_amount, format_date

from ...tools.channel.outcome import next_pause
from .ar_answer_mixin import DAYS_TO_CLEAR

# Working days that a customer is left alone who says that it is paid, or gets papers first.
DAYS_TO_LOOK = 3


class Outcome(NamedTuple):
    """What a customer said on the phone or on the spot, in the language of the context.

    :param name: a few words
    :param step: what follows by itself, a whole sentence
    :param asks: fields of the dialog that it asks for
    :param reason: the code of the reason that usually is behind it
    :param reached: the message is delivered; else it is tried again, or another way
    :param offered: a person may choose it
    """

    name: str
    step: str = ""
    asks: tuple = ()
    reason: str = ""
    reached: bool = True
    offered: bool = True


class Said(NamedTuple):
    """What the customer said beside the outcome; what is not known is left out.

    :param reason: an ``ar.reason``
    :param amount: what is promised, in the currency of the message; 0: all of it
    :param day: of the payment that is promised, or was made
    :param reference: of the payment
    :param moves: the invoices that it is about; none: all
    :param copies: whether copies of invoices are sent now
    :param next_date: the day of a further task
    """

    reason: object = None
    amount: float = 0.0
    day: object = None
    reference: str = ""
    moves: object = None
    copies: bool = False
    next_date: object = None


class ArDispatch(models.Model):
    # An outcome is an entry of ``_get_outcomes`` and a method ``_follow_<code>``, which does what
    # follows; ``self`` is the dispatch that was logged, as superuser, ``together`` all that the
    # same call settles.
    _inherit = "ar.dispatch"

    @api.model
    def _get_outcomes(self):
        """What may come out of a call or a visit, in the order in which it is offered.

        :return: {code: ``Outcome``}
        """
        return {
            **self._get_outcomes_of_payers(),
            **self._get_outcomes_of_others(),
            "not_reached": Outcome(
                self.env._("Not reached"),
                self.env._("It is tried again on the day below, later each time."),
                ("next_date",),
                reached=False,
            ),
            "wrong_number": Outcome(
                self.env._("Wrong number or address"),
                self.env._("Another way is tried, and you get a task to find the right one."),
                reason="contact",
                reached=False,
            ),
            "done": Outcome(self.env._("Done"), offered=False),
        }

    @api.model
    def _get_outcomes_of_payers(self):
        return {
            "will_pay": Outcome(
                self.env._("Reached: will pay"),
                self.env._("A promise is kept: nothing of it is asked before its day is over."),
                ("promised_date", "promised_amount", "move_ids"),
            ),
            "paid": Outcome(
                self.env._("Reached: says it is paid"),
                self.env._("You get a task to find the payment; no reminders for 3 working days."),
                ("paid_date", "reference"),
            ),
            "documents": Outcome(
                self.env._("Reached: asks for documents"),
                self.env._("No reminders for 3 working days."),
                ("send_copies", "move_ids"),
                reason="document",
            ),
        }

    @api.model
    def _get_outcomes_of_others(self):
        return {
            "disputes": Outcome(
                self.env._("Reached: disputes the claim"),
                self.env._("You get a task to clear it up; no reminders for two weeks."),
                ("move_ids",),
                reason="dispute",
            ),
            "hardship": Outcome(
                self.env._("Reached: cannot pay now"),
                self.env._("You get a task to find a way to pay; no reminders for two weeks."),
                reason="cash",
            ),
            "refuses": Outcome(
                self.env._("Reached: refuses to pay"),
                self.env._("A manager gets a task to decide on the next measure; reminders go on."),
                reason="unwilling",
            ),
            "insolvent": Outcome(
                self.env._("Reached: is insolvent"),
                self.env._("A manager gets a task; no reminders until somebody ends the hold."),
                reason="insolvent",
            ),
        }

    @api.model
    def _selection_outcome(self):
        return [(code, outcome.name) for code, outcome in self._get_outcomes().items()]

    # -- logging -----------------------------------------------------------------------

    def action_log_call(self):
        """Ask for the outcome of the call or visit."""
        self.ensure_one()
        self.check_access("write")
        return self._ask_outcome()

    def _ask_outcome(self, profile=None, then_next=False, skipped=()):
        """The dialog for the outcome of a call or visit.

        :param profile: the account, where nobody planned the call and ``self`` is empty
        :param then_next: the next one opens once this one is logged
        :param skipped: ids of those that are not opened again in this session
        """
        visit = self.channel == "visit"
        told = {"default_dispatch_id": self.id} if self else {"default_profile_id": profile.id}
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Log Visit") if visit else self.env._("Log Call"),
            "res_model": "ar.dispatch.log_call",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                **told,
                "default_then_next": then_next,
                "default_skipped_ids": [fields.Command.set(list(skipped))],
                "dialog_size": "extra-large",
            },
        }

    def _log_call(self, outcome, note=None, next_date=None, said=None):
        """Record what came out of a call or visit; the caller has checked the access.

        :param outcome: a code of ``_get_outcomes``
        :param next_date: day of a further task
        :param said: a ``Said``
        """
        self.ensure_one()
        said = (said or Said())._replace(next_date=next_date)
        kind = self._get_outcomes()[outcome]
        lead = self.sudo()
        together = lead._get_same_call()
        activity = together.activity_id
        values = lead._prepare_outcome(outcome, note, said)
        if kind.reached:
            together._move_to("delivered", **values)
        else:
            # It stays queued, or fails below: the task that is closed is not its own any more.
            together.write({**values, "activity_id": False})
        if outcome == "will_pay":
            lead.write({"promised_date": said.day, "promised_amount": said.amount})
        self._close_activity(activity, kind.name, note)
        lead.profile_id._note_reason(said.reason)
        getattr(lead, f"_follow_{outcome}")(together, said)
        if kind.reached and next_date:
            lead._plan_next_task(next_date)

    def _prepare_outcome(self, outcome, note, said):
        reason = said.reason and said.reason.id
        by = {"logged_by_id": self.env.uid}
        return {"outcome": outcome, "note": note, "reason_id": reason, **by}

    def _get_same_call(self):
        """The queued dispatches that one call settles (a customer's notices by currency)."""
        if not self.activity_id:
            return self
        return self.search([("activity_id", "=", self.activity_id.id), ("state", "=", "queued")])

    def _close_activity(self, activity_sudo, label, note):
        """Close the task with the outcome; without a task, say it in the chatter."""
        feedback = ". ".join(filter(None, (label, note)))
        if activity_sudo and activity_sudo.active:
            # What was to be said is in the level; what the customer said is to be read.
            activity_sudo.note = False
            # Closed by the user who called, so that the history names this user.
            activity_sudo.sudo(False).with_user(self.env.user).action_feedback(feedback=feedback)
        else:
            self.profile_id.sudo()._message_log(
                body=Markup("<p>{}</p>").format(feedback),
                author_id=self.env.user.partner_id.id,
            )

    def _plan_next_task(self, day, together=None):
        """Make the task of a further call or visit; ``together`` are those it belongs to."""
        channel = self.env["ar.channel"]._get(self.channel)
        activity = channel._plan([(self._get_message(), day)])
        if together:
            together.write({"activity_id": activity.id})

    def _get_next_try(self):
        """The day of the next try, later each time; None when it was tried often enough."""
        company = self.company_id
        pause = next_pause(self.attempts, company.sudo().ar_call_tries)
        return pause and company._ar_add_working_days(company._ar_today(), pause)

    # -- what follows ------------------------------------------------------------------

    def _follow_will_pay(self, together, said):
        # An amount is one in the message's currency; without one, what all of them ask is promised.
        for messages, own in (self if said.amount or said.moves else together)._by_model():
            left = messages._map_left()
            for one in own if said.day else ():
                amount = said.amount or (0.0 if said.moves else left.get(one.res_id, 0.0))
                one._take_promise(said.day, amount, one.currency_id, said.moves)

    def _follow_paid(self, together, said):
        self._wait_for_money(self._add_days_to_look(), self._get_said_words(said), said.moves)

    def _follow_documents(self, together, said):
        until = self._add_days_to_look()
        if said.copies:
            self._send_copies(said.moves, self._get_reader_of_copies())
        else:
            self._give_task(self.env._("Send the documents asked for"), self._get_today())
        self._hold_customer(until, moves=said.moves)

    def _follow_disputes(self, together, said):
        self._clear_dispute(said.moves)

    def _follow_hardship(self, together, said):
        until = fields.Date.add(self._get_today(), days=DAYS_TO_CLEAR)
        self._hold_customer(until)
        self._give_task(self.env._("Cannot pay now: find a way to pay"), self._get_today())

    def _follow_refuses(self, together, said):
        self._tell_manager(self.env._("Refuses to pay: decide on the next measure"))

    def _follow_insolvent(self, together, said):
        self._hold_customer(None)
        self._tell_manager(self.env._("Is insolvent: file the claim"))

    def _follow_not_reached(self, together, said):
        again = said.next_date or self._get_next_try()
        if not again:
            words = self.env._("Not reached in %s tries.", self.attempts)
            together._set_undelivered("failed", words)
            return
        together.write({"attempts": self.attempts + 1, "call_date": again})
        self._plan_next_task(again, together)

    def _follow_wrong_number(self, together, said):
        label = self._get_outcomes()["wrong_number"].name
        together._set_undelivered("failed", label, mark=True)
        if wrong := self.env["ar.channel"]._get(self.channel)._contact_data:
            self.profile_id._mark_contact(wrong)
        for messages, _own in together._by_model():
            messages[:1]._on_wrong_contact(label)

    def _follow_done(self, together, said):
        """It was closed in the chatter: nobody said what came out of it."""

    # -- what the steps have in common -------------------------------------------------

    def _get_today(self):
        return self.company_id._ar_today()

    def _add_days_to_look(self):
        return self.company_id._ar_add_working_days(self._get_today(), DAYS_TO_LOOK)

    def _tell_manager(self, summary):
        """A task of a manager about the customer, today; of the collector where there is none."""
        user = self.company_id._ar_get_manager()
        self._give_task(
            f"{self.partner_id.display_name}: {summary}", self._get_today(), user=user or None
        )

    def _get_reader_of_copies(self):
        """Who gets copies of invoices by e-mail: whom it was said to; empty without an address."""
        people = self.contact_id | self.profile_id._get_contact() | self.partner_id
        told = self.env["ar.outside.contact"]
        fit = people.filtered(
            lambda one: one.email and one.active and told._may_be_told(self.profile_id, one)
        )
        return fit[:1]

    def _get_said_words(self, said):
        """Amount, day and reference as one text; without an amount, that of the message."""
        parts = (
            format_amount(self.env, said.amount or self.amount_total, self.currency_id),
            said.day and format_date(self.env, said.day),
            said.reference,
        )
        return ", ".join(filter(None, parts))

    # -- answers -----------------------------------------------------------------------

    def _prepare_hold_words(self):
        # EXTENDS the answers
        promised = self.outcome == "will_pay"
        return self.env["ar.hold"]._prepare_spoken(
            "outcome",
            outcome=self.outcome,
            amount=self.promised_amount if promised else 0.0,
            currency_id=self.currency_id.id,
            day=fields.Date.to_string(self.promised_date) if promised else None,
            words="" if promised else (self.note or "")[:150],
        )

    def _get_answer_words(self):
        # EXTENDS the answers
        return self.note or ""
