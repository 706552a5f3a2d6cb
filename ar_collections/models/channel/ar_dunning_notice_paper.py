"""Letters of notices: they count from the day on which they are posted."""

from odoo import api, fields, models
from odoo.fields import Domain

from .ar_dunning_notice_words import REPORT

# What of the other channels has left the house, or is about to by itself.
ON_ITS_WAY = ("leaving", "sent", "delivered", "unknown")


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    @api.depends("state", "dispatch_ids.state", "dispatch_ids.channel")
    def _compute_waits_for_post(self):
        for notice in self:
            letters = notice.dispatch_ids.filtered(lambda one: one.channel == "letter")
            others = notice.dispatch_ids - letters
            notice.waits_for_post = (
                notice.state not in ("failed", "cancelled")
                and "sent" in letters.mapped("state")
                and "delivered" not in letters.mapped("state")
                and not any(one.state in ON_ITS_WAY for one in others)
            )

    def _count_from(self, day):
        """The notices left on ``day``: their levels count from then, and so do their deadlines."""
        later = self.filtered(lambda notice: notice.date < day)
        later._move_date(day)
        later._after_change_of_history()

    def _move_date(self, day):
        """Date the notices ``day``, and their deadlines with them."""
        self._make_room(day)
        self._redate(day)
        for level, notices in self.grouped("level_id").items():
            if level.deadline_days:
                notices.sudo().deadline = fields.Date.add(day, days=level.deadline_days)
        self.flush_recordset()

    def _make_room(self, day):
        """Keep the notices apart from what the customers were told on ``day`` besides."""
        that_day = Domain("profile_id", "in", self.profile_id.ids) & Domain("date", "=", day)
        others = self.search(that_day & Domain("state", "not in", ("draft", "cancelled")))
        taken = {(one.profile_id, one.currency_id, one.group_key): one for one in others - self}
        for notice in self:
            if (notice.profile_id, notice.currency_id, notice.group_key) in taken:
                notice.sudo().group_key = f"{notice.group_key}/{notice.id}"
            taken[notice.profile_id, notice.currency_id, notice.group_key] = notice

    def _renew_letters(self, day):
        """Make letters that were not posted yet anew, as of ``day``: what the chatter and the
        list of letters show is what leaves."""
        self._move_date(day)
        by_letter = self.sudo().grouped("letter_attachment_id")
        leads = {
            letter: notices._group_messages()[0][0]
            for letter, notices in by_letter.items()
            if letter
        }
        everything = self.browse().union(*leads.values())
        pdfs = self.env["ar.channel.letter"]._make_pdfs(everything, REPORT)
        for letter, lead in leads.items():
            letter.raw = pdfs[lead.id]
