SELECT COUNT(*)
  FROM (SELECT
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
         WHERE line.parent_state = 'posted'
           AND account.account_type = 'asset_receivable'
           AND account.non_trade IS NOT TRUE
           AND line.company_id = %(company)s
           AND line.date <= %(day)s
           AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
         LIMIT 10001) AS item
