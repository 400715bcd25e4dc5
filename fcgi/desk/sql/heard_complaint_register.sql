-- heard_complaint_register: a complaint of another than the applicant that came on paper or over
-- the counter; see the function
-- role: skranke_desk
-- in: $1 ref, $2 receiver or null, $3 ISO day it came, $4 whether it is late, $5 text, $6 what is
--     wanted; of a stranger $7 name, $8 address, $9 postcode, $10 city
-- out: one (became) -- null: no such receiver, or there is nothing to complain of
SELECT heard_complaint_register($1, $2::uuid, $3::date, $4::boolean, $5, $6, $7, $8, $9, $10)
           AS became
