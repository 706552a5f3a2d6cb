"""An item is not paid twice: two clicks at the same moment, in real processes with real commits."""

from odoo.tests import tagged

from ..processes import ProcessCase

WORLD = """
    from odoo import Command

    company = env["res.company"].create({"name": "Paid Ltd", "email": "paid@example.com"})
    company.country_id = env.ref("base.be")
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    env.cr.precommit.run()
    partner = env["res.partner"].create({"name": "Payer", "is_company": True})
    move = env["account.move"].create({
        "move_type": "out_invoice",
        "partner_id": partner.id,
        "invoice_date": company._ar_today(),
        "invoice_line_ids": [Command.create({"name": "Goods", "price_unit": 100, "tax_ids": []})],
    })
    move.action_post()
    provider = env["payment.provider"].create({
        "name": "Online", "code": "none", "state": "test", "company_id": company.id
    })
    profile = env["ar.profile"].get_or_create(partner, company)
    line = move.line_ids.filtered(lambda x: x.account_id.account_type == "asset_receivable")
    result([profile.id, line.id, provider.id])
"""

# A saved card: the provider charges it within the request.
PAY = """
    import time
    from psycopg2.errors import SerializationFailure
    from odoo import Command
    from odoo.exceptions import UserError

    profile = env["ar.profile"].browse({profile})
    provider = env["payment.provider"].browse({provider})

    def pay():
        choice = profile._portal_begin(profile.currency_id, [({line}, 100.0)])
        env["payment.transaction"].create({{
            "provider_id": provider.id,
            "payment_method_id": env.ref("payment.payment_method_unknown").id,
            "reference": f"click {{time.time()}}",
            "amount": choice["amount"],
            "currency_id": profile.currency_id.id,
            "partner_id": profile.partner_id.id,
            "ar_item_ids": profile._portal_prepare_items(choice["rows"]),
        }})._set_done()
        env.flush_all()
        time.sleep(2)
        env.cr.commit()

    # As Odoo does with each request.
    for _attempt in range(3):
        try:
            pay()
            result("paid")
            break
        except SerializationFailure:
            env.cr.rollback()
            env.invalidate_all()
        except UserError:
            env.cr.rollback()
            result("refused")
            break
"""

# Two that were begun in two windows of the browser.
BEGIN = """
    profile = env["ar.profile"].browse({profile})
    for number in (1, 2):
        choice = profile._portal_choose(profile.currency_id, ids=[{line}])
        env["payment.transaction"].create({{
            "provider_id": {provider},
            "payment_method_id": env.ref("payment.payment_method_unknown").id,
            "reference": f"window {{number}}",
            "amount": choice["amount"],
            "currency_id": profile.currency_id.id,
            "partner_id": profile.partner_id.id,
            "ar_item_ids": profile._portal_prepare_items(choice["rows"]),
        }})
    both = env["payment.transaction"].search([("provider_id", "=", {provider})])
    both.write({{"state": "draft", "ar_withdrawn": False}})
    result(both.ids)
"""

# What the provider says of one of them.
DONE = """
    import time
    from psycopg2.errors import SerializationFailure

    transaction = env["payment.transaction"].browse({transaction})
    for _attempt in range(3):
        try:
            transaction._set_done()
            env.flush_all()
            time.sleep(2)
            env.cr.commit()
            result("taken")
            break
        except SerializationFailure:
            env.cr.rollback()
            env.invalidate_all()
"""


@tagged("post_install", "-at_install")
class TestPortalOnce(ProcessCase):
    def test_two_clicks_at_the_same_moment(self):
        [[profile, line, provider]] = self.run_code(WORLD)
        code = PAY.format(profile=profile, line=line, provider=provider)
        both = [self.start_code(code) for _ in range(2)]
        results = self.go(*both)
        self.assertEqual(sorted(results), [["paid"], ["refused"]])
        [(count,)] = self.query(
            "SELECT count(*) FROM payment_transaction WHERE provider_id = %s", [provider]
        )
        self.assertEqual(count, 1)

    def test_two_that_are_paid_at_the_same_moment(self):
        """Money is taken, whoever comes second; and that it came twice is told."""
        [[profile, line, provider]] = self.run_code(WORLD.replace("Paid Ltd", "Twice Ltd"))
        [ids] = self.run_code(BEGIN.format(profile=profile, line=line, provider=provider))
        both = [self.start_code(DONE.format(transaction=id_)) for id_ in ids]
        self.assertEqual(self.go(*both), [["taken"], ["taken"]])
        told = self.query(
            "SELECT note FROM mail_activity WHERE res_model = 'ar.profile' AND res_id = %s",
            [profile],
        )
        self.assertEqual(len(told), 1)
        self.assertIn("window 1", told[0][0])
        self.assertIn("window 2", told[0][0])
