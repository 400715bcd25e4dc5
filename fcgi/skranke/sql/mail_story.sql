-- mail_story: what is known of a letter, as it happened
-- role: skranke_owner
-- in: $1 outbox id
-- out: many (at, what, channel, state, reference, detail)
SELECT to_char(s.at AT TIME ZONE 'Europe/Oslo', 'YYYY-MM-DD HH24:MI:SS') AS at, s.what, s.channel,
       s.state, coalesce(s.reference, '') AS reference, coalesce(s.detail, '') AS detail
  FROM (SELECT v.begun_at AS at, 'delivery' AS what,
               concat_ws(' ', v.channel, CASE WHEN v.print THEN 'on paper' END) AS channel, v.state,
               v.reference, coalesce(v.error, v.code) AS detail
          FROM delivery v WHERE v.outbox_id = $1::uuid
         UNION ALL
        SELECT p.at, 'proof', p.channel, p.what, p.reference, coalesce(p.detail, p.sha256)
          FROM letter_proof p JOIN document d ON d.id = p.document_id
         WHERE d.outbox_id = $1::uuid
         UNION ALL
        SELECT k.opened_at, 'task', '-', coalesce(k.how, 'open'), NULL, k.code
          FROM mail_task k WHERE k.outbox_id = $1::uuid) s
 ORDER BY s.at, s.what DESC
