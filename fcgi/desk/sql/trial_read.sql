-- trial_read: what a release is
-- role: skranke_desk
-- in: $1 release id
-- out: maybe (version, in_force, published_at)
SELECT version, in_force, published_at FROM template_release WHERE id = $1::uuid
