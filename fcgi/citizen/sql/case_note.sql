-- case_note: a released note in one of the person's cases
-- role: skranke_citizen
-- in: $1 ref, $2 note id
-- out: maybe (text, at, released_at)
SELECT n.text, coalesce(n.changed_at, n.at) AS at, n.released_at
  FROM case_file c
  JOIN case_note n ON n.tenant_id = c.tenant_id AND n.case_id = c.id
 WHERE c.ref = $1 AND n.id = $2::uuid
