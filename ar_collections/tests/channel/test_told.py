"""Who is told depends on what it is about and by which way; several get the same e-mail."""

from unittest.mock import patch

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ArChannelCommon


@tagged("post_install", "-at_install")
class TestTold(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._make_debtor("Alpha", email="office@alpha.example")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.customer, cls.company)
        cls.ann, cls.bob, cls.eve = (
            cls.env["res.partner"].create(
                {
                    "name": name,
                    "email": f"{name.lower()}@alpha.example",
                    "parent_id": cls.customer.id,
                    "street": f"{name} Street 1",
                    "city": "Gent",
                }
            )
            for name in ("Ann", "Bob", "Eve")
        )
        cls.other = cls._make_partner("Books Ltd", email="books@example.com")

    def _tell(self, contact, subject="reminder", channel=False, **values):
        return (
            self.env["ar.profile.contact"]
            .with_user(self.collector)
            .create(
                {
                    "profile_id": self.profile.id,
                    "subject": subject,
                    "channel": channel,
                    "contact_id": contact.id,
                    **values,
                }
            )
        )

    def _state(self, **values):
        return self.env["ar.statement"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
                **values,
            }
        )

    def _left(self, mail):
        """The addresses that an e-mail would reach if it left now."""
        return [
            address
            for one in mail._prepare_outgoing_list()
            for address in one["email_to_normalized"]
        ]

    # -- who ---------------------------------------------------------------------------

    def test_without_a_line_the_dunning_contact(self):
        self.profile.contact_id = self.ann
        notice = self._remind(self.customer)
        self.assertEqual((notice.contact_id, notice.dispatch_ids.contact_id), (self.ann, self.ann))
        self.assertFalse(notice.dispatch_ids.also_ids)

    def test_a_line_before_the_dunning_contact(self):
        self.profile.contact_id = self.ann
        self._tell(self.bob)
        notice = self._remind(self.customer)
        self.assertEqual(notice.contact_id, self.bob)
        self.assertEqual(notice.dispatch_ids.recipient, "bob@alpha.example")
        self.assertFalse(notice.dispatch_ids.hint, "As wanted")
        self.assertFalse(notice.reach_warning)

    def test_by_way(self):
        self.levels[1].channel_ids = [
            (5,),
            (0, 0, {"channel": "email", "usage": "always"}),
            (0, 0, {"channel": "letter", "usage": "always"}),
        ]
        self._tell(self.ann, channel="email")
        self._tell(self.bob, channel="letter")
        notice = self._remind(self.customer)
        by_channel = {one.channel: one for one in notice.dispatch_ids}
        self.assertEqual(by_channel["email"].recipient, "ann@alpha.example")
        self.assertIn("Bob, ", by_channel["letter"].recipient)
        self.assertIn("Ann", str(by_channel["email"].mail_mail_id.body_html))

    def test_by_phone_and_on_the_spot(self):
        """Whom the task names, whom it is for, and whose number it has are one person."""
        self.ann.phone, self.bob.phone = "+32 2 111 11 11", "+32 2 222 22 22"
        self._tell(self.bob, channel="call")
        self._tell(self.eve, channel="visit")
        self.levels[1].channel_ids = [
            (5,),
            (0, 0, {"channel": "call", "usage": "always"}),
            (0, 0, {"channel": "visit", "usage": "always"}),
        ]
        notice = self._queue(self.customer)
        self._hand_over(notice)
        by_channel = {one.channel: one for one in notice.dispatch_ids}
        call, visit = by_channel["call"], by_channel["visit"]
        self.assertEqual((call.contact_id, call.recipient), (self.bob, "+32 2 222 22 22"))
        self.assertIn("Bob", call.activity_id.note)
        self.assertEqual(visit.contact_id, self.eve)
        self.assertIn("Eve", visit.activity_id.note)

    def test_by_subject(self):
        self._tell(self.ann, "reminder")
        self._tell(self.bob, "statement")
        self._tell(self.eve, "confirmation", "email")
        self.assertEqual(self._remind(self.customer).dispatch_ids.contact_id, self.ann)
        statement = self._state()
        self.assertEqual(statement.contact_id, self.bob)
        statement.action_send()
        self.assertEqual(statement.dispatch_ids.contact_id, self.bob)
        asking = self._state(ask_confirmation=True, kind="open", date_to="2026-03-30")
        asking.action_send()
        self.assertEqual(asking.dispatch_ids.contact_id, self.eve)
        asking.confirmation_ids.action_remind()
        self.assertEqual(asking.confirmation_ids.reminder_ids.dispatch_ids.contact_id, self.eve)

    def test_a_legal_demand(self):
        self._tell(self.ann, "reminder")
        self._tell(self.bob, "legal")
        self.levels[1].is_legal = True
        self.assertEqual(self._remind(self.customer).dispatch_ids.contact_id, self.bob)

    def test_chosen_by_hand(self):
        self._tell(self.ann)
        notice = self._queue(self.customer)
        notice.sudo().state = "draft"
        notice.with_user(self.collector).contact_id = self.eve
        notice.sudo().state = "queued"
        self.assertTrue(notice.contact_chosen)
        self._tell(self.bob, channel="email")
        self._send(notice)
        self.assertEqual(notice.dispatch_ids.contact_id, self.eve)

    def test_a_reminder_goes_where_its_statement_went(self):
        statement = self._state(ask_confirmation=True)
        statement.with_user(self.collector).contact_id = self.eve
        self._tell(self.bob, "confirmation")
        statement.action_send()
        self.assertEqual(statement.dispatch_ids.contact_id, self.eve)
        statement.confirmation_ids.action_remind()
        told = statement.confirmation_ids.reminder_ids.dispatch_ids.contact_id
        self.assertEqual(told, self.eve)

    def test_addressee_of_a_statement_chosen_by_hand(self):
        self._tell(self.bob, "statement")
        usual = self._state(contact_id=self.bob.id)
        self.assertFalse(usual.contact_chosen)
        usual = (
            self.env["ar.statement"]
            .with_user(self.collector)
            .create(
                {"partner_id": self.customer.id, "contact_id": self.bob.id, "date_to": "2026-03-29"}
            )
        )
        self.assertFalse(usual.contact_chosen, "A form gives what nobody has chosen")
        chosen = (
            self.env["ar.statement"]
            .with_user(self.collector)
            .create(
                {"partner_id": self.customer.id, "contact_id": self.eve.id, "date_to": "2026-03-28"}
            )
        )
        self.assertTrue(chosen.contact_chosen)
        chosen.action_send()
        self.assertEqual(chosen.dispatch_ids.contact_id, self.eve)

    # -- several -----------------------------------------------------------------------

    def test_several_get_one_e_mail(self):
        self._tell(self.ann, channel="email")
        self._tell(self.bob, channel="email", sequence=20)
        notice = self._remind(self.customer)
        dispatch = notice.dispatch_ids
        self.assertEqual(len(dispatch), 1)
        self.assertEqual((dispatch.contact_id, dispatch.also_ids), (self.ann, self.bob))
        self.assertEqual(dispatch.recipient, "ann@alpha.example, bob@alpha.example")
        self.assertEqual(dispatch.mail_mail_id.recipient_ids, self.ann | self.bob)
        notified = dispatch.mail_message_id.notification_ids.res_partner_id
        self.assertEqual(notified, self.ann | self.bob)

    def test_several_leave_each_once(self):
        self._tell(self.ann, channel="email")
        self._tell(self.bob, channel="email")
        notice = self._hand_over(self._queue(self.customer))
        mail = notice.dispatch_ids.mail_mail_id
        with self._mail_server() as taken:
            mail.send()
        self.assertEqual(len(taken), 2)
        self.assertEqual({"ann@alpha.example" in one for one in taken}, {True, False})
        self.assertEqual(notice.dispatch_ids.state, "sent")

    def test_one_of_several_is_gone_when_it_leaves(self):
        self._tell(self.ann, channel="email")
        self._tell(self.bob, channel="email")
        notice = self._hand_over(self._queue(self.customer))
        mail = notice.dispatch_ids.mail_mail_id
        self.assertEqual(self._left(mail), ["ann@alpha.example", "bob@alpha.example"])
        self.ann.parent_id = self.other
        self.env.flush_all()
        self.assertEqual(self._left(mail), ["bob@alpha.example"])
        self.bob.active = False
        self.assertEqual(self._left(mail), [])
        self.assertEqual(
            notice.dispatch_ids.filtered(lambda d: d.channel == "email").state, "failed"
        )

    def test_one_of_several_comes_back(self):
        self._tell(self.ann, channel="email")
        self._tell(self.bob, channel="email")
        notice = self._remind(self.customer)
        self.profile._message_receive_bounce("ann@alpha.example", self.ann)
        self.assertEqual(
            (notice.dispatch_ids.state, notice.dispatch_ids.taken), ("sent", "bob@alpha.example")
        )
        self.profile._message_receive_bounce("bob@alpha.example", self.bob)
        self.assertIn("bounced", notice.dispatch_ids.mapped("state"))

    def test_a_letter_has_one_addressee(self):
        self._tell(self.ann, channel="letter")
        with self.assertRaises(ValidationError):
            self._tell(self.bob, channel="letter")
        self._tell(self.bob)
        self._tell(self.eve)

    @mute_logger("odoo.sql_db")
    def test_once(self):
        self._tell(self.ann)
        with self.assertRaises(UniqueViolation):
            self._tell(self.ann)
            self.env.flush_all()

    # -- outside -----------------------------------------------------------------------

    def _confirm(self):
        self.env["ar.outside.contact"].with_user(self.collector).create(
            {
                "profile_id": self.profile.id,
                "contact_id": self.other.id,
                "reason": "Keeps the books",
            }
        )

    def test_outside_only_when_confirmed(self):
        with self.assertRaises(UserError) as caught:
            self._tell(self.other)
        self.assertIn("Books Ltd is no contact of Alpha", str(caught.exception))
        row = self._tell(self.ann)
        with self.assertRaises(UserError):
            row.contact_id = self.other
        self._confirm()
        row.contact_id = self.other
        self.assertFalse(row.problem)
        notice = self._hand_over(self._queue(self.customer))
        self.assertEqual(notice.dispatch_ids.recipient, "books@example.com")
        # Asked again when it leaves.
        self.profile.outside_ids.with_user(self.collector).action_end()
        self.assertEqual(self._left(notice.dispatch_ids.mail_mail_id), [])
        self.assertTrue(row.problem)

    def test_no_longer_confirmed_when_chosen(self):
        self.profile.contact_id = self.ann
        self._confirm()
        self._tell(self.other)
        notice = self._queue(self.customer)
        self.other.email = "somebody@else.example"
        self.env.flush_all()
        self._send(notice)
        self.assertEqual(notice.dispatch_ids.contact_id, self.ann)
        self.assertIn("Books Ltd is no contact of Alpha", notice.dispatch_ids.hint)

    def test_archived(self):
        self.profile.contact_id = self.ann
        self._tell(self.bob)
        self.bob.active = False
        self.assertEqual(self._remind(self.customer).dispatch_ids.contact_id, self.ann)

    # -- rights, trace -----------------------------------------------------------------

    def test_trace_and_rights(self):
        row = self._tell(self.ann, channel="email")
        self.assertIn("Reminders, E-mail: Alpha, Ann is told", self.profile.message_ids[0].body)
        row.with_user(self.collector).unlink()
        self.assertIn("told no longer", self.profile.message_ids[0].body)
        biller = self._make_collector("Biller", "biller@example.com")
        biller.group_ids = [(6, 0, self.env.ref("account.group_account_invoice").ids)]
        with self.assertRaises(AccessError):
            self._tell(self.bob).with_user(biller).contact_id = self.ann

    def test_form(self):
        with Form(self.profile.with_user(self.collector)) as form, form.told_ids.new() as line:
            line.subject = "statement"
            line.channel = "email"
            line.contact_id = self.ann
        self.assertEqual(self.profile.told_ids.contact_id, self.ann)

    # -- merges ------------------------------------------------------------------------

    def test_merged_customers(self):
        second = self._make_debtor("Alpha Two")
        account = self.env["ar.profile"].get_or_create(second, self.company)
        account.preferred_channel = "letter"
        account.lang = "en_US"
        zoe = self.env["res.partner"].create({"name": "Zoe", "parent_id": second.id})
        rows = self.env["ar.profile.contact"].create(
            [
                {"profile_id": account.id, "subject": "reminder", "contact_id": zoe.id},
                {
                    "profile_id": account.id,
                    "subject": "reminder",
                    "channel": "letter",
                    "contact_id": zoe.id,
                },
            ]
        )
        self._tell(self.ann, channel="letter")
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | second).ids, self.customer)
        self.assertFalse(account.exists())
        left = rows.exists()
        self.assertEqual((left.profile_id, left.channel), (self.profile, False))
        self.assertEqual(len(self.profile.told_ids), 2)
        self.assertEqual((self.profile.preferred_channel, self.profile.lang), ("letter", "en_US"))

    def test_merged_contacts(self):
        self._tell(self.ann)
        self._tell(self.bob)
        self._tell(self.bob, "statement")
        optouts = self.env["ar.optout"]
        optouts.create({"partner_id": self.ann.id, "channel": "email"})
        optouts.create({"partner_id": self.bob.id, "channel": "email", "purpose": "legal"})
        optouts.create({"partner_id": self.bob.id, "channel": "call"})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        self.bob.email = self.ann.email
        wizard._merge((self.ann | self.bob).ids, self.ann)
        rows = {(row.subject, row.contact_id) for row in self.profile.told_ids}
        self.assertEqual(rows, {("reminder", self.ann), ("statement", self.ann)})
        wishes = optouts.search([("partner_id", "=", self.ann.id)])
        self.assertEqual(
            {(wish.channel, wish.purpose) for wish in wishes},
            {("email", "legal"), ("call", "reminder")},
        )

    # -- language, invoices ------------------------------------------------------------

    def test_language_of_the_account(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.ann.lang = "en_US"
        self._tell(self.ann)
        self.assertEqual(self._queue(self.customer)._get_lang(), "en_US")
        self.profile.lang = "fr_FR"
        self.assertEqual(self._state()._get_lang(), "fr_FR")
        self.assertEqual(self.profile._pick_lang(self.ann), "fr_FR")

    def test_invoices(self):
        move = self._make_overdue(self.customer, 3)
        template = self.env.ref("account.email_template_edi_invoice")
        send = self.env["account.move.send"]

        def propose():
            return send._get_default_mail_partner_ids(move, template, "en_US")

        self.assertEqual(propose(), self.customer)
        self._tell(self.bob, "reminder")
        self.assertEqual(propose(), self.customer)
        self._tell(self.ann, "invoice")
        self.assertEqual(propose(), self.ann)
        self._tell(self.eve, "invoice", "letter")
        self.assertEqual(propose(), self.ann)
        self.ann.parent_id = self.other
        self.env.flush_all()
        self.assertEqual(propose(), self.customer)

    # -- cost --------------------------------------------------------------------------

    def test_one_query_for_all(self):
        debtors = [self._make_debtor(f"Debtor {number}") for number in range(4)]
        notices = self._queue(self.customer, *debtors)
        for notice in notices:
            self.env["ar.profile.contact"].create(
                {"profile_id": notice.profile_id.id, "contact_id": notice.partner_id.id}
            )
        self.env.flush_all()
        self.env.invalidate_all()
        notices.mapped("partner_id.active"), notices.mapped("contact_id.commercial_partner_id")
        notices.mapped("profile_id.partner_id"), notices.mapped("level_id.is_legal")
        with self.assertQueryCount(3):
            notices._map_told("email")

    def test_contacts_are_read_together(self):
        """Also those that come out of a union, as of addressee and lines."""
        debtors = [self._make_debtor(f"Debtor {number}") for number in range(4)]
        notices = self._queue(self.customer, *debtors)
        self.env.flush_all()
        self.env.invalidate_all()
        none = self.env["res.partner"]
        pairs = [(one.profile_id, none.browse(one.contact_id.id)) for one in notices]
        notices.mapped("profile_id.partner_id")
        self.env["res.partner"].invalidate_model()
        with self.assertQueryCount(1):
            self.env["ar.outside.contact"]._find_refused(pairs)

    def test_fewer_at_once_where_papers_are_made(self):
        """The journal items of a batch are locked until all its papers are there."""
        notices = self._queue(*(self._make_debtor(f"Debtor {number}") for number in range(3)))
        level = notices.level_id
        level.write({"letter_attached": False, "invoices_attached": False})
        self.patch(type(notices), "_printed_size", 2)
        take = self.env["ar.dunning.notice"]._take_next
        self.assertEqual(len(take(100, set())), 3)
        level.invoices_attached = True
        self.assertEqual(len(take(100, set())), 2)
        level.invoices_attached = False
        level.channel_ids[0].channel = "call"
        level.channel_ids[1:].filtered(lambda row: row.channel == "letter").usage = "always"
        self.assertEqual(len(take(100, set())), 2)

    def test_sending_asks_once(self):
        """Whom messages reach, and whether their addresses take mail, is asked once for a batch,
        and anew for the next one."""
        notices = self._queue(self.customer, self._make_debtor("Beta"))
        channel, asked = type(self.env["ar.channel.email"]), []
        ask, read = channel._map_people, channel._read_marked

        def note(known, method):
            return lambda model, what: asked.append(known) or method(model, what)

        with (
            patch.object(channel, "_map_people", note("people", ask)),
            patch.object(channel, "_read_marked", note("addresses", read)),
        ):
            # As the scheduled action does.
            self._send(notices.sudo())
            self.assertEqual(sorted(asked), ["addresses", "people"])
            emails = self.env["ar.channel.email"]
            self.assertEqual(emails._map_recipients(notices[:1]).keys(), set(notices[:1].ids))
            self.customer.email = "new@alpha.example"
            [address] = emails._map_recipients(
                notices.filtered(lambda one: one.partner_id == self.customer)
            ).values()
        self.assertEqual(address, "new@alpha.example")


@tagged("post_install", "-at_install")
class TestOptout(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls._make_debtor("Alpha", email="office@alpha.example")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.customer, cls.company)
        cls.ann, cls.bob = (
            cls.env["res.partner"].create(
                {"name": name, "email": f"{name}@alpha.example", "parent_id": cls.customer.id}
            )
            for name in ("ann", "bob")
        )

    def _wish(self, contact, channel="email", **values):
        return (
            self.env["ar.optout"]
            .with_user(self.collector)
            .create({"partner_id": contact.id, "channel": channel, **values})
        )

    def _black(self):
        self.env["mail.blacklist"]._add("office@alpha.example")

    def test_the_blacklist_stops_reminders(self):
        self._black()
        notice = self._remind(self.customer)
        self.assertEqual(self._channels(notice), {"email": "failed", "letter": "sent"})

    def test_the_blacklist_stops_no_legal_demand(self):
        self._black()
        self.levels[1].is_legal = True
        notice = self._hand_over(self._queue(self.customer))
        with self._mail_server() as taken:
            notice.dispatch_ids.mail_mail_id.send()
        self.assertEqual(len(taken), 1)
        self.assertEqual(self._channels(notice), {"email": "sent"})

    def test_the_blacklist_stops_no_statement(self):
        self._black()
        statement = self.env["ar.statement"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
                "channel": "email",
            }
        )
        statement.action_send()
        self.assertEqual(statement.dispatch_ids.recipient, "office@alpha.example")

    def test_who_comes_on_the_blacklist_while_it_waits(self):
        notice = self._hand_over(self._queue(self.customer))
        self._black()
        with self._mail_server() as taken:
            notice.dispatch_ids.mail_mail_id.send()
        self.assertFalse(taken)

    def test_the_others_get_it(self):
        for contact in (self.ann, self.bob):
            self.env["ar.profile.contact"].create(
                {"profile_id": self.profile.id, "channel": "email", "contact_id": contact.id}
            )
        self._wish(self.ann)
        notice = self._remind(self.customer)
        self.assertEqual(notice.dispatch_ids.recipient, "bob@alpha.example")
        self._wish(self.bob)
        notice = self._queue(self.customer)
        self.assertFalse(notice)

    def test_nobody_wants_it(self):
        for contact in (self.ann, self.bob):
            self.env["ar.profile.contact"].create(
                {"profile_id": self.profile.id, "channel": "email", "contact_id": contact.id}
            )
            self._wish(contact)
        notice = self._remind(self.customer)
        self.assertEqual(self._channels(notice), {"email": "failed", "letter": "sent"})

    def test_a_wish_of_who_is_told_instead(self):
        """The contact has no address, the customer's own is used: its wish counts."""
        self.ann.email = False
        self.profile.contact_id = self.ann
        self._wish(self.customer)
        notice = self._remind(self.customer)
        self.assertEqual(self._channels(notice), {"email": "failed", "letter": "sent"})

    def test_trace(self):
        wish = self._wish(self.ann)
        self.assertIn("wants no messages by this channel: E-mail", self.profile.message_ids[0].body)
        self.assertEqual(self.profile.optout_ids, wish)
        wish.with_user(self.collector).active = False
        self.assertIn("again: E-mail", self.profile.message_ids[0].body)
        action = self.profile.action_note_optout()
        self.assertEqual(
            self.env["ar.optout"].with_context(active_test=False).search(action["domain"]), wish
        )
