"""A level's words as a customer will read them: e-mail, text message and letter side by side."""

from odoo import api, fields, models

from ..models.channel.ar_dunning_level_wording import TONES


class ArDunningPreview(models.TransientModel):
    """Choose a customer, a language and a tone, and see; nothing is kept or sent."""

    _name = "ar.dunning.preview"
    _description = "Preview of a Level"

    level_id = fields.Many2one("ar.dunning.level", required=True, readonly=True)
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer",
        compute="_compute_profile_id",
        compute_sudo=False,
        store=True,
        readonly=False,
        domain="[('company_id', '=', company_id)]",
        help="With an overdue item at this level, if there is one.",
    )
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        help="Empty: the customer's.",
    )
    tone = fields.Selection(TONES, default="neutral", required=True)
    mail_to = fields.Char(string="To", compute="_compute_preview")
    mail_subject = fields.Char(string="Subject", compute="_compute_preview")
    mail_body = fields.Html(string="E-mail", compute="_compute_preview", sanitize=False)
    letter = fields.Html(compute="_compute_preview", sanitize=False)
    sms_body = fields.Text(string="Text Message", compute="_compute_preview")
    sms_size = fields.Char(string="Length", compute="_compute_preview")

    @api.depends("level_id")
    @api.depends_context("company")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.level_id.company_id or self.env.company

    @api.depends("level_id")
    def _compute_profile_id(self):
        for wizard in self:
            wizard.profile_id = wizard.level_id._find_sample_profile(wizard.company_id)

    @api.depends("level_id", "profile_id", "lang", "tone")
    def _compute_preview(self):
        for wizard in self:
            # Whoever asks must be allowed to read what he sees.
            wizard.level_id.check_access("read")
            profile = wizard.profile_id
            profile.check_access("read")
            with wizard.level_id._sample(profile, wizard.lang, wizard.tone) as notice:
                mail, letter = notice._prepare_mail_face(), notice._prepare_letter_face()
                text = notice._prepare_sms_preview()
            wizard.update(
                {
                    "mail_to": mail.get("to"),
                    "mail_subject": mail.get("subject"),
                    "mail_body": mail["mail"],
                    "letter": letter,
                    "sms_body": text["preview_sms"],
                    "sms_size": text["preview_sms_size"],
                }
            )
