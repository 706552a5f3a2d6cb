"""Letters that wait to be printed."""

from odoo import Command, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..base.notify import notify


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    def action_print_letters(self):
        """Show the stored letters as one PDF, in the order of the list.

        A letter leaves when it is printed: one that is not to be sent any more, as what it asks
        for was paid or changed since it was made, is cancelled instead.
        """
        self.check_access("write")
        waiting = self.sudo().filtered(lambda d: d.channel == "letter" and d.state == "sent")
        waiting._drop_outdated()
        left = self - waiting.filtered(lambda d: d.state == "cancelled")
        (waiting & left)._renew_letters()
        if self and not left:
            return waiting._tell_dropped()
        wizard = self.env["ar.dispatch.print_letters"].create(
            {"dispatch_ids": [Command.set(left.ids)]}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Letters"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_note_printed(self):
        """The letters are on paper, and not yet posted."""
        self.check_access("write")
        for company, letters in self.grouped("company_id").items():
            waiting = letters.filtered(lambda d: d.channel == "letter" and d.state == "sent")
            waiting.sudo().filtered(lambda d: not d.printed_date).printed_date = company._ar_today()
        return True

    def _tell_dropped(self):
        """Say why none of these letters is printed."""
        return notify(" ".join(dict.fromkeys(filter(None, self.mapped("error")))))

    def action_mark_printed(self):
        """The letters were printed and posted today."""
        return self._mark_posted()

    def _mark_posted(self, day=None):
        """The letters were posted on ``day`` (the company's today if empty), from which on what
        they say counts.

        :raise UserError: the day is to come, or lies before the letters
        """
        self.check_access("write")
        letters = self.filtered(lambda dispatch: dispatch.channel == "letter")
        moved = self.browse()
        for company, own in letters.grouped("company_id").items():
            posted = day or company._ar_today()
            if day:
                own._check_posted(day, company._ar_today())
            waiting = own.notice_id.filtered("waits_for_post")
            done = own._move_to("delivered", posted_date=posted)
            done.sudo().filtered(lambda one: not one.printed_date).printed_date = posted
            (waiting & done.notice_id)._count_from(posted)
            moved |= done
        for messages, _dispatches in moved._by_model():
            messages._note_printed()
        self.env["ar.dunning.run"]._close_post_tasks()
        return bool(moved)

    def _check_posted(self, day, today):
        for dispatch in self.filtered(lambda one: one.state == "sent"):
            made = dispatch.company_id._ar_day_of(dispatch.date)
            if not made <= day <= today:
                raise UserError(
                    self.env._(
                        "The letter to %(customer)s was made on %(made)s; it cannot have been "
                        "posted on %(day)s. Enter a day from then until today.",
                        customer=dispatch.partner_id.display_name,
                        made=format_date(self.env, made),
                        day=format_date(self.env, day),
                    )
                )

    def _renew_letters(self):
        """Letters of earlier days are printed with the date and the deadline of today."""
        for company, letters in self.grouped("company_id").items():
            today = company._ar_today()
            late = letters.notice_id.filtered("waits_for_post").filtered_domain(
                [("date", "<", today)]
            )
            late._renew_letters(today)

    def _drop_settled(self):
        """Cancel what is no longer needed: all that its message asked for is paid."""
        settled = self.filtered(lambda one: one._get_message()._is_settled())
        settled._set_outdated(self.env._("Paid in the meantime."))
