-- Applications that staff register for somebody, from paper or from the telephone.
--
-- Such a draft is the caseworker's: `registered_by` says whose, `person_id` for whom, and the person
-- sees nothing of it before it is a case.  came_on is the day the paper came in or the call was made:
-- deadlines run from then.  The case keeps where it came from, who registered it and when, and what
-- was left open, with a reason for each (gaps).  A citizen's program can make no such case.

SET LOCAL ROLE skranke_owner;

ALTER TABLE draft
	ADD COLUMN origin text NOT NULL DEFAULT 'web' CHECK (origin IN ('web', 'paper', 'telephone')),
	ADD COLUMN registered_by uuid REFERENCES desk_user ON DELETE CASCADE,
	ADD COLUMN came_on date,
	ADD CONSTRAINT draft_registered CHECK ((origin = 'web') = (registered_by IS NULL)),
	ADD CONSTRAINT draft_came CHECK ((origin = 'web') = (came_on IS NULL)
	    AND came_on <= (created_at AT TIME ZONE 'Europe/Oslo')::date);
CREATE INDEX draft_registered ON draft (registered_by) WHERE registered_by IS NOT NULL;

ALTER TABLE case_file
	ADD COLUMN origin text NOT NULL DEFAULT 'web' CHECK (origin IN ('web', 'paper', 'telephone')),
	ADD COLUMN registered_by uuid REFERENCES desk_user,
	ADD COLUMN registered_at timestamptz,
	-- what the paper lacked: [{field, label, text, reason}]
	ADD COLUMN gaps jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(gaps) = 'array'),
	ADD CHECK ((origin = 'web') = (registered_by IS NULL)
	    AND (origin = 'web') = (registered_at IS NULL)
	    AND (origin <> 'web' OR gaps = '[]'));

-- The paper itself, scanned, is no answer to any question.
ALTER TABLE attachment
	ADD COLUMN kind text NOT NULL DEFAULT 'answer' CHECK (kind IN ('answer', 'scan'));

-- When an application came in: a day that is past counts from its noon, today from now.
CREATE FUNCTION came_at(p_on date) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
	SELECT CASE WHEN p_on < (now() AT TIME ZONE 'Europe/Oslo')::date
	    THEN (p_on + time '12:00') AT TIME ZONE 'Europe/Oslo' ELSE now() END
$$;
GRANT EXECUTE ON FUNCTION came_at(date) TO skranke_citizen, skranke_desk;

-- May the one who is logged in type what others applied for?
CREATE FUNCTION session_registers() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN session_desk_user() IS NOT NULL AND cardinality(session_services(true)) > 0;
END $$;

-- The words of a name, in small letters.
CREATE FUNCTION name_words(p_name text) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$ SELECT regexp_split_to_array(lower(trim(p_name)), '[[:space:]-]+') $$;

-- desk: the person with this identity number, noted when new.  Refused, and then nobody: 'name', we
-- know the number under another name; 'self', nobody registers for themselves (fvl § 6); 'graded', the
-- address is, and the case would be kept from who registers it.  What we call a person already is
-- neither told nor changed.
CREATE FUNCTION person_register(p_pid text, p_name text, OUT id uuid, OUT refused text)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	p person;
BEGIN
	IF session_registers() IS NOT TRUE THEN
		RAISE insufficient_privilege USING MESSAGE = 'person_register asks for a caseworker';
	END IF;
	INSERT INTO person AS n (pid, name) VALUES (p_pid, p_name)
	ON CONFLICT (pid) DO UPDATE SET name = coalesce(n.name, excluded.name) RETURNING * INTO p;
	IF EXISTS (SELECT FROM desk_user u WHERE u.id = session_desk_user() AND u.person_id = p.id) THEN
		refused := 'self';
	ELSIF NOT name_words(p.name) @> name_words(p_name)
	    AND NOT name_words(p_name) @> name_words(p.name) THEN
		refused := 'name';
	ELSIF p.graded IS NOT NULL AND NOT session_graded() THEN
		refused := 'graded';
	ELSE
		id := p.id;
	END IF;
END $$;
GRANT EXECUTE ON FUNCTION person_register(text, text), session_registers() TO skranke_desk;

-- citizen or caseworker, logged in: the id that stands for an identity number typed in a form.
CREATE OR REPLACE FUNCTION person_note(p_pid text) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	found_id uuid;
BEGIN
	IF session_person() IS NULL AND session_registers() IS NOT TRUE THEN
		RAISE insufficient_privilege USING MESSAGE = 'person_note asks for a live session';
	END IF;
	SELECT p.id INTO found_id FROM person p WHERE p.pid = p_pid;
	IF found_id IS NULL THEN
		INSERT INTO person AS p (pid) VALUES (p_pid)
		ON CONFLICT (pid) DO UPDATE SET pid = excluded.pid RETURNING p.id INTO found_id;
	END IF;
	RETURN found_id;
END $$;

-- 'UUID=PID' for each person that the answers of an own draft speak of; NULL when not one's own.
CREATE OR REPLACE FUNCTION draft_pids(p_draft uuid) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT ARRAY(SELECT p.id || '=' || p.pid FROM person p WHERE p.id = ANY (d.persons))
	    FROM draft d WHERE d.id = p_draft AND d.tenant_id = session_tenant()
	      AND CASE WHEN d.registered_by IS NULL THEN d.person_id = session_person()
	          ELSE d.registered_by = session_desk_user() END);
END $$;

-- Keep what was typed for a session that has run out (at most 12 hours ago, not logged out), so
-- that it is there after the next login.  The token and tenant are the transaction's settings.
-- true when kept; one a page of a draft, the latest.
CREATE OR REPLACE FUNCTION park_post(p_draft uuid, p_page text, p_fields text, p_csrf text)
RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF octet_length(p_fields) > 65536 OR length(p_page) > 100 THEN
		RETURN false;
	END IF;
	INSERT INTO parked_post (tenant_id, person_id, draft_id, page, fields)
	SELECT d.tenant_id, d.person_id, d.id, p_page, p_fields
	FROM session s
	JOIN draft d ON d.id = p_draft AND d.tenant_id = s.tenant_id
	    AND CASE WHEN d.registered_by IS NULL THEN d.person_id = s.person_id
	        ELSE d.registered_by = s.desk_user_id END
	WHERE s.token_sha256 = token_sha256(current_setting('skranke.session', true))
	  AND s.tenant_id = current_setting('skranke.tenant', true)
	  AND s.csrf = p_csrf
	  AND s.ended_at IS NULL
	  AND least(s.seen_at + interval '30 minutes', s.created_at + interval '120 minutes')
	      > now() - interval '12 hours'
	ON CONFLICT (draft_id, page) DO UPDATE
	    SET fields = excluded.fields, created_at = excluded.created_at;
	RETURN FOUND;
END $$;

-- Content on its way in, in the session's municipality.  'new': its pieces are wanted, in this
-- transaction; otherwise what is known of it already.
CREATE OR REPLACE FUNCTION blob_put(p_sha256 text, p_size bigint, p_media_type text, p_verdict text)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t text := session_tenant();
	known text;
BEGIN
	IF session_person() IS NULL AND session_registers() IS NOT TRUE THEN
		RAISE insufficient_privilege USING MESSAGE = 'nobody is logged in';
	END IF;
	LOOP
		INSERT INTO blob (tenant_id, sha256, size, media_type, verdict, scanned_at)
		VALUES (t, p_sha256, p_size, p_media_type, p_verdict,
		    CASE WHEN p_verdict <> 'waiting' THEN now() END)
		ON CONFLICT DO NOTHING;
		IF FOUND THEN
			RETURN 'new';
		END IF;
		-- held, so that it is not swept before it is attached
		SELECT b.verdict INTO known FROM blob b
		    WHERE b.tenant_id = t AND b.sha256 = p_sha256 FOR UPDATE;
		IF known = 'waiting' AND p_verdict = 'clean' THEN
			UPDATE blob b SET verdict = p_verdict, scanned_at = now()
			    WHERE b.tenant_id = t AND b.sha256 = p_sha256;
			RETURN p_verdict;
		END IF;
		IF known IS NOT NULL THEN
			RETURN known;
		END IF;
	END LOOP;
END $$;

GRANT EXECUTE ON FUNCTION person_note(text), answers_note(text, text[]), draft_pids(uuid),
    park_post(uuid, text, text, text), case_ref(text), blob_put(text, bigint, text, text),
    blob_piece_put(text, integer, text) TO skranke_desk;

-- clock: ask for the reminders that are due, a week before the draft goes, or a third of its time
-- where that is less; how many.  Any number of clocks: each draft is taken by one.  What staff are
-- registering is no business of the person's yet.
CREATE OR REPLACE FUNCTION draft_remind() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n bigint;
BEGIN
	WITH due AS (
		SELECT d.id FROM draft d
		WHERE d.warned_at IS NULL AND d.registered_by IS NULL AND d.expires_at > now()
		  AND d.expires_at <= now() + interval '7 days'
		  AND d.expires_at <= now() + d.keep_days * interval '8 hours'
		FOR UPDATE SKIP LOCKED),
	warned AS (
		UPDATE draft d SET warned_at = now() FROM due WHERE d.id = due.id
		RETURNING d.id, d.tenant_id)
	INSERT INTO outbox (id, tenant_id, draft_id, kind)
	SELECT gen_random_uuid(), w.tenant_id, w.id, 'reminder' FROM warned w;
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN n;
END $$;

-- draft, parked_post: what a caseworker registers is the caseworker's alone
ALTER POLICY citizen_own ON draft
    USING (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true)
	AND registered_by IS NULL);
GRANT SELECT, DELETE,
    INSERT (id, tenant_id, person_id, service, release_id, answers, keep_days, expires_at, origin, registered_by,
	came_on),
    UPDATE (answers, persons, page, revision, updated_at, expires_at, warned_at) ON draft TO skranke_desk;
CREATE POLICY desk_own ON draft TO skranke_desk
    USING (registered_by = (SELECT session_desk_user()) AND tenant_id = current_setting('skranke.tenant', true)
	AND service = ANY ((SELECT session_services(true))::text[]));
ALTER POLICY citizen_own ON parked_post
    USING (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM draft d WHERE d.id = parked_post.draft_id));
GRANT SELECT, DELETE ON parked_post TO skranke_desk;
CREATE POLICY desk_own ON parked_post TO skranke_desk
    USING (EXISTS (SELECT FROM draft d WHERE d.id = parked_post.draft_id));

-- person: whom the caseworker is registering for
CREATE POLICY by_registering ON person FOR SELECT TO skranke_desk USING (id IN (SELECT d.person_id FROM draft d));

-- case_file: made by a caseworker only of what was registered, in one's own name
GRANT INSERT (origin, registered_by, registered_at, gaps) ON case_file TO skranke_citizen;
CREATE POLICY citizen_web ON case_file AS RESTRICTIVE FOR INSERT TO skranke_citizen
    WITH CHECK (origin = 'web');
GRANT INSERT (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, warnings, state,
    state_since, received_at, due_at, code, revision, ball, closed_at, unit_id, origin, registered_by,
    registered_at, gaps) ON case_file TO skranke_desk;
CREATE POLICY desk_register ON case_file FOR INSERT TO skranke_desk
    WITH CHECK (registered_by = (SELECT session_desk_user())
	AND tenant_id = current_setting('skranke.tenant', true)
	AND service = ANY ((SELECT session_services(true))::text[])
	AND EXISTS (SELECT FROM draft d WHERE d.id = case_file.draft_id AND d.person_id = case_file.person_id
	    AND d.origin = case_file.origin AND came_at(d.came_on) = case_file.received_at));

-- attachment: of one's own draft
ALTER POLICY citizen_read ON attachment
    USING (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true)
	AND (case_id IS NOT NULL OR EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id)));
GRANT DELETE, INSERT (id, tenant_id, person_id, draft_id, sha256, name, kind), UPDATE (draft_id, case_id)
    ON attachment TO skranke_desk;
GRANT INSERT (kind) ON attachment TO skranke_citizen;
CREATE POLICY by_draft ON attachment FOR SELECT TO skranke_desk
    USING (EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id));
CREATE POLICY desk_add ON attachment FOR INSERT TO skranke_desk
    WITH CHECK (EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id
	AND d.tenant_id = attachment.tenant_id AND d.person_id = attachment.person_id));
CREATE POLICY desk_drop ON attachment FOR DELETE TO skranke_desk
    USING (EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id));
CREATE POLICY desk_send ON attachment FOR UPDATE TO skranke_desk
    USING (EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id))
    WITH CHECK (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = attachment.tenant_id
	AND c.id = attachment.case_id AND c.registered_by = (SELECT session_desk_user())));
