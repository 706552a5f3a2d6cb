"""What is promised is held, and a hold that a person ends takes the promise back."""

from odoo import api, models


class ArHold(models.Model):
    # EXTENDS the room customer
    _inherit = "ar.hold"

    @api.model
    def _selection_origin(self):
        # EXTENDS the room customer
        model = self.env["ir.model"].sudo()._get("ar.promise")
        return [*super()._selection_origin(), (model.model, model.name)]

    def _speak_promised(self, amount=0.0, currency_id=None, day=None):
        return self._join_named(self.env._("Promised"), amount, currency_id, day)

    def action_release(self):
        # EXTENDS the room customer: else it would be made again as long as the promise is open.
        promised = self.browse()
        if not self.env.su:
            self.check_access("write")
            promised = self.filtered(lambda hold: hold._get_open_promise())
            promises = self.env["ar.promise"].union(*(one._get_open_promise() for one in promised))
            if promises:
                promises._withdraw(self.env._("The hold was released by %s.", self.env.user.name))
        return super(ArHold, (self - promised).exists()).action_release()

    def _get_open_promise(self):
        """The open promise that the hold stands for, or none."""
        self.ensure_one()
        promises = self.env["ar.promise"]
        origin = self.sudo().origin_ref
        if not origin or origin._name != promises._name:
            return promises
        return promises.browse(origin.exists().filtered(lambda one: one.state == "open").ids)
