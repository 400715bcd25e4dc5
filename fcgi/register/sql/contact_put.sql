-- contact_put: keep what the contact register answered
-- role: skranke_postman
-- in: $1 tenant, $2 answers as a JSON array
-- out: one (kept)
SELECT contact_put($1, $2::jsonb) AS kept
