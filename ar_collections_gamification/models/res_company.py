"""Whether the targets of a company are challenges, and earn badges."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_gamification = guarded.Boolean(
        string="Challenges and Badges for Targets",
        groups=guarded.SETTINGS,
        help="Each member sees how far the own target is reached. Badges go to who has reached "
        "it, and to the best CEI of a quarter: colleagues see them.",
    )
