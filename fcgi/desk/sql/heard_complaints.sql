-- heard_complaints: complaints of those who were heard that nobody has dealt with, and those that
-- are treated: with the one of the case (joined), or that one itself (main)
-- role: skranke_desk
-- in: $1 ref
-- out: many (id, at, day, late, text, wanted, name, property, joined, main, paper, again, withheld)
--      -- paper: staff wrote it in; again: one of theirs was dismissed before; withheld: it is not
--      for who asks to read
SELECT id, at, day, late, text, wanted, name, property, joined, main, paper, again, withheld
  FROM heard_complaints($1)
