"""Credit: the nightly re-scoring of all customers, and the check of many orders at once."""

from ..case import Case

NUMBER = 1000


class Rescoring(Case):
    name = "rescoring"
    title = "Nightly re-scoring of all customers"
    turns = 2
    unit = "customer"

    def ours(self, _state):
        self.env["ar.credit.review"]._rescore(self.company)
        return self.env["ar.profile"].search_count([("company_id", "=", self.company.id)])


class OrderCheck(Case):
    """Orders of 500 each; nine of ten customers are over their limit with it."""

    name = "order_check"
    title = "Credit check of 1,000 orders, with its lock and notes"
    turns = 2
    unit = "order"
    fixed = True

    def prepare(self):
        profiles = self.env["ar.profile"].search(
            [("company_id", "=", self.company.id)], limit=NUMBER
        )
        product = self.env["product.product"].create(
            {"name": "Measured", "type": "service", "taxes_id": False}
        )
        for number, profile in enumerate(profiles):
            amount = 400 if number % 10 else 10**9
            self.env["ar.credit.limit"]._set_permanent(profile, amount, reason="Measured")
        line = (0, 0, {"product_id": product.id, "price_unit": 500})
        return self.env["sale.order"].create(
            [
                {"partner_id": partner.id, "company_id": self.company.id, "order_line": [line]}
                for partner in profiles.partner_id
            ]
        )

    def ours(self, orders):
        orders._ar_credit_guard()
        return len(orders)


class CreditUse(OrderCheck):
    name = "credit_use"
    title = "Exposure, limit and use of 1,000 customers"
    unit = "customer"

    def ours(self, orders):
        profiles = self.env["ar.profile"].search(
            [
                ("company_id", "=", self.company.id),
                ("partner_id", "in", orders.partner_id.commercial_partner_id.ids),
            ]
        )
        profiles.mapped("credit_use")
        return len(profiles)
