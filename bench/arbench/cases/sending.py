"""From a proposal to the mail queue: confirming, e-mails, chatter."""

from odoo.tools import mail, split_every

from ..case import Aim
from ..sql import read
from .proposal import DunningCase

CONFIRMED = 10_000
SENT = 1_000
LOGGED = 500
# Of the floor: as many as the sender takes at once.
BATCH = 100
QUIET = ("ar_quiet_from", "ar_quiet_until", "ar_quiet_weekends", "ar_quiet_holidays")
LAYOUT = "ar_collections.ar_dunning_mail_layout"


class SendingCase(DunningCase):
    """What the benchmarks of sending share: a policy of one level, and notices of it."""

    # Notices are proposed and confirmed long before they leave.
    committed = True

    def make_policy(self, channel="email", **values):
        """A policy of one level, before the shipped one."""
        level = {
            "name": "Reminder",
            "delay_days": 1,
            "channel_ids": [(5,), (0, 0, {"channel": channel, "usage": "always"})],
            "letter_attached": False,
            "invoices_attached": False,
            "mail_template_id": self.env.ref("ar_collections.mail_template_ar_reminder").id,
            "letter_title": "Reminder of overdue invoices",
            "letter_body": "<p>Dear {{ text_contact }}, please pay {{ text_total }}.</p>",
            **values,
        }
        # Whatever the hour at the customers is; what was said to them is asked all the same.
        self.company.write(dict.fromkeys(QUIET, 0))
        policy = {"name": "Benchmark", "sequence": 0, "level_ids": [(0, 0, level)]}
        return self.env["ar.dunning.policy"].create(policy)

    def make_notices(self, count, *, queued=True):
        """At most ``count`` proposed or queued notices, of customers who have an e-mail."""
        self.env.cr.execute(read("give_email"))
        run = self.propose(customers=count)
        surplus = run.notice_ids[count:]
        surplus._set_cancelled("surplus")
        if queued:
            run.action_confirm()
        return run.notice_ids - surplus


class Confirm(DunningCase):
    name = "confirm"
    title = f"Confirm {CONFIRMED:,} notices"
    floor_is = "UPDATE of notices and lines"
    unit = "notice"
    fixed = True

    def prepare(self):
        return self.propose(customers=CONFIRMED)

    def warm(self, run):
        run.notice_ids[:20].action_confirm()

    def ours(self, run):
        count = len(run.notice_ids)
        run.action_confirm()
        return count

    def floor(self, run):
        self.env.cr.execute(read("confirm"), {"run": run.id})


class Chatter(SendingCase):
    name = "chatter"
    title = "Chatter on notices"
    floor_is = "_message_log_batch"
    aims = (Aim("ratio", 1.5),)
    turns = 3
    unit = "message"
    fixed = True

    def prepare(self):
        self.make_policy("letter")
        notices = self.make_notices(LOGGED)
        for notice in notices:
            values = {"name": "letter.pdf", "raw": b"%PDF-", "res_model": notice._name}
            notice.letter_attachment_id = self.env["ir.attachment"].create(
                {**values, "res_id": notice.id}
            )
        return notices

    def ours(self, notices):
        return len(self.env["ar.channel.letter"]._log(notices))

    def floor(self, notices):
        profiles = notices.profile_id
        profiles._message_log_batch(bodies=dict.fromkeys(profiles.ids, "A letter was made."))


class Mails(SendingCase):
    name = "mails"
    title = f"{SENT:,} e-mails queued, without PDF"
    floor_is = "template and mail.mail"
    aims = (Aim("ms_each", 6.5),)
    unit = "e-mail"
    fixed = True

    def prepare(self):
        self.make_policy()
        return self.make_notices(SENT)

    def warm(self, notices):
        notices[:BATCH]._send()

    def ours(self, notices):
        self.env["ar.dunning.notice"]._cron_send()
        self.check(notices)
        return len(notices)

    def check(self, notices):
        states = set(notices.mapped("state"))
        if states != {"leaving"}:
            raise AssertionError(f"not all e-mails were queued: {states}")

    def floor(self, notices):
        template = self.env.ref("ar_collections.mail_template_ar_reminder")
        for ids in split_every(BATCH, notices.ids, list):
            subjects = template._render_field("subject", ids)
            bodies = template._render_field("body_html", ids)
            self.env["mail.mail"].create(
                [
                    self.prepare_mail(notice, subjects[notice.id], bodies[notice.id])
                    for notice in notices.browse(ids)
                ]
            )

    def prepare_mail(self, notice, subject, body):
        address = "collector@example.com"
        layout = {"company": self.company, "record_name": "", "model_description": ""}
        return {
            "model": "ar.profile",
            "res_id": notice.profile_id.id,
            "subject": subject,
            "body": body,
            "body_html": self.env["mail.render.mixin"]._render_encapsulate(
                LAYOUT, body, add_context=layout, context_record=notice.profile_id
            ),
            "email_from": address,
            "reply_to": address,
            "record_company_id": self.company.id,
            "message_id": mail.generate_tracking_message_id(str(notice.id)),
            "message_type": "email_outgoing",
            "recipient_ids": [(4, notice.contact_id.id)],
            "is_notification": True,
        }


class MailsWithPdf(Mails):
    name = "mails_pdf"
    title = "100 e-mails queued, each with its PDF"
    aims = (Aim("ms_each", 6.5 + 160),)

    def prepare(self):
        self.make_policy(letter_attached=True)
        return self.make_notices(100)

    def warm(self, notices):
        notices[:2]._send()
