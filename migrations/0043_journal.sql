-- The public journal (offentleglova § 10): an entry for each document that comes in to a case or goes out.
--
-- Entries are written here and by nobody else: when an event, a message or a statement comes in and when
-- a letter is there.  They are numbered when the transaction ends, so that a municipality's year has no
-- holes and nobody waits for long.  An entry never changes; staff screen more or less of it with a row
-- of journal_screen, and the view public_journal shows what anybody may see.

SET LOCAL ROLE skranke_owner;

-- ---- what service.xml says, read out of the release when it is stored ----

CREATE TABLE release_journal (
	release_id	uuid PRIMARY KEY REFERENCES template_release,
	title		text NOT NULL,			-- {question} and {repeat/question} stand for answers
	law		text NOT NULL,			-- of what is screened
	open		boolean NOT NULL		-- false: answers and names never stand in it
);
CREATE TABLE release_journal_title (
	release_id	uuid NOT NULL REFERENCES template_release,
	kind		text NOT NULL CHECK (kind IN ('event', 'letter')),
	id		text NOT NULL,
	title		text NOT NULL,
	PRIMARY KEY (release_id, kind, id)
);

CREATE FUNCTION release_journal_read(p_release uuid, p_bundle text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	f record;
BEGIN
	IF p_bundle = '' OR NOT xml_is_well_formed_document(p_bundle) THEN
		RETURN;
	END IF;
	FOR f IN SELECT t.name, t.content FROM XMLTABLE(XMLNAMESPACES('urn:skranke:release:1' AS r), '/*/r:file'
	    PASSING (p_bundle::xml) COLUMNS name text PATH '@name', content text PATH '.') t
	    WHERE t.name = 'service.xml' OR t.name ~ '^letters/[^/]+\.xml$' LOOP
		CONTINUE WHEN NOT xml_is_well_formed_document(f.content);
		INSERT INTO release_journal_title (release_id, kind, id, title)
		SELECT p_release, 'letter', regexp_replace(f.name, '^letters/|\.xml$', '', 'g'), x.title
		FROM XMLTABLE('/*[local-name() = "letter"]' PASSING (f.content::xml)
		    COLUMNS title text PATH 'normalize-space(*[local-name() = "title"])') x WHERE x.title <> ''
		ON CONFLICT DO NOTHING;
		CONTINUE WHEN f.name <> 'service.xml';
		INSERT INTO release_journal (release_id, title, law, open)
		SELECT p_release, j.title, j.law, coalesce(j.open, false)
		FROM XMLTABLE(XMLNAMESPACES('urn:skranke:service:1' AS s), '/s:service/s:journal' PASSING (f.content::xml)
		    COLUMNS title text PATH '@title', law text PATH '@law', open boolean PATH '@open') j
		ON CONFLICT DO NOTHING;
		INSERT INTO release_journal_title (release_id, kind, id, title)
		SELECT p_release, 'event', j.id, j.title
		FROM XMLTABLE(XMLNAMESPACES('urn:skranke:service:1' AS s), '/s:service/s:journal/s:entry'
		    PASSING (f.content::xml) COLUMNS id text PATH '@of', title text PATH '@title') j
		ON CONFLICT DO NOTHING;
	END LOOP;
END $$;
CREATE FUNCTION release_journal_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM release_journal_read(NEW.id, NEW.bundle);
	RETURN NULL;
END $$;
CREATE TRIGGER journal AFTER INSERT ON template_release FOR EACH ROW EXECUTE FUNCTION release_journal_note();
SELECT release_journal_read(id, bundle) FROM template_release;

-- ---- entries ----

CREATE TABLE journal_entry (
	tenant_id	text NOT NULL REFERENCES tenant,
	id		uuid NOT NULL DEFAULT gen_random_uuid(),
	year		integer NOT NULL,
	n		integer NOT NULL CHECK (n > 0),		-- in the municipality's year, without holes
	case_id		uuid NOT NULL,				-- stands when the case is gone
	case_ref	text NOT NULL,
	case_n		integer NOT NULL CHECK (case_n > 0),	-- in the case
	service		text NOT NULL,
	kind		text NOT NULL CHECK (kind IN ('inngaaende_dokument', 'utgaaende_dokument')),
	document_on	date NOT NULL,
	journal_on	date NOT NULL,
	case_title	text NOT NULL,
	title		text NOT NULL,
	case_title_screened text NOT NULL,
	party		text,					-- NULL where the service is not open
	screened	boolean NOT NULL,
	law		text NOT NULL,
	PRIMARY KEY (tenant_id, id),
	UNIQUE (tenant_id, year, n),
	UNIQUE (tenant_id, case_id, case_n)
);
CREATE INDEX journal_entry_day ON journal_entry (tenant_id, journal_on DESC, n DESC);

-- What staff have screened or opened since, in order; the last counts.
CREATE TABLE journal_screen (
	tenant_id	text NOT NULL,
	entry_id	uuid NOT NULL,
	n		integer NOT NULL CHECK (n > 0),
	screened	boolean NOT NULL,
	law		text NOT NULL CHECK (length(btrim(law)) BETWEEN 1 AND 200),
	reason		text NOT NULL CHECK (length(btrim(reason)) BETWEEN 1 AND 1000),
	desk_user_id	uuid NOT NULL REFERENCES desk_user,
	at		timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, entry_id, n),
	FOREIGN KEY (tenant_id, entry_id) REFERENCES journal_entry (tenant_id, id)
);

-- Nothing is altered or removed, but that a name goes with its case.
CREATE FUNCTION journal_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	IF TG_OP = 'UPDATE' THEN
		OLD.party := NULL;
		IF NEW IS NOT DISTINCT FROM OLD THEN
			RETURN NEW;
		END IF;
	END IF;
	RAISE insufficient_privilege USING MESSAGE = 'the journal is only ever added to';
END $$;
CREATE TRIGGER keep_row BEFORE UPDATE OR DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_keep();
CREATE TRIGGER keep_all BEFORE TRUNCATE ON journal_entry EXECUTE FUNCTION journal_keep();
CREATE FUNCTION journal_screen_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	RAISE insufficient_privilege USING MESSAGE = 'what was screened is only ever added to';
END $$;
CREATE TRIGGER keep_row BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_screen EXECUTE FUNCTION journal_screen_keep();

CREATE FUNCTION journal_forget() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE journal_entry SET party = NULL
	    WHERE tenant_id = OLD.tenant_id AND case_id = OLD.id AND party IS NOT NULL;
	RETURN NULL;
END $$;
CREATE TRIGGER journal_forget AFTER DELETE ON case_file FOR EACH ROW EXECUTE FUNCTION journal_forget();

-- A title with the answers that it names; or, to be screened, with five stars for each.
CREATE FUNCTION journal_title(p_title text, p_answers xml, p_screened boolean) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
	name text;
	value text;
BEGIN
	FOR name IN SELECT m[1] FROM regexp_matches(p_title, '\{([A-Za-z_][A-Za-z0-9_./-]*)\}', 'g') m LOOP
		value := '*****';
		IF NOT p_screened THEN
			value := coalesce((xpath('(/*/' || name || ')[1]/text()', p_answers))[1]::text, '*****');
		END IF;
		p_title := replace(p_title, '{' || name || '}', value);
	END LOOP;
	RETURN p_title;
END $$;

-- Write one.  p_of: the event or letter it is; without a title of its own, it has the case's.
CREATE FUNCTION journal_put(p_tenant text, p_case uuid, p_in boolean, p_kind text, p_of text, p_on timestamptz, p_party text)
RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
	j release_journal;
	today date := (now() AT TIME ZONE 'Europe/Oslo')::date;
	shut boolean;
BEGIN
	SELECT f.* INTO c FROM case_file f WHERE f.tenant_id = p_tenant AND f.id = p_case;
	IF NOT FOUND THEN
		RETURN;					-- removed again before the transaction ended
	END IF;
	SELECT r.* INTO j FROM release_journal r WHERE r.release_id = c.release_id;
	shut := c.graded OR NOT coalesce(j.open, false);
	PERFORM pg_advisory_xact_lock(hashtextextended('journal ' || p_tenant, 0));
	INSERT INTO journal_entry (tenant_id, year, n, case_id, case_ref, case_n, service, kind, document_on,
	    journal_on, case_title, case_title_screened, title, party, screened, law)
	SELECT p_tenant, extract(year FROM today),
	    coalesce((SELECT max(e.n) FROM journal_entry e
		WHERE e.tenant_id = p_tenant AND e.year = extract(year FROM today)), 0) + 1,
	    c.id, c.ref,
	    coalesce((SELECT max(e.case_n) FROM journal_entry e WHERE e.tenant_id = p_tenant AND e.case_id = c.id), 0) + 1,
	    c.service, CASE WHEN p_in THEN 'inngaaende_dokument' ELSE 'utgaaende_dokument' END,
	    (p_on AT TIME ZONE 'Europe/Oslo')::date, today, t.open, t.screened,
	    coalesce((SELECT x.title FROM release_journal_title x
		WHERE x.release_id = c.release_id AND x.kind = p_kind AND x.id = p_of), t.screened),
	    CASE WHEN NOT shut THEN nullif(p_party, '') END, shut, coalesce(j.law, '')
	FROM (SELECT journal_title(coalesce(j.title, '*****'), c.answers, shut) AS open,
	    journal_title(coalesce(j.title, '*****'), c.answers, true) AS screened) t;
END $$;

-- ---- what is a document ----

CREATE FUNCTION journal_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_put(NEW.tenant_id, NEW.case_id, true, 'event',
	    CASE WHEN NEW.from_state IS NULL THEN 'submit' ELSE NEW.event END,
	    CASE WHEN NEW.from_state IS NULL THEN c.received_at ELSE NEW.at END, p.name)
	FROM case_file c JOIN person p ON p.id = c.person_id WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.case_id;
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal AFTER INSERT ON case_event DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.from_state IS NULL OR NEW.event IN ('answer', 'complain', 'withdraw', 'withdraw-complaint'))
    EXECUTE FUNCTION journal_event();

CREATE FUNCTION journal_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_put(NEW.tenant_id, NEW.case_id, true, 'event', 'message', NEW.at, p.name)
	FROM person p WHERE p.id = NEW.person_id;
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal AFTER INSERT ON case_message DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION journal_message();

-- What neighbours say before the application is sent comes in with it.
CREATE FUNCTION journal_statement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM journal_put(h.tenant_id, h.case_id, true, 'event', 'hearing', NEW.at,
	    CASE WHEN p.kind = 'organisation' AND NOT p.graded THEN p.name END)
	FROM hearing_party p JOIN hearing h ON h.id = p.hearing_id WHERE p.id = NEW.party_id AND h.case_id IS NOT NULL
	  AND NEW.at >= (SELECT c.received_at FROM case_file c WHERE c.tenant_id = h.tenant_id AND c.id = h.case_id);
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal AFTER INSERT ON hearing_answer DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    EXECUTE FUNCTION journal_statement();

-- One letter to several parties of a case is one document.
CREATE FUNCTION journal_letter() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM outbox o WHERE o.id = NEW.outbox_id AND o.copy_of IS NOT NULL) THEN
		RETURN NULL;
	END IF;
	PERFORM journal_put(NEW.tenant_id, NEW.case_id, false, 'letter', NEW.template, NEW.available_at,
	    CASE NEW.receiver WHEN 'applicant' THEN (SELECT p.name FROM person p WHERE p.id = NEW.person_id)
	    WHEN 'hearing' THEN (SELECT p.name FROM hearing_party p WHERE p.id = NEW.hearing_party_id
		AND p.kind = 'organisation' AND NOT p.graded) END);
	RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal AFTER INSERT ON document DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.case_id IS NOT NULL) EXECUTE FUNCTION journal_letter();

-- ---- who sees what ----

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['release_journal', 'release_journal_title', 'journal_entry', 'journal_screen'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;

-- What anybody may see of the journal of the municipality that is set.  A name is there for 12 months,
-- and never while the case has somebody with a graded address.
CREATE VIEW public_journal AS
SELECT x.tenant_id, x.id, x.year, x.n, x.case_id, x.case_ref, x.case_n, x.kind, x.document_on, x.journal_on,
    x.shut AS screened, CASE WHEN x.shut THEN x.last_law ELSE '' END AS law,
    CASE WHEN x.shut THEN x.case_title_screened ELSE x.case_title END AS case_title, x.title,
    CASE WHEN NOT x.shut AND x.there AND x.journal_on > (now() AT TIME ZONE 'Europe/Oslo')::date - interval '12 months'
	THEN x.party END AS party
FROM (SELECT e.*, coalesce(s.screened, e.screened) OR coalesce(c.graded, false) AS shut,
	coalesce(s.law, e.law) AS last_law, c.id IS NOT NULL AS there
    FROM journal_entry e
    LEFT JOIN case_file c ON c.tenant_id = e.tenant_id AND c.id = e.case_id
    LEFT JOIN LATERAL (SELECT k.screened, k.law FROM journal_screen k
	WHERE k.tenant_id = e.tenant_id AND k.entry_id = e.id ORDER BY k.n DESC LIMIT 1) s ON true
    WHERE e.tenant_id = current_setting('skranke.tenant', true)) x;
GRANT SELECT ON public_journal TO skranke_citizen, skranke_api;

-- the desk: its own cases' entries; screens in its own name, where it may write
GRANT SELECT ON journal_entry, journal_screen TO skranke_desk;
CREATE POLICY desk_read ON journal_entry FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND service = ANY ((SELECT session_services(false))::text[])
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = journal_entry.tenant_id AND c.id = journal_entry.case_id));
CREATE POLICY desk_read ON journal_screen FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM journal_entry e WHERE e.tenant_id = journal_screen.tenant_id AND e.id = journal_screen.entry_id));
GRANT INSERT (tenant_id, entry_id, n, screened, law, reason, desk_user_id) ON journal_screen TO skranke_desk;
CREATE POLICY desk_add ON journal_screen FOR INSERT TO skranke_desk
    WITH CHECK (desk_user_id = (SELECT session_desk_user())
	AND EXISTS (SELECT FROM journal_entry e WHERE e.tenant_id = journal_screen.tenant_id AND e.id = journal_screen.entry_id
	    AND e.service = ANY ((SELECT session_services(true))::text[])));

REVOKE ALL ON FUNCTION release_journal_read(uuid, text), release_journal_note(), journal_keep(), journal_screen_keep(),
    journal_forget(), journal_title(text, xml, boolean), journal_put(text, uuid, boolean, text, text, timestamptz, text),
    journal_event(), journal_message(), journal_statement(), journal_letter() FROM PUBLIC;
