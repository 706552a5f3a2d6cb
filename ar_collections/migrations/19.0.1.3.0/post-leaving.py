"""What was called sent and still lies in the mail queue is leaving.

Dispatches of before are left as they are, unless their e-mail is there and says otherwise: it
waits, or it failed or was cancelled lately and nobody noticed. Those of last year stay.
"""

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        """
        UPDATE ar_dispatch dispatch
           SET state = 'leaving', handed_date = dispatch.date
          FROM mail_mail mail
         WHERE mail.id = dispatch.mail_mail_id
           AND dispatch.channel = 'email' AND dispatch.state = 'sent'
           AND (mail.state = 'outgoing'
                OR mail.state IN ('exception', 'cancel')
                   AND dispatch.date > now() AT TIME ZONE 'UTC' - INTERVAL '30 days')
        """
    )
    cr.execute(
        """
        UPDATE ar_dunning_notice notice SET state = 'leaving'
         WHERE state = 'sent'
           AND EXISTS (SELECT FROM ar_dispatch
                        WHERE notice_id = notice.id AND state = 'leaving')
           AND NOT EXISTS (SELECT FROM ar_dispatch
                            WHERE notice_id = notice.id
                              AND state IN ('sent', 'delivered', 'unknown'))
     RETURNING id
        """
    )
    ids = [id_ for (id_,) in cr.fetchall()]
    cr.execute(
        "UPDATE ar_dunning_notice_line SET state = 'leaving' "
        "WHERE state = 'sent' AND notice_id = ANY(%s)",
        [ids],
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    notices = env["ar.dunning.notice"].browse(ids)
    notices.line_ids.move_line_id._ar_refresh_level()
    notices.run_id._settle()
