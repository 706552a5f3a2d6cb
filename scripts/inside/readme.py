"""Make README.rst and static/description/index.html of an add-on from the fragments in readme/.

readme.py write ROOT ADDON...    write what is out of date
readme.py check ROOT ADDON...    print what is out of date or not good reStructuredText, a line each

The fragments are Markdown: paragraphs, lists, pictures on a line of their own, and within a line
**bold**, *italic*, `code` and [links](…). Pictures of docs/images are copied into
static/description, where the page may show them.
"""

import ast
import html
import io
import re
import sys
from pathlib import Path

from docutils.core import publish_doctree

# Fragments and their titles, in the order of the page; the first stands below the name.
SECTIONS = {
    "DESCRIPTION": None,
    "INSTALL": "Installation",
    "CONFIGURE": "Configuration",
    "USAGE": "Usage",
    "ROADMAP": "Known Limits and What Is to Come",
    "HISTORY": "Changes",
}
LICENSES = {"LGPL-3": "GNU Lesser General Public License, version 3"}
INLINE = re.compile(
    r"\*\*(?P<bold>.+?)\*\*|\*(?P<italic>.+?)\*|`(?P<code>[^`]+)`|\[(?P<text>[^]]+)\]\((?P<url>[^)]+)\)"
)
PICTURE = re.compile(r"!\[(?P<alt>[^]]*)\]\((?P<path>[^)]+)\)")
ITEM = re.compile(r"(?P<mark>-|\d+\.) (?P<text>.*)")
NOTE = "This file is made of the fragments in readme/ by ./dev readme."
IMAGES = "static/description/"
MARGIN = "margin: 0 auto; max-width: 1040px; padding: 0 16px;"
PICTURE_STYLE = (
    "border: 1px solid #d8d3df; border-radius: 6px; display: block; height: auto; "
    "margin: 24px auto; max-height: 760px; max-width: 100%;"
)


def blocks(text):
    """The blocks of a fragment: ('text', line), ('picture', alt, path), ('list', mark, [line])."""
    for part in re.split(r"\n{2,}", text.strip()):
        lines = part.split("\n")
        if picture := PICTURE.fullmatch(part):
            yield "picture", picture["alt"], picture["path"]
        elif first := ITEM.match(lines[0]):
            items = []
            for line in lines:
                if item := ITEM.match(line):
                    items.append(item["text"])
                else:
                    items[-1] += " " + line.strip()
            yield "list", first["mark"], items
        else:
            yield "text", " ".join(line.strip() for line in lines)


# --- reStructuredText ------------------------------------------------------------------------


def _rst_inline(match):
    if match["bold"]:
        return f"**{match['bold']}**"
    if match["italic"]:
        return f"*{match['italic']}*"
    if match["code"]:
        return f"``{match['code']}``"
    return f"`{match['text']} <{match['url']}>`__"


def _rst_blocks(text):
    for kind, *said in blocks(text):
        if kind == "picture":
            alt, path = said
            yield f".. image:: {path}\n   :alt: {alt}"
        elif kind == "list":
            mark, items = said
            sign = "-" if mark == "-" else "#."
            yield "\n".join(f"{sign} {INLINE.sub(_rst_inline, item)}" for item in items)
        else:
            yield INLINE.sub(_rst_inline, said[0])


def rst(manifest, fragments):
    """README.rst: the name, the fragments, who made it."""
    name = manifest["name"]
    line = "=" * len(name)
    parts = [f".. {NOTE}", f"{line}\n{name}\n{line}"]
    for title, text in fragments:
        if title:
            parts.append(f"{title}\n{'=' * len(title)}")
        parts += _rst_blocks(text)
    license_name = LICENSES.get(manifest["license"], manifest["license"])
    parts.append("Credits\n=======")
    parts.append(f"Author: {manifest['author']}. License: {license_name} ({manifest['license']}).")
    return "\n\n".join(parts) + "\n"


# --- the page of the app store ---------------------------------------------------------------


def _html_inline(match):
    if match["bold"]:
        return f"<strong>{match['bold']}</strong>"
    if match["italic"]:
        return f"<em>{match['italic']}</em>"
    if match["code"]:
        return f"<code>{match['code']}</code>"
    return f'<a href="{match["url"]}">{match["text"]}</a>'


def _html_text(text):
    return INLINE.sub(_html_inline, html.escape(text, quote=False))


def _html_blocks(text):
    for kind, *said in blocks(text):
        if kind == "picture":
            alt, path = said
            name = path.removeprefix(IMAGES)
            yield f'<img src="{name}" alt="{html.escape(alt)}" style="{PICTURE_STYLE}"/>'
        elif kind == "list":
            mark, items = said
            tag = "ul" if mark == "-" else "ol"
            yield f'<{tag} style="padding-left: 24px;">'
            yield from (f'<li style="margin: 6px 0;">{_html_text(item)}</li>' for item in items)
            yield f"</{tag}>"
        else:
            yield f"<p>{_html_text(said[0])}</p>"


def page(manifest, fragments):
    """index.html: it loads nothing but the pictures beside it."""
    name = html.escape(manifest["name"], quote=False)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8"/>',
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
        f"<!-- {NOTE} -->",
        f"<title>{name}</title>",
        "</head>",
        '<body style="color: #2b2533; font-family: sans-serif; line-height: 1.55; margin: 0;">',
        '<section style="background: #f4f2f7; padding: 32px 0;">',
        f'<div style="{MARGIN}">',
        f'<h1 style="font-size: 32px; margin: 0 0 8px;">{name}</h1>',
        f'<p style="font-size: 19px; margin: 0;">{html.escape(manifest["summary"])}.</p>',
        "</div>",
        "</section>",
    ]
    for title, text in fragments:
        lines += [f'<section style="{MARGIN}">']
        if title:
            lines.append(f'<h2 style="font-size: 24px; margin: 40px 0 8px;">{title}</h2>')
        lines += [*_html_blocks(text), "</section>"]
    license_name = LICENSES.get(manifest["license"], manifest["license"])
    lines += [
        f'<section style="{MARGIN} padding-bottom: 40px;">',
        '<hr style="border: 0; border-top: 1px solid #d8d3df; margin: 40px 0 16px;"/>',
        f"<p>Author: {html.escape(manifest['author'])}. License: {license_name}.</p>",
        "</section>",
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


# --- files -----------------------------------------------------------------------------------


def files_of(root, addon):
    """{path: content in bytes} of all that is made for an add-on."""
    folder = root / addon
    manifest = ast.literal_eval((folder / "__manifest__.py").read_text(encoding="utf-8"))
    fragments = [
        (title, path.read_text(encoding="utf-8"))
        for name, title in SECTIONS.items()
        if (path := folder / "readme" / f"{name}.md").exists()
    ]
    made = {
        folder / "README.rst": rst(manifest, fragments).encode(),
        folder / IMAGES / "index.html": page(manifest, fragments).encode(),
    }
    for _title, text in fragments:
        for picture in PICTURE.finditer(text):
            name = picture["path"].removeprefix(IMAGES)
            made[folder / IMAGES / name] = (root / "docs" / "images" / name).read_bytes()
    return made


def find_faults(text):
    """What docutils says of reStructuredText, a line each."""
    said = io.StringIO()
    publish_doctree(text, settings_overrides={"warning_stream": said, "report_level": 1})
    return said.getvalue().splitlines()


def main(task, root, *addons):
    root = Path(root)
    for addon in addons:
        for path, content in files_of(root, addon).items():
            name = path.relative_to(root)
            for fault in find_faults(content.decode()) if path.suffix == ".rst" else ():
                print(f"{name}: {fault}")
            if path.exists() and path.read_bytes() == content:
                continue
            if task == "check":
                print(f"{name} is not what readme/ says: ./dev readme makes it anew")
            else:
                path.write_bytes(content)
                print(f"{name} was written")


if __name__ == "__main__":
    main(*sys.argv[1:])
