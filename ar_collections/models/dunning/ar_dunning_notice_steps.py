"""A level that is sent may put the customer on credit hold, or call for a credit review."""

from odoo import models

# So many levels at once are a jump.
JUMP = 2


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def _set_sent(self):
        # EXTENDS the room itself
        sent = super()._set_sent()
        sent.sudo()._hold_credit()
        sent.sudo()._open_reviews()
        return sent

    def _set_failed(self, reason):
        # EXTENDS the room itself: a level that did not reach the customer holds nothing.
        failed = super()._set_failed(reason)
        failed._release_credit()
        return failed

    def _take_back(self, reason):
        # EXTENDS the room itself: nor does one that was never said.
        taken = super()._take_back(reason)
        taken._release_credit()
        return taken

    def _release_credit(self):
        """End the credit holds that these notices began."""
        holds = self.env["ar.credit.hold"].sudo().search([("notice_id", "in", self.ids)])
        holds._release(self.env._("The reminder did not reach the customer."), cause_gone=True)

    def _hold_credit(self):
        """Put the customers on credit hold whose level says so, once at a time."""
        holds = self.env["ar.credit.hold"]
        wanted = self.filtered("level_id.credit_hold")
        held = holds.search(
            [
                ("profile_id", "in", wanted.profile_id.ids),
                ("cause", "=", "level"),
                ("state", "=", "active"),
            ]
        ).profile_id
        holds.create(
            [
                {
                    "profile_id": profile.id,
                    "cause": "level",
                    "notice_id": notices[:1].id,
                    "date_from": profile.company_id._ar_today(),
                    "until_paid": True,
                    **holds._prepare_spoken("level", level=notices[:1].level_id.id),
                }
                for profile, notices in wanted.grouped("profile_id").items()
                if profile not in held
            ]
        )

    def _open_reviews(self):
        """Open a credit review of the customers whose level says so, and of the graded ones
        whose level jumped since their last notice."""
        before = self._read_last_levels()
        for profile, notices in self.grouped("profile_id").items():
            level = max(notices.level_id, key=lambda one: one.number, default=None)
            if not level:
                continue
            last = before.get(profile)
            marked = notices.level_id.filtered("opens_review")[:1]
            if marked:
                reason = self.env._("The reminder “%s” was sent.", marked.display_name)
            elif last and profile.rating_id and level.number - last.number >= JUMP:
                reason = self.env._(
                    "Reminders jumped from level %(before)s to level %(now)s.",
                    before=last.number,
                    now=level.number,
                )
            else:
                continue
            profile._try_open_review(reason)

    def _read_last_levels(self):
        """{profile: the highest level of the last day on which notices were sent before}."""
        graded = self.profile_id.filtered("rating_id")
        earlier = self.search(
            [
                ("profile_id", "in", graded.ids),
                ("state", "=", "sent"),
                ("id", "not in", self.ids),
            ],
            order="date desc, id desc",
        )
        last = {}
        for notice in earlier:
            day, level = last.get(notice.profile_id, (notice.date, notice.level_id))
            if notice.date == day and notice.level_id.number >= level.number:
                last[notice.profile_id] = (day, notice.level_id)
        return {profile: level for profile, (_day, level) in last.items()}
