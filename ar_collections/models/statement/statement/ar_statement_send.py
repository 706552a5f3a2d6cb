"""The sender: takes statements to their customers, once."""

import logging
from datetime import timedelta

import psycopg2
from psycopg2 import errors as pg_errors

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, plaintext2html

_logger = logging.getLogger(__name__)

BATCH = 20
# Somebody else works on the same rows: nothing is wrong, the next round does it.
BUSY = (
    pg_errors.SerializationFailure,
    pg_errors.DeadlockDetected,
    pg_errors.LockNotAvailable,
)
QUEUED = Domain("queued", "=", True) & Domain("state", "=", "draft")
CRON = "ar_collections.ir_cron_statement_send"


class ArStatement(models.Model):
    # What leaves (the row in the mail queue, the letter) and the state that says so commit
    # together: a process that is killed leaves either both or none.
    _inherit = "ar.statement"

    # ------------------------------------------------------------------
    # Actions
    # ------------------------------------------------------------------
    def action_send(self):
        """Send one statement now; several wait for the scheduled action, which starts at once.

        :raise UserError: one was sent already, or cannot be delivered
        """
        self.check_access("write")
        self._check_once()
        if len(self) == 1:
            self.lock_for_update(allow_referencing=True)
            self.invalidate_recordset(["state", "queued"])
            self._check_once()
            self._send_locked()
            return True
        self._queue()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%s statements are sent in the background. The list shows when they have "
                    "left, and which could not.",
                    len(self),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_unqueue(self):
        """Take statements that wait out of the queue; they are drafts again."""
        self.check_access("write")
        waiting = self.filtered_domain(QUEUED).try_lock_for_update(allow_referencing=True)
        waiting.invalidate_recordset(["state"])
        waiting.filtered(lambda s: s.state == "draft").sudo().write({"queued": False})
        return True

    def action_send_again(self):
        """Send the stored PDF once more, to the same customer, by the channel chosen now."""
        self.ensure_one()
        self.check_access("write")
        self.lock_for_update(allow_referencing=True)
        self.invalidate_recordset(["state", "mail_mail_id"])
        if self.state == "draft" or not self._get_sent_pdf():
            raise UserError(self.env._("%s was not sent yet. Use the button Send.", self.name))
        if problem := self._get_problems().get(self.id):
            raise UserError(problem)
        self._withdraw_mail()
        self._hand_over()
        self.sudo().write({"sent_date": fields.Datetime.now(), "error": False, "printed": False})
        return True

    def _withdraw_mail(self):
        """The e-mail that did not leave yet must not leave beside a new one.

        :raise UserError: it is leaving at this moment
        """
        own = self.sudo().mail_mail_id.filtered(lambda mail: mail.ar_statement_id.id == self.id)
        if not own._ar_withdraw():
            raise UserError(
                self.env._(
                    "The e-mail with %s is being sent at this moment. Wait a minute, reload, and "
                    "send it again only if it has failed.",
                    self.name,
                )
            )

    def _queue(self):
        """Let the scheduled action send these drafts.

        :raise UserError: one of them was sent already
        """
        self._check_once()
        try:
            with self.env.cr.savepoint():
                self.sudo().write({"queued": True, "error": False})
                self.flush_recordset(["queued"])
        except pg_errors.UniqueViolation as error:
            raise UserError(
                self.env._("Somebody else has just sent one of these statements. Reload the list.")
            ) from error
        self.env.ref(CRON).sudo()._trigger()

    def _check_once(self):
        """Refuse what was sent, also as another statement of the same thing.

        :raise UserError: a sentence that names the statement that was sent
        """
        for statement in self:
            if statement.state != "draft":
                raise UserError(
                    self.env._(
                        "%(statement)s was sent to %(customer)s already. Use Send Again if the "
                        "customer needs it once more.",
                        statement=statement.name,
                        customer=statement.partner_id.display_name,
                    )
                )
        seen = {}
        for statement in self:
            twin = statement._find_twin() or seen.get(statement._get_once_key())
            seen[statement._get_once_key()] = statement
            if twin and twin != statement:
                raise UserError(statement._get_twice_words(twin))

    def _get_once_key(self):
        """What the unique index compares."""
        return (
            self.company_id.id,
            self.partner_id.id,
            self.kind,
            self.date_from,
            self.date_to,
            self.version,
        )

    def _find_twin(self):
        """A statement of the same thing that was sent or waits."""
        self.ensure_one()
        said = Domain("queued", "=", True) | Domain("state", "!=", "draft")
        domain = Domain(self._get_same_domain()) & said & Domain("version", "=", self.version)
        return self.sudo().search(domain & Domain("id", "!=", self.id), limit=1)

    def _get_twice_words(self, twin):
        return self.env._(
            "The statement of %(customer)s for this period (%(end)s) was sent already, or waits to "
            "be sent, as %(statement)s. Open that one: Send Again repeats it, Correct makes a new "
            "version.",
            customer=self.partner_id.display_name,
            end=format_date(self.env, self.date_to),
            statement=twin.name,
        )

    # ------------------------------------------------------------------
    # The scheduled action
    # ------------------------------------------------------------------
    @api.model
    def _cron_send(self, batch_size=BATCH):
        """Send what is queued, in batches that commit; safe to kill and to run twice."""
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(QUEUED))
        seen = set()
        while statements := self.search(
            QUEUED & Domain("id", "not in", list(seen)), limit=batch_size, order="id"
        ):
            seen.update(statements.ids)
            locked = statements._lock_queued()
            locked._send_batch()
            left = self.search_count(QUEUED & Domain("id", "not in", list(seen)))
            if not cron._commit_progress(len(statements), remaining=left):
                return
        if self.search_count(QUEUED, limit=1):
            # Busy just now: come back soon, but do not spin.
            soon = fields.Datetime.now() + timedelta(minutes=1)
            self.env.ref(CRON).sudo()._trigger(at=soon)
        cron._commit_progress(0)

    def _lock_queued(self):
        """Those that are ours now and still wait."""
        try:
            with self.env.cr.savepoint():
                locked = self.try_lock_for_update(allow_referencing=True)
        except BUSY:
            return self.browse()
        locked.invalidate_recordset(["state", "queued"])
        return locked.filtered_domain(QUEUED)

    def _send_batch(self):
        """Send locked statements: all together, on an error one by one.

        A customer whose statement fails is recorded, the others go on.
        """
        if not self:
            return
        if unfounded := self._fail_unfounded():
            (self - unfounded)._send_batch()
            return
        try:
            with self.env.cr.savepoint():
                self._send_locked()
            return
        except (psycopg2.InterfaceError, MemoryError):
            raise
        except UserError:
            _logger.info("Sending statement by statement: one of them cannot be sent")
        except Exception:
            _logger.info("Sending statement by statement after an error", exc_info=True)
        for statement in self:
            statement._send_one()

    def _send_one(self):
        try:
            with self.env.cr.savepoint():
                self._send_locked()
        except BUSY:
            _logger.info("Statement %s is busy, the next round sends it", self.id)
        except (psycopg2.InterfaceError, MemoryError):
            raise
        except Exception as error:
            if not isinstance(error, UserError):
                _logger.exception("Statement %s could not be sent", self.id)
            self._fail(str(error))

    def _fail(self, reason):
        """Record on the statement why it was not sent; it is a draft again."""
        self.sudo().write({"queued": False, "error": reason})

    def _fail_unfounded(self):
        """Those that a rule or round queued whose responsible has no rights any more fail."""
        failed = self.browse()
        for statement in self.sudo():
            origin = statement._get_origin()
            if problem := origin and origin._get_rights_problem():
                statement._fail(problem)
                failed |= self.browse(statement.id)
        return failed

    def _get_origin(self):
        """The rule that queued the statement; empty where a person did."""
        self.ensure_one()
        return self.rule_id.filtered("automatic")

    def _note_undelivered(self, reason):
        """A statement that had left came back: its PDF can be sent again, the collector is told."""
        for statement in self:
            words = self.env._(
                "The statement %(statement)s did not reach %(customer)s. %(reason)s Correct the "
                "address and use Send Again.",
                statement=statement.name,
                customer=statement.partner_id.display_name,
                reason=reason or "",
            )
            statement.sudo().error = words
            statement.profile_id.with_context(mail_activity_quick_update=True).activity_schedule(
                "ar_collections.mail_activity_type_ar_undelivered",
                date_deadline=statement.company_id._ar_today(),
                summary=self.env._("A statement did not reach %s", statement.partner_id.name),
                note=plaintext2html(words),
                user_id=statement._get_collector().id,
            )

    # ------------------------------------------------------------------
    # Sending
    # ------------------------------------------------------------------
    def _send_locked(self):
        """Read the money again, make the PDFs, hand over; all or nothing.

        :raise UserError: one of them has nothing to state or cannot be delivered
        """
        self._fill()
        self._check_not_empty()
        if problems := self._get_problems():
            raise UserError(" ".join(dict.fromkeys(problems.values())))
        self._make_attachments()
        self._hand_over()
        self._move_to(
            "sent",
            queued=False,
            error=False,
            sent_date=fields.Datetime.now(),
            sent_by_id=self.env.uid,
        )

    def _get_problems(self):
        """{id: whole sentence} of the statements that their channel cannot deliver."""
        problems = {}
        by_channel = self.grouped("channel")
        letters = by_channel.get("letter", self.browse())
        if letters:
            problems.update(self.env["ar.channel.letter"]._get_problems(letters))
        if emails := by_channel.get("email", self.browse()):
            problems.update(self.env["ar.channel.email"]._get_address_problems(emails))
            if pdf_problem := self.env["ar.channel.letter"]._get_pdf_problem():
                problems.update(dict.fromkeys(emails.ids, pdf_problem))
        for statement in self.filtered(lambda s: not s.channel):
            problems[statement.id] = self.env._(
                "The statement of %s has no channel. Choose e-mail or letter.",
                statement.partner_id.display_name,
            )
        return problems

    def _hand_over(self):
        """Give the stored PDFs to the mail queue or to the list of letters to print."""
        by_channel = self.grouped("channel")
        if letters := by_channel.get("letter"):
            letters._log_letters()
            for statement in letters.sudo():
                statement.recipient = self.env["ar.channel.letter"]._get_recipient(statement)
        if emails := by_channel.get("email"):
            emails._queue_mails()

    def _log_letters(self):
        """Put the letters into the customers' chatter."""
        for statement in self:
            statement.profile_id.sudo()._message_log(
                body=self.env._(
                    "The statement %s was made as a letter and waits to be printed.",
                    statement.name,
                ),
                attachment_ids=statement._get_sent_pdf().ids,
                author_id=self.env.user.partner_id.id,
            )

    def _get_mail_template(self):
        """The template of the e-mail that takes this statement to the customer."""
        return self.env.ref("ar_collections.mail_template_ar_statement")

    def _queue_mails(self):
        """Write the e-mails, in each customer's language, into the mail queue."""
        email = self.env["ar.channel.email"]
        for template, statements in self.grouped(lambda s: s._get_mail_template()).items():
            attachments = {one.id: one._get_sent_pdf() for one in statements}
            mails = email._queue(statements, template, attachments)
            for statement in statements:
                mails[statement.id].ar_statement_id = statement
                statement.sudo().write(
                    {
                        "mail_mail_id": mails[statement.id].id,
                        "recipient": email._get_recipient(statement),
                    }
                )
