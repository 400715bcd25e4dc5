-- How people may be reached: what the contact and reservation register said of them, and where paper
-- is sent.
--
-- No program reads these tables: the postman asks for one receiver at a time, of a letter that is not
-- done, and that is the only way an identity number comes to it.

-- The role that figures are read by, which sees no row of anybody.  A migration of skranke_owner may not
-- make it: a superuser does so first (deploy/README.md, Upgrade).
DO $$
BEGIN
	IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'skranke_metrics') THEN
		IF NOT (SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user) THEN
			RAISE EXCEPTION 'a superuser makes the role first: CREATE ROLE skranke_metrics LOGIN';
		END IF;
		CREATE ROLE skranke_metrics LOGIN;
		ALTER ROLE skranke_metrics SET search_path = public;
		ALTER ROLE skranke_metrics SET default_transaction_read_only = on;
		ALTER ROLE skranke_metrics SET statement_timeout = '5s';
		ALTER ROLE skranke_metrics CONNECTION LIMIT 5;
		IF (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
			ALTER ROLE skranke_metrics SET log_error_verbosity = terse;
			ALTER ROLE skranke_metrics SET log_parameter_max_length = 0;
			ALTER ROLE skranke_metrics SET log_parameter_max_length_on_error = 0;
		END IF;
	END IF;
	IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'skranke_metrics' AND (rolsuper OR rolbypassrls)) THEN
		RAISE EXCEPTION 'role skranke_metrics must not be a superuser or pass row-level security';
	END IF;
	IF (SELECT pg_get_userbyid(datdba) = current_user FROM pg_database WHERE datname = current_database())
	    OR (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
		EXECUTE format('GRANT CONNECT ON DATABASE %I TO skranke_metrics', current_database());
	END IF;
END $$;

SET LOCAL ROLE skranke_owner;
GRANT USAGE ON SCHEMA public TO skranke_metrics;

-- What the register said, in the name of one municipality.  A cache: a row that is a month old is removed.
CREATE TABLE contact (
	tenant_id	text NOT NULL REFERENCES tenant,
	person_id	uuid NOT NULL REFERENCES person ON DELETE CASCADE,
	answered_at	timestamptz NOT NULL DEFAULT now(),
	status		text NOT NULL CHECK (status IN ('AKTIV', 'SLETTET', 'IKKE_REGISTRERT')),
	reserved	boolean NOT NULL,
	notifiable	boolean NOT NULL,
	email		text,
	email_updated_at timestamptz,
	email_verified_at timestamptz,
	phone		text,
	phone_updated_at timestamptz,
	phone_verified_at timestamptz,
	language	text CHECK (language IN ('nb', 'nn', 'en', 'se')),
	PRIMARY KEY (tenant_id, person_id)
);
CREATE INDEX contact_person ON contact (person_id);
CREATE INDEX contact_answered ON contact (answered_at);

-- Where paper is sent: as the municipality's register of people has it, or a person at the desk.
-- Never of one whose address is graded.
CREATE TABLE print_address (
	tenant_id	text NOT NULL REFERENCES tenant,
	person_id	uuid NOT NULL REFERENCES person ON DELETE CASCADE,
	line1		text NOT NULL CHECK (line1 ~ '\S' AND length(line1) <= 100),
	line2		text NOT NULL DEFAULT '' CHECK (length(line2) <= 100),
	postcode	text NOT NULL CHECK (postcode ~ '^[0-9A-Za-z -]{2,12}$'),
	city		text NOT NULL CHECK (city ~ '\S' AND length(city) <= 60),
	country		text NOT NULL DEFAULT 'Norge' CHECK (country ~ '\S' AND length(country) <= 60),
	source		text NOT NULL CHECK (source IN ('register', 'desk')),
	set_at		timestamptz NOT NULL DEFAULT now(),
	set_by		uuid REFERENCES desk_user ON DELETE SET NULL,
	PRIMARY KEY (tenant_id, person_id),
	CHECK (country <> 'Norge' OR postcode ~ '^[0-9]{4}$')
);
CREATE INDEX print_address_person ON print_address (person_id);

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['contact', 'print_address'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;

-- A graded address is never kept, and goes the moment that it is known to be graded.
CREATE FUNCTION print_address_ungraded() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF persons_graded(ARRAY[NEW.person_id]) THEN
		RAISE check_violation USING MESSAGE = 'a graded address is never kept for print';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION print_address_ungraded() FROM PUBLIC;
CREATE TRIGGER print_address_ungraded BEFORE INSERT OR UPDATE ON print_address
    FOR EACH ROW EXECUTE FUNCTION print_address_ungraded();

CREATE FUNCTION person_graded_unprinted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	DELETE FROM print_address WHERE person_id = NEW.id;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION person_graded_unprinted() FROM PUBLIC;
CREATE TRIGGER person_graded_unprinted AFTER UPDATE OF graded ON person
    FOR EACH ROW WHEN (NEW.graded IS NOT NULL) EXECUTE FUNCTION person_graded_unprinted();

-- For functions that have judged who may: what is given replaces.  p_address: line1, line2, postcode,
-- city, country.
CREATE FUNCTION print_address_put(p_tenant text, p_person uuid, p_address jsonb, p_source text, p_by uuid)
RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO print_address AS a (tenant_id, person_id, line1, line2, postcode, city, country, source, set_by)
	VALUES (p_tenant, p_person, trim(p_address ->> 'line1'), trim(coalesce(p_address ->> 'line2', '')),
	    trim(p_address ->> 'postcode'), trim(p_address ->> 'city'),
	    coalesce(nullif(trim(p_address ->> 'country'), ''), 'Norge'), p_source, p_by)
	ON CONFLICT (tenant_id, person_id) DO UPDATE SET line1 = excluded.line1, line2 = excluded.line2,
	    postcode = excluded.postcode, city = excluded.city, country = excluded.country,
	    source = excluded.source, set_at = now(), set_by = excluded.set_by;
END $$;
REVOKE ALL ON FUNCTION print_address_put(text, uuid, jsonb, text, uuid) FROM PUBLIC;

-- Whose an outbox row is, as long as there is something to do with it.
CREATE FUNCTION outbox_person(p_outbox uuid, OUT tenant_id text, OUT person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	SELECT o.tenant_id, coalesce(c.person_id, d.person_id) INTO outbox_person.tenant_id, outbox_person.person_id
	  FROM outbox o
	  LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
	  LEFT JOIN draft d ON d.id = o.draft_id
	 WHERE o.id = p_outbox AND o.done_at IS NULL
	   AND coalesce(o.payload ->> 'to', 'applicant') = 'applicant';
END $$;
REVOKE ALL ON FUNCTION outbox_person(uuid) FROM PUBLIC;

-- postman: the receiver of a row that is not done: none or one.  The address only of who may be
-- printed to; must_reach: not a receipt of what was sent in here, a message too, nor a reminder.
CREATE FUNCTION contact_receiver(p_outbox uuid)
RETURNS TABLE (person_id uuid, name text, pid text, own_language text, own_email text, graded boolean,
    must_reach boolean, asked_at timestamptz, old_days text, answered_at timestamptz, status text,
    reserved boolean, notifiable boolean, email text, email_updated_at timestamptz,
    email_verified_at timestamptz, phone text, phone_updated_at timestamptz,
    phone_verified_at timestamptz, language text, line1 text, line2 text, postcode text, city text,
    country text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT p.id, p.name, p.pid, p.language, p.email, p.graded IS NOT NULL,
	    o.kind <> 'reminder' AND NOT (o.payload ->> 'template' = 'receipt' AND c.origin = 'web')
		AND o.payload ->> 'receipt' IS DISTINCT FROM 'true',
	    o.created_at, t.settings ->> 'contact-old-days', k.answered_at, k.status, k.reserved,
	    k.notifiable, k.email, k.email_updated_at, k.email_verified_at, k.phone,
	    k.phone_updated_at, k.phone_verified_at, k.language, a.line1, a.line2, a.postcode, a.city, a.country
	FROM outbox_person(p_outbox) w
	JOIN outbox o ON o.id = p_outbox
	JOIN tenant t ON t.id = w.tenant_id
	JOIN person p ON p.id = w.person_id
	LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
	LEFT JOIN contact k ON k.tenant_id = w.tenant_id AND k.person_id = p.id
	LEFT JOIN print_address a ON a.tenant_id = w.tenant_id AND a.person_id = p.id AND p.graded IS NULL;
END $$;
REVOKE ALL ON FUNCTION contact_receiver(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contact_receiver(uuid) TO skranke_postman;

-- postman: whom to ask the register about: the receiver of one row, and with them others of the
-- municipality who wait for a letter, where the register has not told of them for so long.  None when
-- the one is fresh.
CREATE FUNCTION contact_wanted(p_outbox uuid, p_seconds integer, p_most integer) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	w record;
	old timestamptz := now() - make_interval(secs => p_seconds);
BEGIN
	SELECT * INTO w FROM outbox_person(p_outbox);
	IF w.person_id IS NULL OR EXISTS (SELECT FROM contact k
	    WHERE k.tenant_id = w.tenant_id AND k.person_id = w.person_id AND k.answered_at > old) THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT p.pid FROM person p WHERE p.id = w.person_id;
	RETURN QUERY SELECT p.pid FROM person p
	    WHERE p.id <> w.person_id
	      AND p.id IN (SELECT coalesce(c.person_id, d.person_id) FROM outbox o
		LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
		LEFT JOIN draft d ON d.id = o.draft_id
		WHERE o.tenant_id = w.tenant_id AND o.done_at IS NULL AND o.parked_at IS NULL
		  AND o.next_at <= now() + interval '15 minutes')
	      AND NOT EXISTS (SELECT FROM contact k
		WHERE k.tenant_id = w.tenant_id AND k.person_id = p.id AND k.answered_at > old)
	    LIMIT p_most - 1;
END $$;
REVOKE ALL ON FUNCTION contact_wanted(uuid, integer, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contact_wanted(uuid, integer, integer) TO skranke_postman;

-- postman: keep what the register answered, about those who wait for a letter in the municipality and
-- nobody else; how many.  p_answers: objects with pid and the columns of contact.  Who has chosen no
-- language here reads in the one they have chosen there.
CREATE FUNCTION contact_put(p_tenant text, p_answers jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n integer;
BEGIN
	WITH said AS (
		SELECT DISTINCT ON (p.id) p.id, r.*
		  FROM jsonb_to_recordset(p_answers) r (pid text, status text, reserved boolean,
		    notifiable boolean, email text, email_updated_at timestamptz,
		    email_verified_at timestamptz, phone text, phone_updated_at timestamptz,
		    phone_verified_at timestamptz, language text)
		  JOIN person p ON p.pid = r.pid
		 WHERE EXISTS (SELECT FROM case_file c
			 JOIN outbox o ON o.tenant_id = c.tenant_id AND o.case_id = c.id AND o.done_at IS NULL
			WHERE c.tenant_id = p_tenant AND c.person_id = p.id)
		    OR EXISTS (SELECT FROM draft d JOIN outbox o ON o.draft_id = d.id AND o.done_at IS NULL
			WHERE o.tenant_id = p_tenant AND d.person_id = p.id)
		 ORDER BY p.id
	), kept AS (
		INSERT INTO contact AS k (tenant_id, person_id, status, reserved, notifiable, email,
		    email_updated_at, email_verified_at, phone, phone_updated_at, phone_verified_at, language)
		SELECT p_tenant, id, status, reserved, notifiable, email, email_updated_at, email_verified_at,
		    phone, phone_updated_at, phone_verified_at, language FROM said
		ON CONFLICT (tenant_id, person_id) DO UPDATE SET answered_at = now(), status = excluded.status,
		    reserved = excluded.reserved, notifiable = excluded.notifiable, email = excluded.email,
		    email_updated_at = excluded.email_updated_at, email_verified_at = excluded.email_verified_at,
		    phone = excluded.phone, phone_updated_at = excluded.phone_updated_at,
		    phone_verified_at = excluded.phone_verified_at, language = excluded.language
		RETURNING k.person_id, k.language
	), spoken AS (
		UPDATE person p SET language = kept.language FROM kept
		 WHERE p.id = kept.person_id AND p.language IS NULL AND kept.language IS NOT NULL
	)
	SELECT count(*) INTO n FROM kept;
	DELETE FROM contact WHERE answered_at < now() - interval '30 days';
	RETURN n;
END $$;
REVOKE ALL ON FUNCTION contact_put(text, jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION contact_put(text, jsonb) TO skranke_postman;

-- ---- deadlines that are counted from when the party was told ----
--
-- The time to complain runs from when the decision was both made available and told of, or came by
-- post (forvaltningsloven § 29, eForvaltningsforskriften § 8).  Until then due_at is NULL and nothing
-- runs; from_at is kept by the database, from the proof of the letters that were asked for in the
-- transaction that set the deadline; the clock then works out the day.  A proof that comes later
-- never moves a day that people have been told.

ALTER TABLE deadline
	ALTER COLUMN due_at DROP NOT NULL,
	ADD COLUMN after text,				-- ISO 8601 duration, of one that waits
	ADD COLUMN workday boolean NOT NULL DEFAULT false,
	ADD COLUMN set_at timestamptz NOT NULL DEFAULT now(),
	ADD COLUMN from_at timestamptz,
	ADD CHECK (due_at IS NOT NULL OR after IS NOT NULL),
	ADD CHECK (after IS NULL OR due_at IS NULL OR from_at IS NOT NULL);
CREATE INDEX deadline_told ON deadline (from_at) WHERE due_at IS NULL AND from_at IS NOT NULL;
GRANT INSERT (after, workday) ON deadline TO skranke_citizen, skranke_desk;

-- When a letter had come to its receiver, or NULL: the first time they were told of it, or so many
-- days after it was given to the post (setting post-days; 3).
CREATE FUNCTION letter_told_at(p_document uuid) RETURNS timestamptz
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT greatest(d.available_at, least(min(p.at) FILTER (WHERE p.what = 'notified'),
	    min(p.at) FILTER (WHERE p.what = 'printed')
		+ make_interval(days => coalesce((t.settings ->> 'post-days')::integer, 3))))
	FROM letter_proof p
	JOIN document d ON d.id = p.document_id
	JOIN tenant t ON t.id = d.tenant_id
	WHERE p.document_id = p_document AND p.what IN ('notified', 'printed')
	GROUP BY d.id, t.id);
END $$;
REVOKE ALL ON FUNCTION letter_told_at(uuid) FROM PUBLIC;

CREATE FUNCTION deadline_of_proof() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	o outbox;
BEGIN
	SELECT x.* INTO o FROM outbox x JOIN document d ON d.outbox_id = x.id WHERE d.id = NEW.document_id;
	IF o.id IS NULL OR o.case_id IS NULL THEN
		RETURN NULL;
	END IF;
	-- locked first: of two letters told of at once, the second sees the first
	PERFORM FROM deadline d WHERE d.tenant_id = o.tenant_id AND d.case_id = o.case_id
	    AND d.due_at IS NULL AND d.set_at = o.created_at FOR UPDATE;
	IF NOT FOUND THEN
		RETURN NULL;
	END IF;
	UPDATE deadline d SET from_at = told.at
	FROM (SELECT max(letter_told_at(l.id)) AS at, bool_and(letter_told_at(l.id) IS NOT NULL) AS every
	    FROM outbox x LEFT JOIN document l ON l.outbox_id = x.id
	    WHERE x.tenant_id = o.tenant_id AND x.case_id = o.case_id AND x.created_at = o.created_at
	      AND x.kind = 'letter' AND x.payload ->> 'to' = 'applicant') told
	WHERE d.tenant_id = o.tenant_id AND d.case_id = o.case_id AND d.due_at IS NULL
	  AND d.set_at = o.created_at AND told.every;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION deadline_of_proof() FROM PUBLIC;
CREATE TRIGGER deadline_of_proof AFTER INSERT ON letter_proof
    FOR EACH ROW WHEN (NEW.what IN ('notified', 'printed')) EXECUTE FUNCTION deadline_of_proof();

-- clock: the day of a deadline that waited, once; false when it has one.
CREATE FUNCTION deadline_count(p_deadline uuid, p_due timestamptz) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE deadline SET due_at = p_due
	    WHERE id = p_deadline AND due_at IS NULL AND from_at IS NOT NULL AND p_due >= from_at;
	RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION deadline_count(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION deadline_count(uuid, timestamptz) TO skranke_clock;

-- ---- figures ----
--
-- Counters that only grow, also when cases are removed; in slots, so that postmen that work side by side
-- do not wait for each other.  seconds: from when a letter was asked for until a transport had it.
CREATE TABLE mail_counter (
	tenant_id	text NOT NULL REFERENCES tenant ON DELETE CASCADE,
	channel		text NOT NULL,
	print		boolean NOT NULL,
	outcome		text NOT NULL CHECK (outcome IN ('sent', 'failed', 'uncertain', 'returned')),
	slot		integer NOT NULL,
	n		bigint NOT NULL,
	seconds		double precision NOT NULL,
	PRIMARY KEY (tenant_id, channel, print, outcome, slot)
);
ALTER TABLE mail_counter ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON mail_counter TO skranke_owner USING (true) WITH CHECK (true);

CREATE FUNCTION delivery_counted() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	what text := CASE
	    WHEN NEW.state IN ('sent', 'arrived') AND OLD.state NOT IN ('sent', 'arrived') THEN 'sent'
	    WHEN NEW.state = 'failed' AND OLD.state = 'sent' THEN 'returned'
	    WHEN NEW.state = 'failed' THEN 'failed'
	    WHEN NEW.state = 'uncertain' THEN 'uncertain' END;
BEGIN
	IF what IS NOT NULL THEN
		INSERT INTO mail_counter AS c (tenant_id, channel, print, outcome, slot, n, seconds)
		SELECT NEW.tenant_id, NEW.channel, NEW.print, what, pg_backend_pid() % 8, 1,
		    CASE what WHEN 'sent' THEN greatest(0, extract(epoch FROM clock_timestamp() - o.created_at)) ELSE 0 END
		FROM outbox o WHERE o.id = NEW.outbox_id
		ON CONFLICT (tenant_id, channel, print, outcome, slot)
		    DO UPDATE SET n = c.n + 1, seconds = c.seconds + excluded.seconds;
	END IF;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION delivery_counted() FROM PUBLIC;
CREATE TRIGGER delivery_counted AFTER UPDATE OF state ON delivery
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION delivery_counted();

-- For each municipality, also when nothing waits.  set_aside: a person must see to it.
CREATE VIEW mail_queue_now AS
SELECT t.id AS tenant,
    count(o.id) FILTER (WHERE o.parked_at IS NULL) AS queued,
    coalesce(extract(epoch FROM now() - min(o.created_at) FILTER (WHERE o.parked_at IS NULL)), 0) AS oldest_seconds,
    count(o.id) FILTER (WHERE o.parked_at IS NULL AND o.claimed_until > now()) AS in_hand,
    count(o.id) FILTER (WHERE o.parked_at IS NOT NULL) AS set_aside
FROM tenant t
LEFT JOIN outbox o ON o.tenant_id = t.id AND o.done_at IS NULL
GROUP BY t.id;

CREATE VIEW mail_task_now AS
SELECT tenant_id AS tenant, code, count(*) AS open,
    extract(epoch FROM now() - min(opened_at)) AS oldest_seconds
FROM mail_task WHERE closed_at IS NULL
GROUP BY tenant_id, code;

CREATE VIEW mail_way_total AS
SELECT tenant_id AS tenant, channel, CASE WHEN print THEN 'paper' ELSE 'digital' END AS form, outcome,
    sum(n) AS letters, sum(seconds) AS seconds
FROM mail_counter
GROUP BY tenant_id, channel, print, outcome;

-- shut: nothing is sent that way for a while, after failures in a row
CREATE VIEW mail_lane_now AS
SELECT tenant_id AS tenant, channel, CASE WHEN print THEN 'paper' ELSE 'digital' END AS form,
    failures, CASE WHEN open_until > now() THEN 1 ELSE 0 END AS shut
FROM mail_lane;

-- Decisions of which nobody has been told for a week: the time to complain has not begun.
CREATE VIEW mail_untold_now AS
SELECT t.id AS tenant, count(d.id) AS decisions
FROM tenant t
LEFT JOIN deadline d ON d.tenant_id = t.id AND d.due_at IS NULL AND d.cancelled_at IS NULL AND d.fired_at IS NULL
    AND d.set_at < now() - interval '7 days'
GROUP BY t.id;
GRANT SELECT ON mail_queue_now, mail_task_now, mail_way_total, mail_lane_now, mail_untold_now TO skranke_metrics;

-- ---- `skranke mail` ----

-- What waits for a person starts anew from its first way: 'again'; 'busy' while a postman has it; NULL
-- when no such row waits.
CREATE FUNCTION mail_retry(p_outbox uuid) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM FROM outbox o WHERE o.id = p_outbox FOR UPDATE;
	IF NOT EXISTS (SELECT FROM outbox o WHERE o.id = p_outbox AND o.done_at IS NULL AND o.parked_at IS NOT NULL)
	    AND NOT EXISTS (SELECT FROM mail_task k WHERE k.outbox_id = p_outbox AND k.closed_at IS NULL) THEN
		RETURN NULL;
	ELSIF NOT mail_again(p_outbox, NULL) THEN
		RETURN 'busy';
	END IF;
	UPDATE mail_task SET closed_at = now(), how = 'again' WHERE outbox_id = p_outbox AND closed_at IS NULL;
	RETURN 'again';
END $$;

-- A row that waits for its turn is set aside until `retry`: 'parked'; 'busy'; NULL when none waits.
CREATE FUNCTION mail_park(p_outbox uuid, p_why text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	o outbox;
BEGIN
	SELECT * INTO o FROM outbox x WHERE x.id = p_outbox FOR UPDATE;
	IF o.id IS NULL OR o.done_at IS NOT NULL OR o.parked_at IS NOT NULL THEN
		RETURN NULL;
	ELSIF o.claimed_until > now() THEN
		RETURN 'busy';
	END IF;
	UPDATE outbox SET parked_at = now(), claimed_until = NULL, error = p_why WHERE id = p_outbox;
	RETURN 'parked';
END $$;

-- A person has seen to it in another way: done with.  NULL when no such row waits for one.
CREATE FUNCTION mail_close(p_outbox uuid) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM FROM outbox o WHERE o.id = p_outbox FOR UPDATE;
	IF NOT EXISTS (SELECT FROM outbox o WHERE o.id = p_outbox AND o.done_at IS NULL AND o.parked_at IS NOT NULL)
	    AND NOT EXISTS (SELECT FROM mail_task k WHERE k.outbox_id = p_outbox AND k.closed_at IS NULL) THEN
		RETURN NULL;
	END IF;
	UPDATE mail_task SET closed_at = now(), how = 'told' WHERE outbox_id = p_outbox AND closed_at IS NULL;
	UPDATE outbox SET done_at = coalesce(done_at, now()), parked_at = NULL, claimed_until = NULL WHERE id = p_outbox;
	RETURN 'closed';
END $$;
REVOKE ALL ON FUNCTION mail_retry(uuid), mail_park(uuid, text), mail_close(uuid) FROM PUBLIC;

-- `skranke people put`: where paper goes, as the municipality's register of people has it.  Of people who
-- have a case or a draft there, and of nobody else; who stands there without an address has none from the
-- register any more.  unknown: how many have nothing here; graded: whose address is not kept.
CREATE FUNCTION people_put(p_people xml, OUT kept bigint, OUT removed bigint, OUT graded bigint, OUT unknown bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t text := (xpath('/p:people/@tenant', p_people, '{{p,urn:skranke:people:1}}'))[1]::text;
	r record;
BEGIN
	kept := 0;
	removed := 0;
	graded := 0;
	unknown := 0;
	FOR r IN SELECT p.id, p.graded IS NOT NULL AS hidden, x.line1, to_jsonb(x) - 'pid' AS address
	    FROM XMLTABLE(XMLNAMESPACES('urn:skranke:people:1' AS p), '/p:people/p:person' PASSING p_people
		COLUMNS pid text PATH '@pid', line1 text PATH 'p:address/@line1', line2 text PATH 'p:address/@line2',
		postcode text PATH 'p:address/@postcode', city text PATH 'p:address/@city',
		country text PATH 'p:address/@country') x
	    LEFT JOIN person p ON p.pid = x.pid
		AND (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = t AND c.person_id = p.id)
		  OR EXISTS (SELECT FROM draft d WHERE d.tenant_id = t AND d.person_id = p.id))
	LOOP
		IF r.id IS NULL THEN
			unknown := unknown + 1;
		ELSIF r.hidden THEN
			graded := graded + 1;
		ELSIF r.line1 IS NULL THEN
			DELETE FROM print_address a WHERE a.tenant_id = t AND a.person_id = r.id AND a.source = 'register';
			removed := removed + found::integer;
		ELSE
			PERFORM print_address_put(t, r.id, r.address, 'register', NULL);
			kept := kept + 1;
		END IF;
	END LOOP;
END $$;
REVOKE ALL ON FUNCTION people_put(xml) FROM PUBLIC;
