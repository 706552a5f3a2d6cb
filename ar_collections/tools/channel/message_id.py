"""Message-IDs that are made of what is said: pure."""

import hashlib
import json


def derive(said, thread, domain):
    """A Message-ID as mail servers and Odoo's threads know it.

    :param said: plain values; the same values give the same Message-ID
    :param thread: ``id-model`` of the record on which answers are kept
    :param domain: of the sender, as text; may be empty
    """
    text = json.dumps(said, default=str, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()[:40]
    return f"<{digest}-openerp-{thread}@{domain or 'localhost'}>"
