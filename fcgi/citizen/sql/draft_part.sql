-- draft_part: begin what follows one of the person's cases, with answers of that
-- role: skranke_citizen
-- in: $1 draft id, $2 case id, $3 release, $4 answers with person:@n for the nth of, $5 pids,
--     $6 page to begin at, $7 days it is kept
-- out: maybe (id) -- no row: the person has 50 drafts already
INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, persons, page, keep_days,
       expires_at, parent_id)
SELECT $1::uuid, c.tenant_id, session_person(), r.service, r.id, a.answers, a.persons, $6,
       $7::int, now() + $7::int * interval '1 day', c.id
  FROM case_file c, template_release r, answers_note($4, $5::text[]) a
 WHERE c.id = $2::uuid AND r.id = $3::uuid
   AND (SELECT count(*) FROM draft d WHERE d.person_id = session_person()) < 50
RETURNING id
