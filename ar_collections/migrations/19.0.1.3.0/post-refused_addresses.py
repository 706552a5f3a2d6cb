"""Addresses whose last message came back within three months are marked, as new ones are."""


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        """
        INSERT INTO ar_refused_address (
            address, reason, date, profile_id, company_id,
            create_uid, create_date, write_uid, write_date)
        SELECT last.recipient, LEFT(last.error, 500), last.date, last.profile_id, last.company_id,
               1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
          FROM (SELECT DISTINCT ON (recipient) *
                  FROM ar_dispatch
                 WHERE channel = 'email' AND state IN ('sent', 'delivered', 'bounced')
                   AND recipient > ''
                 ORDER BY recipient, id DESC) last
         WHERE last.state = 'bounced'
           AND last.date >= now() AT TIME ZONE 'UTC' - INTERVAL '90 days'
           AND NOT EXISTS (
               SELECT FROM ar_refused_address known WHERE known.address = last.recipient)
        """
    )
    # What waits in the mail queue keeps whom it was for.
    cr.execute(
        """
        UPDATE ar_dispatch dispatch
           SET contact_id = to_whom.res_partner_id
          FROM mail_mail_res_partner_rel to_whom
         WHERE to_whom.mail_mail_id = dispatch.mail_mail_id
           AND dispatch.contact_id IS NULL
        """
    )
