"""Nothing about a customer leaves for somebody outside of it, unless that was confirmed."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import ArChannelCommon


@tagged("post_install", "-at_install")
class TestOutside(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._make_debtor("Alpha", days_late=20)
        cls.profile = cls.env["ar.profile"].get_or_create(cls.customer, cls.company)
        cls.ann = cls.env["res.partner"].create(
            {
                "name": "Ann",
                "email": "ann@example.com",
                "phone": "+32 2 000 00 00",
                "street": "Lane 2",
                "city": "Gent",
                "parent_id": cls.customer.id,
            }
        )
        cls.profile.contact_id = cls.ann
        cls.other = cls._make_partner("Foreign", street="Road 3", city="Brugge")

    def _move_away(self):
        self.ann.parent_id = self.other
        self.env.flush_all()

    def _confirm(self, contact=None, reason="Keeps the books", **values):
        return (
            self.env["ar.outside.contact"]
            .with_user(self.collector)
            .create(
                {
                    "profile_id": self.profile.id,
                    "contact_id": (contact or self.ann).id,
                    "reason": reason,
                    **values,
                }
            )
        )

    def _left(self, message):
        """Whom the message's e-mails would reach if they left now."""
        found = [mail._prepare_outgoing_list() for mail in message.dispatch_ids.mail_mail_id]
        return [
            address for mails in found for one in mails for address in one["email_to_normalized"]
        ]

    # -- chosen ------------------------------------------------------------------------

    def test_moved_before_the_run(self):
        self._move_away()
        self.assertIn("Ann", self.profile.outside_warning)
        notice = self._remind(self.customer)
        self.assertEqual(notice.contact_id, self.customer)
        self.assertEqual(self._left(notice), ["alpha@example.com"])

    def test_the_contact_of_the_invoices_has_moved(self):
        self.profile.contact_id = False
        partner = self._make_partner("Beta", street="Way 1", city="Liège")
        bob = self.env["res.partner"].create(
            {"name": "Bob", "email": "bob@example.com", "parent_id": partner.id}
        )
        self._make_overdue(bob, 5)
        bob.parent_id = self.other
        self.assertEqual(self._queue(partner).contact_id, partner)

    def test_moved_after_the_proposal(self):
        """Every channel: e-mail, letter, call. The paper says nobody else's name."""
        notice = self._queue(self.customer)
        notice.level_id.channel_ids.usage = "always"
        self.assertEqual(notice.contact_id, self.ann)
        self._move_away()
        self.assertIn("goes to", notice.reach_warning)
        self.assertEqual(notice.text_contact, "Alpha")
        self._send(notice)
        self.assertEqual(self._left(notice), ["alpha@example.com"])
        recipients = {one.channel: one.recipient for one in notice.dispatch_ids}
        self.assertIn("High Street 1", recipients["letter"])
        self.assertEqual(recipients["call"], "+32 81 81 37 00")
        self.assertEqual(set(notice.dispatch_ids.contact_id), {self.customer})
        call = notice.dispatch_ids.filtered(lambda one: one.channel == "call")
        self.assertNotIn("Ann", call.activity_id.note)

    def test_moved_while_the_mail_waits(self):
        notice = self._remind(self.customer)
        self.assertEqual(notice.dispatch_ids.contact_id, self.ann)
        self._move_away()
        self.assertEqual(self._left(notice), [])
        email = notice.dispatch_ids.filtered(lambda one: one.channel == "email")
        self.assertEqual((email.state, email.mail_mail_id.state), ("failed", "cancel"))
        self.assertIn("no contact of Alpha any more", email.error)
        self.assertEqual(self._channels(notice)["letter"], "queued", "to the customer itself")
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        letter = notice.dispatch_ids.filtered(lambda one: one.channel == "letter")
        self.assertIn("High Street 1", letter.recipient)

    def test_moved_while_letter_and_call_wait(self):
        """A letter leaves when it is printed, a call when it is made."""
        notice = self._queue(self.customer)
        notice.level_id.channel_ids.usage = "always"
        self._send(notice)
        letter = notice.dispatch_ids.filtered(lambda one: one.channel == "letter")
        call = notice.dispatch_ids.filtered(lambda one: one.channel == "call")
        self.assertEqual((letter.contact_id, call.contact_id), (self.ann, self.ann))
        self._move_away()
        action = letter.with_user(self.collector).action_print_letters()
        self.assertIn("no contact of Alpha any more", action["params"]["message"])
        self.env["ar.dunning.notice"]._withdraw_calls()
        self.assertEqual((letter.state, call.state), ("cancelled", "cancelled"))
        self.assertFalse(call.activity_id)

    def test_nobody_chooses_an_outsider(self):
        notice = self._queue(self.customer)
        notice.sudo().state = "failed"
        with self.assertRaisesRegex(UserError, "page Outside Contacts"):
            notice.with_user(self.collector).contact_id = self.other
        statement = self._state()
        with self.assertRaisesRegex(UserError, "page Outside Contacts"):
            statement.with_user(self.collector).contact_id = self.other
        self._move_away()
        self._confirm()
        notice.with_user(self.collector).contact_id = self.ann
        statement.with_user(self.collector).contact_id = self.ann

    def _state(self):
        return self.env["ar.statement"].create(
            {
                "kind": "open",
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
            }
        )

    def test_statement(self):
        statement = self._state()
        self.assertEqual(statement.contact_id, self.ann)
        self._move_away()
        statement.action_send()
        self.assertEqual(statement.recipient, "alpha@example.com")
        self.assertEqual(self._left(statement), ["alpha@example.com"])
        self.assertEqual(self._state().contact_id, self.customer)

    def test_statement_moved_while_the_mail_waits(self):
        statement = self._state()
        statement.action_send()
        self._move_away()
        self.assertEqual(self._left(statement), [])
        self.assertIn("no contact of Alpha any more", statement.error)

    def test_copies(self):
        """Ours, the customer's own and confirmed ones; nobody else, now or when it leaves."""
        notice = self._queue(self.customer)
        template = notice.level_id._get_mail_template()
        template.email_cc = (
            "accounts@example.com, eve@evil.example, alpha@example.com, bea@example.com"
        )
        bea = self.env["res.partner"].create({"name": "Bea", "email": "bea@example.com"})
        confirmed = self._confirm(bea)
        self._send(notice)
        self.assertIn("No copy to eve@evil.example", notice.dispatch_ids.filtered("hint").hint)
        left = sorted(self._left(notice))
        self.assertEqual(
            left,
            ["accounts@example.com", "alpha@example.com", "ann@example.com", "bea@example.com"],
        )
        confirmed.action_end()
        self.assertNotIn("bea@example.com", self._left(notice))

    def test_followers(self):
        """Answers and questions on the account are not passed on to who has moved."""
        self.profile.message_subscribe((self.ann | self.other).ids)
        found = self._notified()
        self.assertIn(self.ann, found)
        self.assertNotIn(self.other, found)
        self._move_away()
        self.assertNotIn(self.ann, self._notified())
        self._confirm()
        self.assertIn(self.ann, self._notified())

    def _notified(self):
        words = "They paid"
        message = self.profile.message_post(
            body=words,
            message_type="email",
            subtype_xmlid="mail.mt_comment",
            email_from="x@y.z",
        )
        return message.notified_partner_ids

    def test_chatter_mail_that_waits(self):
        self.profile.message_subscribe(self.ann.ids)
        self._notified()
        domain = [("mail_message_id", "=", self.profile.message_ids[0].id)]
        mails = self.env["mail.mail"].sudo().search(domain)

        def told():
            return [one["partner_id"] for mail in mails for one in mail._prepare_outgoing_list()]

        self.assertIn(self.ann, told())
        self._move_away()
        self.assertNotIn(self.ann, told())

    # -- confirmed ---------------------------------------------------------------------

    def test_confirmed(self):
        self._move_away()
        one = self._confirm()
        self.assertEqual(
            (one.email, one.entity_id, one.confirmed_by_id, str(one.confirmed_on)),
            ("ann@example.com", self.other, self.collector, "2026-03-31"),
        )
        self.assertFalse(self.profile.outside_warning)
        self.assertIn("Keeps the books", self.profile.message_ids[0].body)
        notice = self._remind(self.customer)
        self.assertEqual(notice.contact_id, self.ann)
        self.assertEqual(self._left(notice), ["ann@example.com"])
        one.action_end()
        self.assertEqual(self._left(notice), [])

    def test_it_ends_with_what_was_confirmed(self):
        """Another address, another company, archived: in each case it is over, for good."""
        third = self._make_partner("Third")
        changes = (
            ({"email": "ann@third.example"}, {"email": "ann@example.com"}, "address"),
            ({"parent_id": third.id}, {"parent_id": self.other.id}, "somebody else"),
            ({"active": False}, {"active": True}, "archived"),
        )
        self._move_away()
        for change, back, words in changes:
            with self.subTest(words):
                one = self._confirm()
                outside = self.env["ar.outside.contact"]
                self.assertTrue(outside._may_be_told(self.profile, self.ann))
                self.ann.write(change)
                self.assertFalse(outside._may_be_told(self.profile, self.ann))
                self.assertIn(words, one.over_because)
                self.ann.write(back)
                self.assertFalse(outside._may_be_told(self.profile, self.ann))
                self.assertEqual(one.state, "ended")

    def test_what_nobody_wrote_is_seen_too(self):
        """A change by SQL, or by a merge: what counts is read live."""
        self._move_away()
        self._confirm()
        self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET email = 'x@y.z' WHERE id = %s", [self.ann.id])
        self.env.invalidate_all()
        self.assertFalse(self.env["ar.outside.contact"]._may_be_told(self.profile, self.ann))

    def test_confirmed_for_one_customer_alone(self):
        self._move_away()
        self._confirm()
        beta = self._make_debtor("Beta")
        profile = self.env["ar.profile"].get_or_create(beta, self.company)
        self.assertFalse(self.env["ar.outside.contact"]._may_be_told(profile, self.ann))

    def test_what_cannot_be_confirmed(self):
        self._move_away()
        for values, words in (
            ({"reason": "  "}, "Say why"),
            ({"contact_id": self.customer.id}, "nothing has to be confirmed"),
            ({"contact_id": False}, "Choose the contact"),
        ):
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                self._confirm(**values)
        one = self._confirm()
        for values in ({"email": "x@y.z"}, {"reason": "Other"}, {"contact_id": self.other.id}):
            with self.subTest(values), self.assertRaises(AccessError):
                one.write(values)

    def test_the_form_says_so_before_it_is_saved(self):
        with Form(self.profile.with_user(self.collector)) as form:
            self.assertFalse(form.outside_warning)
            form.contact_id = self.other
            self.assertIn("Foreign is no contact of Alpha", form.outside_warning)
            form.contact_id = self.ann

    def test_the_button_on_the_account(self):
        self._move_away()
        action = self.profile.with_user(self.collector).action_confirm_outside()
        form = self.env["ar.outside.contact"].with_user(self.collector)
        made = form.with_context(**action["context"]).create({"reason": "Agent"})
        self.assertEqual((made.profile_id, made.contact_id), (self.profile, self.ann))

    def test_accounts_are_merged(self):
        """Who was confirmed for the account that goes is confirmed for the one that stays."""
        self._move_away()
        self._confirm()
        target = self._make_debtor("Alpha again")
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (self.customer | target).ids, target
        )
        profile = self.env["ar.profile"].get_or_create(target, self.company)
        self.assertTrue(self.env["ar.outside.contact"]._may_be_told(profile, self.ann))

    def test_no_queries_more_for_the_customers_own(self):
        with self.assertQueryCount(0):
            self.env["ar.outside.contact"]._find_refused([(self.profile, self.ann)])
