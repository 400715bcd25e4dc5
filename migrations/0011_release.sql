-- Releases are kept as they were stored, and which was in force when, by whom.
--
-- A release's row never changes but for in_force, and none is removed: cases keep theirs for ever.
-- release_force is only ever added to.

SET LOCAL ROLE skranke_owner;

-- the author's own number ("1.2"), where service.xml gives one: it stands for one text alone
ALTER TABLE template_release ADD COLUMN label text;
CREATE UNIQUE INDEX template_release_label ON template_release (service, label);

CREATE FUNCTION release_keep() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF TG_OP = 'UPDATE' THEN
		OLD.in_force := NEW.in_force;
		IF NEW IS NOT DISTINCT FROM OLD THEN
			RETURN NEW;
		END IF;
	END IF;
	RAISE EXCEPTION 'a release is never changed or removed' USING ERRCODE = 'integrity_constraint_violation';
END $$;
REVOKE ALL ON FUNCTION release_keep() FROM PUBLIC;
CREATE TRIGGER keep_row BEFORE UPDATE OR DELETE ON template_release FOR EACH ROW EXECUTE FUNCTION release_keep();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON template_release EXECUTE FUNCTION release_keep();

-- From `at` on this release was the one in force.  by_whom: who ran the command; NULL: not known.
CREATE TABLE release_force (
	id		bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	service		text NOT NULL,
	release_id	uuid NOT NULL REFERENCES template_release,
	at		timestamptz NOT NULL DEFAULT now(),
	by_whom		text
);
CREATE INDEX release_force_service ON release_force (service, id);
INSERT INTO release_force (service, release_id, at)
SELECT service, id, published_at FROM template_release WHERE in_force ORDER BY published_at;

CREATE FUNCTION release_force_keep() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	RAISE EXCEPTION 'what was in force when is only ever added to' USING ERRCODE = 'integrity_constraint_violation';
END $$;
REVOKE ALL ON FUNCTION release_force_keep() FROM PUBLIC;
CREATE TRIGGER keep BEFORE UPDATE OR DELETE OR TRUNCATE ON release_force EXECUTE FUNCTION release_force_keep();
