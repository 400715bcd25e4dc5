-- note_put: write a note on a locked case
-- role: skranke_desk
-- in: $1 id, $2 tenant, $3 case id, $4 text, $5 desk user it is written to, or null
-- out: none
INSERT INTO case_note (id, tenant_id, case_id, author_id, text, to_id)
VALUES ($1::uuid, $2, $3::uuid, session_desk_user(), $4, $5::uuid)
