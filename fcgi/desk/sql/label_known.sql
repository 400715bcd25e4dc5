-- label_known: the labels in use in cases that I see, the most used first
-- role: skranke_desk
-- out: many (label, n)
SELECT l.label, count(*) AS n
  FROM case_label l
 WHERE l.tenant_id = (SELECT session_tenant())
 GROUP BY l.label
 ORDER BY count(*) DESC, l.label
 LIMIT 100
