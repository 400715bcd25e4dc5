-- notice_look: a notice of an application that is not sent yet, and whom it goes to; noted
-- role: skranke_desk
-- in: $1 mail task
-- out: maybe (code, opened_at, release_id, property, title, language, graded, name, pid, line1,
--      postcode, city, letter, pdf, writes) -- none: there is none that waits, or none to see
SELECT code, opened_at, release_id, property, title, language, graded, name, pid, line1, postcode,
       city, letter, pdf, writes
  FROM hearing_task_look($1::uuid)
