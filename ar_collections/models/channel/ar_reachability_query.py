"""The one statement that says which ways reach which customers."""

from odoo import api, models
from odoo.tools import SQL

from ...tools.channel import sms


class ArReachability(models.Model):
    _inherit = "ar.reachability"

    @api.model
    def _sql_rows(self, since):
        """The rows of the list. Whom a message reaches is what the channels say of it: the dunning
        contact, else the customer's invoice address; who has no address of a kind is told at the
        customer's own.

        :param since: an address that was refused before is tried again
        """
        return SQL(
            """
            SELECT told.*,
                   told.email_problem IS NULL AS by_email,
                   told.letter_problem IS NULL AS by_letter,
                   told.sms_problem IS NULL AS by_sms,
                   told.call_problem IS NULL AS by_call,
                   (told.email_problem IS NULL)::int + (told.letter_problem IS NULL)::int
                       + (told.sms_problem IS NULL)::int + (told.call_problem IS NULL)::int AS ways
              FROM (
                SELECT profile.id, profile.id AS profile_id, profile.partner_id,
                       profile.company_id, profile.collector_id,
                       customer.user_id AS salesperson_id, contact.id AS contact_id,
                       %(email)s AS email_problem,
                       %(letter)s AS letter_problem,
                       %(sms)s AS sms_problem,
                       %(call)s AS call_problem
                  FROM ar_profile profile
                  JOIN res_partner customer ON customer.id = profile.partner_id
                  %(contacts)s
                 WHERE customer.active
              ) AS told
            """,
            email=self._sql_email_problem(since),
            letter=self._sql_letter_problem(),
            sms=self._sql_sms_problem(since),
            call=self._sql_call_problem(since),
            contacts=self._sql_contacts(),
        )

    @api.model
    def _sql_contacts(self):
        """Whom messages go to, and the customer's own invoice address."""
        return SQL(
            """
            LEFT JOIN LATERAL (
                SELECT child.id FROM res_partner child
                 WHERE child.parent_id = customer.id AND child.active
                   AND child.type = 'invoice' AND NOT COALESCE(child.is_company, FALSE)
                 ORDER BY child.complete_name, child.id DESC LIMIT 1
            ) AS invoice ON TRUE
            LEFT JOIN res_partner chosen
              ON chosen.id = profile.contact_id AND chosen.active
             AND (chosen.commercial_partner_id = customer.id OR EXISTS (
                    SELECT 1 FROM ar_outside_contact outside
                     WHERE outside.profile_id = profile.id AND outside.contact_id = chosen.id
                       AND outside.state = 'confirmed'))
            JOIN res_partner own ON own.id = COALESCE(invoice.id, customer.id)
            JOIN res_partner contact ON contact.id = COALESCE(chosen.id, own.id)
            """
        )

    @api.model
    def _sql_unwanted(self, channel):
        """Whether the contact wants nothing by a channel."""
        return SQL(
            """
            EXISTS (SELECT 1 FROM ar_optout wish
                     WHERE wish.partner_id = contact.id AND wish.active
                       AND wish.channel = %s)
            """,
            channel,
        )

    @api.model
    def _sql_email_problem(self, since):
        address = SQL(
            "COALESCE(contact.email_normalized, own.email_normalized, customer.email_normalized)"
        )
        entered = SQL(
            "NULLIF(TRIM(CONCAT(contact.email, own.email, customer.email)), '') IS NOT NULL"
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
    def _sql_letter_problem(self):
        found = SQL(
            """
            (COALESCE(NULLIF(contact.street, ''), NULLIF(contact.street2, '')) IS NOT NULL
             AND COALESCE(NULLIF(contact.city, ''), NULLIF(contact.zip, '')) IS NOT NULL)
            OR (COALESCE(NULLIF(customer.street, ''), NULLIF(customer.street2, '')) IS NOT NULL
             AND COALESCE(NULLIF(customer.city, ''), NULLIF(customer.zip, '')) IS NOT NULL)
            """
        )
        return SQL(
            "CASE WHEN NOT (%s) THEN 'missing' WHEN %s THEN 'optout' END",
            found,
            self._sql_unwanted("letter"),
        )

    @api.model
    def _sql_sms_problem(self, since):
        """By the first of contact, invoice address and customer that has a number for it."""
        number = SQL(
            """
            CASE WHEN contact.ar_phone_kind IN ('mobile', 'unknown') THEN contact.phone_sanitized
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
            CASE WHEN 'mobile' IN (contact.ar_phone_kind, own.ar_phone_kind, customer.ar_phone_kind)
                   OR 'unknown' IN (contact.ar_phone_kind, own.ar_phone_kind,
                                    customer.ar_phone_kind)
                 THEN CASE WHEN %(stopped)s OR %(unwanted)s THEN 'optout'
                           WHEN %(refused)s THEN 'refused' END
                 WHEN COALESCE(contact.ar_phone_kind, own.ar_phone_kind, customer.ar_phone_kind)
                      IS NULL THEN 'missing'
                 WHEN COALESCE(contact.ar_phone_kind, own.ar_phone_kind, customer.ar_phone_kind)
                      = 'nonsense' THEN 'malformed'
                 ELSE COALESCE(contact.ar_phone_kind, own.ar_phone_kind, customer.ar_phone_kind)
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
            """(CASE WHEN NULLIF(TRIM(contact.phone), '') IS NULL THEN customer.phone_sanitized
                     ELSE contact.phone_sanitized END)"""
        )
        return SQL(
            """
            CASE WHEN NULLIF(TRIM(CONCAT(contact.phone, customer.phone)), '') IS NULL
                      THEN 'missing'
                 WHEN profile.phone_wrong OR %(refused)s THEN 'wrong'
                 WHEN %(unwanted)s THEN 'optout' END
            """,
            refused=self._sql_refused(number, since),
            unwanted=self._sql_unwanted("call"),
        )
