"""What holds at every moment, and what once all is done, whatever the random users do.

Everything is read by SQL from what is committed, past the code that is looked at: each entry is a
sentence and a query that gives the rows for which it does not hold.
"""

# Written by the database itself in the transaction that says a notice has left: what was still
# owed, and whether a hold was in force, in the same snapshot.
WITNESS = """
    CREATE TABLE machine_asked (
        line_id int, notice_id int, move_line_id int, residual numeric, held boolean
    );
    CREATE FUNCTION machine_witness() RETURNS trigger AS $$
    BEGIN
        INSERT INTO machine_asked
        SELECT NEW.id, NEW.notice_id, item.id, item.amount_residual,
               EXISTS (
                   SELECT FROM ar_hold hold
                    WHERE COALESCE(hold.amount, 0) = 0
                      AND hold.date_from <= NEW.date
                      AND (hold.date_to IS NULL OR hold.date_to >= NEW.date)
                      AND CASE hold.scope
                          WHEN 'customer' THEN hold.profile_id = notice.profile_id
                          ELSE hold.move_line_id = item.id
                               OR hold.move_line_id IS NULL AND hold.move_id = item.move_id
                          END
               )
          FROM account_move_line item, ar_dunning_notice notice
         WHERE item.id = NEW.move_line_id AND notice.id = NEW.notice_id;
        RETURN NULL;
    END $$ LANGUAGE plpgsql;
    CREATE TRIGGER machine_witness AFTER UPDATE OF state ON ar_dunning_notice_line
        FOR EACH ROW WHEN (
            NEW.kind = 'item'
            AND (NEW.state = 'leaving' OR NEW.state = 'sent' AND OLD.state <> 'leaving')
        )
        EXECUTE FUNCTION machine_witness();
"""

LIVING = "('queued', 'leaving', 'sent', 'delivered', 'unknown')"

ALWAYS = {
    "An item is reminded once at each level of a cycle": """
        SELECT move_line_id, level_id, repeat, array_agg(notice_id)
          FROM ar_dunning_notice_line
         WHERE company_id = %(company)s AND kind = 'item' AND state IN ('queued', 'leaving', 'sent')
               AND move_line_id IS NOT NULL AND superseded IS NOT TRUE
      GROUP BY 1, 2, 3 HAVING count(*) > 1
    """,
    "A customer gets one notice per currency, day and group": """
        SELECT profile_id, date, group_key, array_agg(id)
          FROM ar_dunning_notice
         WHERE company_id = %(company)s AND state IN ('queued', 'leaving', 'sent')
      GROUP BY profile_id, currency_id, date, group_key HAVING count(*) > 1
    """,
    "A company has one nightly run a day": """
        SELECT date, array_agg(id) FROM ar_dunning_run
         WHERE company_id = %(company)s AND kind = 'nightly'
      GROUP BY 1 HAVING count(*) > 1
    """,
    "The lines of a notice are where it is": """
        SELECT line.id, line.state, notice.id, notice.state
          FROM ar_dunning_notice_line line JOIN ar_dunning_notice notice ON notice.id = notice_id
         WHERE line.company_id = %(company)s AND line.state NOT IN (notice.state, 'dropped')
    """,
    "What is paid or held is not asked": """
        SELECT notice_id, line_id, move_line_id, residual, held FROM machine_asked
         WHERE residual <= 0 OR held
    """,
    "A level counts only where something has left, or is on its way": f"""
        SELECT id, name FROM ar_dunning_notice notice
         WHERE company_id = %(company)s AND state IN ('leaving', 'sent') AND NOT EXISTS (
               SELECT FROM ar_dispatch dispatch
                WHERE notice_id = notice.id AND dispatch.state IN {LIVING})
    """,
    "Nothing leaves for a notice that is proposed, failed or cancelled": """
        SELECT notice.id, notice.state, dispatch.id, dispatch.channel, dispatch.state
          FROM ar_dunning_notice notice JOIN ar_dispatch dispatch ON notice_id = notice.id
         WHERE notice.company_id = %(company)s AND notice.state IN ('draft', 'failed', 'cancelled')
           AND dispatch.state IN ('queued', 'leaving', 'sent')
    """,
    "A message leaves once by each channel": f"""
        SELECT notice_id, channel, repeat, array_agg(id) FROM ar_dispatch
         WHERE company_id = %(company)s AND state IN {LIVING}
      GROUP BY 1, 2, 3 HAVING count(*) > 1
    """,
    "The level of an item is the highest that was said": """
        SELECT item.id, item.ar_level_id, said.level_id
          FROM account_move_line item LEFT JOIN (
               SELECT DISTINCT ON (move_line_id) move_line_id, level_id
                 FROM ar_dunning_notice_line line JOIN ar_dunning_level level ON level.id = level_id
                WHERE line.state = 'sent' AND kind = 'item' AND superseded IS NOT TRUE
             ORDER BY move_line_id, level.delay_days DESC, line.id DESC
               ) said ON said.move_line_id = item.id
         WHERE item.company_id = %(company)s AND item.ar_level_id IS DISTINCT FROM said.level_id
    """,
    "The state of a run follows its notices": """
        SELECT run.id, run.name, run.state,
               count(*) FILTER (WHERE notice.state = 'draft') AS draft,
               count(*) FILTER (WHERE notice.state = 'queued') AS queued
          FROM ar_dunning_run run LEFT JOIN ar_dunning_notice notice ON run_id = run.id
         WHERE run.company_id = %(company)s
      GROUP BY run.id
        HAVING CASE run.state
               WHEN 'proposed' THEN count(*) FILTER (WHERE notice.state = 'draft') = 0
               WHEN 'done' THEN count(*) FILTER (WHERE notice.state IN ('draft', 'queued')) > 0
               WHEN 'cancelled' THEN count(*) FILTER (WHERE notice.state IN ('draft', 'queued')) > 0
               ELSE false END
    """,
}

AT_THE_END = {
    "A run of which all has left is done": """
        SELECT id, name FROM ar_dunning_run run
         WHERE company_id = %(company)s AND state = 'confirmed' AND NOT EXISTS (
               SELECT FROM ar_dunning_notice
                WHERE run_id = run.id AND state IN ('queued', 'leaving'))
    """,
    "No notice waits": """
        SELECT id, name, run_id FROM ar_dunning_notice
         WHERE company_id = %(company)s
           AND (state = 'queued' OR state = 'leaving' AND NOT EXISTS (
               SELECT FROM ar_dispatch dispatch
                WHERE notice_id = ar_dunning_notice.id AND dispatch.state = 'unknown'))
    """,
    "No run waits to be proposed": """
        SELECT id, name FROM ar_dunning_run
         WHERE company_id = %(company)s AND state = 'draft' AND in_background
    """,
    "No dispatch waits, but calls that somebody has to make": """
        SELECT id, notice_id, channel FROM ar_dispatch
         WHERE company_id = %(company)s AND state = 'queued' AND activity_id IS NULL
    """,
    "No e-mail waits": """
        SELECT mail.id, mail.state, mail.failure_reason FROM mail_mail mail
          JOIN ar_dispatch dispatch ON mail_mail_id = mail.id
         WHERE dispatch.company_id = %(company)s AND mail.state = 'outgoing'
    """,
    "An e-mail counts as sent when the mail server took it": """
        SELECT dispatch.id, notice_id, dispatch.state, message.message_id
          FROM ar_dispatch dispatch JOIN mail_message message ON message.id = mail_message_id
         WHERE dispatch.company_id = %(company)s AND channel = 'email' AND dispatch.state = 'sent'
           AND message.message_id <> ALL(%(arrived)s)
    """,
    "What the mail server took belongs to a notice that was sent": """
        SELECT notice.id, notice.state, dispatch.id, dispatch.state
          FROM ar_dispatch dispatch
          JOIN mail_message message ON message.id = mail_message_id
          JOIN ar_dunning_notice notice ON notice.id = notice_id
         WHERE dispatch.company_id = %(company)s AND message.message_id = ANY(%(arrived)s)
           AND notice.state <> 'sent' AND dispatch.state <> 'unknown'
    """,
}
