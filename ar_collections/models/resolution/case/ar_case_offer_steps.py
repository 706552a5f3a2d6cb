"""The life of a settlement: sent, accepted, paid or not."""

from odoo import SUPERUSER_ID, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...base.locking import lock
from ...base.notify import notify

# What people answer by hand, and to an offer in which states; the machine moves on from others,
# too, where a payment comes late or is undone.
ANSWERS = {"accepted": ("open",), "refused": ("open",), "broken": ("accepted",)}


class ArCaseOffer(models.Model):
    _inherit = "ar.case.offer"

    # -- sent --------------------------------------------------------------------------

    def action_send(self):
        """Send the offers by e-mail, or as letters; the customer accepts on the page.

        :raise UserError: an offer is not ours, over, or about another currency
        :raise AccessError: it lets go of more, or waits longer, than the acting person may
        """
        self.check_access("write")
        for offer in self:
            lock(offer)
            offer._check_sendable()
            offer._check_may_offer()
            offer.sudo().write(
                {
                    "sender_id": self.env.uid,
                    "sent_items": sorted(offer.case_id.move_line_ids.ids),
                    "sent_claim": offer._get_claim(),
                }
            )
            messages = self.env["ar.settlement"].sudo()
            messages.create(
                {"offer_id": offer.id, "profile_id": offer.case_id.profile_id.id}
            )._wake_sender()
            offer.case_id._log(
                self.env._("A settlement is offered to the customer: %s.", offer.display_name)
            )
        words = self.env._("The offer leaves within minutes.")
        return self.env["ar.settlement"]._warn_of_senders(words) or notify(words, "success")

    def _check_sendable(self):
        """
        :raise UserError: why it cannot be sent
        """
        case, today = self.case_id, self.company_id._ar_today()
        values = {"offer": self.display_name, "case": case.display_name}
        if self.by != "us" or self.state != "open":
            words = self.env._(
                "The settlement of %(offer)s is the customer's own, or was answered. Send one of "
                "ours that is open.",
                **values,
            )
        elif case.state in ("closed", "cancelled"):
            words = self.env._("%(case)s is over. Nothing is settled in it any more.", **values)
        elif self.date_until < today or (self.date_pay or today) < today:
            words = self.env._(
                "The settlement of %(offer)s is over. Give the customer another day.", **values
            )
        elif self._is_sent():
            words = self.env._(
                "The settlement of %(offer)s was sent already. Wait for the answer.", **values
            )
        elif not case.move_line_ids or case.move_line_ids.sudo().currency_id != self.currency_id:
            words = self.env._(
                "%(case)s has items in another currency than the settlement, or none. Write to the "
                "customer yourself, and note the answer here.",
                **values,
            )
        elif self.currency_id.compare_amounts(self.amount, self._get_claim()) > 0:
            words = self.env._(
                "Less is open in %(case)s, after the customer's credits, than the %(offer)s that "
                "would settle it. Lower the amount.",
                **values,
            )
        else:
            return
        raise UserError(words)

    # -- answered ----------------------------------------------------------------------

    def action_accept(self):
        """The other side has accepted: the case waits for the money.

        :raise UserError: what was sent does not stand like that any more
        :raise AccessError: it lets go of more, or waits longer, than the acting person may
        """
        self.check_access("write")
        for offer in self:
            lock(offer)
            offer.invalidate_recordset()
            if offer.state == "open":
                offer._check_acceptable()
        for offer in self._answer("accepted", self.env._("The settlement of %s was accepted.")):
            offer._note_editor()
            offer._agree()
        return True

    def _check_acceptable(self):
        """
        :raise UserError: the case has changed since the offer was sent
        :raise AccessError: nobody who may has decided on it yet
        """
        if not self._is_sent():
            self._check_may_offer()
        elif self._find_change():
            raise UserError(
                self.env._(
                    "What %(case)s is about has changed since the settlement of %(offer)s was "
                    "sent. Note that one as refused, and make another offer.",
                    case=self.case_id.display_name,
                    offer=self.display_name,
                )
            )

    def action_refuse(self):
        """The other side has refused."""
        self._answer("refused", self.env._("The settlement of %s was refused."))
        return True

    def action_break(self):
        """What was accepted was not paid."""
        words = self.env._("The settlement of %s was not kept.")
        for offer in self._answer("broken", words).sudo():
            offer._take_back_writeoffs()
            open_ones = offer.promise_id.filtered(lambda one: one.state == "open")
            open_ones._withdraw(words % offer.display_name)
        return True

    def action_view_sent(self):
        """Open what was sent."""
        self.ensure_one()
        self.check_access("read")
        return self.settlement_ids._get_records_action(name=self.env._("Settlement Offers"))

    def action_view_acceptance(self):
        """Open who accepted it, and whether it is as it was accepted."""
        self.ensure_one()
        self.check_access("read")
        return self._get_records_action(name=self.env._("Settlement Offer"))

    def _answer(self, state, words):
        self.check_access("write")
        done = self.browse()
        for offer in self:
            lock(offer)
            offer.invalidate_recordset()
            offer._check_not_answered(state)
            moved = offer._move_to(state, ANSWERS[state], **offer._prepare_answer(state))
            if moved:
                moved._withdraw_unsent()
                offer.case_id._log(words % moved.display_name)
            done |= moved
        return done

    def _prepare_answer(self, state):
        values = {"answered_on": self.company_id._ar_today()}
        return {**values, "claim_amount": self._get_claim()} if state == "accepted" else values

    def _check_not_answered(self, state):
        """
        :raise UserError: it was answered otherwise already
        """
        if self.state != state and self.state not in ANSWERS[state]:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "The settlement of %(offer)s was answered already: %(state)s. Reload the page.",
                    offer=self.display_name,
                    state=labels[self.state],
                )
            )

    def _withdraw_unsent(self):
        """What has not left is not needed any more."""
        waiting = self.sudo().settlement_ids.filtered(lambda one: one.state == "queued")
        waiting._move_to("cancelled", error=self.env._("It was answered before it left."))

    def _get_pay_day(self):
        return self.date_pay or self.date_until

    def _agree(self):
        """What was accepted is promised, so that its payment is watched and the items fall silent
        until then. One that cannot be promised waits for a person, who is told why."""
        self.ensure_one()
        offer = self.sudo()
        case = offer.case_id
        if offer._get_pay_day() < offer.company_id._ar_today():
            return
        # The machine carries over what was agreed on.
        promises = self.env["ar.promise"].with_user(SUPERUSER_ID)
        try:
            with self.env.cr.savepoint():
                promise = promises.create(
                    {
                        "profile_id": case.profile_id.id,
                        "date": offer._get_pay_day(),
                        "amount": offer.amount,
                        "currency_id": offer.currency_id.id,
                        "move_line_ids": [fields.Command.set(case.move_line_ids.ids)],
                        "source": "settlement",
                        "user_id": case._get_responsible().id,
                    }
                )
                offer.promise_id = promise
                offer._replace_older(promise)
        except UserError as error:
            case._log(self.env._("The settlement could not be noted as a promise: %s", error))
        offer._sync_holds()

    def _replace_older(self, promise):
        """What was promised for the same items before is settled now, and takes no money first."""
        older = promise.search(
            [
                ("id", "!=", promise.id),
                ("profile_id", "=", promise.profile_id.id),
                ("currency_id", "=", promise.currency_id.id),
                ("state", "=", "open"),
            ]
        )
        debt = promise._read_open()[promise]
        day = format_date(self.env, promise.date)
        older.filtered(lambda one: one._is_about(debt))._withdraw(
            self.env._("Replaced by a promise for %s", day), successor=promise
        )

    # -- paid, or not ------------------------------------------------------------------

    def _keep(self):
        """The money is there: what is left of the claim is let go, as it was agreed."""
        for offer in self.sudo()._move_to("kept"):
            offer.case_id._log(
                self.env._("The settlement of %s is paid.", offer.display_name),
            )
            # What lateness has cost is settled with the claim.
            reason = self.env._("The settlement of %s is paid.", offer.display_name)
            charges = self.env["ar.charge"]._find_asked(offer.case_id.move_line_ids)
            if problem := charges._waive_agreed(reason):
                offer.case_id._log(problem)
            offer._let_go()
            offer._sync_holds()

    def _fail(self):
        """The day is over, and the money is not there."""
        for offer in self.sudo()._move_to("broken"):
            case = offer.case_id
            words = self.env._(
                "The settlement of %(offer)s was accepted, and not paid by %(day)s. The whole "
                "claim stands.",
                offer=offer.display_name,
                day=format_date(self.env, offer._get_pay_day()),
            )
            offer._take_back_writeoffs()
            words = " ".join(filter(None, (words, offer._say_booked())))
            case._log(words)
            case._give_task(self.env._("Settlement not kept: what is next?"), words)
            offer._sync_holds()

    def _wait_again(self):
        """A payment was undone, and there is time left."""
        for offer in self.sudo()._move_to("accepted", ("kept", "broken")):
            offer._take_back_writeoffs()
            offer._sync_holds()
            if words := offer._say_booked():
                offer.case_id._log(words)
                summary = self.env._("Settlement not paid any more, and written off")
                offer.case_id._give_task(summary, words)

    def _tell_unwatched(self):
        """Its promise has ended without the money: who is responsible sees what is next."""
        self._sync_holds()
        for offer in self.sudo().filtered(lambda one: one.state in ("accepted", "kept")):
            words = self.env._(
                "The promise of the settlement of %s has ended without its payment: nobody watches "
                "for the money. Note it as not kept, or wait for the money yourself.",
                offer.display_name,
            )
            offer.case_id._log(words)
            offer.case_id._give_task(self.env._("Settlement: is it paid?"), words)
