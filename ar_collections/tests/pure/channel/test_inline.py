"""Pictures travel inside of the e-mail."""

import base64
import email.policy
from email.message import EmailMessage

from odoo.tests import BaseCase

from ....tools.channel.inline import attach_pictures, drop_pictures

PNG = b"\x89PNG picture"
SOURCE = "data:image/png;base64," + base64.b64encode(PNG).decode()


def make_mail(body, attached=True):
    message = EmailMessage(policy=email.policy.SMTP)
    message.set_content("Pläin text")
    message.add_alternative(body, subtype="html")
    if attached:
        message.add_attachment(b"%PDF", "application", "pdf", filename="letter.pdf")
    return message


def kinds(message):
    return [part.get_content_type() for part in message.walk()]


class TestInline(BaseCase):
    def test_pictures_become_parts(self):
        for attached in (True, False):
            message = make_mail(f'<p>Zahlen für ß</p><img src="{SOURCE}" alt="Code"/>', attached)
            attach_pictures(message, "x.example")
            again = email.message_from_bytes(message.as_bytes(), policy=email.policy.default)
            self.assertEqual(
                [kind for kind in kinds(again) if not kind.startswith("multipart/")],
                ["text/plain", "text/html", "image/png"] + ["application/pdf"] * attached,
            )
            self.assertIn("multipart/related", kinds(again))
            body = again.get_body(("html",)).get_content()
            self.assertIn('<p>Zahlen für ß</p><img src="cid:picture1@x.example" alt="Code"/>', body)
            (picture,) = [one for one in again.walk() if one.get_content_type() == "image/png"]
            self.assertEqual(picture["Content-ID"], "<picture1@x.example>")
            self.assertEqual(picture.get_content_disposition(), "inline")
            self.assertEqual(picture.get_content(), PNG)
            self.assertIn("Pläin", again.get_body(("plain",)).get_content())

    def test_others_stay_as_they_are(self):
        for body in (
            "<p>none</p>",
            '<img src="https://x.example/a.png"/>',
            "data:image/png;base64,A",
        ):
            message = make_mail(body)
            before = message.as_bytes()
            attach_pictures(message, "x.example")
            self.assertEqual(message.as_bytes(), before)
        plain = EmailMessage()
        plain.set_content(SOURCE)
        attach_pictures(plain, "x.example")
        self.assertEqual(plain.get_content().strip(), SOURCE)

    def test_without_pictures(self):
        self.assertEqual(drop_pictures(f'<p>a<img alt="x" src="{SOURCE}"/>b</p>'), "<p>ab</p>")
        self.assertEqual(drop_pictures('<img src="/a.png"/>'), '<img src="/a.png"/>')
