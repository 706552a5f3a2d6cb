"""What is with a lawyer, a court or an agency is not reminded of by us."""

from odoo import api, models
from odoo.exceptions import UserError

from ...customer.ar_hold import HoldKind


class ArHold(models.Model):
    # EXTENDS 'customer'
    _inherit = "ar.hold"

    @api.model
    def _get_kinds(self):
        # EXTENDS 'customer': stronger than what was promised or disputed before.
        told = self.env._("Handed over for collection")
        return {
            **super()._get_kinds(),
            "case": HoldKind(self.env._("In a case"), told, asked=False),
            "settlement": HoldKind(self.env._("Settled"), self.env._("Settled"), asked=False),
        }

    @api.model
    def _selection_origin(self):
        # EXTENDS 'customer'
        known = self.env["ir.model"].sudo()
        own = [known._get(name) for name in ("ar.case", "ar.case.offer")]
        return [*super()._selection_origin(), *((one.model, one.name) for one in own)]

    def _speak_case(self, case, kind):
        kinds = dict(self.env["ar.case"]._fields["kind"]._description_selection(self.env))
        return self.env._("%(kind)s: case %(case)s", kind=kinds.get(kind, kind), case=case)

    def _speak_settled(self, case):
        return self.env._("Settled in case %s", case)

    def _check_no_case(self):
        """What a case holds is let go on the case.

        :raise UserError: a person would end the hold of a case that goes on
        """
        if self.env.su:
            return
        for hold in self.sudo().filtered(lambda one: one.kind == "case" and one.origin_ref):
            case = hold.origin_ref.exists()
            if case.state == "open":
                raise UserError(
                    self.env._(
                        "%(customer)s is in the case %(case)s. Close the case, or take the item "
                        "out of it.",
                        customer=hold.partner_id.display_name,
                        case=case.name,
                    )
                )

    def action_release(self):
        # EXTENDS 'customer'
        self._check_no_case()
        return super().action_release()

    def _check_written(self, vals):
        # EXTENDS the guard
        if {"date_from", "date_to", "amount", "level_cap_id"} & vals.keys():
            self._check_no_case()
        return super()._check_written(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_case(self):
        self._check_no_case()
