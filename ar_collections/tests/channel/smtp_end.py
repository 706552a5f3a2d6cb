"""Odoo's mail leaves to a server of the test's own."""

from contextlib import contextmanager
from unittest.mock import patch

from ..smtp import MailEnd


@contextmanager
def smtp_end(env, **answers):
    """Odoo's mail leaves to a :class:`MailEnd`, which answers as told by ``answers``."""
    with MailEnd(answers) as end:
        env["ir.mail_server"].sudo().search([]).active = False
        env["ir.mail_server"].sudo().create(
            {
                "name": "End",
                "smtp_host": "127.0.0.1",
                "smtp_port": end.port,
                "smtp_encryption": "none",
                "sequence": 1,
            }
        )
        with patch.object(env.registry["ir.mail_server"], "_disable_send", lambda model: False):
            yield end
