-- letter_reasons: the reasons of that same decision, in order
-- role: skranke_postman
-- in: $1 outbox id
-- out: many (code, text, law)
SELECT r.reason ->> 'code' AS code, r.reason ->> 'text' AS text,
       coalesce(r.reason ->> 'law', '') AS law
  FROM outbox o
  JOIN LATERAL (SELECT e.data FROM case_event e
                 WHERE e.tenant_id = o.tenant_id AND e.case_id = o.case_id AND e.at <= o.created_at
                   AND e.data ? 'outcome'
                 ORDER BY e.seq DESC LIMIT 1) d ON true
  CROSS JOIN LATERAL jsonb_array_elements(d.data -> 'reasons') WITH ORDINALITY r (reason, n)
 WHERE o.id = $1::uuid
 ORDER BY r.n
