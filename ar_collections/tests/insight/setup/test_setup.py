"""The first hour: nothing reaches a customer before somebody goes live."""

from unittest.mock import patch

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ....tools.channel.sender_domain import Texts
from ...common import ArCommon

MANAGER = "ar_collections.ar_collections_group_manager"
COLLECTOR = "ar_collections.ar_collections_group_collector"
STEPS = ("company", "reach", "policy", "tonight")


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestSetup(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.policy = cls._make_policy(3, 14, automatic=True, step="one")
        cls.manager = cls._make_user("setup_manager", MANAGER)
        cls.collector = cls._make_user("setup_collector", COLLECTOR)
        cls.company.ar_dunning_start = "2026-03-01"

    def _setup(self, user=None):
        return self.env["ar.setup"].with_user(user or self.manager).create({})

    def _cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_dunning_run").method_direct_trigger()
        self.env.invalidate_all()
        domain = [("company_id", "=", self.company.id), ("kind", "=", "nightly")]
        return self.env["ar.dunning.run"].search(domain, limit=1, order="date desc, id desc")

    def _sender(self):
        with self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_dunning_send").method_direct_trigger()
        self.env.invalidate_all()

    # -- who is live -------------------------------------------------------------------

    def test_a_company_is_live_unless_it_is_set_up(self):
        self.assertFalse(self.company.ar_setup_since, "made by a program, or in use before")
        self.assertTrue(self._setup().is_live)
        self._make_invoice(due="2026-03-20")
        self.assertEqual(self._cron().notice_ids.state, "queued")

    def test_an_installation_begins_the_first_hour(self):
        other = self.setup_other_company(name="Used Ltd")["company"]
        self._make_invoice(company=other, due="2026-03-20")
        run = self.env["ar.dunning.run"].with_company(other).create({"company_id": other.id})
        self._make_policy(3, company_id=other.id)
        run.action_propose()
        run.action_confirm()
        self.env["ar.dispatch"].sudo().create(
            {"notice_id": run.notice_ids[:1].id, "channel": "email", "recipient": "a@example.com"}
        )
        self.env["res.company"]._ar_begin_all_setups()
        self.assertTrue(self.company.ar_setup_since)
        self.assertFalse(other.ar_setup_since, "it has told customers something")

    def test_nobody_writes_it(self):
        with self.assertRaises(AccessError):
            self.company.with_user(self.manager).write({"ar_setup_since": "2026-03-31"})

    # -- nothing leaves ----------------------------------------------------------------

    def test_the_night_proposes_and_waits(self):
        self._make_invoice(due="2026-03-20")
        self.company._ar_begin_setup()
        run = self._cron()
        self.assertEqual((run.state, run.notice_ids.state), ("proposed", "draft"))
        self.assertIn("is being set up", run.brake_note)
        task = run.activity_ids
        self.assertIn("First Steps", task.note)

    def test_what_a_person_confirms_waits_for_going_live(self):
        self._make_invoice(due="2026-03-20")
        self.company._ar_begin_setup()
        run = self._run()
        told = run.action_confirm()
        self.assertIn("is being set up", str(told))
        notice = run.notice_ids
        self._sender()
        self.assertEqual(notice.state, "queued")
        self.assertFalse(notice.sudo().dispatch_ids)
        with self.assertRaisesRegex(UserError, "is being set up"):
            notice._queue_dispatches([(notice, "email", "always")])
        self.company._ar_go_live()
        self._sender()
        self.assertIn(notice.state, ("leaving", "sent"))
        self.assertTrue(notice.sudo().dispatch_ids)

    def test_another_company_goes_on(self):
        self._add_companies()
        self._make_invoice(due="2026-03-20")
        self.other._ar_begin_setup()
        self.assertEqual(self._cron().notice_ids.state, "queued")

    # -- the steps ---------------------------------------------------------------------

    def test_going_live_asks_for_the_steps(self):
        self.company._ar_begin_setup()
        setup = self._setup()
        self.assertFalse(setup.is_live)
        with self.assertRaisesRegex(UserError, "Who cannot be reached"):
            setup.action_go_live()
        for code in STEPS:
            self.assertFalse(setup[f"{code}_done"])
            getattr(setup, f"action_done_{code}")()
            setup.invalidate_recordset()
            self.assertTrue(setup[f"{code}_done"], code)
        self.assertTrue(self.company.ar_setup_since)
        setup.action_go_live()
        self.assertFalse(self.company.ar_setup_since)
        self.assertIn("is live", self.company.partner_id.message_ids[0].preview)
        self.assertEqual(self.company.partner_id.message_ids[0].author_id, self.manager.partner_id)
        self.assertTrue(self._setup().company_done, "it is kept")

    def test_steps_are_the_companys(self):
        self._add_companies()
        self._setup().action_done_company()
        self.manager.company_ids |= self.other
        theirs = self.env["ar.setup"].with_user(self.manager).with_company(self.other).create({})
        self.assertEqual(theirs.company_id, self.other)
        self.assertFalse(theirs.company_done)

    def test_only_managers(self):
        with self.assertRaises(AccessError):
            self._setup(self.collector)
        self._add_companies()
        # Of the company, and no manager of it while it is switched off.
        self.manager.company_ids |= self.other
        setup = self.env["ar.setup"].with_user(self.manager).create({"company_id": self.other.id})
        for name in ("action_go_live", "action_hold", "action_done_tonight", "action_simulate"):
            with self.subTest(name), self.assertRaises(AccessError):
                getattr(setup.with_context(allowed_company_ids=self.company.ids), name)()
        self.assertFalse(self.other.ar_setup_since)

    def test_a_company_of_others_is_not_told(self):
        """Neither its bank account nor anything else, however the dialog is pointed at it."""
        self._add_companies()
        self.other.partner_id.bank_ids.create(
            {"acc_number": "BE71096123456769", "partner_id": self.other.partner_id.id}
        )
        setup = self.env["ar.setup"].with_user(self.manager)
        wanted = {name: {} for name in ("sender", "is_live", "debtor_count", "policy_id", "begin")}
        for name in wanted:
            with self.subTest(name):
                with self.assertRaises(AccessError) as caught:
                    setup.onchange({"company_id": self.other.id}, [], {name: {}, "company_id": {}})
                self.assertNotIn("Other Ltd", str(caught.exception))
        with self.assertRaises(AccessError):
            setup.create({"company_id": self.other.id}).read(["sender"])

    def test_hold_again(self):
        self._setup().action_hold()
        self.assertTrue(self.company.ar_setup_since)

    def test_facts_of_the_sender(self):
        self.company.write({"street": False, "email": False})
        words = html.fromstring(self._setup().sender).text_content()
        self.assertIn("no full address", words)
        self.assertIn("no e-mail address", words)
        self.company.write({"street": "Quay 1", "city": "Port", "email": "billing@example.com"})
        self.company.partner_id.bank_ids.create(
            {"acc_number": "BE71096123456769", "partner_id": self.company.partner_id.id}
        )
        words = html.fromstring(self._setup().sender).text_content()
        self.assertIn("address of the company is complete", words)
        self.assertIn("BE71096123456769", words)
        self.assertIn("billing@example.com", words)

    def test_the_domain(self):
        self.company.email = "billing@example.com"
        setup, model = self._setup(), type(self.env["ar.sender.domain"])
        texts = Texts(("v=spf1 -all",), ("v=DMARC1; p=none",), ())
        with (
            patch.object(model, "_is_readable", lambda self: True),
            patch.object(model, "_read", lambda self, domain: texts),
        ):
            setup.action_check_domain()
        words = html.fromstring(setup.domain_read).text_content()
        self.assertIn("SPF: example.com says which servers", words)
        self.assertIn("only watches", words)
        self.assertIn("ask who looks after it", words)
        with patch.object(model, "_is_readable", lambda self: False):
            setup.action_check_domain()
        self.assertIn("dnspython", setup.domain_read)

    def test_what_mail_servers_have_reported(self):
        check = self.env["ar.sender.domain"]._check_reports
        self.assertFalse(check(self.company))
        self._make_invoice(due="2026-03-01")
        profile = self.env["ar.profile"].search([("company_id", "=", self.company.id)], limit=1)
        dispatches = self.env["ar.dispatch"].sudo()
        own = {"profile_id": profile.id, "channel": "email", "res_model": "ar.thank.you"}
        made = [{**own, "res_id": 9_000_000 + number, "state": "sent"} for number in range(4)]
        sent = dispatches.create(made)
        [(state, words)] = check(self.company)
        self.assertEqual(state, "unknown")
        self.assertIn("of 4 e-mails in 90 days 0 came back", words)
        sent[0].state = "delivered"
        [(state, words)] = check(self.company)
        self.assertEqual(state, "good")
        self.assertIn("1 are reported to have arrived, 0 came back", words)
        sent[1].state = "bounced"
        self.assertEqual(check(self.company)[0][0], "weak")

    def test_more_parts_are_in_the_settings(self):
        action = self._setup().action_open_switches()
        self.assertEqual(action["res_model"], "res.config.settings")
        self.assertEqual(action["views"], [(False, "form")])

    def test_every_finding_has_its_words(self):
        model = self.env["ar.sender.domain"]
        for text in (None, (), ("v=spf1 a",), ("v=spf1 -all",), ("v=spf1 -all",) * 2):
            for found in (None, (), ("v=DMARC1; p=none",), ("v=DMARC1; p=reject",), ("v=DMARC1",)):
                for key in (None, ("p=",), ("p=abc",)):
                    texts = Texts(text, found, key)
                    with (
                        patch.object(type(model), "_is_readable", lambda self: True),
                        patch.object(type(model), "_read", lambda self, domain, t=texts: t),
                    ):
                        self.company.email = "a@example.com"
                        told = model._check(self.company)
                    self.assertEqual(len(told), 3)
                    for _state, words in told:
                        self.assertIn("example.com", words)
                        self.assertNotIn("%(", words)

    def test_reach(self):
        lost = self._make_partner("Lost Ltd", email=False)
        self._make_invoice(due="2026-03-20")
        self._make_invoice(lost, due="2026-03-20")
        setup = self._setup()
        self.assertEqual((setup.debtor_count, setup.unmailed_count), (2, 1))
        self.assertEqual(setup.unreached_count, 1)

    def test_what_tonight_would_do(self):
        self._make_invoice(due="2026-03-20", amount=700.0)
        beta = self._make_partner("Beta Works")
        self._make_invoice(beta, due="2025-03-20", date="2025-03-01", amount=300.0)
        with Form(self._setup()) as form:
            self.assertEqual(form.begin, "leave")
        setup = form.record
        setup.action_simulate()
        words = html.fromstring(setup.tonight).text_content()
        self.assertIn("Level 1", words)
        self.assertIn("700", words)
        self.assertIn("left alone", words)
        setup.begin = "all"
        setup.action_simulate()
        words = html.fromstring(setup.tonight).text_content()
        self.assertIn("1,000", words)
        self.assertNotIn("Level 2", words, "who was never reminded gets the first level")
        self.assertFalse(
            self.env["ar.dunning.notice"].search([("partner_id", "=", self.partner.id)])
        )
        setup.action_done_tonight()
        self.assertFalse(self.company.ar_dunning_start)
        setup.begin = "leave"
        setup.action_done_tonight()
        self.assertEqual(str(self.company.ar_dunning_start), "2026-03-31")

    def test_buttons_open_what_they_say(self):
        setup = self._setup()
        for name, model in (
            ("action_open_company", "res.company"),
            ("action_open_banks", "res.partner.bank"),
            ("action_open_unreached", "ar.reachability"),
            ("action_open_policy", "ar.dunning.policy"),
        ):
            self.assertEqual(getattr(setup, name)()["res_model"], model)
        self.assertEqual(setup.policy_id, self.policy)
        self.assertEqual(setup.level_ids, self.policy.level_ids)

    # -- all policies ------------------------------------------------------------------

    def _make_hasty(self, **values):
        """A policy of some customers that goes to the highest level at once; it comes first."""
        return self._make_policy(5, 20, sequence=0, step="age", name="Key Accounts", **values)

    def test_every_policy_begins_at_the_first_level(self):
        """Customers of another policy than the default one hear its highest level first."""
        hasty = self._make_hasty(country_ids=[self.env.ref("base.fr").id])
        self.partner.country_id = self.env.ref("base.fr")
        self._make_invoice(due="2025-03-20", date="2025-03-01", amount=300.0)
        setup = self._setup()
        self.assertEqual(setup.policy_id, self.policy)
        self.assertIn(hasty, setup.other_policy_ids)
        self.assertNotIn(self.policy, setup.other_policy_ids)
        self.assertIn("Key Accounts", setup.hasty_words)
        setup.begin = "all"
        setup.action_simulate()
        self.assertIn("Level 2", html.fromstring(setup.tonight).text_content())
        setup.action_step_by_step()
        self.assertEqual(hasty.step, "one")
        self.assertFalse(setup.hasty_words)
        self.assertFalse(setup.tonight, "An answer belongs to its question.")
        setup.action_simulate()
        words = html.fromstring(setup.tonight).text_content()
        self.assertIn("Level 1", words)
        self.assertNotIn("Level 2", words)

    def test_only_managers_change_the_step(self):
        hasty = self._make_hasty(country_ids=[self.env.ref("base.fr").id])
        self._add_companies()
        self.manager.company_ids |= self.other
        setup = self.env["ar.setup"].with_user(self.manager).create({"company_id": self.other.id})
        with self.assertRaises(AccessError):
            setup.with_context(allowed_company_ids=self.company.ids).action_step_by_step()
        self.assertEqual(hasty.step, "age")

    def test_letters_are_shown(self):
        """What a customer of the own ledger will read, without a click."""
        self._make_invoice(due="2026-03-20", amount=700.0)
        setup = self._setup()
        first, second = self.policy.level_ids
        self.assertEqual(setup.shown_level_id, first)
        self.assertTrue(setup.shown_subject)
        self.assertIn(self.partner.name, setup.shown_mail + setup.shown_letter)
        self.assertIn("700", setup.shown_letter)
        setup.shown_level_id = second
        self.assertIn("700", setup.shown_letter)

    # -- the card on Today -------------------------------------------------------------

    def _today(self, user):
        page = self.env["ar.today"].with_user(user)
        return page.get_today("all", self.company.ids)

    def test_today_leads_to_the_steps(self):
        self.assertFalse(self._today(self.manager)["setup"], "It is live.")
        self.company._ar_begin_setup()
        [card] = self._today(self.manager)["setup"]
        self.assertEqual(card["company_id"], self.company.id)
        self.assertFalse(card["ask"])
        self.assertEqual([step["code"] for step in card["steps"]], [*STEPS, "live"])
        self.assertEqual([step["code"] for step in card["steps"] if step["next"]], ["company"])
        self._setup().action_done_company()
        [card] = self._today(self.manager)["setup"]
        self.assertTrue(card["steps"][0]["done"])
        self.assertEqual([step["code"] for step in card["steps"] if step["next"]], ["reach"])
        self.assertTrue(all(step["title"] and step["button"] for step in card["steps"]))

    def test_today_sends_nobody_to_what_would_not_leave(self):
        def words(user):
            return {one["code"]: one for one in self._today(user)["sections"]}["todo"]["empty"]

        self.assertIn("Propose a run", words(self.manager))
        self.company._ar_begin_setup()
        self.assertIn("first steps", words(self.manager))

    def test_today_says_whom_to_ask(self):
        self.company._ar_begin_setup()
        [card] = self._today(self.collector)["setup"]
        self.assertIn(self.manager.name, card["ask"])
        with self.assertRaises(AccessError):
            self.env["ar.setup"].with_user(self.collector).create({})

    def test_held_again_the_last_step_is_next(self):
        self.company._ar_begin_setup()
        setup = self._setup()
        for code in STEPS:
            getattr(setup, f"action_done_{code}")()
        setup.action_go_live()
        self.assertFalse(self._today(self.manager)["setup"])
        setup.action_hold()
        [card] = self._today(self.manager)["setup"]
        self.assertEqual([step["code"] for step in card["steps"] if step["next"]], ["live"])

    def test_a_run_says_that_nothing_leaves(self):
        self._make_invoice(due="2026-03-20")
        run = self._run()
        self.assertFalse(run.setup_words)
        self.company._ar_begin_setup()
        run.invalidate_recordset()
        self.assertIn("is being set up", run.with_user(self.collector).setup_words)

    # -- a company made later ----------------------------------------------------------

    def _companies(self):
        return self.env["res.company"].sudo().with_context(active_test=False).search([])

    def test_a_company_made_by_a_person_is_set_up(self):
        """In the interface; what programs and imports make is live, as it was."""
        companies = self.env["res.company"]
        [made] = companies.web_save({"name": "By Hand Ltd"}, {"name": {}})
        made = companies.browse(made["id"])
        self.assertTrue(made.ar_setup_since)
        quick = companies.browse(companies.name_create("Quick Ltd")[0])
        self.assertTrue(quick.ar_setup_since)
        branch = {"child_ids": [(0, 0, {"name": "Branch By Hand"})]}
        made.web_save(branch, {"name": {}})
        self.assertTrue(made.child_ids.ar_setup_since)
        self.assertFalse(companies.create({"name": "By Program Ltd"}).ar_setup_since)

    def test_a_company_that_is_changed_stays_as_it_is(self):
        self.company.web_save({"name": "New Name Ltd"}, {"name": {}})
        self.assertFalse(self.company.ar_setup_since)

    def test_an_imported_company_is_live(self):
        known = self._companies()
        self.env["res.company"].load(["name"], [["Imported Ltd"]])
        self.assertFalse((self._companies() - known).ar_setup_since)

    # -- previews in the settings ------------------------------------------------------

    def test_settings_show_the_own_ledger(self):
        self._make_invoice(due="2026-03-20", amount=700.0)
        settings = self.env["res.config.settings"].create({})
        self.assertFalse(settings.ar_aging_preview)
        settings.ar_show_preview = True
        self.assertIn("700", settings.ar_aging_preview)
        self.assertIn("from day", settings.ar_level_preview)
