"""An e-mail as plain text, for those who read no HTML: a line for each row of a table."""

import re

from lxml import etree, html

SKIPPED = frozenset({"head", "img", "script", "style", "title"})
BLOCKS = frozenset(
    {"address", "blockquote", "body", "div", "h1", "h2", "h3", "h4", "hr", "html", "li", "ol", "p"}
    | {"table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)
# After these an empty line.
APART = frozenset({"h1", "h2", "h3", "h4", "ol", "p", "table", "ul"})
# A row with one of these in it only places them: it is no line of figures.
LAYOUT = frozenset({"h1", "h2", "h3", "h4", "ol", "p", "table", "ul"})
# Deeper than this nobody writes, and a hostile mail would.
MAX_DEPTH = 150
HIDDEN = re.compile(r"display\s*:\s*none")
BLANK = re.compile(r"\s+")


def to_text(source):
    """The text of an HTML e-mail.

    A row of figures is one line, its cells divided by “|”, what stands below each other in a cell
    by commas; addresses of links follow, on lines of their own. Elsewhere they follow in brackets.
    """
    if not (source or "").strip():
        return ""
    try:
        root = html.fromstring(source)
    except (etree.ParserError, ValueError):
        return ""
    writer = _Writer()
    writer.walk(root)
    return writer.finish()


def _is_hidden(node):
    return not isinstance(node.tag, str) or (
        node.tag in SKIPPED or bool(HIDDEN.search(node.get("style") or ""))
    )


def _address(node):
    """Where a link leads, '' if its text says it already or it is none to open."""
    address = (node.get("href") or "").strip() if node.tag == "a" else ""
    return address if address.startswith(("http://", "https://")) else ""


def _squeeze(text):
    return BLANK.sub(" ", text).strip()


class _Writer:
    def __init__(self):
        self.lines, self.line = [], []

    def finish(self):
        self.end_line()
        lines = [
            line
            for line, before in zip(self.lines, ["", *self.lines], strict=False)
            if line or before
        ]
        return "\n".join(lines).strip() + "\n"

    def end_line(self, apart=False):
        if text := _squeeze("".join(self.line)):
            self.lines.append(text)
        self.line = []
        if apart:
            self.lines.append("")

    def walk(self, node, depth=0, mark=""):
        """Write a node and what is in it."""
        if depth > MAX_DEPTH or _is_hidden(node):
            return
        tag = node.tag
        if tag == "tr" and not any(one.tag in LAYOUT for one in node.iterdescendants()):
            self.end_line()
            self.write_row(node)
            return
        if tag in BLOCKS:
            self.end_line()
        if tag == "br":
            self.end_line()
        self.line.append(mark + (node.text or ""))
        for number, child in enumerate(node, 1):
            own = {"ol": f"{number}. ", "ul": "- "}.get(tag, "")
            self.walk(child, depth + 1, own)
            self.line.append(child.tail or "")
        self.write_address(node)
        if tag in BLOCKS:
            self.end_line(apart=tag in APART)

    def write_address(self, node):
        address = _address(node)
        if address and address != _squeeze(node.text_content()):
            self.line.append(f" ({address})")

    def write_row(self, row):
        cells, addresses = [], []
        for cell in row:
            if isinstance(cell.tag, str):
                cells.append(", ".join(_get_parts(cell, addresses)))
        if any(cells):
            self.lines.append(" | ".join(filter(None, cells)))
        self.lines += [f"    {address}" for address in dict.fromkeys(addresses)]


def _get_parts(cell, addresses):
    """The texts below each other in a cell; adds the addresses of its links to ``addresses``."""
    parts = [""]

    def take(node, depth):
        if depth > MAX_DEPTH or _is_hidden(node):
            return
        if node.tag in BLOCKS or node.tag == "br":
            parts.append("")
        parts[-1] += node.text or ""
        for child in node:
            take(child, depth + 1)
            parts[-1] += child.tail or ""
        if address := _address(node):
            addresses.append(address)
        if node.tag in BLOCKS:
            parts.append("")

    take(cell, 0)
    return [text for text in map(_squeeze, parts) if text]
