"""Live figures of accounts are read once for a page, however many conditions ask for them."""

from odoo import api, models

from ..base import live

# Where the figures are kept while one page is read.
KEPT = "ar_profile_figures"


class ArProfile(models.Model):
    _inherit = "ar.profile"

    def _reading_once(self):
        """Read the live figures once for all conditions and the order in the block, in which
        nobody writes."""
        return live.reading_once(self.env, KEPT)

    def _search(self, domain, *args, **kwargs):
        # EXTENDS 'base'
        with self._reading_once():
            return super()._search(domain, *args, **kwargs)

    @api.model
    @api.readonly
    def web_search_read(self, *args, **kwargs):
        # EXTENDS 'web': the page and the number of records.
        with self._reading_once():
            return super().web_search_read(*args, **kwargs)

    def _keep(self, name, read):
        """What ``read()`` gives, read once in the block for the user and his companies."""
        return live.keep(self.env, KEPT, name, read)
