INSERT INTO account_full_reconcile (id, create_uid, write_uid, create_date, write_date)
SELECT full_id, %(user)s, %(user)s, now(), now()
  FROM staging.knot WHERE full_id IS NOT NULL ORDER BY full_id;

INSERT INTO account_partial_reconcile (
    id, debit_move_id, credit_move_id, full_reconcile_id, debit_currency_id, credit_currency_id,
    company_id, create_uid, write_uid, max_date, amount, debit_amount_currency,
    credit_amount_currency, create_date, write_date)
SELECT partial.id, item_id, credit_id, knot.full_id, partial.currency_id, partial.currency_id,
       %(company)s, %(user)s, %(user)s, greatest(partial.day, invoice.day), partial.home,
       partial.amount, partial.amount, partial.day + time '11:00', now()
  FROM staging.partial
  JOIN staging.knot USING (knot)
  JOIN staging.invoice USING (i)
 ORDER BY partial.id;

INSERT INTO account_move__account_payment (invoice_id, payment_id)
SELECT DISTINCT (%(move_id)s + i - 1)::int, payment_id
  FROM staging.partial WHERE payment_id IS NOT NULL;

INSERT INTO account_move_line_account_tax_rel (account_move_line_id, account_tax_id)
SELECT id, %(tax)s
  FROM account_move_line
 WHERE id >= %(line_id)s AND account_id = %(income)s AND display_type = 'product'
   AND move_id < %(payment_move_id)s
