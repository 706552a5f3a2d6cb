"""Our papers are printed from HTML that carries all it needs, and asks nobody for more."""

import base64
import re
from urllib.parse import parse_qs, unquote, urlsplit

from markupsafe import Markup

from odoo import api, models, tools
from odoo.tools import consteq
from odoo.tools.mimetypes import guess_mimetype
from odoo.tools.misc import file_open

from ...tools.base import css, paper

LINK = re.compile(r"<link\b[^<>]*\bhref=\"(/web/assets/[^\"<>]+\.css)\"[^<>]*>")
SHEET = re.compile(r"/([\w.]+?)(\.rtl)?(\.autoprefixed)?(?:\.min)?\.css$")
SCRIPT = re.compile(r"<script\b[^<>]*\bsrc=[^<>]*>\s*</script>")
FONT_FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
LOCAL_FONT = re.compile(r"url\(['\"]?/([^'\")?#]+\.woff)['\"?#)]")
EXTERNAL = re.compile(r"url\((['\"]?)(?!['\"]?data:)[^)]*\)")
IMPORT = re.compile(r"@import\b[^;{}]*;?")
STATIC = re.compile(r"/(\w+/static/[\w ./-]+\.(?:png|jpe?g|gif|webp|svg))$", re.IGNORECASE)
ATTACHMENT = re.compile(r"/web/image/(\d{1,9})(?:-[^/]*)?(?:/|$)")
COMPANY = re.compile(
    r"/web/image/res\.company/(\d{1,9})(?:-[^/]*)?/(logo|logo_web|layout_background_image)(?:/|$)"
)
LOGO = re.compile(r"/(?:logo|logo\.png|web/binary/company_logo)$")
IMAGES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/svg+xml")
MAX_ADDRESS = 2000
# The mark of a page that was made self-contained, among those that a page may give itself.
CLOSED = "data-report-ar-closed"
# The program computes collapsed borders of a long table in the square of its rows, and Odoo's own
# sheets ask for them. A head and a total then have no line of their own: their cells have it.
TABLES = (
    "<style>table{border-collapse:separate !important;border-spacing:0 !important}"
    ".o_main_table>thead>tr>th{border-bottom:1px solid #212529 !important}"
    ".o_main_table .o_total>td{border-top:1px solid #adb5bd !important}</style>"
)
# The PDF program has no switch for "no network". A proxy where nobody listens is one.
NO_NETWORK = ("--proxy", "http://127.0.0.1:9")


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
        # And ours reach no network, whatever a page may hold that nobody thought of.
        if (specific_paperformat_args or {}).get(CLOSED):
            args += NO_NETWORK
        delay = str((specific_paperformat_args or {}).get("data-report-print-delay", ""))
        # What a text may bring along must not keep the program waiting for days.
        if delay.isdecimal() and len(delay) < 5 and "--javascript-delay" in args:
            args[args.index("--javascript-delay") + 1] = delay
        return args

    def _ar_is_self_contained(self):
        """Whether the HTML of this report is made self-contained before it is printed: that of
        all our add-ons is.

        The PDF program then asks nobody for anything: what people write into letters, notes and
        the company's own header cannot make it fetch an address or a file; letters can be made
        by a job while no web server listens; none of the fonts that Odoo's style sheet names is
        fetched from the internet, and a page is faster.
        """
        return (self.report_name or "").partition(".")[0].startswith("ar_collections")

    def _prepare_html(self, html, report_model=False):
        # EXTENDS 'base'
        if not self._ar_is_self_contained():
            return super()._prepare_html(html, report_model=report_model)
        page = paper.clean(html, self._ar_find_image)
        prepared = super()._prepare_html(page, report_model=report_model)
        if not prepared:
            return prepared
        bodies, res_ids, header, footer, arguments = prepared
        pages = [*bodies, header, footer]
        classes = set().union(*(css.used_classes(str(page)) for page in pages))
        sheets = {}
        *bodies, header, footer = [self._ar_embed(page, classes, sheets) for page in pages]
        # They are laid out anew for each page, fonts and all.
        header, footer = css.without_bold(header), css.without_bold(footer)
        return bodies, res_ids, header, footer, {**arguments, CLOSED: "1"}

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
        return Markup(styled.replace("</head>", f"{TABLES}</head>", 1))

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
        text = IMPORT.sub("", text)
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

    # -- images ------------------------------------------------------------------------

    @api.model
    def _ar_find_image(self, address):
        """An image that a paper may show, by its address on this server.

        These are what anybody may see: images of add-ons, logos and backgrounds of companies,
        attachments that are public or whose own key is in the address, as the editor of texts
        writes it. Who writes a text does not get to see another image by printing it.

        :return: (mimetype, content), or None
        """
        try:
            parts = urlsplit(address[:MAX_ADDRESS])
        except ValueError:
            return None
        if parts.netloc and f"{parts.scheme}://{parts.netloc}" != self._ar_get_own_address():
            return None
        path, query = unquote(parts.path), parse_qs(parts.query)
        content = self._ar_read_image(path, query)
        if not content or len(content) > paper.MAX_IMAGE:
            return None
        mimetype = guess_mimetype(content, default="")
        return (mimetype, content) if mimetype in IMAGES else None

    @api.model
    def _ar_get_own_address(self):
        return self.env["ir.config_parameter"].sudo().get_param("web.base.url", "").rstrip("/")

    @api.model
    def _ar_read_image(self, path, query):
        """The content of an image at ``path``, or None where it is not for everybody."""
        if found := STATIC.match(path):
            return self._ar_read_static(found[1])
        if found := COMPANY.match(path):
            company = self.env["res.company"].sudo().browse(int(found[1])).exists()
            return self._ar_read_logo(company, found[2])
        if LOGO.match(path):
            return self._ar_read_logo(self.env.company.sudo(), "logo")
        if found := ATTACHMENT.match(path):
            return self._ar_read_attachment(int(found[1]), query.get("access_token", [""])[0])
        return None

    @api.model
    def _ar_read_static(self, path):
        if ".." in path:
            return None
        try:
            with file_open(path, "rb") as file:
                return file.read(paper.MAX_IMAGE + 1)
        except (OSError, ValueError):
            return None

    @api.model
    def _ar_read_logo(self, company, field):
        kept = company.with_context(bin_size=False)[field] if company else None
        return base64.b64decode(kept) if kept else None

    @api.model
    def _ar_read_attachment(self, attachment_id, token):
        kept = self.env["ir.attachment"].sudo().browse(attachment_id).exists()
        if not kept or kept.type != "binary":
            return None
        has_key = bool(kept.access_token and token) and consteq(kept.access_token, token)
        return kept.with_context(bin_size=False).raw if kept.public or has_key else None
