-- body_things: what there is in a case that could go with a letter to the complaint body; why:
-- waiting, infected, body, exempt or graded, when it may not
-- role: skranke_desk
-- in: $1 ref
-- out: many (kind, id, name, media_type, size, sha256, at, why)
SELECT t.kind, t.id, t.name, t.media_type, t.size, t.sha256, t.at, t.why
  FROM case_file c
 CROSS JOIN LATERAL letter_things(c.tenant_id, c.id, '{}') t
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
