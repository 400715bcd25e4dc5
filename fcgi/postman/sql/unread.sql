-- unread: what has lain unread so long that the municipality wants it on paper
-- role: skranke_postman
-- in: $1 most
-- out: one (n)
SELECT mail_unread($1::int) AS n
