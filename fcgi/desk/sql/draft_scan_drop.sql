-- draft_scan_drop: a scan that does not belong there
-- role: skranke_desk
-- in: $1 draft id, $2 attachment id
-- out: none
DELETE FROM attachment WHERE draft_id = $1::uuid AND id = $2::uuid AND kind = 'scan'
