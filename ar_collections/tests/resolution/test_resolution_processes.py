"""Two people at the same moment, in real processes with real commits: one wins, the other is told
in a sentence, and nothing is doubled."""

from odoo.tests import tagged

from ..processes import ProcessCase

# A company with a chart, two collectors and an accountant; a customer for each test.
WORLD = """
    from odoo import Command

    company = env["res.company"].create({"name": "Resolved Ltd", "email": "r@example.com"})
    company.country_id = env.ref("base.be")
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    env.cr.precommit.run()
    groups = ("ar_collections.ar_collections_group_manager", "account.group_account_manager")
    users = env["res.users"].create([
        {
            "name": name,
            "login": f"resolved_{name}",
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }
        for name in ("ada", "bob")
    ])
    accounts = env["account.account"].with_company(company)
    income = accounts.search([("account_type", "=", "income")], limit=1)
    expense = accounts.search([("account_type", "=", "expense")], limit=1)
    company.write({
        "ar_interest_account_id": income.id,
        "ar_fee_account_id": income.id,
        "ar_writeoff_account_id": expense.id,
        "ar_writeoff_collector_amount": 10000,
    })
    made = {"company": company.id, "users": users.ids}
"""
# An invoice of a new customer, 1,000, long overdue.
DEBT = """
    from datetime import timedelta

    today = company._ar_today()
    partner = env["res.partner"].create({{"name": "{name}", "is_company": True}})
    move = env["account.move"].create({{
        "move_type": "out_invoice",
        "partner_id": partner.id,
        "invoice_date": today - timedelta(days=60),
        "invoice_date_due": today - timedelta(days=30),
        "invoice_line_ids": [
            Command.create({{"name": "Goods", "price_unit": 1000, "tax_ids": []}})
        ],
    }})
    move.action_post()
    profile = env["ar.profile"].get_or_create(partner, company)
    item = move.line_ids.filtered(lambda x: x.account_id.account_type == "asset_receivable")
"""
# What each test is about, by the customer's name.
DISPUTE = """
    dispute = env["ar.dispute"].create({{
        "profile_id": profile.id, "move_line_ids": [Command.set(item.ids)]
    }})
    made["{name}"] = dispute.id
"""
PLAN = """
    plan = env["ar.plan"].create({{
        "profile_id": profile.id,
        "move_line_ids": [Command.set(item.ids)],
        "installment_ids": [
            Command.create({{"date": today + timedelta(days=days), "amount": 500}})
            for days in (30, 60)
        ],
    }})
    plan.action_propose()
    company.ar_plan_acceptance = False
    made["{name}"] = [plan.id, move.id]
"""
CHARGE = """
    charge = env["ar.charge"].sudo().create({{
        **env["ar.charge"]._prepare_origin(item),
        "profile_id": profile.id,
        "currency_id": company.currency_id.id,
        "kind": "interest",
        "date_from": today - timedelta(days=29),
        "date_to": today,
        "amount": 30,
    }})
    made["{name}"] = charge.id
"""
WRITEOFF = """
    off = env["ar.writeoff"].create(
        {{"move_line_id": item.id, "amount": 1000, "reason": "small"}}
    )
    off.action_request()
    off.action_approve()
    made["{name}"] = [off.id, move.id]
"""
ITEM = """
    made["{name}"] = item.id
"""
OFFER = """
    case = env["ar.case"].create({{
        "profile_id": profile.id, "move_line_ids": [Command.set(item.ids)]
    }})
    offer = env["ar.case.offer"].create({{
        "case_id": case.id, "amount": 800, "date_until": today + timedelta(days=10)
    }})
    made["{name}"] = offer.id
"""
CUSTOMERS = {
    "Disputed": DISPUTE,
    "Planned": PLAN,
    "Paying": PLAN,
    "Charged": CHARGE,
    "Claimed": CHARGE,
    "Waived": CHARGE,
    "Lost": WRITEOFF,
    "Given Up": ITEM,
    "Settled": OFFER,
}
# As Odoo does with each request of a person; whoever is first takes his time.
ACT = """
    import time
    from odoo.exceptions import UserError
    from odoo.service.model import retrying

    env = env(user={user}, context=dict(env.context, allowed_company_ids=[{company}]))

    def act():
        record = env["{model}"].browse({id})
        {what}
        env.flush_all()
        time.sleep(3)

    try:
        retrying(act, env)
        result("done")
    except UserError as error:
        env.cr.rollback()
        result(str(error))
"""
REGISTER = (
    'env["account.payment.register"].with_context(active_model="account.move", '
    'active_ids=record.ids).create({"amount": 300, "group_payment": True})._create_payments()'
)


@tagged("post_install", "-at_install")
class TestResolutionProcesses(ProcessCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        code = WORLD + "".join((DEBT + more).format(name=name) for name, more in CUSTOMERS.items())
        [cls.made] = cls.run_code(code + "\n    result(made)\n")
        cls.company, (cls.ada, cls.bob) = cls.made["company"], cls.made["users"]

    def _act(self, user, model, id_, what):
        return self.start_code(
            ACT.format(user=user, company=self.company, model=model, id=id_, what=what)
        )

    def _both(self, model, ids, *acts):
        """Two people at once; returns what each was told."""
        first, second = ids if isinstance(ids, list) else (ids, ids)
        what, other = acts if len(acts) == 2 else acts * 2
        told = self.go(
            self._act(self.ada, model, first, what), self._act(self.bob, model, second, other)
        )
        return [words for [words] in told]

    def assertOneWins(self, told, pattern):
        """One is done; the other was told a whole sentence."""
        self.assertEqual(told.count("done"), 1, told)
        [words] = [one for one in told if one != "done"]
        self.assertRegex(words, pattern)
        self.assertTrue(words.endswith("."), words)

    def test_two_close_one_dispute(self):
        dispute = self.made["Disputed"]
        told = self._both(
            "ar.dispute", dispute, "record.action_reject()", "record.action_withdraw()"
        )
        self.assertOneWins(told, "was closed already|Somebody else is working")
        rows = self.query(
            "SELECT state, closed_by_id, (SELECT count(*) FROM ar_dispute_answer a "
            "WHERE a.dispute_id = d.id) FROM ar_dispute d WHERE id = %s",
            [dispute],
        )
        wanted = {"rejected": ("rejected", self.ada, 1), "withdrawn": ("withdrawn", self.bob, 0)}
        self.assertEqual(rows, [wanted[rows[0][0]]])
        [(held,)] = self.query(
            "SELECT count(*) FROM ar_dispute_item WHERE dispute_id = %s AND is_held", [dispute]
        )
        self.assertEqual(held, 0)

    def _count_plan(self, plan):
        return self.query(
            "SELECT p.state, count(i.id) FILTER (WHERE i.live), "
            "(SELECT count(*) FROM ar_hold h WHERE h.profile_id = p.profile_id "
            "AND h.kind = 'plan' AND h.date_to IS NULL) "
            "FROM ar_plan p LEFT JOIN ar_plan_item i ON i.plan_id = p.id "
            "WHERE p.id = %s GROUP BY p.id",
            [plan],
        )

    def test_two_activate_one_plan(self):
        plan, _move = self.made["Planned"]
        told = self._both("ar.plan", plan, "record.action_activate()")
        # Who comes after the other has committed finds it active, which is what was wanted.
        if told != ["done", "done"]:
            self.assertOneWins(told, "Somebody else is working on")
        self.assertEqual(self._count_plan(plan), [("active", 1, 1)])

    def test_a_payment_arrives_while_a_plan_is_activated(self):
        plan, move = self.made["Paying"]
        activates = self._act(self.ada, "ar.plan", plan, "record.action_activate()")
        pays = self._act(self.bob, "account.move", move, REGISTER)
        [[activated], [paid]] = self.go(activates, pays)
        self.assertEqual(paid, "done")
        [(left, payments)] = self.query(
            "SELECT amount_residual, (SELECT count(*) FROM account_partial_reconcile r "
            "WHERE r.debit_move_id = l.id) FROM account_move_line l WHERE move_id = %s "
            "AND display_type = 'payment_term'",
            [move],
        )
        self.assertEqual((float(left), payments), (700.0, 1))
        if activated == "done":
            # The plan began first: the payment pays its first instalment.
            self.assertEqual(self._count_plan(plan), [("active", 1, 1)])
            [paid_of_it] = self.run_code(f"result(env['ar.plan'].browse({plan}).amount_paid)")
            self.assertEqual(paid_of_it, 300)
        else:
            self.assertRegex(activated, "Somebody else is working on|Recompute")
            self.assertEqual(self._count_plan(plan), [("proposed", 0, 0)])

    def test_two_book_one_charge(self):
        charge = self.made["Charged"]
        told = self._both("ar.charge", charge, "record.action_book()")
        self.assertOneWins(told, "None of these charges can be booked|Somebody else works")
        [(state, notes)] = self.query(
            "SELECT state, (SELECT count(*) FROM account_move m WHERE m.partner_id = c.partner_id "
            "AND m.amount_total = 30) FROM ar_charge c WHERE id = %s",
            [charge],
        )
        self.assertEqual((state, notes), ("booked", 1))

    def test_two_claim_one_charge(self):
        charge = self.made["Claimed"]
        told = self._both("ar.charge", charge, "record.action_claim()")
        self.assertOneWins(told, "None of these charges can be claimed|Somebody else works")
        [(claims,)] = self.query(
            "SELECT count(*) FROM ar_charge_claim WHERE profile_id = "
            "(SELECT profile_id FROM ar_charge WHERE id = %s)",
            [charge],
        )
        self.assertEqual(claims, 1)

    def test_one_books_and_one_waives_a_charge(self):
        charge = self.made["Waived"]
        told = self._both(
            "ar.charge",
            charge,
            "record.action_book()",
            'record.sudo()._waive(30, "Good will", env.user)',
        )
        self.assertOneWins(told, "booked|waived|given up|Somebody else works")
        [(state, waived)] = self.query(
            "SELECT state, amount_waived FROM ar_charge WHERE id = %s", [charge]
        )
        self.assertIn((state, float(waived or 0)), [("booked", 0.0), ("waived", 30.0)])

    def _assert_written_off_once(self, move):
        [(left, partials)] = self.query(
            "SELECT amount_residual, (SELECT count(*) FROM account_partial_reconcile r "
            "WHERE r.debit_move_id = l.id) FROM account_move_line l WHERE move_id = %s "
            "AND display_type = 'payment_term'",
            [move],
        )
        self.assertEqual((float(left), partials), (0.0, 1))
        [(booked, entries)] = self.query(
            "SELECT count(*), count(DISTINCT entry_id) FROM ar_writeoff "
            "WHERE state = 'booked' AND move_line_id IN "
            "(SELECT id FROM account_move_line WHERE move_id = %s)",
            [move],
        )
        self.assertEqual((booked, entries), (1, 1))

    def test_two_write_off_one_item(self):
        """Each asks for a write-off of all of it, and may approve and book it alone."""
        item = self.made["Given Up"]
        what = (
            'made = env["ar.writeoff"].create({"move_line_id": record.id, "amount": 1000, '
            '"reason": "small"}); made.action_request(); made.action_approve(); made.action_book()'
        )
        told = self._both("account.move.line", item, what)
        self.assertOneWins(told, r"\w")
        [(move,)] = self.query("SELECT move_id FROM account_move_line WHERE id = %s", [item])
        self._assert_written_off_once(move)

    def test_two_book_one_write_off(self):
        off, move = self.made["Lost"]
        told = self._both("ar.writeoff", off, "record.action_book()")
        # Who comes after the other has committed finds it booked, which is what was wanted.
        if told != ["done", "done"]:
            self.assertOneWins(told, "Somebody else is working on")
        self._assert_written_off_once(move)

    def test_a_customer_accepts_and_a_collector_refuses_one_settlement(self):
        offer = self.made["Settled"]
        accepts = 'record.sudo()._accept({"accepted_by": "Ann", "accept_way": "link"})'
        told = self._both("ar.case.offer", offer, accepts, "record.action_refuse()")
        [(state, promise)] = self.query(
            "SELECT state, promise_id IS NOT NULL FROM ar_case_offer WHERE id = %s", [offer]
        )
        self.assertIn((state, promise), [("accepted", True), ("refused", False)], told)
