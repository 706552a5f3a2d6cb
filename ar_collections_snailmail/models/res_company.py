"""Whether a company lets the post office print its letters."""

from odoo import models

from odoo.addons.ar_collections.models.base import guarded


class ResCompany(models.Model):
    _inherit = "res.company"

    ar_snailmail = guarded.Boolean(
        string="Letters Are Printed and Posted by Snailmail",
        groups=guarded.SETTINGS,
        help="Letters of Collections are handed to Odoo's Snailmail, which costs credits. What it "
        "cannot deliver stays in the list of letters to print.",
    )
