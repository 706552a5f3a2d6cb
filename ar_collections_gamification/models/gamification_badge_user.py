"""A badge of ours says for which company and period it was granted: once for each member."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class GamificationBadgeUser(models.Model):
    _name = "gamification.badge.user"
    _inherit = ["gamification.badge.user", "ar.closed.mixin"]
    _ar_closed = dict.fromkeys(("ar_company_id", "ar_period"))

    ar_company_id = guarded.Many2one(
        "res.company",
        string="Collections Of",
        groups=guarded.LEDGER,
        index="btree_not_null",
        ondelete="cascade",
    )
    ar_period = guarded.Char(string="Period of Collections", groups=guarded.LEDGER)

    _ar_once_uniq = models.UniqueIndex(
        "(badge_id, user_id, ar_company_id, ar_period) WHERE ar_period IS NOT NULL",
        "The badge was granted for this period already.",
    )
