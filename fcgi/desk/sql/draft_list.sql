-- draft_list: what I am registering, newest first
-- role: skranke_desk
-- out: many (id, release_id, applicant, origin, came_on, updated_at, expires_at)
SELECT d.id, d.release_id, p.name AS applicant, d.origin, d.came_on, d.updated_at, d.expires_at
  FROM draft d
  LEFT JOIN person p ON p.id = d.person_id
 ORDER BY d.updated_at DESC
 LIMIT 50
