-- deficiency_unanswered: what was last asked for in a case and not answered; when nothing was asked
-- for yet, what the paper lacked
-- role: skranke_desk
-- in: $1 ref
-- out: many (field, code, title) -- title: of what the form has no question for, else null
SELECT i.field, i.code, i.title
  FROM case_file c
  JOIN LATERAL (SELECT d.round FROM deficiency d
                 WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id
                   AND (d.closing IS NULL OR d.closing = 'answered')
                 ORDER BY d.round DESC LIMIT 1) d ON true
  JOIN deficiency_item i ON i.tenant_id = c.tenant_id AND i.case_id = c.id AND i.round = d.round
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1 AND NOT i.answered
 UNION ALL
SELECT g.gap ->> 'field', 'mangler', NULL
  FROM case_file c
  CROSS JOIN LATERAL jsonb_array_elements(c.gaps) g (gap)
 WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1
   AND NOT EXISTS (SELECT FROM deficiency d WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id)
