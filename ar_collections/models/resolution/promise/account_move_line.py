"""What is matched may keep a promise; an item that was deferred is due on the agreed day."""

from odoo import models


class AccountMoveLine(models.Model):
    # EXTENDS 'account'
    _inherit = "account.move.line"

    def _reconcile_plan(self, reconciliation_plan):
        # EXTENDS 'account': once all is matched, and not in the midst of it.
        result = super()._reconcile_plan(reconciliation_plan)
        lines = self.browse(_ids_of(reconciliation_plan)).exists()
        self.env["ar.promise"]._look_again(*lines._ar_get_debtors())
        return result

    def _ar_get_debtors(self):
        """Who owes, or has paid, the receivable ones of these items: (ids of customers, ids of
        companies)."""
        owed = self.sudo().filtered(lambda line: line.account_type == "asset_receivable")
        return owed.partner_id.commercial_partner_id.ids, owed.company_id.ids

    def _ar_map_due(self):
        # EXTENDS the room dunning
        agreed = self.env["ar.deferral"]._read_agreed(self.ids)
        return {
            line: max(due, agreed.get(line.id, due)) for line, due in super()._ar_map_due().items()
        }


def _ids_of(plan):
    """The ids of all journal items in a plan of reconciliation, which may hold other plans."""
    if isinstance(plan, models.BaseModel):
        return plan.ids
    return [id_ for part in plan for id_ in _ids_of(part)]
