"""Reading forms that people outside of the company fill in: amounts, and files they send."""

import io
import zipfile

from odoo import fields
from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

from ..tools.base.cells import to_amount
from ..tools.base.xlsx_reader import Unfit, check_archive

MAX_FILE_BYTES = 10 * 1024 * 1024
#: Bytes of a form without its files, and of what a file of Office unpacks to.
MAX_FORM_BYTES = 2 * 1024 * 1024
MAX_UNPACKED = 100 * 1024 * 1024
MAX_NAME = 200
MAX_ID = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1970, 2199
FILE_TYPES = {
    "pdf": {"application/pdf"},
    "png": {"image/png"},
    "jpg": {"image/jpeg"},
    "jpeg": {"image/jpeg"},
    "xlsx": {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/zip",
    },
    "docx": {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/zip",
    },
    "csv": {"text/csv", "text/plain"},
}


class UnfitUpload(ValueError):
    """A file that is not taken; the text is a whole sentence for the one who sent it."""


def limit_body(files=0):
    """What ``max_content_length`` of a route is: the bytes of a request with so many files.

    A larger one is refused (413) before it is read; Odoo's own bound goes on to hold.
    """

    def get_most(_controller):
        sent = request.httprequest
        # Only a form in parts carries files; another one is parsed in memory, field by field.
        carried = files * MAX_FILE_BYTES if sent.mimetype == "multipart/form-data" else 0
        most = MAX_FORM_BYTES + carried
        return min(most, sent.max_content_length or most)

    return get_most


def read_id(text):
    """The id that a request names, 0 where it is none."""
    text = str(text or "")
    number = int(text) if len(text) < 11 and text.isascii() and text.isdecimal() else 0
    return number if number <= MAX_ID else 0


def read_day(text):
    """A day as browsers send it, or None where it is none of our times: with one of the year 1
    nobody can reckon.
    """
    try:
        day = fields.Date.to_date((text or "")[:MAX_NAME] or None)
    except ValueError:
        return None
    return day if day and FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_text(form, name, most):
    """A text of a form, cut to ``most`` signs; the one sign that no database keeps is left out."""
    text = form.get(name)
    return text.replace("\0", "").strip()[:most] if isinstance(text, str) else ""


def read_number(text):
    """A number as people write it, or None where ``text`` is none.

    Thousands marks and the decimal point are those of the page's language; where that makes
    no number, the other way round.
    """
    language = request.env["res.lang"]._get_data(code=request.env.lang)
    points = (".", ",") if language.decimal_point != "," else (",", ".")
    readings = (to_amount(text, point) for point in points)
    return next((float(amount) for amount in readings if amount is not None), None)


def read_upload(upload, most=MAX_FILE_BYTES):
    """One uploaded file, judged by what is in it and not by what it is called.

    :param upload: werkzeug's ``FileStorage``
    :param most: bytes that are taken at most
    :return: (name, content, mimetype)
    :raise UnfitUpload: too large, or of a kind that is not taken
    """
    content = upload.stream.read(most + 1)
    name = upload.filename[-MAX_NAME:]
    ending = name.rpartition(".")[2].lower()
    if len(content) > most:
        raise UnfitUpload(request.env._("The file %s is too large.", name))
    # Before anything else looks into it: what tells the kind of an archive unpacks parts of it.
    if not _is_usual(content):
        raise UnfitUpload(request.env._("The file %s cannot be read. Send it as PDF.", name))
    mimetype = guess_mimetype(content, default="application/octet-stream")
    if mimetype not in FILE_TYPES.get(ending, ()):
        raise UnfitUpload(request.env._("Files such as %s cannot be sent.", name))
    return name, content, mimetype


def _is_usual(content):
    """Whether a file is no archive, or one that Office may have written."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content[:2] != b"PK"
    try:
        return bool(check_archive(content, MAX_UNPACKED))
    except (Unfit, zipfile.BadZipFile, ValueError, LookupError, RuntimeError, OSError):
        return False
