-- What was found when the public journal, its requests and the hearings were read over: an address that is graded
-- later, a complaint that was answered with another refusal, the papers of a case that another service handles, and
-- days that are counted from when a notice is sent.

SET LOCAL ROLE skranke_owner;

-- ---- titles of the journal ----

-- As it was; an answer stands as it was written, and not as XML writes it.
CREATE OR REPLACE FUNCTION journal_title(p_title text, p_answers xml, p_screened boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
	name text;
	value text;
BEGIN
	FOR name IN SELECT m[1] FROM regexp_matches(p_title, '\{([A-Za-z_][A-Za-z0-9_./-]*)\}', 'g') m LOOP
		value := NULL;
		IF NOT p_screened THEN
			SELECT nullif(t.said, '') INTO value FROM XMLTABLE(('(/*/' || name || ')[1]') PASSING p_answers
			    COLUMNS said text PATH 'string(text()[1])') t;
		END IF;
		p_title := replace(p_title, '{' || name || '}', coalesce(value, '*****'));
	END LOOP;
	RETURN p_title;
END $$;

ALTER TABLE journal_entry DISABLE TRIGGER keep_row;
UPDATE journal_entry SET case_title = replace(replace(replace(case_title, '&lt;', '<'), '&gt;', '>'), '&amp;', '&')
    WHERE case_title ~ '&(amp|lt|gt);';
ALTER TABLE journal_entry ENABLE TRIGGER keep_row;

-- As it was; what is longer than anything in the journal is cut, since PostgreSQL refuses a word of 2 KB.
CREATE OR REPLACE FUNCTION journal_query(p_tenant text, p_words text) RETURNS tsquery
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
	SELECT (quote_literal('t=' || p_tenant) || ' & ' || string_agg(concat('(', quote_literal(replace(lower(w), '\', '')) || ':*',
	    (SELECT ' | (' || string_agg(quote_literal(s) || ':*', ' & ') || ')'
	     FROM regexp_split_to_table(words_plain(w), '[^[:alnum:]]+') s WHERE s <> ''), ')'), ' & '))::tsquery
	FROM regexp_split_to_table(left(p_words, 400), '[[:space:]]+') w WHERE w ~ '[[:alnum:]]'
$$;

-- ---- requests to see a document ----

-- As it was; other: the code opens another request.  The form has its code with it, so that who sends it twice has
-- asked once.
CREATE OR REPLACE FUNCTION access_ask(p_id uuid, p_entry uuid, p_how text, p_name text, p_email text, p_address text,
    p_wish text, p_due timestamptz, p_code text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	e journal_entry;
	r access_request;
BEGIN
	SELECT * INTO e FROM journal_entry j WHERE j.tenant_id = t AND j.id = p_entry;
	IF e.id IS NULL THEN
		RETURN NULL;
	END IF;
	PERFORM pg_advisory_xact_lock(hashtextextended('access ' || t, 0));
	SELECT * INTO r FROM access_request q WHERE q.tenant_id = t AND q.code_sha256 = access_code(p_code);
	IF r.id IS NOT NULL THEN
		RETURN CASE WHEN (r.entry_id, r.how, r.name, r.email, r.address, r.wish)
		    = (p_entry, p_how, p_name, p_email, p_address, p_wish) THEN 'asked' ELSE 'other' END;
	END IF;
	IF (SELECT count(*) FROM access_request q WHERE q.tenant_id = t AND q.asked_at > now() - interval '1 hour') >= 200
	    OR (SELECT count(*) FROM access_request q WHERE q.tenant_id = t AND q.asked_at > now() - interval '1 day'
		AND ((p_email <> '' AND lower(q.email) = lower(p_email)) OR (p_address ~ '\S'
		    AND words_plain(q.address) = words_plain(p_address)))) >= 20 THEN
		RETURN 'wait';
	END IF;
	INSERT INTO access_request (tenant_id, id, entry_id, case_id, service, how, name, email, address, wish, due_at,
	    code_sha256)
	VALUES (t, p_id, e.id, e.case_id, e.service, p_how, p_name, p_email, p_address, p_wish, p_due, access_code(p_code));
	RETURN 'asked';
END $$;

-- As it was, of the case that was asked about too: a service that follows is not always handled by the same.  What
-- came with the answer of one whose address is graded may tell where they live.
CREATE OR REPLACE FUNCTION access_things(p_id uuid)
RETURNS TABLE (kind text, id uuid, name text, media_type text, size bigint, sha256 text, at timestamptz, own boolean,
    why text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	r access_request;
BEGIN
	SELECT * INTO r FROM access_request q WHERE q.tenant_id = session_tenant() AND q.id = p_id
	    AND q.service = ANY (session_services(false)) AND NOT access_hidden(q.tenant_id, q.case_id);
	RETURN QUERY SELECT t.kind, t.id, t.name, t.media_type, t.size, t.sha256, t.at,
	    coalesce(j.thing = t.kind || ':' || t.id, false), CASE WHEN c.graded OR EXISTS (SELECT FROM hearing_file f
		JOIN hearing_party p ON p.id = f.party_id WHERE f.id = t.id AND p.graded) THEN 'graded'
		ELSE t.why END
	FROM case_file c
	CROSS JOIN LATERAL letter_things(c.tenant_id, c.id, '{}') t
	LEFT JOIN journal_thing j ON j.tenant_id = r.tenant_id AND j.entry_id = r.entry_id
	WHERE c.tenant_id = r.tenant_id AND r.case_id IN (c.id, c.parent_id)
	  AND c.service = ANY (session_services(false)) AND NOT access_hidden(c.tenant_id, c.id)
	  AND case_disqualified(c.id) IS NULL
	UNION ALL
	SELECT 'copy', k.id, k.name, b.media_type, b.size, k.sha256, k.at, true, nullif(b.verdict, 'clean')
	FROM access_copy k JOIN blob b ON b.tenant_id = k.tenant_id AND b.sha256 = k.sha256
	WHERE k.tenant_id = r.tenant_id AND k.request_id = r.id;
END $$;

-- A complaint is answered once; what is held back after that is for its body to judge.
ALTER TABLE access_request ADD COLUMN complained_n integer;	-- how many answers there were when they complained
UPDATE access_request r SET complained_n = (SELECT count(*) FROM access_answer a WHERE a.tenant_id = r.tenant_id
    AND a.request_id = r.id AND a.at <= r.complained_at) WHERE r.complained_at IS NOT NULL;
ALTER TABLE access_request ADD CHECK ((complained_at IS NULL) = (complained_n IS NULL));
GRANT SELECT (complained_n) ON access_request TO skranke_desk;

-- As it was; held, so that an answer comes before it or after.
CREATE OR REPLACE FUNCTION access_complain(p_code text, p_text text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM FROM access_request r WHERE r.tenant_id = current_setting('skranke.tenant', true)
	    AND r.id = (SELECT o.id FROM access_of(p_code) o) FOR UPDATE;
	UPDATE access_request r SET complained_at = now(), complaint = p_text, open = true, forwarded_at = NULL,
	    complained_n = (SELECT count(*) FROM access_answer a WHERE a.tenant_id = r.tenant_id AND a.request_id = r.id)
	    WHERE r.tenant_id = current_setting('skranke.tenant', true) AND r.id = (SELECT o.id FROM access_of(p_code) o)
	      AND r.complained_at IS NULL AND (SELECT l.refusable FROM access_look(p_code) l);
	RETURN FOUND;
END $$;

-- As it was; after a complaint all that is less than everything leaves it open, until it is sent to its body.
CREATE OR REPLACE FUNCTION access_answer_put(p_id uuid, p_outcome text, p_law text, p_reason text, p_things text[],
    p_days integer, p_link text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	r access_request := access_judge(p_id);
	gives boolean := p_outcome IN ('given', 'partly');
	k integer := (SELECT count(*) + 1 FROM access_answer a WHERE a.tenant_id = r.tenant_id AND a.request_id = r.id);
BEGIN
	IF NOT r.open OR k - 1 > r.complained_n THEN
		RETURN 'over';
	END IF;
	IF gives <> (cardinality(p_things) > 0) OR cardinality(p_things) > 50 THEN
		RAISE check_violation USING MESSAGE = 'what is given is something, what is refused is nothing';
	END IF;
	INSERT INTO access_answer (tenant_id, request_id, n, outcome, law, reason, desk_user_id, open_until, link_sha256)
	VALUES (r.tenant_id, r.id, k, p_outcome, CASE WHEN p_outcome IN ('partly', 'refused') THEN p_law ELSE '' END, p_reason,
	    session_desk_user(), CASE WHEN gives THEN now() + p_days * interval '1 day' END,
	    CASE WHEN r.how = 'email' THEN access_code(p_link) END);
	INSERT INTO access_file (tenant_id, request_id, answer_n, n, kind, thing_id, name, media_type, size, sha256, blob_sha256)
	SELECT r.tenant_id, r.id, k, x.n, t.kind, t.id, t.name, t.media_type, t.size, t.sha256,
	    CASE WHEN t.kind <> 'letter' THEN t.sha256 END
	FROM unnest(p_things) WITH ORDINALITY x (thing, n)
	JOIN access_things(r.id) t ON t.kind || ':' || t.id = x.thing AND t.why IS NULL;
	IF (SELECT count(*) FROM access_file f WHERE f.tenant_id = r.tenant_id AND f.request_id = r.id AND f.answer_n = k)
	    <> cardinality(p_things) THEN
		RAISE check_violation USING MESSAGE = 'a document that is given is of the case, clean, and may be given';
	END IF;
	UPDATE access_request q SET open = q.complained_at IS NOT NULL AND p_outcome <> 'given', answered_at = now(),
	    assigned_to = session_desk_user(), delivered_at = NULL, undelivered_at = NULL
	    WHERE q.tenant_id = r.tenant_id AND q.id = r.id;
	IF r.how = 'email' AND r.email <> '' THEN
		INSERT INTO outbox (id, tenant_id, access_request_id, kind, payload)
		VALUES (gen_random_uuid(), r.tenant_id, r.id, 'access', jsonb_build_object('code', p_link));
	END IF;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	SELECT c.tenant_id, c.id, 'desk.access', c.state, c.state, 'caseworker', session_desk_user(),
	    jsonb_build_object('request', r.id, 'answer', k, 'outcome', p_outcome)
	FROM case_file c WHERE c.tenant_id = r.tenant_id AND c.id = r.case_id;
	RETURN 'done';
END $$;

-- ---- those who are asked for their view ----

-- Whose address is graded after they were told has neither name nor address here from then on.
CREATE FUNCTION person_graded_unheard() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE hearing_party p SET graded = true, name = '', line1 = '', line2 = '', postcode = '', city = ''
	    WHERE p.person_id = NEW.id AND NOT p.graded;
	RETURN NULL;
END $$;
CREATE TRIGGER person_graded_unheard AFTER UPDATE OF graded ON person FOR EACH ROW WHEN (NEW.graded IS NOT NULL)
    EXECUTE FUNCTION person_graded_unheard();
UPDATE hearing_party p SET graded = true, name = '', line1 = '', line2 = '', postcode = '', city = ''
    FROM person n WHERE n.id = p.person_id AND n.graded IS NOT NULL AND NOT p.graded;

-- The last day to answer, when they are told on that day: they have as many days as they were given.
CREATE FUNCTION hearing_due_from(p_due timestamptz, p_sent timestamptz, p_told timestamptz) RETURNS timestamptz
LANGUAGE sql STABLE AS $$
	SELECT greatest(p_due, ((p_told AT TIME ZONE 'Europe/Oslo')::date + ((p_due AT TIME ZONE 'Europe/Oslo')::date
	    - (p_sent AT TIME ZONE 'Europe/Oslo')::date) + 1)::timestamp AT TIME ZONE 'Europe/Oslo' - interval '1 second')
$$;

-- A notice that lay, or was sent by hand, gives the days that it speaks of from when it was sent.
CREATE FUNCTION hearing_sent() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	p hearing_party;
	h hearing;
BEGIN
	UPDATE hearing_party q SET due_at = hearing_due_from(q.due_at, q.sent_at, NEW.at), sent_at = NEW.at
	    FROM document d JOIN outbox o ON o.id = d.outbox_id AND o.payload ->> 'to' = 'hearing'
	    WHERE d.id = NEW.document_id AND q.id = d.hearing_party_id AND o.created_at = q.sent_at
	      AND q.answered_at IS NULL AND NEW.at > q.sent_at
	    RETURNING q.* INTO p;
	SELECT * INTO h FROM hearing x WHERE x.id = p.hearing_id;
	UPDATE draft d SET warned_at = NULL, expires_at = p.due_at + interval '30 days'
	    WHERE d.id = h.draft_id AND d.expires_at < p.due_at + interval '30 days';
	UPDATE deadline d SET due_at = p.due_at
	    WHERE d.tenant_id = h.tenant_id AND d.case_id = h.case_id AND d.event = 'deadline.' || h.hearing
	      AND d.fired_at IS NULL AND d.cancelled_at IS NULL AND d.due_at < p.due_at;
	RETURN NULL;
END $$;
CREATE TRIGGER hearing_sent AFTER INSERT ON letter_proof FOR EACH ROW WHEN (NEW.what IN ('notified', 'printed'))
    EXECUTE FUNCTION hearing_sent();

-- As it was, of who has not answered: what somebody said themselves is not written over from a page that does not
-- show it yet.
CREATE OR REPLACE FUNCTION hearing_register(p_ref text, p_party uuid, p_answer text, p_text text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file := hearing_case(p_ref);
	party hearing_party;
BEGIN
	SELECT p.* INTO party FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id
	    WHERE p.id = p_party AND h.tenant_id = c.tenant_id AND h.case_id = c.id FOR UPDATE OF p;
	IF party.id IS NULL OR c.decided_at IS NOT NULL OR c.closed_at IS NOT NULL THEN
		RETURN false;
	ELSIF party.answer IS NOT NULL THEN
		RETURN party.answer = p_answer AND party.text = p_text;
	END IF;
	PERFORM hearing_keep(party, p_answer, CASE p_answer WHEN 'remarks' THEN p_text ELSE '' END, 'desk',
	    (SELECT u.name FROM desk_user u WHERE u.id = session_desk_user()), now());
	RETURN true;
END $$;

-- ---- what is kept ----

-- As it was; and what one who is asked wrote when a session had run out.
CREATE OR REPLACE FUNCTION sweep() RETURNS TABLE (attempts bigint, sessions bigint, posts bigint, drafts bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n bigint;
BEGIN
	DELETE FROM login_attempt WHERE created_at < now() - interval '1 hour';
	GET DIAGNOSTICS attempts = ROW_COUNT;
	DELETE FROM session WHERE created_at < now() - interval '30 days';
	GET DIAGNOSTICS sessions = ROW_COUNT;
	DELETE FROM parked_post WHERE created_at < now() - interval '1 day';
	GET DIAGNOSTICS posts = ROW_COUNT;
	DELETE FROM hearing_typed WHERE at < now() - interval '1 day';
	GET DIAGNOSTICS n = ROW_COUNT;
	posts := posts + n;
	DELETE FROM draft WHERE expires_at < now();
	GET DIAGNOSTICS drafts = ROW_COUNT;
	RETURN NEXT;
END $$;

REVOKE ALL ON FUNCTION person_graded_unheard(), hearing_due_from(timestamptz, timestamptz, timestamptz), hearing_sent()
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hearing_due_from(timestamptz, timestamptz, timestamptz) TO skranke_postman;
