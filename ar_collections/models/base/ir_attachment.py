"""Files that records keep as evidence: people neither change, delete nor add them."""

from odoo import api, models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    """A guarded model says which of its files it keeps (see ``ar.guard.mixin``):

    - ``_kept_files = True``: all of them. People add none either: the answer of a customer, the
      PDF as sent, are put there by our own methods.
    - ``_keeps(attachments)``, where it keeps some of its files, and people add others, by the
      chatter for example: those of ``attachments`` that it keeps.

    The superuser writes and deletes them: when a draft is deleted, its files go with it, and the
    garbage collector does its work. Deleting a file out of a message is a person's act even
    where Odoo does it as superuser.
    """

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'base'
        attachments = super().create(vals_list)
        if not self.env.su:
            attachments._ar_refuse_added()
        return attachments

    def write(self, vals):
        # EXTENDS 'base'
        if self.env.su:
            return super().write(vals)
        # Before a refusal names the file and its record.
        self.check_access("write")
        self._ar_refuse_kept()
        result = super().write(vals)
        if vals.keys() & {"res_model", "res_id"}:
            self._ar_refuse_added()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        if not self.env.su:
            self._ar_refuse_kept()

    def _delete_and_notify(self, message=None):
        # EXTENDS 'mail': called as superuser for whoever edits or removes a message.
        if not self.env.user._is_superuser():
            self._ar_refuse_kept()
        return super()._delete_and_notify(message)

    def _ar_get_kept(self):
        """Those of the files that their records keep, as superuser."""
        kept = self.sudo().browse()
        for record, files in self._ar_by_record():
            kept |= record._keeps(files)
        return kept

    def _ar_by_record(self):
        """(record, its files) of the files that belong to a guarded record, as superuser."""
        files = self.sudo().filtered("res_id")
        for name, group in files.grouped("res_model").items():
            if not name or not getattr(self.env.get(name), "_is_guarded", False):
                continue
            for record in self.env[name].sudo().browse(set(group.mapped("res_id"))).exists():
                yield record, group.filtered(lambda file, id_=record.id: file.res_id == id_)

    def _ar_refuse_kept(self):
        if kept := self._ar_get_kept()[:1]:
            raise AccessError(
                self.env._(
                    "The file %(file)s is kept with %(record)s as evidence. It is not changed or "
                    "deleted; what is wrong is said in a note beside it.",
                    file=kept.name,
                    record=kept.res_name or kept.res_model,
                )
            )

    def _ar_refuse_added(self):
        for record, files in self._ar_by_record():
            if record._kept_files:
                raise AccessError(
                    self.env._(
                        "%(record)s is kept as evidence with its files: %(file)s cannot be added "
                        "to it. Put it on the customer's account.",
                        file=files[:1].name,
                        record=record.display_name,
                    )
                )

    # -- papers with a customer's personal link, as long as it opens -------------------

    def _ar_keep_private(self, field_name):
        """Let only those read these files who may read ``field_name`` of their record: Odoo
        asks for the groups of the field that a file belongs to."""
        self.sudo().write({"res_field": field_name})

    def _ar_give_free(self):
        """Let everybody read them who may read their record."""
        self.sudo().filtered("res_field").write({"res_field": False})

    def _ar_of(self, records):
        """Those of the files, as superuser, that belong to one of ``records``.

        Whoever serves a file that a pointer leads to asks this first: a pointer may be wrong.
        """
        ids = set(records.ids)
        return self.sudo().filtered(
            lambda file: file.res_model == records._name and file.res_id in ids
        )
