-- Profiles of customers who owe something that is past its due date, the oldest customers first.
SELECT profile.id
  FROM ar_profile profile
 WHERE profile.company_id = %(company)s
   AND EXISTS (
       SELECT
         FROM account_move_line line
         JOIN account_account account ON account.id = line.account_id
        WHERE line.partner_id = profile.partner_id
          AND line.company_id = profile.company_id
          AND line.parent_state = 'posted'
          AND account.account_type = 'asset_receivable'
          AND line.amount_residual > 0
          AND line.date_maturity < %(day)s)
 ORDER BY profile.partner_id
 LIMIT %(count)s
