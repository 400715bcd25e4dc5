-- become_owner: be skranke_owner until the transaction ends, whoever connected
-- role: skranke_owner
-- out: one (role)
SELECT set_config('role', 'skranke_owner', true) AS role
