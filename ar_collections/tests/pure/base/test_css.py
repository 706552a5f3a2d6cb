"""Style sheets cut down to what a page uses."""

from odoo.tests import BaseCase, tagged

from ....tools.base.css import prune, used_classes, without_bold


@tagged("post_install", "-at_install")
class TestCss(BaseCase):
    def test_used_classes(self):
        html = """<p class="a b"><i class='c'/></p>"""
        self.assertEqual(used_classes(html), {"a", "b", "c"})

    def test_so_many_levels(self):
        for levels, kept in ((8, True), (9, False)):
            css = "@media print{" * levels + ".a{x:1}" + "}" * levels
            self.assertEqual(prune(css, {"a"}), css if kept else "", levels)

    def test_prune(self):
        cases = [
            (".a{x:1}.z{x:2}", ".a{x:1}"),
            (".a,.z{x:1}", ".a{x:1}"),
            ("p{x:1}#i{x:2}[k]{x:3}", "p{x:1}#i{x:2}[k]{x:3}"),
            (".a .z{x:1}.a>.b{x:2}", ".a>.b{x:2}"),
            (".a:not(.z){x:1}", ".a:not(.z){x:1}"),
            (":is(.z,.y) p{x:1}", ":is(.z,.y) p{x:1}"),
            ("@media print{.a{x:1}.z{x:2}}", "@media print{.a{x:1}}"),
            ("@media print{.z{x:2}}.b{y:1}", ".b{y:1}"),
            ("@font-face{src:url(data:x)}", "@font-face{src:url(data:x)}"),
            ("@charset 'utf-8';.a{x:1}", ".a{x:1}"),
            ("@keyframes k{0%{x:1}}.a{x:1}", ".a{x:1}"),
            ("", ""),
            # What stands alone, what is not closed, and what comes after it.
            ("{x:1}.a{y:1}", "{x:1}.a{y:1}"),
            ("p{x:1", "p{x:1"),
            ("@font-face{a:b}p{x:1}", "@font-face{a:b}p{x:1}"),
            ("@media print{.a{x:1}}p{y:1}", "@media print{.a{x:1}}p{y:1}"),
            ("@supports (x:y){.a{x:1}.z{x:2}}", "@supports (x:y){.a{x:1}}"),
            # Commas in brackets part nothing, those after them do.
            (":is(.z,.y),.z,.a{x:1}", ":is(.z,.y),.a{x:1}"),
            (".a:not(:has(.z,.y)){x:1}", ".a:not(:has(.z,.y)){x:1}"),
        ]
        for css, expected in cases:
            with self.subTest(css=css):
                self.assertEqual(prune(css, {"a", "b"}), expected)

    def test_a_font_that_no_letter_needs(self):
        regular = "@font-face{font-family:'Lato';font-weight:400;src:url(data:a)}"
        bold = "@font-face{font-family:'Lato';font-weight:700;src:url(data:b)}"
        page = f"<head><style>{regular}{bold}</style></head><body><p>Page 1</p></body>"
        self.assertEqual(without_bold(page), page.replace(bold, ""))
        for words in ("<strong>1</strong>", '<p class="fw-bold">1</p>', "<b>1</b>", "<h2>1</h2>"):
            with self.subTest(words):
                kept = page.replace("<p>Page 1</p>", words)
                self.assertEqual(without_bold(kept), kept)
