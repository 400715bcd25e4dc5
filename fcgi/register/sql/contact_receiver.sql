-- contact_receiver: who the letter of an outbox row goes to, and what is known of reaching them
-- role: skranke_postman
-- in: $1 outbox id
-- out: maybe (person_id, name, pid, own_language, own_email, graded, must_reach, asked_at,
--      old_days, answered_at, status, reserved, notifiable, email, email_updated_at,
--      email_verified_at, phone, phone_updated_at, phone_verified_at, language, line1, line2,
--      postcode, city, country) -- no row: done, or not to a person
SELECT person_id, name, pid, own_language, own_email, graded, must_reach, asked_at, old_days,
       answered_at, status, reserved, notifiable, email, email_updated_at, email_verified_at, phone,
       phone_updated_at, phone_verified_at, language, line1, line2, postcode, city, country
  FROM contact_receiver($1::uuid)
