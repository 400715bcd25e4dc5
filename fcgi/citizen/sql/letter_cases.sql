-- letter_cases: the cases that the person has letters of, newest first
-- role: skranke_citizen
-- out: many (ref)
SELECT c.ref
  FROM case_file c
 WHERE EXISTS (SELECT FROM document d WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id
                  AND d.receiver = 'applicant')
 ORDER BY c.received_at DESC, c.ref
 LIMIT 200
