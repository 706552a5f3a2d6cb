"""Scheduled reports leave: each date once, each recipient in the own language."""

from odoo import Command, api, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, format_date, plaintext2html

from ...base.res_company import MANAGER

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ArAgingSchedule(models.Model):
    _inherit = "ar.aging.schedule"

    @api.model
    def _cron_send(self):
        """Send what is due on each company's own day.

        The mails and the mark that says so are committed together, after each schedule. A
        missed day is made up for once; what failed is tried again on the next day.
        """
        self._work_through(
            self.search([("date_next", "!=", False)]),
            lambda schedule: schedule._send_if_due(),
            failed=lambda schedule, error: schedule._note_failure(error),
            lock=True,
        )

    def _is_due(self):
        today = self.company_id._ar_today()
        tried = self.date_tried and self.date_tried >= today
        return bool(self.date_next) and self.date_next <= today and not tried

    def _send_if_due(self):
        """Send unless another process did since it was looked up; the caller has the lock."""
        self.ensure_one()
        self.invalidate_recordset()
        if self.active and self._is_due():
            self._send(self.company_id._ar_today())

    def _send(self, today):
        """Queue the mails and mark the day, in one transaction; the caller has the lock.

        :return: the recipients it goes to
        :raise UserError: nobody has an address, or the responsible may not see the report
        """
        self.ensure_one()
        self._check_responsible()
        reachable = self.recipient_ids.filtered(lambda p: email_normalize(p.email or ""))
        if not reachable:
            raise UserError(
                self.env._(
                    "None of the recipients of %s has a valid e-mail address. Enter one, or "
                    "choose other recipients.",
                    self.name,
                )
            )
        for lang, partners in self._group_by_lang(reachable).items():
            self._send_in(lang, partners, today)
        self.sudo().write(
            {
                "date_last": today,
                "date_tried": today,
                "last_error": self._get_missed_words(self.recipient_ids - reachable),
            }
        )
        self.sudo().activity_ids.filtered("automated").unlink()
        self.env["ir.cron"]._ar_wake("mail.ir_cron_mail_scheduler_action")
        return reachable

    def _get_missed_words(self, partners):
        """A sentence if some of the recipients were left out, else False."""
        return bool(partners) and self.env._(
            "Sent, but not to %s: without a valid e-mail address.",
            ", ".join(partners.mapped("name")),
        )

    def _group_by_lang(self, partners):
        """{language code: partners}; who has none reads the company's."""
        return partners.grouped(self.company_id._ar_pick_lang)

    def _send_in(self, lang, partners, today):
        """One message in one language, with the report in it."""
        report = self._get_report(lang)
        options = self._get_options(today)
        values = report._get_mail_values(options)
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .create(
                [
                    {
                        "name": name,
                        "raw": content,
                        "mimetype": kind,
                        "res_model": self._name,
                        "res_id": self.id,
                    }
                    for name, kind, content in self._make_files(report, options, values["title"])
                ]
            )
        )
        template = self.env.ref("ar_collections.mail_template_aging_schedule").sudo()
        mail_id = template.with_context(lang=lang, aging=values).send_mail(
            self.id,
            email_values={
                "recipient_ids": [Command.set(partners.ids)],
                "attachment_ids": [Command.set(attachments.ids)],
                "author_id": self.user_id.partner_id.id,
            },
        )
        self.env["ar.aging.schedule.mail"].sudo().create(
            {
                "schedule_id": self.id,
                "date": today,
                "recipients": ", ".join(partners.mapped("name")),
                "mail_mail_id": mail_id,
            }
        )

    def _mail_get_partner_fields(self, introspect_fields=False):
        # OVERRIDES 'mail': the customers that the report is limited to are not spoken to, so
        # the mail is not in their language.
        return []

    def _make_files(self, report, options, title):
        """(name, kind, content) of each format."""
        name = title.replace("/", "-")
        if self.as_pdf:
            yield f"{name}.pdf", "application/pdf", report._get_pdf(options)
        if self.as_xlsx:
            yield f"{name}.xlsx", XLSX, report._get_xlsx(options)

    # -- failures ----------------------------------------------------------------------

    def _note_failure(self, error):
        """Say on the schedule why it was not sent, and give somebody the task."""
        self.ensure_one()
        if isinstance(error, UserError):
            reason = str(error)
        else:
            reason = self.env._(
                "%(schedule)s was not sent because of an error: %(error)s.",
                schedule=self.name,
                error=error,
            )
        sentence = self.env._("%s It is tried again tomorrow.", reason)
        self.write({"last_error": sentence, "date_tried": self.company_id._ar_today()})
        self._give_task(sentence)

    def _note_lost(self, mail):
        """Say that an e-mail with the report, which was handed over, did not arrive."""
        sentence = self.env._(
            "The report of %(day)s to %(recipients)s did not arrive: %(reason)s Use Send Now to "
            "send it once more.",
            day=format_date(self.env, mail.date),
            recipients=mail.recipients,
            reason=mail.error,
        )
        self.sudo().last_error = sentence
        self.sudo()._give_task(sentence)

    def _give_task(self, sentence):
        """Give who can put it right the task, once."""
        user = self._get_caretaker()
        if user and not self.activity_ids.filtered("automated"):
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.company_id._ar_today(),
                summary=self.env._("The aging report was not sent"),
                note=plaintext2html(sentence),
                user_id=user.id,
            )

    def _get_caretaker(self):
        """Who can put it right: the responsible or who made it, else a manager."""
        own = (self.user_id | self.create_uid).filtered(
            lambda user: (
                user.active and self.company_id in user.company_ids and user.has_group(MANAGER)
            )
        )
        return own[:1] or self.company_id._ar_get_manager()
