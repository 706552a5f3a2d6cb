-- A customer without an address would get no e-mail, and a task would be made instead.
UPDATE res_partner
   SET email = 'ar' || id || '@example.com', email_normalized = 'ar' || id || '@example.com'
 WHERE email IS NULL AND active
