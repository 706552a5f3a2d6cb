"""The aging report by e-mail: when, to whom, in which language, with whose rights, and once."""

import io

from freezegun import freeze_time
from lxml import html
from openpyxl import load_workbook

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from odoo.tools.misc import formatLang

from ...processes import ProcessCase
from .test_aging_report import AgingCommon

COLLECTOR = "ar_collections.ar_collections_group_collector"
MANAGER = "ar_collections.ar_collections_group_manager"
SALES = "ar_collections.ar_collections_group_sales"


@tagged("post_install", "-at_install")
@freeze_time("2026-12-15 12:00:00")  # a Tuesday
class TestAgingSchedule(AgingCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ar.aging.schedule"].sudo().search([]).active = False
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.template = cls.env.ref("ar_collections.mail_template_aging_schedule")
        cls.template.with_context(lang="zh_CN").body_html = "<p>您好</p>"
        cls.company.email = "ar@example.com"
        cls.beta = cls._make_partner("Beta Works")
        cls._make_invoice(amount=1234.5, date="2026-09-01", due="2026-10-01")
        cls._make_invoice(cls.beta, amount=65.5, date="2026-11-20", due="2027-01-31")
        cls._make_invoice(cls.beta, amount=9, date="2026-12-10", due="2026-12-31")
        cls.boss = cls._make_partner("Boss", lang="en_US", is_company=False)
        cls.chief = cls._make_partner("Chief", lang="zh_CN", is_company=False)
        cls.other = cls.env["res.company"].create({"name": "Antipodes Ltd"})
        cls.env.flush_all()

    @classmethod
    def _user(cls, login, groups, company=None):
        return cls._make_user(login, groups, company, email=f"{login}@example.com")

    def _schedule(self, **values):
        values.setdefault("recipient_ids", [Command.set(self.boss.ids)])
        return self.env["ar.aging.schedule"].create(
            {"name": "Management aging", "company_id": self.company.id, **values}
        )

    def _mails(self, schedules=None):
        """The mails that carry reports (tasks are told by mail, too)."""
        domain = [("model", "=", "ar.aging.schedule"), ("attachment_ids", "!=", False)]
        if schedules is not None:
            domain.append(("res_id", "in", schedules.ids))
        return self.env["mail.mail"].search(domain, order="id")

    def _night(self, day):
        """The scheduled action in the night to ``day``; returns how many mails it made."""
        before = len(self._mails())
        with freeze_time(f"{day} 02:00:00"), self.enter_registry_test_mode():
            self.env.ref("ar_collections.ir_cron_aging_schedule").method_direct_trigger()
        self.env.invalidate_all()
        return len(self._mails()) - before

    def _file(self, mail, kind):
        (found,) = mail.attachment_ids.filtered(lambda a: a.name.endswith(kind))
        return found

    # -- when --------------------------------------------------------------------------

    def test_next_date(self):
        for values, expected in [
            ({"frequency": "weekly", "weekday": "1"}, "2026-12-15"),
            ({"frequency": "weekly", "weekday": "0"}, "2026-12-21"),
            ({"day_of_month": 15}, "2026-12-15"),
            ({"day_of_month": 14}, "2027-01-14"),
            ({"day_of_month": 31}, "2026-12-31"),
        ]:
            with self.subTest(values=values):
                schedule = self._schedule(**values)
                self.assertEqual(schedule.date_next, self._day(expected))
        schedule.frequency = "weekly"
        self.assertEqual(schedule.date_next, self._day("2026-12-21"))
        # It is 23:30 in London and already the 16th in Auckland.
        self.company.partner_id.tz = "Pacific/Auckland"
        with freeze_time("2026-12-15 23:30:00"):
            self.assertEqual(self._schedule(day_of_month=15).date_next, self._day("2027-01-15"))

    def test_each_date_once(self):
        schedule = self._schedule(frequency="monthly", day_of_month=31)
        for day, mails, following in [
            ("2026-12-30", 0, "2026-12-31"),
            ("2026-12-31", 1, "2027-01-31"),
            ("2026-12-31", 0, "2027-01-31"),
            ("2027-01-30", 0, "2027-01-31"),
            ("2027-01-31", 1, "2027-02-28"),
            # The server was down for months: one mail, not one for each month end.
            ("2027-06-03", 1, "2027-06-30"),
            ("2027-06-03", 0, "2027-06-30"),
            ("2027-06-30", 1, "2027-07-31"),
        ]:
            with self.subTest(day=day, expected=mails):
                self.assertEqual(self._night(day), mails)
                self.assertEqual(schedule.date_next, self._day(following))
        self.assertEqual(schedule.date_last, self._day("2027-06-30"))

    def test_the_companys_own_day(self):
        self.company.partner_id.tz = "America/Los_Angeles"
        schedule = self._schedule(frequency="monthly", day_of_month=20)
        self.assertEqual(self._night("2026-12-20"), 0)  # 02:00 UTC is still the 19th there
        self.company.partner_id.tz = "Asia/Shanghai"
        self.assertEqual(self._night("2026-12-20"), 1)
        self.assertEqual(schedule.date_last, self._day("2026-12-20"))

    def test_archived_rests_and_catches_up_nothing(self):
        schedule = self._schedule(day_of_month=20)
        schedule.active = False
        self.assertEqual(self._night("2026-12-20"), 0)
        with freeze_time("2026-12-25"):
            schedule.active = True
            self.assertEqual(schedule.date_next, self._day("2027-01-20"))

    # -- what --------------------------------------------------------------------------

    def test_attachments_have_the_figures(self):
        schedule = self._schedule(
            frequency="monthly", day_of_month=15, compare=True, credits="apart", then_by="currency"
        )
        self.assertEqual(self._night("2026-12-15"), 1)
        mail = self._mails(schedule)
        self.assertEqual(mail.subject, "Management aging: Aged receivables as of 11/30/2026")
        self.assertEqual(mail.recipient_ids, self.boss)
        self.assertIn("ar@example.com", mail.email_from)
        self.assertEqual(
            sorted(mail.attachment_ids.mapped("name")),
            [f"Aged receivables as of 11-30-2026.{kind}" for kind in ("pdf", "xlsx")],
        )
        report = self._aging("2026-11-30", compare_to="2026-10-31", credits="apart")
        totals = report["totals"]
        self.assertEqual((totals["total"], totals["previous"]), (1300, 1234.5))
        # Tests render no PDF unless asked to: the attachment holds the page itself.
        page = html.fromstring(self._file(mail, "pdf").raw)
        (line,) = page.xpath("//tr[@name='total']")
        amounts = [*totals["buckets"], totals["credits"], 1300, 1234.5, 65.5]
        self.assertEqual(
            [cell.text_content().strip() for cell in line.xpath("./td")][1:],
            [formatLang(self.env, amount) if amount else "–" for amount in amounts],
        )
        book = load_workbook(io.BytesIO(self._file(mail, "xlsx").raw), data_only=True)
        rows = [[c.value for c in row] for row in book["Aging"].iter_rows()]
        (total,) = [row for row in rows if row[1] == "Total"]
        self.assertEqual(total[3:13], amounts)
        body = html.fromstring(mail.body_html).text_content()
        for text in ("Hello", "1,234.50", "1,300.00", "65.50", "ties to the general ledger"):
            self.assertIn(text, body)

    def test_day_filters_and_formats(self):
        self.partner.user_id = self.env.user
        schedule = self._schedule(
            as_of="today",
            frequency="weekly",
            compare=True,
            as_pdf=False,
            only_overdue=True,
            limits="10,70",
            salesperson_ids=[Command.set(self.env.user.ids)],
            collector_ids=[Command.set(self.env.user.ids)],
        )
        options = schedule._get_options(self._day("2026-12-15"))
        self.assertEqual(options["compare_to"], self._day("2026-12-08"))
        self.assertEqual(options["filters"]["salesperson"], self.env.user.ids)
        self.assertEqual(options["filters"]["collector"], self.env.user.ids)
        schedule.collector_ids = False
        report = self.env["ar.aging.report"].get_aging(
            **schedule._get_options(self._day("2026-12-15"))
        )
        self.assertEqual(report["totals"]["buckets"], [0, 0, 0, 1234.5])
        schedule.action_send_now()
        mail = self._mails(schedule)
        self.assertEqual(mail.attachment_ids.mapped("mimetype")[0].split(".")[-1], "sheet")
        self.assertEqual(len(mail.attachment_ids), 1)
        self.assertIn("1,234.50", mail.body_html)
        self.assertNotIn("1,300", mail.body_html)

    def test_weekly_is_of_its_day_and_monthly_of_the_books(self):
        self.assertEqual(self._schedule().as_of, "month_end")
        self.assertEqual(self._schedule(frequency="weekly").as_of, "today")
        self.assertEqual(self._schedule(frequency="weekly", as_of="month_end").as_of, "month_end")
        with Form(self.env["ar.aging.schedule"]) as form:
            form.name = "Weekly"
            form.recipient_ids.add(self.boss)
            form.frequency = "weekly"
            self.assertEqual(form.as_of, "today")

    def test_pdf_is_a_pdf(self):
        schedule = self._schedule(as_xlsx=False)
        quiet = mute_logger("odoo.addons.base.models.ir_actions_report")
        with quiet, self.allow_pdf_render():
            schedule.with_context(force_report_rendering=True).action_send_now()
        self.assertTrue(self._file(self._mails(schedule), "pdf").raw.startswith(b"%PDF"))

    def test_each_in_the_own_language(self):
        silent = self._make_partner("Silent", lang=False, is_company=False)
        self.company.partner_id.lang = "en_US"
        schedule = self._schedule(
            recipient_ids=[Command.set((self.boss | self.chief | silent).ids)],
            frequency="monthly",
            day_of_month=20,
        )
        self.assertEqual(self._night("2026-12-20"), 2)
        by_people = {mail.recipient_ids: mail for mail in self._mails(schedule)}
        self.assertEqual(set(by_people), {self.boss | silent, self.chief})
        english, chinese = by_people[self.boss | silent], by_people[self.chief]
        self.assertIn("Hello", english.body_html)
        self.assertIn("您好", chinese.body_html)
        self.assertNotIn("您好", english.body_html)
        sheets = {
            mail: load_workbook(io.BytesIO(self._file(mail, "xlsx").raw)).sheetnames
            for mail in (english, chinese)
        }
        self.assertEqual(sheets[english], ["Aging", "Items"])
        self.assertNotEqual(sheets[chinese][1], "Items")
        pages = [self._file(mail, "pdf").raw.decode() for mail in (english, chinese)]
        self.assertIn("Customer", pages[0])
        self.assertNotIn("By Customer", pages[1])
        for page in pages:
            self.assertIn("1,300.00", page)

    def test_customers_of_the_report_do_not_choose_the_language(self):
        customer = self._make_partner("Foreign", lang="zh_CN")
        schedule = self._schedule(recipient_ids=self.boss.ids, partner_ids=customer.ids)
        schedule.action_send_now()
        self.assertIn("Hello", self._mails(schedule).body_html)

    def test_preview(self):
        schedule = self._schedule(then_by="country")
        action = schedule.action_preview()
        options = action["data"]["aging"]
        self.assertEqual((options["as_of"], options["then_by"]), ("2026-11-30", "country"))
        self.assertEqual(self.env["ar.aging.report"].get_aging(**options)["totals"]["total"], 1300)
        schedule.as_pdf = False
        self.assertIn("/ar_collections/aging/xlsx", schedule.action_preview()["url"])
        self.assertFalse(self._mails(schedule))

    def test_send_now(self):
        schedule = self._schedule(day_of_month=15)
        message = schedule.action_send_now()["params"]["message"]
        self.assertEqual(message, "Management aging is on its way to Boss.")
        self.assertEqual(len(self._mails(schedule)), 1)
        # It was the day: the night has nothing left to send.
        self.assertEqual(schedule.date_next, self._day("2027-01-15"))
        self.assertEqual(self._night("2026-12-15"), 0)
        # On another day it comes on top.
        with freeze_time("2027-01-10"):
            schedule.action_send_now()
        self.assertEqual(self._night("2027-01-15"), 1)

    # -- rights and failures -----------------------------------------------------------

    def test_rights_of_the_responsible(self):
        self.company.ar_aging_for_sales = True
        seller = self._user("sched_seller", SALES)
        self.beta.user_id = seller
        schedule = self._schedule(user_id=seller.id, as_of="today")
        options = schedule.action_preview()["data"]["aging"]
        self.assertEqual(options["partner_ids"], self.beta.ids)
        schedule.action_send_now()
        mail = self._mails(schedule)
        self.assertIn("74.50", mail.body_html)
        book = load_workbook(io.BytesIO(self._file(mail, "xlsx").raw))
        cells = [c.value for sheet in book for row in sheet.iter_rows() for c in row]
        self.assertIn("Beta Works", cells)
        for content in (mail.body_html, self._file(mail, "pdf").raw.decode(), str(cells)):
            self.assertNotIn("Alpha Trading", content)
            self.assertNotIn("1,234.50", content)

    def test_rights_lost(self):
        leaver = self._user("leaver", COLLECTOR)
        lost = self._schedule(name="Lost", user_id=leaver.id, day_of_month=20)
        archived = self._schedule(
            name="Archived", user_id=self._user("gone", COLLECTOR).id, day_of_month=20
        )
        moved = self._schedule(
            name="Moved", user_id=self._user("moved", COLLECTOR).id, day_of_month=20
        )
        fine = self._schedule(name="Zulu", day_of_month=20)
        leaver.group_ids -= self.env.ref(COLLECTOR)
        archived.user_id.active = False
        moved.user_id.write(
            {"company_ids": [Command.set(self.other.ids)], "company_id": self.other.id}
        )
        # The others go on.
        self.assertEqual(self._night("2026-12-20"), 1)
        self.assertEqual(len(self._mails(fine)), 1)
        self.assertFalse(fine.last_error)
        for schedule, sentence in [
            (lost, "Lost cannot be made in the name of leaver.*You may not see the aging"),
            (archived, "Archived cannot be made in the name of gone.*is archived"),
            (moved, f"Moved .*may not see the company {self.company.name}"),
        ]:
            self.assertRegex(schedule.last_error, sentence)
            self.assertIn("tried again tomorrow", schedule.last_error)
            self.assertEqual(schedule.activity_ids.summary, "The aging report was not sent")
            self.assertTrue(schedule.activity_ids.user_id.has_group(MANAGER))
        # Not every hour, and one task for all the days.
        self.assertEqual(self._night("2026-12-20"), 0)
        self.assertEqual(self._night("2026-12-21"), 0)
        self.assertEqual(len(lost.activity_ids), 1)
        # Put right: it is made up for, once, and the task is gone.
        lost.user_id = self.env.user
        self.assertEqual(self._night("2026-12-22"), 1)
        self.assertFalse(lost.last_error)
        self.assertFalse(lost.activity_ids)
        self.assertEqual(self._night("2026-12-23"), 0)

    def test_failure_leaves_nothing_and_the_next_goes_on(self):
        broken = self._schedule(
            name="Broken",
            day_of_month=20,
            recipient_ids=[Command.set((self.boss | self.chief).ids)],
        )
        fine = self._schedule(name="Zulu", day_of_month=20)
        make_files = type(broken)._make_files

        def fail(schedule, report, options, title):
            if schedule == broken and report.env.lang == "zh_CN":
                raise ValueError("paper jam")
            return make_files(schedule, report, options, title)

        self.patch(type(broken), "_make_files", fail)
        logger = "odoo.addons.ar_collections.models.base.ar_job_mixin"
        with self.assertLogs(logger, "ERROR"):
            self.assertEqual(self._night("2026-12-20"), 1)
        # The English mail was made before the Chinese one failed: neither leaves.
        self.assertFalse(self._mails(broken))
        self.assertFalse(broken.date_last)
        self.assertIn("paper jam", broken.last_error)
        self.assertEqual(len(self._mails(fine)), 1)

    def test_what_becomes_of_the_mail(self):
        """Left, cancelled, deleted, overtaken by a newer one: the schedule says so."""
        schedule = self._schedule(as_xlsx=False)
        schedule._send(schedule.company_id._ar_today())
        left = schedule.mail_ids
        self.assertEqual((left.state, left.recipients), ("leaving", self.boss.name))
        left.sudo().mail_mail_id._postprocess_sent_message([], [])
        self.assertEqual((left.state, schedule.last_error), ("sent", False))
        for how in ("cancel", "unlink"):
            with self.subTest(how=how):
                schedule._send(schedule.company_id._ar_today())
                lost = schedule.mail_ids.filtered(lambda one: one.state == "leaving")
                getattr(lost.sudo().mail_mail_id, how)()
                self.assertEqual(lost.state, "cancelled")
                self.assertIn("did not arrive: The e-mail was", schedule.last_error)
                self.assertTrue(schedule.activity_ids.filtered("automated"))
        schedule._send(schedule.company_id._ar_today())
        self.assertFalse(schedule.last_error)
        waiting = schedule.mail_ids.filtered(lambda one: one.state == "leaving").sudo()
        self.assertFalse(waiting._find_outdated())
        waiting.date = fields.Date.subtract(waiting.date, days=1)
        self.assertIn("newer report", waiting._find_outdated()[waiting.id])
        waiting.mail_mail_id._ar_look_again()
        self.assertEqual((waiting.state, waiting.mail_mail_id.state), ("cancelled", "cancel"))

    def test_recipients_without_address(self):
        nobody = self._make_partner("Nobody", email=False)
        schedule = self._schedule(
            recipient_ids=[Command.set((self.boss | nobody).ids)], day_of_month=20
        )
        schedule.action_send_now()
        self.assertEqual(self._mails(schedule).recipient_ids, self.boss)
        self.assertIn("not to Nobody", schedule.last_error)
        self.boss.email = "nonsense"
        with self.assertRaisesRegex(UserError, "None of the recipients of Management aging"):
            schedule.action_send_now()

    def test_bad_settings_get_a_sentence(self):
        elsewhere = self._user("elsewhere", MANAGER, self.other)
        for error, sentence, values in [
            (ValidationError, "has no recipients", {"recipient_ids": False}),
            (ValidationError, "has no format", {"as_pdf": False, "as_xlsx": False}),
            (ValidationError, "on day 32 of a month", {"day_of_month": 32}),
            (ValidationError, "on day 0 of a month", {"day_of_month": 0}),
            (ValidationError, "30 does not come after", {"limits": "60,30"}),
            (UserError, "another second level", {"then_by": "partner"}),
            (UserError, "cannot be -1.00", {"min_amount": -1}),
            (ValidationError, "may not see the company", {"user_id": elsewhere.id}),
        ]:
            with self.subTest(values=values), self.assertRaisesRegex(error, sentence):
                self._schedule(**values)

    def test_what_was_sent_is_kept(self):
        schedule = self._schedule()
        schedule.copy().unlink()
        schedule.action_send_now()
        self.assertTrue(schedule.message_ids.attachment_ids)
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            schedule.unlink()

    def test_roles(self):
        schedule = self._schedule()
        for login, groups, company, rights in [
            ("r_manager", MANAGER, self.company, "rwcu"),
            ("r_collector", COLLECTOR, self.company, "r"),
            ("r_billing", "account.group_account_invoice", self.company, ""),
            ("r_seller", SALES, self.company, ""),
            ("r_employee", "base.group_user", self.company, ""),
            ("r_elsewhere", MANAGER, self.other, ""),
        ]:
            with self.subTest(login=login):
                own = schedule.with_user(self._user(login, groups, company))
                for letter, operation in zip(
                    "rwcu", ("read", "write", "create", "unlink"), strict=True
                ):
                    self.assertEqual(own.has_access(operation), letter in rights, operation)
                if "w" in rights:
                    own.action_send_now()
                else:
                    with self.assertRaises(AccessError):
                        own.action_send_now()
                if "r" in rights:
                    self.assertTrue(own.action_preview())
                else:
                    with self.assertRaises(AccessError):
                        own.action_preview()


@tagged("post_install", "-at_install")
class TestAgingScheduleProcesses(ProcessCase):
    """Two servers at once, one of them killed: one mail."""

    WORLD = """
        env["ar.aging.schedule"].search([]).active = False
        boss = env["res.partner"].create({"name": "Boss", "email": "boss@example.com"})
        schedule = env["ar.aging.schedule"].create({
            "name": "Once",
            "recipient_ids": [(6, 0, boss.ids)],
            "user_id": env.ref("base.user_admin").id,
            "company_id": env.ref("base.user_admin").company_id.id,
            "as_pdf": False,
        })
        env.flush_all()
        env.cr.execute(
            "UPDATE ar_aging_schedule SET date_next = CURRENT_DATE - 70 WHERE id = %s",
            [schedule.id],
        )
    """
    KILLED = """
        import os, signal
        Schedule = type(env["ar.aging.schedule"])
        send_in = Schedule._send_in

        def _send_in(self, lang, partners, today):
            send_in(self, lang, partners, today)
            env.flush_all()
            os.kill(os.getpid(), signal.SIGKILL)

        Schedule._send_in = _send_in
        env["ar.aging.schedule"]._cron_send()
    """

    def _count(self):
        ((count,),) = self.query(
            "SELECT COUNT(*) FROM mail_message message"
            "  JOIN ar_aging_schedule schedule ON schedule.id = message.res_id"
            " WHERE message.model = 'ar.aging.schedule' AND schedule.name->>'en_US' = 'Once'"
            "   AND message.message_type IN ('email', 'email_outgoing')"
        )
        return count

    def test_once(self):
        self.run_code(self.WORLD)
        self.run_code(self.KILLED, expected=-9)
        self.assertEqual(self._count(), 0)
        night = "env['ar.aging.schedule']._cron_send()"
        both = [self.start_code(night) for _ in range(2)]
        self.go(*both)
        self.assertEqual(self._count(), 1)
        ((last, following),) = self.query(
            "SELECT date_last, date_next FROM ar_aging_schedule WHERE name->>'en_US' = 'Once'"
        )
        self.assertGreater(following, last)
