-- tx_settings: whose transaction this is; the row policies ask for it
-- role: skranke_citizen skranke_desk skranke_login skranke_api skranke_postman skranke_clock skranke_owner
-- in: $1 session token or '', $2 tenant or ''
-- out: one (token, tenant)
SELECT set_config('skranke.session', $1, true) AS token,
       set_config('skranke.tenant', $2, true) AS tenant
