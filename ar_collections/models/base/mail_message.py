"""Messages on guarded records are said by who says them: they tell who decided what."""

from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.base import alike

# What tells who said it, about what, and when.
ORIGIN = frozenset({"author_guest_id", "author_id", "date", "email_from", "model", "res_id"})
# Where a transaction keeps that it writes many messages alike.
ALIKE = "ar_collections.alike"


class Body(fields.Html):
    """What a message says: of many that are alike the tags are sanitized once."""

    def convert_to_column(self, value, record, values=None, validate=True):
        # EXTENDS 'base'
        if validate and value and ALIKE in record.env.cr.cache and not self.sanitize_overridable:
            return alike.sanitize(str(value), self._ar_sanitize)
        return super().convert_to_column(value, record, values, validate)

    def _ar_sanitize(self, text):
        return self.convert_to_cache(text, None)


class MailMessage(models.Model):
    _inherit = "mail.message"

    body = Body()

    @api.model
    @contextmanager
    def _ar_writing_alike(self):
        """A block in which messages are made that differ by words and numbers."""
        cache = self.env.cr.cache
        cache[ALIKE] = True
        try:
            yield
        finally:
            del cache[ALIKE]

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS 'mail': as superuser Odoo takes over what ``message_post`` has found out.
        messages = super().create(vals_list)
        if not self.env.su:
            others = messages.sudo().filtered(
                lambda message: message.author_id != self.env.user.partner_id
            )
            others._ar_refuse_guarded()
        return messages

    def write(self, vals):
        # EXTENDS 'mail': one's own message stays one's own, and where it was said.
        if self.env.su or not ORIGIN & vals.keys():
            return super().write(vals)
        self.check_access("write")
        self._ar_refuse_guarded()
        result = super().write(vals)
        self._ar_refuse_guarded()
        return result

    def _ar_refuse_guarded(self):
        """Refuse messages that belong to a guarded record."""
        for message in self.sudo():
            if getattr(self.env.get(message.model or ""), "_is_guarded", False):
                raise AccessError(
                    self.env._(
                        "A message on a customer's record keeps its author, its day and its "
                        "place. Write another one."
                    )
                )
