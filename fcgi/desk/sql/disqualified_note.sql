-- disqualified_note: who is logged in was refused, as disqualified in this case: note that they
-- tried
-- role: skranke_desk
-- in: $1 ref
-- out: maybe (ref, ground) -- no row: no such case, or they are not disqualified in it
WITH seen AS (
  SELECT c.tenant_id, c.id, c.ref, case_disqualified(c.id) AS ground
    FROM case_file c
   WHERE c.tenant_id = (SELECT session_tenant()) AND c.ref = $1),
noted AS (
  INSERT INTO access_log (tenant_id, case_id, desk_user_id, what)
  SELECT s.tenant_id, s.id, session_desk_user(), 'disqualified'
    FROM seen s
   WHERE s.ground IS NOT NULL)
SELECT s.ref, s.ground
  FROM seen s
 WHERE s.ground IS NOT NULL
