"""What people do with charges: claim them, waive them, look at them."""

from odoo import Command, api, models
from odoo.exceptions import UserError

from ....tools.base.money import from_units, to_units
from ....tools.resolution.charge import share_waiver
from .ar_charge import OPEN


class ArCharge(models.Model):
    _inherit = "ar.charge"

    # -- claims ------------------------------------------------------------------------

    def action_claim(self):
        """Ask for the charges in claims of their own, one for each customer and currency.

        :raise UserError: there is nothing to claim
        """
        self.check_access("write")
        self.env["ar.charge.claim"].check_access("write")
        locked = self._lock_open()
        wanted = locked.filtered(lambda one: not one.claim_id and one.amount_left > 0)
        if not wanted:
            raise UserError(
                self.env._(
                    "None of these charges can be claimed: they are in a claim already, or booked, "
                    "waived or lapsed. Choose others."
                )
            )
        claims = wanted._make_claims()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ar_collections.ar_charge_claim_action"
        )
        return {**action, "domain": [("id", "in", claims.ids)], "context": {}}

    def _lock_open(self):
        """Those that are neither booked nor given up, locked; somebody else has the others.

        :raise UserError: somebody else has all of them
        """
        locked = self.sudo().try_lock_for_update(allow_referencing=True)
        locked.invalidate_recordset(["state", "amount_waived", "claim_id", "move_id"])
        if self and not locked:
            raise UserError(
                self.env._(
                    "Somebody else works on these charges at this moment. Reload, and try again."
                )
            )
        return self.browse(locked.ids).filtered(lambda one: one.state in OPEN)

    def _make_claims(self):
        """Put charges into claims that are drafts, one for each customer and currency."""
        claims = self.env["ar.charge.claim"]
        for (profile, currency), charges in self.grouped(
            lambda one: (one.profile_id, one.currency_id)
        ).items():
            claim = claims.sudo()._get_draft(profile, currency)
            charges.sudo().claim_id = claim
            claim._update_amount()
            claims |= claims.browse(claim.id)
        return claims

    def _set_claimed(self, day, **values):
        """The customer was asked for these on a day."""
        return self.sudo()._move_to("claimed", ("accrued",), claimed_on=day, **values)

    # -- waivers -----------------------------------------------------------------------

    def action_waive(self):
        """Ask why, and how much of them is waived."""
        self.check_access("write")
        charges = self.filtered(lambda one: one.state in OPEN)
        if not charges:
            raise UserError(
                self.env._(
                    "None of these charges can be waived: they are booked, waived or lapsed. "
                    "A debit note is cancelled by a credit note."
                )
            )
        if len(charges.profile_id) > 1 or len(charges.currency_id) > 1:
            raise UserError(self.env._("Waive charges of one customer in one currency at a time."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Waive Charges"),
            "res_model": "ar.charge.waive",
            "view_mode": "form",
            "target": "new",
            "context": {"default_charge_ids": [Command.set(charges.ids)]},
        }

    def _waive(self, amount, reason, user):
        """Waive ``amount`` of these charges, the oldest first.

        :raise UserError: less than that is left of them
        """
        if not self:
            raise UserError(
                self.env._("The charges of this waiver are not asked for any more. Withdraw it.")
            )
        currency = self.currency_id
        rounding = currency.rounding
        ordered = self._lock_open().sorted(lambda one: (one.date_from, one.id))
        lefts = [(one.id, to_units(one.amount_left, rounding)) for one in ordered]
        try:
            shares = share_waiver(lefts, to_units(amount, rounding))
        except ValueError:
            raise UserError(
                self.env._(
                    "%(amount)s cannot be waived: %(left)s is left of these charges. Enter an "
                    "amount up to that.",
                    amount=currency.format(amount),
                    left=currency.format(sum(ordered.mapped("amount_left"))),
                )
            ) from None
        for share in shares:
            charge = self.browse(share.charge_id).sudo()
            waived = charge.amount_waived + from_units(share.amount, rounding)
            charge.write({"amount_waived": waived, "waive_reason": reason})
            charge.write({"waived_by_id": user.id, "waived_on": charge.company_id._ar_today()})
            if not share.left:
                charge._move_to("waived")
        drafts = ordered.claim_id.filtered(lambda one: one.state in ("draft", "queued"))
        drafts.sudo()._update_amount()
        self._log_on_accounts(
            self.env._(
                "%(amount)s of charges waived: %(reason)s",
                amount=currency.format(amount),
                reason=reason,
            )
        )

    @api.model
    def _find_asked(self, items, currency=None):
        """What is still asked for of journal items, as the superuser."""
        domain = [("move_line_id", "in", items.ids), ("state", "in", OPEN)]
        if currency:
            domain.append(("currency_id", "=", currency.id))
        return self.sudo().search(domain)

    def _waive_agreed(self, reason, most=None):
        """Waive these charges, because an agreement about their items was kept. What somebody else
        works on at this moment costs the waiver, never the payment.

        :param most: what was agreed of each currency; None: all of it
        :return: what could not be waived, a sentence; '' where all was
        """
        problems = []
        for currency, own in self.grouped("currency_id").items():
            left = sum(own.mapped("amount_left"))
            amount = left if most is None else min(most, left)
            if currency.compare_amounts(amount, 0) <= 0:
                continue
            try:
                with self.env.cr.savepoint():
                    own._waive(amount, reason, self.env.user)
            except UserError as error:
                problems.append(
                    self.env._(
                        "%(reason)s The charges were not waived: %(why)s",
                        reason=reason,
                        why=error,
                    )
                )
        return " ".join(problems)

    # -- what they are about -----------------------------------------------------------

    def action_view_origin(self):
        """Open the document that was late."""
        self.ensure_one()
        return self._open_move(self.origin_id)

    def action_view_debit_note(self):
        """Open the debit note that booked it."""
        self.ensure_one()
        return self._open_move(self.move_id)

    def _open_move(self, move):
        if not move:
            raise UserError(self.env._("%s has no such document in the books.", self.display_name))
        move.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": move.id,
            "view_mode": "form",
        }
