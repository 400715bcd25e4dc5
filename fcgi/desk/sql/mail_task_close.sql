-- mail_task_close: do something about a letter, once
-- role: skranke_desk
-- in: $1 task id, $2 again | address | paper | told, $3 facts, a JSON object
-- out: one (done) -- false: somebody has done it already
SELECT mail_task_close($1::uuid, $2, $3::jsonb) AS done
