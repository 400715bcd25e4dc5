-- case_letter: a letter in one of the person's cases that is not of the person's mailbox
-- role: skranke_citizen
-- in: $1 ref, $2 document id
-- out: maybe (content, available_at)
SELECT convert_from(d.content, 'UTF8') AS content, d.available_at
  FROM case_file c
  JOIN document d ON d.tenant_id = c.tenant_id AND d.case_id = c.id
 WHERE c.ref = $1 AND d.id = $2::uuid AND d.receiver <> 'applicant'
