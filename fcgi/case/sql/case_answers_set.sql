-- case_answers_set: other answers stand in a case that was asked for them; the trigger keeps those
-- that stood; persons that those speak of stay named
-- role: skranke_citizen
-- in: $1 case id, $2 pruned answers with person:@n for the nth of, $3 pids, $4 warnings as JSON,
--     $5 columns as JSON
-- out: none
UPDATE case_file c
   SET answers = a.answers, warnings = $4::jsonb, columns = $5::jsonb,
       persons = ARRAY(SELECT DISTINCT x FROM unnest(c.persons || a.persons) x)
  FROM answers_note($2, $3::text[]) a
 WHERE c.id = $1::uuid
