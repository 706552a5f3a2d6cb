"""HTML that a PDF program prints without asking anybody for anything. Pure.

What people wrote (letters, notes, headers and footers of companies) may name addresses in more
ways than anyone can list. So only known elements and attributes are kept, style sheets lose every
address, and images are embedded where ``embed`` gives their content.
"""

import base64
import binascii
import re
from itertools import chain

import lxml.html
from lxml import etree

#: Elements that are kept, and those that go with all that is in them; of others the content stays.
_KEPT = """
html head body main div span p br hr h1 h2 h3 h4 h5 h6 b strong i em u s small big sub sup font
blockquote pre code q cite abbr address article section header footer nav aside figure figcaption
center table caption colgroup col thead tbody tfoot tr td th ul ol li dl dt dd a img style svg g
path rect circle ellipse line polyline polygon
"""
_GONE = """
script noscript title meta iframe frame frameset noframes object embed applet param link base audio
video source track template xmp plaintext listing noembed textarea select option input image use
foreignobject feimage math portal animate set animatetransform
"""
_ATTRIBUTES = """
class style id name title alt lang dir role width height align valign colspan rowspan border
cellpadding cellspacing bgcolor color face size nowrap type start value reversed span scope headers
charset itemprop itemscope itemtype web-base-url xmlns viewbox preserveaspectratio version fill
fill-opacity fill-rule stroke stroke-width stroke-opacity opacity transform d x y x1 y1 x2 y2 cx cy
r rx ry points
"""
KEPT, GONE = frozenset(_KEPT.split()), frozenset(_GONE.split())
ATTRIBUTES = frozenset(_ATTRIBUTES.split())
LINKS = re.compile(r"(https?:|mailto:|tel:|#|/|\?)", re.IGNORECASE)
DATA = re.compile(r"data:image/(png|jpeg|jpg|gif|webp|bmp|svg\+xml);base64,", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
# Blanks take their place, so that what is left does not grow together to a new one.
IMPORT = re.compile(r"@(?:import|charset|namespace)\b[^;{}]*;?", re.IGNORECASE)
IMAGE_SET = re.compile(
    r"image-set\(|\bimage\(|\bsrc\(|expression\(|-moz-binding|behavior", re.IGNORECASE
)
URL = re.compile(r"url\(\s*", re.IGNORECASE)
MAX_IMAGE = 10 * 1024 * 1024


def clean(html, embed):
    """``html`` with nothing in it that is fetched.

    :param html: text or bytes (UTF-8) of a page
    :param embed: function that gives (mimetype, content) of an image of our own by its address,
        or None
    :return: the page as text
    """
    parser = lxml.html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    raw = html.encode() if isinstance(html, str) else bytes(html)
    root = lxml.html.document_fromstring(raw, parser=parser, ensure_head_body=True)
    image = _Images(embed).find
    for element in list(root.iter()):
        _clean_element(element, image)
    return lxml.html.tostring(root, encoding="unicode", doctype="<!DOCTYPE html>")


def _clean_element(element, image):
    name = element.tag
    source, words = element.get("src", ""), element.get("alt", "")
    if name in GONE:
        _empty(element)
        return
    if name not in KEPT:
        # Its content stays; to take the element out of a long row takes the square of it.
        element.tag = "span"
        element.attrib.clear()
        return
    for attribute, value in list(element.attrib.items()):
        if kept := _clean_attribute(name, attribute, value, image):
            element.set(attribute, kept)
        else:
            del element.attrib[attribute]
    if name == "style":
        element.text = clean_css(element.text or "", image)
    elif name == "img":
        address = image(source)
        if address:
            element.set("src", address)
        else:
            _empty(element, words)


def _empty(element, words=""):
    """Leave of an element its place, with ``words`` in it."""
    element.clear(keep_tail=True)
    element.tag, element.text = "span", words


def _clean_attribute(name, attribute, value, image):
    """The value of an attribute, or None where it goes."""
    if attribute == "style":
        return clean_css(value, image)
    if attribute == "href":
        return value if name == "a" and LINKS.match(value.strip()) else None
    known = attribute in ATTRIBUTES or attribute.startswith(("data-", "aria-"))
    # Empty ones say something, too.
    return value or " " if known and not URL.search(value) else None


def clean_css(css, image=lambda address: None):
    """A style sheet, or the declarations of one element, without addresses.

    :param image: function that gives the data address that takes the place of one, or None
    """
    # Escapes write "url" in a hundred ways; nobody needs them on paper.
    if "\\" in css:
        return ""
    css = COMMENT.sub(" ", css.replace("\0", "").replace("<", " "))
    css = IMAGE_SET.sub("none", IMPORT.sub(" ", css))
    kept, images, position = [], [], 0
    while found := URL.search(css, position):
        end, address = _read_address(css, found.end())
        data = image(address)
        kept.append(css[position : found.start()])
        images.append(f'url("{data}")' if data else "none")
        position = end
    kept.append(css[position:])
    # An address where none can stand: whatever was meant by it, it is not needed.
    if any("//" in part for part in kept):
        return ""
    return "".join(chain.from_iterable(zip(kept, [*images, ""], strict=True)))


def _read_address(css, start):
    """(where what begins at ``start`` ends, the address)."""
    quote = css[start : start + 1]
    if quote in ("'", '"'):
        end = css.find(quote, start + 1)
        if end < 0:
            return len(css), ""
        closing = css.find(")", end)
        return (closing + 1 if closing >= 0 else len(css)), css[start + 1 : end]
    closing = css.find(")", start)
    return (closing + 1, css[start:closing].strip()) if closing >= 0 else (len(css), "")


class _Images:
    """Addresses of images as data addresses; each is looked up once for a page."""

    def __init__(self, embed):
        self.embed = embed
        self.known = {}

    def find(self, address):
        """The data address of an image, or None where it must not be shown."""
        address = address.strip()
        if address not in self.known:
            given = _read_data(address) if address[:5].lower() == "data:" else None
            if given is None and address and address[:5].lower() != "data:":
                given = self.embed(address)
            self.known[address] = to_data(*given) if given else None
        return self.known[address]


def _read_data(address):
    """(mimetype, content) of a data address, or None where it holds no image."""
    head = DATA.match(address)
    if not head:
        return None
    try:
        content = base64.b64decode("".join(address[head.end() :].split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return f"image/{head[1].lower()}", content


def to_data(mimetype, content):
    """An image as a data address, or None where it is too large or a drawing that asks for more."""
    if not content or len(content) > MAX_IMAGE:
        return None
    if mimetype == "image/svg+xml" and not is_closed_drawing(content):
        return None
    return f"data:{mimetype};base64,{base64.b64encode(content).decode()}"


def is_closed_drawing(content):
    """Whether an SVG names nothing outside of itself."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(content, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return False
    if root.getroottree().docinfo.doctype:
        return False
    return all(_is_closed_shape(element) for element in root.iter())


def _is_closed_shape(element):
    if not isinstance(element.tag, str):
        return False
    name, text = etree.QName(element).localname.lower(), element.text or ""
    if name in GONE - {"use", "title"}:
        return False
    if name == "style" and ("\\" in text or IMPORT.search(text) or URL.search(text)):
        return False
    for name, value in element.attrib.items():
        local = etree.QName(name).localname.lower()
        if local.startswith("on") or "\\" in value:
            return False
        if local in ("href", "src", "base") and not value.strip().startswith("#"):
            return False
        if any(not value.startswith("#", one.end()) for one in URL.finditer(value)):
            return False
    return True
