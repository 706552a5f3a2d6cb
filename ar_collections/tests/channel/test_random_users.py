"""A machine of random users: real processes that act by chance, and what must hold meanwhile.

Short with the other tests; for an hour by hand, see docs/DEVELOPMENT.md.
"""

import json
import logging
import os
import random
import signal
import socket
import time
from collections import Counter
from pathlib import Path

from aiosmtpd.controller import Controller

from odoo.tests import tagged

from ..processes import ProcessCase
from . import random_invariants as invariants

_logger = logging.getLogger(__name__)

SECONDS = 60 * float(os.environ.get("AR_MACHINE_MINUTES") or 0) or 20
SEED = os.environ.get("AR_MACHINE_SEED") or str(random.SystemRandom().randrange(10**6))
# Seconds between two looks at what must hold, and between two kills.
LOOK_EVERY = 3
KILL_EVERY = 20
# Lines of the history that are printed with a failure.
MOST_LINES = 60

CODE = Path(__file__).with_name("random_users.py")

# What each process does how often. People do all of it; the scheduler has processes of its own.
PEOPLE = {
    **dict.fromkeys(("propose", "remind", "hold", "release", "invoice", "unmatch", "day"), 2),
    **dict.fromkeys(("cancel_run", "drop", "restore", "credit", "merge", "customer", "call"), 1),
    **dict.fromkeys(("confirm", "confirm_notice", "cancel_notice", "retry", "pay"), 4),
}
SENDER = {"send": 6, "nightly": 1}
MAILER = {"mail": 4, "send": 1}

WORLD = """
    from datetime import timedelta
    from odoo import Command

    env["ar.dunning.notice"].search([("state", "=", "queued")])._set_cancelled("Not of this test")
    env["ir.mail_server"].search([]).active = False
    env["ir.mail_server"].create({{
        "name": "Machine", "smtp_host": "127.0.0.1", "smtp_port": {port}, "smtp_encryption": "none"
    }})
    company = env["res.company"].create({{"name": "Machine Ltd", "email": "ar@example.com"}})
    company.ar_courtesy = company.ar_dunning_start = False
    company.country_id = env.ref("base.be")
    company.partner_id.tz = "Europe/Brussels"
    env = env(context=dict(env.context, allowed_company_ids=company.ids))
    env["account.chart.template"].try_loading("generic_coa", company=company, install_demo=False)
    env.cr.precommit.run()
    channels = [
        Command.create({{"channel": "email", "usage": "always", "sequence": 1}}),
        Command.create({{"channel": "call", "usage": "fallback", "sequence": 2}}),
    ]
    levels = [
        Command.create({{
            "name": name, "delay_days": days, "invoices_attached": False, "min_interval_days": 1,
            "approval": approval, "channel_ids": channels, "call_script": "Call",
        }})
        for name, days, approval in (
            ("First", 1, "none"), ("Second", 5, "none"), ("Third", 9, "manager"),
            ("Last", 14, "none"),
        )
    ]
    policies = env["ar.dunning.policy"].create([
        {{"name": name, "sequence": 1, "company_id": company.id, "automatic": automatic,
          "grouping": grouping, "level_ids": levels}}
        for name, automatic, grouping in (
            ("Automatic", True, "customer"), ("By hand", False, "level"), ("Each", True, "invoice")
        )
    ])
    def user(login, *groups):
        return env["res.users"].create({{
            "name": login, "login": login, "email": login + "@example.com",
            "company_id": company.id, "company_ids": [Command.set(company.ids)],
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }}).id
    internal = ("base.group_user",)
    users = {{
        "collector": [
            user("m1", *internal, "ar_collections.ar_collections_group_manager"),
            user("c1", *internal, "ar_collections.ar_collections_group_collector"),
        ],
        "accountant": [
            user("a1", *internal, "account.group_account_manager", "base.group_partner_manager",
                 "base.group_system", "ar_collections.ar_collections_group_manager"),
        ],
        "scheduler": [env.uid],
    }}
    today = company._ar_today()
    partners = env["res.partner"].create([
        {{"name": f"Random {{number}}", "email": f"random{{number}}@example.com",
          "phone": "+32 81 81 37 00", "is_company": True,
          "country_id": env.ref("base.be").id}}
        for number in range(24)
    ])
    env["account.move"].create([
        {{
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "invoice_date": today - timedelta(days=40),
            "invoice_date_due": today - timedelta(days=late),
            "invoice_line_ids": [
                Command.create({{"name": "Goods", "price_unit": 100 + late, "tax_ids": []}})
            ],
        }}
        for number, partner in enumerate(partners)
        for late in (number % 7, number % 16, 3)
    ]).action_post()
    for number, partner in enumerate(partners):
        profile = env["ar.profile"].get_or_create(partner, company)
        profile.policy_pinned_id = policies[number % 3]
    result({{"company": company.id, "users": users}})
"""

LAST = """
    from datetime import datetime, timedelta
    from freezegun import freeze_time

    with freeze_time(datetime.now() + timedelta(days={days}, hours=1), tick=True):
        for _round in range(3):
            env["ar.dunning.run"]._cron_dunning_run()
            env["ar.dunning.notice"]._cron_send()
            env["mail.mail"].process_email_queue()
            env["ar.mailed.mixin"]._cron_watch()
            env.cr.commit()
"""


class Postman:
    """A mail server that keeps what it took, and sometimes has a bad day."""

    def __init__(self, seed):
        self.rng = random.Random(f"{seed}-postman")
        # Days are good while the world is made.
        self.bad = 0
        # Messages by their Message-ID.
        self.taken = Counter()
        self.recipients = {}

    async def handle_RCPT(self, _server, _session, envelope, address, _options):
        if self.rng.random() < self.bad / 3:
            return "550 5.1.1 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):
        weather = self.rng.random()
        if weather < self.bad / 3:
            return "451 4.7.1 Try again later"
        if weather < self.bad * 2 / 3:
            server.transport.close()
            return "421 4.3.0 Gone"
        head = envelope.content.split(b"\r\n\r\n", 1)[0].decode(errors="replace")
        unfolded = head.replace("\r\n ", " ").replace("\r\n\t", " ")
        names = dict(line.partition(":")[::2] for line in unfolded.split("\r\n"))
        self.taken[names["Message-Id" if "Message-Id" in names else "Message-ID"].strip()] += 1
        return "250 OK"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@tagged("post_install", "-at_install")
class TestRandomUsers(ProcessCase):
    """Nobody is asked twice or for nothing, and nothing is stuck, whoever does what when."""

    def setUp(self):
        super().setUp()
        _logger.info("The machine of random users: AR_MACHINE_SEED=%s, %.0f s", SEED, SECONDS)
        self.rng = random.Random(f"{SEED}-machine")
        self.postman = Postman(SEED)
        # Of each word that is said to it.
        logging.getLogger("mail.log").setLevel(logging.WARNING)
        server = Controller(self.postman, hostname="127.0.0.1", port=free_port())
        server.start()
        self.addCleanup(server.stop)
        self.folder = Path(self._directory, "machine")
        self.folder.mkdir()
        (self.folder / "days").touch()
        [self.world] = self.run_code(WORLD.format(port=server.port))
        self.query(invariants.WITNESS)
        self.started = 0

    def _start(self, weights):
        self.started += 1
        settings = {
            **self.world,
            "folder": str(self.folder),
            "number": self.started,
            "seed": SEED,
            "weights": weights,
        }
        process = self.start_code(f"SETTINGS = {settings!r}\n{CODE.read_text(encoding='utf-8')}")
        process.go()
        return process

    def test_random_users(self):
        jobs = [PEOPLE, PEOPLE, SENDER, MAILER]
        processes = [self._start(weights) for weights in jobs]
        self.postman.bad = 0.1
        try:
            self._watch(processes, jobs)
            (self.folder / "stop").touch()
            for process in processes:
                process.finish()
        except BaseException:
            for process in processes:
                process.kill()
            raise
        self._look(invariants.ALWAYS)
        # The weather is good again.
        self.postman.bad = 0
        self.run_code(LAST.format(days=self._days()))
        self._look({**invariants.ALWAYS, **invariants.AT_THE_END})
        self._look_at_mail()
        self._count()

    def _watch(self, processes, jobs):
        """Look again and again, and kill one now and then."""
        end = time.monotonic() + SECONDS
        kill_at = time.monotonic() + KILL_EVERY
        while time.monotonic() < end:
            time.sleep(LOOK_EVERY)
            self._look(invariants.ALWAYS)
            if time.monotonic() > kill_at:
                kill_at += KILL_EVERY
                at = self.rng.randrange(len(jobs))
                os.kill(processes[at].pid, signal.SIGKILL)
                processes[at].finish(expected=-signal.SIGKILL)
                processes[at] = self._start(jobs[at])

    # -- what must hold ----------------------------------------------------------------

    def _look(self, wanted):
        values = {"company": self.world["company"], "arrived": list(self.postman.taken)}
        found = [
            f"“{sentence}” does not hold: {rows[:10]}"
            for sentence, statement in wanted.items()
            if (rows := self.query(statement, values))
        ]
        history = self._read_history()
        found += [f"{one['what']}: {one['told']}" for one in history if one["outcome"] == "crash"]
        if found:
            self.fail("\n".join([*found, self._tell(history)]))

    def _look_at_mail(self):
        """Each e-mail comes once, whoever was killed when."""
        twice = [one for one, times in self.postman.taken.items() if times > 1]
        if twice:
            history = self._read_history()
            self.fail(f"The mail server took them twice: {twice}. {self._tell(history)}")

    def _read_history(self):
        lines = []
        for path in sorted(self.folder.glob("*.jsonl")):
            for text in path.read_text(encoding="utf-8").splitlines(keepends=True):
                if text.endswith("\n"):
                    lines.append({"process": path.stem, **json.loads(text)})
        return sorted(lines, key=lambda line: line["to"])

    def _tell(self, history):
        """The last part of what the processes did."""
        lines = [
            f"{line['from']:.2f}–{line['to']:.2f} process {line['process']} {line['what']}: "
            f"{line['outcome']} {' '.join(map(str, line['told']))[-500:]}"
            for line in history
            if line["outcome"] != "nothing"
        ]
        told = "\n".join(lines[-MOST_LINES:])
        return f"AR_MACHINE_SEED={SEED}; day {self._days()}; what they did before:\n{told}"

    def _days(self):
        return len((self.folder / "days").read_bytes())

    def _count(self):
        """What the machine has done is worth a line: a machine that does nothing finds nothing."""
        counts = Counter((line["what"], line["outcome"]) for line in self._read_history())
        [(notices,)] = self.query("SELECT count(DISTINCT notice_id) FROM machine_asked")
        mails = sum(self.postman.taken.values())
        _logger.info("%s days, %s notices, %s e-mails", self._days(), notices, mails)
        for (what, outcome), count in sorted(counts.items()):
            _logger.info("%-15s %-8s %6d", what, outcome, count)
        self.assertGreater(notices, 0, "Nothing was sent")
