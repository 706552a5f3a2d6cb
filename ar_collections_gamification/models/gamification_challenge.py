"""A challenge of ours says of which company and period the targets are."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class GamificationChallenge(models.Model):
    _name = "gamification.challenge"
    _inherit = ["gamification.challenge", "ar.closed.mixin"]
    _ar_closed = dict.fromkeys(("ar_company_id", "ar_period"))

    ar_company_id = guarded.Many2one(
        "res.company",
        string="Targets Of",
        groups=guarded.LEDGER,
        index="btree_not_null",
        ondelete="cascade",
        copy=False,
    )
    ar_period = guarded.Char(string="Period of Targets", groups=guarded.LEDGER, copy=False)

    _ar_once_uniq = models.UniqueIndex(
        "(ar_company_id, ar_period) WHERE ar_period IS NOT NULL",
        "The targets of this period have a challenge already.",
    )
