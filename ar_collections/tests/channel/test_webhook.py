"""The customer's own endpoint, on a real socket: told once, signed, tried again, switched off."""

import json
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from ...tools.channel import outgoing, webhook
from .common import TODAY, ArChannelCommon
from .http_end import CLOSE, ENDLESS, HANG, NONSENSE, TRICKLE, http_end

MANAGER = "ar_collections.ar_collections_group_manager"


class WebhookCase(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.params = cls.env["ir.config_parameter"].sudo()
        cls.params.set_param("ar_collections.webhook_private", "True")
        # Retries of the test are of an exact moment.
        cls.startClassPatcher(patch("random.random", lambda: 0.0))
        cls.manager = cls._make_collector("Mona Manager", "mona@example.com")
        cls.manager.group_ids = [(4, cls.env.ref(MANAGER).id)]

    def setUp(self):
        super().setUp()
        # What is done in transactions of its own is done in that of the test.
        self.patch(self.env.registry["ir.cron"], "_commit_progress", self._progress)
        self.commits = []

    def _progress(self, processed=0, *, remaining=None, deactivate=False):
        self.env.flush_all()
        self.commits.append(
            self.env["ar.webhook.event"].sudo().search([]).mapped("state")
            + self.env["ar.team.message"].sudo().search([]).mapped("state")
        )
        return 100.0

    @contextmanager
    def _later(self, seconds):
        now = fields.Datetime.now() + timedelta(seconds=seconds)
        with freeze_time(now):
            yield


@tagged("post_install", "-at_install")
class TestWebhook(WebhookCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels[1].channel_ids = [
            (5,),
            (0, 0, {"sequence": 1, "channel": "webhook", "usage": "always"}),
            (0, 0, {"sequence": 2, "channel": "email", "usage": "fallback"}),
        ]
        cls.debtor = cls._make_debtor("Systems Ltd", email="ap@systems.example.com", ref="C77")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.debtor, cls.company)
        cls.endpoint = cls.env["ar.webhook.endpoint"].create(
            {"profile_id": cls.profile.id, "url": "https://systems.example.com/hook"}
        )
        cls.events = cls.env["ar.webhook.event"].sudo()

    def _told(self, server):
        """A notice that was handed over, for an endpoint on a real socket."""
        self.endpoint.url = server.url
        return self._hand_over(self._queue(self.debtor))

    def _tell_another(self, name, server):
        """(endpoint, notice that was handed over) of another customer."""
        debtor = self._make_debtor(f"Customer {name}", email="a@b.example.com")
        profile = self.env["ar.profile"].get_or_create(debtor, self.company)
        endpoint = self.env["ar.webhook.endpoint"].create(
            {"profile_id": profile.id, "url": server.url}
        )
        return endpoint, self._hand_over(self._queue(debtor))

    def _call(self):
        self.events._cron_call()

    def _event(self, notice):
        return self.events.search([("dispatch_id", "in", notice.dispatch_ids.ids)], limit=1)

    def _state(self, notice):
        dispatch = notice.dispatch_ids.filtered(lambda one: one.channel == "webhook")
        return notice.state, dispatch.state, self._event(notice).state

    # -- it arrives --------------------------------------------------------------------

    def test_it_waits(self):
        """Nothing is called in the transaction that queues."""
        with http_end(200) as server:
            notice = self._told(server)
            self.assertEqual(server.taken, [])
        self.assertEqual(self._state(notice), ("leaving", "leaving", "waiting"))
        self.assertEqual(notice.dispatch_ids.recipient, "127.0.0.1")
        # The watch of the mail queue has no business with it.
        self.env["ar.dispatch"]._watch_mails()
        self.assertEqual(self._state(notice), ("leaving", "leaving", "waiting"))

    def test_it_arrives(self):
        for status in (200, 202, 204):
            with self.subTest(status=status), http_end(status) as server:
                endpoint, notice = self._tell_another(status, server)
                self._call()
                self.assertEqual(self._state(notice), ("sent", "delivered", "delivered"))
                self.assertIn(["calling"], self.commits, "It is said before the call")
                [taken] = server.taken
                self._call()
                self.assertEqual(len(server.taken), 1, "Once means once")
                self.assertEqual(endpoint.failure_count, 0)
                self.assertIn(str(status), endpoint.last_answer)
                headers = taken.headers
                seconds = int(headers["webhook-timestamp"])
                self.assertEqual(
                    headers["webhook-signature"],
                    webhook.sign(endpoint.secret, headers["webhook-id"], seconds, taken.body),
                )
                self.assertEqual(
                    fields.Datetime.now().timestamp() - seconds, 0, "It is of this moment"
                )
                self.events.search([]).unlink()
                self.commits.clear()

    def test_what_it_says(self):
        with http_end(200) as server:
            notice = self._told(server)
            notice.sudo().deadline = "2026-04-10"
            self.events.search([]).unlink()
            self.env["ar.channel.webhook"]._dispatch(notice.dispatch_ids)
            self._call()
            told = json.loads(server.taken[0].body)
        self.assertEqual(told["type"], "notice.sent")
        self.assertEqual(told["timestamp"], TODAY + "T12:00:00Z")
        data = told["data"]
        self.assertEqual(
            {name: data[name] for name in ("number", "customer", "date", "currency", "total")},
            {
                "number": notice.name,
                "customer": "C77",
                "date": TODAY,
                "currency": notice.currency_id.name,
                "total": "1000.00",
            },
        )
        self.assertEqual(data["deadline"], "2026-04-10")
        self.assertEqual(data["link"], notice._get_answer_url())
        [item] = data["items"]
        self.assertEqual(
            (item["number"], item["amount"], item["days_late"], item["due"]),
            (notice.line_ids.move_id.name, "1000.00", 5, "2026-03-26"),
        )
        self.assertEqual(data["items_left"], 0)
        text = server.taken[0].body.decode()
        for person in ("Clara", "clara@", "ap@systems", "High Street", "+32"):
            self.assertNotIn(person, text)

    def test_statement(self):
        with http_end(200) as server:
            self.endpoint.url = server.url
            statement = self.env["ar.statement"].create(
                {
                    "partner_id": self.debtor.id,
                    "company_id": self.company.id,
                    "date_to": TODAY,
                    "channel": "webhook",
                    "ask_confirmation": True,
                }
            )
            statement.action_send()
            self._call()
            self.assertEqual(statement.dispatch_ids.state, "delivered")
            statement.confirmation_ids.action_remind()
            self._call()
            said = [json.loads(taken.body) for taken in server.taken]
        self.assertEqual([one["type"] for one in said], ["statement.sent", "confirmation.reminded"])
        self.assertEqual(said[0]["data"]["number"], statement.name)
        self.assertEqual(said[0]["data"]["balances"][0]["closing"], "1000.00")
        self.assertEqual(said[0]["data"]["items"][0]["open"], "1000.00")
        self.assertIn("/balance/confirm/", said[0]["data"]["confirm_link"])
        self.assertEqual(said[1]["data"]["total"], "1000.00")
        self.assertIn("/balance/confirm/", said[1]["data"]["confirm_link"])

    # -- it does not -------------------------------------------------------------------

    def test_again_with_the_same_id(self):
        """30 s, 5 min, 30 min, 2 h, 8 h, 24 h; then the next way speaks."""
        with http_end(500) as server:
            notice = self._told(server)
            self._call()
            for delay in webhook.DELAYS:
                self.assertEqual(self._state(notice), ("leaving", "leaving", "waiting"))
                event = self._event(notice)
                self.assertEqual(event.next_try, fields.Datetime.now() + timedelta(seconds=delay))
                self.assertEqual(notice.dispatch_ids.next_try, event.next_try)
                self._call()
                frozen = freeze_time(event.next_try)
                frozen.start()
                self.addCleanup(frozen.stop)
                self._call()
            self.assertEqual(len(server.taken), 7)
            self.assertEqual(len({one.headers["webhook-id"] for one in server.taken}), 1)
            self.assertEqual(len({one.body for one in server.taken}), 1)
            self.assertEqual(len({one.headers["webhook-timestamp"] for one in server.taken}), 7)
        by_channel = {one.channel: one for one in notice.dispatch_ids}
        self.assertEqual(by_channel["webhook"].state, "failed")
        self.assertIn("HTTP 500", by_channel["webhook"].error)
        self.assertEqual(
            (by_channel["email"].state, by_channel["email"].usage), ("queued", "fallback")
        )
        self.assertEqual(self.endpoint.failure_count, 7)

    def test_it_gets_well(self):
        with http_end(503, 200) as server:
            notice = self._told(server)
            self._call()
            self.assertEqual(self._state(notice), ("leaving", "leaving", "waiting"))
            with self._later(31):
                self._call()
            self.assertEqual(self._state(notice), ("sent", "delivered", "delivered"))
            self.assertEqual(len(server.taken), 2)
        self.assertEqual((self.endpoint.failure_count, self.endpoint.quiet_until), (0, False))

    def test_refused(self):
        for answer in (302, 400, 404):
            with self.subTest(answer=answer), http_end(answer) as server:
                endpoint, notice = self._tell_another(answer, server)
                self._call()
                dispatch = notice.dispatch_ids.filtered(lambda one: one.channel == "webhook")
                self.assertEqual(dispatch.state, "failed")
                self.assertIn(str(answer), dispatch.error)
                self.assertTrue(endpoint.active)
                with self._later(10**6):
                    self._call()
                self.assertEqual(len(server.taken), 1, "It is not tried again")

    def test_passing(self):
        for answer in (408, 429, 500, CLOSE, NONSENSE):
            with self.subTest(answer=answer), http_end(answer) as server:
                _endpoint, notice = self._tell_another(answer, server)
                self._call()
                self.assertEqual(self._state(notice), ("leaving", "leaving", "waiting"))
                self.assertTrue(self._event(notice).answer)

    def test_retry_after(self):
        with http_end((429, "", {"Retry-After": "900"})) as server:
            notice = self._told(server)
            self._call()
            event = self._event(notice)
            moment = fields.Datetime.now() + timedelta(seconds=900)
            self.assertEqual((event.next_try, self.endpoint.quiet_until), (moment, moment))

    def test_slow(self):
        """A number that says yes counts, whatever comes after it."""
        for answer, states in (
            (HANG, ("leaving", "leaving", "waiting")),
            (TRICKLE, ("sent", "delivered", "delivered")),
            (ENDLESS, ("sent", "delivered", "delivered")),
        ):
            with (
                self.subTest(answer=answer),
                http_end(answer) as server,
                patch.object(outgoing.call, "__defaults__", (False, 0.5)),
            ):
                _endpoint, notice = self._tell_another(answer, server)
                self._call()
                self.assertEqual(self._state(notice), states)
                if answer == HANG:
                    self.assertIn("no answer within", self._event(notice).answer)

    def test_gone(self):
        """410: the endpoint is switched off, what waits for it fails, the next way speaks."""
        with http_end(410) as server:
            notice = self._told(server)
            self._call()
            self.assertFalse(self.endpoint.active)
            dispatch = notice.dispatch_ids.filtered(lambda one: one.channel == "webhook")
            self.assertEqual(dispatch.state, "failed")
            self.assertIn("switched off", self.profile.message_ids[0].body)
            others = notice.dispatch_ids - dispatch
            self.assertEqual((others.channel, others.state), ("email", "queued"))
            # What was queued for it before fails, too.
            other = self.events._queue([(self.endpoint, "promise.made", {}, None)])
            self._call()
            self.assertEqual((other.state, len(server.taken)), ("failed", 1))

    def test_crash(self):
        """A process died while it called: sent once more with the same id, which the receiver
        knows."""
        with http_end(200) as server:
            notice = self._told(server)
            event = self._event(notice)
            event._begin()
            self.assertEqual(self._state(notice), ("leaving", "unknown", "calling"))
            self._call()
            self.assertEqual(server.taken, [], "It may be under way")
            with self._later(121):
                self._call()
            self.assertEqual(self._state(notice), ("sent", "delivered", "delivered"))
            self.assertEqual(server.taken[0].headers["webhook-id"], event.name)
        self.assertEqual(event.attempts, 2)

    # -- a second look -----------------------------------------------------------------

    def test_paid_meanwhile(self):
        with http_end(200) as server:
            notice = self._told(server)
            self._pay(notice.line_ids.move_id, 1000, TODAY)
            self._call()
            self.assertEqual(server.taken, [])
        self.assertEqual(self._state(notice), ("cancelled", "cancelled", "cancelled"))

    def test_taken_back(self):
        with http_end(200) as server:
            notice = self._told(server)
            notice.dispatch_ids._set_undelivered("failed", "By hand.", try_others=False)
            notice._set_cancelled("Never mind.")
            self._call()
            self.assertEqual(server.taken, [])

    def test_told_and_taken_back(self):
        """Whoever was told, or may have been, hears that it does not hold."""
        with http_end(HANG) as server, patch.object(outgoing.call, "__defaults__", (False, 0.5)):
            notice = self._told(server)
            self._call()
            self._pay(notice.line_ids.move_id, 1000, TODAY)
            server.answers = [200]
            with self._later(60):
                self._call()
                self.assertEqual(
                    self._event(notice).search_count([("kind", "=", "notice.cancelled")]), 1
                )
                self._call()
            kinds = [json.loads(one.body)["type"] for one in server.taken]
            self.assertEqual(kinds, ["notice.sent", "notice.cancelled"])
            told = json.loads(server.taken[1].body)["data"]
            self.assertEqual(told, {"number": notice.name, "date": TODAY})
            self.env["ar.webhook.event"]._tell_cancelled(notice)
            self.assertEqual(len(self.events.search([])), 2, "Once")
        self.assertEqual(notice.state, "cancelled")

    def test_send_again(self):
        with http_end(200) as server:
            self.endpoint.url = server.url
            values = {"partner_id": self.debtor.id, "company_id": self.company.id}
            statement = self.env["ar.statement"].create(
                {**values, "date_to": TODAY, "channel": "webhook"}
            )
            statement.action_send()
            statement.action_send_again()
            self._call()
            self.assertEqual(len(server.taken), 1, "The first one was taken back")
            statement.action_send_again()
            self._call()
            self.assertEqual(len({one.headers["webhook-id"] for one in server.taken}), 2)

    # -- where it may go ---------------------------------------------------------------

    def test_inner_addresses(self):
        self.params.set_param("ar_collections.webhook_private", "False")
        for url in ("https://127.0.0.1/", "http://example.com/", "https://[::1]/", "https://a@b/"):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.endpoint.url = url

    def test_inner_address_when_it_leaves(self):
        with http_end(200) as server:
            notice = self._told(server)
            self.params.set_param("ar_collections.webhook_private", "False")
            self._call()
            self.assertEqual(server.taken, [])
        dispatch = notice.dispatch_ids.filtered(lambda one: one.channel == "webhook")
        self.assertEqual(dispatch.state, "failed")
        self.assertIn("https://", dispatch.error)

    # -- the secret --------------------------------------------------------------------

    def test_new_secret(self):
        old = self.endpoint.secret
        self.assertRegex(old, r"^whsec_[A-Za-z0-9+/]{43}=$")
        self.endpoint.with_user(self.manager).action_rotate()
        self.assertNotEqual(self.endpoint.secret, old)
        with http_end(200) as server:
            self._told(server)
            self._call()
            headers, body = server.taken[0].headers, server.taken[0].body
            id_, seconds = headers["webhook-id"], int(headers["webhook-timestamp"])
            both = [webhook.sign(one, id_, seconds, body) for one in (self.endpoint.secret, old)]
            self.assertEqual(headers["webhook-signature"].split(" "), both)
        with self._later(86_401):
            self.assertEqual(self.endpoint._get_secrets(), [self.endpoint.secret])

    def test_who_reads_secrets(self):
        """Managers alone: nobody else reads them, searches for them, groups or sorts by them."""
        endpoint = self.endpoint.with_user(self.collector)
        self.assertEqual(endpoint.host, "systems.example.com")
        self.assertEqual(endpoint.display_name, "systems.example.com of Systems Ltd")
        for name in ("url", "secret", "old_secret"):
            with self.subTest(name=name):
                self.assertNotIn(name, endpoint.fields_get())
                with self.assertRaises(AccessError):
                    endpoint.read([name])
                with self.assertRaises(AccessError):
                    endpoint.search([(name, "ilike", "w")])
                with self.assertRaises(AccessError):
                    endpoint.search([], order=name)
                with self.assertRaises(AccessError):
                    endpoint._read_group([], [name])
                with self.assertRaises(AccessError):
                    self.env["ar.webhook.event"].with_user(self.collector).search(
                        [(f"endpoint_id.{name}", "ilike", "w")]
                    )
        for call in (endpoint.action_rotate, endpoint.action_test):
            with self.assertRaises(AccessError):
                call()
        self.assertTrue(self.endpoint.with_user(self.manager).secret)
        for name in ("secret", "old_secret"):
            with self.assertRaises(AccessError):
                self.endpoint.with_user(self.manager).write({name: "whsec_AAAA"})

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.manager.write({"company_ids": [(4, other.id)], "company_id": other.id})
        endpoint = self.endpoint.with_user(self.manager).with_company(other)
        endpoint = endpoint.with_context(allowed_company_ids=other.ids)
        self.assertFalse(endpoint.search([]))
        with self.assertRaises(AccessError):
            endpoint.read(["url"])

    def test_one_at_a_time(self):
        values = {"profile_id": self.profile.id, "url": "https://two.example.com/"}
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["ar.webhook.endpoint"].create(values)

    def test_no_endpoint(self):
        self.endpoint.active = False
        notice = self._hand_over(self._queue(self.debtor))
        by_channel = {one.channel: one for one in notice.dispatch_ids}
        self.assertEqual(by_channel["webhook"].state, "failed")
        self.assertIn("has no webhook", by_channel["webhook"].error)
        self.assertEqual(by_channel["email"].state, "leaving")

    def test_test_message(self):
        with http_end(200, (400, "no", {})) as server:
            self.endpoint.url = server.url
            endpoint = self.endpoint.with_user(self.manager)
            self.assertEqual(endpoint.action_test()["params"]["type"], "success")
            self.assertEqual(json.loads(server.taken[0].body)["type"], "endpoint.test")
            self.assertIn("v1,", server.taken[0].headers["webhook-signature"])
            self.assertEqual(endpoint.action_test()["params"]["type"], "danger")
        self.assertEqual(self.endpoint.failure_count, 1)
        self.assertFalse(self.endpoint.event_ids, "It is no message to a customer")
