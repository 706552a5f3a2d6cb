"""The company as all rooms ask it: its calendar day, its language, its branches."""

import pytz

from odoo import fields, models
from odoo.tools.misc import get_lang


class ResCompany(models.Model):
    _inherit = "res.company"

    def _ar_today(self):
        """The company's calendar day, from its partner's time zone (UTC if it has none).

        The one clock of Collections: neither the server's zone nor the user's matters.

        :rtype: datetime.date
        """
        return self._ar_day_of(fields.Datetime.now())

    def _ar_day_of(self, moment):
        """The calendar day that a moment (UTC, as stored) falls on for the company.

        :rtype: datetime.date
        """
        self.ensure_one()
        # Only this: a partner has a hundred columns.
        partner = self.sudo().partner_id.with_context(prefetch_fields=False)
        zone = pytz.timezone(partner.tz or "UTC")
        return pytz.utc.localize(moment).astimezone(zone).date()

    def _ar_pick_lang(self, *people):
        """The one language of a message: the first that is installed of those of ``people``
        (partners or users), else the company's, else the reader's.

        A contact keeps a language that was switched off; to speak it would be an error.
        """
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = (*people, self.sudo().partner_id)
        langs = (one.lang for one in wanted if one)
        return next((lang for lang in langs if lang in installed), get_lang(self.env).code)

    def _ar_chain(self):
        """The company and those above it, the highest first."""
        self.ensure_one()
        return self.sudo().parent_ids

    def _ar_tree(self):
        """The companies and all branches below them."""
        return self.sudo().with_context(active_test=False).search([("id", "child_of", self.ids)])
