"""Once means once: senders that are killed, and senders that run at the same time."""

import signal

from odoo.tests import tagged

from ..processes import ProcessCase

WORLD = """
    from datetime import timedelta
    from odoo import Command

    env["ar.dunning.notice"].search([("state", "=", "queued")])._set_cancelled("Not of this test")
    company = env["res.company"].create({"name": "Once Ltd", "email": "once@example.com"})
    company.write({"ar_courtesy": False, "ar_dunning_start": False})
    company.country_id = env.ref("base.be")
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    env.cr.precommit.run()
    today = company._ar_today()
    partners = env["res.partner"].create([
        {"name": f"Once {number}", "email": f"once{number}@example.com", "is_company": True}
        for number in range(24)
    ])
    moves = env["account.move"].create([
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
    ])
    moves.action_post()
    # Real processes would print each invoice.
    env["ar.dunning.level"].search([]).invoices_attached = False
    env.cr.commit()
    run = env["ar.dunning.run"].create({"company_id": company.id})
    run.action_propose()
    run.action_confirm()
    result(len(run.notice_ids.filtered(lambda notice: notice.state == "queued")))
"""

SEND = "env['ar.dunning.notice']._cron_send(batch_size=5)"

# Dies in the third batch, with its mails written and nothing of it committed.
KILLED = """
    import os, signal
    Notice = type(env["ar.dunning.notice"])
    sent = Notice._set_sent
    batches = []

    def _set_sent(self):
        moved = sent(self)
        batches.append(1)
        env.flush_all()
        if len(batches) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return moved

    Notice._set_sent = _set_sent
    env["ar.dunning.notice"]._cron_send(batch_size=5)
"""


@tagged("post_install", "-at_install")
class TestOnce(ProcessCase):
    """Trap 23: one message per debtor, level and cycle, whatever crashes and whatever runs."""

    def setUp(self):
        super().setUp()
        [self.notices] = self.run_code(WORLD)
        self.assertEqual(self.notices, 24)

    def _count(self, what):
        [(count,)] = self.query(f"SELECT count(*) FROM {what}")
        return count

    def _assert_each_once(self):
        self.assertEqual(self._count("ar_dunning_notice WHERE state = 'queued'"), 0)
        messages = self.query(
            """
            SELECT notice.id, count(DISTINCT dispatch.id), count(DISTINCT message.id)
              FROM ar_dunning_notice notice
              JOIN res_company company ON company.id = notice.company_id
              LEFT JOIN ar_dispatch dispatch ON dispatch.notice_id = notice.id
              LEFT JOIN mail_message message ON message.model = 'ar.profile'
                   AND message.res_id = notice.profile_id
                   AND message.message_type = 'email_outgoing'
             WHERE company.name = 'Once Ltd' AND notice.state = 'leaving'
             GROUP BY notice.id
            """
        )
        self.assertEqual(len(messages), 24)
        wrong = [row for row in messages if row[1:] != (1, 1)]
        self.assertFalse(wrong, "Each notice has one dispatch and one message")

    def _tear_down_world(self):
        self.query("UPDATE res_company SET name = name || id WHERE name = 'Once Ltd'")

    def test_two_senders_at_once(self):
        senders = [self.start_code(SEND) for _number in range(2)]
        self.go(*senders)
        self._assert_each_once()
        self.run_code(SEND)
        self._assert_each_once()
        self._tear_down_world()

    def test_sender_killed_half_way(self):
        self.run_code(KILLED, expected=-signal.SIGKILL)
        left = self._count("ar_dunning_notice WHERE state = 'queued'")
        self.assertEqual(left, 14, "Two batches of five are committed, the third is undone")
        self.run_code(SEND)
        self._assert_each_once()
        self._tear_down_world()
