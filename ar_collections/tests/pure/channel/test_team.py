"""Robots: each in its own words, signed as it wants, and nothing that a customer is called does
anything."""

import base64
import hashlib
import hmac
import json
from datetime import datetime
from urllib.parse import parse_qs, urlsplit

from odoo.tests import BaseCase, tagged

from ....tools.channel import team

NOW = datetime(2025, 11, 29, 8, 0, 0)
SECONDS = 1764403200
URLS = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=KEY",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=T",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/ID",
    "slack": "https://hooks.slack.com/services/T/B/X",
    "teams": "https://prod-1.westeurope.logic.azure.com/workflows/x?sig=y",
}
LINK = "https://odoo.example.com/odoo/ar.dunning.run/7"
#: Names of customers who would like to be more than a name.
EVIL = (
    "@all",
    "@13800001111",
    "<@U123> <!channel> <!here>",
    '<at user_id="all">all</at>',
    "<@all>",
    "](http://evil.example.com) [pay here](http://evil.example.com",
    "![x](https://evil.example.com/x.png)",
    '<font color="warning">red</font>',
    "<a href='http://evil.example.com'>x</a>",
    "A\n# Title\n> quote\r\n- item",
    "`code` **bold** ~~gone~~ _slanted_",
    "\u202etxt.exe\u200b",
    "\\[x\\](http://evil)",
    "\ud800 half a sign",
)


def digest(kind="wecom", **values):
    told = {
        "url": URLS[kind],
        "title": "Run R/1 waits for review",
        "lines": ("Acme & Sons (North): € 1,200.00", "北京公司: ¥ 5,000.00"),
        "totals": ("Total: € 6,200.00, customers: 2",),
        "link": LINK,
        "link_words": "Open the run",
    }
    return team.Digest(**{**told, **values})


def texts_of(kind, request):
    """All texts of a message that people see."""
    body = json.loads(request.body)
    if kind == "wecom":
        return [body["markdown"]["content"]]
    if kind == "dingtalk":
        return [body["markdown"]["text"], body["markdown"]["title"]]
    if kind == "feishu":
        card = body["card"]
        return [card["header"]["title"]["content"], card["elements"][0]["text"]["content"]]
    if kind == "slack":
        return [body["text"], body["blocks"][0]["text"]["text"]]
    return [block["text"] for block in body["attachments"][0]["content"]["body"]]


@tagged("post_install", "-at_install")
class TestBuild(BaseCase):
    def test_dingtalk_signature(self):
        for now in (NOW, SECONDS):
            request = team.build("dingtalk", "SECabc123", now, digest("dingtalk"))
            asked = parse_qs(urlsplit(request.url).query)
            self.assertEqual(asked["access_token"], ["T"])
            self.assertEqual(asked["timestamp"], ["1764403200000"])
            self.assertEqual(asked["sign"], ["5/bkinh5q7/r3vDnuGKhR5eRuZjQjAM6jEPap52tFLw="])
            self.assertIn("sign=5%2Fbkinh5q7%2Fr3vDnuGKhR5eRuZjQjAM6jEPap52tFLw%3D", request.url)
        self.assertEqual(team.build("dingtalk", "", NOW, digest("dingtalk")).url, URLS["dingtalk"])

    def test_feishu_signature(self):
        request = team.build("feishu", "SECabc123", NOW, digest("feishu"))
        body = json.loads(request.body)
        self.assertEqual(body["timestamp"], "1764403200")
        self.assertEqual(body["sign"], "TN6Fvn8cUVWeisMG+HAbxVF9WaBaL4mh3aBpgzsQpyc=")
        self.assertEqual(request.url, URLS["feishu"])
        plain = json.loads(team.build("feishu", False, NOW, digest("feishu")).body)
        self.assertFalse({"sign", "timestamp"} & plain.keys())

    def test_signatures_are_swapped(self):
        """Feishu's key is what DingTalk signs."""
        key = f"{SECONDS}\nSECabc123".encode()
        sign = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
        body = json.loads(team.build("feishu", "SECabc123", SECONDS, digest("feishu")).body)
        self.assertEqual(body["sign"], sign)

    def test_bodies(self):
        def body(kind):
            request = team.build(kind, "", NOW, digest(kind))
            self.assertEqual(request.url, URLS[kind])
            self.assertEqual(request.headers, {"Content-Type": "application/json; charset=utf-8"})
            return json.loads(request.body)

        lines = "- Acme & Sons (North): € 1,200.00{0}- 北京公司: ¥ 5,000.00{0}"
        text = "### Run R/1 waits for review{0}" + lines
        text += f"**Total: € 6,200.00, customers: 2**{{0}}[Open the run]({LINK})"
        self.assertEqual(
            body("wecom"), {"msgtype": "markdown", "markdown": {"content": text.format("\n")}}
        )
        self.assertEqual(
            body("dingtalk"),
            {
                "msgtype": "markdown",
                "markdown": {"title": "Run R/1 waits for review", "text": text.format("\n\n")},
                "at": {"isAtAll": False},
            },
        )
        feishu = body("feishu")
        self.assertEqual(feishu["msg_type"], "interactive")
        self.assertEqual(feishu["card"]["elements"][1]["actions"][0]["url"], LINK)
        slack = body("slack")
        self.assertEqual(slack["text"], "Run R/1 waits for review")
        self.assertIn("Acme &amp; Sons (North)", slack["blocks"][0]["text"]["text"])
        self.assertIn(f"<{LINK}|Open the run>", slack["blocks"][0]["text"]["text"])
        [card] = body("teams")["attachments"]
        self.assertEqual(card["contentType"], "application/vnd.microsoft.card.adaptive")
        self.assertIsNone(card["contentUrl"])
        self.assertEqual(
            (card["content"]["type"], card["content"]["version"]), ("AdaptiveCard", "1.4")
        )
        self.assertEqual(
            card["content"]["actions"],
            [{"type": "Action.OpenUrl", "title": "Open the run", "url": LINK}],
        )

    def test_names_are_names(self):
        for kind in URLS:
            clean = team.build(kind, "", NOW, digest(kind, title="T", lines=(), totals=(), link=""))
            for name in EVIL:
                with self.subTest(kind=kind, name=name):
                    told = digest(kind, title=name, lines=(name,), totals=(name,), link="")
                    request = team.build(kind, "", NOW, told)
                    for text in texts_of(kind, request):
                        self.assertNotIn("@", text)
                        self.assertNotIn("://", text)
                        self.assertNotRegex(text, "[<>\u202e\u200b]")
                        if kind != "feishu":  # texts without markup there
                            self.assertNotRegex(text.replace("**", "").strip("*"), r"[\[\]`~_\\]")
                    # What the name does not change: the shape of the message.
                    body, plain = json.loads(request.body), json.loads(clean.body)
                    self.assertEqual(body.keys(), plain.keys())
                    self.assertEqual(body.get("at"), plain.get("at"))

    def test_a_line_is_a_line(self):
        told = digest(lines=("A\n# Title\r\n> B\u2028C\x85D",), totals=(), link="")
        [text] = texts_of("wecom", team.build("wecom", "", NOW, told))
        self.assertEqual(text, "### Run R/1 waits for review\n- A # Title › B C D")

    def test_sizes(self):
        """By bytes, on whole characters; totals and link stay."""
        for kind, robot in team.ROBOTS.items():
            for name in ("客" * 500, "😀" * 500, "a&" * 500, "é" * 500):
                with self.subTest(kind=kind, name=name[:2]):
                    told = digest(
                        kind,
                        title=name,
                        lines=tuple(f"{number} {name}" for number in range(60)),
                        totals=tuple(f"T{number} {name}" for number in range(3)),
                    )
                    request = team.build(kind, "s", NOW, told)
                    request.body.decode("utf-8")
                    texts = texts_of(kind, request)
                    if kind != "teams":
                        self.assertLessEqual(max(len(text.encode()) for text in texts), robot.size)
                    self.assertLess(len(request.body), 25_000)
                    self.assertIn(LINK, request.body.decode())
                    self.assertIn("T2", " ".join(texts))
                    self.assertFalse([text for text in texts if "\ufffd" in text])

    def test_cut(self):
        self.assertEqual(team.cut("客客", 6), "客客")
        self.assertEqual(team.cut("客客客", 8), "客…")
        self.assertEqual(team.cut("abc", 0), "…")


@tagged("post_install", "-at_install")
class TestAnswers(BaseCase):
    def test_answers(self):
        for kind, status, body, verdict in (
            ("wecom", 200, '{"errcode":0,"errmsg":"ok"}', "ok"),
            ("wecom", 200, '{"errcode":45009,"errmsg":"api freq out of limit"}', "retry"),
            ("wecom", 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', "fail"),
            ("wecom", 200, '{"errcode":-1}', "retry"),
            ("dingtalk", 200, '{"errcode":0}', "ok"),
            ("dingtalk", 200, '{"errcode":310000,"errmsg":"sign not match"}', "fail"),
            ("dingtalk", 200, '{"errcode":130101}', "retry"),
            ("feishu", 200, '{"code":0,"msg":"success"}', "ok"),
            ("feishu", 200, '{"StatusCode":0,"StatusMessage":"success"}', "ok"),
            ("feishu", 200, '{"code":19021,"msg":"sign match fail"}', "fail"),
            ("feishu", 200, '{"code":9499,"msg":"too many"}', "retry"),
            ("slack", 200, "ok", "ok"),
            ("slack", 200, "no_text", "fail"),
            ("slack", 400, "invalid_payload", "fail"),
            ("slack", 404, "no_service", "fail"),
            ("slack", 429, "", "retry"),
            ("teams", 202, "", "ok"),
            ("teams", 200, "anything", "ok"),
            ("teams", 401, "", "fail"),
        ):
            with self.subTest(kind=kind, body=body, status=status):
                answer = team.read_answer(kind, status, body.encode())
                self.assertEqual(answer.verdict, verdict)
                self.assertIn(str(status), answer.words)

    def test_all_alike(self):
        for kind in URLS:
            for status, verdict in (
                (0, "retry"),
                (500, "retry"),
                (503, "retry"),
                (429, "retry"),
                (404, "fail"),
                (410, "fail"),
                (302, "fail"),
            ):
                with self.subTest(kind=kind, status=status):
                    self.assertEqual(team.read_answer(kind, status, b"").verdict, verdict)

    def test_what_is_no_zero(self):
        """An answer is good only if it says so."""
        for body in (
            "{}",
            "[]",
            "null",
            "0",
            '"ok"',
            '{"errcode":"0"}',
            '{"errcode":false}',
            '{"errcode":0.0}',
            '{"errcode":null}',
            '{"errcode":[]}',
            '{"errcode":NaN}',
            '{"ERRCODE":0}',
            '{"errmsg":"ok"}',
        ):
            with self.subTest(body=body):
                self.assertEqual(team.read_answer("wecom", 200, body.encode()).verdict, "fail")

    def test_what_is_no_answer_of_a_robot(self):
        for body in (b"", b"<html>Log in to the hotel</html>", b"\xff\xfe", b"[" * 60_000, b"{"):
            for kind in ("wecom", "dingtalk", "feishu"):
                with self.subTest(kind=kind, body=body[:9]):
                    self.assertEqual(team.read_answer(kind, 200, body).verdict, "retry")


@tagged("post_install", "-at_install")
class TestTurns(BaseCase):
    #: What the makers take in a minute.
    MOST = {"wecom": 20, "dingtalk": 20, "feishu": 100, "slack": 60, "teams": 24}

    def test_never_more_than_it_takes(self):
        for kind, most in self.MOST.items():
            with self.subTest(kind=kind):
                tokens, sent, last = float(team.ROBOTS[kind].burst), [], 0.0
                for tick in range(3000):
                    second = tick / 10
                    tokens, wait = team.take_turn(kind, tokens, second - last)
                    last = second
                    if not wait:
                        sent.append(second)
                for first in sent:
                    window = [one for one in sent if first <= one < first + 60]
                    self.assertLessEqual(len(window), most)
                self.assertGreater(len(sent), most, "It does speak")

    def test_wait(self):
        self.assertEqual(team.take_turn("slack", 1, 0), (0, 0))
        tokens, wait = team.take_turn("slack", 0, 0)
        self.assertEqual(wait, 2)
        self.assertEqual(team.take_turn("slack", tokens, wait)[1], 0)
        # A clock that was set back fills nothing.
        self.assertEqual(team.take_turn("slack", 0, -500), (0, 2))
