-- Per customer, what is open, overdue and credit, since when and how often.
SELECT partner.commercial_partner_id, line.company_id,
       SUM(line.amount_residual),
       SUM(line.amount_residual) FILTER (WHERE line.amount_residual > 0 AND due < %(day)s),
       -SUM(line.amount_residual) FILTER (WHERE line.amount_residual < 0),
       MAX(%(day)s::date - due) FILTER (WHERE line.amount_residual > 0),
       COUNT(*),
       MIN(due) FILTER (WHERE line.amount_residual > 0)
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
  LEFT JOIN res_partner partner ON partner.id = line.partner_id
 CROSS JOIN LATERAL (SELECT COALESCE(line.date_maturity, line.date) AS due) AS day
 WHERE line.parent_state = 'posted'
   AND account.account_type = 'asset_receivable'
   AND account.non_trade IS NOT TRUE
   AND line.company_id = %(company)s
   AND line.date <= %(day)s
   AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
 GROUP BY 1, 2
