"""Standard Webhooks: signatures as the standard has them, answers as they are meant."""

import json

from odoo.tests import BaseCase, tagged

from ....tools.channel import webhook

SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
BODY = '{"type":"notice.sent","timestamp":"2026-11-29T08:00:00Z","data":{"notice":"DN/2026/0001"}}'
SIGNATURE = "v1,wmaNGwzthPI/UaCocx4b781w1ZYBqaOYQCZBCWld7lU="


@tagged("post_install", "-at_install")
class TestWebhook(BaseCase):
    def test_known_signature(self):
        self.assertEqual(webhook.sign(SECRET, "msg_1", 1764403200, BODY.encode()), SIGNATURE)

    def test_what_is_signed(self):
        """Id, moment and body: another one of them has another signature."""
        others = (
            (SECRET, "msg_2", 1764403200, BODY.encode()),
            (SECRET, "msg_1", 1764403201, BODY.encode()),
            (SECRET, "msg_1", 1764403200, BODY.encode() + b" "),
            (webhook.make_secret(b"x" * 32), "msg_1", 1764403200, BODY.encode()),
        )
        found = {webhook.sign(*other) for other in others}
        self.assertEqual(len(found - {SIGNATURE}), 4)

    def test_request(self):
        body = webhook.write_body("notice.sent", "2026-11-29T08:00:00Z", {"notice": "DN/2026/0001"})
        self.assertEqual(body, BODY)
        request = webhook.make_request("https://a.b/c", [SECRET], "msg_1", 1764403200, body)
        self.assertEqual((request.url, request.body), ("https://a.b/c", BODY.encode()))
        self.assertEqual(
            request.headers,
            {
                "Content-Type": "application/json",
                "webhook-id": "msg_1",
                "webhook-timestamp": "1764403200",
                "webhook-signature": SIGNATURE,
            },
        )

    def test_two_secrets(self):
        other = webhook.make_secret(bytes(32))
        request = webhook.make_request("https://a.b", [other, SECRET], "msg_1", 1764403200, BODY)
        first, second = request.headers["webhook-signature"].split(" ")
        self.assertEqual(second, SIGNATURE)
        self.assertEqual(first, webhook.sign(other, "msg_1", 1764403200, BODY.encode()))

    def test_secret(self):
        self.assertEqual(webhook.make_secret(bytes(32)), "whsec_" + "A" * 43 + "=")
        with self.assertRaises(ValueError):
            webhook.sign("whsec_not base64!", "msg_1", 1, b"")

    def test_other_letters_are_signed_as_sent(self):
        body = webhook.write_body("notice.sent", "2026-11-29T08:00:00Z", {"customer": "北京 é"})
        self.assertIn("北京 é", body)
        self.assertEqual(json.loads(body)["data"], {"customer": "北京 é"})
        request = webhook.make_request("https://a.b", [SECRET], "m", 1, body)
        self.assertEqual(
            request.headers["webhook-signature"], webhook.sign(SECRET, "m", 1, body.encode())
        )

    def test_answers(self):
        for verdict, numbers in {
            "ok": (200, 201, 202, 204, 299),
            "off": (410,),
            "retry": (0, 408, 429, 500, 502, 503, 504, 599),
            "fail": (300, 301, 302, 307, 308, 400, 401, 403, 404, 405, 409, 413, 422, 451),
        }.items():
            for status in numbers:
                with self.subTest(status=status):
                    self.assertEqual(webhook.read_answer(status, b"").verdict, verdict)

    def test_words(self):
        said = webhook.read_answer(400, b"no\0\n\r such\xff   thing" + b"x" * 10**5).words
        self.assertTrue(said.startswith("HTTP 400 no such"))
        self.assertLess(len(said), 220)
        self.assertTrue(said.isprintable())
        self.assertEqual(
            webhook.read_answer(0, b"", "no answer within 10 s").words, "no answer within 10 s"
        )

    def test_delays(self):
        self.assertEqual(webhook.DELAYS, (30, 300, 1800, 7200, 28800, 86400))
