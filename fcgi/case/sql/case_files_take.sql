-- case_files_take: files that the answers sent name become the case's, and the scanned paper; the
-- rest goes with the draft
-- role: skranke_citizen skranke_desk
-- in: $1 case id, $2 draft id, $3 ids
-- out: none
UPDATE attachment SET draft_id = NULL, case_id = $1::uuid
 WHERE draft_id = $2::uuid AND (id = ANY ($3::uuid[]) OR kind = 'scan')
