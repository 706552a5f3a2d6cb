"""Two transactions that write the log at once do not wait, and sealing loses none of their rows."""

from odoo.tests import tagged

from ...processes import ProcessCase

# A customer's account in a company with a log of its own.
SETUP = """
company = env["res.company"].create({"name": "Sealed Ltd", "country_id": env.ref("base.be").id})
partner = env["res.partner"].create({"name": "Watched", "is_company": True})
profile = env["ar.profile"].get_or_create(partner, company)
env.user.company_ids |= company
result([company.id, profile.id])
"""
HOLD = """
env["ar.hold"].create({{"profile_id": {profile}, "reason": "{reason}"}})
env.cr.flush()
"""
# What a second connection does while the first one is open; a wait is an error.
MEANWHILE = """
from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
{hold}
mine = env["ar.log"].search([("company_id", "=", {company})], order="id desc", limit=1).id
with Registry(env.cr.dbname).cursor() as other:
    other.execute("SET lock_timeout = '2s'")
    there = api.Environment(other, SUPERUSER_ID, {{"lang": "en_US"}})
    there["ar.hold"].create({{"profile_id": {profile}, "reason": "Second"}})
    other.flush()
    second = there["ar.log"].search([("company_id", "=", {company})], order="id desc", limit=1).id
    other.commit()
    # Sealed while the first transaction, which has the lower id, is still open.
    seal = there["ar.log.seal"]._seal(there["res.company"].browse({company}))
    sealed = seal.row_ids.ids
    other.commit()
env.cr.commit()
late = env["ar.log.seal"]._seal(env["res.company"].browse({company}))
env.cr.commit()
found = env["ar.log"].verify([{company}])
result([mine, second, sealed, late.row_ids.ids, found["ok"], found["broken"]])
"""
# Many rows in a transaction of their own, all at once with another process.
MANY = """
for number in range(40):
    env["ar.hold"].create({{"profile_id": {profile}, "reason": "{reason} %s" % number}})
    env.cr.commit()
result(True)
"""
SEALS = """
import time
for _number in range(40):
    env["ar.log.seal"]._cron_seal()
    env.cr.commit()
    time.sleep(0.02)
result(True)
"""


@tagged("post_install", "-at_install")
class TestLogProcesses(ProcessCase):
    def test_nobody_waits_and_nothing_is_lost(self):
        [(company, profile)] = self.run_code(SETUP)
        names = {"company": company, "profile": profile}
        hold = HOLD.format(profile=profile, reason="First")
        [found] = self.run_code(MEANWHILE.format(hold=hold, **names))
        mine, second, sealed, late, right, broken = found
        self.assertLess(mine, second)
        self.assertIn(second, sealed)
        self.assertNotIn(mine, sealed)
        self.assertEqual(late, [mine], "a lower id than the last sealed one")
        self.assertTrue(right, broken)
        self._write_and_seal_at_once(names)

    def _write_and_seal_at_once(self, names):
        """Two writers and two sealers: each row is sealed once."""
        writers = [
            self.start_code(MANY.format(reason=reason, **names)) for reason in ("One", "Other")
        ]
        sealers = [self.start_code(SEALS) for _ in range(2)]
        self.go(*writers, *sealers)
        [(right, seals, left)] = self.run_code(
            f"""
            env["ar.log.seal"]._seal(env["res.company"].browse({names["company"]}))
            found = env["ar.log"].verify([{names["company"]}])
            left = env["ar.log"].search_count(
                [("company_id", "=", {names["company"]}), ("seal_id", "=", False)]
            )
            result([found["ok"] or found["broken"], found["seals"], left])
            """
        )
        self.assertIs(right, True)
        self.assertGreater(seals, 2)
        self.assertEqual(left, 0)
        [(holds,)] = self.query(
            "SELECT count(*) FROM ar_log WHERE res_model = 'ar.hold' AND company_id = %s",
            (names["company"],),
        )
        self.assertEqual(holds, 82)
