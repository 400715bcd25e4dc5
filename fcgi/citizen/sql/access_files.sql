-- access_files: what a request was answered with, while it is open
-- role: skranke_citizen
-- in: $1 code
-- out: many (n, name, size)
SELECT n, name, size FROM access_files($1)
