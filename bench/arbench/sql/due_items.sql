-- Items that have passed a level, and the delay of the highest.
SELECT line.id, partner.commercial_partner_id,
       (SELECT MAX(level.delay_days)
          FROM (SELECT DISTINCT delay_days FROM ar_dunning_level UNION SELECT 1) AS level
         WHERE level.delay_days <= %(day)s::date - COALESCE(line.date_maturity, line.date))
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
  LEFT JOIN res_partner partner ON partner.id = line.partner_id
 WHERE line.parent_state = 'posted'
   AND account.account_type = 'asset_receivable'
   AND account.non_trade IS NOT TRUE
   AND line.company_id = %(company)s
   AND line.date <= %(day)s
   AND line.amount_residual >= 0
   AND line.amount_residual_currency >= 0
   AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
   AND COALESCE(line.date_maturity, line.date)
       <= %(day)s::date - (SELECT LEAST(1, MIN(delay_days)) FROM ar_dunning_level)
