"""One process of the machine of random users: it acts until it is told to stop.

It is no part of the tests' package: ``test_random_users`` gives its text to the processes that
it starts, with ``SETTINGS`` in front. Each action is a request of its own, as a browser or the
scheduler would make it: a user's rights, a transaction, tried again after a conflict.
"""

import json
import random
import smtplib
import time
import traceback
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import psycopg2
from freezegun import freeze_time
from freezegun.api import real_time

from odoo import Command, api
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, retrying

# What belongs to nobody in particular when two actions meet, and is tried again by people.
CONFLICT = (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, psycopg2.errors.QueryCanceled)
# Odoo's mail queue catches a conflict with whoever changes the same e-mails, and goes on; it ends
# when the mail server hangs up.
BAD_DAY = (psycopg2.errors.InFailedSqlTransaction, smtplib.SMTPException)
# Words of the database that nobody is to read.
RAW = ("violates", "External ID not found", "psycopg2", "Traceback")
# The machine keeps so many customers at least.
FEWEST_CUSTOMERS = 12


class Machine:
    """What one process does, by chance."""

    def __init__(self, env, settings):
        self.registry = env.registry
        self.company_id = settings["company"]
        self.users = settings["users"]
        self.weights = settings["weights"]
        self.folder = Path(settings["folder"])
        self.rng = random.Random(f"{settings['seed']}-{settings['number']}")
        random.seed(f"{settings['seed']}-{settings['number']}-waits")
        self.log = self.folder / f"{settings['number']}.jsonl"

    # -- the clock, and the loop -------------------------------------------------------

    def run(self):
        """Act until the file ``stop`` is there; returns how often each outcome came."""
        names, weights = zip(*self.weights.items(), strict=True)
        counts = {}
        with freeze_time(self._now(), tick=True) as frozen:
            while not (self.folder / "stop").exists():
                frozen.move_to(self._now())
                [name] = self.rng.choices(names, weights)
                outcome = self._act(name)
                counts[outcome] = counts.get(outcome, 0) + 1
        return counts

    def _now(self):
        """The machine's moment: days are passed by the processes, hours are those of the night."""
        days = len((self.folder / "days").read_bytes())
        return datetime.fromtimestamp(real_time()) + timedelta(days=days)

    def _act(self, name):
        """Do one action in a transaction of its own, and write down what came of it."""
        told = []
        conflicts = CONFLICT + BAD_DAY if name == "mail" else CONFLICT
        started = real_time()
        with closing(self.registry.cursor()) as cursor:
            self.registry.check_signaling(cursor)
            uid = self.rng.choice(self.users[self._role(name)])
            context = {"lang": "en_US", "allowed_company_ids": [self.company_id]}
            env = api.Environment(cursor, uid, context)
            state = self.rng.getstate()

            def work():
                # A second try chooses the same.
                self.rng.setstate(state)
                told[:] = []
                getattr(self, f"do_{name}")(env, told)

            try:
                retrying(work, env)
                cursor.commit()
                self.registry.signal_changes()
                outcome = "done" if told else "nothing"
            except UserError as error:
                cursor.rollback()
                outcome = "crash" if any(word in str(error) for word in RAW) else "refused"
                told.append(str(error))
            except conflicts as error:
                cursor.rollback()
                outcome = "conflict"
                told.append(type(error).__name__)
            except Exception:
                cursor.rollback()
                outcome = "crash"
                told.append(traceback.format_exc())
        line = {"from": started, "to": real_time(), "who": uid, "what": name, "told": told}
        with open(self.log, "a", encoding="utf-8") as log:
            log.write(json.dumps({**line, "outcome": outcome}) + "\n")
        return outcome

    @staticmethod
    def _role(name):
        if name in ("nightly", "send", "mail"):
            return "scheduler"
        if name in ("pay", "unmatch", "merge", "invoice", "credit", "customer", "day"):
            return "accountant"
        return "collector"

    def _choose(self, env, model, *domain, many=1):
        """Records of the machine's company, by chance; the same ones for the same seed."""
        domain = [("company_id", "=", self.company_id), *domain]
        records = env[model].search(domain, order="id")
        ids = records.ids
        return records.browse(self.rng.sample(ids, min(many, len(ids))))

    # -- collectors --------------------------------------------------------------------

    def do_propose(self, env, told):
        run = env["ar.dunning.run"].create({"company_id": self.company_id})
        run.action_propose()
        told.append(run.name)

    def do_remind(self, env, told):
        if profiles := self._choose(env, "ar.profile", many=3):
            run_id = profiles.action_remind().get("res_id")
            told.append(f"run {run_id} for {profiles.ids}")

    def do_confirm(self, env, told):
        if run := self._choose(env, "ar.dunning.run", ("state", "=", "proposed")):
            run.action_confirm()
            told.append(run.name)

    def do_confirm_notice(self, env, told):
        if notices := self._choose(env, "ar.dunning.notice", ("state", "=", "draft"), many=2):
            notices.action_confirm()
            told.append(f"notices {notices.ids}")

    def do_cancel_run(self, env, told):
        states = ("draft", "proposed", "confirmed")
        if run := self._choose(env, "ar.dunning.run", ("state", "in", states)):
            run.action_cancel()
            told.append(run.name)

    def do_cancel_notice(self, env, told):
        states = ("draft", "queued", "queued", "failed")
        state = self.rng.choice(states)
        if notice := self._choose(env, "ar.dunning.notice", ("state", "=", state)):
            notice.action_cancel()
            told.append(f"notice {notice.id}")

    def do_retry(self, env, told):
        if notices := self._choose(env, "ar.dunning.notice", ("state", "=", "failed"), many=3):
            notices.action_retry()
            told.append(f"notices {notices.ids}")

    def do_drop(self, env, told):
        domain = [("state", "=", "draft"), ("kind", "=", "item")]
        if line := self._choose(env, "ar.dunning.notice.line", *domain):
            line.action_drop()
            told.append(f"line {line.id}")

    def do_restore(self, env, told):
        domain = [("state", "=", "dropped"), ("notice_id.state", "=", "draft")]
        if line := self._choose(env, "ar.dunning.notice.line", *domain):
            line.action_restore()
            told.append(f"line {line.id}")

    def do_hold(self, env, told):
        values = {"reason": "By chance"}
        if self.rng.random() < 0.5:
            profile = self._choose(env, "ar.profile")
            values["profile_id"] = profile.id
        else:
            item = self._choose(
                env, "account.move.line", *self._items(), ("reconciled", "=", False)
            )
            values["move_line_id"] = item.id
        if all(values.values()):
            told.append(f"hold {env['ar.hold'].create(values).id}: {values}")

    def do_release(self, env, told):
        if hold := self._choose(env, "ar.hold", ("date_to", "=", False)):
            hold_id = hold.id
            hold.action_release()
            told.append(f"hold {hold_id}")

    def do_call(self, env, told):
        domain = [("channel", "=", "call"), ("state", "=", "queued"), ("activity_id", "!=", False)]
        if call := self._choose(env, "ar.dispatch", *domain):
            outcome = self.rng.choice(("will_pay", "not_reached", "wrong_number"))
            wizard = env["ar.dispatch.log_call"].create(
                {"dispatch_id": call.id, "outcome": outcome}
            )
            wizard.action_log()
            told.append(f"dispatch {call.id}: {outcome}")

    # -- accountants -------------------------------------------------------------------

    @staticmethod
    def _items():
        return (
            ("account_type", "=", "asset_receivable"),
            ("parent_state", "=", "posted"),
            ("move_id.move_type", "=", "out_invoice"),
        )

    def do_pay(self, env, told):
        domain = [
            ("move_type", "=", "out_invoice"),
            ("payment_state", "in", ("not_paid", "partial")),
        ]
        if move := self._choose(env, "account.move", *domain, ("state", "=", "posted")):
            share = self.rng.choice((1, 1, 1, 0.5))
            wizard = (
                env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=move.ids)
                .create({"amount": round(move.amount_residual * share, 2) or 0.01})
            )
            wizard._create_payments()
            told.append(f"{share} of {move.name}")

    def do_unmatch(self, env, told):
        if line := self._choose(
            env, "account.move.line", *self._items(), ("matched_credit_ids", "!=", False)
        ):
            line.remove_move_reconcile()
            told.append(f"item {line.id}")

    def do_invoice(self, env, told):
        if partner := self._choose(env, "ar.profile").partner_id:
            told.append(self._make_move(env, partner, "out_invoice").name)

    def do_credit(self, env, told):
        if partner := self._choose(env, "ar.profile").partner_id:
            told.append(self._make_move(env, partner, "out_refund").name)

    def do_customer(self, env, told):
        number = env["res.partner"].search_count([])
        partner = env["res.partner"].create(
            {"name": f"New {number}", "email": f"new{number}@example.com", "is_company": True}
        )
        told.append(self._make_move(env, partner, "out_invoice").name)

    def _make_move(self, env, partner, kind):
        today = env["res.company"].browse(self.company_id)._ar_today()
        due = today + timedelta(days=self.rng.randint(-12, 3))
        values = {
            "move_type": kind,
            "partner_id": partner.id,
            "invoice_date": min(due, today),
            "invoice_date_due": due,
            "invoice_line_ids": [
                Command.create(
                    {"name": "Goods", "price_unit": self.rng.randint(50, 900), "tax_ids": []}
                )
            ],
        }
        move = env["account.move"].create(values)
        move.action_post()
        return move

    def do_merge(self, env, told):
        profiles = self._choose(env, "ar.profile", many=FEWEST_CUSTOMERS + 2)
        if len(profiles) > FEWEST_CUSTOMERS:
            target, source = profiles[:2].partner_id
            wizard = env["base.partner.merge.automatic.wizard"].create({})
            wizard._merge((target | source).ids, target)
            told.append(f"{source.id} into {target.id}")

    def do_day(self, _env, told):
        with open(self.folder / "days", "ab") as days:
            days.write(b".")
        told.append("a day later")

    # -- the scheduler -----------------------------------------------------------------

    def do_nightly(self, env, told):
        runs = env["ar.dunning.run"]
        before = runs.search_count([])
        runs._cron_dunning_run()
        if made := runs.search_count([]) - before:
            told.append(f"{made} runs")

    def do_send(self, env, told):
        queued = [("state", "=", "queued")]
        notices = env["ar.dunning.notice"].search(queued)
        dispatches = env["ar.dispatch"].search([*queued, ("activity_id", "=", False)])
        if notices or dispatches:
            told.append(f"notices {notices.ids}, dispatches {dispatches.ids}")
        notices._cron_send(batch_size=self.rng.choice((2, 5, 50)))
        self._breathe()

    def do_mail(self, env, told):
        mails = env["mail.mail"].search([("state", "=", "outgoing")])
        if mails:
            told.append(f"mails {mails.ids}")
        mails.process_email_queue()
        self._breathe()

    @staticmethod
    def _breathe():
        """The scheduler comes back soon, but leaves the machine to the others."""
        time.sleep(0.2)


# What the process finds: settings in front of this text, `env` and `result` as of processes.py.
given = globals()
given["result"](Machine(given["env"], given["SETTINGS"]).run())
