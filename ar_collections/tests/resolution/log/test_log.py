"""The log: what comes into it, who reads it, what verification names."""

import base64
from contextlib import suppress
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger

from ....models.resolution.log.ar_log import CHANGED, CREATED, DELETED, STATE
from ....tools.resolution import log, merkle
from ...channel.common import ArChannelCommon


class LogCommon(ArChannelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Log, cls.Seal = cls.env["ar.log"], cls.env["ar.log.seal"]
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)

    def _rows(self, record, event=None):
        """The rows about a record, oldest first."""
        domain = [("res_model", "=", record._name), ("res_id", "in", record.ids)]
        domain += [("event", "=", event)] if event else []
        return self.Log.search(domain, order="id")

    def _hold(self, reason="Waits for a goods receipt", **values):
        return self.env["ar.hold"].create(
            {"profile_id": self.profile.id, "reason": reason, **values}
        )

    def _send_notice(self):
        """A notice to a customer of its own, handed over."""
        self._make_debtor("Beta", 40, 700)
        notice = self._run("2026-03-31", confirm=True).notice_ids
        notice._lock_bundles()._send()
        return notice

    def _seal(self):
        return self.Seal._seal(self.company)

    def _verify(self):
        return self.Log.verify(self.company.ids)

    def _broken(self):
        """{(model, id): reason} of what verification names."""
        return {(one["model"], one["id"]): one["reason"] for one in self._verify()["broken"]}

    def _sql(self, statement, *values):
        self.env.flush_all()
        self.env.cr.execute(SQL(statement, *values))
        self.env.invalidate_all()

    def _rewrite(self, row, text=None):
        """What somebody does who knows how: other text, and the hash that belongs to it."""
        text = text or row.content.replace("goods", "quick")
        self.assertNotEqual(text, row.content)
        digest = log.digest(row.salt, text)
        self._sql("UPDATE ar_log SET content = %s, hash = %s WHERE id = %s", text, digest, row.id)

    def _reseal(self):
        """All seals made anew over the rows of now, by somebody who knows how."""
        previous = merkle.EMPTY.hex()
        for seal in self.Seal.search([("company_id", "=", self.company.id)], order="number"):
            rows = [(id_, hash_) for id_, _place, hash_ in seal._read_rows()]
            head = log.seal_head(self.company.id, str(seal.date), seal.number, previous, len(rows))
            root = merkle.root(log.leaves_of(head, [hash_ for _id, hash_ in rows]))
            self._sql(
                """
                UPDATE ar_log_seal SET previous = %s, head = %s, root = %s, code = %s, size = %s,
                       leaves = %s WHERE id = %s
                """,
                previous,
                head,
                root.hex(),
                log.code_of(root),
                len(rows),
                base64.b64encode(log.pack(rows)),
                seal.id,
            )
            previous = root.hex()


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 12:00:00")
class TestLog(LogCommon):
    # -- what comes into it ------------------------------------------------------------

    def test_birth_change_and_end(self):
        hold = self._hold(date_from="2026-04-02")
        [row] = self._rows(hold, CREATED)
        self.assertEqual(row.profile_id, self.profile)
        self.assertEqual(row.company_id, self.company)
        self.assertEqual(row.user_id, self.env.user)
        values = row._read_said()["values"]
        self.assertEqual(values["reason"], "Waits for a goods receipt")
        self.assertEqual(values["amount"], "0")
        self.assertEqual(values["partner_id"], [self.partner.id, self.partner.display_name])
        hold.write({"amount": 12.5, "reason": "Waits for a goods receipt"})
        [changed] = self._rows(hold, CHANGED)
        self.assertEqual(changed._read_said()["changed"], {"amount": ["0", "12.5"]})
        self.assertIn("Amount: 0 → 12.5", changed.words)
        hold.unlink()
        [gone] = self._rows(hold, DELETED)
        self.assertEqual(gone._read_said()["values"]["amount"], "12.5")
        self.assertIn(str(hold.id), gone.record_name)

    def test_nothing_changed_is_no_row(self):
        hold = self._hold()
        hold.write({"reason": hold.reason, "date_to": False})
        self.assertEqual(len(self._rows(hold)), 1)

    def test_hash_is_that_of_salt_and_text(self):
        one, other = self._rows(self._hold() | self._hold())
        self.assertEqual(one.hash, log.digest(one.salt, one.content))
        self.assertEqual(len(one.salt), 32)
        self.assertNotEqual(one.salt, other.salt)

    def test_what_is_rolled_back_leaves_no_row(self):
        kept = self._hold("Kept")
        with suppress(ZeroDivisionError), self.env.cr.savepoint():
            lost = self._hold("Lost")
            self.Log.search([], limit=1)
            1 / 0  # noqa: B018
        with suppress(ZeroDivisionError), self.env.cr.savepoint():
            self._hold("Lost, too")
            1 / 0  # noqa: B018
        self.assertEqual(len(self._rows(kept)), 1)
        texts = self.Log.search([("res_model", "=", "ar.hold")]).mapped("content")
        self.assertFalse([text for text in texts if "Lost" in text])
        self.assertFalse(self._rows(lost))

    def test_notices_and_dispatches(self):
        """A proposal is no step: what has left is."""
        debtor = self._make_debtor("Beta", 5, 700)
        notice = self._run("2026-03-31").notice_ids
        self.assertTrue(self._rows(notice.run_id, STATE))
        self.assertFalse(self._rows(notice))
        notice.run_id.action_confirm()
        notice._lock_bundles()._send()
        self.assertFalse(self._rows(notice), "it waits in the mail queue")
        dispatch = notice.dispatch_ids
        dispatch._set_left()
        self.assertEqual(notice.state, "sent")
        [row] = self._rows(notice)
        said = row._read_said()
        self.assertEqual(said["values"]["amount_total"], "700")
        self.assertEqual(said["changed"]["state"][1], "sent")
        self.assertEqual([line[0] for line in said["lines"]], notice.line_ids.mapped("name"))
        self.assertEqual(row.profile_id.partner_id, debtor)
        [left] = self._rows(dispatch)
        self.assertEqual(left._read_said()["values"]["recipient"], dispatch.recipient)

    def test_settings_and_policies(self):
        policy = self._make_policy(10)
        level = policy.level_ids
        self.assertTrue(self._rows(policy, CREATED))
        level.write({"delay_days": 12})
        [row] = self._rows(level, CHANGED)
        self.assertEqual(row._read_said()["changed"], {"delay_days": [10, 12]})
        self.company.ar_dunning_keep_days = 100
        [row] = self._rows(self.company, CHANGED)[-1:]
        self.assertEqual(row._read_said()["changed"], {"ar_dunning_keep_days": [365, 100]})

    def test_invoices_and_payments(self):
        invoice = self._make_invoice(amount=700)
        payment = self._pay(invoice, 200, "2026-03-20")
        [posted] = self._rows(invoice, "posted")
        lines = posted.words.splitlines()
        self.assertIn("Type: Customer Invoice", lines, "a choice by its label")
        self.assertIn("Items: 2026-01-01, 700.00, USD", lines, "no id in it")
        self.assertEqual(posted.profile_id, self.profile)
        [item] = posted._read_said()["items"]
        self.assertEqual(item[1:], ["2026-01-01", "700.00", self.company.currency_id.name])
        self.assertTrue(self._rows(payment.move_id, "posted"))
        partial = self._receivable(invoice).matched_credit_ids
        [matched] = self._rows(partial, "matched")
        self.assertEqual(matched._read_said()["amount"], "200.00")
        self._receivable(invoice).remove_move_reconcile()
        domain = [("res_model", "=", partial._name), ("event", "=", "unmatched")]
        self.assertEqual(len(self.Log.search(domain)), 1)
        invoice.button_draft()
        self.assertEqual(len(self._rows(invoice, "unposted")), 1)

    def test_an_entry_of_nobody(self):
        """An item without a customer is logged, too, on no account."""
        entry = self._make_entry(70, "2026-03-01")
        [posted] = self._rows(entry, "posted")
        self.assertFalse(posted.profile_id)
        self.assertIsNone(posted._read_said()["values"]["partner_id"])

    def test_what_customers_do_not_owe_is_not_logged(self):
        bill = self._make_invoice(move_type="in_invoice")
        self.assertFalse(self._rows(bill))

    def test_bulk_costs_no_query_per_record(self):
        def queries(count):
            vals = {"profile_id": self.profile.id, "reason": "Many"}
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["ar.hold"].create([vals] * count)
            self.Log._write_waiting()
            return self.env.cr.sql_log_count - before

        queries(2)
        self.assertLessEqual(queries(40), queries(2) + 40 + 2)

    def test_many_rows_are_one_statement(self):
        holds = self.env["ar.hold"].create(
            [{"profile_id": self.profile.id, "reason": "Many"} for _ in range(300)]
        )
        with self.assertQueryCount(1):
            self.Log._write_waiting()
        self.assertEqual(len(self._rows(holds)), 300)

    # -- nobody writes -----------------------------------------------------------------

    def test_nobody_writes_or_deletes(self):
        row = self._rows(self._hold())
        seal = self._seal()
        users = [
            self._make_user("log_manager", "ar_collections.ar_collections_group_manager"),
            self._make_user("log_auditor", "account.group_account_readonly"),
            self.env.user,
        ]
        for user in users:
            for record in (row.with_user(user), seal.with_user(user), row.sudo(), seal.sudo()):
                self.assertTrue(record.display_name)
                with self.subTest(user=user.login, record=record), self.assertRaises(UserError):
                    record.write({"company_id": self.company.id})
                with self.subTest(user=user.login, record=record), self.assertRaises(UserError):
                    record.unlink()
        with self.assertRaises(UserError):
            self.Log.create({"company_id": self.company.id})
        with self.assertRaises(UserError):
            self.Seal.with_user(users[0]).create({"company_id": self.company.id})

    def test_who_reads(self):
        row = self._rows(self._hold())
        for login, groups, reads in (
            ("collector", "ar_collections.ar_collections_group_collector", True),
            ("auditor", "account.group_account_readonly", True),
            ("biller", "account.group_account_invoice", False),
            ("plain", "base.group_user", False),
        ):
            user = self._make_user(f"log_{login}", groups)
            with self.subTest(login=login):
                self.assertEqual(row.with_user(user).has_access("read"), reads)
                if not reads:
                    for ask in (
                        lambda user=user: self.Log.with_user(user).verify(self.company.ids),
                        lambda user=user: self.Seal.with_user(user).check_code("A" * 16),
                        lambda user=user: self.Seal.with_user(user).action_verify(),
                        lambda user=user: self.Seal.with_user(user).action_seal(),
                    ):
                        with self.assertRaises(AccessError):
                            ask()

    def test_other_companies(self):
        self._add_companies()
        user = self._make_user("log_here", "ar_collections.ar_collections_group_manager")
        self.assertTrue(self.Log.with_user(user).verify(None)["ok"])
        with self.assertRaises(AccessError):
            self.Log.with_user(user).verify([self.other.id])
        for nonsense in ("x", [0], [True], [2.5]):
            with self.subTest(nonsense=nonsense), self.assertRaises(UserError):
                self.Log.with_user(user).verify(nonsense)

    def test_managers_seal_by_hand(self):
        self._hold()
        manager = self._make_user("seals", "ar_collections.ar_collections_group_manager")
        collector = self._make_user("reads", "ar_collections.ar_collections_group_collector")
        with self.assertRaises(AccessError):
            self.Seal.with_user(collector).action_seal()
        self.Seal.with_user(manager).action_seal()
        self.assertTrue(self.Seal.search([("company_id", "=", self.company.id)]))

    # -- seals -------------------------------------------------------------------------

    def test_seals_hold_one_another(self):
        self._hold()
        first = self._seal()
        self.assertFalse(self._seal(), "nothing has happened")
        self._hold()
        second = self._seal()
        self.assertEqual(second.previous, first.root)
        self.assertEqual((first.number, second.number), (1, 2))
        self.assertEqual(second.size, len(second.row_ids))
        self.assertEqual(second.row_ids.sorted("position").mapped("position"), [1])
        found = self._verify()
        self.assertTrue(found["ok"], found["broken"])
        self.assertEqual(found["seals"], 2)
        self.assertEqual(found["rows"], first.size + 1)

    def test_large_logs_get_several_seals(self):
        for number in range(5):
            self._hold(f"Hold {number}")
        rows = self.Log.search_count([("company_id", "=", self.company.id)])
        path = "odoo.addons.ar_collections.models.resolution.log.ar_log_seal_nightly.MAX_ROWS"
        with patch(path, 3):
            while self._seal():
                pass
        seals = self.Seal.search([("company_id", "=", self.company.id)])
        self.assertEqual(sum(seals.mapped("size")), rows)
        self.assertEqual(max(seals.mapped("size")), 3)
        self.assertTrue(self._verify()["ok"])

    # -- tampering ---------------------------------------------------------------------

    def test_changed_row(self):
        """Each column on its own, before and after sealing."""
        other = self.env.ref("base.user_admin").id
        for sealed in (False, True):
            for name, value in (
                ("content", '{"head":{},"said":{}}'),
                ("content", "no JSON"),
                ("salt", "0" * 32),
                ("salt", None),
                ("content", None),
                ("hash", "0" * 64),
                ("hash", "zz"),
                ("date", "2026-03-30 00:00:00"),
                ("event", "changed"),
                ("res_id", 1),
                ("res_model", "ar.promise"),
                ("user_id", other),
                ("profile_id", None),
            ):
                with self.subTest(name=name, value=value, sealed=sealed):
                    row = self._rows(self._hold())
                    if sealed:
                        self._seal()
                    savepoint = self.env.cr.savepoint(flush=False)
                    self._sql(
                        "UPDATE ar_log SET %s = %s WHERE id = %s",
                        SQL.identifier(name),
                        value,
                        row.id,
                    )
                    self.assertIn(("ar.log", row.id), self._broken())
                    savepoint.rollback()
                    savepoint.close(rollback=False)
                    self.env.invalidate_all()
                    self.assertFalse(self._broken())

    def test_changed_row_with_its_hash(self):
        row, beside = self._rows(self._hold() | self._hold())
        seal = self._seal()
        self._rewrite(row)
        broken = self._broken()
        self.assertEqual(broken[("ar.log", row.id)], "changed")
        self.assertNotIn(("ar.log", beside.id), broken)
        [words] = [one["words"] for one in self._verify()["broken"] if one["id"] == row.id]
        self.assertIn(str(row.id), words)
        self.assertIn(str(seal.number), words)

    def test_changed_row_with_its_hash_and_the_list_of_the_seal(self):
        row = self._rows(self._hold())
        seal = self._seal()
        self._rewrite(row)
        rows = [(id_, hash_) for id_, _place, hash_ in seal._read_rows()]
        packed = base64.b64encode(log.pack(rows))
        self._sql("UPDATE ar_log_seal SET leaves = %s WHERE id = %s", packed, seal.id)
        self.assertEqual(self._broken()[("ar.log.seal", seal.id)], "root")

    def test_deleted_row(self):
        row = self._rows(self._hold())
        self._seal()
        self._sql("DELETE FROM ar_log WHERE id = %s", row.id)
        self.assertEqual(self._broken(), {("ar.log", row.id): "missing"})

    def test_row_taken_out_of_its_seal(self):
        row = self._rows(self._hold())
        self._seal()
        self._sql("UPDATE ar_log SET seal_id = NULL, position = 0 WHERE id = %s", row.id)
        self.assertEqual(self._broken()[("ar.log", row.id)], "missing")

    def test_inserted_row(self):
        """A good row with an old date: before the next seal, after it, and within an old one."""
        self._hold()
        seal = self._seal()
        head = log.head(
            self.profile.id,
            self.company.id,
            "2026-01-15 08:00:00",
            "created",
            4711,
            "ar.hold",
            self.env.uid,
        )
        text = log.content(head, {"values": {}})
        insert = """
            INSERT INTO ar_log (date, company_id, profile_id, user_id, res_model, res_id, event,
                                content, salt, hash, seal_id, position)
            VALUES ('2026-01-15 08:00:00', %s, %s, %s, 'ar.hold', 4711, 'created', %s, %s, %s,
                    %s, %s)
        """
        salt = "ab" * 16
        mine = (self.company.id, self.profile.id, self.env.uid, text, salt, log.digest(salt, text))

        def inserted():
            return self.Log.search([("res_id", "=", 4711), ("res_model", "=", "ar.hold")])

        self._sql(insert, *mine, None, 0)
        self.assertEqual(self._broken(), {("ar.log", inserted().id): "late"})
        self._seal()
        self.assertEqual(self._broken(), {("ar.log", inserted().id): "late"})
        self._sql("UPDATE ar_log SET seal_id = NULL, position = 0 WHERE id = %s", inserted().id)
        self._sql("DELETE FROM ar_log_seal WHERE id > %s", seal.id)
        self._sql(
            "UPDATE ar_log SET seal_id = %s, position = %s WHERE id = %s",
            seal.id,
            seal.size + 1,
            inserted().id,
        )
        self.assertEqual(self._broken()[("ar.log", inserted().id)], "added")

    def test_changed_seal(self):
        self._hold()
        self._seal()
        self._hold()
        seal = self._seal()
        self._hold()
        self._seal()
        for name, value in (
            ("root", "0" * 64),
            ("root", "zz"),
            ("previous", "0" * 64),
            ("code", "AAAA-AAAA-AAAA-AAAA"),
            ("date", "2026-03-01 00:00:00"),
            ("size", 99),
            ("number", 7),
            ("head", "{}"),
            ("leaves", b""),
            ("leaves", None),
        ):
            with self.subTest(name=name):
                savepoint = self.env.cr.savepoint(flush=False)
                self._sql(
                    "UPDATE ar_log_seal SET %s = %s WHERE id = %s",
                    SQL.identifier(name),
                    value,
                    seal.id,
                )
                named = {key for key in self._broken() if key[0] == "ar.log.seal"}
                self.assertTrue(named)
                if name not in ("number",):
                    self.assertIn(("ar.log.seal", seal.id), named)
                savepoint.rollback()
                savepoint.close(rollback=False)
                self.env.invalidate_all()

    def test_deleted_seal(self):
        self._hold()
        self._seal()
        self._hold()
        middle = self._seal()
        self._hold()
        last = self._seal()
        self._sql("UPDATE ar_log SET seal_id = NULL WHERE seal_id = %s", middle.id)
        self._sql("DELETE FROM ar_log_seal WHERE id = %s", middle.id)
        self.assertEqual(self._broken()[("ar.log.seal", last.id)], "missing")

    # -- all of it rewritten -----------------------------------------------------------

    def test_all_rewritten_is_exposed_by_an_old_paper(self):
        """Rows and seals agree with one another again; a code that left does not."""
        row = self._rows(self._hold())
        code = self._seal().code
        self._hold()
        newer = self._seal().code
        good = self.Seal.check_code(code.lower().replace("-", " "))
        self.assertTrue(good["ok"], good["words"])
        self.assertIn("Seal 1 of", good["words"])
        self._rewrite(row)
        self._reseal()
        self.assertTrue(self._verify()["ok"], "nothing inside can tell")
        for old in (code, newer):
            found = self.Seal.check_code(old)
            self.assertFalse(found["ok"])
            self.assertIn(old, found["words"])

    def test_all_rewritten_is_exposed_by_what_was_sent(self):
        """The code on a notice is kept beside it: rewriting the log alone is named by itself."""
        row = self._rows(self._hold())
        code = self._seal().code
        notice = self._send_notice()
        self.assertEqual(notice.seal_code, code)
        self.assertTrue(self._verify()["ok"])
        self._rewrite(row)
        self._reseal()
        [broken] = self._verify()["broken"]
        self.assertEqual((broken["model"], broken["id"]), (notice._name, notice.id))
        self.assertIn(code, broken["words"])

    def test_code_of_what_was_changed_later(self):
        first = self._rows(self._hold())
        code = self._seal().code
        second = self._rows(self._hold())
        newer = self._seal().code
        self._rewrite(second)
        self.assertTrue(self.Seal.check_code(code)["ok"], "it stands for what was before")
        found = self.Seal.check_code(newer)
        self.assertFalse(found["ok"])
        self.assertIn(str(second.id), found["words"])
        self._sql("DELETE FROM ar_log WHERE id = %s", first.id)
        self.assertFalse(self.Seal.check_code(code)["ok"])

    def test_what_is_no_code(self):
        for typed in ("", "ABC", None, "U" * 16):
            with self.subTest(typed=typed), self.assertRaises(UserError):
                self.Seal.check_code(typed)
        self.assertFalse(self.Seal.check_code("A" * 16)["ok"])

    def test_wizard(self):
        self._hold()
        code = self._seal().code
        user = self._make_user("checks", "ar_collections.ar_collections_group_collector")
        wizard = self.env["ar.log.check"].with_user(user).create({"code": code})
        wizard.action_check()
        self.assertTrue(wizard.ok)
        self.assertIn("intact", wizard.result)

    def test_buttons_say_what_was_found(self):
        row = self._rows(self._hold())
        self._seal()
        self.assertEqual(self.Seal.action_verify()["params"]["type"], "success")
        self._sql("UPDATE ar_log SET salt = 'x' WHERE id = %s", row.id)
        told = self.Seal.action_verify()["params"]
        self.assertEqual(told["type"], "danger")
        self.assertIn(f"Row {row.id}", told["message"])

    def test_nightly_check(self):
        checks = self.env["ar.check"]._ensure(self.company)
        check = checks.filtered(lambda one: one.code == "log" and one.company_id == self.company)
        row = self._rows(self._hold())
        self._seal()
        self.assertEqual(check._find_log().count, 0)
        self._sql("UPDATE ar_log SET salt = 'x' WHERE id = %s", row.id)
        found = check._find_log()
        self.assertEqual(found.count, 1)
        self.assertEqual(self.Log.search(found.domain), row)

    # -- privacy -----------------------------------------------------------------------

    def test_erasure(self):
        hold = self._hold("Knows Mrs Smith")
        row = self._rows(hold)
        seal = self._seal()
        manager = self._make_user("erases", "ar_collections.ar_collections_group_manager")
        collector = self._make_user("keeps", "ar_collections.ar_collections_group_collector")
        with self.assertRaises(AccessError):
            self.profile.with_user(collector).action_erase_log()
        self.profile.with_user(manager).action_erase_log()
        self.assertFalse(row.content or row.salt)
        self.assertIn("Erased", row.words)
        kept = self.Log.search([("profile_id", "=", self.profile.id)])
        self.assertFalse([one for one in kept if "Smith" in (one.content or "")])
        found = self._verify()
        self.assertTrue(found["ok"], found["broken"])
        self.assertTrue(self.Seal.check_code(seal.code)["ok"], "the hash is kept")
        with self.assertRaises(UserError):
            self.profile.with_user(manager).action_erase_log()

    def test_text_that_nobody_erased(self):
        row = self._rows(self._hold())
        self._seal()
        self._sql("UPDATE ar_log SET content = NULL, salt = NULL WHERE id = %s", row.id)
        self.assertEqual(self._broken(), {("ar.log", row.id): "deleted_text"})

    def test_merged_accounts(self):
        """Rows go with the account; their text keeps the old one, and is right all the same."""
        other = self._make_partner("Beta")
        profile = self.env["ar.profile"].get_or_create(other, self.company)
        hold = self.env["ar.hold"].create({"profile_id": profile.id, "reason": "Before"})
        self._seal()
        self.env["ar.hold"].create({"profile_id": profile.id, "reason": "Not written yet"})
        profile._merge_into(self.profile)
        self.assertEqual(self._rows(hold, CREATED).profile_id, self.profile)
        found = self._verify()
        self.assertTrue(found["ok"], found["broken"])

    def test_deleted_user(self):
        user = self._make_user("leaves", "ar_collections.ar_collections_group_collector")
        hold = self._hold()
        hold.with_user(user).write({"reason": "By him"})
        self._seal()
        self.env.flush_all()
        with mute_logger("odoo.sql_db"):
            self._sql("UPDATE ar_hold SET write_uid = 1 WHERE id = %s", hold.id)
            user.unlink()
        row = self._rows(hold, CHANGED)
        self.assertFalse(row.user_id)
        found = self._verify()
        self.assertTrue(found["ok"], found["broken"])

    # -- papers and the auditor --------------------------------------------------------

    def test_code_stands_on_papers(self):
        self._hold()
        code = self._seal().code
        notice = self._send_notice()
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ar_collections.report_ar_dunning_letter", notice.ids
        )
        self.assertIn(f"Log seal {code} of 03/31/2026", html.decode())
        mail = notice.dispatch_ids.mail_mail_id
        self.assertIn(f"Log seal {code}", mail.body_html)
        self._hold()
        self._seal()
        self.assertIn(code, notice._get_seal_words(), "what has left keeps its code")

    def test_code_stands_on_statements(self):
        self._make_invoice(amount=700)
        self._hold()
        code = self._seal().code
        statement = self.env["ar.statement"].create(
            {
                "partner_id": self.partner.id,
                "company_id": self.company.id,
                "date_to": "2026-03-31",
                "kind": "open",
                "ask_confirmation": True,
            }
        )
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ar_collections.report_ar_statement", statement.ids
        )
        self.assertIn(f"Log seal {code}", html.decode())

    def test_nothing_sealed_says_nothing(self):
        self.assertEqual(self._send_notice()._get_seal_words(), "")

    def test_auditor(self):
        mails = self.env["mail.mail"]
        self.company.ar_log_auditor = "audit@example.com"
        self.company.ar_log_auditor_rhythm = "seal"
        self._hold()
        self.Seal._seal_and_tell(self.company)
        seal = self.Seal._get_newest(self.company)
        mail = mails.search([("email_to", "=", "audit@example.com")])
        self.assertIn(seal.root, mail.body_html)
        self.assertTrue(seal.told_date)
        self.Seal._seal_and_tell(self.company)
        self.assertEqual(mails.search_count([("email_to", "=", "audit@example.com")]), 1)
        self.assertTrue(self._verify()["ok"])

    def test_auditor_once_a_month(self):
        self.company.ar_log_auditor = "audit@example.com"
        self._hold()
        self.Seal._seal_and_tell(self.company)
        mails = self.env["mail.mail"].search([("email_to", "=", "audit@example.com")])
        self.assertFalse(mails, "the month is not over")
        with freeze_time("2026-04-01 03:00:00"):
            self.Seal._seal_and_tell(self.company)
        mails = self.env["mail.mail"].search([("email_to", "=", "audit@example.com")])
        self.assertEqual(len(mails), 1)

    def test_contact_of_somebody_else_is_in_no_row_of_his(self):
        """Rows are of the account that they are about."""
        other = self.env["ar.profile"].get_or_create(self._make_partner("Gamma"), self.company)
        self.env["ar.hold"].create({"profile_id": other.id, "reason": "x"})
        self.profile.told_ids = [Command.create({"contact_id": self.partner.id})]
        [row] = self._rows(self.profile.told_ids)
        self.assertEqual(row.profile_id, self.profile)
        self.assertFalse(set(self._rows(other.hold_ids).profile_id.ids) & {self.profile.id})
