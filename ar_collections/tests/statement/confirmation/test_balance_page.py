"""The customer's page: one link, one answer, and nothing for anybody else."""

import base64
import html
import io
import re
import time
import zipfile
from itertools import pairwise
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ....controllers import balance_confirmation, forms
from ....tools.base.throttle import Throttle
from .confirmation_common import PDF, TODAY, ConfirmationCommon

ROUTES = ("", "/statement", "/evidence")


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestBalancePage(ConfirmationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        contact = cls.env["res.partner"].create({"name": "Ann Buyer", "parent_id": cls.partner.id})
        cls.portal = cls._login_of("portal.ann", contact)
        cls.foreign = cls._login_of("portal.eve", cls._make_partner("Foreign"))

    @classmethod
    def _login_of(cls, login, partner):
        return new_test_user(
            cls.env,
            login,
            "base.group_portal",
            name=partner.name,
            partner_id=partner.id,
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _differences_form(self, one, *moves, **form):
        """The form of the second step with these lines, as a wrong price each."""
        lines = [self._line(one, move) for move in moves]
        causes = {f"cause_{line.id}": "wrong_price" for line in lines}
        return {"answer": "differs", "line": [line.id for line in lines], **causes, **form}

    # -- the way through ---------------------------------------------------------------

    def test_confirm(self):
        one = self._ask()
        page = self._get(one)
        self.assertEqual(page.status_code, 200)
        for words in ("Alpha Trading", "1,500.00", self.first.name, "PO 1", "11/30/2026"):
            self.assertIn(words, page.text)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        answered = self._post(one, answer="confirmed", comment="as agreed")
        self.assertIn("was received", answered.text)
        self.assertEqual((one.state, one.statement_id.state), ("confirmed", "confirmed"))
        self.assertEqual((one.answered_by, one.answer_way), ("Ann Buyer", "link"))
        self.assertEqual(one.answer_note, "as agreed")
        self.assertIn(one.answer_ip, ("127.0.0.1", "::1"))
        self.assertTrue(one.answer_agent)
        self.assertFalse(one.answer_user_id)

    def test_whoever_got_the_link_has_moved(self):
        """It opens for nobody who is not known to be the customer, and shows no figures."""
        contact = self.env["res.partner"].create(
            {"name": "Bob", "email": "bob@example.com", "parent_id": self.partner.id}
        )
        one = self._ask(contact_id=contact.id)
        self.assertEqual(self._get(one).status_code, 200)
        contact.parent_id = self.foreign.partner_id
        for more in ROUTES:
            with self.subTest(more):
                page = self._get(one, more)
                self.assertEqual(page.status_code, 410)
                self.assertNotIn("1,500.00", page.text)
                self.assertNotIn("Alpha Trading", page.text)
        self.assertIn("no contact of this customer any more", self._get(one).text)
        with self.assertRaisesRegex(UserError, "the link does not open"):
            one.action_remind()
        self.authenticate("portal.ann", "portal.ann")
        self.assertIn("1,500.00", self._get(one).text, "of the customer, and logged in")
        self.authenticate("portal.eve", "portal.eve")
        self.assertEqual(self._get(one).status_code, 410)
        self.logout()
        self.env["ar.outside.contact"].create(
            {"profile_id": self.profile.id, "contact_id": contact.id, "reason": "Agent"}
        )
        self.assertIn("1,500.00", self._get(one).text)

    def test_labels_and_headings(self):
        """Each control has a label, and headings do not skip a level."""
        one = self._ask()
        line = self._line(one, self.first)
        pages = [self._get(one).text, self._get(one, f"?differs=1&line={line.id}&missing=1").text]
        for page in pages:
            main = page[page.index("o_ar_balance") :]
            labelled = set(re.findall(r'<label[^>]* for="([^"]+)"', main))
            controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", main)
            shown = [one for one in controls if 'type="hidden"' not in one]
            ids = {re.search(r'\bid="([^"]+)"', control).group(1) for control in shown}
            self.assertTrue(ids)
            self.assertEqual(ids - labelled, set())
            levels = [int(level) for level in re.findall(r"<h([1-6])\b", main)]
            self.assertEqual(levels[0], 1)
            self.assertFalse([pair for pair in pairwise(levels) if pair[1] > pair[0] + 1])
            self.assertNotIn("<script", main[: main.index("</main>")])

    def test_an_amount_that_can_hardly_be_meant(self):
        """−5.00 for 1,000: asked again with a sentence; sent once more it is taken, and a person
        has to ask the customer."""
        one = self._ask()
        line = self._line(one, self.first)
        form = self._differences_form(one, self.first, **{f"amount_{line.id}": "-5.00"})
        page = html.unescape(self._post(one, **form).text)
        self.assertEqual(one.state, "asked")
        self.assertRegex(page, r"-\W+5\.00 was given for an item of \W+1,000\.00\.")
        self.assertIn("send it once more if it is right", page)
        self.assertIn(f'name="sure_{line.id}" value="-5.00"', page)
        # Another odd amount is asked about, too.
        again = {**form, f"sure_{line.id}": "-5.00", f"amount_{line.id}": "1.00"}
        self._post(one, **again)
        self.assertEqual(one.state, "asked")
        self._post(one, **{**form, f"sure_{line.id}": "-5.00"})
        self.assertEqual(one.state, "differs")
        difference = one.difference_ids
        self.assertIn("was given for an item of", difference.doubt)
        self.assertIn("Ask the customer", difference.activity_ids.note)

    def test_differ(self):
        one = self._ask()
        line = self._line(one, self.first)
        first = self._get(one).text
        self.assertIn(f'value="{line.id}"', first)
        self.assertIn("mark at least one line", self._get(one, "?differs=1").text)
        second = self._get(one, f"?differs=1&line={line.id}").text
        self.assertIn(f'name="cause_{line.id}"', second)
        self.assertNotIn(f'name="cause_{self._line(one, self.second).id}"', second)
        answered = self._post(
            one,
            files=[(f"file_{line.id}", ("proof.pdf", PDF, "application/pdf"))],
            **self._differences_form(
                one,
                self.first,
                **{
                    f"amount_{line.id}": "900.50",
                    f"date_{line.id}": "2026-11-20",
                    f"note_{line.id}": "as quoted",
                },
            ),
        )
        self.assertIn("not right, or not complete", answered.text)
        difference = one.difference_ids
        self.assertEqual((difference.line_id, difference.cause), (line, "wrong_price"))
        self.assertEqual((difference.claimed_amount, difference.difference), (900.5, 99.5))
        self.assertEqual(str(difference.claimed_date), "2026-11-20")
        self.assertEqual((difference.note, difference.attachment_ids.raw), ("as quoted", PDF))
        self.assertFalse(difference.attachment_ids.public)
        self.assertTrue(difference.hold_id)
        self.assertEqual(difference.activity_ids.user_id, self.collector)
        # Not by the public user, whom people of another company may not read.
        system = self.env.ref("base.user_root")
        for made in (difference, difference.hold_id, difference.activity_ids):
            self.assertEqual(made.create_uid, system)
        self.assertEqual(difference.message_ids.author_id, system.partner_id)

    def test_something_missing(self):
        one = self._ask()
        form = {"answer": "differs", "missing": "1", "document_missing": "Transfer 9"}
        page = self._post(one, **form)
        self.assertIn("enter its amount", page.text)
        self.assertEqual(one.state, "asked")
        self._post(one, amount_missing="-1,300.00", **form)
        self.assertEqual(one.difference_ids.difference, 1300)

    def test_bad_forms(self):
        one = self._ask()
        line = self._line(one, self.first)
        form = self._differences_form(one, self.first)
        cases = [
            ({"answer": "confirmed", "name": " "}, "enter your name"),
            ({**form, f"cause_{line.id}": "nonsense"}, "choose what is different"),
            ({**form, f"amount_{line.id}": "many"}, "enter a number"),
            ({**form, f"date_{line.id}": "2026-13-40"}, "enter a date"),
            ({"answer": "differs"}, "mark at least one line"),
            ({"answer": "differs", "line": "x"}, "mark at least one line"),
        ]
        for values, words in cases:
            with self.subTest(words=words):
                self.assertIn(words, self._post(one, **values).text)
                self.assertEqual(one.state, "asked")

    def test_lines_of_another_statement_do_not_count(self):
        other = self._make_partner("Other")
        self._make_invoice(other, amount=77, date="2026-10-01")
        theirs = self._ask(other).statement_id.line_ids
        one = self._ask()
        self._post(
            one, answer="differs", line=[theirs.id], **{f"cause_{theirs.id}": "not_received"}
        )
        self.assertEqual(one.state, "asked")
        page = self._get(one, f"?differs=1&line={theirs.id}").text
        self.assertNotIn("77.00", page)

    # -- files and texts ---------------------------------------------------------------

    def test_files(self):
        one = self._ask()
        line = self._line(one, self.first)
        form = self._differences_form(one, self.first)
        self.patch(forms, "MAX_FILE_BYTES", 2000)
        cases = [
            ("big.pdf", PDF + b" " * 2000, "too large"),
            ("page.html", b"<script>alert(1)</script>", "cannot be sent"),
            ("fake.pdf", b"<html><script>alert(1)</script></html>", "cannot be sent"),
            ("run.exe", b"MZ\x90\x00", "cannot be sent"),
        ]
        for name, content, words in cases:
            with self.subTest(name=name):
                page = self._post(one, files=[(f"file_{line.id}", (name, content))], **form)
                self.assertIn(words, page.text)
                self.assertEqual(one.state, "asked")
        many = [(f"file_{line.id}", (f"{number}.pdf", PDF)) for number in range(11)]
        self.assertIn("at most 10 files", self._post(one, files=many, **form).text)
        self.assertFalse(self.env["ar.balance.difference"].search([("line_id", "=", line.id)]))

    def test_texts_are_texts(self):
        """What the customer writes is shown as text, on the page, on paper and in tasks."""
        one = self._ask()
        line = self._line(one, self.first)
        evil = '<img src=x onerror="alert(1)">'
        answered = self._post(
            one,
            **self._differences_form(one, self.first, name=evil, **{f"note_{line.id}": evil}),
        )
        self.assertEqual(one.answered_by, evil)
        paper = self.env["ir.actions.report"]._render_qweb_html(
            "ar_collections.report_ar_balance_evidence", one.ids
        )[0]
        task = one.difference_ids.activity_ids
        for text in (
            answered.text,
            paper.decode(),
            self.profile.message_ids[0].body,
            task.note or "",
            task.summary,
        ):
            self.assertNotIn("<img src=x", text)
        self.assertIn("&lt;img src=x", answered.text)

    # -- links that do not open --------------------------------------------------------

    def test_used_twice(self):
        one = self._ask()
        self._post(one, answer="confirmed")
        form = self._differences_form(one, self.first, name="Somebody Else")
        again = self._post(one, **form)
        for page in (again, self._get(one)):
            self.assertEqual(page.status_code, 200)
            self.assertIn("Answered by Ann Buyer", page.text)
            self.assertIn("12/15/2026", page.text)
            self.assertIn("Cora Collector", page.text, "whom to ask")
            self.assertNotIn("<form", page.text[page.text.index("o_ar_balance") :])
        self.assertEqual((one.state, one.answered_by), ("confirmed", "Ann Buyer"))

    def test_expired(self):
        one = self._ask()
        with freeze_time("2027-01-15 12:00:00"):
            pages = [
                self._get(one),
                self._get(one, "/statement"),
                self._post(one, answer="confirmed"),
            ]
        for page in pages:
            self.assertEqual(page.status_code, 410)
            self.assertIn("01/14/2027", page.text)
            self.assertIn("Cora Collector", page.text)
            self.assertNotIn("1,500.00", page.text)
        self.assertEqual(one.state, "asked")

    def test_answered_and_over(self):
        """After the last day the link says that there is an answer, and shows no figures."""
        one = self._ask()
        self._post(one, answer="confirmed")
        with freeze_time("2027-01-15 12:00:00"):
            pages = [self._get(one, route) for route in ROUTES]
        for page in pages:
            self.assertIn("Answered by Ann Buyer", page.text)
            self.assertNotIn("1,500.00", page.text)

    def test_withdrawn(self):
        one = self._ask()
        one.action_withdraw()
        page = self._get(one)
        self.assertEqual(page.status_code, 410)
        self.assertIn("was withdrawn", page.text)
        self.assertNotIn("1,500.00", page.text)
        self.assertEqual(self._get(one, "/statement").status_code, 410)

    def test_forged(self):
        one = self._ask()
        token = one._get_token()
        raw = bytearray(base64.urlsafe_b64decode(token + "=="))
        raw[-2] ^= 1  # another id
        forged = [
            base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("="),
            token[:-4],
            "x",
            "AQ" + token[2:20],
            token[:10] + ("A" if token[10] != "A" else "B") + token[11:],
        ]
        for text in forged:
            for route in ROUTES:
                with self.subTest(token=text, route=route):
                    page = self.url_open(f"/balance/confirm/{text}{route}")
                    self.assertEqual(page.status_code, 404)
                    self.assertIn("not valid", page.text)
            answer = self._post(one, token=text, answer="confirmed")
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(one.state, "asked")

    def test_wrong_method_and_no_csrf(self):
        one = self._ask()
        for method in ("PUT", "DELETE", "PATCH"):
            page = self.opener.request(method, self.base_url() + self._path(one))
            self.assertEqual(page.status_code, 405)
        for route in ROUTES[1:]:
            page = self.opener.post(self.base_url() + self._path(one, route), data={"x": 1})
            self.assertEqual(page.status_code, 405)
        with mute_logger("odoo.http"):
            page = self.url_open(self._path(one), data={"name": "Ann", "answer": "confirmed"})
        self.assertEqual(page.status_code, 400)
        self.assertEqual(one.state, "asked")

    def test_downloads(self):
        one = self._ask()
        statement = self._get(one, "/statement")
        self.assertEqual(statement.content, one.statement_id.attachment_id.raw)
        self.assertIn("attachment", statement.headers["Content-Disposition"])
        self.assertEqual(statement.headers["X-Content-Type-Options"], "nosniff")
        self.assertNotIn("Ann Buyer", self._get(one, "/evidence").text)
        self._post(one, answer="confirmed")
        evidence = self._get(one, "/evidence")
        self.assertIn("attachment", evidence.headers["Content-Disposition"])
        self.assertEqual(self._get(one, "/statement").status_code, 200)

    # -- who is logged in --------------------------------------------------------------

    def test_logged_in_customer_is_named(self):
        one = self._ask()
        self.authenticate(self.portal.login, self.portal.login)
        self.assertIn('value="Ann Buyer"', self._get(one).text)
        self._post(one, answer="confirmed")
        self.assertEqual((one.answer_way, one.answer_user_id), ("portal", self.portal))

    def test_without_the_link_nobody_reads(self):
        """A portal user of another customer, or of this one, has the link or has nothing."""
        one = self._ask()
        self._answer(one, "differs", [self._differ(one, self.first)])
        for user in (self.portal, self.foreign):
            for record in (one, one.difference_ids, one.reminder_ids):
                self.assertFalse(record.with_user(user).has_access("read"))
        self.authenticate(self.foreign.login, self.foreign.login)
        scan = one._attach(one, [("slip.pdf", PDF, "application/pdf")])
        page = self.url_open(f"/web/content/{scan.id}")
        self.assertEqual(page.status_code, 404)

    def test_our_own_users_do_not_answer(self):
        one = self._ask()
        self.authenticate(self.collector.login, self.collector.login)
        page = self._get(one)
        self.assertIn("record an answer on the confirmation", page.text)
        self.assertNotIn("Confirm the balance</button>", page.text)
        refused = self._post(one, answer="confirmed")
        self.assertEqual(refused.status_code, 403)
        self.assertEqual(one.state, "asked")

    def test_in_the_customers_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.partner.lang = "fr_FR"
        one = self._ask()
        self.assertIn("30/11/2026", self._get(one).text)

    # -- odd and hostile requests ------------------------------------------------------

    def test_odd_requests_get_a_page(self):
        """Whatever is sent without a login ends in a page, and in time."""
        one = self._ask()
        line = self._line(one, self.first)
        for query in ("line=" + "9" * 5000, "line=²", "line=-1&line=1e9&line=99999999999", "line="):
            with self.subTest(query[:20]):
                self.assertEqual(self._get(one, f"?differs=1&{query}").status_code, 200)
        odd = ["9" * 30_000, "€" * 5000 + "+x", "(" * 30_000, "a\0b", "1e400", "\0", "٣"]
        for text in odd:
            form = dict.fromkeys(
                ("comment", "document_missing", "missing", "currency_missing"), text
            )
            for key in (line.id, "missing"):
                form |= {f"{name}_{key}": text for name in ("amount", "date", "note")}
            with self.subTest(text[:10]):
                start = time.process_time()
                page = self._post(one, answer="differs", line=["9" * 5000, line.id], **form)
                self.assertLess(time.process_time() - start, 5)
                self.assertEqual(page.status_code, 200)
        self.assertEqual(one.state, "asked")
        answered = self._post(one, answer="confirmed", name="Ann\0 Buyer", comment="so\0 be it")
        self.assertEqual(answered.status_code, 200)
        self.assertEqual((one.answered_by, one.answer_note), ("Ann Buyer", "so be it"))

    def test_forged_links_get_a_page(self):
        for token in ("x", "%00", "=", "A" * 3000, "%F0%9F", "..%2F..", "0" * 64 + "AAAA"):
            with self.subTest(token[:20]), mute_logger("odoo.http"):
                self.assertIn(self.url_open(f"/balance/confirm/{token}").status_code, (400, 404))

    @mute_logger("odoo.http")
    def test_a_body_has_a_bound(self):
        one = self._ask()
        path = self._path(one)
        csrf = re.search(r'csrf_token: "([^"]+)"', self.url_open(path).text).group(1)
        body = {"csrf_token": csrf, "comment": "x" * (forms.MAX_FORM_BYTES + 1)}
        self.assertEqual(self.url_open(path, data=body).status_code, 413)
        fields = [(f"f{number}", (None, "x")) for number in range(2000)]
        self.assertEqual(self.url_open(path, files=fields).status_code, 413)
        self.patch(forms, "MAX_FILE_BYTES", 1000)
        self.patch(forms, "MAX_FORM_BYTES", 1000)
        large = [("file_1", ("a.pdf", PDF + b"x" * 20_000, "application/pdf"))]
        self.assertEqual(
            self.url_open(path, data={"csrf_token": csrf}, files=large).status_code, 413
        )

    def test_archives_are_looked_at_before_they_are_unpacked(self):
        """An archive that says of itself what it is, in 200 MB packed into 200 kB."""
        one = self._ask()
        line = self._line(one, self.first)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", b"x" * 200_000_000)
        bomb = [(f"file_{line.id}", ("scan.xlsx", stream.getvalue(), "application/zip"))]
        with patch("zipfile.ZipFile.read", side_effect=AssertionError("unpacked")):
            page = self._post(one, files=bomb, **self._differences_form(one, self.first))
        self.assertIn("Send it as PDF", page.text)
        self.assertEqual(one.state, "asked")

    def test_evidence_is_printed_so_often(self):
        one = self._ask()
        self._post(one, answer="confirmed")
        self.patch(balance_confirmation, "PRINTS", Throttle(1, 600))
        self.assertEqual(self._get(one, "/evidence").status_code, 200)
        self.assertEqual(self._get(one, "/evidence").status_code, 429)
