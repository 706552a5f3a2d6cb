"""Once means once: senders that are killed, rounds that run at the same moment."""

import signal

from odoo.tests import tagged

from ...processes import ProcessCase

WORLD = """
    from datetime import timedelta
    from odoo import Command

    env["ar.statement"].search([("queued", "=", True)]).write({"queued": False})
    company = env["res.company"].create({"name": "Stated Ltd", "email": "stated@example.com"})
    company.ar_courtesy = False
    company.country_id = env.ref("base.be")
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    env.cr.precommit.run()
    partners = env["res.partner"].create([
        {"name": f"Stated {number}", "email": f"stated{number}@example.com", "is_company": True}
        for number in range(24)
    ])
    day = company._ar_today().replace(day=1) - timedelta(days=10)
    env["account.move"].create([
        {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "invoice_date": day,
            "invoice_date_due": day,
            "invoice_line_ids": [
                Command.create({"name": "Goods", "price_unit": 100, "tax_ids": []})
            ],
        }
        for partner in partners
    ]).action_post()
    rule = env["ar.statement.rule"].create(
        {"name": "Once", "company_id": company.id, "automatic": True, "requested": True}
    )
    result(company.id)
"""
MAKE = "env['ar.statement.rule'].search([('requested', '=', True)])._cron_make()"
SEND = "env['ar.statement']._cron_send(batch_size=5)"

# Dies with its third batch written and not committed.
KILLED = """
    import os, signal
    Statement = type(env["ar.statement"])
    move_to = Statement._move_to
    batches = []

    def _move_to(self, state, **values):
        moved = move_to(self, state, **values)
        batches.append(1)
        env.flush_all()
        if len(batches) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return moved

    Statement._move_to = _move_to
    env["ar.statement"]._cron_send(batch_size=5)
"""


@tagged("post_install", "-at_install")
class TestStatementOnce(ProcessCase):
    def _count(self, company, condition):
        [(count,)] = self.query(
            f"SELECT count(*) FROM ar_statement WHERE company_id = {company} AND {condition}"
        )
        return count

    def test_two_rounds_and_a_sender_killed_half_way(self):
        [company] = self.run_code(WORLD)
        both = [self.start_code(MAKE) for _number in range(2)]
        self.go(*both)
        self.assertEqual(self._count(company, "queued"), 24)
        self.run_code(KILLED, expected=-signal.SIGKILL)
        self.assertEqual(self._count(company, "state = 'sent'"), 10)
        self.assertEqual(self._count(company, "queued"), 14)
        both = [self.start_code(SEND) for _number in range(2)]
        self.go(*both)
        self.run_code(SEND)
        self.assertEqual(self._count(company, "state = 'sent'"), 24)
        mails = self.query(
            "SELECT profile.id, count(DISTINCT message.id) FROM ar_profile profile "
            "JOIN mail_message message ON message.model = 'ar.profile' "
            "AND message.res_id = profile.id AND message.message_type = 'email_outgoing' "
            f"WHERE profile.company_id = {company} GROUP BY profile.id"
        )
        self.assertEqual([count for _profile, count in mails], [1] * 24)
