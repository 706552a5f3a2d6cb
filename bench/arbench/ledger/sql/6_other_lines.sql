-- Credit notes: the invoice's lines with the other sign.
INSERT INTO account_move_line ({line_columns})
SELECT {line_values}
  FROM staging.credit
  JOIN staging.invoice USING (i)
  JOIN account_move move ON move.id = %(credit_move_id)s + credit.f - 1
  LEFT JOIN staging.knot ON knot.knot = credit.f::bigint * 4 + 2
 CROSS JOIN LATERAL (
       SELECT (%(credit_line_id)s + (f - 1) * 5)::int, 100, %(income)s, 'product',
              'Goods and services 1', NULL::date, home_1, price_1, 0, 0, FALSE, NULL::int,
              NULL::text, 1, price_1, price_1, round(price_1 * (1 + %(tax_percent)s / 100), 2),
              NULL::int, NULL::int, 0, FALSE
        UNION ALL
       SELECT (%(credit_line_id)s + (f - 1) * 5 + 1)::int, 100, %(income)s, 'product',
              'Goods and services 2', NULL, home_2, price_2, 0, 0, FALSE, NULL, NULL, 1, price_2,
              price_2, round(price_2 * (1 + %(tax_percent)s / 100), 2), NULL, NULL, 0, FALSE
        WHERE lines > 1
        UNION ALL
       SELECT (%(credit_line_id)s + (f - 1) * 5 + 2)::int, 100, %(income)s, 'product',
              'Goods and services 3', NULL, home_3, price_3, 0, 0, FALSE, NULL, NULL, 1, price_3,
              price_3, round(price_3 * (1 + %(tax_percent)s / 100), 2), NULL, NULL, 0, FALSE
        WHERE lines > 2
        UNION ALL
       SELECT (%(credit_line_id)s + (f - 1) * 5 + 3)::int, 10000, %(tax_account)s, 'tax', 'Tax',
              NULL, home_tax, tax, 0, 0, FALSE, NULL, NULL, 0, 0, 0, 0, %(tax)s,
              %(repartition_refund)s, home_untaxed, FALSE
        UNION ALL
       SELECT (%(credit_line_id)s + (f - 1) * 5 + 4)::int, 12000, %(receivable)s, 'payment_term',
              move.name, credited_on, -home_total, -total,
              CASE WHEN credit.is_cancelled THEN 0 ELSE -home_total END,
              CASE WHEN credit.is_cancelled THEN 0 ELSE -total END,
              credit.is_cancelled, knot.full_id, knot.full_id::text, 0, 0, 0, 0, NULL, NULL, NULL,
              FALSE
       ) AS line ({lateral_columns})
 ORDER BY line.id;

-- Payments: the bank, and the customer's account.
INSERT INTO account_move_line ({line_columns})
SELECT {line_values}
  FROM staging.payment
  JOIN account_move move ON move.id = %(payment_move_id)s + payment.p - 1
  LEFT JOIN staging.credit_knot own
    ON own.credit_id = %(payment_line_id)s + (payment.p - 1) * 2 + 1
  LEFT JOIN staging.knot ON knot.knot = own.knot
 CROSS JOIN LATERAL (
       SELECT (%(payment_line_id)s + (p - 1) * 2)::int, 100, %(bank_account)s, 'product',
              'Manual Payment', day, home, amount, home, amount, FALSE, NULL::int, NULL::text, 1,
              0, amount, amount, NULL::int, NULL::int, NULL::numeric, FALSE
        UNION ALL
       SELECT (%(payment_line_id)s + (p - 1) * 2 + 1)::int, 100, %(receivable)s, 'product',
              'Manual Payment', day, -home, -amount,
              CASE WHEN payment.items = 0 THEN -home ELSE 0 END,
              CASE WHEN payment.items = 0 THEN -amount ELSE 0 END,
              payment.items > 0, knot.full_id,
              CASE WHEN knot.full_id IS NOT NULL THEN knot.full_id::text
                   ELSE 'P' || knot.partial_id END,
              1, 0, -amount, -amount, NULL, NULL, NULL, FALSE
       ) AS line ({lateral_columns})
 ORDER BY line.id
