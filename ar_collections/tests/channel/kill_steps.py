"""Real processes that are killed at one step of sending; the process that starts them counts.

It is no part of the tests' package: ``test_crash`` gives its text to a process, with ``SETTINGS``
in front. That process loads Odoo once and forks: a fork has connections of its own, works as the
scheduler does, and at its step is killed by ``kill -9``.
"""

import contextlib
import gc
import os
import signal
import traceback
from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, Command, api, sql_db

given = globals()
env, result, SETTINGS = given["env"], given["result"], given["SETTINGS"]
# Notices of each kill: two batches, the process dies in the second.
EACH, BATCH, DIES_AT = 3, 2, 2
keep = []


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def at_call(owner, name, *, after, number=1):
    """Die at the ``number``-th call of a method: before it, or after it with all of it written."""
    original, calls = getattr(owner, name), []

    def wrapped(self, *args, **options):
        calls.append(1)
        if not after and len(calls) == number:
            die()
        done = original(self, *args, **options)
        if after and len(calls) == number:
            if hasattr(self, "env"):
                self.env.flush_all()
            die()
        return done

    setattr(owner, name, wrapped)


def at_commit(number):
    """Die right after the ``number``-th commit of work that was done."""
    crons, calls = env.registry["ir.cron"], []
    original = crons._commit_progress

    def wrapped(self, processed=0, **options):
        left = original(self, processed, **options)
        calls.append(bool(processed))
        if sum(calls) == number:
            die()
        return left

    crons._commit_progress = wrapped


def in_data():
    """Die when the mail server waits for the text of the second e-mail."""
    import smtplib

    calls = []

    def data(self, message):
        calls.append(1)
        if len(calls) == DIES_AT:
            self.putcmd("data")
            self.getreply()
            die()
        return original(self, message)

    original, smtplib.SMTP.data = smtplib.SMTP.data, data


def model(name):
    return env.registry[name]


NOTICE, EMAIL, MAIL = (
    model(name) for name in ("ar.dunning.notice", "ar.channel.email", "mail.mail")
)
SERVER = model("ir.mail_server")
# {step: how a process gets there}
STEPS = {
    "before lock": lambda: at_call(NOTICE, "_lock_bundles", after=False, number=DIES_AT),
    "after lock": lambda: at_call(NOTICE, "_lock_bundles", after=True, number=DIES_AT),
    "after mail rows": lambda: at_call(EMAIL, "_notify", after=True, number=DIES_AT),
    "after dispatches": lambda: at_call(NOTICE, "_give_out", after=True, number=DIES_AT),
    "before commit": lambda: at_call(NOTICE, "_set_handed_over", after=True, number=DIES_AT),
    "after commit": lambda: at_commit(DIES_AT),
    "queue looked at": lambda: at_call(MAIL, "_ar_look_again", after=True),
    "before begun": lambda: at_call(MAIL, "_ar_begin", after=False, number=DIES_AT),
    "begun": lambda: at_call(MAIL, "_ar_begin", after=True, number=DIES_AT),
    "in DATA": in_data,
    "DATA accepted": lambda: at_call(SERVER, "send_email", after=True, number=DIES_AT),
    "noted": lambda: at_call(MAIL, "_postprocess_sent_message", after=True, number=DIES_AT),
    "sent": lambda: at_call(MAIL, "_ar_give", after=True, number=DIES_AT),
}


# -- processes -------------------------------------------------------------------------


def fork(work):
    """A process of its own that does ``work(env)``, commits and ends; returns its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        # Connections are the parent's: they stay as they are, and this one opens its own.
        keep.append(sql_db._Pool)
        sql_db._Pool = None
        with contextlib.closing(env.registry.cursor()) as cursor:
            work(api.Environment(cursor, SUPERUSER_ID, {"lang": "en_US"}))
            cursor.commit()
        code = 0
    except BaseException:
        with open(SETTINGS["errors"], "a", encoding="utf-8") as told:
            traceback.print_exc(file=told)
    finally:
        os._exit(code)


def join(*pids):
    """How they ended: exit codes, negative signals."""
    return [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]


# -- what they do ----------------------------------------------------------------------


def make_world(own):
    own["mail.mail"].search([("state", "=", "outgoing")]).write({"state": "cancel"})
    own["ar.dunning.notice"].search([("state", "=", "queued")])._set_cancelled("Not of this test")
    company = own["res.company"].create(
        {
            "name": "Killed Ltd",
            "email": "killed@example.com",
            "ar_courtesy": False,
            "ar_dunning_start": False,
        }
    )
    company.country_id = own.ref("base.be")
    chart = own["account.chart.template"].with_context(allowed_company_ids=company.ids)
    chart.try_loading("generic_coa", company=company, install_demo=False)
    own["ar.dunning.level"].search([]).invoices_attached = False
    own["ir.mail_server"].search([]).active = False
    values = {"smtp_host": "127.0.0.1", "smtp_port": SETTINGS["port"], "smtp_encryption": "none"}
    own["ir.mail_server"].create({"name": "End", **values})


def in_company(own):
    company = own["res.company"].search([("name", "=", "Killed Ltd")])
    return company, company.with_context(allowed_company_ids=company.ids).env


def propose(own, count):
    """Notices of so many customers, as drafts."""
    company, own = in_company(own)
    today = company._ar_today()
    partners = own["res.partner"].create(
        [{"name": f"K{n}", "email": f"k{n}@example.com", "is_company": True} for n in range(count)]
    )
    line = Command.create({"name": "Goods", "price_unit": 100, "tax_ids": []})
    moves = own["account.move"].create(
        [
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": today - timedelta(days=30),
                "invoice_date_due": today - timedelta(days=10),
                "invoice_line_ids": [line],
            }
            for partner in partners
        ]
    )
    moves.action_post()
    run = own["ar.dunning.run"].create({"company_id": company.id})
    run.action_propose()


def confirm(own):
    notices = own["ar.dunning.notice"].search([("state", "=", "draft")], order="id", limit=EACH)
    notices.action_confirm()


def scheduler(own):
    """What the two scheduled actions do; a conflict is left to the next time."""
    for work in (
        lambda: own["ar.dunning.notice"]._cron_send(batch_size=BATCH),
        own["mail.mail"].process_email_queue,
        own["ar.dispatch"]._cron_watch,
    ):
        try:
            work()
        except psycopg2.Error:
            own.cr.rollback()


def die_at(step):
    def work(own):
        confirm(own)
        own.cr.commit()
        STEPS[step]()
        scheduler(own)

    return work


def later(own):
    own.cr.execute("UPDATE ar_dispatch SET date = date - interval '1 hour' WHERE state = 'unknown'")
    own.cr.commit()
    scheduler(own)


def look(own):
    """What the database says of the last notices, as rows."""
    own.cr.execute(
        """
        SELECT notice.id, partner.email, notice.state, array_agg(dispatch.state),
               bool_or(dispatch.error LIKE 'The server stopped%%'),
               (SELECT count(*) FROM mail_activity task
                 WHERE task.res_model = 'ar.profile' AND task.res_id = notice.profile_id),
               (SELECT count(*) FROM mail_message message
                 WHERE message.model = 'ar.profile' AND message.res_id = notice.profile_id
                   AND message.message_type = 'email_outgoing')
          FROM ar_dunning_notice notice
          JOIN res_partner partner ON partner.id = notice.partner_id
          LEFT JOIN ar_dispatch dispatch ON dispatch.notice_id = notice.id
         WHERE notice.state NOT IN ('draft', 'cancelled')
         GROUP BY notice.id, partner.email
         ORDER BY notice.id DESC LIMIT %s
        """,
        [EACH],
    )
    return own.cr.fetchall()


# -- rounds ----------------------------------------------------------------------------

make_world(env)
# Once without a kill: what Odoo keeps in memory is there for all who are forked.
propose(env, EACH)
confirm(env)
scheduler(env)
env.cr.commit()
gc.freeze()
gc.disable()
for number in range(SETTINGS["rounds"]):
    propose(env, EACH * len(SETTINGS["steps"]))
    env.cr.commit()
    for step in SETTINGS["steps"]:
        [code] = join(fork(die_at(step)))
        both = join(fork(scheduler), fork(scheduler))
        last = join(fork(later))
        env.cr.rollback()
        rows = look(env)
        result({"round": number, "step": step, "code": code, "others": both + last, "rows": rows})
    env.invalidate_all()
