-- case_mine: the cases that the person is a party of, newest first
-- role: skranke_citizen
-- out: many (ref, service, release_id, state, received_at, decided_at, outcome, party) -- party:
--      null where it is the person's own
SELECT c.ref, c.service, c.release_id, c.state, c.received_at, c.decided_at, c.outcome,
       CASE WHEN c.person_id <> session_person() THEN
            (SELECT p.party FROM case_party p
              WHERE p.tenant_id = c.tenant_id AND p.case_id = c.id
                AND p.person_id = session_person() AND p.ended_at IS NULL
              ORDER BY p.party LIMIT 1) END AS party
  FROM case_file c
 ORDER BY c.received_at DESC
 LIMIT 200
