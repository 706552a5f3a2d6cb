-- The matching: payments with items, credit notes with what they cancel; what is left of each.

CREATE UNLOGGED TABLE staging.partial AS
WITH matched AS (
    SELECT allocation.item_id, (%(payment_line_id)s + (payment.p - 1) * 2 + 1)::int AS credit_id,
           allocation.i, (%(payment_id)s + payment.p - 1)::int AS payment_id,
           allocation.currency_id, allocation.day, allocation.amount, allocation.home,
           -- What hangs together: a payment of several items, an item, or a credit note.
           CASE WHEN allocation.in_batch THEN payment.p::bigint * 4
                ELSE allocation.item_id::bigint * 4 + 1 END AS knot
      FROM staging.allocation
      JOIN staging.payment
        ON payment.partner_id = allocation.partner_id
       AND payment.currency_id = allocation.currency_id
       AND payment.day = allocation.day
       AND payment.item_id = CASE WHEN allocation.in_batch THEN 0 ELSE allocation.item_id END
       AND payment.part = CASE WHEN allocation.in_batch THEN 0 ELSE allocation.part END
     WHERE allocation.item_id IS NOT NULL
     UNION ALL
    SELECT instalment.id, (%(credit_line_id)s + (credit.f - 1) * 5 + 4)::int, instalment.i, NULL,
           instalment.currency_id, credit.credited_on, instalment.amount, instalment.home,
           credit.f::bigint * 4 + 2
      FROM staging.credit
      JOIN staging.instalment USING (i)
     WHERE credit.is_cancelled
)
SELECT (%(partial_id)s - 1 + row_number() OVER (ORDER BY day, item_id))::int AS id, matched.*
  FROM matched;

CREATE UNLOGGED TABLE staging.paid AS
SELECT item_id, SUM(amount) AS amount, SUM(home) AS home, MAX(knot) AS knot,
       MIN(id) AS partial_id
  FROM staging.partial GROUP BY item_id;
ALTER TABLE staging.paid ADD PRIMARY KEY (item_id);

CREATE UNLOGGED TABLE staging.knot AS
WITH knots AS (
    SELECT knot, bool_and(instalment.amount = paid.amount) AS is_full,
           MIN(paid.partial_id) AS partial_id
      FROM staging.paid
      JOIN staging.instalment ON instalment.id = paid.item_id
     GROUP BY knot
)
SELECT knots.*, CASE WHEN is_full THEN
           (%(full_id)s - 1 + row_number() OVER (PARTITION BY is_full ORDER BY partial_id))::int
       END AS full_id
  FROM knots;
ALTER TABLE staging.knot ADD PRIMARY KEY (knot);

CREATE UNLOGGED TABLE staging.credit_knot AS
SELECT credit_id, MAX(knot) AS knot FROM staging.partial GROUP BY credit_id;
ALTER TABLE staging.credit_knot ADD PRIMARY KEY (credit_id);

CREATE UNLOGGED TABLE staging.item AS
SELECT instalment.*,
       instalment.amount - COALESCE(paid.amount, 0) AS left_amount,
       instalment.home - COALESCE(paid.home, 0) AS left_home,
       knot.full_id,
       CASE WHEN knot.full_id IS NOT NULL THEN knot.full_id::text
            WHEN paid.item_id IS NOT NULL THEN 'P' || knot.partial_id END AS matching_number
  FROM staging.instalment
  LEFT JOIN staging.paid ON paid.item_id = instalment.id
  LEFT JOIN staging.knot ON knot.knot = paid.knot
 ORDER BY instalment.id;
CREATE INDEX ON staging.item (i);

CREATE UNLOGGED TABLE staging.residual AS
SELECT i, SUM(left_amount) AS left_amount, SUM(left_home) AS left_home,
       bool_or(matching_number IS NOT NULL) AS is_matched
  FROM staging.item GROUP BY i;
ALTER TABLE staging.residual ADD PRIMARY KEY (i);
ANALYZE staging.item, staging.invoice, staging.partial
