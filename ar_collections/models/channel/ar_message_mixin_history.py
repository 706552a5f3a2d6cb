"""When the customer looked at a message, on a page of ours: no picture in the e-mail tells it."""

from odoo import api, models
from odoo.fields import Domain


class ArMessageMixin(models.AbstractModel):
    _inherit = "ar.message.mixin"

    def _note_seen(self):
        """The customer looks at these messages, on a page. Our own people do not count; whoever
        keeps in the browser that it is theirs (see ``_is_own_user``) does not call it."""
        for profile, messages in self.grouped("profile_id").items():
            self.env["ar.seen"]._note(messages, profile)

    def _find_linked_invoices(self):
        """The invoices that open below the personal link of the message, as superuser: those that
        it linked when it left."""
        self.ensure_one()
        return self.env["account.move"].sudo()

    def _compute_seen(self):
        found = self.env["ar.seen"]._read(self)
        for message in self:
            row = found.get(message.id)
            message.seen_date = row.first_date if row else False
            message.seen_last = row.last_date if row else False
            message.seen_times = row.times if row else 0

    @api.model
    def _search_seen_date(self, operator, value):
        rows = self.env["ar.seen"].sudo()
        own = Domain("res_model", "=", self._name)
        if operator == "in" and set(value) == {False}:
            return Domain("id", "not in", rows.search(own).mapped("res_id"))
        if operator in ("in", "not in", ">", ">=", "<", "<="):
            if operator == "not in" and set(value) == {False}:
                return Domain("id", "in", rows.search(own).mapped("res_id"))
            if operator != "not in":
                found = rows.search(own & Domain("first_date", operator, value))
                return Domain("id", "in", found.mapped("res_id"))
        return NotImplemented
