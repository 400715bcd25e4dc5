-- service_list: the services in force, by language, and how long cases take in the municipality
--               that is set
-- role: skranke_api
-- out: many (service, language, title, lead, half_days, most_days) -- the days: null while too few
--      are known
SELECT r.service, a.language, a.title, a.lead, p.half_days, p.most_days
  FROM template_release r
  JOIN release_about a ON a.release_id = r.id
  LEFT JOIN case_pace p
    ON p.tenant_id = current_setting('skranke.tenant', true) AND p.service = r.service
 WHERE r.in_force
 ORDER BY r.service, array_position('{nb,nn,en,se}'::text[], a.language)
