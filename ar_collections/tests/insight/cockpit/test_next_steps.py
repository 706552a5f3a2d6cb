"""What comes next with a customer: the same on the page Today and on the account."""

from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.tests import freeze_time, tagged

from ....models.insight.cockpit.ar_profile_steps import NextStep
from ....models.insight.today import ar_today_figures
from ...common import ArCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
TODAY = "2026-03-31"
# What is told first of who has it: the beginning of the words.
WANTED = {
    "agency": "Collection agency: ",
    "insolvent": "Insolvency: ",
    "hold": "On hold until 04/15/2026: Talks",
    "left_out": "On hold until 04/20/2026: The fair",
    "reply": "Read the answer: Says it is paid",
    "draft": "Confirm the run: ",
    "plan": "Plan to be accepted: ",
    "instalment": "Instalment late: $",
    "limitation": "Claim lapses: ",
    "call": "Call",
    "promise": "Promise: $",
    "task": "Ask the sales team",
}


@tagged("post_install", "-at_install")
@freeze_time(f"{TODAY} 12:00:00")
class TestNextSteps(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.country_id = cls.env.ref("base.fr")
        cls._make_policy(10, 20)
        cls.collector = cls._make_user("steps_collector", COLLECTOR)
        cls.profiles = {}
        for number, code in enumerate(WANTED):
            partner = cls._make_partner(f"Customer {code}")
            # No level is due any more before all that is made below; what is late is asked of.
            cls._make_invoice(partner, 1000 + number, date="2026-03-01", due="2026-03-25")
            profile = cls.env["ar.profile"].get_or_create(partner, cls.company)
            cls.profiles[code] = profile
        for code, profile in cls.profiles.items():
            getattr(cls, f"_make_{code}")(profile)
        cls.env.invalidate_all()

    # -- one customer of each kind -----------------------------------------------------

    @classmethod
    def _lines(cls, profile):
        return cls._receivable(profile.partner_id.invoice_ids)

    @classmethod
    def _make_agency(cls, profile, kind="agency"):
        lines = Command.set(cls._lines(profile).ids)
        values = {"profile_id": profile.id, "kind": kind, "move_line_ids": [lines]}
        case = cls.env["ar.case"].create(values)
        case.action_hand_over()
        assert case.state == "open", case.state

    @classmethod
    def _make_insolvent(cls, profile):
        cls._make_agency(profile, "insolvency")

    @classmethod
    def _make_hold(cls, profile):
        values = {"profile_id": profile.id, "date_to": "2026-04-15", "reason": "Talks"}
        cls.env["ar.hold"].create(values)

    @classmethod
    def _make_draft(cls, profile):
        # Late enough for a level of the run.
        cls._make_invoice(profile.partner_id, 50, date="2026-03-01", due="2026-03-05")
        run = cls._run(profile_ids=[Command.set(profile.ids)])
        assert run.state == "proposed"
        return run.notice_ids

    @classmethod
    def _make_left_out(cls, profile):
        notice = cls._make_draft(profile)
        notice._leave_out("The fair", "2026-04-20")
        assert notice.left_out

    @classmethod
    def _make_reply(cls, profile):
        values = {
            "profile_id": profile.id,
            "kind": "paid",
            "date_received": "2026-03-30 09:00:00",
            "currency_id": cls.company.currency_id.id,
        }
        # An answer that is to be read holds the customer, and is told all the same.
        reply = cls.env["ar.reply"].sudo().create(values)
        values = {"date_from": TODAY, "date_to": "2026-04-03", "reason": "Says it is paid"}
        origin = f"{reply._name},{reply.id}"
        values |= {"profile_id": profile.id, "origin_ref": origin}
        cls.env["ar.hold"].sudo().create(values)

    @classmethod
    def _make_plan(cls, profile, first="2026-04-15"):
        [line] = cls._lines(profile)
        plan = cls.env["ar.plan"].create(
            {
                "profile_id": profile.id,
                "move_line_ids": [Command.set(line.ids)],
                "installment_ids": [
                    Command.create({"date": first, "amount": 400}),
                    Command.create(
                        {"date": "2026-05-15", "amount": line.amount_residual_currency - 400}
                    ),
                ],
            }
        )
        plan.action_propose()
        return plan

    @classmethod
    def _make_instalment(cls, profile):
        with freeze_time("2026-03-20 12:00:00"):
            plan = cls._make_plan(profile, "2026-03-22")
            plan.action_activate()
        plan.invalidate_recordset()
        assert plan.missed_amount

    @classmethod
    def _make_limitation(cls, profile):
        items, due = cls.env["ar.open.item"], cls._day("2024-06-15")
        for _turn in range(2):
            invoice = cls._make_invoice(profile.partner_id, 70, date=str(due), due=str(due))
            line = cls._receivable(invoice)
            claim = items._read_claims(ids=line.ids)[line.id]
            due += timedelta(days=45 - claim.days)
        cls.env["ar.limitation.warning"].sudo().create(
            {
                "profile_id": profile.id,
                "move_line_id": line.id,
                "threshold": 90,
                "date": claim.limit.date,
            }
        )
        cls.lapsing = invoice

    @classmethod
    def _make_call(cls, profile):
        talk = cls.env["ar.talk"]._begin(profile)
        dispatch = talk if talk._name == "ar.dispatch" else talk.dispatch_ids
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE ar_dispatch SET state = 'queued', channel = 'call', call_date = %s "
            "WHERE id = %s",
            [TODAY, dispatch.id],
        )
        dispatch.invalidate_recordset()

    @classmethod
    def _make_promise(cls, profile):
        cls.env["ar.promise"].create({"profile_id": profile.id, "date": "2026-04-02"})

    @classmethod
    def _make_task(cls, profile):
        profile.activity_schedule(
            "mail.mail_activity_data_todo", cls._day("2026-04-01"), "Ask the sales team"
        )

    # -- told on both pages ------------------------------------------------------------

    def _told_today(self):
        today = self.env["ar.today"].with_user(self.collector)
        with patch.object(ar_today_figures, "MOST_OVERDUE", 40):
            page = today.get_today("all", company_ids=self.company.ids)
        return {row["profile_id"]: row["next"] for row in page["overdue"]}

    def _told_on_account(self, profile):
        cards = profile.with_user(self.collector).read_cockpit()
        [card] = [card for card in cards if card["code"] == "next"]
        return card

    def test_both_pages_say_the_same(self):
        told = self._told_today()
        for code, words in WANTED.items():
            with self.subTest(kind=code):
                profile = self.profiles[code]
                card = self._told_on_account(profile)
                on_account = card["hint"] or card["value"]
                self.assertIn(words, on_account)
                self.assertIn(on_account, told[profile.id])
                if card["hint"]:
                    # The day is told on both pages.
                    self.assertEqual(told[profile.id], f"{card['hint']}, on {card['value']}")

    def test_what_was_left_out_is_not_to_be_confirmed(self):
        words = self._told_today()[self.profiles["left_out"].id]
        self.assertNotIn("Confirm", words)

    def test_what_holds_all_is_not_told_twice(self):
        for code in ("agency", "insolvent", "hold", "left_out"):
            card = self._told_on_account(self.profiles[code])
            self.assertNotIn("No reminder", [card["value"]])
            self.assertFalse([line for line in card["lines"] if "hold" in line["text"].lower()])

    def test_a_plan_that_runs_names_its_next_instalment(self):
        plan = self.env["ar.plan"].search([("profile_id", "=", self.profiles["plan"].id)])
        plan.action_activate()
        words = self._told_today()[self.profiles["plan"].id]
        self.assertRegex(words.replace("\xa0", " "), r"^Instalment: \$ 400.00, on 04/15/2026$")

    def test_another_add_on_adds_a_step(self):
        """An entry and a method are all that it takes, for both pages."""
        account = type(self.env["ar.profile"])
        kinds, profile = account._get_next_kinds, self.profiles["task"]

        def find(these):
            return {id_: [NextStep(None, "Visit the fair", 0)] for id_ in these.ids}

        with (
            patch.object(
                account, "_get_next_kinds", lambda this: {**kinds(this), "fair": "ar.profile"}
            ),
            patch.object(account, "_find_next_fair", find, create=True),
        ):
            self.assertEqual(self._told_today()[profile.id], "Visit the fair")
            self.assertEqual(self._told_on_account(profile)["value"], "Visit the fair")

    # -- what it costs -----------------------------------------------------------------

    def _count(self, profiles):
        account = profiles.with_user(self.collector)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        account._read_next_steps()
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_depend_on_the_number_of_customers(self):
        everybody = self.env["ar.profile"].union(*self.profiles.values())
        self._count(everybody)
        more = self.env["ar.profile"]
        for code, make in self.profiles.items():
            partner = self._make_partner(f"Second {code}")
            self._make_invoice(partner, 2000, date="2026-03-01", due="2026-03-25")
            profile = make.get_or_create(partner, self.company)
            getattr(self, f"_make_{code}")(profile)
            more |= profile
        once = self._count(everybody)
        self.assertLessEqual(self._count(everybody | more), once + 2)
