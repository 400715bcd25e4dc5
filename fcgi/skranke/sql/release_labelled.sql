-- release_labelled: the release that has this version of its author's, when its text is another
-- role: skranke_owner
-- in: $1 service, $2 the author's version, $3 sha256
-- out: maybe (published_at)
SELECT published_at FROM template_release WHERE service = $1 AND label = $2 AND sha256 <> $3
