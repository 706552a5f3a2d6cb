"""Texts of one shape: what is remembered of their tags says the same as the sanitizer itself."""

import os

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase
from odoo.tools import html_sanitize

from ....tools.base import alike

# As of the messages in the chatter.
OPTIONS = {"sanitize_attributes": True, "sanitize_style": True}
ROW = (
    '<tr><td style="padding: 4px; word-break: break-word;"><a style="color: #1d4ed8;" '
    'href="https://a.example/my/invoices/{number}">{name}</a></td>\n <td>{amount}</td></tr>'
)
LETTER = (
    "<div>\n <p>Dear {name},</p>\n<table border='0'><tbody>{rows}</tbody></table><br>{end}</div>"
)
# What words may hold, among it what is no words.
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "INV/2026/1",
            "$\xa01.00",
            "a &amp; b",
            "&nbsp;",
            "&quot;x&quot;",
            "it&#39;s",
            "&#34;",
            "&lt;script&gt;",
            "&gt; said",
            "\n-- \nAnn",
            "-- ",
            "&eacute;",
            "&",
            "<!--x-->",
            "</p>",
            "<script>x</script>",
            "<b onclick='x'>y</b>",
            "\r\n",
            "\x00",
            "\ufffe",
            "😀",
            "   ",
            "\u2028",
            "</td></tr></table>",
            "7103586294000000",
            "<o:p>x</o:p>",
            "\t1 < 2",
        ]
    ),
)
ATTRIBUTES = st.sampled_from(
    [
        "",
        ' style="color: red; position: fixed"',
        ' onclick="x"',
        ' href="javascript:x"',
        ' href="https://a.example/b/12"',
        ' href="/x/3"',
        ' class="gmail_quote"',
        ' id="Signature"',
        ' width="1/2"',
        ' style="font: 12px/14"',
        ' title="a &amp; b"',
        ' href="https://a/1?b=2"',
        " style='x:expression(1)'",
        ' colspan="2"',
        ' encoding="x"',
    ]
)
TAGS = st.sampled_from(
    [
        "a",
        "b",
        "blockquote",
        "br",
        "div",
        "em",
        "font",
        "h1",
        "hr",
        "i",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "script",
        "small",
        "span",
        "strong",
        "style",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "title",
        "tr",
        "u",
        "ul",
    ]
)


patient = settings(
    max_examples=int(os.environ.get("AR_EXAMPLES", "60")),
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


def full(text):
    return html_sanitize(text, **OPTIONS)


def render(tag, attributes, inner):
    return f"<{tag}{attributes}>" + ("" if tag in ("br", "hr", "img") else f"{inner}</{tag}>")


TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(
        st.builds(render, TAGS, ATTRIBUTES, st.lists(inner, max_size=3).map("".join)), max_size=4
    ).map("".join),
    max_leaves=12,
)


class TestAlike(BaseCase):
    def _assert_same(self, text):
        # The second time from what is remembered.
        for _time in range(2):
            self.assertEqual(str(alike.sanitize(text, full)), str(full(text)), text)

    @patient
    @given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=4), WORDS, WORDS)
    def test_letters(self, rows, name, end):
        rows = [
            ROW.format(number=len(number), name=words, amount=amount)
            for number, words, amount in rows
        ]
        self._assert_same(LETTER.format(name=name, rows="\n".join(rows), end=end))

    @patient
    @given(TREES, WORDS)
    def test_whatever_it_is(self, tree, words):
        self._assert_same(f"<div>{words}{tree}</div>")
        self._assert_same(tree)

    def test_what_looks_blank(self):
        row = '<tr class="gmail_quote"><td>x</td></tr>'
        for blank in ("\xa0", "&nbsp;", "\u3000", "\u200b", " \n"):
            with self.subTest(blank=blank):
                self._assert_same(f"<div><table>{row}{blank}{row}</table></div>")
                self._assert_same(f'<div><p id="Signature">x</p><p>{blank}</p></div>')
                self._assert_same(f"<div>{row}{blank}{row}</div>")

    def test_tags_are_sanitized_once(self):
        asked = []

        def sanitize(text):
            asked.append(text)
            return full(text)

        for count in range(12):
            rows = "".join(
                ROW.format(number=number, name=f"INV/{number}", amount=f"$ {number}.00")
                for number in range(count)
            )
            text = LETTER.format(name=f"Customer {count}", rows=rows, end="Bye")
            self.assertEqual(alike.sanitize(text, sanitize), str(full(text)))
        # No rows, rows, one row.
        self.assertEqual(len(asked), 3)

    def test_what_is_more_than_words_is_sanitized_as_a_whole(self):
        for more in (
            "&lt;b&gt;",
            "<script>x</script>",
            "<b class='x' onclick='y'>z</b>",
            "-- \nAnn",
        ):
            with self.subTest(more=more):
                text = LETTER.format(name=more, rows="", end="")
                self.assertEqual(str(alike.sanitize(text, full)), str(full(text)))
                self.assertNotIn("script", alike.sanitize(text, full))

    def test_hostile_texts_take_no_time(self):
        for part in ("<tr>", "<tr><td>", '<a href="/1', "&", "<div>", " <tr", "7103586294"):
            alike.sanitize(part * 20000, lambda text: text)
