"""Our own team's robots: one digest for each run and event, and never a word to the customer."""

import json
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from ....tools.channel import outgoing
from ..http_end import HANG, http_end
from ..test_webhook import WebhookCase

ALL = ("run_proposed", "run_sent", "failures")


@tagged("post_install", "-at_install")
class TestTeam(WebhookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.messages = cls.env["ar.team.message"].sudo()
        cls.levels[1].channel_ids = [(5,), (0, 0, {"channel": "email", "usage": "always"})]

    def _make_robot(self, server, kind="wecom", events=ALL, **values):
        return self.env["ar.team.endpoint"].create(
            {
                "name": f"Group {kind}",
                "company_id": self.company.id,
                "kind": kind,
                "url": server.url,
                "event_ids": [(0, 0, {"event": event}) for event in events],
                **values,
            }
        )

    def _propose(self, *partners):
        profiles = self.env["ar.profile"]
        for partner in partners:
            profiles |= profiles.get_or_create(partner, self.company)
        run = self.env["ar.dunning.run"].create(
            {"company_id": self.company.id, "profile_ids": [(6, 0, profiles.ids)]}
        )
        run.action_propose()
        return run

    def _call(self):
        self.messages._cron_call()

    def _texts(self, server):
        return [json.loads(one.body)["markdown"]["content"] for one in server.taken]

    # -- what is told ------------------------------------------------------------------

    def test_a_run_is_told(self):
        good = '{"errcode":0}'
        debtors = [
            self._make_debtor(f"Debtor {number}", email="d@example.com", amount=100.0 * number)
            for number in range(1, 13)
        ]
        with http_end((200, good, {})) as server:
            self._make_robot(server)
            run = self._propose(*debtors)
            self._call()
            self.assertEqual(server.taken, [], "What is confirmed by itself is not told")
            with self._later(301):
                self._call()
                self._call()
            [text] = self._texts(server)
            self.assertIn(f"{run.name} waits for review", text)
            names = [
                line.split(":")[0] for line in text.splitlines() if line.startswith("- Debtor")
            ]
            self.assertEqual(names, [f"- Debtor {number}" for number in range(12, 2, -1)])
            self.assertIn("and 2 more", text)
            self.assertIn("7,800.00", text)
            self.assertIn("customers: 12", text)
            self.assertIn(f"/odoo/ar.dunning.run/{run.id})", text)
            run.action_confirm()
            self._send(run.notice_ids)
            self.assertEqual(run.state, "done")
            self._call()
            self.assertIn(f"{run.name} was sent", self._texts(server)[1])
            self._call()
            self.assertEqual(len(server.taken), 2)
        self.assertEqual(set(self.messages.search([]).mapped("state")), {"delivered"})
        self.assertIn("Debtor 12", self.messages.search([], limit=1).text)

    def test_it_is_no_dispatch(self):
        with http_end((200, '{"errcode":0}', {})) as server:
            self._make_robot(server)
            before = self.env["ar.dispatch"].search_count([])
            run = self._propose(self._make_debtor("Acme", email="a@example.com"))
            with self._later(301):
                self._call()
            self.assertEqual(len(server.taken), 1)
            self.assertEqual(self.env["ar.dispatch"].search_count([]), before)
            self.assertEqual(set(run.notice_ids.mapped("state")), {"draft"})
        codes = self.env["ar.channel"]._get_codes()
        self.assertFalse({"team", "wecom", "robot"} & codes.keys())

    def test_reviewed_meanwhile(self):
        with http_end((200, '{"errcode":0}', {})) as server:
            self._make_robot(server, events=("run_proposed",))
            run = self._propose(self._make_debtor("Acme", email="a@example.com"))
            run.action_confirm()
            with self._later(301):
                self._call()
            self.assertEqual(server.taken, [])
        self.assertEqual(self.messages.search([]).state, "cancelled")

    def test_failures_are_told_together(self):
        with http_end((200, '{"errcode":0}', {})) as server:
            self._make_robot(server, events=("failures",))
            debtors = [self._make_debtor(name, email=False) for name in ("No Mail", "Nor This")]
            run = self._propose(*debtors)
            run.action_confirm()
            self._hand_over(run.notice_ids)
            self.assertEqual(set(run.notice_ids.mapped("state")), {"failed"})
            with self._later(601):
                self._call()
            [text] = self._texts(server)
            self.assertIn("No Mail", text)
            self.assertIn("Nor This", text)

    def test_a_name_is_a_name(self):
        with http_end((200, '{"errcode":0}', {})) as server:
            self._make_robot(server, events=("run_proposed",))
            self._propose(
                self._make_debtor("@all](http://evil.example.com)<@all>", email="e@example.com")
            )
            with self._later(301):
                self._call()
            [text] = self._texts(server)
            self.assertIn("＠all", text)
            self.assertNotIn("@", text)
            self.assertNotIn("](http://evil", text)

    def test_in_the_language_of_the_group(self):
        self.env["res.lang"]._activate_lang("de_DE")
        with http_end((200, '{"errcode":0}', {})) as server:
            self._make_robot(server, events=("run_proposed",), lang="de_DE")
            self._propose(self._make_debtor("Acme", email="a@example.com", amount=1234.5))
            with self._later(301):
                self._call()
            self.assertIn("1.234,50", self._texts(server)[0])

    def test_only_whom_it_concerns(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        with http_end((200, '{"errcode":0}', {})) as server:
            self._make_robot(server, events=("run_sent",))
            self._make_robot(server, events=ALL, company_id=other.id)
            self._propose(self._make_debtor("Acme", email="a@example.com"))
            with self._later(301):
                self._call()
            self.assertEqual(server.taken, [])

    # -- what robots answer ------------------------------------------------------------

    def _tell(self, server, kind="wecom"):
        robot = self._make_robot(server, kind, events=("run_proposed",))
        self._propose(self._make_debtor(f"Acme {kind}", email="a@example.com"))
        message = self.messages.search([("endpoint_id", "=", robot.id)])
        message.next_try = False
        self._call()
        return robot, message

    def test_each_kind(self):
        for kind, answer in (
            ("wecom", (200, '{"errcode":0}', {})),
            ("dingtalk", (200, '{"errcode":0}', {})),
            ("feishu", (200, '{"code":0}', {})),
            ("slack", (200, "ok", {})),
            ("teams", (202, "", {})),
        ):
            with self.subTest(kind=kind), http_end(answer) as server:
                robot, message = self._tell(server, kind)
                self.assertEqual((message.state, robot.failure_count), ("delivered", 0))
                self.assertIn(f"Acme {kind}", server.taken[0].body.decode())
                robot.active = False

    def test_an_error_in_a_good_answer(self):
        with http_end((200, '{"errcode":93000,"errmsg":"invalid webhook url"}', {})) as server:
            robot, message = self._tell(server)
        self.assertEqual((message.state, message.attempts), ("failed", 1))
        self.assertIn("invalid webhook url", message.error)
        self.assertEqual(robot.failure_count, 1)
        tasks = self.company.partner_id.activity_ids
        self.assertIn("The robot Group wecom does not take messages", tasks.mapped("summary"))

    def test_too_many(self):
        with http_end((200, '{"errcode":45009}', {}), (200, '{"errcode":0}', {})) as server:
            robot, message = self._tell(server)
            self.assertEqual(message.state, "waiting")
            with self._later(31):
                self._call()
                self.assertEqual(len(server.taken), 1, "It is left alone for a minute")
            with self._later(61):
                self._call()
            self.assertEqual(message.state, "delivered")
        self.assertFalse(robot.quiet_until)

    def test_it_hangs(self):
        with http_end(HANG) as server, patch.object(outgoing.call, "__defaults__", (False, 0.5)):
            _robot, message = self._tell(server)
        self.assertEqual((message.state, message.attempts), ("waiting", 1))

    def test_a_few_at_a_time(self):
        with http_end((200, "ok", {})) as server:
            robot = self._make_robot(server, "slack", events=("run_proposed",))
            runs = self.env["ar.dunning.run"].browse()
            for number in range(3):
                runs |= self._propose(self._make_debtor(f"A{number}", email="a@example.com"))
            self.messages.search([]).next_try = False
            self._call()
            self.assertEqual(len(server.taken), 1, "Slack takes one a second")
            self.assertEqual(robot.failure_count, 0)
            with self._later(3):
                self._call()
            self.assertEqual(len(server.taken), 2)
            with self._later(7):
                self._call()
            self.assertEqual(len(server.taken), 3)

    def test_once_more_by_hand(self):
        with http_end(404, (200, '{"errcode":0}', {})) as server:
            _robot, message = self._tell(server)
            self.assertEqual(message.state, "failed")
            message.with_user(self.manager).action_again()
            self._call()
            self.assertEqual(message.state, "delivered")
            message.with_user(self.manager).action_again()
            self.assertEqual(message.state, "delivered", "What has arrived stays so")

    # -- the test message --------------------------------------------------------------

    def test_test_message(self):
        with http_end((200, '{"errcode":0}', {}), (200, '{"errcode":310000}', {})) as server:
            robot = self._make_robot(server, "dingtalk", secret="SECabc123").with_user(self.manager)
            self.assertEqual(robot.action_test()["params"]["type"], "success")
            self.assertIn("sign=", server.taken[0].path)
            self.assertEqual(robot.action_test()["params"]["type"], "danger")
            self.assertIn("310000", robot.last_answer)
            for _time in range(3):
                robot.action_test()
            with self.assertRaises(UserError):
                robot.action_test()
        self.assertFalse(self.messages.search([]))

    # -- rights ------------------------------------------------------------------------

    def test_managers_alone(self):
        with http_end(200) as server:
            robot = self._make_robot(server, "feishu", secret="SECabc123")
        message = self.messages.create(
            {
                "endpoint_id": robot.id,
                "event": "failures",
                "res_model": "ar.dunning.run",
                "res_id": 1,
            }
        )
        for record in (robot, robot.event_ids, message):
            mine = record.with_user(self.collector)
            with self.subTest(model=record._name):
                for act in (
                    lambda one=mine: one.read(["id"]),
                    lambda one=mine: one.search([]),
                    lambda one=mine: one.write({"active": False}),
                    lambda one=mine: one.unlink(),
                ):
                    with self.assertRaises(AccessError):
                        act()
        for act in (
            robot.with_user(self.collector).action_test,
            message.with_user(self.collector).action_again,
        ):
            with self.assertRaises(AccessError):
                act()
        self.assertEqual(robot.with_user(self.manager).secret, "SECabc123")

    def test_inner_addresses(self):
        with http_end((200, '{"errcode":0}', {})) as server:
            robot = self._make_robot(server, events=("run_proposed",))
            self.params.set_param("ar_collections.webhook_private", "")
            with self.assertRaises(ValidationError):
                robot.url = "https://169.254.169.254/latest"
            self._propose(self._make_debtor("Acme", email="a@example.com"))
            self.messages.search([]).next_try = False
            self._call()
            self.assertEqual(server.taken, [])
            self.assertEqual(
                robot.with_user(self.manager).action_test()["params"]["type"], "danger"
            )
        self.assertEqual(self.messages.search([]).state, "failed")
