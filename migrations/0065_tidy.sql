-- One place for what was said in many: whose a row of the outbox is, what the register's answer becomes, who
-- has something here, and whose typing is kept after a session has run out.

SET LOCAL ROLE skranke_owner;

-- ---- reaching a receiver ----

-- Whom a row that is not done is to; nobody as a person where a receiver of a hearing is not known as one.  For
-- the functions below: a new kind of receiver is told of here alone.
CREATE VIEW outbox_receiver AS
SELECT o.id AS outbox_id, o.tenant_id, o.parked_at, o.next_at,
    CASE WHEN o.hearing_party_id IS NOT NULL THEN h.person_id
	ELSE coalesce(o.person_id, c.person_id, d.person_id) END AS person_id
FROM outbox o
LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
LEFT JOIN draft d ON d.id = o.draft_id
LEFT JOIN hearing_party h ON h.id = o.hearing_party_id
WHERE o.done_at IS NULL AND coalesce(o.payload ->> 'to', 'applicant') IN ('applicant', 'hearing', 'heard');

CREATE OR REPLACE FUNCTION outbox_person(p_outbox uuid, OUT tenant_id text, OUT person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	SELECT r.tenant_id, r.person_id INTO outbox_person.tenant_id, outbox_person.person_id
	  FROM outbox_receiver r WHERE r.outbox_id = p_outbox;
END $$;

-- As it was: the receiver of one row, and with them others of the municipality who wait for a letter.
CREATE OR REPLACE FUNCTION contact_wanted(p_outbox uuid, p_seconds integer, p_most integer) RETURNS SETOF text
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
	      AND p.id IN (SELECT r.person_id FROM outbox_receiver r
		WHERE r.tenant_id = w.tenant_id AND r.parked_at IS NULL AND r.next_at <= now() + interval '15 minutes')
	      AND NOT EXISTS (SELECT FROM contact k
		WHERE k.tenant_id = w.tenant_id AND k.person_id = p.id AND k.answered_at > old)
	    LIMIT p_most - 1;
END $$;

-- For contact_put(): one answer takes the place of the one before.  Who has chosen no language here reads in
-- the one they have chosen there.
CREATE FUNCTION contact_keep(p_contact contact) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO contact SELECT p_contact.*
	ON CONFLICT (tenant_id, person_id) DO UPDATE SET answered_at = excluded.answered_at, status = excluded.status,
	    reserved = excluded.reserved, notifiable = excluded.notifiable, email = excluded.email,
	    email_updated_at = excluded.email_updated_at, email_verified_at = excluded.email_verified_at,
	    phone = excluded.phone, phone_updated_at = excluded.phone_updated_at,
	    phone_verified_at = excluded.phone_verified_at, language = excluded.language;
	UPDATE person p SET language = p_contact.language
	    WHERE p.id = p_contact.person_id AND p.language IS NULL AND p_contact.language IS NOT NULL;
END $$;

-- As it was.  In the order of people: two postmen with the same answers wait for each other, and go on.
CREATE OR REPLACE FUNCTION contact_put(p_tenant text, p_answers jsonb) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	k contact;
	n integer := 0;
BEGIN
	FOR k IN SELECT x.* FROM (SELECT DISTINCT ON (p.id) p.id, a.value FROM jsonb_array_elements(p_answers) a
		JOIN person p ON p.pid = a.value ->> 'pid'
		WHERE p.id IN (SELECT r.person_id FROM outbox_receiver r WHERE r.tenant_id = p_tenant)
		ORDER BY p.id) said,
	    jsonb_populate_record(NULL::contact, said.value || jsonb_build_object('tenant_id', p_tenant,
		'person_id', said.id, 'answered_at', now())) x
	    ORDER BY said.id
	LOOP
		PERFORM contact_keep(k);
		n := n + 1;
	END LOOP;
	DELETE FROM contact WHERE answered_at < now() - interval '30 days';
	RETURN n;
END $$;

-- ---- who has something here ----

CREATE FUNCTION person_known(p_person uuid, p_tenant text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM case_file c WHERE c.tenant_id = p_tenant AND c.person_id = p_person)
	    OR EXISTS (SELECT FROM draft d WHERE d.tenant_id = p_tenant AND d.person_id = p_person)
	    OR EXISTS (SELECT FROM case_party y WHERE y.tenant_id = p_tenant AND y.person_id = p_person);
END $$;

CREATE OR REPLACE FUNCTION people_put(p_people xml, OUT kept bigint, OUT removed bigint, OUT graded bigint,
    OUT unknown bigint) RETURNS record
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t text := (xpath('/p:people/@tenant', p_people, '{{p,urn:skranke:people:1}}'))[1]::text;
	r record;
BEGIN
	kept := 0;
	removed := 0;
	graded := 0;
	unknown := 0;
	FOR r IN SELECT CASE WHEN person_known(p.id, t) THEN p.id END AS id, p.graded IS NOT NULL AS hidden, x.line1,
		to_jsonb(x) - 'pid' AS address
	    FROM XMLTABLE(XMLNAMESPACES('urn:skranke:people:1' AS p), '/p:people/p:person' PASSING p_people
		COLUMNS pid text PATH '@pid', line1 text PATH 'p:address/@line1', line2 text PATH 'p:address/@line2',
		postcode text PATH 'p:address/@postcode', city text PATH 'p:address/@city',
		country text PATH 'p:address/@country') x
	    LEFT JOIN person p ON p.pid = x.pid
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

-- ---- what was typed when a session had run out ----

-- The session that one is within the reach of: at most 12 hours since it ran out, not logged out, and of who
-- was given this form; none otherwise.
CREATE FUNCTION session_typing(p_csrf text) RETURNS SETOF session
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN QUERY SELECT s.* FROM session s
	    WHERE s.token_sha256 = token_sha256(current_setting('skranke.session', true))
	      AND s.tenant_id = current_setting('skranke.tenant', true)
	      AND s.csrf = p_csrf
	      AND s.ended_at IS NULL
	      AND least(s.seen_at + interval '30 minutes', s.created_at + interval '120 minutes')
		  > now() - interval '12 hours';
END $$;

CREATE OR REPLACE FUNCTION park_post(p_draft uuid, p_page text, p_fields text, p_csrf text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF octet_length(p_fields) > 65536 OR length(p_page) > 100 THEN
		RETURN false;
	END IF;
	INSERT INTO parked_post (tenant_id, person_id, draft_id, page, fields)
	SELECT d.tenant_id, coalesce(s.person_id, d.person_id), d.id, p_page, p_fields
	FROM session_typing(p_csrf) s
	JOIN draft d ON d.id = p_draft AND d.tenant_id = s.tenant_id
	    AND CASE WHEN d.registered_by IS NULL THEN person_fills(s.person_id, d)
	        ELSE d.registered_by = s.desk_user_id END
	ON CONFLICT (draft_id, page, person_id) DO UPDATE
	    SET fields = excluded.fields, created_at = excluded.created_at;
	RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION keep_complaint(p_ref text, p_text text, p_wanted text, p_csrf text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF length(p_text) > 20000 OR length(p_wanted) > 20000 THEN
		RETURN false;
	END IF;
	INSERT INTO complaint_draft (tenant_id, case_id, person_id, text, wanted)
	SELECT c.tenant_id, c.id, s.person_id, p_text, p_wanted
	FROM session_typing(p_csrf) s
	JOIN case_file c ON c.ref = p_ref AND person_acts(s.person_id, c) AND c.tenant_id = s.tenant_id
	ON CONFLICT (tenant_id, case_id) DO UPDATE
	    SET text = excluded.text, wanted = excluded.wanted, updated_at = now();
	RETURN FOUND;
END $$;

-- For keep_message(): the draft that a message is typed in, made when it is the first word; none where one may
-- not write.
CREATE FUNCTION message_draft(c case_file, p_person uuid, p_draft uuid, p_about uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	d uuid;
BEGIN
	SELECT f.id INTO d FROM draft f WHERE f.tenant_id = c.tenant_id AND person_fills(p_person, f)
	    AND CASE WHEN p_draft IS NOT NULL THEN f.id = p_draft AND f.supplement_of = c.id
		ELSE f.message_of = c.id AND f.message_about IS NOT DISTINCT FROM p_about END;
	IF d IS NULL AND p_draft IS NULL AND (p_about IS NULL OR EXISTS (SELECT FROM document l
	    WHERE l.id = p_about AND l.tenant_id = c.tenant_id AND l.case_id = c.id AND l.person_id = p_person
	      AND l.receiver = 'applicant')) THEN
		INSERT INTO draft (id, tenant_id, person_id, service, release_id, answers, revision, keep_days, expires_at,
		    warned_at, message_of, message_about)
		VALUES (gen_random_uuid(), c.tenant_id, p_person, c.service, c.release_id,
		    format('<%s/>', c.service)::xml, 2, 30, now() + interval '30 days', now(), c.id, p_about)
		RETURNING id INTO d;
	END IF;
	RETURN d;
END $$;

CREATE OR REPLACE FUNCTION keep_message(p_ref text, p_draft uuid, p_about uuid, p_n integer[], p_text text[],
    p_csrf text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
	me uuid;
	d uuid;
BEGIN
	SELECT s.person_id INTO me FROM session_typing(p_csrf) s;
	SELECT f.* INTO c FROM session_typing(p_csrf) s
	JOIN case_file f ON f.ref = p_ref AND person_acts(s.person_id, f) AND f.tenant_id = s.tenant_id;
	IF NOT FOUND OR c.closed_at IS NOT NULL OR cardinality(p_n) IS DISTINCT FROM cardinality(p_text)
	    OR EXISTS (SELECT FROM unnest(p_text) t WHERE length(t) > 20000) THEN
		RETURN false;
	END IF;
	d := message_draft(c, me, p_draft, p_about);
	INSERT INTO draft_message AS k (tenant_id, draft_id, n, text)
	SELECT c.tenant_id, d, x.n, x.t FROM unnest(p_n, p_text) x (n, t) WHERE d IS NOT NULL
	ON CONFLICT (draft_id, n) DO UPDATE SET text = excluded.text;
	RETURN FOUND;
END $$;

REVOKE ALL ON FUNCTION contact_keep(contact), person_known(uuid, text), session_typing(text),
    message_draft(case_file, uuid, uuid, uuid) FROM PUBLIC;
