-- inspection_file_drop: take a file out of the note that is under way
-- role: skranke_desk
-- in: $1 case id, $2 attachment id
-- out: none
DELETE FROM attachment
 WHERE tenant_id = current_setting('skranke.tenant', true) AND inspection_of = $1::uuid
   AND id = $2::uuid
