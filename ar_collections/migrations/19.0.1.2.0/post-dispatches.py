"""Statements that were sent get their dispatch: so it is found when they come back."""


def migrate(cr, version):
    if not version:
        return
    cr.execute(
        """
        INSERT INTO ar_dispatch (
            res_model, res_id, profile_id, partner_id, company_id, collector_id, channel, usage,
            recipient, state, repeat, attempts, date, mail_mail_id, mail_message_id, attachment_id,
            create_uid, create_date, write_uid, write_date)
        SELECT 'ar.statement', statement.id, statement.profile_id, statement.partner_id,
               statement.company_id, statement.collector_id, statement.channel, 'always',
               statement.recipient,
               CASE WHEN statement.channel = 'letter' AND statement.printed THEN 'delivered'
                    ELSE 'sent' END,
               0, 1, COALESCE(statement.sent_date, statement.write_date),
               CASE WHEN statement.channel = 'email' THEN statement.mail_mail_id END,
               CASE WHEN statement.channel = 'email' THEN mail.mail_message_id END,
               CASE WHEN statement.channel = 'letter' THEN statement.attachment_id END,
               1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
          FROM ar_statement statement
          LEFT JOIN mail_mail mail ON mail.id = statement.mail_mail_id
         WHERE statement.state != 'draft' AND statement.channel IN ('email', 'letter')
           AND NOT EXISTS (
               SELECT FROM ar_dispatch dispatch
                WHERE dispatch.res_model = 'ar.statement' AND dispatch.res_id = statement.id)
        """
    )
