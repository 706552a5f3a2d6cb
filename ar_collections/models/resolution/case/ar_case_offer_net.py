"""What of a claim a settlement lets go, once it is paid: held, and put up for a write-off."""

from odoo import fields, models
from odoo.exceptions import UserError

from ....tools.ledger import cover
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

    # -- how much ----------------------------------------------------------------------

    def _get_claim(self):
        """What is left of the items of the case after the customer's credits, as everywhere, in the
        company's currency."""
        self.ensure_one()
        lines = self.case_id.sudo().move_line_ids
        left = self.env["ar.open.item"].sudo()._read_left(lines)
        return self.currency_id.round(sum(company for _own, company in left.values()))

    def _get_left(self, rows):
        """What is left of the items once the money of the promise pays them, and after the
        customer's other credits. Money beyond the promise is the customer's: what was let go is
        not asked for.

        :param rows: of the items of the case that are open
        """
        promise, ids = self.promise_id, {row["id"] for row in rows}
        reader = self.env["ar.open.item"]
        known = reader._read_rows(self.company_id.ids, self.case_id.partner_id.ids)
        fresh, paid = promise._find_fresh(), promise._read_unmatched()[promise]
        counted = cover.pay([row for row in known if row["id"] not in fresh], ids, paid)
        covered = cover.covered_by(cover.match(counted))
        left = sum(
            cover.left_of(row, covered.get(row["id"], 0.0))[0]
            for row in counted
            if row["id"] in ids
        )
        later = ids - {row["id"] for row in known}
        return left + sum(row["residual_currency"] for row in rows if row["id"] in later)

    def _read_items(self):
        """Rows of the items of the case that are open."""
        return self.env["ar.open.item"]._read_rows(
            self.company_id.ids, ids=self.case_id.move_line_ids.ids, include_future=True
        )

    def _get_agreed(self):
        """What is let go of, as agreed, and is not written off yet."""
        return self.claim_amount - self.amount - sum(self._find_booked().mapped("amount"))

    def _spread_rest(self):
        """What was let go by the settlement, on the items that are still open.

        :return: list of (journal item id, amount), and what found no item
        """
        rows = self._read_items()
        rest = min(self._get_agreed(), self._get_left(rows))
        domain = [("move_line_id", "in", [row["id"] for row in rows]), ("state", "in", PENDING)]
        # Somebody has asked to write it off already: one decision at a time.
        asked = set(self.env["ar.writeoff"].search(domain).move_line_id.ids)
        return self._spread(rest, [row for row in rows if row["id"] not in asked])

    def _spread(self, rest, rows):
        """An amount on items, the youngest first: money pays the oldest, and may not be matched
        with them yet.

        :return: see ``_spread_rest``
        """
        rest, shares = self.currency_id.round(max(rest, 0.0)), []
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
        """Nobody is reminded of what is let go if the money comes, nor of what was let go until its
        write-offs are decided on."""
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
        """{journal item id: amount} that waits for the money of what was accepted, beside what is
        promised; or to be written off."""
        promise = self.promise_id
        if self.state == "accepted" and promise.state == "open":
            rows = self._read_items()
            beside = sum(row["residual_currency"] for row in rows) - promise.amount_left
            return dict(self._spread(min(self._get_agreed(), beside), rows)[0])
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
