-- letter_verify: is this the hash of a letter's PDF of this municipality?  Yes or no, and nothing
-- more.
-- role: skranke_citizen
-- in: $1 SHA-256, 64 lower-case digits
-- out: one (genuine)
SELECT letter_check($1) AS genuine
