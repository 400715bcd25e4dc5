-- letter_file_pdf: an earlier letter that goes with one of the person's letters; no row for a file
-- role: skranke_citizen
-- in: $1 document id, $2 number
-- out: maybe (name, hex)
SELECT name, hex
  FROM letter_file_pdf($1::uuid, $2::int)
