-- notice_pdf: the letter of such a notice, to be printed; noted
-- role: skranke_desk
-- in: $1 mail task
-- out: maybe (title, hex)
SELECT title, hex FROM hearing_task_pdf($1::uuid)
