"""What an ended dispute teaches; and what others with the same reason taught."""

from odoo import api, fields, models

from .ar_case import MOST_LESSONS


class ArDispute(models.Model):
    _inherit = "ar.dispute"

    lesson_ids = fields.Many2many(
        "ar.lesson",
        string="Lessons of Such Disputes",
        compute="_compute_lesson_ids",
        help="The newest lessons of disputes with this reason.",
    )
    lesson_id = fields.Many2one("ar.lesson", string="Its Lesson", compute="_compute_lesson_id")
    customer_stars = fields.Integer(
        string="Customer's Rating",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="How the customer found the way it was cleared: 5 very good, 1 very poor. 0: not "
        "said.",
    )
    customer_words = fields.Text(string="Customer's Words", readonly=True, copy=False)
    rated_on = fields.Date(readonly=True, copy=False)

    @api.depends("reason_id")
    def _compute_lesson_ids(self):
        lessons = self.env["ar.lesson"]
        for reason, disputes in self.grouped("reason_id").items():
            domain = [("state", "=", "kept"), ("reason_id", "=", reason.id)]
            disputes.lesson_ids = lessons.search(domain, limit=MOST_LESSONS) if reason else lessons

    @api.depends("state")
    def _compute_lesson_id(self):
        lessons = self.env["ar.lesson"]
        found = lessons.search([("dispute_id", "in", self.ids)]).grouped("dispute_id")
        for dispute in self:
            dispute.lesson_id = found.get(dispute._origin, lessons)[:1]

    def _note_rating(self, stars, words):
        """Keep what the customer says of the end; the last word counts."""
        for dispute in self.sudo():
            today = dispute.company_id._ar_today()
            dispute.write({"customer_stars": stars, "customer_words": words, "rated_on": today})

    def action_view_lesson(self):
        """Open what the dispute teaches; a new lesson where it has none."""
        self.ensure_one()
        self.check_access("write")
        lessons = self.env["ar.lesson"]
        lesson = lessons.search([("dispute_id", "=", self.id)])
        lesson = lesson or lessons.create({"dispute_id": self.id})
        self.invalidate_recordset(["lesson_id"])
        return lesson._get_records_action()
