"""A case that is closed asks for its lesson; a new one is shown those of its kind."""

from odoo import api, fields, models

# Lessons beside a case or a dispute.
MOST_LESSONS = 10


class ArCase(models.Model):
    _inherit = "ar.case"

    lesson_ids = fields.Many2many(
        "ar.lesson",
        string="Lessons of Such Cases",
        compute="_compute_lesson_ids",
        help="The newest lessons of cases of this kind; those of the same forum first.",
    )
    lesson_id = fields.Many2one("ar.lesson", string="Its Lesson", compute="_compute_lesson_id")

    @api.depends("kind", "country_id")
    def _compute_lesson_ids(self):
        lessons = self.env["ar.lesson"]
        for (kind, country), cases in self.grouped(lambda one: (one.kind, one.country_id)).items():
            found = lessons.search([("state", "=", "kept"), ("about", "=", kind)])
            found = found.sorted(lambda one, place=country: one.country_id != place)
            cases.lesson_ids = found[:MOST_LESSONS] if kind else lessons

    @api.depends("state")
    def _compute_lesson_id(self):
        found = self.env["ar.lesson"].search([("case_id", "in", self.ids)]).grouped("case_id")
        for case in self:
            case.lesson_id = found.get(case._origin, self.env["ar.lesson"])[:1]

    def _close(self, outcome, note=None):
        # EXTENDS the room case: what does it teach?
        moved = super()._close(outcome, note)
        moved._ask_for_lesson()
        return moved

    def _ask_for_lesson(self):
        """A lesson to be told, of those that have none."""
        lessons = self.env["ar.lesson"].sudo()
        known = lessons.search([("case_id", "in", self.ids)]).case_id
        lessons.create(
            [
                {"case_id": case.id, "user_id": case.user_id.id or self.env.uid}
                for case in self - known
            ]
        )
        self.invalidate_recordset(["lesson_id"])

    def _tell_lesson(self, words, worked=None, failed=None):
        """Keep what was said when the case was closed."""
        self.ensure_one()
        if lesson := self.lesson_id:
            lesson.write({"name": words, "worked": worked, "failed": failed})
            lesson.action_keep()

    def action_view_lesson(self):
        """Open what the case teaches."""
        self.ensure_one()
        return self.lesson_id._get_records_action()
