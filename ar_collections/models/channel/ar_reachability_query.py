"""The one statement that says which ways reach which customers."""

from odoo import api, models
from odoo.tools import SQL

from ...tools.channel import sms, told
from .ar_reachability import WAYS


class ArReachability(models.Model):
    _inherit = "ar.reachability"

    @api.model
    def _sql_rows(self, since):
        """The rows of the list. Whom a message reaches is what the channels say of it: who is named
        for reminders by that way, the dunning contact, else the customer's invoice address; who
        has no address of a kind is told at the customer's own.

        :param since: an address that was refused before is tried again
        """
        problems = {way: getattr(self, f"_sql_{way}_problem")(since) for way in WAYS}
        found = [SQL.identifier("told", f"{way}_problem") for way in WAYS]
        return SQL(
            """
            SELECT told.*, %(by)s, %(ways)s AS ways
              FROM (
                SELECT profile.id, profile.id AS profile_id, profile.partner_id,
                       profile.company_id, profile.collector_id,
                       customer.user_id AS salesperson_id,
                       (SELECT CASE WHEN BOOL_OR(active) THEN 'on' WHEN COUNT(*) > 0 THEN 'off' END
                          FROM ar_webhook_endpoint
                         WHERE profile_id = profile.id) AS webhook,
                       COALESCE(chosen.id, own.id) AS contact_id, %(problems)s
                  FROM ar_profile profile
                  JOIN res_partner customer ON customer.id = profile.partner_id
                  %(contacts)s
                 WHERE customer.active
              ) AS told
            """,
            by=SQL(", ").join(
                SQL("%s IS NULL AS %s", one, SQL.identifier(f"by_{way}"))
                for way, one in zip(WAYS, found, strict=True)
            ),
            ways=SQL(" + ").join(SQL("(%s IS NULL)::int", one) for one in found),
            problems=SQL(", ").join(
                SQL("%s AS %s", one, SQL.identifier(f"{way}_problem"))
                for way, one in problems.items()
            ),
            contacts=self._sql_contacts(),
        )

    @api.model
    def _sql_contacts(self):
        """Whom messages go to, ``told_<way>``, and the customer's own invoice address."""
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT child.id FROM res_partner child
                 WHERE child.parent_id = customer.id AND child.active
                   AND child.type = 'invoice' AND NOT COALESCE(child.is_company, FALSE)
                 ORDER BY child.complete_name, child.id DESC LIMIT 1
            ) AS invoice ON TRUE
            LEFT JOIN res_partner chosen
              ON chosen.id = profile.contact_id AND chosen.active AND %(may)s
            JOIN res_partner own ON own.id = COALESCE(invoice.id, customer.id)
            %(by_way)s
            """,
            may=self._sql_may_be_told(SQL("chosen")),
            by_way=SQL(" ").join(self._sql_contact(way) for way in WAYS),
        )

    @api.model
    def _sql_may_be_told(self, contact):
        """Whether a contact is of the customer, or confirmed for its account."""
        return SQL(
            """
            (%(contact)s.commercial_partner_id = customer.id OR EXISTS (
                SELECT 1 FROM ar_outside_contact outside
                 WHERE outside.profile_id = profile.id AND outside.contact_id = %(contact)s.id
                   AND outside.state = 'confirmed'))
            """,
            contact=contact,
        )

    @api.model
    def _sql_contact(self, way):
        """Who is told by a way: the first who may be told of the lines that say most about
        reminders by it (``ar.profile.contact._pick``), else who is told by any way."""
        above = {
            code: one.above for code, one in self.env["ar.profile.contact"]._get_subjects().items()
        }
        subjects = told.climb("reminder", above)
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT line.contact_id AS id
                  FROM ar_profile_contact line
                  JOIN res_partner who ON who.id = line.contact_id AND who.active
                 WHERE line.profile_id = profile.id AND %(may)s
                   AND (line.subject, COALESCE(line.channel, '')) = (
                       SELECT best.subject, COALESCE(best.channel, '')
                         FROM ar_profile_contact best
                        WHERE best.profile_id = profile.id AND best.subject = ANY(%(subjects)s)
                          AND COALESCE(best.channel, %(way)s) = %(way)s
                        ORDER BY ARRAY_POSITION(%(subjects)s, best.subject), best.channel NULLS LAST
                        LIMIT 1)
                 ORDER BY line.sequence, line.id LIMIT 1
            ) AS %(named)s ON TRUE
            JOIN res_partner %(told)s ON %(told)s.id = COALESCE(%(named)s.id, chosen.id, own.id)
            """,
            may=self._sql_may_be_told(SQL("who")),
            subjects=SQL("%s::varchar[]", subjects),
            way=way,
            named=SQL.identifier(f"named_{way}"),
            told=SQL.identifier(f"told_{way}"),
        )

    @api.model
    def _sql_unwanted(self, channel):
        """Whether the contact wants nothing by a channel."""
        return SQL(
            """
            EXISTS (SELECT 1 FROM ar_optout wish
                     WHERE wish.partner_id = %s.id AND wish.active
                       AND wish.channel = %s)
            """,
            SQL.identifier(f"told_{channel}"),
            channel,
        )

    @api.model
    def _sql_email_problem(self, since):
        address = SQL(
            "COALESCE(told_email.email_normalized, own.email_normalized, customer.email_normalized)"
        )
        entered = SQL(
            "NULLIF(TRIM(CONCAT(told_email.email, own.email, customer.email)), '') IS NOT NULL"
        )
        return SQL(
            """
            CASE WHEN NOT %(entered)s THEN 'missing'
                 WHEN %(address)s IS NULL THEN 'malformed'
                 WHEN EXISTS (SELECT 1 FROM mail_blacklist listed
                               WHERE listed.email = %(address)s AND listed.active)
                      THEN 'blacklist'
                 WHEN %(refused)s THEN 'refused'
                 WHEN %(unwanted)s THEN 'optout'
            END
            """,
            entered=entered,
            address=address,
            refused=self._sql_refused(address, since),
            unwanted=self._sql_unwanted("email"),
        )

    @api.model
    def _sql_refused(self, address, since):
        return SQL(
            """
            EXISTS (SELECT 1 FROM ar_refused_address refused
                     WHERE refused.address = %s AND refused.date >= %s)
            """,
            address,
            since,
        )

    @api.model
    def _sql_has_address(self, contact):
        """Whether the post finds a contact."""
        return SQL(
            """
            (COALESCE(NULLIF(%(one)s.street, ''), NULLIF(%(one)s.street2, '')) IS NOT NULL
             AND COALESCE(NULLIF(%(one)s.city, ''), NULLIF(%(one)s.zip, '')) IS NOT NULL)
            """,
            one=contact,
        )

    @api.model
    def _sql_letter_problem(self, since):
        return SQL(
            "CASE WHEN NOT (%s OR %s) THEN 'missing' WHEN %s THEN 'optout' END",
            self._sql_has_address(SQL("told_letter")),
            self._sql_has_address(SQL("customer")),
            self._sql_unwanted("letter"),
        )

    @api.model
    def _sql_visit_problem(self, since):
        """Of the contact if it has an address of its own, else of the customer: street and town."""
        found = SQL(
            """
            CASE WHEN %(contact)s THEN NULLIF(told_visit.city, '') IS NOT NULL
                 ELSE %(customer)s AND NULLIF(customer.city, '') IS NOT NULL END
            """,
            contact=self._sql_has_address(SQL("told_visit")),
            customer=self._sql_has_address(SQL("customer")),
        )
        return SQL(
            "CASE WHEN NOT (%s) THEN 'missing' WHEN %s THEN 'optout' END",
            found,
            self._sql_unwanted("visit"),
        )

    @api.model
    def _sql_sms_problem(self, since):
        """By the first of contact, invoice address and customer that has a number for it."""
        number = SQL(
            """
            CASE WHEN told_sms.ar_phone_kind IN ('mobile', 'unknown') THEN told_sms.phone_sanitized
                 WHEN own.ar_phone_kind IN ('mobile', 'unknown') THEN own.phone_sanitized
                 WHEN customer.ar_phone_kind IN ('mobile', 'unknown')
                      THEN customer.phone_sanitized END
            """
        )
        stopped = SQL(
            """
            EXISTS (SELECT 1 FROM ar_optout wish
                     WHERE wish.number = (%s) AND wish.active AND wish.channel = 'sms'
                       AND wish.purpose = 'all')
            """,
            number,
        )
        return SQL(
            """
            CASE WHEN 'mobile' IN (told_sms.ar_phone_kind, own.ar_phone_kind,
                                   customer.ar_phone_kind)
                   OR 'unknown' IN (told_sms.ar_phone_kind, own.ar_phone_kind,
                                    customer.ar_phone_kind)
                 THEN CASE WHEN %(stopped)s OR %(unwanted)s THEN 'optout'
                           WHEN %(refused)s THEN 'refused' END
                 WHEN COALESCE(told_sms.ar_phone_kind, own.ar_phone_kind, customer.ar_phone_kind)
                      IS NULL THEN 'missing'
                 WHEN COALESCE(told_sms.ar_phone_kind, own.ar_phone_kind, customer.ar_phone_kind)
                      = 'nonsense' THEN 'malformed'
                 ELSE COALESCE(told_sms.ar_phone_kind, own.ar_phone_kind, customer.ar_phone_kind)
            END
            """,
            stopped=stopped,
            unwanted=self._sql_unwanted("sms"),
            refused=SQL(
                "(%s OR %s)",
                self._sql_refused(SQL("(%s)", number), since),
                self._sql_refused(SQL("%s || (%s)", sms.ONLY_TEXTS, number), since),
            ),
        )

    @api.model
    def _sql_call_problem(self, since):
        number = SQL(
            """(CASE WHEN NULLIF(TRIM(told_call.phone), '') IS NULL THEN customer.phone_sanitized
                     ELSE told_call.phone_sanitized END)"""
        )
        return SQL(
            """
            CASE WHEN NULLIF(TRIM(CONCAT(told_call.phone, customer.phone)), '') IS NULL
                      THEN 'missing'
                 WHEN profile.phone_wrong OR %(refused)s THEN 'wrong'
                 WHEN %(unwanted)s THEN 'optout' END
            """,
            refused=self._sql_refused(number, since),
            unwanted=self._sql_unwanted("call"),
        )
