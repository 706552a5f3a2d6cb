"""A drill with real commits: nothing leaves, and nothing remains but its protocol."""

from pathlib import Path

from odoo import tools
from odoo.tests import tagged

from ...processes import ProcessCase

SETUP = """
from odoo import Command
company = env.ref("base.main_company")
user = env.ref("base.user_admin")
user.company_ids |= company
env.ref("ar_collections.ar_collections_group_manager").sudo().user_ids |= user
partner = env["res.partner"].create(
    {"name": "Silent", "is_company": True, "email": "silent@example.com"}
)
profile = env["ar.profile"].get_or_create(partner, company)
profile.collector_id = user
# Who follows an account is told by e-mail, at once.
user.notification_type = "email"
profile.message_subscribe(partner.ids)
env["ar.team.endpoint"].create({
    "name": "Group", "company_id": company.id, "url": "https://example.com/robot",
    "event_ids": [Command.create({"event": "contingency"})],
})
deputy = env["res.users"].create({"name": "Deputy", "login": "drill_deputy"})
result([profile.id, deputy.id])
"""
# Whatever leaves the process is counted.
SEAMS = """
import smtplib, socket
left = []
def refuse(name):
    def call(*args, **kwargs):
        left.append(name)
        raise RuntimeError(name + " was called")
    return call
smtplib.SMTP.__init__ = refuse("smtp")
smtplib.SMTP_SSL.__init__ = refuse("smtp")
import requests
requests.Session.request = refuse("http")
from odoo.addons.ar_collections.tools.channel import outgoing
outgoing.call = refuse("robot")
"""
DRILL = """
env = env(user=env.ref("base.user_admin").id)
company = env.ref("base.main_company")
told = []
for code in {codes}:
    plan = env.ref("ar_collections.ar_contingency_plan_" + code)
    about = {{"profile_ids": [{profile}], "collector_id": env.uid, "deputy_id": {deputy}}}
    run = env["ar.contingency.run"].{how}(plan, company, about)
    told.append([run.failed_count, [line.error for line in run.line_ids if line.error]])
env.cr.commit()
result([told, left])
"""
POSTED = """
import datetime
from unittest.mock import patch
step = type(env["ar.contingency.step"])
def post(self, line, profiles):
    # What a step of an add-on may do: an e-mail by the queue, one at once, a file, a text.
    profiles.message_post(body="Hello", message_type="comment", subtype_xmlid="mail.mt_comment",
                          partner_ids=profiles.partner_id.ids)
    mail = self.env["mail.mail"].sudo().create({"email_to": "a@example.com", "body_html": "x"})
    mail.send()
    self.env["sms.sms"].sudo().create({"number": "+3212345678", "body": "x"}).send()
    self.env["ir.attachment"].create({"name": "x", "raw": b"Only in a drill"})
    self.env["ir.cron"]._ar_wake("ar_collections.ir_cron_dunning_send")
    return real(self, line, profiles)
real = step._do_hold
step._do_hold = post
"""
# The rows of all tables, but for those that hold the protocol, and what Odoo notes of a session.
KEPT = ("ar_contingency_run", "ar_contingency_run_line", "ar_contingency_run_ar_profile_rel")
KEPT += ("mail_message", "mail_followers", "mail_followers_mail_message_subtype_rel", "ar_log")
CODES = ["customer_stops", "insolvency", "bank_down", "collector_ill"]


@tagged("post_install", "-at_install")
class TestDrill(ProcessCase):
    def _count(self):
        tables = self.query(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = "
            "'public'::regnamespace ORDER BY relname"
        )
        return {
            table: self.query(
                "SELECT count(*), md5(string_agg(t::text, $$,$$ ORDER BY t::text)) "
                f'FROM "{table}" t'
            )
            for (table,) in tables
            if table not in KEPT and not table.startswith("orm_signaling")
        }

    def _numbers(self):
        names = self.query("SELECT sequencename FROM pg_sequences WHERE sequencename ~ '^ir_seq'")
        return {
            name: self.query(f'SELECT last_value, is_called FROM "{name}"') for (name,) in names
        }

    def test_nothing_remains(self):
        [[profile, deputy]] = self.run_code(SETUP)
        code = {"profile": profile, "codes": CODES, "deputy": deputy}
        before, numbers, messages = self._count(), self._numbers(), self._messages()
        files = self._files()
        [[told, left]] = self.run_code(SEAMS + POSTED + DRILL.format(how="_drill", **code))
        self.assertEqual(left, [], "Nothing leaves")
        self.assertEqual([errors for _count, errors in told], [[]] * len(CODES))
        after = self._count()
        self.assertEqual([name for name in before if before[name] != after[name]], [])
        self.assertEqual(self._numbers(), numbers)
        self.assertEqual(self._messages(), messages)
        self.assertEqual(self._files(), files)
        [[drills]] = self.query("SELECT count(*) FROM ar_contingency_run WHERE kind = 'drill'")
        self.assertEqual(drills, len(CODES))

    def _files(self):
        folder = Path(tools.config.filestore(self.database))
        return sorted(path for path in folder.rglob("*") if path.is_file())

    def _messages(self):
        """What was said, but on the protocols themselves."""
        return self.query(
            "SELECT count(*) FROM mail_message WHERE model IS DISTINCT FROM 'ar.contingency.run'"
        )
