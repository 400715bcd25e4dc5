-- The municipality's arms, for the head of its letters: an SVG document, judged by templates/schema/arms.rng
-- before it comes here.

SET LOCAL ROLE skranke_owner;

ALTER TABLE tenant ADD COLUMN arms text CHECK (octet_length(arms) BETWEEN 1 AND 131072);
