"""A notice keeps whether it reserved our rights, as it was sent."""

from odoo import api, fields, models


class ArDunningNotice(models.Model):
    _inherit = "ar.dunning.notice"

    reserving = fields.Boolean(
        string="Reserved Our Rights",
        readonly=True,
        copy=False,
        help="The text of its level reserved our rights when it left.",
    )
    text_reservation = fields.Char(compute="_compute_text_reservation")

    @api.depends_context("lang")
    @api.depends("level_id.reserving")
    def _compute_text_reservation(self):
        for notice in self:
            notice.text_reservation = notice.level_id.reserving and self.env._(
                "We expressly reserve our right to performance. This demand interrupts the "
                "limitation of our claims."
            )

    def _set_sent(self):
        # EXTENDS 'dunning': what the text said is kept, whatever the level says later.
        moved = super()._set_sent()
        if not any(moved.level_id.mapped("reserving")):
            return moved
        bundles = moved._map_bundles()
        for notice in moved:
            # Several notices in one message: the words are those of the highest level.
            [(lead, _together)] = bundles[notice.id]._group_messages()
            if lead.level_id.reserving:
                notice.sudo().reserving = True
        return moved
