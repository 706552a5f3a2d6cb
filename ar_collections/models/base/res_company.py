"""The company as all rooms ask it: its calendar day, its language, its branches."""

import logging
from datetime import datetime, time, timedelta

import pytz

from odoo import fields, models
from odoo.tools import plaintext2html
from odoo.tools.misc import get_lang

_logger = logging.getLogger(__name__)

# (company id, zone) that the log was told of: once in the life of a process.
_TOLD = set()

MANAGER = "ar_collections.ar_collections_group_manager"


class ResCompany(models.Model):
    _inherit = "res.company"

    def _ar_today(self):
        """The company's calendar day, from its partner's time zone (UTC if it has none).

        The one clock of Collections: neither the server's zone nor the user's matters.

        :rtype: datetime.date
        """
        return self._ar_day_of(fields.Datetime.now())

    def _ar_day_of(self, moment):
        """The calendar day that a moment (UTC, as stored) falls on for the company.

        :rtype: datetime.date
        """
        return pytz.utc.localize(moment).astimezone(self._ar_zone()).date()

    def _ar_zone(self):
        """The company's time zone. One that this server does not know (zones are renamed, and
        servers move) is UTC, and said in the log once; the internal check says so, too."""
        self.ensure_one()
        name = self._ar_zone_name()
        try:
            return pytz.timezone(name)
        except pytz.UnknownTimeZoneError:
            if (self.id, name) not in _TOLD:
                _TOLD.add((self.id, name))
                _logger.warning(
                    "The time zone %s of the company %s is not known here: its days are those of "
                    "UTC. Choose another one on the company's contact.",
                    name,
                    self.sudo().name,
                )
            return pytz.utc

    def _ar_zone_name(self):
        """The name of the time zone that was chosen."""
        # Only this: a partner has a hundred columns.
        return self.sudo().partner_id.with_context(prefetch_fields=False).tz or "UTC"

    def _ar_number(self, code):
        """The next number of the sequence ``code``, of the company's year; False without one.

        :rtype: str
        """
        sequence = self.env["ir.sequence"].with_company(self)
        return sequence.with_context(ir_sequence_date=str(self._ar_today())).next_by_code(code)

    def _ar_pick_lang(self, *people):
        """The one language of a message: the first that is installed of those of ``people``
        (partners or users), else the company's, else the reader's.

        A contact keeps a language that was switched off; to speak it would be an error.
        """
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = (*people, self.sudo().partner_id)
        langs = (one.lang for one in wanted if one)
        return next((lang for lang in langs if lang in installed), get_lang(self.env).code)

    def _ar_add_working_days(self, day, number):
        """The day so many working days after ``day``, by the company's working hours and days off.

        :rtype: datetime.date
        """
        self.ensure_one()
        calendar = self.sudo().resource_calendar_id
        start = pytz.utc.localize(datetime.combine(day + timedelta(days=1), time.min))
        end = calendar and calendar.plan_days(number, start, compute_leaves=True)
        if end:
            return end.date()
        # Nobody works there, or not in the next years: Monday to Friday.
        while number:
            day += timedelta(days=1)
            number -= day.weekday() < 5
        return day

    def _ar_chain(self):
        """The company and those above it, the highest first."""
        self.ensure_one()
        return self.sudo().parent_ids

    def _ar_pick_nearest(self, records):
        """Of records with a ``company_id`` those that count here: the company's own, else those of
        the nearest company above it, else those for all companies; in the order given."""
        by_owner = records.grouped(lambda record: record.sudo().company_id.id)
        owners = [*reversed(self._ar_chain().ids), False]
        return next((by_owner[id_] for id_ in owners if id_ in by_owner), records.browse())

    def _ar_get_journal(self, kind):
        """The first journal of a kind (``sale``, ``general``), as superuser; maybe none."""
        self.ensure_one()
        journals = self.env["account.journal"].sudo()
        own = journals._check_company_domain(self)
        return journals.search([*own, ("type", "=", kind)], limit=1)

    def _ar_tree(self):
        """The companies and all branches below them."""
        return self.sudo().with_context(active_test=False).search([("id", "child_of", self.ids)])

    # -- alarms ------------------------------------------------------------------------

    def _ar_tell_manager(self, summary, words):
        """Something of our own is at fault: one task on the company's contact for a collections
        manager, and not another one with this summary while that is open.

        :param summary: the same words for the same trouble
        :return: the task, or nothing where there is one
        """
        self.ensure_one()
        activities = self.env["mail.activity"].sudo()
        partner = self.sudo().partner_id
        domain = [
            ("res_model", "=", partner._name),
            ("res_id", "=", partner.id),
            ("summary", "=", summary),
            ("automated", "=", True),
        ]
        user = self._ar_get_manager()
        if not user or activities.search_count(domain, limit=1):
            return activities
        return activities.with_context(mail_activity_quick_update=True).create(
            {
                "res_model_id": self.env["ir.model"]._get_id(partner._name),
                "res_id": partner.id,
                "activity_type_id": self.env["ir.model.data"]._xmlid_to_res_id(
                    "mail.mail_activity_data_todo", raise_if_not_found=False
                ),
                "user_id": user.id,
                "date_deadline": self._ar_today(),
                "summary": summary,
                "note": plaintext2html(words),
                "automated": True,
            }
        )

    def _ar_ask(self, record, user, summary, note):
        """One task of today about ``record`` for a person, and not another one with this summary
        while that is open.

        :param record: as superuser
        :param note: HTML
        """
        self.ensure_one()
        if summary in record.activity_ids.mapped("summary"):
            return
        # Not one e-mail for each of them.
        record.with_context(mail_activity_quick_update=True).activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self._ar_today(),
            summary=summary,
            note=note,
            user_id=user.id,
        )

    def _ar_get_manager(self):
        """A collections manager of the company who is there, or nobody."""
        return self._ar_get_managers()[:1]

    def _ar_get_managers(self):
        """The collections managers of the company who are there, people before the machine."""
        users = self.env.ref(MANAGER).sudo().all_user_ids.sorted("id")
        able = users.filtered(lambda user: user.active and self in user.sudo().company_ids)
        return able.filtered(lambda user: not user._is_superuser()) or able
