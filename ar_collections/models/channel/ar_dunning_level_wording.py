"""What a level says in a gentler or firmer tone."""

from odoo import api, fields, models

from ..base.ar_guard_mixin import ANY, NEW, SETTINGS
from .ar_dunning_level import TEXTS

# A trial is no tone that a customer's history asks for: it is compared with the neutral one.
TONES = [
    ("gentle", "Gentle"),
    ("neutral", "Neutral"),
    ("firm", "Firm"),
    ("trial", "Trial Text"),
]


class ArDunningLevelWording(models.Model):
    """The words of one level in one tone. What is empty is said in its own, neutral words."""

    _name = "ar.dunning.level.wording"
    _inherit = ["ar.guard.mixin"]
    _description = "Wording of a Dunning Level"
    _order = "level_id, tone, id"
    _rec_name = "tone"

    _writable = {NEW: ("level_id",), ANY: SETTINGS}

    level_id = fields.Many2one("ar.dunning.level", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="level_id.company_id", store=True)
    tone = fields.Selection(
        [tone for tone in TONES if tone[0] != "neutral"],
        required=True,
        help="Gentle: for loyal customers and key accounts. Firm: for those who evade. Trial text: "
        "for half of the others, as long as a comparison of texts runs.",
    )
    mail_template_id = fields.Many2one(
        "mail.template",
        string="E-mail Template",
        domain=[("model", "=", "ar.dunning.notice")],
        # Not restrict: uninstalling deletes the templates before the levels.
        ondelete="set null",
        help="Empty: as in the neutral tone.",
    )
    letter_title = fields.Char(translate=True, help="Empty: as in the neutral tone.")
    letter_body = fields.Html(translate=True, help="Empty: as in the neutral tone.")
    call_script = fields.Html(translate=True, help="Empty: as in the neutral tone.")
    visit_script = fields.Html(translate=True, help="Empty: as in the neutral tone.")
    sms_text = fields.Text(
        string="Text Message", translate=True, help="Empty: as in the neutral tone."
    )

    _tone_uniq = models.Constraint(
        "UNIQUE (level_id, tone)", "A level has each tone once. Change the one that is there."
    )

    @api.constrains("tone", *TEXTS)
    def _check_placeholders(self):
        for wording in self:
            wording.level_id._check_texts(wording)

    @api.constrains("mail_template_id", *TEXTS)
    def _check_empty_threats(self):
        self.level_id.policy_id._check_threats()

    @api.constrains("mail_template_id")
    def _check_mail_template(self):
        for wording in self:
            wording.level_id._check_template(wording.mail_template_id)
