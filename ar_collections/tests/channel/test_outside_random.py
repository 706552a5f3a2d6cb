"""A property: whatever becomes of contacts and companies, what leaves goes to the customer."""

import logging
import os
from unittest.mock import patch

from odoo.tests import tagged
from odoo.tools import email_normalize_all, mute_logger

from .common import ArChannelCommon

try:
    from hypothesis import HealthCheck, given, settings
    from hypothesis import strategies as st
except ImportError:  # A database without our tools for development.
    given = None

_logger = logging.getLogger(__name__)

# Few in everyday runs: AR_EXAMPLES=500 for many.
EXAMPLES = int(os.environ.get("AR_EXAMPLES", "8"))
PEOPLE = 5
COMPANIES = 4

if given:
    person, company = st.integers(0, PEOPLE - 1), st.integers(0, COMPANIES - 1)
    customer = st.integers(0, 1)
    step = st.one_of(
        st.tuples(st.just("move"), person, st.one_of(st.none(), company)),
        st.tuples(st.just("nest"), company, st.one_of(st.none(), company)),
        st.tuples(st.just("contact"), customer, st.one_of(st.none(), person)),
        st.tuples(st.just("confirm"), customer, person),
        st.tuples(st.just("end"), customer, person),
        st.tuples(st.just("email"), person, st.integers(0, 3)),
        st.tuples(st.just("archive"), person, st.booleans()),
        st.tuples(st.just("delete"), person, st.none()),
        st.tuples(st.just("merge"), person, person),
        st.tuples(st.just("follow"), customer, person),
        st.tuples(st.just("copy"), person, st.none()),
        st.tuples(st.just("sql"), person, company),
    )
    steps = st.lists(step, max_size=6)


@tagged("post_install", "-at_install")
class TestOutsideRandom(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.companies = [cls._make_debtor(f"Company{n}", days_late=20) for n in range(2)]
        cls.companies += [cls._make_partner(f"Company{n}") for n in range(2, COMPANIES)]
        cls.people = [
            cls.env["res.partner"].create(
                {
                    "name": f"Person {n}",
                    "email": f"person{n}@example.com",
                    "parent_id": cls.companies[n % COMPANIES].id,
                }
            )
            for n in range(PEOPLE)
        ]
        get = cls.env["ar.profile"].get_or_create
        cls.profiles = [get(one, cls.company) for one in cls.companies[:2]]
        cls.template = cls.levels[2]._get_mail_template()

    def setUp(self):
        super().setUp()
        if given is None:
            self.skipTest("hypothesis is not installed")

    def test_nothing_leaves_the_entity(self):
        before, between, late = steps, steps, steps
        self.played = 0

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=EXAMPLES < 100,
            suppress_health_check=list(HealthCheck),
        )
        @given(before, between, late)
        def check(first, second, third):
            self.played += 1
            if self.played % 50 == 0:
                _logger.info("%s examples", self.played)
            savepoint = self.env.cr.savepoint()
            try:
                self._play(first, second, third)
            finally:
                savepoint.close(rollback=True)
                self.env.invalidate_all()
                self.env.registry.clear_cache()

        letters = self.env.registry["ar.channel.letter"]
        # What papers look like is tested elsewhere.
        quick = patch.object(
            letters, "_make_pdfs", lambda _m, leads, _r: dict.fromkeys(leads.ids, b"%PDF")
        )
        with quick, mute_logger("odoo.models.unlink", "odoo.addons.base.partner.merge"):
            check()

    def _play(self, first, second, third):
        """Contacts change; notices and statements are made; they change; these are handed over;
        they change; the mail queue sends."""
        self.confirmed = {}
        self._change(first)
        notices = self._queue(*self.companies[:2])
        statements = self._make_statements()
        self._change(second)
        self._send(notices)
        for statement in statements:
            statement._send_bundles()
        self._check_channels(notices, statements)
        self._ask_a_question()
        self._change(third)
        self._check_queue()
        # What failed is sent by a letter, or tried again, to nobody else.
        self.env["ar.dunning.notice"]._send_queued_dispatches()
        self._check_letters(notices)

    def _make_statements(self):
        made = self.env["ar.statement"]
        for one in self.companies[:2]:
            if one.commercial_partner_id == one:
                values = {"kind": "open", "partner_id": one.id, "company_id": self.company.id}
                made |= made.create({**values, "date_to": "2026-03-31"})
        return made.filtered("channel")

    def _ask_a_question(self):
        for profile in self.profiles:
            if profile.exists():
                question = "Open?"
                profile.message_post(
                    body=question, message_type="comment", subtype_xmlid="mail.mt_comment"
                )

    # -- what happens ------------------------------------------------------------------

    def _change(self, changes):
        for kind, one, other in changes:
            with patch.object(
                self.env.registry["res.partner"], "_ar_check_may_merge", lambda *_a: None
            ):
                getattr(self, f"_do_{kind}")(one, other)
        self.env.flush_all()

    def _person(self, number):
        return self.people[number].exists()

    def _do_move(self, one, other):
        self._person(one).parent_id = self.companies[other] if other is not None else False

    def _do_nest(self, one, other):
        """A company under another one: its people are its own, as Odoo has it."""
        if one != other and one > 1:
            parent = self.companies[other] if other is not None else self.env["res.partner"]
            if parent.parent_id != self.companies[one]:
                self.companies[one].parent_id = parent

    def _do_contact(self, one, other):
        if self.profiles[one].exists():
            self.profiles[one].contact_id = self._person(other) if other is not None else False

    def _do_confirm(self, one, other):
        profile, contact = self.profiles[one].exists(), self._person(other)
        if not profile or not contact or self._is_own(profile, contact):
            return
        self.env["ar.outside.contact"].create(
            {"profile_id": profile.id, "contact_id": contact.id, "reason": "Agent"}
        )
        self.confirmed[profile.id, contact.id] = (self._entity(contact), contact.email)

    def _do_end(self, one, other):
        profile, contact = self.profiles[one].exists(), self._person(other)
        profile.outside_ids.filtered(lambda o: o.contact_id == contact).action_end()
        self.confirmed.pop((profile.id, contact.id), None)

    def _do_email(self, one, other):
        texts = (f"new{one}@example.com", False, f"a{one}@x.example, b{one}@x.example", "junk")
        self._person(one).email = texts[other]

    def _do_archive(self, one, other):
        self._person(one).active = not other

    def _do_delete(self, one, _other):
        person = self._person(one)
        if person and not self.env["account.move"].search_count([("partner_id", "=", person.id)]):
            person.unlink()

    def _do_merge(self, one, other):
        source, target = self._person(one), self._person(other)
        if source and target and source != target:
            wizard = self.env["base.partner.merge.automatic.wizard"].create({})
            wizard._merge((source | target).ids, target, extra_checks=False)

    def _do_follow(self, one, other):
        if self.profiles[one].exists():
            self.profiles[one].message_subscribe(self._person(other).ids)

    def _do_copy(self, one, _other):
        self.template.email_cc = self._person(one).email

    def _do_sql(self, one, other):
        """Behind Odoo's back, as an import does."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET parent_id = %(to)s, commercial_partner_id = %(to)s "
            "WHERE id = %(id)s",
            {"to": self.companies[other].commercial_partner_id.id, "id": self.people[one].id},
        )
        self.env.invalidate_all()

    # -- the oracle --------------------------------------------------------------------

    def _entity(self, partner):
        """Who answers for a partner: up to the first company, step by step."""
        while partner.parent_id and not partner.is_company:
            partner = partner.parent_id
        return partner

    def _is_own(self, profile, partner):
        return self._entity(partner) == profile.partner_id

    def _allowed(self, profile):
        """The addresses that may be told of a customer at this moment."""
        everybody = self.env["res.partner"].with_context(active_test=False).search([])
        own = everybody.filtered(lambda one: self._is_own(profile, one))
        allowed = {address for one in own for address in email_normalize_all(one.email or "")}
        for (profile_id, contact_id), (entity, email) in self.confirmed.items():
            contact = self.env["res.partner"].browse(contact_id).exists()
            same = contact and (self._entity(contact), contact.email) == (entity, email)
            if profile_id == profile.id and same:
                allowed.update(email_normalize_all(email or ""))
        staff = self.env["res.users"].search([("share", "=", False)])
        allowed.update(a for one in staff for a in email_normalize_all(one.email or ""))
        return allowed | {self.company.email}

    def _check_channels(self, notices, statements):
        for message in [*notices, *statements]:
            for dispatch in message.dispatch_ids.filtered(lambda d: d.state in ("sent", "queued")):
                if dispatch.channel == "email":
                    told = set(dispatch._split_addresses())
                    self.assertLessEqual(told, self._allowed(dispatch.profile_id))
                else:
                    self._check_contact(dispatch)

    def _check_letters(self, notices):
        for dispatch in notices.dispatch_ids.filtered(lambda d: d.channel == "letter"):
            if dispatch.state == "sent":
                self._check_contact(dispatch)

    def _check_contact(self, dispatch):
        contact = dispatch.contact_id
        own = self._is_own(dispatch.profile_id, contact)
        self.assertTrue(own or (dispatch.profile_id.id, contact.id) in self.confirmed)

    def _check_queue(self):
        domain = [("model", "=", "ar.profile"), ("state", "=", "outgoing")]
        for mail in self.env["mail.mail"].sudo().search(domain):
            profile = self.env["ar.profile"].browse(mail.res_id).exists()
            for one in mail._prepare_outgoing_list():
                left = {
                    a
                    for text in (*one["email_to"], *one["email_cc"])
                    for a in email_normalize_all(text)
                }
                self.assertLessEqual(left, self._allowed(profile))
                self.assertLessEqual(set(one["email_to_normalized"]), self._allowed(profile))
