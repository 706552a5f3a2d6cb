"""The case library: what worked and what failed, of cases and disputes that have ended."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...base.ar_guard_mixin import ANY, NEW


class ArLesson(models.Model):
    """What one case, or one dispute, teaches: to be told → kept, or nothing to learn.

    A case that is closed asks for its lesson. Kept lessons stand beside new cases of the same kind,
    and new disputes with the same reason.
    """

    _name = "ar.lesson"
    _inherit = ["ar.gate.mixin", "mail.thread"]
    _description = "Lesson"
    _order = "date desc, id desc"
    _transitions = {
        "kept": ("draft", "nothing"),
        "nothing": ("draft", "kept"),
        "draft": ("kept", "nothing"),
    }
    _writable = {
        NEW: ("case_id", "dispute_id"),
        ANY: ("name", "worked", "failed", "tag_ids", "user_id"),
    }

    name = fields.Char(
        string="In One Sentence", help="What the next one who has such a case should know."
    )
    case_id = fields.Many2one("ar.case", index="btree_not_null", ondelete="cascade")
    dispute_id = fields.Many2one("ar.dispute", index="btree_not_null", ondelete="cascade")
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        compute="_compute_about",
        store=True,
        index=True,
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", string="Customer", store=True, index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    about = fields.Selection(
        "_selection_about",
        compute="_compute_about",
        store=True,
        help="The kind of case; dispute.",
    )
    reason_id = fields.Many2one(related="dispute_id.reason_id", string="Reason", store=True)
    country_id = fields.Many2one(
        "res.country", compute="_compute_about", store=True, help="The forum of the case."
    )
    ending = fields.Char(string="How It Ended", compute="_compute_ending")
    date = fields.Date(string="Ended On", compute="_compute_about", store=True)
    worked = fields.Text(string="What Worked")
    failed = fields.Text(string="What Failed")
    tag_ids = fields.Many2many("ar.lesson.tag", string="Tags")
    user_id = fields.Many2one(
        "res.users",
        string="Who Tells It",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    state = fields.Selection(
        [("draft", "To Be Told"), ("kept", "Kept"), ("nothing", "Nothing to Learn")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )

    _one_of_two = models.Constraint(
        "CHECK ((case_id IS NULL) <> (dispute_id IS NULL))",
        "A lesson is of one case or of one dispute.",
    )
    _case_uniq = models.UniqueIndex(
        "(case_id) WHERE case_id IS NOT NULL", "This case has its lesson already; open that one."
    )
    _dispute_uniq = models.UniqueIndex(
        "(dispute_id) WHERE dispute_id IS NOT NULL",
        "This dispute has its lesson already; open that one.",
    )

    @api.model
    def _selection_about(self):
        kinds = self.env["ar.case"]._fields["kind"]._description_selection(self.env)
        return [*kinds, ("dispute", self.env._("Dispute"))]

    @api.depends(
        "case_id.country_id",
        "case_id.date_closed",
        "case_id.kind",
        "case_id.profile_id",
        "dispute_id.date_closed",
        "dispute_id.profile_id",
    )
    def _compute_about(self):
        for lesson in self:
            case, dispute = lesson.case_id, lesson.dispute_id
            lesson.profile_id = (case or dispute).profile_id
            lesson.about = case.kind if case else dispute and "dispute"
            lesson.country_id = case.country_id
            lesson.date = (case or dispute).date_closed

    @api.depends("case_id.outcome", "dispute_id.state")
    @api.depends_context("lang")
    def _compute_ending(self):
        for lesson in self:
            source, name = lesson.case_id, "outcome"
            if not source:
                source, name = lesson.dispute_id, "state"
            labels = dict(source._fields[name]._description_selection(self.env))
            lesson.ending = labels.get(source[name], False)

    @api.depends("name", "case_id", "dispute_id")
    def _compute_display_name(self):
        for lesson in self:
            source = lesson.case_id or lesson.dispute_id
            lesson.display_name = lesson.name or self.env._("Lesson of %s", source.display_name)

    @api.constrains("case_id", "dispute_id")
    def _check_ended(self):
        for lesson in self:
            case, dispute = lesson.case_id, lesson.dispute_id
            if (case and case.state != "closed") or (dispute and not dispute.date_closed):
                raise ValidationError(
                    self.env._(
                        "%s has not ended yet. Close it, then tell what it teaches.",
                        (case or dispute).display_name,
                    )
                )

    # -- what people do ----------------------------------------------------------------

    def action_keep(self):
        """Into the library.

        :raise UserError: it says nothing yet
        """
        self.check_access("write")
        for lesson in self.filtered(lambda one: one.state != "kept"):
            if not (lesson.name or "").strip():
                raise UserError(
                    self.env._(
                        "The lesson of %s says nothing yet. Enter it in one sentence.",
                        (lesson.case_id or lesson.dispute_id).display_name,
                    )
                )
            lesson._move_to("kept")
        return True

    def action_nothing(self):
        """There is nothing to learn from it."""
        self.check_access("write")
        self._move_to("nothing")
        return True

    def action_reopen(self):
        """It is to be told after all."""
        self.check_access("write")
        self._move_to("draft")
        return True

    def action_view_source(self):
        """Open the case or the dispute."""
        self.ensure_one()
        return (self.case_id or self.dispute_id)._get_records_action()
