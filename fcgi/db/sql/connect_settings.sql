-- connect_settings: how every connection of ours behaves
-- role: skranke_citizen skranke_desk skranke_login skranke_api skranke_postman skranke_clock skranke_owner
-- out: one (zone, style, patience)
SELECT set_config('TimeZone', 'UTC', false) AS zone,
       set_config('DateStyle', 'ISO, YMD', false) AS style,
       set_config('statement_timeout', '10s', false) AS patience
