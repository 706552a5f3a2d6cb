"""Letters as PDF: in bulk and one for who waits."""

from unittest.mock import patch

from ..case import Aim
from .sending import SendingCase

REPORT = "ar_collections.report_ar_dunning_letter"
LETTERS = 50


class Letters(SendingCase):
    name = "letters"
    title = f"{LETTERS} letters as PDF, in bulk"
    floor_is = "wkhtmltopdf on the same HTML"
    aims = (Aim("ms_each", 160),)
    unit = "letter"
    fixed = True
    count = LETTERS

    def prepare(self):
        self.make_policy("letter")
        return self.make_notices(self.count)

    def warm(self, notices):
        self.print(notices[:2])

    def ours(self, notices):
        self.calls = []
        with self.recorded():
            self.print(notices)
        return len(notices)

    def print(self, notices):
        notices._ensure_letters()

    def recorded(self):
        """Keep what the PDF program is called with."""
        model = self.env.registry["ir.actions.report"]
        original = model._run_wkhtmltopdf

        def run(report, *arguments, **named):
            self.calls.append((arguments, named))
            return original(report, *arguments, **named)

        return patch.object(model, "_run_wkhtmltopdf", run)

    def floor(self, _notices):
        for arguments, named in self.calls:
            self.env["ir.actions.report"]._run_wkhtmltopdf(*arguments, **named)


class Letter(Letters):
    name = "letter"
    title = "One letter as PDF, interactive"
    aims = (Aim("ms_each", 250),)
    turns = 5
    count = 1

    def warm(self, notices):
        self.print(notices)

    def print(self, notices):
        self.env["ir.actions.report"]._render_qweb_pdf(REPORT, notices.ids)
