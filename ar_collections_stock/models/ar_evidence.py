"""Proof of delivery in evidence files: what left when, who signed for it, signed slips."""

import base64

from odoo import models

from odoo.addons.ar_collections.models.resolution.evidence.ar_evidence import Document


class ArEvidence(models.Model):
    _inherit = "ar.evidence"

    def _collect_delivery(self):
        # EXTENDS 'ar_collections'
        found = super()._collect_delivery()
        moves = self._get_moves().invoice_line_ids.sale_line_ids.move_ids
        pickings = moves.picking_id.filtered(
            lambda one: one.state == "done" and one.picking_type_code == "outgoing"
        )
        for picking in pickings.sorted("date_done"):
            found += self._show_delivery(picking)
        return found

    def _show_delivery(self, picking):
        """The delivery's facts, its lines, the signature, and files at the delivery."""
        day = picking.company_id._ar_day_of(picking.date_done)
        names = ("partner_id", "date_done", "origin")
        columns = ("product_id", "quantity")
        title = self.env._("Delivery %s", picking.name)
        lines = self.env._("Lines of %s", picking.name)
        found = [
            self._show_record(picking, names, day)._replace(title=title),
            self._list_records(lines, picking.move_ids, columns, date=day),
        ]
        if picking.signature:
            signed = self.env._("Signature under %s", picking.name)
            found.append(Document(signed, day, raw=base64.b64decode(picking.signature)))
        return found + self._take_files(self._find_files(picking), day)
