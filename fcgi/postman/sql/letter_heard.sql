-- letter_heard: who a letter of a case goes to when it is one who had remarks; none when it is not
-- role: skranke_postman
-- in: $1 outbox id
-- out: maybe (party_id, person_id, party, property, language, counter)
SELECT p.id AS party_id, p.person_id, p.name AS party, p.property, n.language,
       coalesce(t.settings ->> 'counter', t.contact ->> 'url') AS counter
  FROM outbox o
  JOIN hearing_party p ON p.id = o.hearing_party_id
  JOIN tenant t ON t.id = o.tenant_id
  LEFT JOIN person n ON n.id = p.person_id
 WHERE o.id = $1::uuid AND o.payload ->> 'to' = 'heard'
