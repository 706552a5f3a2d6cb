"""Pictures in an e-mail: in the e-mail itself, so that it shows them without asking a server."""

import base64
import binascii
import re

# How pictures stand in what templates make. Mail programs, Gmail among them, do not show them so.
PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,([A-Za-z0-9+/=]+)")
# A picture as a tag, to leave it out.
PICTURE_TAG = re.compile(r"<img\b[^<>]{0,500}data:image/[^<>]*>")


def attach_pictures(message, domain):
    """Move the pictures of an e-mail's HTML into parts beside it (``multipart/related``).

    :param message: an ``EmailMessage``, changed in place
    :param domain: ends the names of the parts
    """
    part = message.get_body(preferencelist=("html",))
    source = part.get_content() if part is not None else ""
    pictures = []

    def name(match):
        try:
            content = base64.b64decode(match[2], validate=True)
        except (binascii.Error, ValueError):
            return match[0]
        pictures.append((f"picture{len(pictures) + 1}@{domain}", match[1], content))
        return f"cid:{pictures[-1][0]}"

    changed = PICTURE.sub(name, source)
    if not pictures:
        return
    part.set_content(changed, subtype="html", charset="utf-8")
    for cid, kind, content in pictures:
        part.add_related(
            content, "image", kind, cid=f"<{cid}>", disposition="inline", filename=f"code.{kind}"
        )


def drop_pictures(source):
    """The HTML without its pictures."""
    return PICTURE_TAG.sub("", source)
