-- person_language_set: who is logged in has chosen a language; where there is nobody, or no change,
-- nothing is written
-- role: skranke_citizen
-- in: $1 code
-- out: none
UPDATE person SET language = $1
 WHERE id = (SELECT session_person()) AND language IS DISTINCT FROM $1
