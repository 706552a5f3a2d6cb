"""Letters are printed from HTML that carries all it needs."""

import base64
import re

from markupsafe import Markup

from odoo import api, models, tools
from odoo.tools.misc import file_open

from ...tools import css

LINK = re.compile(r"<link\b[^>]*\bhref=\"(/web/assets/[^\"]+\.css)\"[^>]*>")
SHEET = re.compile(r"/([\w.]+?)(\.rtl)?(\.autoprefixed)?(?:\.min)?\.css$")
SCRIPT = re.compile(r"<script\b[^>]*\bsrc=[^>]*>\s*</script>")
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
LOCAL_FONT = re.compile(r"url\(['\"]?/([^'\")?#]+\.woff)['\"?#)]")
EXTERNAL = re.compile(r"url\((['\"]?)(?!['\"]?data:)[^)]*\)")


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _build_wkhtmltopdf_args(
        self, paperformat_id, landscape, specific_paperformat_args=None, set_viewport_size=False
    ):
        # EXTENDS 'base': a report may name its own delay (<html data-report-print-delay="0">).
        # Odoo's parameter, one second for each document, stays as it is for the others.
        args = super()._build_wkhtmltopdf_args(
            paperformat_id,
            landscape,
            specific_paperformat_args=specific_paperformat_args,
            set_viewport_size=set_viewport_size,
        )
        delay = (specific_paperformat_args or {}).get("data-report-print-delay")
        if delay is not None and "--javascript-delay" in args:
            args[args.index("--javascript-delay") + 1] = str(delay)
        return args

    @api.model
    def _ar_get_self_contained(self):
        """The reports whose HTML is made self-contained before it is printed.

        The PDF program then asks nobody for anything: letters can be made by a job while no
        web server listens, none of the fonts that Odoo's style sheet names is fetched from
        the internet, and a page is faster. Later rooms add theirs.
        """
        return ("ar_collections.report_ar_dunning_letter",)

    def _prepare_html(self, html, report_model=False):
        # EXTENDS 'base'
        prepared = super()._prepare_html(html, report_model=report_model)
        if not prepared or self.report_name not in self._ar_get_self_contained():
            return prepared
        bodies, res_ids, header, footer, arguments = prepared
        pages = [*bodies, header, footer]
        classes = set().union(*(css.used_classes(str(page)) for page in pages))
        sheets = {}
        *bodies, header, footer = [self._ar_embed(page, classes, sheets) for page in pages]
        return bodies, res_ids, header, footer, arguments

    @api.model
    def _ar_embed(self, html, classes, sheets):
        """Put the style sheets into ``html`` and take external scripts out of it.

        :param classes: the classes that the pages of this print use
        :param sheets: what was cut down already for this print, by address
        """

        def style(link):
            if link[1] not in sheets:
                fonts = set(self.env["res.company"].sudo().search([]).mapped("font"))
                whole = self._ar_get_css(link[1], tuple(sorted(filter(None, fonts))))
                sheets[link[1]] = css.prune(whole, classes)
            return f"<style>{sheets[link[1]]}</style>"

        styled = SCRIPT.sub("", LINK.sub(style, str(html)))
        return Markup(styled)

    @api.model
    @tools.ormcache("href", "fonts")
    def _ar_get_css(self, href, fonts):
        """The style sheet at ``href`` with the companies' fonts in it and no other address."""
        name, rtl, autoprefix = SHEET.search(href).groups()
        bundle = (
            self.env["ir.qweb"]
            .sudo()
            ._get_asset_bundle(name, css=True, js=False, rtl=bool(rtl), autoprefix=bool(autoprefix))
        )
        sheet = bundle.css()
        text = sheet.raw.decode() if sheet else ""
        faces = [self._ar_embed_font(face, fonts) for face in FONT_FACE.findall(text)]
        return "".join(filter(None, faces)) + EXTERNAL.sub("none", FONT_FACE.sub("", text))

    @api.model
    def _ar_embed_font(self, face, fonts):
        """The upright ``face`` of a company's font with its file in it, else None."""
        family = re.search(r"font-family:\s*['\"]?([\w ]+?)['\"]?\s*;", face)
        weight = re.search(r"font-weight:\s*(\w+)", face)
        wanted = family and family[1].replace(" ", "_") in fonts
        upright = "italic" not in face and weight and weight[1] in ("400", "700")
        source = LOCAL_FONT.search(face)
        if not (wanted and upright and source):
            return None
        with file_open(source[1].replace("/./", "/"), "rb") as file:
            data = base64.b64encode(file.read()).decode()
        return (
            f"@font-face{{font-family:'{family[1]}';font-weight:{weight[1]};font-style:normal;"
            f"src:url(data:font/woff;base64,{data}) format('woff')}}"
        )
