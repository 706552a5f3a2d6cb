-- The highest number of each sequence that is there already.
CREATE UNLOGGED TABLE staging.sequence AS
SELECT journal_id, sequence_prefix AS prefix, MAX(sequence_number) AS number
  FROM account_move WHERE sequence_prefix IS NOT NULL GROUP BY 1, 2;

INSERT INTO account_move ({move_columns})
SELECT %(move_id)s + invoice.i - 1, seq.number, %(sale_journal)s, %(company)s,
       COALESCE(contact.contact_id, invoice.partner_id), invoice.partner_id, invoice.partner_id,
       invoice.currency_id, %(user)s, %(user)s, %(user)s, seq.prefix,
       seq.prefix || to_char(seq.number, 'FM00000999'),
       CASE WHEN invoice.i %% 2 = 0 THEN 'PO' || (100000 + invoice.i) END,
       'posted', 'out_invoice', 'no', seq.prefix || to_char(seq.number, 'FM00000999'),
       CASE WHEN is_cancelled THEN 'reversed' WHEN left_amount = 0 THEN 'paid'
            WHEN is_matched THEN 'partial' ELSE 'not_paid' END,
       partner.name, day, day, greatest(due, day), rate, untaxed, tax, total, left_amount,
       home_untaxed, untaxed, home_tax, home_total, total, left_home, FALSE, TRUE, TRUE, FALSE,
       FALSE, TRUE, day + time '09:00', now(), term_id, NULL, NULL
  FROM staging.invoice
  JOIN staging.residual USING (i)
  JOIN res_partner partner ON partner.id = invoice.partner_id
  LEFT JOIN staging.contact ON contact.partner_id = invoice.partner_id AND has_contact
  LEFT JOIN staging.sequence last
    ON last.journal_id = %(sale_journal)s AND last.prefix = %(sale_code)s || '/' || year || '/'
 CROSS JOIN LATERAL (SELECT %(sale_code)s || '/' || year || '/' AS prefix,
                            invoice.number + COALESCE(last.number, 0) AS number) AS seq
 ORDER BY invoice.i;

INSERT INTO account_move ({move_columns})
SELECT %(credit_move_id)s + credit.f - 1, seq.number, %(sale_journal)s, %(company)s,
       invoice.partner_id, invoice.partner_id, invoice.partner_id, invoice.currency_id,
       %(user)s, %(user)s, %(user)s, seq.prefix, seq.prefix || to_char(seq.number, 'FM00000999'),
       CASE WHEN credit.is_cancelled THEN 'Reversal of ' || credit.i END,
       'posted', 'out_refund', 'no', NULL,
       CASE WHEN credit.is_cancelled THEN 'paid' ELSE 'not_paid' END, partner.name,
       credited_on, credited_on, credited_on, rate, untaxed, tax, total,
       CASE WHEN credit.is_cancelled THEN 0 ELSE total END, -home_untaxed, -untaxed, -home_tax,
       -home_total, -total, CASE WHEN credit.is_cancelled THEN 0 ELSE -home_total END,
       FALSE, TRUE, TRUE, FALSE, FALSE, TRUE, credited_on + time '09:30', now(), NULL, NULL,
       CASE WHEN credit.is_cancelled THEN %(move_id)s + credit.i - 1 END
  FROM staging.credit
  JOIN staging.invoice USING (i)
  JOIN res_partner partner ON partner.id = invoice.partner_id
 CROSS JOIN LATERAL (SELECT 'R' || %(sale_code)s || '/' || extract(year FROM credited_on) || '/'
                            AS prefix) AS code
  LEFT JOIN staging.sequence last
    ON last.journal_id = %(sale_journal)s AND last.prefix = code.prefix
 CROSS JOIN LATERAL (SELECT code.prefix, credit.number + COALESCE(last.number, 0) AS number) AS seq
 ORDER BY credit.f;

INSERT INTO account_move ({move_columns})
SELECT %(payment_move_id)s + p - 1, seq.number, %(bank_journal)s, %(company)s,
       payment.partner_id, payment.partner_id, NULL, payment.currency_id, NULL, %(user)s, %(user)s,
       seq.prefix, seq.prefix || to_char(seq.number, 'FM00000999'),
       CASE payment.items
            WHEN 1 THEN (SELECT name FROM account_move WHERE id = %(move_id)s + payment.i - 1)
            WHEN 0 THEN 'On account' ELSE 'Transfer ' || p END,
       'posted', 'entry', 'no', NULL, 'not_paid', partner.name, day, NULL, day, 0, 0, 0, amount,
       0, 0, 0, 0, home, amount, 0, TRUE, TRUE, TRUE, FALSE, FALSE, FALSE, day + time '10:00',
       now(), NULL, %(payment_id)s + p - 1, NULL
  FROM staging.payment
  JOIN res_partner partner ON partner.id = payment.partner_id
  LEFT JOIN staging.sequence last
    ON last.journal_id = %(bank_journal)s AND last.prefix = 'P' || %(bank_code)s || '/' || year || '/'
 CROSS JOIN LATERAL (SELECT 'P' || %(bank_code)s || '/' || year || '/' AS prefix,
                            payment.number + COALESCE(last.number, 0) AS number) AS seq
 ORDER BY p;

INSERT INTO account_payment (
    id, move_id, journal_id, company_id, payment_method_line_id, payment_method_id, currency_id,
    partner_id, outstanding_account_id, destination_account_id, create_uid, write_uid, name, state,
    payment_type, partner_type, memo, date, amount, amount_company_currency_signed, is_reconciled,
    is_matched, is_sent, create_date, write_date)
SELECT %(payment_id)s + p - 1, %(payment_move_id)s + p - 1, %(bank_journal)s, %(company)s,
       %(method_line)s, %(method)s, payment.currency_id, payment.partner_id, %(bank_account)s,
       %(receivable)s, %(user)s, %(user)s, move.name, 'paid', 'inbound', 'customer', move.ref, day,
       amount, home, payment.items > 0, TRUE, FALSE, move.create_date, now()
  FROM staging.payment
  JOIN account_move move ON move.id = %(payment_move_id)s + p - 1
 ORDER BY p
