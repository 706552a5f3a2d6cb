"""Personal links: addresses that open something to whoever has them."""

import re

from lxml import etree, html

# What makes an address personal: the page to confirm a balance, the portal's key.
MARKS = ("/balance/confirm/", "access_token=")
# The page to pay or answer: others have addresses that hold its first word, too.
_PAY = re.compile(r"/pay/[A-Za-z0-9_-]{31}(?![A-Za-z0-9_-])")
# An invoice below that page: whoever may read it finds it on the portal.
_INVOICE = re.compile(r"/pay/[A-Za-z0-9_-]{31}/invoice/([0-9]{1,19})(?:/pdf)?(?![A-Za-z0-9_/-])")
_PORTAL = r"/my/invoices/\1"
_KEY = re.compile(r"access_token=[^&#]{0,500}&?")
# The same in the text of HTML, with what joins it to the address.
_RAW_KEY = re.compile(r"(\?|&amp;|&)access_token=[^&#\"'<>\s]{1,200}(&amp;(?=[^#\s]))?")
_SPACE = re.compile(r"([\s\"'<>]+)")


def is_personal(text):
    """Whether ``text`` holds such an address."""
    return any(mark in text for mark in MARKS) or bool(_PAY.search(text))


def without_key(address):
    """The address without its key, for who may open the page anyhow; "" where the whole
    address is the key."""
    address = _INVOICE.sub(_PORTAL, address)
    if MARKS[0] in address or _PAY.search(address):
        return ""
    return _KEY.sub("", address).rstrip("?&")


def hide(text, words):
    """HTML without its personal links.

    :param text: HTML as it leaves for the customer
    :param words: what stands where an address was
    :return: HTML as others may read it
    """
    if not text or not is_personal(text):
        return text
    if not is_personal(plain := _INVOICE.sub(_PORTAL, _RAW_KEY.sub(_cut_key, text))):
        # Nothing but keys of addresses, and nothing that is written in another way.
        return plain
    root = html.fragment_fromstring(text, create_parent="div")
    for element in root.iter():
        if isinstance(element.tag, str):
            _hide_in_attributes(element, words)
        element.text = _hide_in_text(element.text, words)
        element.tail = _hide_in_text(element.tail, words)
    inner = (root.text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return inner + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )


def _cut_key(found):
    """What is left of the key of an address: what joins the parts around it."""
    return found[1] if found[2] else ""


def _hide_in_attributes(element, words):
    for name, value in list(element.attrib.items()):
        if not is_personal(value):
            continue
        kept = without_key(value)
        if kept and name == "href":
            element.set(name, kept)
            continue
        del element.attrib[name]
        if name == "href":
            element.tag = "span"
            element.tail = f" ({words}){element.tail or ''}"


def _hide_in_text(text, words):
    if not text or not is_personal(text):
        return text
    parts = _SPACE.split(text)
    return "".join(without_key(part) or words if is_personal(part) else part for part in parts)


def hide_in_text(text, words):
    """Plain text without its personal links; parameters as of ``hide``."""
    return _hide_in_text(text, words)
