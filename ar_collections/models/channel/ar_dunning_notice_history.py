"""In which tone a customer is reminded, by what is known of it."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, models
from odoo.fields import Domain

from ...tools.channel import tone

# From then on a customer is an old acquaintance.
YEARS_LONG_KNOWN = 3


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    @api.model
    def _add_tones(self, vals_list):
        """Choose the tones of new notices, in a few queries for all."""
        profiles = self.env["ar.profile"].browse({vals["profile_id"] for vals in vals_list})
        facts = self._read_tone_facts(profiles.sudo()) if profiles else {}
        for vals in vals_list:
            chosen = tone.choose(facts[vals["profile_id"]])
            vals.update(tone=chosen.tone, tone_reason=chosen.reason)

    @api.model
    def _read_tone_facts(self, profiles):
        """{profile id: ``Facts`` of ``tools/channel/tone.py``}; set-based. What a later room knows
        (broken promises), it adds."""
        found = {}
        for company, own in profiles.grouped("company_id").items():
            today = company._ar_today()
            reminders = self._count_reminders(own, today - timedelta(days=365))
            known = self._find_long_known(own, company, today)
            for profile in own:
                found[profile.id] = tone.Facts(
                    score=profile.score if profile.rating_id else None,
                    behaviour=profile.behaviour_score if profile.behaviour_known else None,
                    reminders=reminders.get(profile.id, 0),
                    long_known=profile.partner_id.id in known,
                    key_account=profile.key_account,
                )
        return found

    @api.model
    def _count_reminders(self, profiles, since):
        """{profile id: days after ``since`` on which a reminder was sent}."""
        domain = Domain("profile_id", "in", profiles.ids)
        domain &= Domain("state", "=", "sent") & Domain("date", ">", since)
        groups = self.sudo()._read_group(domain, ["profile_id"], ["date:count_distinct"])
        return {profile.id: count for profile, count in groups}

    @api.model
    def _find_long_known(self, profiles, company, today):
        """The ids of the customers whom we invoiced years ago already."""
        domain = Domain("partner_id", "in", profiles.partner_id.ids)
        domain &= Domain("company_id", "=", company.id) & Domain("parent_state", "=", "posted")
        domain &= Domain("display_type", "=", "payment_term") & Domain("debit", ">", 0)
        domain &= Domain("date", "<=", today - relativedelta(years=YEARS_LONG_KNOWN))
        lines = self.env["account.move.line"].sudo()
        return {partner.id for (partner,) in lines._read_group(domain, ["partner_id"])}

    @api.model
    def _get_tone_reasons(self):
        """{code of ``tools/channel/tone.py``: words}; a later room adds its own."""
        return {
            "key_account": self.env._("Key account"),
            "broken": self.env._("Promises were broken"),
            "always_late": self.env._("Pays late again and again"),
            "often_reminded": self.env._("Reminded often within a year"),
            "weak": self.env._("Weak credit score"),
            "loyal": self.env._("Loyal customer of many years"),
            "strong": self.env._("Strong credit score, hardly ever reminded"),
            "usual": self.env._("Nothing speaks for another tone"),
        }

    @api.depends("tone_reason")
    @api.depends_context("lang")
    def _compute_tone_why(self):
        words = self._get_tone_reasons()
        for notice in self:
            kind, _colon, user_id = (notice.tone_reason or "").partition(":")
            if kind == "user" and user_id.isdigit():
                user = self.env["res.users"].sudo().browse(int(user_id)).exists()
                notice.tone_why = self.env._("Chosen by %s", user.name or "?")
            else:
                notice.tone_why = words.get(kind, False)
