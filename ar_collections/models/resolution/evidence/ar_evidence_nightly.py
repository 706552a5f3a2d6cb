"""Evidence files are made in the background, one after the other."""

from odoo import api, fields, models
from odoo.exceptions import UserError


class ArEvidence(models.Model):
    _inherit = "ar.evidence"

    @api.model
    def _cron_make(self):
        """Make what was asked for."""
        queued = self.search([("state", "=", "queued")], order="id")
        self._work_through(
            queued,
            lambda evidence: evidence._make(),
            failed=lambda evidence, error: evidence._fail(error),
            lock=True,
        )

    def _make(self):
        """Collect the documents, print them, and keep the file.

        :raise UserError: there is nothing to show
        """
        self.ensure_one()
        if self.state != "queued":
            return
        lang = self.company_id._ar_pick_lang(self.create_uid)
        evidence = self.sudo().with_company(self.company_id).with_context(lang=lang)
        evidence.document_ids.unlink()
        documents = evidence._collect()
        if not documents:
            raise UserError(
                self.env._("There is nothing to show about %s.", self.profile_id.display_name)
            )
        evidence._print(documents)
        evidence._move_to("done", made_date=fields.Datetime.now(), error=False)
        evidence._tell_made()

    def _collect(self):
        """List of (section, ``Document``) in the order of the file."""
        sections = self._get_sections().items()
        found = []
        for code, section in sorted(sections, key=lambda pair: pair[1].sequence):
            documents = getattr(self, f"_collect_{code}")()
            found += [(section, document) for document in documents]
        return found

    def _fail(self, error):
        """Keep why it could not be made, and tell who asked for it."""
        self.sudo()._move_to("failed", error=str(error))
        self._tell(self.env._("The evidence file %(name)s could not be made: %(error)s"), error)

    def _tell_made(self):
        self._tell(self.env._("The evidence file %(name)s is made."))

    def _tell(self, words, error=""):
        """Say in the customer's chatter what became of the file."""
        self.profile_id.sudo()._message_log(body=words % {"name": self.name, "error": error})
