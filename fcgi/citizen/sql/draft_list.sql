-- draft_list: what the person has begun, or others share with them, newest first
-- role: skranke_citizen
-- out: many (id, service, release_id, page, updated_at, expires_at, mine, signs, signed, declined,
--      to_sign, have_signed, have_declined) -- signs: the person must sign it; signed and declined:
--      when they did; the next three count the parties of one's own
SELECT d.id, d.service, d.release_id, d.page, d.updated_at, d.expires_at,
       d.person_id = session_person() AS mine,
       coalesce(p.signs, false) AS signs, p.signed, p.declined,
       p.to_sign, p.have_signed, p.have_declined
  FROM draft d
 CROSS JOIN LATERAL (
       SELECT bool_or(x.must_sign) FILTER (WHERE x.person_id = session_person()) AS signs,
              max(x.signed_at) FILTER (WHERE x.person_id = session_person()) AS signed,
              max(x.declined_at) FILTER (WHERE x.person_id = session_person()) AS declined,
              count(*) FILTER (WHERE x.must_sign AND x.asked_at IS NOT NULL) AS to_sign,
              count(x.signed_at) AS have_signed, count(x.declined_at) AS have_declined
         FROM draft_party x WHERE x.draft_id = d.id) p
 WHERE d.supplement_of IS NULL AND d.message_of IS NULL
 ORDER BY d.updated_at DESC
 LIMIT 100
