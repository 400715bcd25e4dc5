-- follow_seen: who follows the case has now seen what has happened in it
-- role: skranke_desk
-- in: $1 ref
-- out: none
UPDATE case_follow f SET seen = c.events
  FROM case_file c
 WHERE c.tenant_id = current_setting('skranke.tenant', true) AND c.id = (SELECT case_of($1))
   AND f.tenant_id = c.tenant_id AND f.case_id = c.id
   AND f.desk_user_id = (SELECT session_desk_user()) AND f.seen <> c.events
