-- fee_day: can this day of this municipality be written?  Over as in fee_days
-- role: skranke_owner
-- in: $1 tenant, $2 day
-- out: one (known, over)
SELECT EXISTS (SELECT FROM tenant WHERE id = $1) AS known,
       $2::date < oslo_day(now() - interval '1 hour') AS over
