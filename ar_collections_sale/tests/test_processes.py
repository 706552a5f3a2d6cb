"""Two people confirm at the same moment near the limit: at most one order passes."""

from odoo.tests import tagged

from odoo.addons.ar_collections.tests.processes import ProcessCase

WORLD = """
    from odoo import Command

    company = env["res.company"].create({
        "name": f"Credit {env['res.company'].search_count([])} Ltd"
    })
    company.country_id = env.ref("base.be")
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    env.cr.precommit.run()
    env["ar.credit.rule"].search([("code", "=", "over_limit")]).action_order = "block"
    holding = env["res.partner"].create({"name": "Holding", "is_company": True})
    partners = env["res.partner"].create([
        {"name": name, "is_company": True, "parent_id": holding.id} for name in ("North", "South")
    ])
    for partner in partners:
        profile = env["ar.profile"].get_or_create(partner, company)
        env["ar.credit.limit"]._set_permanent(profile, 100, reason="Test")
    profile = env["ar.profile"].get_or_create(holding, company)
    env["ar.credit.limit"].create({
        "profile_id": profile.id, "kind": "group", "amount": 150, "reason": "Test"
    })
    product = env["product.product"].create({"name": "Goods", "type": "service", "taxes_id": False})
    orders = env["sale.order"].create([
        {
            "partner_id": partner.id,
            "company_id": company.id,
            "order_line": [Command.create({
                "product_id": product.id, "price_unit": price, "tax_ids": [Command.clear()]
            })],
        }
        for partner, price in ((partners[0], 60), (partners[0], 60), (partners[1], 100),
                               (partners[0], 40))
    ])
    result(orders.ids)
"""

# Reads first, as a web request does before it confirms: its snapshot is older than the commit
# of whoever comes first. A conflict is tried again, as Odoo does for each request.
CONFIRM = """
    import time
    from psycopg2.errors import SerializationFailure
    from odoo.exceptions import UserError

    order = env["sale.order"].browse({order})
    for attempt in range(3):
        try:
            order.read(["name", "state"])
            time.sleep(0.5)
            order.action_confirm()
            env.flush_all()
            time.sleep(0.5)
            result("confirmed")
            break
        except SerializationFailure:
            env.cr.rollback()
            env.transaction.reset()
        except UserError:
            env.cr.rollback()
            result("stopped")
            break
"""


@tagged("post_install", "-at_install")
class TestProcesses(ProcessCase):
    def _confirm_at_once(self, *orders):
        processes = [self.start_code(CONFIRM.format(order=order)) for order in orders]
        told = sorted(said for [said] in self.go(*processes))
        rows = self.query(f"SELECT state FROM sale_order WHERE id IN {tuple(orders)}")
        return told, sorted(state for [state] in rows)

    def test_two_orders_at_the_same_moment(self):
        [[first, second, other, small]] = self.run_code(WORLD)
        self.assertEqual(
            self._confirm_at_once(first, second),
            (["confirmed", "stopped"], ["draft", "sale"]),
        )
        # 60 of the group's 150 are used: the sister's 100 and 40 more do not both fit.
        told, _states = self._confirm_at_once(other, small)
        self.assertEqual(told.count("confirmed"), 1)
