CREATE INDEX bench_partial_idx ON account_partial_reconcile (max_date)
INCLUDE (debit_move_id, credit_move_id, amount, debit_amount_currency, credit_amount_currency);
ANALYZE account_partial_reconcile
