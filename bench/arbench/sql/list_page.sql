SELECT line.id, move.name, partner.commercial_partner_id, move.invoice_date,
       COALESCE(line.date_maturity, line.date) AS date_due, line.amount_residual,
       line.amount_residual_currency
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
  JOIN account_move move ON move.id = line.move_id
  LEFT JOIN res_partner partner ON partner.id = line.partner_id
 WHERE line.parent_state = 'posted'
   AND account.account_type = 'asset_receivable'
   AND account.non_trade IS NOT TRUE
   AND line.company_id = %(company)s
   AND line.date <= %(day)s
   AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
 ORDER BY date_due, line.id
 LIMIT %(limit)s
