"""What our own people say of the process: ideas, problems, praise; and what became of it."""

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...base.ar_guard_mixin import NEW
from ...base.closing import is_change

MANAGER = "ar_collections.ar_collections_group_manager"
# What was said, in the words of who said it.
WORDS = frozenset({"kind", "text"})


class ArProcessFeedback(models.Model):
    """A few words of a member of the team: new → answered. The review of its quarter shows it."""

    _name = "ar.process.feedback"
    _inherit = ["ar.gate.mixin", "mail.thread"]
    _description = "Feedback on the Process"
    _order = "date desc, id desc"
    _transitions = {"answered": ("new",), "new": ("answered",)}
    _writable = {NEW: ("company_id",), "new": ("kind", "text", "answer")}
    _writable_by = {"answer": MANAGER}

    kind = fields.Selection(
        [("idea", "Idea"), ("problem", "Problem"), ("praise", "What Goes Well")],
        default="idea",
        required=True,
    )
    text = fields.Text(string="What You Want to Say", required=True)
    user_id = fields.Many2one(
        "res.users",
        string="Said by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    date = fields.Date(
        string="Said on",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company._ar_today(),
    )
    answer = fields.Text(help="What is done about it, or why not. Its author is told.")
    answered_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    state = fields.Selection(
        [("new", "New"), ("answered", "Answered")],
        default="new",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )

    @api.depends("kind", "user_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for one in self:
            one.display_name = f"{kinds.get(one.kind, '')}: {one.user_id.name or ''}"

    def action_answer(self):
        """Tell its author what becomes of it.

        :raise UserError: nothing is said yet
        """
        self.check_access("write")
        self._check_writers({"answer"})
        for one in self.filtered(lambda one: one.state == "new"):
            if not (one.answer or "").strip():
                raise UserError(
                    self.env._(
                        "The feedback of %s has no answer yet. Enter what is done about it.",
                        one.user_id.name,
                    )
                )
            one._move_to("answered", answered_by_id=self.env.uid)
            one.sudo().message_post(
                body=Markup("<p>{}</p>").format(one.answer),
                author_id=self.env.user.partner_id.id,
                partner_ids=one.user_id.partner_id.ids,
            )
        return True

    def action_reopen(self):
        """It is not done with."""
        self.check_access("write")
        self._check_writers({"answer"})
        self._move_to("new", answered_by_id=False)
        return True

    def _check_written(self, vals):
        # EXTENDS the guard: managers answer, and leave what was said as it was said.
        super()._check_written(vals)
        for one in self.filtered(lambda one: one.user_id != self.env.user):
            if told := [name for name in WORDS & vals.keys() if is_change(one, name, vals[name])]:
                raise one._closed_error(told)

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("Say it anew, or write to its chatter.")
