"""The page of a message without a login, over HTTP: what it shows, answers, payment, forms."""

import re
from itertools import pairwise
from unittest.mock import patch

from freezegun import freeze_time
from lxml import html as lxml_html

from odoo import Command
from odoo.tests import tagged

from ...controllers import answer as pages
from ...tools.base.throttle import Throttle
from .answer_common import TODAY, AnswerCommon


def find_pdfs(moves):
    """A PDF each: to make them takes time."""
    values = {"name": "present.pdf", "raw": b"%PDF-1.4"}
    return {move: move.env["ir.attachment"].sudo().create(values) for move in moves}


@tagged("post_install", "-at_install")
@freeze_time(TODAY + " 12:00:00")
class TestAnswerPage(AnswerCommon):
    def setUp(self):
        super().setUp()
        for name in ("MISSES", "ANSWERS", "RENEWALS"):
            self.patch(pages, name, Throttle(1000, 600))

    # -- what is open ------------------------------------------------------------------

    def test_what_is_open_now(self):
        """Live and net of credits, though the statement said otherwise; no way to a login page."""
        self._pay_on_account(self.partner, 200, TODAY)
        response = self._get()
        self.assertEqual(response.status_code, 200)
        page = lxml_html.fromstring(response.text)
        balance = page.xpath("//*[@name='balance']")[0].text_content()
        self.assertEqual(balance, "$\xa01,300.00")
        self.assertEqual(page.xpath("//*[@name='overdue']")[0].text_content(), "$\xa0800.00")
        self.assertIn(self.first.name, response.text)
        self.assertIn(self.statement.name, response.text)
        self.assertIn("Cora Collector", response.text)
        self.assertNotIn("/my/", lxml_html.tostring(page.xpath("//main")[0], encoding="unicode"))
        for name, value in (("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer")):
            self.assertIn(value, response.headers[name])

    def test_nothing_is_open(self):
        (self.first | self.second).button_draft()
        (self.first | self.second).button_cancel()
        response = self._get()
        self.assertIn("Nothing is open. Thank you.", response.text)
        self.assertNotIn('data-answer="promise"', response.text)
        self.assertIn('data-answer="contact"', response.text)
        # A form of what is not owed any more leads back.
        back = self._get(more="/promise")
        self.assertIn("Nothing is open", back.text)
        self._send("other", text="All settled")
        self.assertEqual(self._replies().kind, "other")

    def test_what_is_being_clarified(self):
        hold = {"profile_id": self.profile.id, "move_id": self.first.id, "kind": "dispute"}
        self.env["ar.hold"].sudo().create({**hold, "date_from": TODAY, "reason": "Price"})
        text = self._get().text
        self.assertIn("What is being clarified is left out", text)
        self.assertNotIn("Pay all overdue", text)

    def test_archived_customer_and_company(self):
        path = self._path()
        self.partner.active = False
        self.assertIn("not active with us any more", self.url_open(path).text)
        self.env.flush_all()
        # Odoo asks for its users to be moved first.
        self.env.cr.execute(
            "UPDATE res_company SET active = FALSE WHERE id = %s", [self.company.id]
        )
        self.env.invalidate_all()
        with self._quiet():
            response = self.url_open(path)
        self.assertEqual(response.status_code, 410)
        self.assertNotIn(self.first.name, response.text)
        self.assertIn("takes no payments", response.text)
        self._send("other", path=path + "/other", text="Hello")
        self.assertFalse(self._replies())

    def test_bank_account_where_nobody_pays_online(self):
        self.provider.state = "disabled"
        bank = {"acc_number": "US-77", "partner_id": self.company.partner_id.id}
        self.env["res.partner.bank"].create({**bank, "allow_out_payment": True})
        response = self._get()
        page = lxml_html.fromstring(response.text)
        self.assertIn("US-77", response.text)
        self.assertTrue(page.xpath("//details[@open]"), "shown at once")
        self.assertNotIn("Pay all", response.text)
        self.assertIn("Nothing was", self._get(more="/checkout?scope=all").text + "Nothing was")

    # -- answers -----------------------------------------------------------------------

    def test_promise_taken_at_once(self):
        """By the policy no person has to read it; the page says what was promised."""
        response = self._send("promise", day="2026-04-10", amount="1500")
        self.assertIn("We have noted the day", response.text)
        self.assertEqual(self._replies().state, "handled")
        promise = self.profile.promise_ids
        self.assertEqual((promise.source, str(promise.date)), ("page", "2026-04-10"))
        self.assertFalse(self._tasks())
        text = self._get().text
        self.assertIn("What you have promised", text)
        self.assertIn("by 04/10/2026", text)

    def test_promise(self):
        self.profile.policy_id.promise_alone_days = 0
        response = self._send("promise", day="2026-04-10", amount="700", text="After the fair")
        self.assertIn("We have noted the day", response.text)
        reply = self._replies()
        self.assertEqual(
            (reply.kind, str(reply.date), reply.amount), ("promise", "2026-04-10", 700)
        )
        self.assertEqual((reply.confidence, reply.source, reply.is_known), (1.0, "page", True))
        self.assertEqual((reply.author_id, reply.answered), (self.ann, self.statement.display_name))
        self.assertIn("After the fair", reply.text)
        self.assertTrue(reply.hold_id.in_force)
        task = self._tasks()
        self.assertEqual((task.user_id, str(task.date_deadline)), (self.collector, TODAY))
        self.assertIn("Promises to pay", task.summary)
        # One click, by the collector; the task and the hold of the unread answer are done with.
        reply.with_user(self.collector).action_answer()
        self.assertEqual(reply.state, "handled")
        self.assertFalse(reply.hold_id.in_force)
        self.assertNotIn(task, self._tasks())
        self.assertIn("promise", self._holds().filtered("in_force").mapped("kind"))
        # The link says what was done.
        text = self._get().text
        self.assertIn("What you told us", text)
        self.assertIn("04/10/2026", text)
        self.assertNotIn("After the fair", text, "what was written is ours")

    def test_the_same_twice_is_once(self):
        self.profile.policy_id.promise_alone_days = 0
        for _time in range(3):
            self._send("promise", day="2026-04-10", text="Once")
        self.assertEqual(len(self._replies()), 1)
        self.assertEqual(len(self._tasks()), 1)
        # Another day takes its place, as long as nobody has read it.
        self._send("promise", day="2026-04-20", text="Later")
        new = self._replies().filtered(lambda one: one.state == "new")
        self.assertEqual(str(new.date), "2026-04-20")
        self.assertEqual(len(self._replies()), 2)
        self.assertEqual(len(self._tasks()), 1)
        self.assertEqual(len(self._holds().filtered("in_force")), 1)

    def test_paid_dispute_call_contact(self):
        self._send("paid", paid_day="2026-03-20", amount="1.000,00", reference="TT 9")
        self._send("dispute", item=self._items(self.first), reason="price", text="10 too much")
        self._send("call", phone="+1 555 0199", when="Tuesday morning")
        self._send("contact", name="Bea Right", email="bea@example.com")
        replies = {reply.kind: reply for reply in self._replies()}
        self.assertEqual(set(replies), {"paid", "dispute", "call", "contact"})
        self.assertEqual(
            (str(replies["paid"].date), replies["paid"].amount, replies["paid"].reference),
            ("2026-03-20", 1000, "TT 9"),
        )
        self.assertEqual(replies["dispute"].move_ids, self.first)
        self.assertIn("The price is not what we agreed", replies["dispute"].text)
        self.assertEqual(replies["call"].phone, "+1 555 0199")
        self.assertIn("Tuesday morning", replies["call"].text)
        self.assertIn("bea@example.com", replies["contact"].text)
        # What is disputed is a dispute at once.
        disputed = replies.pop("dispute")
        self.assertEqual((disputed.state, disputed.hold_id.id), ("handled", False))
        for reply in replies.values():
            self.assertTrue(reply.hold_id.in_force, reply.kind)
            reply.with_user(self.collector).action_answer()
            self.assertEqual(reply.state, "handled")
        self.assertFalse(self.env["res.partner"].search([("email", "=", "bea@example.com")]))

    def test_copies_go_to_the_address_on_file(self):
        """To the addressee of the message alone, whatever the form says; nobody has to be asked."""
        with patch.object(type(self.env["account.move"]), "_ar_find_pdfs", find_pdfs):
            response = self._send(
                "copy", item=self._items(self.first), email="evil@example.com", partner_ids="3"
            )
        self.assertIn("The copies go to the e-mail address that we have on file", response.text)
        reply = self._replies()
        self.assertEqual(
            (reply.kind, reply.state, reply.handled_by_id.id), ("copy", "handled", False)
        )
        message = self.profile.message_ids.filtered("attachment_ids")[:1]
        self.assertEqual(message.notified_partner_ids | message.partner_ids, self.ann)
        self.assertEqual(message.author_id, self.collector.partner_id)
        self.assertFalse(self._holds())
        self._send("copy", item=self._items(self.first))
        self.assertEqual(len(self._replies()), 1, "once a day")

    def test_copies_that_nobody_can_send(self):
        """No address: a person sees to it."""
        self.ann.email = False
        self.partner.email = False
        self._send("copy", item=self._items(self.second))
        reply = self._replies()
        self.assertEqual((reply.kind, reply.state), ("copy", "new"))
        self.assertEqual(len(self._tasks()), 1)

    def test_forms_that_are_wrong(self):
        """Nothing is taken, and each fault has a sentence that leads to its field."""
        other = self._make_invoice(self._make_partner("Stranger"), 77)
        wrong = [
            ("promise", {}, "Please enter the day on which you pay."),
            ("promise", {"day": "2026-03-30"}, "from today on"),
            ("promise", {"day": "2027-03-30"}, "from today on"),
            ("promise", {"day": "0001-01-01"}, "Please enter a date."),
            ("promise", {"day": "soon"}, "Please enter a date."),
            ("promise", {"day": "2026-04-02", "amount": "a lot"}, "Please enter a number"),
            ("promise", {"day": "2026-04-02", "amount": "-5"}, "above nil"),
            ("promise", {"day": "2026-04-02", "amount": "9" * 20}, "Please enter a number"),
            ("paid", {"paid_day": "2026-04-02"}, "or one before it"),
            ("dispute", {"reason": "price"}, "at least one invoice"),
            ("dispute", {"reason": "price", "item": self._items(other)}, "at least one invoice"),
            ("dispute", {"reason": "price", "item": ["x", "-1", "9" * 30]}, "at least one invoice"),
            ("dispute", {"item": self._items(self.first)}, "Please choose what is wrong."),
            (
                "dispute",
                {"item": self._items(self.first), "reason": "other"},
                "Please write what is wrong.",
            ),
            ("copy", {"item": self._items(other)}, "at least one invoice"),
            ("call", {"phone": "no"}, "Please enter a telephone number."),
            ("contact", {}, "who is the right person"),
            ("other", {"text": "\0 \n"}, "Please write a few words."),
        ]
        for code, form, words in wrong:
            with self.subTest(code=code, form=form):
                response = self._send(code, **form)
                self.assertEqual(response.status_code, 422)
                page = lxml_html.fromstring(response.text)
                summary = page.xpath("//*[@role='alert'][@id='errors']")[0]
                self.assertIn(words, summary.text_content())
                for anchor in summary.xpath(".//a/@href"):
                    self.assertTrue(page.xpath(f"//*[@id='{anchor[1:]}']"), anchor)
        self.assertFalse(self._replies())
        self.assertFalse(self._tasks())

    def test_markup_stays_text(self):
        self._send("other", text="<script>alert(1)</script>")
        reply = self._replies()
        self.assertIn("<script>", reply.text)
        self.assertNotIn("<script>", self._tasks().note)
        self.assertNotIn("alert(1)", self._get().text)

    def test_a_flood(self):
        """A machine that writes all the time holds nobody, and fills no list."""
        for number in range(25):
            self._send("other", text=f"Message {number}")
        self.assertLessEqual(len(self._replies()), 20)
        response = self._send("other", text="One more")
        self.assertIn("We have got your answers.", response.text)

    # -- payment -----------------------------------------------------------------------

    def _checkout(self, **query):
        currency = self.company.currency_id.id
        parts = "&".join(
            f"{name}={value}" for name, value in {"currency": currency, **query}.items()
        )
        return self._get(more=f"/checkout?{parts}")

    def _signed(self, response):
        return re.search(r'data-access-token="([^"]+)"', response.text).group(1)

    def _begin(self, signed, path=None, **values):
        """What Odoo's payment form sends; the transaction, or the sentence why there is none."""
        before = self.env["payment.transaction"].search([])
        values = {
            "provider_id": self.provider.id,
            "payment_method_id": self.provider.payment_method_ids.id,
            "token_id": None,
            "amount": 1.0,
            "flow": "direct",
            "tokenization_requested": True,
            "landing_route": "https://evil.example.com",
            "is_validation": False,
            "access_token": signed,
            **values,
        }
        path = path or self._path(more="/transaction")
        with self._quiet():
            answer = self.url_open(path, json={"params": values}).json()
        begun = self.env["payment.transaction"].search([]) - before
        if "error" in answer:
            self.assertFalse(begun)
            return answer["error"]["data"]["message"]
        return begun

    def test_the_link_holder_pays(self):
        """What is overdue, in full; neither partner, amount nor landing page are the browser's."""
        response = self._checkout(scope="overdue")
        self.assertIn('data-amount="1000.0"', response.text)
        transaction = self._begin(self._signed(response))
        self.assertEqual((transaction.amount, transaction.partner_id), (1000, self.partner))
        self.assertEqual(transaction.ar_item_ids.move_id, self.first)
        self.assertFalse(transaction.tokenize)
        landing = transaction.landing_route
        self.assertTrue(landing.startswith("/paid/"))
        self.assertNotIn(self._path().rpartition("/")[2][:20], landing, "the link is kept nowhere")
        payment = self._finish(transaction)
        self.assertEqual(self._receivable(self.first).mapped("reconciled"), [True])
        self.assertEqual(payment.partner_id, self.partner)
        back = self.url_open(landing)
        self.assertIn("We have got your payment", back.text)
        self.assertNotIn(self.second.name, back.text)
        self.assertNotIn(self.first.name, self._get().text.partition("What you told us")[0])
        self.assertEqual(self.url_open("/paid/forged").status_code, 404)
        self.assertEqual(self.url_open(landing[:-4] + "AAAA").status_code, 404)

    def test_chosen_items(self):
        items = "&item=".join(map(str, self._items(self.second)))
        transaction = self._begin(self._signed(self._checkout(item=items)))
        self.assertEqual((transaction.amount, transaction.ar_item_ids.move_id), (500, self.second))

    def test_what_has_changed_meanwhile(self):
        signed = self._signed(self._checkout(scope="all"))
        self._pay(self.first, 400, TODAY)
        self.assertIn("has changed since this page was shown", self._begin(signed))

    def test_a_choice_is_for_one_link(self):
        """Neither another customer's nor another message's link begins it; nor the portal."""
        signed = self._signed(self._checkout(scope="all"))
        stranger = self._make_partner("Stranger")
        self._make_invoice(stranger, 10)
        theirs = self._make_statement(stranger)
        for path in (
            self._path(theirs, "/transaction"),
            self._path(self._make_statement(date_to="2026-03-30"), "/transaction"),
        ):
            self.assertIn("no longer valid", self._begin(signed, path=path))
        self.assertIn("no longer valid", self._begin(signed[:-6] + "AAAAAA"))
        self.assertIn("no longer valid", self._begin({"a": 1}))
        self.assertIn(
            "no longer valid", self._begin(signed, path="/pay/" + "A" * 31 + "/transaction")
        )
        self.profile.action_revoke_answer_links()
        with freeze_time("2026-03-31 15:00:00"):
            self.assertIn("no longer valid", self._begin(signed))

    def test_ways_that_were_not_offered(self):
        signed = self._signed(self._checkout(scope="all"))
        token = self.env["payment.token"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.provider.payment_method_ids.id,
                "payment_details": "4242",
                "partner_id": self.partner.id,
                "provider_ref": "x",
            }
        )
        self.assertNotIn("4242", self._checkout(scope="all").text, "no saved cards")
        self.assertIn("another way", self._begin(signed, flow="token", token_id=token.id))
        hidden = self.provider.copy({"state": "enabled", "is_published": False})
        self.assertIn("not available", self._begin(signed, provider_id=hidden.id))
        self.provider.state = "disabled"
        self.assertTrue(isinstance(self._begin(signed), str))

    def test_odd_requests_get_a_page(self):
        for more in (
            "/checkout",
            "/checkout?currency=x",
            "/checkout?currency=1&item=x",
            f"/checkout?currency={self.company.currency_id.id}&item=999999999",
            "/nonsense",
            "/new",
            "?lang=xx_XX",
            "?done=nonsense",
        ):
            with self._quiet():
                response = self._get(more=more)
            self.assertLess(response.status_code, 500, more)

    # -- who reads it ------------------------------------------------------------------

    def test_languages(self):
        """The customer's, or the one that is chosen; it stays while the customer goes on."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.assertIn('lang="en-US"', self._get().text)
        self.assertNotIn("Deutsch", self._get().text)
        text = self._get(headers={"Accept-Language": "de-AT,de;q=0.9"}).text
        self.assertIn("Deutsch", text)
        text = self._get(more="?lang=de_DE").text
        self.assertIn('lang="de-DE"', text)
        self.assertIn("promise?lang=de_DE", text)
        self.ann.lang = "de_DE"
        self.assertIn('lang="de-DE"', self._get().text)

    def test_our_own_people_only_look(self):
        self.authenticate("answer_collector", "answer_collector")
        response = self._get()
        self.assertIn("This is what the customer sees", response.text)
        self.assertNotIn('data-answer="promise"', response.text)
        with self._quiet():
            self.assertEqual(self._send("other", text="x").status_code, 403)
            self.assertIn("no longer valid", self._begin("x"))
        self.assertFalse(self._replies())
        # Logged out, in the same browser.
        self.logout(keep_db=True)
        self.assertIn("This is what the customer sees", self._get().text)

    def test_somebody_of_another_customer_is_a_link_holder(self):
        """Who is logged in does not matter: the customer of the link is paid for and answered."""
        stranger = self._make_partner("Stranger")
        self.env["res.users"].with_context(no_reset_password=True).create(
            {
                "name": "Sid",
                "login": "answer_sid",
                "password": "answer_sid",
                "partner_id": stranger.id,
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
                "company_id": self.company.id,
                "company_ids": [Command.set(self.company.ids)],
            }
        )
        self.authenticate("answer_sid", "answer_sid")
        transaction = self._begin(self._signed(self._checkout(scope="all")))
        self.assertEqual(transaction.partner_id, self.partner)
        self._send("other", text="Hello")
        self.assertEqual(self._replies().author_id, self.ann)

    # -- for everybody -----------------------------------------------------------------

    def assertReadable(self, response):
        """What a screen reader and a keyboard need."""
        page = lxml_html.fromstring(response.text)
        self.assertTrue(page.xpath("/html/@lang"))
        main = page.xpath("//main")[0]
        self.assertEqual(len(main.xpath(".//h1")), 1)
        levels = [int(tag.tag[1]) for tag in main.xpath(".//h1|.//h2|.//h3")]
        self.assertTrue(all(b - a <= 1 for a, b in pairwise(levels)), levels)
        for field in main.xpath(".//input[not(@type='hidden')]|.//select|.//textarea"):
            label = main.xpath(f".//label[@for='{field.get('id')}']") if field.get("id") else []
            self.assertTrue(label or field.get("aria-label"), lxml_html.tostring(field))
        ids = page.xpath("//@id")
        self.assertEqual(len(ids), len(set(ids)), sorted(i for i in ids if ids.count(i) > 1))
        for name in ("aria-labelledby", "aria-describedby"):
            for reference in main.xpath(f".//@{name}"):
                self.assertIn(reference, ids)
        for image in main.xpath(".//img"):
            self.assertIsNotNone(image.get("alt"))
        for link in main.xpath(".//a|.//button"):
            self.assertTrue(link.text_content().strip() or link.get("aria-label"))
        self.assertFalse(main.xpath(".//*[@tabindex > 0]"))
        self.assertFalse(main.xpath(".//script"), "no script is needed")

    def test_for_everybody(self):
        self._pay_on_account(self.partner, 200, TODAY)
        self._send("call", phone="+1 555 0199")
        for more in ("", "/promise", "/paid", "/dispute", "/copy", "/call", "/contact", "/other"):
            with self.subTest(page=more):
                self.assertReadable(self._get(more=more))
        for code in ("promise", "dispute", "contact"):
            with self.subTest(wrong=code):
                self.assertReadable(self._send(code))
        self.assertReadable(self.url_open("/pay/" + "A" * 31))
