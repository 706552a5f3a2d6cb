"""Reading forms that people outside of the company fill in: amounts, and files they send."""

from odoo.http import request
from odoo.tools.mimetypes import guess_mimetype

from ..tools.ledger_cells import to_amount

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_NAME = 200
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
    ending = upload.filename.rpartition(".")[2].lower()
    mimetype = guess_mimetype(content, default="application/octet-stream")
    if len(content) > most:
        raise UnfitUpload(request.env._("The file %s is too large.", upload.filename))
    if mimetype not in FILE_TYPES.get(ending, ()):
        raise UnfitUpload(request.env._("Files such as %s cannot be sent.", upload.filename))
    return upload.filename[:MAX_NAME], content, mimetype
