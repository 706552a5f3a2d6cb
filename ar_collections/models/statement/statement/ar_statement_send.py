"""Statements leave, each once: by a person, or by the scheduled action."""

from psycopg2 import errors as pg_errors

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date, plaintext2html

from ....tools.base import leaving
from ....tools.channel.channel import Route
from ...base.linked import refusal
from ...base.notify import notify
from ...channel.ar_message_mixin import NO_WAIT

# A person waits for the PDF of a statement of at most this many lines.
LINES_NOW = 1000
QUEUED = Domain("queued", "=", True) & Domain("state", "=", "draft")


class ArStatement(models.Model):
    # EXTENDS the message: what the sender of the channel room asks and does.
    _inherit = "ar.statement"

    _send_cron = "ar_collections.ir_cron_statement_send"
    # Each has a PDF.
    _batch_size = 20

    # -- actions -----------------------------------------------------------------------

    def action_send(self):
        """Send one statement now; several, or a long one, wait for the scheduled action, which
        starts at once.

        :raise UserError: one was sent already, or cannot be delivered
        """
        self.check_access("write")
        self._check_once()
        if len(self) == 1 and len(self.line_ids) <= LINES_NOW:
            self.lock_for_update(allow_referencing=True)
            self.invalidate_recordset(["state", "queued"])
            self._check_once()
            hour = self._say_hour()
            self._send_bundles()
            return self._answer_sent(hour)
        self._queue()
        words = self.env._(
            "%s statements are sent in the background. The list shows when they have left, and "
            "which could not.",
            len(self),
        )
        if len(self) == 1:
            words = self.env._(
                "%(statement)s has %(count)s lines and is sent in the background. It shows when it "
                "has left.",
                statement=self.name,
                count=len(self.line_ids),
            )
        return self._warn_of_senders(words) or notify(words, "success")

    def _answer_sent(self, hour=""):
        """What a button answers: which hour it is at the customer, and that the e-mail does not
        leave at present, where that is so."""
        waits = any(one.state == "leaving" for one in self.sudo().dispatch_ids)
        problems = self._list_sender_problems() if waits else []
        if problems:
            waiting = self.env._("It waits in the mail queue, and nothing leaves at present.")
            problems = [waiting, *problems]
        words = " ".join(filter(None, [hour, *problems]))
        return notify(words, "warning", sticky=True) if words else True

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
        self._send_again()
        self.sudo().write({"sent_date": fields.Datetime.now(), "error": False, "printed": False})
        return self._answer_sent()

    def _queue(self):
        """Let the scheduled action send these drafts.

        :raise UserError: one of them was sent already
        """
        self._check_once()
        try:
            with self.env.cr.savepoint():
                self.sudo().write({"queued": True, "error": False, **NO_WAIT})
                self.flush_recordset(["queued"])
        except pg_errors.UniqueViolation as error:
            raise UserError(
                self.env._("Somebody else has just sent one of these statements. Reload the list.")
            ) from error
        self._wake_sender()

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
                raise refusal(statement._get_twice_words(twin), twin)

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

    # -- what the sender asks ----------------------------------------------------------

    @api.model
    def _get_queue(self):
        # EXTENDS the message
        return QUEUED

    def _get_routes(self):
        # EXTENDS the message: the one that was chosen.
        return (Route(self.channel, "always"),) if self.channel else ()

    def _fail_to_send(self, reason):
        # EXTENDS the message: each is a draft again, which says why.
        self.sudo().write({"queued": False, "error": reason})

    def _fail_unfounded(self):
        # EXTENDS the message: what a rule or round queued whose responsible has no rights any more.
        failed = self.browse()
        for statement in self.sudo():
            origin = statement._get_origin()
            if problem := origin and origin._get_rights_problem():
                statement._fail_to_send(problem)
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
            statement._make_delivery_task(
                self.env._("A statement did not reach %s", statement.partner_id.name), words
            )

    def _make_delivery_task(self, summary, words):
        """Give the collector the task to find out what the customer has."""
        self.profile_id.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
            "ar_collections.mail_activity_type_ar_undelivered",
            date_deadline=self.company_id._ar_today(),
            summary=summary,
            note=plaintext2html(words),
            user_id=self._get_collector().id,
        )

    def _refresh_before_sending(self):
        # EXTENDS the message
        self._fill()
        self._check_not_empty()
        return self

    def _before_leaving(self):
        # EXTENDS the message: the PDF is kept as it leaves, whatever takes it.
        super()._before_leaving()
        self._make_attachments()

    def _note_dispatched(self, dispatches):
        # EXTENDS the message: the last e-mail and the address as used.
        last = {dispatch.res_id: dispatch for dispatch in dispatches}
        for statement in self.sudo():
            dispatch = last[statement.id]
            values = {"recipient": dispatch.recipient}
            if dispatch.mail_mail_id:
                values["mail_mail_id"] = dispatch.mail_mail_id.id
            statement.write(values)

    def _set_sent(self):
        # EXTENDS the message
        return self._move_to(
            "sent",
            queued=False,
            error=False,
            sent_date=fields.Datetime.now(),
            sent_by_id=self.env.uid,
        )

    def _on_undelivered(self, dispatches, reason, try_others):
        # EXTENDS the message: its PDF can be sent again, the collector is told. What was answered
        # has arrived, whatever comes back.
        if self.state == "sent" or "bounced" not in dispatches.mapped("state"):
            self._note_undelivered(reason)

    # -- what waits to leave -----------------------------------------------------------

    def _get_patience(self, channel):
        # EXTENDS the message: it speaks of a day that is over, and is right for longer.
        return 30

    def _find_newer(self):
        """{id: whether the customer was sent a newer one of the same kind}; one query."""
        last = {
            (profile, kind): day
            for profile, kind, day in self.sudo()._read_group(
                [("profile_id", "in", self.profile_id.ids), ("state", "!=", "draft")],
                ["profile_id", "kind"],
                ["date_to:max"],
            )
        }
        corrected = (
            self.sudo()
            .search([("replaced_id", "in", self.ids), ("state", "!=", "draft")])
            .replaced_id
        )
        return {
            one.id: one in corrected
            or last.get((one.profile_id, one.kind), one.date_to) > one.date_to
            for one in self
        }

    def _read_leaving(self):
        # EXTENDS the message
        newer = self._find_newer()
        return {
            one.id: leaving.Facts(stands=one.state != "draft", newer=newer[one.id]) for one in self
        }

    def _on_left(self, dispatches):
        # EXTENDS the message: the mail queue has tried again, and it left.
        self.sudo().filtered("error").write({"error": False})

    def _on_withdrawn(self, dispatches, reason):
        # EXTENDS the message
        self._note_undelivered(reason)

    def _on_outdated(self, dispatches, reason):
        # EXTENDS the message: nobody misses one that a newer one replaces.
        newer = self._find_newer()
        replaced = self.filtered(lambda one: newer[one.id])
        replaced.sudo().write({"error": reason})
        (self - replaced)._note_undelivered(reason)

    def _on_doubtful(self, dispatches, reason):
        # EXTENDS the message
        self.sudo().write({"error": reason})
        for one in self:
            one._make_delivery_task(
                self.env._("A statement may not have reached %s", one.partner_id.name), reason
            )

    # -- what the channels ask ---------------------------------------------------------

    def _note_chosen(self):
        """A form gives its addressee, too, where nobody has chosen another one."""
        for one in self.sudo():
            usual = one.profile_id._get_contact(subject=one._get_subject())
            one.contact_chosen = one.contact_id != usual

    def _get_subject(self):
        # EXTENDS the message
        return "statement"

    def _get_amount(self):
        # EXTENDS the message
        return self.company_currency_id, self.closing_balance

    def _get_mail_template(self):
        """The template of the e-mail that takes this statement to the customer."""
        return self._find_template("ar_collections.mail_template_ar_statement")

    def _get_letter(self):
        # EXTENDS the message
        return self._get_sent_pdf()

    def _get_letter_words(self):
        # EXTENDS the message
        return self.env._(
            "The statement %s was made as a letter and waits to be printed.",
            self.name,
        )

    def _note_printed(self):
        # EXTENDS the message
        self.sudo().printed = True

    def _get_no_channel_words(self):
        # EXTENDS the message
        return self.env._(
            "The statement of %s has no channel. Choose e-mail or letter.",
            self.partner_id.display_name,
        )
