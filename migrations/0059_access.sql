-- 0059_access - a request to see a document of the public journal (offentleglova § 3), the journal's
-- search, and what came in before there was a journal
--
-- Anybody asks, by a form, without a name.  Who asked has a code, kept as its hash, and comes to the
-- request by it alone.  Staff of the entry's service answer: what is given is a row of access_file for
-- each document, judged here; an answer never changes, another may follow it.
SET LOCAL ROLE skranke_owner;

-- ---- each document once ----

CREATE TABLE journal_thing (
	tenant_id	text NOT NULL,
	entry_id	uuid NOT NULL,
	case_id		uuid NOT NULL,
	thing		text NOT NULL,		-- event:SEQ, message:ID, answer:ID/N or letter:ID
	PRIMARY KEY (tenant_id, case_id, thing),
	UNIQUE (tenant_id, entry_id),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES journal_entry (tenant_id, id)
);
-- What an entry is found by; names too, so only journal_find() reads it.
CREATE TABLE journal_words (
	tenant_id	text NOT NULL,
	entry_id	uuid NOT NULL,
	words		tsvector NOT NULL,
	PRIMARY KEY (tenant_id, entry_id),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES journal_entry (tenant_id, id)
);
CREATE INDEX journal_words_words ON journal_words USING gin (words) WITH (fastupdate = off);

-- A number is a word as a whole, and each of its parts; so is the number of the entry's case.
CREATE FUNCTION journal_words_of(p_tenant text, p_number text, p_text text) RETURNS tsvector
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
	SELECT strip(to_tsvector('simple', translate(words_plain(p_text), '-./', '   ')))
	    || array_to_tsvector(ARRAY['t=' || p_tenant, lower(p_number)])
$$;
CREATE FUNCTION journal_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO journal_words (tenant_id, entry_id, words)
	VALUES (NEW.tenant_id, NEW.id, journal_words_of(NEW.tenant_id, NEW.case_ref || '-' || NEW.case_n,
	    concat_ws(' ', NEW.case_title, NEW.title, NEW.party)));
	INSERT INTO journal_thing (tenant_id, entry_id, case_id, thing)
	SELECT NEW.tenant_id, NEW.id, NEW.case_id, t FROM current_setting('skranke.thing', true) t WHERE t <> '';
	RETURN NULL;
END $$;
CREATE TRIGGER journal_note AFTER INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_note();
INSERT INTO journal_words (tenant_id, entry_id, words)
SELECT e.tenant_id, e.id, journal_words_of(e.tenant_id, e.case_ref || '-' || e.case_n,
    concat_ws(' ', e.case_title, e.title, e.party)) FROM journal_entry e;

-- journal_put() of a document that has no entry yet.  Nobody is named in what is a year old.
CREATE FUNCTION journal_add(p_tenant text, p_case uuid, p_in boolean, p_kind text, p_of text, p_on timestamptz,
    p_party text, p_thing text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM journal_thing t
	    WHERE t.tenant_id = p_tenant AND t.case_id = p_case AND t.thing = p_thing) THEN
		RETURN;
	END IF;
	PERFORM set_config('skranke.thing', p_thing, true);
	PERFORM journal_put(p_tenant, p_case, p_in, p_kind, p_of, p_on,
	    CASE WHEN p_on > now() - interval '12 months' THEN p_party END);
	PERFORM set_config('skranke.thing', '', true);
END $$;

CREATE FUNCTION journal_add_event(e case_event) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_add(e.tenant_id, e.case_id, true, 'event',
	    CASE WHEN e.from_state IS NULL THEN 'submit' ELSE e.event END,
	    CASE WHEN e.from_state IS NULL THEN c.received_at ELSE e.at END, p.name, 'event:' || e.seq)
	FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.tenant_id = e.tenant_id AND c.id = e.case_id;
END $$;
CREATE FUNCTION journal_add_message(m case_message) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_add(m.tenant_id, m.case_id, true, 'event', 'message', m.at, p.name, 'message:' || m.id)
	FROM person p WHERE p.id = m.person_id;
END $$;
CREATE FUNCTION journal_add_statement(a hearing_answer) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_add(h.tenant_id, h.case_id, true, 'event', 'hearing', a.at,
	    CASE WHEN p.kind = 'organisation' AND NOT p.graded THEN p.name END,
	    'answer:' || a.party_id || '/' || a.n)
	FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id WHERE p.id = a.party_id AND h.case_id IS NOT NULL
	  AND a.at >= (SELECT c.received_at FROM case_file c WHERE c.tenant_id = h.tenant_id AND c.id = h.case_id);
END $$;
CREATE FUNCTION journal_add_letter(d document) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM outbox o WHERE o.id = d.outbox_id AND o.copy_of IS NOT NULL) THEN
		RETURN;
	END IF;
	PERFORM journal_add(d.tenant_id, d.case_id, false, 'letter', d.template, d.available_at,
	    CASE d.receiver WHEN 'applicant' THEN (SELECT p.name FROM person p WHERE p.id = d.person_id)
	    WHEN 'hearing' THEN (SELECT p.name FROM hearing_party p WHERE p.id = d.hearing_party_id
		AND p.kind = 'organisation' AND NOT p.graded) END, 'letter:' || d.id);
END $$;

CREATE OR REPLACE FUNCTION journal_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_add_event(NEW);
	RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION journal_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_add_message(NEW);
	RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION journal_statement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_add_statement(NEW);
	RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION journal_letter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_add_letter(NEW);
	RETURN NULL;
END $$;

-- The documents of before p_until, the oldest first, get entries of today: how many.  A journal is
-- numbered as it is written, and an entry says which day its document is of.  Twice is as once.
CREATE FUNCTION journal_catch_up(p_until timestamptz) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	before bigint := (SELECT count(*) FROM journal_entry);
	t record;
BEGIN
	FOR t IN
		SELECT e.at, 1 AS kind, e AS event, NULL::case_message AS message, NULL::hearing_answer AS answer,
		    NULL::document AS letter
		FROM case_event e WHERE e.at < p_until AND (e.from_state IS NULL
		    OR e.event IN ('answer', 'complain', 'withdraw', 'withdraw-complaint'))
		UNION ALL SELECT m.at, 2, NULL, m, NULL, NULL FROM case_message m WHERE m.at < p_until
		UNION ALL SELECT a.at, 3, NULL, NULL, a, NULL FROM hearing_answer a WHERE a.at < p_until
		UNION ALL SELECT d.available_at, 4, NULL, NULL, NULL, d FROM document d
		    WHERE d.available_at < p_until AND d.case_id IS NOT NULL
		ORDER BY 1, 2
	LOOP
		IF t.kind = 1 THEN
			PERFORM journal_add_event(t.event);
		ELSIF t.kind = 2 THEN
			PERFORM journal_add_message(t.message);
		ELSIF t.kind = 3 THEN
			PERFORM journal_add_statement(t.answer);
		ELSE
			PERFORM journal_add_letter(t.letter);
		END IF;
	END LOOP;
	RETURN (SELECT count(*) FROM journal_entry) - before;
END $$;
SELECT journal_catch_up(m.applied_at) FROM schema_migration m WHERE m.version = 43;

-- ---- search ----

-- Entries that anybody may see, newest first, one more than a page of 50; each word typed begins a word
-- of what is shown of it.  NULL narrows nothing down.
CREATE FUNCTION journal_find(p_after uuid, p_words text, p_kind text, p_from date, p_to date)
RETURNS SETOF public_journal
LANGUAGE plpgsql STABLE SECURITY DEFINER ROWS 51 SET search_path = public, pg_temp AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	at_year integer;
	at_n integer;
	typed text := (SELECT string_agg(concat('(', quote_literal(replace(lower(w), '\', '')) || ':*',
	    (SELECT ' | (' || string_agg(quote_literal(s) || ':*', ' & ') || ')'
	     FROM regexp_split_to_table(words_plain(w), '[^[:alnum:]]+') s WHERE s <> ''), ')'), ' & ')
	    FROM regexp_split_to_table(p_words, '[[:space:]]+') w WHERE w ~ '[[:alnum:]]');
BEGIN
	IF p_words ~ '\S' AND typed IS NULL THEN
		RETURN;
	END IF;
	IF p_after IS NOT NULL THEN
		SELECT e.year, e.n INTO at_year, at_n FROM journal_entry e WHERE e.tenant_id = t AND e.id = p_after;
		IF at_n IS NULL THEN
			RETURN;
		END IF;
	END IF;
	-- each question is planned for itself: a rare word is found by its index, a common one on the way
	RETURN QUERY EXECUTE 'SELECT p.* FROM public_journal p'
	    || CASE WHEN typed IS NOT NULL THEN ' JOIN journal_words w ON w.tenant_id = p.tenant_id AND w.entry_id = p.id
		AND w.words @@ $1' ELSE '' END
	    || ' WHERE p.tenant_id = $2'
	    || CASE WHEN p_after IS NOT NULL THEN ' AND (p.year, p.n) < ($3, $4)' ELSE '' END
	    || CASE WHEN p_kind IS NOT NULL THEN ' AND p.kind = $5' ELSE '' END
	    || CASE WHEN p_from IS NOT NULL THEN ' AND p.journal_on >= $6' ELSE '' END
	    || CASE WHEN p_to IS NOT NULL THEN ' AND p.journal_on <= $7' ELSE '' END
	    || CASE WHEN typed IS NOT NULL THEN ' AND journal_words_of($2, p.case_ref || ''-'' || p.case_n,
		concat_ws('' '', p.case_title, p.title, p.party)) @@ $1' ELSE '' END
	    || ' ORDER BY p.year DESC, p.n DESC LIMIT 51'
	USING (quote_literal('t=' || t) || ' & ' || typed)::tsquery, t, at_year, at_n, p_kind, p_from, p_to;
END $$;
GRANT EXECUTE ON FUNCTION journal_find(uuid, text, text, date, date) TO skranke_citizen, skranke_api;

-- ---- staff screen more or less ----

GRANT SELECT ON public_journal TO skranke_desk;
ALTER TABLE journal_screen ADD COLUMN undoes integer CHECK (undoes < n);	-- the row that is taken back
GRANT INSERT (undoes) ON journal_screen TO skranke_desk;

-- Each row says something new, gets its own number, and is of somebody who may act in the case.
CREATE FUNCTION journal_screen_judge() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	e journal_entry;
	last journal_screen;
BEGIN
	SELECT * INTO e FROM journal_entry j WHERE j.tenant_id = NEW.tenant_id AND j.id = NEW.entry_id FOR UPDATE;
	IF access_hidden(e.tenant_id, e.case_id) THEN
		RAISE insufficient_privilege USING MESSAGE = 'the case is hidden from who asks';
	END IF;
	IF session_desk_user() IS NOT NULL AND case_disqualified(e.case_id) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user acts in a case' USING ERRCODE = 'SKR06';
	END IF;
	SELECT * INTO last FROM journal_screen s WHERE s.tenant_id = NEW.tenant_id AND s.entry_id = NEW.entry_id
	    ORDER BY s.n DESC LIMIT 1;
	IF NEW.screened = coalesce(last.screened, e.screened) AND NEW.law = coalesce(last.law, e.law) THEN
		RAISE check_violation USING MESSAGE = 'the entry is so already';
	END IF;
	IF NEW.undoes IS DISTINCT FROM coalesce(last.n, 0) AND NEW.undoes IS NOT NULL THEN
		RAISE unique_violation USING MESSAGE = 'only what was done last is taken back';
	END IF;
	NEW.n := coalesce(last.n, 0) + 1;
	NEW.at := now();
	RETURN NEW;
END $$;
CREATE TRIGGER journal_screen_judge BEFORE INSERT ON journal_screen
    FOR EACH ROW EXECUTE FUNCTION journal_screen_judge();

-- ---- requests ----

CREATE TABLE access_request (
	tenant_id	text NOT NULL REFERENCES tenant,
	id		uuid NOT NULL,
	entry_id	uuid NOT NULL,
	case_id		uuid NOT NULL,			-- of the entry; the case may be gone
	service		text NOT NULL,
	asked_at	timestamptz NOT NULL DEFAULT now(),
	due_at		timestamptz NOT NULL,		-- no answer by then counts as a refusal
	how		text NOT NULL CHECK (how IN ('email', 'post', 'pickup')),
	name		text NOT NULL DEFAULT '' CHECK (length(name) <= 200),
	email		text NOT NULL DEFAULT '' CHECK (length(email) <= 254),
	address		text NOT NULL DEFAULT '' CHECK (length(address) <= 500),
	wish		text NOT NULL DEFAULT '' CHECK (length(wish) <= 2000),
	code_sha256	text NOT NULL,			-- of the reference that who asked was shown
	assigned_to	uuid REFERENCES desk_user,
	open		boolean NOT NULL DEFAULT true,	-- the municipality must do something
	answered_at	timestamptz,			-- last
	delivered_at	timestamptz,			-- handed over, or posted, by staff
	undelivered_at	timestamptz,			-- no e-mail about it arrived
	complained_at	timestamptz,
	complaint	text NOT NULL DEFAULT '' CHECK (length(complaint) <= 10000),
	forwarded_at	timestamptz,			-- the complaint, to its body
	forgotten_at	timestamptz,			-- who asked is not known any more
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, code_sha256),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES journal_entry (tenant_id, id),
	CHECK (due_at > asked_at AND due_at < asked_at + interval '30 days'),
	CHECK (forgotten_at IS NOT NULL OR (how = 'email') = (email <> '')),
	CHECK (forgotten_at IS NOT NULL OR how <> 'post' OR address ~ '\S'),
	CHECK ((complained_at IS NULL) = (complaint !~ '\S'))
);
CREATE INDEX access_request_open ON access_request (tenant_id, due_at, id) WHERE open;
CREATE INDEX access_request_asked ON access_request (tenant_id, asked_at, id);
CREATE INDEX access_request_entry ON access_request (tenant_id, entry_id);
CREATE INDEX access_request_known ON access_request (answered_at) WHERE forgotten_at IS NULL;

CREATE TABLE access_answer (
	tenant_id	text NOT NULL,
	request_id	uuid NOT NULL,
	n		integer NOT NULL CHECK (n > 0),
	outcome		text NOT NULL CHECK (outcome IN ('given', 'partly', 'refused', 'missing')),
	law		text NOT NULL DEFAULT '' CHECK (length(law) <= 200),
	reason		text NOT NULL DEFAULT '' CHECK (length(reason) <= 4000),
	desk_user_id	uuid NOT NULL REFERENCES desk_user,
	at		timestamptz NOT NULL DEFAULT now(),
	open_until	timestamptz,			-- of what is given
	link_sha256	text,				-- of the code in the e-mail
	PRIMARY KEY (tenant_id, request_id, n),
	UNIQUE (tenant_id, link_sha256),
	FOREIGN KEY (tenant_id, request_id) REFERENCES access_request (tenant_id, id),
	CHECK ((outcome IN ('given', 'partly')) = (open_until IS NOT NULL)),
	CHECK (outcome NOT IN ('partly', 'refused') OR law ~ '\S'),	-- offentleglova § 31
	CHECK (outcome <> 'missing' OR reason ~ '\S')
);

-- What staff have taken out of a document before it is given: a file of its own.
CREATE TABLE access_copy (
	tenant_id	text NOT NULL,
	id		uuid NOT NULL,
	request_id	uuid NOT NULL,
	name		text NOT NULL,
	sha256		text NOT NULL,
	desk_user_id	uuid NOT NULL REFERENCES desk_user,
	at		timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, request_id, sha256),
	FOREIGN KEY (tenant_id, request_id) REFERENCES access_request (tenant_id, id),
	FOREIGN KEY (tenant_id, sha256) REFERENCES blob
);
CREATE INDEX access_copy_blob ON access_copy (tenant_id, sha256);

CREATE TABLE access_file (
	tenant_id	text NOT NULL,
	request_id	uuid NOT NULL,
	answer_n	integer NOT NULL,
	n		integer NOT NULL CHECK (n > 0),
	kind		text NOT NULL CHECK (kind IN ('file', 'letter', 'copy')),
	thing_id	uuid NOT NULL,
	name		text NOT NULL,
	media_type	text NOT NULL,
	size		bigint NOT NULL,
	sha256		text NOT NULL,
	blob_sha256	text,				-- NULL: a letter's PDF, or no longer open
	PRIMARY KEY (tenant_id, request_id, answer_n, n),
	FOREIGN KEY (tenant_id, request_id, answer_n) REFERENCES access_answer (tenant_id, request_id, n),
	FOREIGN KEY (tenant_id, blob_sha256) REFERENCES blob
);
CREATE INDEX access_file_blob ON access_file (tenant_id, blob_sha256) WHERE blob_sha256 IS NOT NULL;

CREATE FUNCTION access_stands() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	RAISE insufficient_privilege USING MESSAGE = 'what was answered never changes';
END $$;
CREATE TRIGGER access_stands BEFORE UPDATE OR DELETE OR TRUNCATE ON access_answer EXECUTE FUNCTION access_stands();
CREATE TRIGGER access_stands BEFORE DELETE OR TRUNCATE ON access_file EXECUTE FUNCTION access_stands();
CREATE TRIGGER access_stands_file BEFORE UPDATE ON access_file FOR EACH ROW
    WHEN (NEW.blob_sha256 IS NOT NULL OR (OLD.tenant_id, OLD.request_id, OLD.answer_n, OLD.n, OLD.kind, OLD.thing_id, OLD.name,
	OLD.sha256) IS DISTINCT FROM (NEW.tenant_id, NEW.request_id, NEW.answer_n, NEW.n, NEW.kind, NEW.thing_id, NEW.name,
	NEW.sha256)) EXECUTE FUNCTION access_stands();

-- Content that is given, or made ready for it, stays as long as it may be fetched.
CREATE OR REPLACE FUNCTION blob_sweep() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n bigint;
BEGIN
	DELETE FROM blob d USING (
		SELECT b.tenant_id, b.sha256 FROM blob b
		WHERE NOT EXISTS (SELECT FROM attachment a
			WHERE a.tenant_id = b.tenant_id AND a.sha256 = b.sha256)
		  AND NOT EXISTS (SELECT FROM hearing_told_file f
			WHERE f.tenant_id = b.tenant_id AND f.sha256 = b.sha256)
		  AND NOT EXISTS (SELECT FROM access_copy c
			WHERE c.tenant_id = b.tenant_id AND c.sha256 = b.sha256)
		  AND NOT EXISTS (SELECT FROM access_file f
			WHERE f.tenant_id = b.tenant_id AND f.blob_sha256 = b.sha256)
		FOR UPDATE SKIP LOCKED) o
	WHERE d.tenant_id = o.tenant_id AND d.sha256 = o.sha256;
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN n;
EXCEPTION WHEN foreign_key_violation THEN
	RETURN 0;		-- attached again in between; the next sweep sees it
END $$;

-- ---- who asks ----

CREATE FUNCTION access_code(p_code text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$ SELECT encode(sha256(convert_to(p_code, 'UTF8')), 'hex') $$;

-- citizen, anybody: asked; wait: too many have been made just now; NULL: there is no such entry.
CREATE FUNCTION access_ask(p_id uuid, p_entry uuid, p_how text, p_name text, p_email text, p_address text, p_wish text,
    p_due timestamptz, p_code text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t text := current_setting('skranke.tenant', true);
	e journal_entry;
BEGIN
	SELECT * INTO e FROM journal_entry j WHERE j.tenant_id = t AND j.id = p_entry;
	IF e.id IS NULL THEN
		RETURN NULL;
	END IF;
	PERFORM pg_advisory_xact_lock(hashtextextended('access ' || t, 0));
	IF (SELECT count(*) FROM access_request r WHERE r.tenant_id = t AND r.asked_at > now() - interval '1 hour') >= 200
	    OR (SELECT count(*) FROM access_request r WHERE r.tenant_id = t AND r.asked_at > now() - interval '1 day'
		AND ((p_email <> '' AND lower(r.email) = lower(p_email)) OR (p_address ~ '\S'
		    AND words_plain(r.address) = words_plain(p_address)))) >= 20 THEN
		RETURN 'wait';
	END IF;
	INSERT INTO access_request (tenant_id, id, entry_id, case_id, service, how, name, email, address, wish, due_at,
	    code_sha256)
	VALUES (t, p_id, e.id, e.case_id, e.service, p_how, p_name, p_email, p_address, p_wish, p_due, access_code(p_code));
	RETURN 'asked';
END $$;

-- For the functions below: the request that a code opens: the one that was shown, or the e-mail's while what
-- it opens is open.
CREATE FUNCTION access_of(p_code text) RETURNS access_request
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
	SELECT r.* FROM access_request r
	WHERE r.tenant_id = current_setting('skranke.tenant', true) AND (r.code_sha256 = access_code(p_code)
	    OR r.id IN (SELECT a.request_id FROM access_answer a WHERE a.tenant_id = r.tenant_id
		AND a.link_sha256 = access_code(p_code) AND coalesce(a.open_until, a.at + interval '30 days') > now()))
$$;

-- citizen, by a code: the request and its last answer.  number: of the entry; open: there is something to fetch;
-- refusable: it is, or counts as, a refusal that nobody has complained about.
CREATE FUNCTION access_look(p_code text)
RETURNS TABLE (title text, number text, case_number text, asked_at timestamptz, due_at timestamptz, how text, wish text,
    answered_at timestamptz, outcome text, law text, reason text, open_until timestamptz, open boolean,
    complained_at timestamptz, complaint text, forwarded_at timestamptz, refusable boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT j.title, j.n || '/' || j.year, j.case_ref || '-' || j.case_n, r.asked_at, r.due_at, r.how, r.wish,
	    r.answered_at, a.outcome, a.law, a.reason, a.open_until, coalesce(a.open_until > now(), false),
	    r.complained_at, r.complaint, r.forwarded_at,
	    r.complained_at IS NULL AND CASE WHEN a.n IS NULL THEN now() > r.due_at ELSE a.outcome <> 'given' END
	FROM access_of(p_code) r
	JOIN public_journal j ON j.tenant_id = r.tenant_id AND j.id = r.entry_id
	LEFT JOIN LATERAL (SELECT * FROM access_answer x WHERE x.tenant_id = r.tenant_id AND x.request_id = r.id
	    ORDER BY x.n DESC LIMIT 1) a ON true;
END $$;

-- citizen, by a code: what the last answer gives, while it is open.
CREATE FUNCTION access_files(p_code text)
RETURNS TABLE (n integer, name text, media_type text, size bigint, verdict text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT f.n, f.name, f.media_type, f.size, coalesce(b.verdict, 'clean')
	FROM access_of(p_code) r
	JOIN access_file f ON f.tenant_id = r.tenant_id AND f.request_id = r.id
	    AND f.answer_n = (SELECT max(x.n) FROM access_answer x WHERE x.tenant_id = r.tenant_id AND x.request_id = r.id)
	JOIN access_answer a ON a.tenant_id = f.tenant_id AND a.request_id = f.request_id AND a.n = f.answer_n
	    AND a.open_until > now()
	LEFT JOIN blob b ON b.tenant_id = f.tenant_id AND b.sha256 = f.blob_sha256
	WHERE f.kind <> 'letter' OR EXISTS (SELECT FROM document_pdf p WHERE p.tenant_id = f.tenant_id
	    AND p.document_id = f.thing_id AND p.sha256 = f.sha256)
	ORDER BY f.n;
END $$;
-- A piece of one of them, from 0.
CREATE FUNCTION access_piece(p_code text, p_n integer, p_piece integer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF NOT EXISTS (SELECT FROM access_files(p_code) f WHERE f.n = p_n AND f.verdict = 'clean') THEN
		RETURN NULL;
	END IF;
	RETURN (SELECT encode(CASE WHEN f.kind = 'letter'
		THEN substring(d.content FROM p_piece * 262144 + 1 FOR 262144) ELSE p.bytes END, 'hex')
	    FROM access_of(p_code) r
	    JOIN access_file f ON f.tenant_id = r.tenant_id AND f.request_id = r.id AND f.n = p_n
	    LEFT JOIN document_pdf d ON d.tenant_id = f.tenant_id AND d.document_id = f.thing_id
	    LEFT JOIN blob_piece p ON p.tenant_id = f.tenant_id AND p.sha256 = f.blob_sha256 AND p.n = p_piece
	    ORDER BY f.answer_n DESC LIMIT 1);
END $$;

-- citizen, by a code: a complaint about a refusal, or about no answer (offentleglova § 32); false: there is
-- nothing to complain about, or it has been done.
CREATE FUNCTION access_complain(p_code text, p_text text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE access_request r SET complained_at = now(), complaint = p_text, open = true, forwarded_at = NULL
	    WHERE r.tenant_id = current_setting('skranke.tenant', true) AND r.id = (SELECT o.id FROM access_of(p_code) o)
	      AND r.complained_at IS NULL AND (SELECT l.refusable FROM access_look(p_code) l);
	RETURN FOUND;
END $$;

-- ---- the desk ----

-- For policies: is the entry's case hidden from who asks because of a graded address?
CREATE FUNCTION access_hidden(p_tenant text, p_case uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM case_file c WHERE c.tenant_id = p_tenant AND c.id = p_case AND c.graded)
	    AND NOT session_graded();
END $$;

-- For the functions below: the request, locked, of who may act on it.
CREATE FUNCTION access_judge(p_id uuid) RETURNS access_request
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	r access_request;
BEGIN
	SELECT * INTO r FROM access_request q WHERE q.tenant_id = session_tenant() AND q.id = p_id
	    AND q.service = ANY (session_services(false)) AND NOT access_hidden(q.tenant_id, q.case_id) FOR UPDATE;
	IF r.id IS NULL THEN
		RAISE no_data_found USING MESSAGE = 'no such request';
	END IF;
	IF session_desk_user() IS NULL OR (r.service = ANY (session_services(true))) IS NOT TRUE THEN
		RAISE insufficient_privilege USING MESSAGE = 'who only looks answers nothing';
	END IF;
	IF case_disqualified(r.case_id) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user acts in a case' USING ERRCODE = 'SKR06';
	END IF;
	RETURN r;
END $$;

CREATE FUNCTION access_take(p_id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	r access_request := access_judge(p_id);
BEGIN
	UPDATE access_request q SET assigned_to = session_desk_user() WHERE q.tenant_id = r.tenant_id AND q.id = r.id;
END $$;

-- What of the entry's case may be given, as it is or taken something out of: kind, id, why not (NULL: it may).
-- Where somebody's address is graded nothing is given as it is.
CREATE FUNCTION access_things(p_id uuid)
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
	    coalesce(j.thing = t.kind || ':' || t.id, false), CASE WHEN c.graded THEN 'graded' ELSE t.why END
	FROM case_file c
	CROSS JOIN LATERAL letter_things(c.tenant_id, c.id, '{}') t
	LEFT JOIN journal_thing j ON j.tenant_id = r.tenant_id AND j.entry_id = r.entry_id
	WHERE c.tenant_id = r.tenant_id AND c.id = r.case_id
	UNION ALL
	SELECT 'copy', k.id, k.name, b.media_type, b.size, k.sha256, k.at, true, nullif(b.verdict, 'clean')
	FROM access_copy k JOIN blob b ON b.tenant_id = k.tenant_id AND b.sha256 = k.sha256
	WHERE k.tenant_id = r.tenant_id AND k.request_id = r.id;
END $$;

-- done; or over: somebody has answered meanwhile.  p_things: KIND:ID of what is given, in order.
CREATE FUNCTION access_answer_put(p_id uuid, p_outcome text, p_law text, p_reason text, p_things text[], p_days integer,
    p_link text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	r access_request := access_judge(p_id);
	gives boolean := p_outcome IN ('given', 'partly');
	k integer := (SELECT count(*) + 1 FROM access_answer a WHERE a.tenant_id = r.tenant_id AND a.request_id = r.id);
BEGIN
	IF NOT r.open THEN
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
	UPDATE access_request q SET open = false, answered_at = now(), assigned_to = session_desk_user(), delivered_at = NULL,
	    undelivered_at = NULL WHERE q.tenant_id = r.tenant_id AND q.id = r.id;
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

-- What staff have done by hand: delivered (an answer that is not by e-mail, or did not arrive there), or forwarded (a
-- complaint, to its body).
CREATE FUNCTION access_done(p_id uuid, p_what text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	r access_request := access_judge(p_id);
BEGIN
	UPDATE access_request q SET delivered_at = CASE WHEN p_what = 'delivered' THEN now() ELSE q.delivered_at END,
	    forwarded_at = CASE WHEN p_what = 'forwarded' THEN now() ELSE q.forwarded_at END,
	    open = q.open AND p_what <> 'forwarded'
	WHERE q.tenant_id = r.tenant_id AND q.id = r.id AND CASE p_what
	    WHEN 'delivered' THEN q.answered_at IS NOT NULL AND q.delivered_at IS NULL
	    WHEN 'forwarded' THEN q.open AND q.complained_at IS NOT NULL AND q.forwarded_at IS NULL ELSE false END;
	RETURN FOUND;
END $$;

CREATE FUNCTION access_copy_put(p_id uuid, p_request uuid, p_sha256 text, p_name text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	r access_request := access_judge(p_request);
BEGIN
	IF NOT r.open THEN
		RAISE unique_violation USING MESSAGE = 'it has been answered';
	END IF;
	INSERT INTO access_copy (tenant_id, id, request_id, name, sha256, desk_user_id)
	VALUES (r.tenant_id, p_id, r.id, p_name, p_sha256, session_desk_user()) ON CONFLICT DO NOTHING;
END $$;
CREATE FUNCTION access_copy_drop(p_request uuid, p_id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	r access_request := access_judge(p_request);
BEGIN
	DELETE FROM access_copy c WHERE c.tenant_id = r.tenant_id AND c.request_id = r.id AND c.id = p_id AND r.open;
END $$;
CREATE FUNCTION access_copy_piece(p_request uuid, p_id uuid, p_n integer) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT encode(p.bytes, 'hex') FROM access_things(p_request) t
	    JOIN blob_piece p ON p.tenant_id = session_tenant() AND p.sha256 = t.sha256 AND p.n = p_n
	    WHERE t.kind = 'copy' AND t.id = p_id AND t.why IS NULL);
END $$;

-- How many wait for an answer, counted to a hundred, and is one of them late?
CREATE FUNCTION access_waiting() RETURNS TABLE (waiting integer, late boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN QUERY SELECT count(*)::integer, coalesce(bool_or(w.due_at < now()), false) FROM (
	    SELECT r.due_at FROM access_request r WHERE r.tenant_id = session_tenant() AND r.open
	      AND r.service = ANY (session_services(true)) AND NOT access_hidden(r.tenant_id, r.case_id)
	    ORDER BY r.due_at LIMIT 100) w;
END $$;

-- ---- the e-mail that tells of an answer ----

ALTER TABLE outbox
	ADD COLUMN access_request_id uuid,
	ADD FOREIGN KEY (tenant_id, access_request_id) REFERENCES access_request (tenant_id, id),
	DROP CONSTRAINT outbox_about,
	ADD CONSTRAINT outbox_about CHECK (num_nonnulls(case_id, draft_id) <= 1
	    AND num_nonnulls(case_id, draft_id, hearing_party_id, access_request_id) > 0
	    AND num_nonnulls(draft_id, hearing_party_id) <= 1
	    AND (access_request_id IS NULL OR num_nonnulls(case_id, draft_id, hearing_party_id) = 0)),
	ADD CONSTRAINT outbox_access CHECK ((access_request_id IS NOT NULL) = (kind = 'access'));
CREATE INDEX outbox_access_request ON outbox (tenant_id, access_request_id) WHERE access_request_id IS NOT NULL;

-- The code is gone when the e-mail is; who answered is told when there is none.
CREATE FUNCTION access_mail() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF NEW.done_at IS NOT NULL THEN
		NEW.payload := NEW.payload - 'code';
	END IF;
	UPDATE access_request r SET undelivered_at = NEW.parked_at
	    WHERE r.tenant_id = NEW.tenant_id AND r.id = NEW.access_request_id
	      AND r.undelivered_at IS DISTINCT FROM NEW.parked_at;
	RETURN NEW;
END $$;
CREATE TRIGGER access_mail BEFORE UPDATE OF done_at, parked_at ON outbox FOR EACH ROW
    WHEN (NEW.access_request_id IS NOT NULL) EXECUTE FUNCTION access_mail();

-- ---- what is kept ----

-- clock: what was given is not fetched after its time; who asked is not known a year after the answer.
CREATE FUNCTION access_sweep() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n bigint;
BEGIN
	UPDATE access_file f SET blob_sha256 = NULL FROM access_answer a WHERE a.tenant_id = f.tenant_id
	    AND a.request_id = f.request_id AND a.n = f.answer_n AND f.blob_sha256 IS NOT NULL AND a.open_until < now();
	DELETE FROM access_copy c USING access_request r WHERE r.tenant_id = c.tenant_id AND r.id = c.request_id
	    AND NOT r.open AND r.answered_at < now() - interval '90 days';
	UPDATE access_request r SET name = '', email = '', address = '', forgotten_at = now()
	    WHERE r.forgotten_at IS NULL AND NOT r.open AND r.answered_at < now() - interval '12 months';
	GET DIAGNOSTICS n = ROW_COUNT;
	RETURN n;
END $$;

-- ---- who may what ----

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['journal_thing', 'journal_words', 'access_request', 'access_answer', 'access_copy',
	    'access_file'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;
CREATE TRIGGER keep BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_thing EXECUTE FUNCTION journal_screen_keep();

GRANT SELECT (tenant_id, id, entry_id, case_id, service, asked_at, due_at, how, name, email, address, wish, assigned_to, open,
    answered_at, delivered_at, undelivered_at, complained_at, complaint, forwarded_at) ON access_request TO skranke_desk;
CREATE POLICY desk_read ON access_request FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND service = ANY ((SELECT session_services(false))::text[])
	AND NOT access_hidden(tenant_id, case_id));
GRANT SELECT (tenant_id, request_id, n, outcome, law, reason, desk_user_id, at, open_until) ON access_answer TO skranke_desk;
GRANT SELECT ON access_file TO skranke_desk;
CREATE POLICY desk_read ON access_answer FOR SELECT TO skranke_desk
    USING (EXISTS (SELECT FROM access_request r WHERE r.tenant_id = access_answer.tenant_id AND r.id = access_answer.request_id));
CREATE POLICY desk_read ON access_file FOR SELECT TO skranke_desk
    USING (EXISTS (SELECT FROM access_request r WHERE r.tenant_id = access_file.tenant_id AND r.id = access_file.request_id));
GRANT SELECT (tenant_id, id, email) ON access_request TO skranke_postman;
CREATE POLICY postman_read ON access_request FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM outbox o WHERE o.tenant_id = access_request.tenant_id AND o.access_request_id = access_request.id
	AND o.done_at IS NULL));
GRANT SELECT (access_request_id) ON outbox TO skranke_postman;

REVOKE ALL ON FUNCTION journal_words_of(text, text, text), journal_note(),
    journal_add(text, uuid, boolean, text, text, timestamptz, text, text), journal_add_event(case_event),
    journal_add_message(case_message), journal_add_statement(hearing_answer), journal_add_letter(document),
    journal_catch_up(timestamptz), journal_screen_judge(), access_stands(), access_code(text), access_of(text),
    access_judge(uuid), access_mail() FROM PUBLIC;
REVOKE ALL ON FUNCTION journal_find(uuid, text, text, date, date),
    access_ask(uuid, uuid, text, text, text, text, text, timestamptz, text), access_look(text), access_files(text),
    access_piece(text, integer, integer), access_complain(text, text), access_hidden(text, uuid), access_take(uuid),
    access_things(uuid), access_answer_put(uuid, text, text, text, text[], integer, text), access_done(uuid, text),
    access_copy_put(uuid, uuid, text, text), access_copy_drop(uuid, uuid), access_copy_piece(uuid, uuid, integer),
    access_waiting(), access_sweep() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_ask(uuid, uuid, text, text, text, text, text, timestamptz, text), access_look(text),
    access_files(text), access_piece(text, integer, integer), access_complain(text, text) TO skranke_citizen;
GRANT EXECUTE ON FUNCTION access_hidden(text, uuid), access_take(uuid), access_things(uuid),
    access_answer_put(uuid, text, text, text, text[], integer, text), access_done(uuid, text),
    access_copy_put(uuid, uuid, text, text), access_copy_drop(uuid, uuid), access_copy_piece(uuid, uuid, integer),
    access_waiting() TO skranke_desk;
GRANT EXECUTE ON FUNCTION access_sweep() TO skranke_clock;
GRANT EXECUTE ON FUNCTION journal_find(uuid, text, text, date, date) TO skranke_citizen, skranke_api;
