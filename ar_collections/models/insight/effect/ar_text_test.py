"""Two texts of a level, compared: half of the customers are told the one, half the other."""

import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import is_html_empty

from ....tools.dunning.holdout import draw
from ...base.ar_guard_mixin import NEW

# {arm: tone of its words}
ARMS = {"a": "neutral", "b": "trial"}
# Which text of a wording a way takes.
TEXT_OF_WAY = {
    "call": "call_script",
    "email": "mail_template_id",
    "letter": "letter_body",
    "sms": "sms_text",
    "visit": "visit_script",
}


class ArTextTest(models.Model):
    """Text A is what the level says, text B its trial text: draft → running → ended.

    Customers who would be told the neutral words get A or B by lot, always the same one; others
    keep their tone. The notice says so. Each customer counts once, with the first notice.
    """

    _name = "ar.text.test"
    _inherit = ["ar.gate.mixin"]
    _description = "Comparison of Texts"
    _order = "date_from desc, id desc"
    _transitions = {"running": ("draft",), "ended": ("running",)}
    _writable = {
        NEW: ("company_id",),
        "draft": ("name", "level_id", "channel"),
        "running": ("name", "note"),
        "ended": ("name", "note"),
    }

    name = fields.Char(string="What Is Compared", required=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.company,
    )
    level_id = fields.Many2one("ar.dunning.level", required=True, index=True, ondelete="restrict")
    channel = fields.Selection(
        selection=lambda self: self.env["ar.channel"]._selection(),
        required=True,
        default="email",
        help="Notices that left by this way count.",
    )
    trial_id = fields.Many2one(
        "ar.dunning.level.wording", string="Text B", compute="_compute_trial_id"
    )
    state = fields.Selection(
        [("draft", "In Preparation"), ("running", "Running"), ("ended", "Ended")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    date_from = fields.Date(string="Since", readonly=True, copy=False)
    date_to = fields.Date(string="Until", readonly=True, copy=False)
    # What the lots are drawn with: another comparison draws others.
    salt = fields.Char(readonly=True, copy=False, groups="base.group_system")
    note = fields.Char(string="What Followed", help="Which text was taken, and why.")
    customers_a = fields.Integer(string="Customers Told A", compute="_compute_result")
    customers_b = fields.Integer(string="Customers Told B", compute="_compute_result")
    share_a = fields.Char(string="Paid of A", compute="_compute_result")
    share_b = fields.Char(string="Paid of B", compute="_compute_result")
    result = fields.Text(compute="_compute_result")

    _running_uniq = models.UniqueIndex(
        "(level_id, company_id) WHERE state = 'running'",
        "A comparison of this level runs already. End that one first.",
    )

    @api.depends("level_id.wording_ids.tone")
    def _compute_trial_id(self):
        for test in self:
            test.trial_id = test.level_id._get_wording(ARMS["b"]) if test.level_id else False

    @api.depends("state", "level_id", "channel", "date_from", "date_to")
    @api.depends_context("lang")
    def _compute_result(self):
        found = self._read_results()
        for test in self:
            test.update(test._prepare_result(found.get(test.id, {})))

    @api.constrains("level_id", "company_id")
    def _check_level(self):
        for test in self:
            owner = test.level_id.company_id
            if owner and owner not in test.company_id.parent_ids:
                raise ValidationError(
                    self.env._(
                        "The level %(level)s belongs to %(owner)s. Compare texts of levels of "
                        "%(company)s.",
                        level=test.level_id.display_name,
                        owner=owner.name,
                        company=test.company_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        for test in self:
            if test.state != "draft":
                raise UserError(
                    self.env._(
                        "The comparison “%s” has begun, and notices name it. End it instead.",
                        test.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard
        tests = super().create(vals_list)
        for test in tests.sudo():
            test.salt = secrets.token_hex(8)
        return tests

    # -- what people do ----------------------------------------------------------------

    def action_start(self):
        """From the next proposal on half of the customers are told text B.

        :raise UserError: the level has no text B for this way
        """
        self.check_access("write")
        for test in self.filtered(lambda one: one.state == "draft"):
            name = TEXT_OF_WAY.get(test.channel)
            text = name and test.trial_id[name]
            if not text or (isinstance(text, str) and is_html_empty(text)):
                raise UserError(
                    self.env._(
                        "The level %(level)s has no trial text for this way. Enter one on the "
                        "level, under Other Tones, with the tone Trial Text.",
                        level=test.level_id.display_name,
                    )
                )
            test._move_to("running", date_from=test.company_id._ar_today())
        return True

    def action_end(self):
        """Everybody is told the level's own text again. What was told keeps counting."""
        self.check_access("write")
        for company, tests in self.grouped("company_id").items():
            tests._move_to("ended", date_to=company._ar_today())
        return True

    def action_view_level(self):
        """Open the level, where both texts stand."""
        self.ensure_one()
        return self.level_id._get_records_action()

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._("End it with the button, and begin another one.")

    # -- by lot ------------------------------------------------------------------------

    @api.model
    def _find_running(self, level_ids):
        """{(level id, company id): the comparison that runs}, as superuser."""
        domain = [("state", "=", "running"), ("level_id", "in", list(level_ids))]
        return {(one.level_id.id, one.company_id.id): one for one in self.sudo().search(domain)}

    def _draw_arm(self, partner_id):
        """'a' or 'b': a customer always gets the same one."""
        return "a" if draw(self.sudo().salt, self.id, partner_id) < 0.5 else "b"
