-- inspection_draft: the note of an inspection that is under way in a case, as typed
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (revision, by, at, corrects, corrects_n, corrects_day, day, present, seen)
SELECT d.revision, u.name AS by, d.written_at AS at, d.corrects, i.n AS corrects_n,
       i.day AS corrects_day, d.fields ->> 'day' AS day, d.fields ->> 'present' AS present,
       d.fields ->> 'seen' AS seen
  FROM inspection_draft d
  JOIN desk_user u ON u.id = d.written_by
  LEFT JOIN inspection i ON i.tenant_id = d.tenant_id AND i.id = d.corrects
 WHERE d.tenant_id = current_setting('skranke.tenant', true)
   AND d.case_id = (SELECT case_of($1))
