"""What is printed asks nobody for anything, whatever was written into it."""

import base64
import re

from odoo.tests import BaseCase, tagged

from ....tools.base import paper

EVIL = "http://evil.example"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
#: What fetches something, each in a way of its own. Those with an address name ``EVIL``.
FETCHING = [
    f'<img src="{EVIL}/a.png" alt="Words">',
    '<img src="//evil.example/a.png">',
    '<img src="file:///etc/passwd">',
    '<img src=" /web/x">',
    f"<IMG SRC={EVIL}>",
    f'<img src="data:text/html,<img src={EVIL}>">',
    f'<img srcset="{EVIL} 2x" src="{EVIL}">',
    f'<img lowsrc="{EVIL}" dynsrc="{EVIL}">',
    f'<picture><source srcset="{EVIL}"><img src="{EVIL}"></picture>',
    f'<p style="background:url({EVIL})">x</p>',
    f"<p style=\"background:URL( '{EVIL}' )\">x</p>",
    '<p style="background:url(file:///etc/passwd)">x</p>',
    f'<p style="background:u/**/rl({EVIL})">x</p>',
    f'<p style="background:\\75rl({EVIL})">x</p>',
    f'<p style="background:url({EVIL}">x</p>',
    f'<p style="background:urlurl(x)({EVIL})">x</p>',
    f'<p style="background:-webkit-image-set(url({EVIL}) 1x)">x</p>',
    f'<p style="background:image-set(&quot;{EVIL}&quot; 1x)">x</p>',
    f'<p style="list-style:url({EVIL});content:url({EVIL})">x</p>',
    f'<style>@import "{EVIL}";</style>',
    f"<style>@import url({EVIL});</style>",
    f'<style>@imp@import;ort "{EVIL}";</style>',
    f'<style>@im/**/port "{EVIL}";</style>',
    f'<style>@\\69mport "{EVIL}";</style>',
    f"<style>@font-face{{src:url({EVIL})}}</style>",
    f'<svg><style><img src="{EVIL}"></style></svg>',
    f'<link rel="stylesheet" href="{EVIL}">',
    f'<base href="{EVIL}">',
    f'<meta http-equiv="refresh" content="0;url={EVIL}">',
    f'<iframe src="{EVIL}"></iframe>',
    f'<iframe srcdoc="<img src={EVIL}>"></iframe>',
    f'<frameset><frame src="{EVIL}"></frameset>',
    f'<object data="{EVIL}"></object>',
    f'<embed src="{EVIL}">',
    f'<applet code="{EVIL}"></applet>',
    f'<audio src="{EVIL}" autoplay></audio>',
    f'<video poster="{EVIL}"></video>',
    f'<script src="{EVIL}"></script>',
    f"<script>new Image().src='{EVIL}'</script>",
    f"<p onclick=\"x='{EVIL}'\">x</p>",
    f"<body onload=\"x='{EVIL}'\">",
    f'<body background="{EVIL}">',
    f'<table background="{EVIL}"><tr><td background="{EVIL}">x</td></tr></table>',
    f'<svg><image xlink:href="{EVIL}"/><use href="{EVIL}#a"/></svg>',
    f'<svg><rect fill="url({EVIL}#a)"/></svg>',
    f'<svg><feImage href="{EVIL}"/></svg>',
    f'<svg><foreignObject><iframe src="{EVIL}"/></foreignObject></svg>',
    f'<svg><set attributeName="xlink:href" to="{EVIL}"/></svg>',
    f'<input type="image" src="{EVIL}">',
    f'<form action="{EVIL}"><button formaction="{EVIL}">x</form>',
    f'<a href="#" ping="{EVIL}">x</a>',
    f'<html manifest="{EVIL}">',
    f'<q cite="{EVIL}">x</q>',
    f'<title><b title="</title><img src={EVIL}>">x</b></title>',
    f'<textarea><img title="</textarea><img src={EVIL}>"></textarea>',
    f'<noscript><p title="</noscript><img src={EVIL}>">x</noscript>',
    f'<xmp><p title="</xmp><img src={EVIL}>">x</xmp>',
    f'<math><mi xlink:href="{EVIL}">x</mi></math>',
    f'<!--><img src="{EVIL}">-->',
    f'<!--[if IE]><img src="{EVIL}"><![endif]-->',
    f'<?xml-stylesheet href="{EVIL}"?>',
    f'<v:imagedata src="{EVIL}"/>',
    f'<p style="behavior:url({EVIL});-moz-binding:url({EVIL})">x</p>',
    f'<p style="background:url(&quot;x\n) url({EVIL})">x</p>',
]
ADDRESS = re.compile(
    r"(?:src|href|background|data)\s*=\s*[\"']?(?!data:image|#)|url\((?!\"data:)|@import", re.I
)


@tagged("post_install", "-at_install")
class TestPaper(BaseCase):
    def _clean(self, html, images=None):
        page = f"<html><body><main><div class='article'>{html}</div></main></body></html>"
        return paper.clean(page, (images or {}).get)

    def test_nothing_is_fetched(self):
        for html in FETCHING:
            with self.subTest(html):
                cleaned = self._clean(html)
                # What is left of a text may name the address; nothing that fetches does.
                quiet = re.sub(r">[^<]*<", "><", cleaned)
                quiet = re.sub(r"title=\"[^\"]*\"", "", quiet)
                self.assertNotIn("evil.example", quiet)
                self.assertNotIn("passwd", quiet)
                self.assertIsNone(ADDRESS.search(quiet.replace('<a href="#">', "")), quiet)
                self.assertNotRegex(cleaned, r"<(?:script|iframe|object|embed|link|base|meta)\b")

    def test_cleaning_twice_changes_nothing(self):
        for html in FETCHING:
            with self.subTest(html):
                once = self._clean(html)
                self.assertEqual(paper.clean(once, lambda address: None), once)

    def test_what_was_written_stays(self):
        html = (
            '<div class="article o_x" data-oe-model="a" data-oe-id="3" data-oe-lang="en_US">'
            '<h2 style="color: red; width: 10%">Über &amp; <b>bold</b></h2><ul><li>One</li></ul>'
            '<table class="table"><tr><td colspan="2">x</td></tr></table>'
            '<a href="https://shop.example/my?x=1">Pay</a><a href="mailto:a@b.c">Mail</a>'
            '<svg viewBox="0 0 10 10" fill="none"><path d="M0 0H10Z" fill="#123456"/></svg></div>'
        )
        cleaned = self._clean(html)
        for text in (
            'data-oe-model="a"',
            'data-oe-id="3"',
            'style="color: red; width: 10%"',
            "<b>bold</b>",
            "Über &amp;",
            'colspan="2"',
            'href="https://shop.example/my?x=1"',
            'href="mailto:a@b.c"',
            'd="M0 0H10Z"',
            'fill="#123456"',
        ):
            self.assertIn(text, cleaned)

    def test_scripts_in_links_go(self):
        for href in (
            "javascript:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
            "\tjavascript:x",
        ):
            with self.subTest(href):
                self.assertNotIn("href", self._clean(f'<a href="{href}">x</a>'))

    def test_own_images_are_embedded(self):
        images = {"/web/image/7": ("image/png", PNG)}
        data = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
        self.assertIn(f'src="{data}"', self._clean('<img src="/web/image/7">', images))
        self.assertIn(f'src="{data}"', self._clean(f'<img src="{data}">'))
        css = self._clean('<p style="background-image: url(/web/image/7);color:red">x</p>', images)
        self.assertIn(f"url(&quot;{data}&quot;)", css.replace('"', "&quot;"))
        self.assertIn("color:red", css)
        self.assertNotIn("<img", self._clean('<img src="/web/image/8">', images))
        self.assertIn("Words", self._clean('<img src="/web/image/8" alt="Words">', images))

    def test_addresses_in_style_sheets(self):
        known = {"x)y": "data:1", "a'b": "data:2", "c": "data:3"}
        for css, want in [
            ('a{b:url("x)y")}', 'a{b:url("data:1")}'),
            ('a{b:url("a\'b" )}', 'a{b:url("data:2")}'),
            ("a{b:url( c )} d{}", 'a{b:url("data:3")} d{}'),
            ("a{b:url(c)} d{e:url('c')}", 'a{b:url("data:3")} d{e:url("data:3")}'),
            ("a{b:url(z)}", "a{b:none}"),
            ("a{b:url(c", "a{b:none"),
            ("a{b:url('c)}", "a{b:none"),
            ("a{b:url('c'", 'a{b:url("data:3")'),
            ("a{b:c}/* url(c) */", "a{b:c} "),
            ("a{b:c}/* open", "a{b:c} "),
            ("a{b:http://x}", ""),
            ("url(c)", 'url("data:3")'),
        ]:
            with self.subTest(css):
                self.assertEqual(paper.clean_css(css, known.get), want)

    def test_what_follows_stays(self):
        self.assertIn("</span>tail", self._clean("<script>x</script>tail"))
        self.assertIn("<span>in</span>tail", self._clean('<form a="b">in</form>tail'))
        self.assertIn("tail", self._clean('<img src="/x">tail'))
        self.assertNotIn("<!--", self._clean("<p><!-- x --></p>"))
        self.assertNotIn("<?", self._clean("<p><?x y?></p>"))
        self.assertIn('alt=" "', self._clean('<table alt="">'))

    def test_a_piece_becomes_a_page(self):
        page = paper.clean("<p>x</p>", lambda address: None)
        self.assertIn("<head></head><body><p>x</p></body>", page)

    def test_an_image_is_looked_up_once(self):
        asked = []
        html = '<img src="/x"><img src=" /x "><img src="">'
        paper.clean(html, asked.append)
        self.assertEqual(asked, ["/x"])

    def test_images_have_a_size(self):
        self.assertIsNone(paper.to_data("image/png", b""))
        self.assertEqual(paper.to_data("image/png", b"x"), "data:image/png;base64,eA==")
        self.assertIsNotNone(paper.to_data("image/png", b"x" * 10 * 1024 * 1024))
        self.assertIsNone(paper.to_data("image/png", b"x" * (10 * 1024 * 1024 + 1)))
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><!-- a --><rect fill="none"/></svg>'
        self.assertTrue(paper.to_data("image/svg+xml", svg))
        self.assertIsNone(paper.to_data("image/svg+xml", b"<svg><set/></svg>"))

    def test_data_addresses(self):
        for address, kept in [
            ("data:image/png;base64,eA==", True),
            ("DATA:image/PNG;base64,e A = =", True),
            ("data:image/png;base64,e", False),
            ("data:image/png;base64,é", False),
            ("data:text/html;base64,eA==", False),
        ]:
            with self.subTest(address):
                cleaned = self._clean(f'<img src="{address}">')
                self.assertEqual("data:image/png;base64,eA==" in cleaned, kept)

    def test_drawings_that_ask_for_more_are_none(self):
        closed = [
            '<rect fill="url(#a)"/><use href="#b"/>',
            "<style>.a{fill:red}</style>",
            '<path d="M0 0" style="fill:#fff"/>',
        ]
        asking = [
            f'<image xlink:href="{EVIL}"/>',
            f'<image href="{EVIL}"/>',
            "<script>x</script>",
            f'<rect fill="url({EVIL})"/>',
            f"<style>@import '{EVIL}'</style>",
            f"<style>a{{fill:url({EVIL})}}</style>",
            "<foreignObject/>",
            '<rect onload="x"/>',
            f'<use href="{EVIL}#a"/>',
            f'<rect fill="\\75rl({EVIL})"/>',
            "<set/>",
            "<?x y?>",
        ]
        frame = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'
        for body in closed:
            with self.subTest(body):
                self.assertTrue(paper.is_closed_drawing(frame.format(body).encode()))
        for body in asking:
            with self.subTest(body):
                self.assertFalse(paper.is_closed_drawing(frame.format(body).encode()))
        entity = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{EVIL}">]>' + frame.format("&x;")
        self.assertFalse(paper.is_closed_drawing(entity.encode()))
        self.assertFalse(paper.is_closed_drawing(b"no drawing"))
