-- Six places per invoice: up to three products, the tax, up to two receivable lines.
INSERT INTO account_move_line ({line_columns})
SELECT {line_values}
  FROM staging.invoice
  JOIN account_move move ON move.id = %(move_id)s + invoice.i - 1
 CROSS JOIN LATERAL (
       SELECT (%(line_id)s + (i - 1) * 6)::int, 100, %(income)s, 'product', 'Goods and services 1',
              NULL::date, -home_1, -price_1, 0, 0, FALSE, NULL::int, NULL::text, 1, price_1,
              price_1, round(price_1 * (1 + %(tax_percent)s / 100), 2), NULL::int, NULL::int,
              0, FALSE
        UNION ALL
       SELECT (%(line_id)s + (i - 1) * 6 + 1)::int, 100, %(income)s, 'product',
              'Goods and services 2', NULL, -home_2, -price_2, 0, 0, FALSE, NULL, NULL, 1, price_2,
              price_2, round(price_2 * (1 + %(tax_percent)s / 100), 2), NULL, NULL, 0, FALSE
        WHERE lines > 1
        UNION ALL
       SELECT (%(line_id)s + (i - 1) * 6 + 2)::int, 100, %(income)s, 'product',
              'Goods and services 3', NULL, -home_3, -price_3, 0, 0, FALSE, NULL, NULL, 1, price_3,
              price_3, round(price_3 * (1 + %(tax_percent)s / 100), 2), NULL, NULL, 0, FALSE
        WHERE lines > 2
        UNION ALL
       SELECT (%(line_id)s + (i - 1) * 6 + 3)::int, 10000, %(tax_account)s, 'tax', 'Tax', NULL,
              -home_tax, -tax, 0, 0, FALSE, NULL, NULL, 0, 0, 0, 0, %(tax)s,
              %(repartition_invoice)s, -home_untaxed, FALSE
        UNION ALL
       SELECT item.id, 12000, %(receivable)s, 'payment_term',
              move.name || CASE WHEN kind = 'parts' THEN ' installment #' || (item.k + 1)
                                ELSE '' END,
              item.maturity, item.home, item.amount, item.left_home, item.left_amount,
              item.left_amount = 0, item.full_id, item.matching_number, 0, 0, 0, 0, NULL, NULL,
              NULL, invoice.no_followup
         FROM staging.item WHERE item.i = invoice.i
       ) AS line ({lateral_columns})
 ORDER BY line.id
