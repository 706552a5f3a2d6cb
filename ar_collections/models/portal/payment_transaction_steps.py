"""The same items are paid online once; where they are paid twice, the collector hears of it."""

from odoo import models
from odoo.tools import format_amount, plaintext2html

LIVING = ("pending", "authorized", "done")


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _update_state(self, allowed_states, target_state, state_message):
        # EXTENDS 'payment': the one place of all states.
        back = self.browse()
        if target_state in LIVING:
            known = self.sudo().filtered(lambda tx: tx.ar_withdrawn and tx.state == "cancel")
            back = self.browse(known.ids)
        moved = super(PaymentTransaction, self - back)._update_state(
            allowed_states, target_state, state_message
        )
        if back:
            moved |= super(PaymentTransaction, back)._update_state(
                (*allowed_states, "cancel"), target_state, state_message
            )
        if target_state in LIVING:
            for transaction in moved.sudo().filtered(lambda tx: tx._ar_pays()):
                transaction._ar_look_for_twins()
        return moved

    # -- what is paid ------------------------------------------------------------------

    def _ar_pays(self):
        """Whether the transaction itself brings money for items of a customer."""
        self.ensure_one()
        if self.operation in ("refund", "validation") or self.child_transaction_ids:
            return False
        return bool(self._ar_get_items() or self._ar_get_invoices())

    def _ar_get_invoices(self):
        """The invoices that it pays as a whole: its own, or those of the one it captures."""
        return self.invoice_ids or self.source_transaction_id.invoice_ids

    def _ar_get_claimed(self):
        """The journal items that the transaction pays, paid ones too."""
        if items := self._ar_get_items():
            return items.move_line_id | items._get_lines()
        return self._ar_get_invoices().line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )

    def _ar_find_same(self, states):
        """Other transactions in one of these states that pay one of the same items, as superuser.

        Found by our own items and by the invoices: whoever pays may not search transactions.
        """
        lines = self._ar_get_claimed().sudo()
        items = self.env["ar.payment.item"].sudo().search([("move_line_id", "in", lines.ids)])
        whole = lines.move_id.transaction_ids.filtered(lambda tx: not tx.ar_item_ids)
        family = (
            self | self.source_transaction_id | self.source_transaction_id.child_transaction_ids
        )
        others = (items.transaction_id | whole).filtered(
            lambda tx: tx.state in states and tx.operation not in ("refund", "validation")
        )
        return (others - family).sorted("id")

    def _ar_get_share(self, lines):
        """How much of the transaction is for these journal items."""
        if items := self._ar_get_items():
            return sum(items.filtered(lambda item: item.move_line_id in lines).mapped("amount"))
        if self._ar_get_invoices() <= lines.move_id:
            return self.amount
        return min(self.amount, sum(lines.mapped("amount_residual_currency")))

    # -- begun twice -------------------------------------------------------------------

    def _ar_withdraw_drafts(self):
        """Withdraw the customer's other payments of the same items that were only begun."""
        customer = self.partner_id.commercial_partner_id
        drafts = self._ar_find_same(("draft",)).filtered(
            lambda tx: tx.partner_id.commercial_partner_id == customer
        )
        drafts = drafts.try_lock_for_update(allow_referencing=True)
        drafts.invalidate_recordset(["state"])
        drafts = drafts.filtered(lambda tx: tx.state == "draft")
        if drafts:
            words = self.env._("Withdrawn: %s pays the same.", self.reference)
            drafts.ar_withdrawn = True
            drafts._update_state(("draft",), "cancel", words)

    # -- paid twice --------------------------------------------------------------------

    def _ar_look_for_twins(self):
        """Of what is in process nothing stays begun; what is paid twice is told, once."""
        if not self._ar_is_on_its_way():
            return
        # One payment of a customer at a time: of two at the same moment the second is tried
        # again by Odoo, and sees the first.
        profile = self._ar_get_profile()
        profile._portal_lock()
        self._ar_withdraw_drafts()
        if self.ar_told_twice:
            return
        lines = self._ar_get_claimed().filtered(lambda line: line.parent_state == "posted")
        if not lines or lines.currency_id != self.currency_id:
            return
        others = self._ar_find_same(LIVING)
        on_their_way = others.filtered(lambda tx: tx._ar_is_on_its_way())
        asked = self.amount + sum(tx._ar_get_share(lines) for tx in on_their_way)
        left = sum(lines.mapped("amount_residual_currency"))
        if self.currency_id.compare_amounts(asked, left) > 0:
            (self | on_their_way).ar_told_twice = True
            self._ar_tell_collector(profile, lines, others.filtered(lambda tx: tx._ar_is_money()))

    def _ar_is_money(self):
        """Whether money is there or on its way; a wire that was announced is not."""
        return self.state == "done" or self._ar_is_on_its_way()

    def _ar_get_profile(self):
        """The account whose items are paid, as superuser."""
        lines = self._ar_get_claimed()
        partner = (lines.partner_id or self.partner_id)[:1].commercial_partner_id
        company = lines.company_id[:1] or self.company_id
        return self.env["ar.profile"].sudo().get_or_create(partner, company).sudo()

    def _ar_tell_collector(self, profile, lines, others):
        """A task with the references of all the payments."""
        collector = profile._get_collector()
        speaking = self.with_context(lang=profile.company_id._ar_pick_lang(collector))
        names = ", ".join(dict.fromkeys(filter(None, lines.mapped("move_name"))))
        words = {
            "reference": self.reference,
            "amount": format_amount(speaking.env, self.amount, self.currency_id),
            "items": names,
        }
        if others:
            note = speaking.env._(
                "The online payment %(reference)s of %(amount)s is for %(items)s, and so is "
                "%(others)s.",
                others=", ".join(others.mapped("reference")),
                **words,
            )
        else:
            note = speaking.env._(
                "The online payment %(reference)s of %(amount)s is for %(items)s, of which less "
                "is open by now: it was paid or settled otherwise meanwhile.",
                **words,
            )
        way_out = speaking.env._(
            "What is too much stays a credit on the account: pay it back, or allocate it to other "
            "items. An amount that is only authorized can be voided."
        )
        profile.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=profile.company_id._ar_today(),
            summary=speaking.env._("Paid twice online: %s", names),
            note=plaintext2html(f"{note} {way_out}"),
            user_id=collector.id,
        )
