"""What the reviewer does in the panel: each asks for rights, and refuses in a sentence."""

from odoo import models
from odoo.exceptions import UserError

from ...base import arguments


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    def review_leave_out(self, reason, until=None):
        """Leave the customers of these notices alone, all that they owe, and say why.

        :param reason: a few words for the colleagues
        :param until: the last day, a date or its ISO text; None: until somebody takes it back
        :raise UserError: no reason, a day that is over, or a notice that has left
        """
        self.check_access("write")
        if not isinstance(reason, str) or not reason.strip():
            raise UserError(self.env._("Say in a few words why: others read it."))
        until = arguments.to_day(self.env, until)
        for notice in self:
            if until and until < notice.company_id._ar_today():
                raise UserError(
                    self.env._(
                        "%(customer)s cannot be left alone until a day that is over. Choose today "
                        "or a later day.",
                        customer=notice.partner_id.display_name,
                    )
                )
        self._leave_out(reason.strip(), until)
        return True

    def review_tell(self, contact_id):
        """Send the message, with all notices in it, to another contact of the customer's.

        :param contact_id: id of the contact; None or False: whom the account names
        :raise UserError: it is none of the customer's, or the notice has left
        """
        self.check_access("write")
        if contact_id not in (None, False) and not arguments.is_id(contact_id):
            arguments.to_ids(self.env, [contact_id])
        bundles = self.union(*self._map_bundles().values())
        bundles.write({"contact_id": contact_id or False})
        return True

    def review_add(self, text):
        """Say one more sentence in the message; empty takes it away.

        :raise UserError: it is no text, or the notice has left
        """
        self.check_access("write")
        if text not in (None, False) and not isinstance(text, str):
            raise UserError(
                self.env._("“%s” is no sentence. Write it as text.", arguments.quote(text))
            )
        self.write({"added_text": (text or "").strip() or False})
        return True
