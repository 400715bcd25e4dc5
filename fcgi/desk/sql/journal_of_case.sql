-- journal_of_case: the entries of a case as the public sees them, and who has screened or opened
-- one last
-- role: skranke_desk
-- in: $1 ref, $2 entry or null for all
-- out: many (id, number, case_n, kind, document_on, case_title, title, party, screened, law,
--      changed, reason, undone, by, at) -- changed: the number of the last change, or null
SELECT p.id, p.n || '/' || p.year AS number, p.case_n, p.kind,
       to_char(p.document_on, 'DD.MM.YYYY') AS document_on, p.case_title, p.title, p.party,
       p.screened, p.law, s.n AS changed, s.reason, s.undoes IS NOT NULL AS undone, u.name AS by,
       s.at
  FROM case_file c
  JOIN journal_entry e ON e.tenant_id = c.tenant_id AND e.case_id = c.id
  JOIN public_journal p ON p.tenant_id = e.tenant_id AND p.id = e.id
  LEFT JOIN LATERAL (SELECT k.* FROM journal_screen k
                      WHERE k.tenant_id = e.tenant_id AND k.entry_id = e.id
                      ORDER BY k.n DESC LIMIT 1) s ON true
  LEFT JOIN desk_user u ON u.id = s.desk_user_id
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
   AND ($2::uuid IS NULL OR e.id = $2::uuid)
 ORDER BY p.case_n DESC
