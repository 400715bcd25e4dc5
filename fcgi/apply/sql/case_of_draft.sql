-- case_of_draft: what a draft became, for the click that came twice
-- role: skranke_citizen skranke_desk
-- in: $1 draft id
-- out: maybe (ref)
SELECT ref FROM case_file WHERE draft_id = $1::uuid
