-- Items past a level of the shipped policy, with the highest level that they have reached.
SELECT line.id, line.move_id, line.partner_id, line.amount_residual, line.date_maturity,
       (SELECT level.id
          FROM ar_dunning_level level
          JOIN ar_dunning_policy policy ON policy.id = level.policy_id
         WHERE policy.active
           AND level.delay_days <= %(day)s::date - line.date_maturity
         ORDER BY level.delay_days DESC
         LIMIT 1) AS level_id
  FROM account_move_line line
  JOIN account_account account ON account.id = line.account_id
 WHERE line.parent_state = 'posted'
   AND account.account_type = 'asset_receivable'
   AND account.non_trade IS NOT TRUE
   AND line.company_id = %(company)s
   AND line.date <= %(day)s
   AND line.no_followup IS NOT TRUE
   AND line.amount_residual > 0
   AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
   AND line.date_maturity <= %(day)s::date - (SELECT MIN(delay_days) FROM ar_dunning_level)
