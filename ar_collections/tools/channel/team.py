"""Group robots of our own team: one function for each kind writes a digest as that robot wants it,
signs it, and keeps within its size; another one reads its answer.

A robot answers 200 to what it refuses, and says so in the body. What people wrote (a customer's
name, say) is text here and nothing else: no mention, no link, no markup.
"""

import base64
import calendar
import hashlib
import hmac
import json
import math
import unicodedata
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote_plus

from .outgoing import Answer, Request, judge, say_answer

# Bytes of one line, and lines of totals, that leave room for the link in the smallest message.
MAX_LINE = 200
MOST_TOTALS = 8
ELLIPSIS = "…"
# What begins a link, a mention, an element or markup, and the sign that stands in its place.
LOOKALIKES = str.maketrans({"@": "＠", "<": "‹", ">": "›"})
MARKUP = str.maketrans({sign: chr(ord(sign) + 0xFEE0) for sign in "[]*_~`\\"})
# Answers in the body of robots that pass: too many messages, busy.
PASSING_CODES = {
    "wecom": (-1, 45009),
    "dingtalk": (-1, 130101, 410100),
    "feishu": (9499, 11232),
}


class Digest(NamedTuple):
    """What is told: plain texts, in the team's language.

    ``url`` is the robot's own address, ``link`` the page that the reader opens.
    """

    url: str
    title: str
    lines: tuple = ()
    totals: tuple = ()
    link: str = ""
    link_words: str = ""


class Robot(NamedTuple):
    """What a kind allows: messages that may follow at once, and a minute; see ``take_turn``.

    The two together are what it takes in any minute. ``size``: bytes of UTF-8 of the text.
    ``silence``: seconds for which it takes nothing after too many.
    """

    burst: int
    per_minute: int
    size: int
    silence: int


# The sizes and rates are published by the makers, some not in writing: chosen on the safe side.
ROBOTS = {
    "wecom": Robot(5, 15, 4_096, 60),
    "dingtalk": Robot(5, 15, 18_000, 600),
    "feishu": Robot(5, 90, 18_000, 60),
    "slack": Robot(1, 55, 2_900, 30),
    "teams": Robot(4, 20, 18_000, 60),
}


def build(kind, secret, now, digest):
    """The request that tells a robot of ``kind`` a digest.

    :param secret: what it signs with, '' where it does not
    :param now: the time in UTC: a datetime without a zone, or seconds since 1970
    :return: a ``Request``
    """
    seconds = calendar.timegm(now.utctimetuple()) if isinstance(now, datetime) else int(now)
    return BUILDERS[kind](secret or "", seconds, digest)


# -- each kind -------------------------------------------------------------------------


def _build_wecom(_secret, _seconds, digest):
    """The key is in the address."""
    content = _write_markdown(digest, ROBOTS["wecom"].size, "\n")
    return _request(digest.url, {"msgtype": "markdown", "markdown": {"content": content}})


def _build_dingtalk(secret, seconds, digest):
    """Signed in the address, in milliseconds; the secret is the key."""
    url = digest.url
    if secret:
        moment = seconds * 1000
        sign = quote_plus(_sign(secret, f"{moment}\n{secret}"))
        url += f"{'&' if '?' in url else '?'}timestamp={moment}&sign={sign}"
    text = _write_markdown(digest, ROBOTS["dingtalk"].size, "\n\n")
    told = {"title": cut(_escape(digest.title), MAX_LINE), "text": text}
    return _request(url, {"msgtype": "markdown", "markdown": told, "at": {"isAtAll": False}})


def _build_feishu(secret, seconds, digest):
    """Signed in the body, in seconds; the text to sign is the key, and nothing is signed by it."""
    title = cut(_plain(digest.title), MAX_LINE)
    lines = [cut(_plain(line), MAX_LINE) for line in digest.lines]
    totals = [cut(_plain(line), MAX_LINE) for line in digest.totals[:MOST_TOTALS]]
    text = _fit([], lines, totals, ROBOTS["feishu"].size - MAX_LINE, "\n")
    elements = [{"tag": "div", "text": {"tag": "plain_text", "content": text}}]
    if digest.link:
        words = {"tag": "plain_text", "content": cut(_plain(digest.link_words), MAX_LINE)}
        button = {"tag": "button", "text": words, "url": digest.link, "type": "primary"}
        elements.append({"tag": "action", "actions": [button]})
    header = {"title": {"tag": "plain_text", "content": title}}
    body = {"msg_type": "interactive", "card": {"header": header, "elements": elements}}
    if secret:
        body = {"timestamp": str(seconds), "sign": _sign(f"{seconds}\n{secret}", ""), **body}
    return _request(digest.url, body)


def _build_slack(_secret, _seconds, digest):
    """Its own markup: ``<address|words>`` is a link, and ``&`` is written out."""

    def write(text):
        return cut(_escape(text).replace("&", "&amp;"), MAX_LINE)

    lines = [f"• {write(line)}" for line in digest.lines]
    tail = [f"*{write(line)}*" for line in digest.totals[:MOST_TOTALS]]
    if digest.link:
        tail.append(f"<{digest.link}|{write(digest.link_words)}>")
    text = _fit([f"*{write(digest.title)}*"], lines, tail, ROBOTS["slack"].size, "\n")
    block = {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
    return _request(digest.url, {"text": write(digest.title), "blocks": [block]})


def _build_teams(_secret, _seconds, digest):
    """A card, as the flow "When a Teams webhook request is received" takes it."""

    def block(text, **look):
        text = cut(_escape(text), MAX_LINE)
        return {"type": "TextBlock", "text": text, "wrap": True, **look}

    content = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": [
            block(digest.title, weight="Bolder", size="Medium"),
            *(block(line, spacing="Small") for line in digest.lines[:40]),
            *(block(line, weight="Bolder") for line in digest.totals[:MOST_TOTALS]),
        ],
    }
    if digest.link:
        words = cut(_plain(digest.link_words), MAX_LINE)
        content["actions"] = [{"type": "Action.OpenUrl", "title": words, "url": digest.link}]
    card = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": content,
    }
    return _request(digest.url, {"type": "message", "attachments": [card]})


BUILDERS = {
    "wecom": _build_wecom,
    "dingtalk": _build_dingtalk,
    "feishu": _build_feishu,
    "slack": _build_slack,
    "teams": _build_teams,
}


def _request(url, body):
    body = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return Request(url, {"Content-Type": "application/json; charset=utf-8"}, body)


def _sign(key, message):
    digest = hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


# -- texts -----------------------------------------------------------------------------


def _plain(text):
    """A text in one line, in which nothing mentions anybody, links anywhere or hides."""
    signs = (" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in text or "")
    text = " ".join("".join(signs).split())
    return text.translate(LOOKALIKES).replace("://", "：//")


def _escape(text):
    """The same where the robot reads markup."""
    return _plain(text).translate(MARKUP)


def cut(text, size):
    """The beginning of a text that fits into ``size`` bytes, whole characters only."""
    raw = text.encode("utf-8", "replace")
    if len(raw) <= size:
        return text
    return raw[: max(size - len(ELLIPSIS.encode()), 0)].decode("utf-8", "ignore") + ELLIPSIS


def _write_markdown(digest, size, newline):
    """Title, list, totals, link; if it is too long, the list is shorter."""
    head = [f"### {cut(_escape(digest.title), MAX_LINE)}"]
    lines = [f"- {cut(_escape(line), MAX_LINE)}" for line in digest.lines]
    tail = [f"**{cut(_escape(line), MAX_LINE)}**" for line in digest.totals[:MOST_TOTALS]]
    if digest.link:
        tail.append(f"[{cut(_escape(digest.link_words), MAX_LINE)}]({digest.link})")
    return _fit(head, lines, tail, size, newline)


def _fit(head, lines, tail, size, newline):
    """Join; as many of ``lines`` as there is room for."""

    def measure(parts):
        return len(newline.join(parts).encode("utf-8", "replace"))

    kept = list(lines)
    while kept and measure([*head, *kept, *tail]) > size:
        kept = [*kept[:-2], ELLIPSIS] if len(kept) > 1 else []
    return newline.join([*head, *kept, *tail])


# -- answers ---------------------------------------------------------------------------


def read_answer(kind, status, body, error=""):
    """What a robot's answer means.

    :param body: bytes
    :return: an ``Answer``: ``ok``, ``retry`` or ``fail``
    """
    words, verdict = say_answer(status, body, error), judge(status)
    if verdict != "ok" or kind == "teams":
        return Answer(verdict, words)
    if kind == "slack":
        return Answer("ok" if body.strip() == b"ok" else "fail", words)
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        # Not the robot: something on the way.
        return Answer("retry", words)
    told = told if isinstance(told, dict) else {}
    names = ("code", "StatusCode") if kind == "feishu" else ("errcode",)
    code = next((told[name] for name in names if name in told), None)
    if type(code) is int and code == 0:
        return Answer("ok", words)
    return Answer("retry" if code in PASSING_CODES[kind] else "fail", words)


# -- how often -------------------------------------------------------------------------


def take_turn(kind, tokens, seconds):
    """Whether a robot may be told something now: a bucket of tokens that fills with time.

    :param tokens: how many there were
    :param seconds: since then
    :return: (tokens left, seconds to wait: 0 if it may)
    """
    robot = ROBOTS[kind]
    tokens = min(robot.burst, tokens + max(seconds, 0) * robot.per_minute / 60)
    if tokens >= 1:
        return tokens - 1, 0
    return tokens, math.ceil((1 - tokens) * 60 / robot.per_minute)
