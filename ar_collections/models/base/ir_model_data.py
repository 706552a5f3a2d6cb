"""What came with the add-on and was deleted since: a sentence instead of an unknown id."""

from odoo import api, models
from odoo.exceptions import UserError

ADDONS = (
    "ar_collections",
    "ar_collections_sale",
    "ar_collections_sms_twilio",
    "ar_collections_snailmail",
    "ar_collections_stock",
)


class Deleted(UserError, ValueError):
    """A sentence for people, and the ``ValueError`` that programs expect."""


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    @api.model
    def _xmlid_to_res_model_res_id(self, xmlid, raise_if_not_found=False):
        # EXTENDS 'base'
        try:
            return super()._xmlid_to_res_model_res_id(xmlid, raise_if_not_found)
        except ValueError as error:
            addon, _dot, name = xmlid.partition(".")
            if addon not in ADDONS:
                raise
            words = self.env._(
                "“%(name)s”, which came with Collections (%(addon)s), was deleted. An "
                "administrator gets it back under Apps: find the add-on and choose Upgrade.",
                name=name,
                addon=addon,
            )
            raise Deleted(words) from error
