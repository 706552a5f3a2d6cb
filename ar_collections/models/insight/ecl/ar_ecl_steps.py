"""The life of a provision: computed, confirmed, proposed as an entry, booked."""

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .ar_ecl import FIXED


class ArEcl(models.Model):
    _inherit = "ar.ecl"

    def action_compute(self):
        """Compute the matrix of drafts anew, from the ledger as it is now."""
        self.check_access("write")
        for ecl in self.filtered(lambda one: one.state == "draft"):
            if ecl.method == "cecl_after" and not ecl.collected_until:
                ecl.sudo().collected_until = ecl.company_id._ar_today()
            ecl._compute_matrix()
        return True

    def action_confirm(self):
        """Fix the matrix, as it is on the ledger of this moment; its overlays stay.

        :raise UserError: the provision of the company and day is confirmed already
        """
        self.check_access("write")
        for ecl in self.filtered(lambda one: one.state == "draft"):
            ecl._check_only_one()
            ecl.action_compute()
            ecl._note_previous()
            ecl._move_to(
                "confirmed",
                confirmed_by_id=self.env.uid,
                confirmed_on=ecl.company_id._ar_today(),
            )
        return True

    def action_draft(self):
        """Open it again; the proposed entry goes.

        :raise UserError: the entry is posted
        """
        self.check_access("write")
        for ecl in self.filtered(lambda one: one.state == "confirmed"):
            ecl._drop_entry()
            ecl._move_to("draft", confirmed_by_id=False, confirmed_on=False)
        return True

    def action_cancel(self):
        """It does not count; the proposed entry goes.

        :raise UserError: the entry is posted
        """
        self.check_access("write")
        for ecl in self.filtered(lambda one: one.state in ("draft", "confirmed")):
            ecl._drop_entry()
            ecl._move_to("cancelled")
        return True

    def action_propose_entry(self):
        """Draft the entry that brings the account of the allowance to this one, and open it.

        :raise UserError: there is nothing to book, or no account for it
        """
        self.ensure_one()
        self.check_access("write")
        if self.state != "confirmed":
            raise UserError(
                self.env._(
                    "%s is not confirmed. Confirm it before it is booked.", self.display_name
                )
            )
        self.lock_for_update(allow_referencing=True)
        if not self.entry_id:
            self._note_previous()
            if self.currency_id.is_zero(self.change):
                raise UserError(
                    self.env._(
                        "%s is what the account shows: nothing is to be booked. Mark it as booked.",
                        self.display_name,
                    )
                )
            self.sudo().entry_id = self._make_entry()
        return self.action_open_entry()

    def action_open_entry(self):
        """The proposed entry."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.entry_id.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_book(self):
        """Say that it stands in the books.

        :raise UserError: the entry is not posted or books something else, or the account of the
            allowance, or another provision, was booked meanwhile
        """
        self.check_access("write")
        for ecl in self.filtered(lambda one: one.state == "confirmed"):
            ecl.lock_for_update(allow_referencing=True)
            ecl._check_posted()
            ecl._move_to("booked")
        return True

    # -- the entry ---------------------------------------------------------------------

    def _find_previous(self):
        """The provision that was booked last.

        :raise UserError: it is of a later day
        """
        mine = Domain("company_id", "=", self.company_id.id)
        booked = mine & Domain("state", "=", "booked") & Domain("id", "!=", self.id)
        previous = self.sudo().search(booked, limit=1)
        if previous and previous.date > self.date:
            raise UserError(
                self.env._(
                    "%(later)s is booked, which is later than %(ecl)s. Make one of a later day.",
                    later=previous.display_name,
                    ecl=self.display_name,
                )
            )
        return previous

    def _check_only_one(self):
        """The index says the same, for two who come at the same moment."""
        same = [
            ("company_id", "=", self.company_id.id),
            ("date", "=", self.date),
            ("state", "in", FIXED),
            ("id", "!=", self.id),
        ]
        if self.sudo().search_count(same, limit=1):
            raise UserError(
                self.env._(
                    "%(ecl)s of %(company)s is confirmed already. Cancel that one first, or go on "
                    "with it.",
                    ecl=self.display_name,
                    company=self.company_id.name,
                )
            )

    def _note_previous(self):
        previous = self._find_previous()
        self.sudo().write(
            {
                "previous_id": previous.id,
                "previous_allowance": previous.allowance,
                "booked_balance": self.sudo()._read_booked_balance(),
            }
        )

    def _check_posted(self):
        """Refuse to call booked what is not."""
        if self._find_previous() != self.sudo().previous_id:
            raise UserError(
                self.env._(
                    "Another provision was booked since %s was confirmed. Set it back to draft, "
                    "and propose its entry again.",
                    self.display_name,
                )
            )
        entry = self.sudo().entry_id
        posted = entry.state == "posted"
        if posted:
            self._check_entry(entry)
        elif not self.currency_id.is_zero(self.change):
            raise UserError(
                self.env._(
                    "The entry of %s is not posted. Propose it, and let an accountant post it.",
                    self.display_name,
                )
            )

    def _check_entry(self, entry):
        """Refuse an entry that an accountant has changed, and an account that was booked on since:
        the allowance in the books would be another one than that of the document.

        :raise UserError: with both amounts
        """
        money = self.currency_id.format
        account = self.company_id.sudo().ar_ecl_allowance_account_id
        lines = entry.line_ids.filtered(lambda line: line.account_id == account)
        booked = -sum(lines.mapped("balance"))
        if self.currency_id.compare_amounts(booked, self.change):
            raise UserError(
                self.env._(
                    "The entry %(entry)s changes the allowance by %(booked)s, and %(ecl)s by "
                    "%(change)s. An accountant sets it back to draft and corrects it; or set the "
                    "provision back to draft then, and propose another entry.",
                    entry=entry.name,
                    booked=money(booked),
                    ecl=self.display_name,
                    change=money(self.change),
                )
            )
        stands = self.sudo()._read_booked_balance()
        if self.currency_id.compare_amounts(stands, self.booked_balance):
            raise UserError(
                self.env._(
                    "%(account)s showed %(before)s for the day of %(ecl)s when its entry was "
                    "proposed, and shows %(now)s without it now. An accountant sets the entry "
                    "%(entry)s back to draft; then set the provision back to draft, too, and "
                    "confirm it anew.",
                    account=account.display_name,
                    before=money(self.booked_balance),
                    ecl=self.display_name,
                    now=money(stands),
                    entry=entry.name,
                )
            )

    def _drop_entry(self):
        entry = self.sudo().entry_id
        if entry.state == "posted":
            raise UserError(
                self.env._(
                    "The entry %(entry)s of %(ecl)s is posted. An accountant sets it back to draft "
                    "first; or mark the provision as booked, and make a new one.",
                    entry=entry.name,
                    ecl=self.display_name,
                )
            )
        self.sudo().entry_id = False
        entry.unlink()

    def _get_accounts(self):
        """Expense account, account of the allowance, and the journal.

        :raise UserError: the company has not chosen them
        """
        company = self.company_id.sudo()
        journal = company.ar_ecl_journal_id or company._ar_get_journal("general")
        accounts = company.ar_ecl_expense_account_id, company.ar_ecl_allowance_account_id
        if not all(accounts) or not journal:
            raise UserError(
                self.env._(
                    "%s has no accounts for expected losses, or no journal to book them in. An "
                    "accountant chooses them in the settings of Collections.",
                    company.name,
                )
            )
        return *accounts, journal

    def _make_entry(self):
        """The draft entry, as superuser: more is an expense, less is taken back."""
        expense, stands, journal = self._get_accounts()
        change = self.currency_id.round(self.change)
        return (
            self.env["account.move"]
            .sudo()
            .with_company(self.company_id)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": journal.id,
                    "date": self.date,
                    "ref": self.display_name,
                    "line_ids": [
                        Command.create(
                            {
                                "name": self.display_name,
                                "account_id": account.id,
                                "balance": balance,
                                "tax_ids": [Command.clear()],
                            }
                        )
                        for account, balance in ((expense, change), (stands, -change))
                    ],
                }
            )
        )
