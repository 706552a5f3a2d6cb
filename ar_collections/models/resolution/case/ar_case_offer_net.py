"""What of a claim a settlement lets go, once it is paid: held, and put up for a write-off."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..charge.ar_charge import OPEN
from .ar_writeoff import BOOKED, PENDING

# A write-off in one of these states is about to be decided on.
ASKED = ("requested", "approved")


class ArCaseOffer(models.Model):
    _inherit = "ar.case.offer"

    def _let_go(self):
        """Ask for the write-off of what is left of the items, in the name of who has offered the
        settlement; who may decide on it approves and books it."""
        case = self.case_id
        # Nothing is asked for twice, where a payment came, went and came again.
        self._take_back_writeoffs()
        shares, left = self._spread_rest()
        words = [self._ask_writeoffs(shares)] if shares else []
        if self.currency_id.compare_amounts(left, 0) > 0:
            words.append(
                self.env._(
                    "The settlement is paid, and its items are being written off otherwise "
                    "already. See to it that %s more are let go.",
                    self.currency_id.format(left),
                )
            )
        if words:
            text = " ".join(words)
            case._log(text)
            case._give_task(self.env._("Settlement paid: write off the rest"), text)

    def _ask_writeoffs(self, shares):
        """
        :param shares: see ``_spread_rest``
        :return: what came of it, in words
        """
        user = self.sender_id or self.case_id._get_responsible()
        writeoffs = self.env["ar.writeoff"].with_user(user).sudo()
        common = {"reason": "settlement", "case_id": self.case_id.id, "note": self._say_agreed()}
        values = [{**common, "move_line_id": id_, "amount": amount} for id_, amount in shares]
        try:
            with self.env.cr.savepoint():
                asked = writeoffs.create(values)
                # Who has decided here does not approve it alone there.
                authors = self._get_authors() | self.sender_id
                asked.write({"editor_ids": [fields.Command.link(one.id) for one in authors]})
                asked.action_request()
                return self.env._(
                    "The settlement is paid. %(count)s write-offs of what is left wait to be "
                    "approved and booked, then the case can be closed.",
                    count=len(asked),
                )
        except UserError as error:
            return self.env._(
                "The settlement is paid, and what is left could not be put up for a write-off: %s",
                error,
            )

    def _spread_rest(self):
        """What was let go by the settlement, on the items that are still open, the youngest first:
        money pays the oldest, and may not be matched with them yet.

        :return: list of (journal item id, amount), and what found no item
        """
        rows = self.env["ar.open.item"]._read_rows(
            self.company_id.ids, ids=self.case_id.move_line_ids.ids, include_future=True
        )
        agreed = self.claim_amount - self.amount - sum(self._find_booked().mapped("amount"))
        left = sum(row["residual_currency"] for row in rows) - self.promise_id._get_unmatched()
        rest, shares = self.currency_id.round(min(agreed, left)), []
        domain = [("move_line_id", "in", [row["id"] for row in rows]), ("state", "in", PENDING)]
        # Somebody has asked to write it off already: one decision at a time.
        asked = set(self.env["ar.writeoff"].search(domain).move_line_id.ids)
        rows = [row for row in rows if row["id"] not in asked]
        for row in sorted(rows, key=lambda one: (one["date_due"], one["id"]), reverse=True):
            part = self.currency_id.round(min(rest, row["residual_currency"]))
            if self.currency_id.compare_amounts(part, 0) > 0:
                shares.append((row["id"], part))
                rest -= part
        return shares, rest

    def _find_writeoffs(self, states):
        domain = [("case_id", "=", self.case_id.id), ("reason", "=", "settlement")]
        return self.env["ar.writeoff"].search([*domain, ("state", "in", states)])

    def _find_booked(self):
        """The write-offs that stand in the books because of the settlement."""
        found = self._find_writeoffs(BOOKED)
        return found.filtered(lambda one: one.booked_on >= (self.answered_on or self.date))

    def _say_booked(self):
        """What was written off because the settlement was paid, and is not taken back by itself;
        '' if nothing was."""
        booked = self._find_booked()
        if not booked:
            return ""
        return self.env._(
            "%(amount)s are written off already: %(writeoffs)s. A collections manager decides "
            "whether that is reversed.",
            amount=self.currency_id.format(sum(booked.mapped("amount"))),
            writeoffs=", ".join(booked.mapped("display_name")),
        )

    def _take_back_writeoffs(self):
        """What was asked for because the settlement was paid, and is not booked yet."""
        self._find_writeoffs(PENDING).action_cancel()

    def _say_agreed(self):
        return self.env._(
            "Settled for %(amount)s, accepted by %(who)s.",
            amount=self.currency_id.format(self.amount),
            who=self.accepted_by or self.case_id.partner_id.display_name,
        )

    # -- held until it is decided ------------------------------------------------------

    def _sync_holds(self):
        """Nobody is reminded of what was let go, until its write-offs are decided on."""
        holds = self.env["ar.hold"].sudo()
        for offer in self.sudo():
            wanted = offer._get_held()
            for hold in offer._find_holds():
                amount = wanted.pop(hold.move_line_id.id, None)
                if amount is None:
                    hold.action_release()
                elif hold.currency_id.compare_amounts(hold.amount, amount):
                    hold.amount = amount
            base = offer._prepare_hold()
            holds.create(
                [{**base, "move_line_id": id_, "amount": part} for id_, part in wanted.items()]
            )

    def _get_held(self):
        """{journal item id: amount} that waits to be written off."""
        kept = self.case_id.offer_ids.filtered(lambda one: one.state == "kept")
        if self != kept.sorted("id")[-1:]:
            return {}
        return {one.move_line_id.id: one.amount for one in self._find_writeoffs(ASKED)}

    def _find_holds(self):
        """Its holds that are not over."""
        today = self.company_id._ar_today()
        holds = self.env["ar.hold"].search([("origin_ref", "=", f"{self._name},{self.id}")])
        return holds.filtered(lambda one: not one.date_to or one.date_to >= today)

    def _prepare_hold(self):
        return {
            **self.env["ar.hold"]._prepare_spoken("settled", case=self.case_id.name),
            "profile_id": self.case_id.profile_id.id,
            "kind": "settlement",
            "date_from": self.company_id._ar_today(),
            "origin_ref": f"{self._name},{self.id}",
        }

    # -- interest ----------------------------------------------------------------------

    def _waive_charges(self):
        """What lateness has cost is settled with the claim. What somebody else works on at this
        moment costs the waiver, never the payment."""
        domain = [("move_line_id", "in", self.case_id.move_line_ids.ids), ("state", "in", OPEN)]
        for own in self.env["ar.charge"].search(domain).grouped("currency_id").values():
            amount = sum(own.mapped("amount_left"))
            if own.currency_id.compare_amounts(amount, 0) > 0:
                reason = self.env._("The settlement of %s is paid.", self.display_name)
                try:
                    with self.env.cr.savepoint():
                        own._waive(amount, reason, self.env.user)
                except UserError as error:
                    words = self.env._("The charges of the settlement were not waived: %s", error)
                    self.case_id._log(words)
