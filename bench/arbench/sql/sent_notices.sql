-- The notices of a run become those of past days: each line is of an item of its customer that has
-- been paid since, and the notice was sent some days before the first of them was.
WITH line AS (
    SELECT line.id, notice.partner_id,
           ROW_NUMBER() OVER (PARTITION BY notice.partner_id ORDER BY line.id) AS place
      FROM ar_dunning_notice notice
      JOIN ar_dunning_notice_line line ON line.notice_id = notice.id
     WHERE notice.run_id = %(run)s AND line.kind = 'item'),
item AS (
    SELECT aml.id, aml.move_id, aml.balance, aml.date_maturity, aml.partner_id,
           ROW_NUMBER() OVER (PARTITION BY aml.partner_id ORDER BY paid.day, aml.id) AS place
      FROM (SELECT debit_move_id, MAX(max_date) AS day FROM account_partial_reconcile
             GROUP BY debit_move_id) AS paid
      JOIN account_move_line aml ON aml.id = paid.debit_move_id
     WHERE aml.amount_residual = 0 AND aml.amount_residual_currency = 0
       AND paid.day BETWEEN %(day)s - %(back)s::int AND %(day)s - %(over)s::int)
UPDATE ar_dunning_notice_line changed
   SET move_line_id = item.id, move_id = item.move_id, amount_company = item.balance,
       date_due = item.date_maturity
  FROM line
  JOIN item ON item.partner_id = line.partner_id AND item.place = line.place
 WHERE changed.id = line.id;

UPDATE ar_dunning_notice notice
   SET state = 'sent', date = sent.day,
       sent_date = sent.day + (8 + notice.id %% 10) * INTERVAL '1 hour'
  FROM (SELECT line.notice_id,
               COALESCE(MIN(partial.max_date), %(day)s - %(over)s::int) - line.notice_id %% 12 AS day
          FROM ar_dunning_notice_line line
          LEFT JOIN account_partial_reconcile partial ON partial.debit_move_id = line.move_line_id
         GROUP BY line.notice_id) AS sent
 WHERE notice.run_id = %(run)s AND sent.notice_id = notice.id;

UPDATE ar_dunning_notice_line line
   SET state = 'sent', date = notice.date
  FROM ar_dunning_notice notice
 WHERE notice.run_id = %(run)s AND notice.id = line.notice_id;

INSERT INTO ar_dispatch (res_model, res_id, notice_id, profile_id, partner_id, company_id, level_id,
                         channel, state, date, repeat, attempts)
SELECT 'ar.dunning.notice', id, id, profile_id, partner_id, company_id, level_id,
       CASE id %% 3 WHEN 0 THEN 'letter' ELSE 'email' END, 'sent', sent_date, 0, 1
  FROM ar_dunning_notice WHERE run_id = %(run)s;
