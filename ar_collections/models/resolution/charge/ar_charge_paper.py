"""Debit notes: charges become invoices, once."""

from odoo import Command, models
from odoo.exceptions import AccessError, UserError

from .ar_charge import OPEN


class ArCharge(models.Model):
    _inherit = "ar.charge"

    def action_book(self):
        """Make the debit notes of charges, one for each customer and currency, and show them.

        :raise UserError: nothing of them is left, or the company has no accounts for them
        :raise AccessError: the acting person may not make invoices
        """
        self.check_access("write")
        if not self.env["account.move"].has_access("create"):
            raise AccessError(
                self.env._(
                    "Debit notes are invoices, which you may not make. Ask somebody in accounting "
                    "to book these charges."
                )
            )
        charges = self._lock_open().filtered(lambda one: one.amount_left > 0)
        if not charges:
            raise UserError(
                self.env._(
                    "None of these charges can be booked: they are booked, waived or lapsed "
                    "already. Choose others."
                )
            )
        if problem := charges._find_book_problem():
            raise UserError(problem)
        moves = charges._book()
        return moves._get_records_action(name=self.env._("Debit Notes"))

    def _find_book_problem(self):
        """Why these charges cannot be booked, a sentence with the way out, or ""."""
        for company, charges in self.grouped("company_id").items():
            books = company.sudo()
            kinds = set(charges.mapped("kind"))
            if "interest" in kinds and not books.ar_interest_account_id:
                return self.env._(
                    "%s has no account for late interest. Choose one under "
                    "Settings > Collections > Charges.",
                    company.name,
                )
            if kinds - {"interest"} and not books.ar_fee_account_id:
                return self.env._(
                    "%s has no account for fees and compensation. Choose one under "
                    "Settings > Collections > Charges.",
                    company.name,
                )
            if not charges._get_journal(company):
                return self.env._(
                    "%s has no sales journal to book charges in. Make one in Invoicing.",
                    company.name,
                )
        return ""

    def _get_journal(self, company):
        """The journal of debit notes."""
        return company.sudo().ar_charge_journal_id or company._ar_get_journal("sale")

    def _book(self):
        """Book charges that are open and locked; returns the posted debit notes.

        The move of the charges to ``booked`` is part of the transaction that posts the notes: a
        second booking at the same time fails on the lock, or finds them booked.
        """
        moves = self.env["account.move"]
        for (profile, _currency), charges in self.grouped(
            lambda one: (one.profile_id, one.currency_id)
        ).items():
            own = charges.sorted(lambda one: (one.origin_name or "", one.date_from, one.id))
            move = moves.with_company(profile.company_id).create(own._prepare_debit_note())
            moved = own.sudo()._move_to(
                "booked", OPEN, move_id=move.id, booked_by_id=self.env.uid, last_move_id=False
            )
            if moved != own.sudo():
                raise UserError(
                    self.env._(
                        "Somebody else has just booked or waived one of the charges of %s. "
                        "Reload, and try again.",
                        profile.display_name,
                    )
                )
            move.action_post()
            moves |= move
            own._log_on_accounts(
                self.env._(
                    "Charges of %(amount)s booked as %(note)s.",
                    amount=move.currency_id.format(move.amount_total),
                    note=move.name,
                )
            )
        return moves

    def _prepare_debit_note(self):
        """Values of the debit note of one customer's charges in one currency, as Odoo's own debit
        notes are made: an invoice that names what it is added to, where that is one document."""
        company, partner = self.company_id, self.partner_id
        origins = self.origin_id
        address = partner.browse(partner.address_get(["invoice"])["invoice"])
        today = company._ar_today()
        numbers = ", ".join(dict.fromkeys(filter(None, self.mapped("origin_name"))))
        return {
            "move_type": "out_invoice",
            "partner_id": address.id if address.commercial_partner_id == partner else partner.id,
            "company_id": company.id,
            "currency_id": self.currency_id.id,
            "journal_id": self._get_journal(company).id,
            "invoice_date": today,
            "invoice_date_due": today,
            "invoice_payment_term_id": False,
            "ref": numbers[:200] or False,
            "debit_origin_id": origins.id if len(origins) == 1 else False,
            "invoice_line_ids": [Command.create(values) for values in self._prepare_note_lines()],
        }

    def _prepare_note_lines(self):
        """Values of the lines of their debit note: a line for each charge, with the accounts and
        taxes of the company, as the customer's fiscal position maps them."""
        company, partner = self.company_id, self.partner_id
        positions = self.env["account.fiscal.position"].sudo().with_company(company)
        position = positions._get_fiscal_position(partner)
        books = company.sudo()
        speaking = self.with_context(lang=company._ar_pick_lang(self.profile_id, partner))
        lines = []
        for charge in speaking:
            interest = charge.kind == "interest"
            account = books.ar_interest_account_id if interest else books.ar_fee_account_id
            tax = books.ar_interest_tax_id if interest else books.ar_fee_tax_id
            lines.append(
                {
                    "name": charge._get_title(),
                    "quantity": 1.0,
                    "price_unit": charge.amount_left,
                    "account_id": position.map_account(account).id,
                    "tax_ids": [Command.set(position.map_tax(tax).ids)],
                }
            )
        return lines

    # -- what becomes of a debit note --------------------------------------------------

    def _unbook(self, words):
        """Their debit note is void: they are claimed again."""
        for charge in self.sudo().filtered(lambda one: one.state == "booked"):
            last, note = charge.move_id, "\n".join(filter(None, [charge.note, words]))
            charge._move_to("claimed", ("booked",), move_id=False, last_move_id=last.id, note=note)

    def _rebook(self):
        """Their debit note stands again.

        :raise UserError: one of them was booked elsewhere, or waived, meanwhile
        """
        for charge in self.sudo():
            if charge.state not in OPEN:
                raise UserError(
                    self.env._(
                        "%(charge)s was booked on %(note)s, waived or given up meanwhile. Make a "
                        "new debit note of what is left instead of this one.",
                        charge=charge.display_name,
                        note=charge.move_id.name or "–",
                    )
                )
            charge._move_to("booked", OPEN, move_id=charge.last_move_id.id, last_move_id=False)
