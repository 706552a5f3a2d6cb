"""The lines of a notice as the customer sees them."""

from odoo import models

from ..base.guarded import COLLECTOR


class ArDunningNoticeLine(models.Model):
    _inherit = "ar.dunning.notice.line"

    def _prepare_rows(self, notice, links):
        """The lines as formatted rows of the message of ``notice``."""
        return [
            {
                "name": line.name or line.ref or "",
                "ref": line.ref if line.name and line.ref and line.ref != line.name else "",
                "url": links.get(line.move_id.id, ""),
                "date": notice._format_day(line.invoice_date),
                "due": notice._format_day(line.date_due),
                "days": str(line.days_overdue) if line.days_overdue else "",
                "amount": notice._format_money(
                    # Not asked for, but shown.
                    line.amount_open if line.kind == "info" else line.amount,
                    notice.currency_id,
                ),
                "discount": line._get_discount_words(notice),
                "details": line._get_detail_words(notice),
            }
            for line in self
        ]

    def _get_detail_words(self, notice):
        """What stands below the number of an item where there is no room for columns: a list of
        lines. The language is that of ``notice``."""
        self.ensure_one()
        env, due, dated = notice.env, [], []
        if self.date_due and self.kind != "credit":
            due.append(env._("Due Date: %s", notice._format_day(self.date_due)))
        if self.days_overdue:
            due.append(env._("Days Late: %s", self.days_overdue))
        if self.invoice_date:
            dated.append(env._("Date: %s", notice._format_day(self.invoice_date)))
        if self.name and self.ref and self.ref != self.name:
            dated.append(env._("Your Reference: %s", self.ref))
        return [" · ".join(parts) for parts in (due, dated) if parts]

    def _get_discount_words(self, notice):
        """Until which day the amount holds, and what is owed after it; '' without a discount.
        The language is that of ``notice``."""
        self.ensure_one()
        if not self.discount_date or notice.currency_id.is_zero(self.amount_discount):
            return ""
        return notice.env._(
            "%(amount)s if paid by %(day)s, %(full)s after that",
            amount=notice._format_money(self.amount, notice.currency_id),
            day=notice._format_day(self.discount_date),
            full=notice._format_money(self.amount + self.amount_discount, notice.currency_id),
        )

    def _get_own_moves(self):
        """The documents of the lines, as superuser: those of their notice's customer and company.

        Whatever a line may point at, nobody is shown another's invoice.
        """
        return (
            self.sudo()
            .filtered(
                lambda line: (
                    line.move_id.company_id == line.notice_id.company_id
                    and (
                        line.move_line_id.partner_id or line.move_id.partner_id
                    ).commercial_partner_id
                    == line.notice_id.partner_id
                )
            )
            .move_id
        )

    def _get_links(self, message):
        """{move id: address where the customer sees and pays the invoice}: below the personal link
        of ``message``, where the invoice's own key is made once somebody follows it."""
        moves = self._get_linked_moves()
        if url := message.text_link:
            return {id_: f"{url}/invoice/{id_}" for id_ in moves.ids}
        # No personal link, or none for who reads. The key in the address is for the customer, too:
        # previews of others go without. It is made when the notice leaves, not by reading it.
        keyed = self.env.su or self.env.user.has_group(COLLECTOR)
        return {
            move.id: move.get_base_url()
            + (move._ar_get_keyed_url() if keyed and move.access_token else move.access_url)
            for move in moves
        }

    def _get_linked_moves(self):
        """The invoices that the customer can see and pay on a page, as superuser."""
        return self._get_own_moves().filtered(lambda move: move.is_sale_document())
