-- message_start: begin a message in one of the person's cases; one that was begun goes on, and one
-- that was sent does not begin again
-- role: skranke_citizen
-- in: $1 draft id, $2 ref, $3 the letter it answers, or null
-- out: none
INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, revision, keep_days,
       expires_at, warned_at, message_of, message_about)
SELECT $1::uuid, c.tenant_id, session_person(), c.service, c.release_id,
       format('<%s/>', c.service)::xml, 2, 30, now() + interval '30 days', now(), c.id, $3::uuid
  FROM case_file c
 WHERE c.ref = $2
   AND NOT EXISTS (SELECT FROM case_message m
        WHERE m.tenant_id = c.tenant_id AND m.case_id = c.id AND m.draft_id = $1::uuid)
   AND NOT EXISTS (SELECT FROM draft d
        WHERE d.tenant_id = c.tenant_id AND d.message_of = c.id
          AND d.message_about IS NOT DISTINCT FROM $3::uuid)
