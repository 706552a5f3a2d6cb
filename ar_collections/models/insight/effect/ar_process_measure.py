"""Measures of a review: what is changed, by whom, until when, and what it brought."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...base.ar_guard_mixin import NEW

MANAGER = "ar_collections.ar_collections_group_manager"


class ArProcessMeasure(models.Model):
    """What a review has decided: open → done, or dropped.

    Its effect is the key figure that it was to move: of the quarter of the review, and of the one
    after it, as far as that has come. It is judged once that is over.
    """

    _name = "ar.process.measure"
    _inherit = ["ar.gate.mixin"]
    _description = "Measure of a Review"
    _order = "date, id"
    _transitions = {
        "done": ("open",),
        "dropped": ("open",),
        "open": ("done", "dropped"),
    }
    _writable = {
        NEW: ("review_id",),
        "open": ("name", "user_id", "date", "kpi", "outcome"),
        "done": ("outcome",),
        "dropped": ("outcome",),
    }
    _writable_by = dict.fromkeys(("name", "user_id", "date", "kpi"), MANAGER)

    review_id = fields.Many2one(
        "ar.process.review",
        string="Process Review",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    name = fields.Char(string="Measure", required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
    )
    date = fields.Date(string="Until", required=True)
    kpi = fields.Selection(
        "_selection_kpi",
        string="Is to Move",
        help="The key figure by which the next review looks at its effect. Empty: none.",
    )
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("dropped", "Dropped")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    outcome = fields.Char(string="What Came of It")
    done_on = fields.Date(readonly=True, copy=False)
    value_then = fields.Char(string="Then", compute="_compute_effect")
    value_after = fields.Char(
        string="Since", compute="_compute_effect", help="In the quarter after that of the review."
    )
    effect = fields.Selection(
        [("better", "Better"), ("same", "The Same"), ("worse", "Worse")],
        compute="_compute_effect",
        help="What moved may have moved for other reasons.",
    )

    @api.model
    def _selection_kpi(self):
        return [(code, kpi.label) for code, kpi in self.env["ar.kpi"]._get_kpis().items()]

    @api.depends("kpi", "review_id.date_from", "review_id.company_id")
    @api.depends_context("lang")
    def _compute_effect(self):
        self.update({"value_then": False, "value_after": False, "effect": False})
        kpis = self.env["ar.kpi"].sudo()
        listed = kpis._get_kpis()
        for review, measures in self.sudo().grouped("review_id").items():
            told = measures.filtered(lambda one: one.kpi in listed)
            if not told or not review.date_from:
                continue
            found = review._read_kpis(set(told.mapped("kpi")))
            for measure in told:
                kpi = listed[measure.kpi]
                then, after = (figures.get(measure.kpi) for figures in found)
                own = self.browse(measure.id) if measure.id else measure
                own.value_then = kpis._format_value(then, kpi.unit)
                own.value_after = kpis._format_value(after, kpi.unit)
                own.effect = review._is_seen() and self._judge(then, after, kpi.better)

    @api.model
    def _judge(self, then, after, better):
        """Whether a figure moved the right way; False where it cannot be told."""
        if then is None or after is None:
            return False
        if abs(after - then) < 0.005:
            return "same"
        return "better" if (after > then) == (better == "high") else "worse"

    @api.constrains("review_id")
    def _check_review_open(self):
        for measure in self:
            if measure.review_id.state == "closed":
                raise ValidationError(
                    self.env._(
                        "The review %(review)s is closed, and takes the measure “%(measure)s” no "
                        "more. Open it again, or add it to the next one.",
                        review=measure.review_id.display_name,
                        measure=measure.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_closed(self):
        for measure in self:
            if measure.review_id.state == "closed":
                raise UserError(
                    self.env._(
                        "The measure “%s” was decided in a review that is closed. Drop it instead.",
                        measure.name,
                    )
                )

    # -- what people do ----------------------------------------------------------------

    def action_done(self):
        """It is done."""
        self.check_access("write")
        for company, measures in self.grouped("company_id").items():
            measures._move_to("done", done_on=company._ar_today())
        return True

    def action_drop(self):
        """It is not done any more.

        :raise UserError: nothing says why
        """
        self.check_access("write")
        for measure in self.filtered(lambda one: one.state == "open"):
            if not (measure.outcome or "").strip():
                raise UserError(
                    self.env._(
                        "The measure “%s” is dropped without a word. Enter what came of it first.",
                        measure.name,
                    )
                )
        self._move_to("dropped")
        return True

    def action_reopen(self):
        """It is to be done after all."""
        self.check_access("write")
        self._move_to("open", done_on=False)
        return True

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Enter what came of it, and use its buttons; a manager changes the rest.")

    # -- for the page ------------------------------------------------------------------

    def _prepare_section_row(self):
        """A row of the section of the next review."""
        self.ensure_one()
        texts = {
            name: dict(self._fields[name]._description_selection(self.env)).get(self[name], "")
            for name in ("state", "kpi", "effect")
        }
        return {
            "name": self.name,
            "user": self.user_id.name,
            "outcome": self.outcome or "",
            "then": self.value_then or "",
            "after": self.value_after or "",
            **texts,
        }
