"""Which address a message goes to: several in one field, none at the contact, one that is bad."""

from odoo.tests import tagged

from .common import ArChannelCommon


@tagged("post_install", "-at_install")
class TestAddresses(ArChannelCommon):
    def _add_contact(self, partner, name="Ann", **values):
        return self.env["res.partner"].create({"name": name, "parent_id": partner.id, **values})

    def _account(self, partner):
        return self.env["ar.profile"].get_or_create(partner, self.company)

    def _left(self, notice):
        """Whom the e-mail of a notice would reach if it left now."""
        mail = notice.dispatch_ids.mail_mail_id
        return [one["email_to_normalized"] for one in mail._prepare_outgoing_list()]

    def test_contact_without_email(self):
        """The customer has an address: it goes there, and the notice says so."""
        partner = self._make_debtor("Alpha")
        ann = self._add_contact(partner)
        self._account(partner).contact_id = ann
        notice = self._queue(partner)
        self.assertEqual(notice.contact_id, ann)
        words = "Ann has no e-mail address: it goes to alpha@example.com of Alpha."
        self.assertEqual(notice.reach_warning, words.replace("Ann", ann.display_name))
        self._send(notice)
        self.assertEqual(self._channels(notice), {"email": "sent"})
        dispatch = notice.dispatch_ids
        self.assertEqual((dispatch.recipient, dispatch.contact_id), ("alpha@example.com", partner))
        self.assertIn("has no e-mail address", dispatch.hint)
        self.assertEqual(self._left(notice), [["alpha@example.com"]])

    def test_the_invoice_address_comes_first(self):
        partner = self._make_debtor("Alpha")
        books = self._add_contact(partner, "Books", type="invoice", email="books@example.com")
        self._account(partner).contact_id = self._add_contact(partner)
        notice = self._remind(partner)
        self.assertEqual(notice.dispatch_ids.contact_id, books)

    def test_statement_of_a_contact_without_email(self):
        partner = self._make_debtor("Alpha")
        self._account(partner).contact_id = self._add_contact(partner)
        statement = self.env["ar.statement"].create(
            {
                "kind": "open",
                "partner_id": partner.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
            }
        )
        self.assertEqual(statement.channel, "email")
        statement.action_send()
        self.assertEqual(statement.recipient, "alpha@example.com")
        self.assertEqual(self._left(statement), [["alpha@example.com"]])

    def test_several_addresses(self):
        cases = (
            ("a@example.com, b@example.com", "a@example.com, b@example.com"),
            ("A@example.com; b@example.com", "a@example.com, b@example.com"),
            ("junk, a@example.com", "a@example.com"),
            ("a@example.com, A@EXAMPLE.com", "a@example.com"),
        )
        for number, (text, recipient) in enumerate(cases):
            with self.subTest(text):
                notice = self._remind(self._make_debtor(f"Several {number}", email=text))
                self.assertEqual(self._channels(notice), {"email": "sent"})
                self.assertEqual(notice.dispatch_ids.recipient, recipient)
                self.assertEqual(", ".join(*self._left(notice)), recipient)

    def test_one_on_the_blacklist(self):
        self.env["mail.blacklist"]._add("a@example.com")
        notice = self._remind(self._make_debtor("Two", email="a@example.com, b@example.com"))
        self.assertEqual(notice.dispatch_ids.recipient, "b@example.com")
        self.assertEqual(self._left(notice), [["b@example.com"]])

    def test_one_of_two_comes_back(self):
        """The other one has it: no letter, and the next message goes to that one alone."""
        partner = self._make_debtor("Two", email="a@example.com, b@example.com")
        notice = self._remind(partner)
        profile = notice.profile_id
        profile._message_receive_bounce("a@example.com", partner)
        self.assertEqual(self._channels(notice), {"email": "sent"})
        self.assertIn("a@example.com came back", notice.dispatch_ids.error)
        self.assertTrue(profile.email_bounced)
        profile._message_receive_bounce("b@example.com", partner)
        self.assertEqual(self._channels(notice), {"email": "bounced", "letter": "queued"})

    def test_corrected_while_it_waits(self):
        partner = self._make_debtor("Alpha")
        notice = self._remind(partner)
        partner.email = "new@example.com"
        self.assertEqual(self._left(notice), [["new@example.com"]])
        self.assertEqual(notice.dispatch_ids.recipient, "new@example.com")

    def test_contact_is_deleted(self):
        """Before it leaves it goes to the customer; after it was written it fails, and says why."""
        partner = self._make_debtor("Alpha")
        ann = self._add_contact(partner, email="ann@example.com")
        self._account(partner).contact_id = ann
        notice = self._queue(partner)
        other = self._make_debtor("Beta")
        bob = self._add_contact(other, "Bob", email="bob@example.com")
        self._account(other).contact_id = bob
        sent = self._remind(other)
        (ann | bob).unlink()
        self._send(notice)
        self.assertEqual(notice.dispatch_ids.recipient, "alpha@example.com")
        self.assertIn("does not exist any more", notice.dispatch_ids.hint)
        self.assertEqual(self._left(sent), [])
        failed = sent.dispatch_ids.filtered(lambda one: one.channel == "email")
        self.assertEqual(failed.state, "failed")
        self.assertIn("has been deleted", failed.error)

    def test_archived_customer(self):
        """Nothing leaves, neither what waits for the sender nor what waits for the mail queue."""
        first, second = self._make_debtor("Alpha"), self._make_debtor("Beta")
        sent, queued = self._remind(first), self._queue(second)
        (first | second).active = False
        self.assertEqual(self._left(sent), [])
        self.assertEqual(self._channels(sent), {"email": "failed"})
        self.assertIn("Alpha is archived", sent.error)
        self._send(queued)
        self.assertEqual(queued.state, "failed")
        self.assertIn("Beta is archived", queued.error)

    def test_archived_company(self):
        sent, queued = (
            self._remind(self._make_debtor("Alpha")),
            self._queue(self._make_debtor("Beta")),
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_company SET active = false WHERE id = %s", [self.company.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self._left(sent), [])
        self.assertFalse(self.env["ar.dunning.notice"]._take_next(50, set()) & queued)

    def test_reading_writes_nothing(self):
        """A notice that is only looked at gives no invoice a key, also where messages carry no
        personal link."""
        self.company.ar_answer_days = 0
        notice = self._queue(self._make_debtor("Alpha"))
        move = notice.line_ids.move_id
        move.access_token = False
        self.env.flush_all()
        seen = notice.with_user(self.collector)
        self.assertIn("/my/invoices/", seen.text_items)
        seen._prepare_message()
        self.env.flush_all()
        self.assertFalse(move.access_token)
        self.assertNotIn("access_token", seen.text_items)
        self._send(notice)
        self.assertTrue(move.access_token)
        body = notice.dispatch_ids.mail_mail_id.body_html
        self.assertIn(move.access_token, body)
