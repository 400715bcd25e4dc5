-- preliminary_save: prepare the preliminary reply of a case
-- role: skranke_desk
-- in: $1 case id, $2 reason, $3 expected day or null, $4 revision it was read at, 0 when there was
--     none
-- out: maybe (revision) -- no row: somebody else has written meanwhile
INSERT INTO preliminary (tenant_id, case_id, reason, expected_on, written_by)
VALUES ((SELECT session_tenant()), $1::uuid, $2, $3::date, (SELECT session_desk_user()))
ON CONFLICT (tenant_id, case_id) DO UPDATE
   SET reason = excluded.reason, expected_on = excluded.expected_on,
       written_by = excluded.written_by, written_at = now(), revision = preliminary.revision + 1
 WHERE preliminary.revision = $4::int
RETURNING revision
