"""Sending can be stopped for some days: what is queued meanwhile waits."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    # By the steps of contingency plans, which ask for rights and keep who it was.
    _ar_closed = {"ar_stopped_until": None, "ar_stop_reason": None}

    ar_stopped_until = guarded.Datetime(
        string="Sending Is Stopped Until",
        readonly=True,
        copy=False,
        help="Nothing leaves for customers before. Empty, or over: it does.",
        groups=guarded.SETTINGS,
    )
    ar_stop_reason = guarded.Char(
        string="Why Sending Is Stopped", readonly=True, copy=False, groups=guarded.SETTINGS
    )

    def _ar_stop_sending(self, until, reason):
        """Nothing leaves for customers of the company until a moment; a later one counts.

        :param reason: a few words
        """
        self.ensure_one()
        company = self.sudo()
        if company.ar_stopped_until and company.ar_stopped_until >= until:
            return
        company.write({"ar_stopped_until": until, "ar_stop_reason": reason})
        company._ar_note_stop(company._ar_say_stopped())

    def _ar_resume_sending(self):
        """What waits leaves again; returns whether it was stopped."""
        self.ensure_one()
        company = self.sudo()
        if not company._ar_is_stopped():
            return False
        company.write({"ar_stopped_until": False, "ar_stop_reason": False})
        company._ar_note_stop(self.env._("Messages leave for customers again."))
        self.env["ar.dunning.notice"].sudo()._wake_sender()
        self.env["ar.statement"].sudo()._wake_sender()
        return True

    def _ar_is_stopped(self):
        until = self.sudo().ar_stopped_until
        return bool(until) and until > fields.Datetime.now()

    def _ar_say_stopped(self):
        """Why nothing leaves for the company's customers, a sentence; '' if it does."""
        self.ensure_one()
        if not self._ar_is_stopped():
            return ""
        company = self.sudo()
        return self.env._(
            "Sending is stopped for %(company)s until %(until)s (%(reason)s). A collections "
            "manager lets it go on in the protocol of the plan.",
            company=company.name,
            until=format_datetime(self.env, company.ar_stopped_until, dt_format="short"),
            reason=company.ar_stop_reason,
        )

    def _ar_note_stop(self, words):
        author = self.env.user.partner_id.id
        self.sudo().partner_id._message_log(body=words, author_id=author)

    def _ar_say_setup(self):
        # EXTENDS the room dunning: all that sends asks this.
        return super()._ar_say_setup() or self._ar_say_stopped()

    @api.model
    def _ar_domain_live(self):
        # EXTENDS the room dunning
        over = Domain("ar_stopped_until", "=", False)
        over |= Domain("ar_stopped_until", "<=", fields.Datetime.now())
        return super()._ar_domain_live() & over
