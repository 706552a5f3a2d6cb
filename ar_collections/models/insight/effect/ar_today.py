"""Measures whose day has come and quarters without a review, on the page Today."""

from odoo import api, models
from odoo.fields import Domain

from ..today.ar_today import ANSWERS, TODO, Found, Tile

MANAGER = "ar_collections.ar_collections_group_manager"


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    @api.model
    def _get_tiles(self):
        # EXTENDS the room today
        return [
            *super()._get_tiles(),
            Tile(
                "measures",
                TODO,
                "fa-check-square-o",
                self.env._("Measures Due"),
                self.env._("No measure of a process review has come to its day."),
            ),
            Tile(
                "quarters",
                TODO,
                "fa-line-chart",
                self.env._("Process Reviews to Close"),
                self.env._("A quarter that is over asks what its figures say, and what follows."),
                MANAGER,
            ),
            Tile(
                "feedback",
                ANSWERS,
                "fa-comment-o",
                self.env._("Feedback of the Team"),
                self.env._("Nobody waits for an answer. All may say what they think."),
                MANAGER,
            ),
            Tile(
                "lessons",
                TODO,
                "fa-lightbulb-o",
                self.env._("Lessons to Tell"),
                self.env._("A case that is closed asks for what it teaches."),
            ),
        ]

    @api.model
    def _find_measures(self, scope):
        due = Domain("state", "=", "open") & self._whose(scope, "user_id")
        due &= self._by_day(scope, "date", "<=")
        return Found(
            "ar.process.measure", due, "ar_collections.ar_process_measure_action", partner=""
        )

    @api.model
    def _find_quarters(self, scope):
        over = Domain("state", "=", "draft") & self._by_day(scope, "date_to", "<")
        return Found(
            "ar.process.review", over, "ar_collections.ar_process_review_action", partner=""
        )

    @api.model
    def _find_feedback(self, scope):
        action = "ar_collections.ar_process_feedback_action"
        return Found("ar.process.feedback", Domain("state", "=", "new"), action, partner="")

    @api.model
    def _find_lessons(self, scope):
        waiting = Domain("state", "=", "draft") & self._whose(scope, "user_id")
        return Found("ar.lesson", waiting, "ar_collections.ar_lesson_action")
