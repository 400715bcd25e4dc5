-- draft_read: one's own draft that is no message, and what was typed on a page when the session ran
-- out
-- role: skranke_citizen skranke_desk
-- in: $1 draft id, $2 page
-- out: maybe (id, service, release_id, answers, pids, files, page, revision, updated_at,
--      expires_at, copied_ref, parked, name, email, phone, origin, came_on, came_at,
--      hearings, supplement_ref, sent_answers, asked, extra, answer_by, note, people) -- name and
--      the next two: what we hold of the person; came_on and came_at are null for one from the
--      web; hearings: as hearing_draft() takes them; supplement_ref to note are of a draft that
--      answers what a case was asked for: the case, its answers as they stand, a line for each
--      field asked for with the code of why, the same of what has no field (number, code, title),
--      until when, and the caseworker's own words; people: a line for each at a draft with
--      parties, whoever it is of first: party, flags, name, when asked, signed, unsigned and
--      declined (seconds), and the word, by tabs
SELECT d.id, d.service, d.release_id, d.answers::text AS answers,
       CASE WHEN cardinality(d.persons) > 0 THEN array_to_string(draft_pids(d.id), ' ') END AS pids,
       (SELECT string_agg(f.line, E'\n' ORDER BY f.id) FROM file_line f
         WHERE f.draft_id = d.id
            OR (f.tenant_id = d.tenant_id AND f.case_id = d.supplement_of)) AS files,
       d.page, d.revision, d.updated_at, d.expires_at,
       (SELECT c.ref FROM case_file c
         WHERE c.tenant_id = d.tenant_id
           AND c.id = coalesce(d.copied_from, d.parent_id)) AS copied_ref,
       (SELECT p.fields FROM parked_post p WHERE p.draft_id = d.id AND p.page = $2) AS parked,
       h.name, h.email, h.phone, d.origin, d.came_on,
       CASE WHEN d.came_on IS NOT NULL THEN came_at(d.came_on) END AS came_at,
       (SELECT string_agg(concat_ws(' ', e.hearing, g.key, t.sha256, coalesce(g.answer, '-'),
                (g.answered_at IS NULL AND g.due_at > now())::int), E'\n')
          FROM hearing e
          JOIN hearing_party g ON g.hearing_id = e.id
          JOIN hearing_told t ON t.id = g.told_id
         WHERE e.draft_id = d.id) AS hearings,
       s.ref AS supplement_ref,
       coalesce((SELECT w.answers FROM answers_whole w
                  WHERE w.tenant_id = s.tenant_id AND w.case_id = s.id AND w.version = 0),
                s.answers)::text AS sent_answers,
       (SELECT string_agg(i.field || ' ' || i.code, E'\n' ORDER BY i.n) FROM deficiency_item i
         WHERE i.tenant_id = d.tenant_id AND i.case_id = d.supplement_of
           AND i.round = d.supplement_round) AS asked,
       (SELECT string_agg(i.n || ' ' || i.code || ' ' || i.title, E'\n' ORDER BY i.n)
          FROM deficiency_item i
         WHERE i.tenant_id = d.tenant_id AND i.case_id = d.supplement_of
           AND i.round = d.supplement_round) AS extra,
       q.answer_by, q.text AS note,
       CASE WHEN EXISTS (SELECT FROM draft_party y WHERE y.draft_id = d.id) THEN
            (SELECT string_agg(concat_ws(E'\t', w.party,
                    concat_ws(' ', CASE WHEN w.mine THEN 'mine' END,
                        CASE WHEN w.may_fill THEN 'fill' END, CASE WHEN w.must_sign THEN 'sign' END,
                        CASE WHEN w.applicant THEN 'applicant' END),
                    translate(w.name, E'\t\n', '  '),
                    coalesce(extract(epoch FROM w.asked_at)::bigint, 0),
                    coalesce(extract(epoch FROM w.signed_at)::bigint, 0),
                    coalesce(extract(epoch FROM w.unsigned_at)::bigint, 0),
                    coalesce(extract(epoch FROM w.declined_at)::bigint, 0),
                    translate(coalesce(w.declined, ''), E'\t\n\r', '  ')), E'\n')
               FROM draft_people(d.id) w) END AS people
  FROM draft d
  LEFT JOIN person h ON h.id = d.person_id
  LEFT JOIN case_file s ON s.tenant_id = d.tenant_id AND s.id = d.supplement_of
  LEFT JOIN deficiency q
    ON q.tenant_id = d.tenant_id AND q.case_id = d.supplement_of AND q.round = d.supplement_round
 WHERE d.id = $1::uuid AND d.message_of IS NULL
