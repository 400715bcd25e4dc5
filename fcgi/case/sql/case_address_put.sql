-- case_address_put: where the people of a case live, to be compared with and never read
-- role: skranke_citizen skranke_desk
-- in: $1 tenant, $2 case id, $3 addresses, a JSON array; one without a number is too vague
-- out: none
INSERT INTO case_address (tenant_id, case_id, address_sha256)
SELECT DISTINCT $1, $2::uuid, sha256(convert_to(address_home(t.address), 'UTF8'))
  FROM jsonb_array_elements_text($3::jsonb) AS t (address)
 WHERE address_home(t.address) IS NOT NULL
    ON CONFLICT DO NOTHING
