"""Given to `odoo shell`: the company with a chart of accounts that the ledger tests take over.

Loading a chart takes longer than most tests. What a class does with its company is rolled back.
"""

from unittest.mock import patch

from odoo.tests.common import freeze_time

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

# `env` is the shell's.
env = globals()["env"]


class Common(AccountTestInvoicingCommon):
    """Only for its way of making a company."""


Common.env, Common.registry = env, env.registry
# The settings of a company depend on the day on which it was made, and its warehouse on whether a
# test makes it.
with freeze_time("2026-01-01 12:00:00"), patch("odoo.modules.module.current_test", True):
    company = Common._create_company(name="company_1_data")
    env.cr.precommit.run()
    env.flush_all()
env["ir.config_parameter"].set_param("ar_collections.test_company", company.id)
env.cr.commit()
