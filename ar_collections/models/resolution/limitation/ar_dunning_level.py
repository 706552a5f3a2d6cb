"""A level may reserve our rights in writing, which some laws ask for."""

from odoo import fields, models


class ArDunningLevel(models.Model):
    _inherit = "ar.dunning.level"

    reserving = fields.Boolean(
        string="Reserves Our Rights",
        help="Its letter and its e-mail say that we reserve our right to performance: tick this "
        "once the text says so, with the placeholder {{ text_reservation }} for example. Where "
        "the law asks for such a demand, in the Netherlands for example, one that arrived "
        "begins the limitation anew.",
    )
