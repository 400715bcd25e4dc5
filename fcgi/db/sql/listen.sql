-- listen: be told of what is put on a channel; :channel is a quoted identifier that C fills in
-- role: any (a control statement; PostgreSQL does not plan it)
-- out: none
LISTEN :channel
