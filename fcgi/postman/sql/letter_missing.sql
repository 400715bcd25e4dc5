-- letter_missing: what the applicant was last asked for before the letter was, in order
-- role: skranke_postman
-- in: $1 outbox id
-- out: many (field, code, question, text, law, note, answer_by)
SELECT m.item ->> 'field' AS field, m.item ->> 'code' AS code, m.item ->> 'question' AS question,
       m.item ->> 'text' AS text, m.item ->> 'law' AS law, d.data ->> 'note' AS note,
       (d.data ->> 'answer_by')::date::timestamp AT TIME ZONE 'Europe/Oslo' AS answer_by
  FROM outbox o
  JOIN LATERAL (SELECT e.data FROM case_event e
                 WHERE e.tenant_id = o.tenant_id AND e.case_id = o.case_id AND e.at <= o.created_at
                   AND e.data ? 'missing'
                 ORDER BY e.seq DESC LIMIT 1) d ON true
  CROSS JOIN LATERAL jsonb_array_elements(d.data -> 'missing') WITH ORDINALITY m (item, n)
 WHERE o.id = $1::uuid
 ORDER BY m.n
