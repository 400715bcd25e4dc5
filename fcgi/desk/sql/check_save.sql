-- check_save: a caseworker says something of a locked case
-- role: skranke_desk
-- in: $1 case id, $2 JSON array of {"kind","id","said","note"}
-- out: none
INSERT INTO case_check (tenant_id, case_id, kind, id, said, note, said_by)
SELECT (SELECT session_tenant()), $1::uuid, x ->> 'kind', x ->> 'id', x ->> 'said', x ->> 'note',
       (SELECT session_desk_user())
  FROM jsonb_array_elements($2::jsonb) x
    ON CONFLICT (tenant_id, case_id, kind, id) DO UPDATE
   SET said = excluded.said, note = excluded.note, said_by = excluded.said_by, said_at = now()
