-- case_origin: where a case came from, who registered it, and what was left open then
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (origin, registered_at, registered_by, gaps) -- gaps: a line each, label and reason
--      with a tab between
SELECT c.origin, c.registered_at, u.name AS registered_by,
       (SELECT string_agg(translate(g.value ->> 'label', E'\t\n', '  ') || E'\t'
                || (g.value ->> 'reason'), E'\n' ORDER BY g.ordinality)
          FROM jsonb_array_elements(c.gaps) WITH ORDINALITY g) AS gaps
  FROM case_file c
  LEFT JOIN desk_user u ON u.id = c.registered_by
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.ref = $1
