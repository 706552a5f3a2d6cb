-- Customers, invoices, credit notes and payments as they will be, before anything is written to
-- Odoo's tables. Rates are constant, so that no exchange differences arise.

CREATE UNLOGGED TABLE staging.customer AS
WITH dice AS (
    SELECT rank, random() AS d_order, random() AS d_currency, random() AS d_payer,
           random() AS d_term, random() AS d_email, random() AS d_contact, random() AS d_limit
      FROM generate_series(1, %(customers)s) AS rank
)
SELECT rank,
       (%(partner_id)s - 1 + row_number() OVER (ORDER BY d_order))::int AS id,
       CASE WHEN d_currency < .75 THEN %(currency_1)s
            WHEN d_currency < .90 THEN %(currency_2)s ELSE %(currency_3)s END AS currency_id,
       (CASE WHEN d_currency < .75 THEN 1.0
             WHEN d_currency < .90 THEN %(rate_2)s ELSE %(rate_3)s END)::numeric AS rate,
       -- 0 pays promptly, 1 slowly, 2 badly
       CASE WHEN d_payer < .50 THEN 0 WHEN d_payer < .85 THEN 1 ELSE 2 END AS payer,
       term.id AS term_id, term.days, term.kind,
       d_email < .9 AS has_email, d_contact < .10 AS has_contact, d_limit < .3 AS has_limit
  FROM dice
  JOIN staging.term ON d_term >= term.low AND d_term < term.high;
ALTER TABLE staging.customer ADD PRIMARY KEY (rank);

-- Few customers get many invoices (Zipf); a little more of them each month.
CREATE UNLOGGED TABLE staging.draw AS
WITH dice AS (
    SELECT random() AS d_rank, random() AS d_day, random() AS normal_1, random() AS normal_2,
           random() AS d_price_2, random() AS d_price_3, random() AS d_lines, random() AS d_tie,
           random() AS d_pays, random() AS d_second, random() AS d_credited,
           random() AS d_batch, random() AS d_split
      FROM generate_series(1, %(invoices)s)
), placed AS (
    SELECT *,
           LEAST(%(customers)s, 1 + floor(
               (d_rank * (power(%(customers)s + 5.0, 0.2) - power(5.0, 0.2))
                + power(5.0, 0.2)) ^ 5 - 5.0))::int AS rank,
           %(today)s::date - %(days)s + floor(%(days)s * power(d_day, 0.8))::int AS day,
           round(greatest(5, exp(6.0 + 1.1 * sqrt(-2 * ln(1 - normal_1))
                                     * cos(2 * pi() * normal_2)))::numeric, 2) AS price_1,
           CASE WHEN d_lines < .6 THEN 1 WHEN d_lines < .9 THEN 2 ELSE 3 END AS lines
      FROM dice
)
SELECT row_number() OVER (ORDER BY day, d_tie)::int AS i, placed.*,
       CASE WHEN lines > 1 THEN round((price_1 * (.1 + d_price_2))::numeric, 2)
            ELSE 0 END AS price_2,
       CASE WHEN lines > 2 THEN round((price_1 * (.1 + d_price_3))::numeric, 2)
            ELSE 0 END AS price_3
  FROM placed;

CREATE UNLOGGED TABLE staging.priced AS
SELECT i, customer.id AS partner_id, customer.currency_id, customer.rate, customer.payer,
       customer.term_id, customer.days, customer.kind, customer.has_contact,
       day, lines, price_1, price_2, price_3,
       price_1 + price_2 + price_3 AS untaxed,
       round((price_1 + price_2 + price_3) * %(tax_percent)s / 100, 2) AS tax,
       round(price_1 / rate, 2) AS home_1, round(price_2 / rate, 2) AS home_2,
       round(price_3 / rate, 2) AS home_3,
       d_credited < .015 AS is_cancelled,
       d_credited >= .015 AND d_credited < .022 AS is_credited,
       d_tie < .01 AS no_followup, d_pays, d_second, d_batch < .40 AS in_batch, d_split
  FROM staging.draw
  JOIN staging.customer USING (rank)
 ORDER BY i;

CREATE UNLOGGED TABLE staging.invoice AS
WITH taxed AS (
    SELECT *, round(tax / rate, 2) AS home_tax FROM staging.priced
)
SELECT *, untaxed + tax AS total, home_1 + home_2 + home_3 AS home_untaxed,
       home_1 + home_2 + home_3 + home_tax AS home_total,
       extract(year FROM day)::int AS year,
       CASE kind WHEN 'month' THEN (date_trunc('month', day) + interval '2 month - 1 day')::date
                                   + days
            ELSE day + days END AS due,
       row_number() OVER (PARTITION BY extract(year FROM day) ORDER BY i) AS number
  FROM taxed;
ALTER TABLE staging.invoice ADD PRIMARY KEY (i);
DROP TABLE staging.draw, staging.priced;

-- The receivable lines, two with instalments, and when they are paid: as a whole or in two parts
-- (the second may be missing), one by one or with others of the customer at the end of a week.
CREATE UNLOGGED TABLE staging.instalment AS
WITH part AS (
    SELECT invoice.*, k,
           CASE WHEN kind <> 'parts' THEN total WHEN k = 0 THEN round(total * .3, 2)
                ELSE total - round(total * .3, 2) END AS amount,
           CASE WHEN kind <> 'parts' THEN home_total WHEN k = 0 THEN round(home_total * .3, 2)
                ELSE home_total - round(home_total * .3, 2) END AS home,
           CASE WHEN kind = 'parts' AND k = 0 THEN day ELSE due END AS maturity
      FROM staging.invoice, generate_series(0, 1) AS k
     WHERE k = 0 OR kind = 'parts'
), meant AS (
    SELECT *, maturity + floor(%(slowness)s * CASE payer
               WHEN 0 THEN -5 - 14 * ln(1 - d_pays * .9999)
               WHEN 1 THEN -2 - 55 * ln(1 - d_pays * .9999)
               ELSE 10 - 300 * ln(1 - d_pays * .9999) END)::int AS meant_on
      FROM part
), paid AS (
    SELECT *, greatest(day, CASE WHEN in_batch
                            THEN meant_on + ((12 - extract(isodow FROM meant_on)::int) %% 7)
                            ELSE meant_on END) AS paid_on
      FROM meant
)
SELECT (%(line_id)s + (i - 1) * 6 + 4 + k)::int AS id, i, k, partner_id, currency_id, rate,
       amount, home, maturity, day, is_cancelled, in_batch,
       d_split < .10 AND NOT in_batch AS is_split, paid_on,
       CASE WHEN d_split < .10 AND NOT in_batch
            THEN paid_on + 10 + floor(60 * d_second)::int END AS rest_paid_on,
       round((amount * (.25 + .5 * d_second))::numeric, 2) AS first_part,
       d_split < .004 AS is_never_paid
  FROM paid
 ORDER BY i, k;

-- Credit notes: of invoices that they cancel (matched), and others, left open.
CREATE UNLOGGED TABLE staging.credit AS
WITH dated AS (
    SELECT i, day, is_cancelled,
           LEAST(%(today)s::date, day + 10 + floor(d_second * 20)::int) AS credited_on
      FROM staging.invoice WHERE is_cancelled OR is_credited
)
SELECT row_number() OVER (ORDER BY credited_on, i)::int AS f, i, credited_on, is_cancelled,
       row_number() OVER (PARTITION BY extract(year FROM credited_on) ORDER BY day, i) AS number
  FROM dated;

-- What payments pay: parts of lines, and amounts on account without a line.
CREATE UNLOGGED TABLE staging.allocation AS
SELECT id AS item_id, i, partner_id, currency_id, rate, 1 AS part, paid_on AS day,
       CASE WHEN is_split THEN first_part ELSE amount END AS amount,
       CASE WHEN is_split THEN round(first_part / rate, 2) ELSE home END AS home, in_batch
  FROM staging.instalment
 WHERE NOT is_cancelled AND NOT is_never_paid AND paid_on <= %(today)s
 UNION ALL
SELECT id, i, partner_id, currency_id, rate, 2, rest_paid_on, amount - first_part,
       home - round(first_part / rate, 2), FALSE
  FROM staging.instalment
 WHERE NOT is_cancelled AND NOT is_never_paid AND is_split AND rest_paid_on <= %(today)s
 UNION ALL
SELECT NULL, NULL, partner_id, currency_id, rate, 9, LEAST(%(today)s::date, day + 5),
       round(price_1 / 2, 2), round(round(price_1 / 2, 2) / rate, 2), FALSE
  FROM staging.invoice WHERE d_second < .012;

CREATE UNLOGGED TABLE staging.payment AS
WITH grouped AS (
    SELECT partner_id, currency_id, rate, day,
           CASE WHEN in_batch THEN 0 ELSE item_id END AS item_id,
           CASE WHEN in_batch THEN 0 ELSE part END AS part,
           SUM(amount) AS amount, SUM(home) AS home, COUNT(item_id) AS items, MIN(i) AS i
      FROM staging.allocation
     GROUP BY partner_id, currency_id, rate, day, CASE WHEN in_batch THEN 0 ELSE item_id END,
              CASE WHEN in_batch THEN 0 ELSE part END, CASE WHEN item_id IS NULL THEN amount END
)
SELECT row_number() OVER place::int AS p, grouped.*, extract(year FROM day)::int AS year,
       row_number() OVER (PARTITION BY extract(year FROM day)
                          ORDER BY day, partner_id, COALESCE(item_id, 0), part) AS number
  FROM grouped
WINDOW place AS (ORDER BY day, partner_id, COALESCE(item_id, 0), part);
ANALYZE staging.allocation, staging.payment, staging.credit, staging.instalment
