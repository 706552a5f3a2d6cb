"""A company that is being set up, and goes live."""

from odoo import api, fields, models

# What is said of it in the chatter of the company's contact.
SENDERS = ("ar.dunning.notice", "ar.statement")


class ResCompany(models.Model):
    _inherit = "res.company"

    # -- made by a person --------------------------------------------------------------

    def web_save(self, vals, specification, next_id=None):
        # EXTENDS 'web': what is made on a screen, the branches of a company with it.
        known = self._ar_find_all()
        result = super().web_save(vals, specification, next_id=next_id)
        (self._ar_find_all() - known)._ar_begin_setup()
        return result

    @api.model
    def name_create(self, name):
        # EXTENDS 'base': made from the field that asks for a company.
        known = self._ar_find_all()
        result = super().name_create(name)
        (self._ar_find_all() - known)._ar_begin_setup()
        return result

    @api.model
    def _ar_find_all(self):
        return self.sudo().with_context(active_test=False).search([])

    # -- set up, and live --------------------------------------------------------------

    @api.model
    def _ar_begin_all_setups(self):
        """All companies that have not reminded anybody are being set up from now on. Called when
        the add-on is installed: nothing reaches a customer before somebody has looked."""
        sent = self.env["ar.dispatch"].sudo()._read_group([], ["company_id"])
        known = self.browse().union(*(company for (company,) in sent))
        (self.sudo().search([]) - known)._ar_begin_setup()

    def _ar_begin_setup(self):
        """Nothing leaves for customers any more, until somebody goes live."""
        for company in self.sudo().filtered(lambda one: not one.ar_setup_since):
            company.ar_setup_since = fields.Datetime.now()
            company._ar_note_setup(
                self.env._("Collections is being set up: nothing leaves for customers.")
            )

    def _ar_go_live(self):
        """From now on the nightly run sends what its policies let out, and what waits leaves."""
        for company in self.sudo().filtered("ar_setup_since"):
            company.ar_setup_since = False
            company._ar_note_setup(self.env._("Collections is live: reminders leave."))
            for name in SENDERS:
                self.env[name].sudo()._wake_sender()

    def _ar_note_setup(self, words):
        """Who decided so, for those who ask later."""
        author = self.env.user.partner_id.id
        self.sudo().partner_id._message_log(body=words, author_id=author)
