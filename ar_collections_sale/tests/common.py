from odoo import Command

from odoo.addons.ar_collections.tests.credit.limit.limit_common import LimitCommon


class OrderCommon(LimitCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = cls.env["product.product"].create(
            {"name": "Goods", "invoice_policy": "order", "list_price": 100, "taxes_id": False}
        )
        cls.salesperson = cls._user("sales_team.group_sale_salesman_all_leads", name="Sam Sales")

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("sales_team.group_sale_manager")

    @classmethod
    def _order(cls, amount, partner=None, quantity=1, **values):
        """A quotation of ``amount`` in all, without taxes."""
        line = {
            "product_id": cls.goods.id,
            "product_uom_qty": quantity,
            "price_unit": amount / quantity,
            "tax_ids": [Command.clear()],
        }
        return cls.env["sale.order"].create(
            {
                "partner_id": (partner or cls.partner).id,
                "company_id": cls.company.id,
                "order_line": [Command.create(line)],
                **values,
            }
        )

    def _exposure(self):
        self.env.flush_all()
        self.profile.invalidate_recordset()
        return self.profile.exposure
