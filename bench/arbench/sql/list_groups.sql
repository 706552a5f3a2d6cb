SELECT customer.id, customer.complete_name, SUM(line.amount_residual), COUNT(*)
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
  LEFT JOIN res_partner partner ON partner.id = line.partner_id
  LEFT JOIN res_partner customer ON customer.id = partner.commercial_partner_id
 WHERE line.parent_state = 'posted'
   AND account.account_type = 'asset_receivable'
   AND account.non_trade IS NOT TRUE
   AND line.company_id = %(company)s
   AND line.date <= %(day)s
   AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
 GROUP BY customer.id
 ORDER BY customer.complete_name
 LIMIT %(limit)s
