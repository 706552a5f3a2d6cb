"""A jump of the dunning level, or a level that says so, calls for a credit review."""

from odoo import fields, models

# So many levels at once are a jump.
JUMP = 2


class ArDunningLevel(models.Model):
    _inherit = "ar.dunning.level"

    opens_review = fields.Boolean(
        string="Credit Review", help="When sent, a credit review of the customer is opened."
    )


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def _set_sent(self):
        # EXTENDS the room itself
        sent = super()._set_sent()
        sent.sudo()._open_reviews()
        return sent

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


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _try_open_review(self, reason):
        """Open a review for an event; what goes wrong is told here and does not call back the
        notice that has left."""
        self.ensure_one()
        self.env["ar.job.mixin"]._attempt_one(
            self,
            lambda profile: profile._open_review("event", reason),
            failed=lambda profile, error: profile._message_log(
                body=self.env._("No credit review could be opened: %s", str(error))
            ),
        )
