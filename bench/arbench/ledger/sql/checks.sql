-- Each row: what would be wrong, and how often it is.
SELECT 'unbalanced entries', COUNT(*)
  FROM (SELECT FROM account_move_line WHERE move_id >= %(move_id)s
         GROUP BY move_id HAVING SUM(balance) <> 0 OR SUM(amount_currency) <> 0) AS entry
 UNION ALL
SELECT 'documents with another residual than their lines', COUNT(*)
  FROM account_move move
  JOIN (SELECT move_id, SUM(amount_residual_currency) AS amount, SUM(amount_residual) AS home
          FROM account_move_line
         WHERE display_type = 'payment_term' AND move_id >= %(move_id)s
         GROUP BY move_id) AS line ON line.move_id = move.id
 WHERE move.amount_residual_signed <> line.home OR move.amount_residual <> abs(line.amount)
 UNION ALL
SELECT 'lines whose residual is not their balance less their matching', COUNT(*)
  FROM account_move_line line
  LEFT JOIN (SELECT id, SUM(home) AS home, SUM(amount) AS amount
               FROM (SELECT debit_move_id AS id, -amount AS home, -debit_amount_currency AS amount
                       FROM account_partial_reconcile
                      UNION ALL
                     SELECT credit_move_id, amount, credit_amount_currency
                       FROM account_partial_reconcile) AS side
              GROUP BY id) AS matched ON matched.id = line.id
 WHERE line.account_id = %(receivable)s AND line.move_id >= %(move_id)s
   AND (line.amount_residual <> line.balance + COALESCE(matched.home, 0)
        OR line.amount_residual_currency <> line.amount_currency + COALESCE(matched.amount, 0)
        OR line.reconciled <> (line.balance + COALESCE(matched.home, 0) = 0))
 UNION ALL
SELECT 'fully matched lines with a residual', COUNT(*)
  FROM account_move_line
 WHERE full_reconcile_id IS NOT NULL AND amount_residual <> 0 AND move_id >= %(move_id)s
 UNION ALL
SELECT 'settled lines that are not fully matched', COUNT(*)
  FROM account_move_line
 WHERE full_reconcile_id IS NULL AND reconciled AND account_id = %(receivable)s AND debit > 0
