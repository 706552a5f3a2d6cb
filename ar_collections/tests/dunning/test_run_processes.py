"""Once means once for runs: two that start at the same moment, one that is killed half way."""

import signal

from odoo.tests import tagged

from ..processes import ProcessCase

# A company of its own with customers who owe, and a policy that sends by itself. The other
# companies have had their run of the day.
WORLD = """
    from datetime import timedelta
    from odoo import Command

    env["ar.dunning.run"]._cron_dunning_run()
    env["ar.dunning.notice"].search([("state", "=", "queued")])._set_cancelled("Not of this test")
    company = env["res.company"].create({
        "name": f"Once {env['res.company'].search_count([])} Ltd", "email": "once@example.com"
    })
    company.write({"ar_courtesy": False, "ar_dunning_start": False})
    company.country_id = env.ref("base.be")
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    env.cr.precommit.run()
    env["ar.dunning.policy"].create({
        "name": "Sends by itself",
        "sequence": 1,
        "company_id": company.id,
        "automatic": True,
        "level_ids": [
            # Real processes would print each invoice.
            Command.create({"name": "Reminder", "delay_days": 3, "invoices_attached": False})
        ],
    })
    today = company._ar_today()
    partners = env["res.partner"].create([
        {"name": f"Once {number}", "email": f"once{number}@example.com", "is_company": True}
        for number in range(12)
    ])
    env["account.move"].create([
        {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "invoice_date": today - timedelta(days=30),
            "invoice_date_due": today - timedelta(days=10),
            "invoice_line_ids": [
                Command.create({"name": "Goods", "price_unit": 100, "tax_ids": []})
            ],
        }
        for partner in partners
    ]).action_post()
    result(company.id)
"""

NIGHT = "env['ar.dunning.run']._cron_dunning_run()"

# Small batches, so that there is a middle; dies before the third one is committed.
KILLED = """
    import os, signal
    from odoo.addons.ar_collections.models.dunning import ar_dunning_run_steps as propose

    propose.BATCH = 3
    Run = type(env["ar.dunning.run"])
    write_plans = Run._write_plans
    batches = []

    def _write_plans(self, plans):
        write_plans(self, plans)
        env.flush_all()
        batches.append(1)
        if len(batches) == 3:
            os.kill(os.getpid(), signal.SIGKILL)

    Run._write_plans = _write_plans
    env["ar.dunning.run"]._cron_dunning_run()
"""

BY_HAND = """
    company = env["res.company"].browse({company})
    run = env["ar.dunning.run"].with_company(company).create({{"company_id": company.id}})
    run.action_propose()
    run.action_confirm()
"""

QUEUED = """
    queued = env["ar.dunning.notice"].search(
        [("company_id", "=", {company}), ("state", "=", "queued")], order="id"
    )
"""
ALL_BUT_TWO = (
    QUEUED
    + """
    queued[2:]._set_cancelled("Not of this test")
"""
)
# The way of a person's request: what collides is done again.
ONE_OF_THE_LAST = """
    import time
    from odoo.service.model import retrying

    def work():
        notices = env["ar.dunning.notice"].search([("company_id", "=", {company})], order="id")
        left = notices.filtered(lambda one: one.error != "Not of this test")
        left[{index}]._set_cancelled("Left out")
        env.flush_all()
        time.sleep(3)

    retrying(work, env)
"""


@tagged("post_install", "-at_install")
class TestRunProcesses(ProcessCase):
    """Traps 19 and 23: real processes, real commits."""

    def setUp(self):
        super().setUp()
        [self.company] = self.run_code(WORLD)

    def _assert_one_notice_each(self):
        rows = self.query(
            "SELECT partner_id, count(*) FROM ar_dunning_notice "
            f"WHERE company_id = {self.company} AND state IN ('queued', 'sent') "
            "GROUP BY partner_id"
        )
        self.assertEqual(sorted(count for _partner, count in rows), [1] * 12)

    def _assert_one_message_each(self):
        rows = self.query(
            "SELECT notice.partner_id, count(DISTINCT dispatch.mail_mail_id) "
            "FROM ar_dispatch dispatch JOIN ar_dunning_notice notice "
            "ON notice.id = dispatch.notice_id "
            f"WHERE notice.company_id = {self.company} AND dispatch.state = 'leaving' "
            "GROUP BY notice.partner_id"
        )
        self.assertEqual(sorted(count for _partner, count in rows), [1] * 12)

    def _send(self):
        self.run_code("env['ar.dunning.notice']._cron_send()")

    def test_two_nightly_runs_at_the_same_moment(self):
        both = [self.start_code(NIGHT) for _ in range(2)]
        self.go(*both)
        self._assert_one_notice_each()
        [(runs,)] = self.query(
            f"SELECT count(*) FROM ar_dunning_run WHERE company_id = {self.company}"
        )
        self.assertEqual(runs, 1)
        self._send()
        self._assert_one_message_each()

    def test_nightly_run_killed_half_way_goes_on(self):
        killed = self.start_code(KILLED)
        killed.go()
        killed.finish(expected=-signal.SIGKILL)
        [(proposed,)] = self.query(
            f"SELECT count(*) FROM ar_dunning_notice WHERE company_id = {self.company}"
        )
        self.assertEqual(proposed, 6, "two batches were committed, the third was not")
        self.run_code(NIGHT)
        self._assert_one_notice_each()
        self._send()
        self._assert_one_message_each()

    def test_two_people_confirm_at_the_same_moment(self):
        code = BY_HAND.format(company=self.company)
        both = [self.start_code(code) for _ in range(2)]
        self.go(*both)
        self._assert_one_notice_each()
        self._send()
        self._assert_one_message_each()

    def test_the_run_is_done_when_two_take_the_last_notices_off(self):
        """Neither sees what the other has done; the run follows its notices all the same."""
        self.run_code(NIGHT)
        self.run_code(ALL_BUT_TWO.format(company=self.company))
        both = [
            self.start_code(ONE_OF_THE_LAST.format(company=self.company, index=index))
            for index in range(2)
        ]
        self.go(*both)
        rows = self.query(
            "SELECT run.state, count(*) FILTER (WHERE notice.state = 'queued') "
            "FROM ar_dunning_run run JOIN ar_dunning_notice notice ON notice.run_id = run.id "
            f"WHERE run.company_id = {self.company} GROUP BY run.id"
        )
        self.assertEqual(rows, [("done", 0)])
