-- hearing_code: the code that stands on the letter, as its hash
-- role: skranke_postman
-- in: $1 document id, $2 sha256 in hexadecimal digits
-- out: none
UPDATE hearing_party p SET code_sha256 = $2
  FROM document d
 WHERE d.id = $1::uuid AND p.id = d.hearing_party_id
