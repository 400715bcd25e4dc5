-- note_read: one note of a case
-- role: skranke_desk
-- in: $1 ref, $2 note id
-- out: maybe (id, text, revision, at, changed_at, released_at, author, mine, released_by)
SELECT n.id, n.text, n.revision, n.at, n.changed_at, n.released_at, u.name AS author,
       n.author_id = (SELECT session_desk_user()) AS mine, b.name AS released_by
  FROM case_file c
  JOIN case_note n ON n.tenant_id = c.tenant_id AND n.case_id = c.id
  LEFT JOIN desk_user u ON u.id = n.author_id
  LEFT JOIN desk_user b ON b.id = n.released_by
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1 AND n.id = $2::uuid
