"""Messages on guarded records are said by who says them: they tell who decided what."""

from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from ...tools.base import alike

# What tells who said it, about what, and when.
ORIGIN = frozenset({"author_guest_id", "author_id", "date", "email_from", "model", "res_id"})


class Sanitizer(NamedTuple):
    """What Odoo does to texts of a field before it keeps them, as a function of the text."""

    field: fields.Field

    def __call__(self, text):
        return self.field.convert_to_cache(text, None)


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _ar_write_alike(self, bodies):
        """Write what these new messages say; of many that are alike Odoo sanitizes the tags once.

        :param bodies: HTML, in their order
        """
        sanitizer = Sanitizer(self._fields["body"])
        clean = [alike.sanitize(str(body), sanitizer) for body in bodies]
        self.env.cr.execute(
            SQL(
                """
                UPDATE mail_message SET body = new.body
                  FROM unnest(%s::int[], %s::text[]) AS new (id, body)
                 WHERE mail_message.id = new.id
                """,
                self.ids,
                clean,
            )
        )
        self.invalidate_recordset(["body"], flush=False)

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
