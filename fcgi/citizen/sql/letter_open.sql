-- letter_open: read one of the person's letters; the first reading is noted
-- role: skranke_citizen
-- in: $1 document id
-- out: maybe (id, title, content, media_type, sha256, available_at, ref, pdf,
--      open, asked) -- open: the case takes messages; asked: where one's view is given, or null
UPDATE document d
   SET read_at = coalesce(d.read_at, now()), kept_unread = false
 WHERE d.id = $1::uuid AND d.kind = 'letter' AND d.receiver IN ('applicant', 'hearing')
RETURNING d.id, d.title, convert_from(d.content, 'UTF8') AS content, d.media_type, d.sha256,
       d.available_at,
          (SELECT c.ref FROM case_file c WHERE c.id = d.case_id) AS ref,
          (SELECT octet_length(p.content) FROM document_pdf p
            WHERE p.tenant_id = d.tenant_id AND p.document_id = d.id) AS pdf,
          EXISTS (SELECT FROM case_file c WHERE c.tenant_id = d.tenant_id AND c.id = d.case_id
                     AND c.closed_at IS NULL) AS open, d.hearing_party_id AS asked
