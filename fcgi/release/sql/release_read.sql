-- release_read: the text of a release with the files of one language and of bokmål, in pieces: a
--   connection keeps for ever what the longest row needed
-- role: skranke_citizen skranke_desk skranke_postman skranke_clock
-- in: $1 release id, $2 language
-- out: many (piece)
SELECT substr(f.whole, i, 16384) AS piece
FROM (
	SELECT p.n, CASE p.n WHEN 1 THEN p.text
	    ELSE '<file ' || split_part(p.text, '</file>', 1) || '</file>' END AS whole
	FROM template_release r, string_to_table(r.bundle, '<file ') WITH ORDINALITY p (text, n)
	WHERE r.id = $1::uuid AND (p.text !~ '^name="[a-z]{2}/' OR
	    starts_with(p.text, 'name="' || $2 || '/'))
	UNION ALL
	SELECT 2147483647, '</release>' FROM template_release WHERE id = $1::uuid
) f, generate_series(1, length(f.whole), 16384) i
ORDER BY f.n, i
