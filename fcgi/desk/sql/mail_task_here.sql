-- mail_task_here: does a letter of the case wait for a person?
-- role: skranke_desk
-- in: $1 ref
-- out: one (waiting)
SELECT EXISTS (SELECT FROM mail_task
                WHERE tenant_id = current_setting('skranke.tenant', true)
                  AND case_id = (SELECT case_of($1)) AND closed_at IS NULL) AS waiting
