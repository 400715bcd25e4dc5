-- heard_complaint_take: one of them, taken into a case that one may act in
-- role: skranke_desk
-- in: $1 ref, $2 complaint
-- out: maybe (received, late, text, wanted, name, property) -- none: it is taken, or gone
SELECT received, late, text, wanted, name, property
  FROM heard_complaint_take($1, $2::uuid)
