-- letter_list: the person's mailbox, newest first, paged by key; narrowed down by what is not null
-- role: skranke_citizen
-- in: $1 instant of the last row seen or null, $2 its id or null, $3 words or null, $4 case ref or
--     null, $5 first day or null, $6 last day or null, $7 only unread
-- out: many (id, title, language, available_at, unread, ref, pdf, files) -- unread: or marked so;
--      pdf: its bytes, or null; files: how many go with it
SELECT d.id, d.title, d.language, d.available_at, d.read_at IS NULL OR d.kept_unread AS unread,
       c.ref, (SELECT octet_length(p.content) FROM document_pdf p
                WHERE p.tenant_id = d.tenant_id AND p.document_id = d.id) AS pdf,
       (SELECT count(*) FROM letter_file f
         WHERE f.tenant_id = d.tenant_id AND f.outbox_id = d.outbox_id) AS files
  FROM document d
  LEFT JOIN case_file c ON c.tenant_id = d.tenant_id AND c.id = d.case_id
 WHERE d.kind = 'letter' AND d.receiver IN ('applicant', 'hearing')
   AND ($1::timestamptz IS NULL OR (d.available_at, d.id) < ($1::timestamptz, $2::uuid))
   AND ($4::text IS NULL OR c.ref = $4)
   AND ($5::date IS NULL OR d.available_at >= $5::date::timestamp AT TIME ZONE 'Europe/Oslo')
   AND ($6::date IS NULL OR d.available_at < ($6::date + 1)::timestamp AT TIME ZONE 'Europe/Oslo')
   AND (NOT $7::boolean OR d.read_at IS NULL OR d.kept_unread)
   AND ($3::text IS NULL OR letter_has($3, d.title || ' ' || coalesce(c.ref, ''), d.content))
 ORDER BY d.available_at DESC, d.id DESC
 LIMIT 51
