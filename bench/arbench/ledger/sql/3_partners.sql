INSERT INTO res_partner (
    id, create_uid, write_uid, create_date, write_date, name, complete_name,
    commercial_company_name, commercial_partner_id, lang, tz, type, street, zip, city, country_id,
    email, email_normalized, phone, active, is_company, partner_share, autopost_bills,
    customer_rank, supplier_rank, message_bounce, color, ref, credit_limit,
    property_payment_term_id, trust)
SELECT customer.id, 1, 1, %(today)s::date - %(days)s - 30, now(), customer.name, customer.name,
       customer.name, customer.id, 'en_US', 'UTC', 'contact', rank || ' Main Street',
       to_char(10000 + rank %% 80000, 'FM00000'), 'City ' || rank %% 500,
       (SELECT id FROM res_country ORDER BY md5(code || rank %% 7) LIMIT 1),
       CASE WHEN has_email THEN 'ar' || customer.id || '@example.com' END,
       CASE WHEN has_email THEN 'ar' || customer.id || '@example.com' END,
       '+1 555 ' || customer.id, TRUE, TRUE, TRUE, 'ask', COALESCE(bought.count, 0), 0, 0, 0,
       'C' || to_char(rank, 'FM000000'),
       CASE WHEN has_limit THEN jsonb_build_object(
           %(company_key)s, greatest(1000, round(COALESCE(bought.total, 1000) * .3, -3))) END,
       CASE WHEN term_id IS NOT NULL
            THEN jsonb_build_object(%(company_key)s, term_id) END,
       CASE WHEN payer = 2 AND rank %% 3 = 0
            THEN jsonb_build_object(%(company_key)s, 'bad') END
  FROM (SELECT *, 'Customer ' || to_char(rank, 'FM000000') || ' '
                  || (ARRAY['Ltd', 'GmbH', 'Inc', 'SARL', 'BV'])[1 + rank %% 5] AS name
          FROM staging.customer) AS customer
  LEFT JOIN (SELECT partner_id, COUNT(*) AS count, SUM(total) AS total
               FROM staging.invoice GROUP BY partner_id) AS bought
    ON bought.partner_id = customer.id
 ORDER BY customer.id;

INSERT INTO res_partner (
    id, create_uid, write_uid, create_date, write_date, name, complete_name, parent_id,
    commercial_company_name, commercial_partner_id, lang, tz, type, email, email_normalized,
    active, is_company, partner_share, autopost_bills, customer_rank, supplier_rank,
    message_bounce, color)
SELECT (%(partner_id)s + %(customers)s - 1 + row_number() OVER (ORDER BY customer.id))::int,
       1, 1, now(), now(), 'Accounts payable ' || rank, parent.name || ', Accounts payable ' || rank,
       customer.id, parent.name, customer.id, 'en_US', 'UTC', 'invoice',
       'ap' || customer.id || '@example.com', 'ap' || customer.id || '@example.com',
       TRUE, FALSE, TRUE, 'ask', 0, 0, 0, 0
  FROM staging.customer
  JOIN res_partner parent ON parent.id = customer.id
 WHERE has_contact;

CREATE UNLOGGED TABLE staging.contact AS
SELECT parent_id AS partner_id, MIN(id) AS contact_id
  FROM res_partner
 WHERE id >= %(partner_id)s AND type = 'invoice' AND parent_id IS NOT NULL
 GROUP BY parent_id;
ALTER TABLE staging.contact ADD PRIMARY KEY (partner_id);
ANALYZE res_partner
