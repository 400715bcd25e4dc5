-- note_list: the notes of a case, newest first
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, text, revision, at, changed_at, released_at, author, mine, to, to_me, released_by,
--      exempt) -- exempt: released, and taken out of the party's access again
SELECT n.id, n.text, n.revision, n.at, n.changed_at, n.released_at, u.name AS author,
       n.author_id = (SELECT session_desk_user()) AS mine, t.name AS to,
       coalesce(n.to_id = (SELECT session_desk_user()), false) AS to_me, b.name AS released_by,
       EXISTS (SELECT FROM exemption x WHERE x.tenant_id = c.tenant_id AND x.case_id = c.id
                  AND x.kind = 'note' AND x.thing_id = n.id AND x.lifted_at IS NULL) AS exempt
  FROM case_file c
  JOIN case_note n ON n.tenant_id = c.tenant_id AND n.case_id = c.id
  LEFT JOIN desk_user u ON u.id = n.author_id
  LEFT JOIN desk_user t ON t.id = n.to_id
  LEFT JOIN desk_user b ON b.id = n.released_by
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
 ORDER BY n.at DESC, n.id DESC
