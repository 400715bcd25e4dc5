-- exempt_put: a document of the locked case is not shown to its party any more
-- role: skranke_desk
-- in: $1 id, $2 tenant, $3 case id, $4 file | letter | note, $5 the document's id, $6 law,
--     $7 reason
-- out: none
INSERT INTO exemption (id, tenant_id, case_id, kind, thing_id, law, reason, made_by)
VALUES ($1::uuid, $2, $3::uuid, $4, $5::uuid, $6, $7, session_desk_user())
