-- The items of the page first, then what is shown of them.
SELECT line.id, move.name, partner.commercial_partner_id, move.invoice_date, page.date_due,
       line.amount_residual, line.amount_residual_currency
  FROM (SELECT line.id, COALESCE(line.date_maturity, line.date) AS date_due
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
         WHERE line.parent_state = 'posted'
           AND account.account_type = 'asset_receivable'
           AND account.non_trade IS NOT TRUE
           AND line.company_id = %(company)s
           AND line.date <= %(day)s
           AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
         ORDER BY date_due, line.id
         LIMIT %(limit)s) AS page
  JOIN account_move_line line ON line.id = page.id
  JOIN account_move move ON move.id = line.move_id
  LEFT JOIN res_partner partner ON partner.id = line.partner_id
 ORDER BY page.date_due, line.id
