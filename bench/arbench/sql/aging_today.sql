-- Per customer by name and age, what is open today.
SELECT customer.id, customer.complete_name,
       SUM(line.amount_residual) FILTER (WHERE late <= 0),
       SUM(line.amount_residual) FILTER (WHERE late BETWEEN 1 AND 30),
       SUM(line.amount_residual) FILTER (WHERE late BETWEEN 31 AND 60),
       SUM(line.amount_residual) FILTER (WHERE late BETWEEN 61 AND 90),
       SUM(line.amount_residual) FILTER (WHERE late BETWEEN 91 AND 120),
       SUM(line.amount_residual) FILTER (WHERE late > 120),
       SUM(line.amount_residual)
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
  LEFT JOIN res_partner partner ON partner.id = line.partner_id
  LEFT JOIN res_partner customer ON customer.id = partner.commercial_partner_id
 CROSS JOIN LATERAL (
       SELECT %(day)s::date - COALESCE(line.date_maturity, line.date) AS late) AS age
 WHERE line.parent_state = 'posted'
   AND account.account_type = 'asset_receivable'
   AND account.non_trade IS NOT TRUE
   AND line.company_id = %(company)s
   AND line.date <= %(day)s
   AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
 GROUP BY customer.id
 ORDER BY customer.complete_name
