-- request_given: what the last answer gave
-- role: skranke_desk
-- in: $1 request id
-- out: many (kind, name, size)
SELECT f.kind, f.name, f.size
  FROM access_file f
 WHERE f.tenant_id = current_setting('skranke.tenant', true) AND f.request_id = $1::uuid
   AND f.answer_n = (SELECT max(a.n) FROM access_answer a
                      WHERE a.tenant_id = f.tenant_id AND a.request_id = f.request_id)
 ORDER BY f.n
