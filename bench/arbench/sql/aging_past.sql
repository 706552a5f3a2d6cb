-- Per customer by name and age, what was open at the end of a day: what is open now, and back to it what
-- was matched later. The simplest statement; exchange entries and drafts are not looked at.
WITH undone AS (
    SELECT id, SUM(amount) AS amount
      FROM (SELECT debit_move_id AS id, amount
              FROM account_partial_reconcile WHERE max_date > %(day)s
             UNION ALL
            SELECT credit_move_id, -amount
              FROM account_partial_reconcile WHERE max_date > %(day)s) AS side
     GROUP BY id
), item AS (
    SELECT line.partner_id, line.amount_residual AS residual,
           %(day)s::date - COALESCE(line.date_maturity, line.date) AS late
      FROM account_move_line line
      JOIN account_account account ON account.id = line.account_id
     WHERE line.parent_state = 'posted'
       AND account.account_type = 'asset_receivable'
       AND account.non_trade IS NOT TRUE
       AND line.company_id = %(company)s
       AND line.date <= %(day)s
       AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
     UNION ALL
    SELECT line.partner_id, undone.amount,
           %(day)s::date - COALESCE(line.date_maturity, line.date)
      FROM undone
      JOIN account_move_line line ON line.id = undone.id
      JOIN account_account account ON account.id = line.account_id
     WHERE line.parent_state = 'posted'
       AND account.account_type = 'asset_receivable'
       AND account.non_trade IS NOT TRUE
       AND line.company_id = %(company)s
       AND line.date <= %(day)s
)
SELECT customer.id, customer.complete_name,
       SUM(residual) FILTER (WHERE late <= 0),
       SUM(residual) FILTER (WHERE late BETWEEN 1 AND 30),
       SUM(residual) FILTER (WHERE late BETWEEN 31 AND 60),
       SUM(residual) FILTER (WHERE late BETWEEN 61 AND 90),
       SUM(residual) FILTER (WHERE late BETWEEN 91 AND 120),
       SUM(residual) FILTER (WHERE late > 120),
       SUM(residual)
  FROM item
  LEFT JOIN res_partner partner ON partner.id = item.partner_id
  LEFT JOIN res_partner customer ON customer.id = partner.commercial_partner_id
 GROUP BY customer.id
 ORDER BY customer.complete_name
