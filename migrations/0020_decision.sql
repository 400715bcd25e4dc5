-- A decision is proposed before it is made; a complaint is begun before it is sent.
--
-- Where a flow asks for four eyes, the event is refused unless exactly this decision was proposed by
-- somebody else: release_four_eyes says which events of which states, read out of the release itself
-- when it is stored.

SET LOCAL ROLE skranke_owner;

-- ---- which events ask for four eyes ----

CREATE TABLE release_four_eyes (
	release_id	uuid NOT NULL REFERENCES template_release,
	state		text NOT NULL,			-- an event fired from here
	event		text NOT NULL,
	PRIMARY KEY (release_id, state, event)
);
GRANT SELECT ON release_four_eyes TO skranke_desk;

-- The pairs of a stored bundle.  A transition of a state is one of those inside it too.
CREATE FUNCTION bundle_four_eyes(p_bundle text) RETURNS TABLE (state text, event text)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
	ns text[] := ARRAY[ARRAY['f', 'http://www.w3.org/2005/07/scxml'], ARRAY['k', 'urn:skranke:flow:1'],
	    ARRAY['r', 'urn:skranke:release:1']];
	flow text;
	id text;
	events xml;
BEGIN
	IF p_bundle = '' OR NOT xml_is_well_formed_document(p_bundle) THEN
		RETURN;
	END IF;
	SELECT t.flow INTO flow FROM XMLTABLE(XMLNAMESPACES('urn:skranke:release:1' AS r),
	    '/*/r:file[@name="flow.scxml"]' PASSING (p_bundle::xml) COLUMNS flow text PATH '.') t;
	IF flow IS NULL OR NOT xml_is_well_formed_document(flow) THEN
		RETURN;
	END IF;
	FOREACH id IN ARRAY xpath('//f:state/@id', flow::xml, ns)::text[] LOOP
		FOREACH events IN ARRAY xpath(format('//f:state[@id="%s"]/ancestor-or-self::f:state'
		    '/f:transition[@k:four-eyes="true"]/@event', id), flow::xml, ns) LOOP
			RETURN QUERY SELECT id, e FROM regexp_split_to_table(btrim(events::text), '\s+') e;
		END LOOP;
	END LOOP;
END $$;

CREATE FUNCTION release_four_eyes_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO release_four_eyes (release_id, state, event)
	SELECT NEW.id, b.state, b.event FROM bundle_four_eyes(NEW.bundle) b ON CONFLICT DO NOTHING;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION bundle_four_eyes(text), release_four_eyes_note() FROM PUBLIC;
CREATE TRIGGER four_eyes AFTER INSERT ON template_release FOR EACH ROW EXECUTE FUNCTION release_four_eyes_note();
INSERT INTO release_four_eyes (release_id, state, event)
SELECT r.id, b.state, b.event FROM template_release r, bundle_four_eyes(r.bundle) b ON CONFLICT DO NOTHING;

-- ---- proposals ----

-- One a case: what is being written, what waits for somebody else, what came back.  It goes when the
-- decision is made, which keeps all of it in its event.
CREATE TABLE proposal (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	status		text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'proposed', 'returned')),
	revision	integer NOT NULL DEFAULT 1,
	fields		text NOT NULL CHECK (octet_length(fields) <= 65536),	-- the form as it was sent
	written_by	uuid NOT NULL REFERENCES desk_user,
	written_at	timestamptz NOT NULL DEFAULT now(),
	event		text,				-- these four: while it is proposed
	data		jsonb,				-- what the event will hold
	proposed_by	uuid REFERENCES desk_user,
	proposed_at	timestamptz,
	returned_by	uuid REFERENCES desk_user,	-- and these: when it came back
	returned_at	timestamptz,
	comment		text CHECK (length(comment) <= 10000),
	PRIMARY KEY (tenant_id, case_id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	CHECK ((status = 'proposed') = (event IS NOT NULL AND data IS NOT NULL AND proposed_by IS NOT NULL
	    AND proposed_at IS NOT NULL)),
	CHECK (status <> 'returned' OR (returned_by IS NOT NULL AND comment IS NOT NULL))
);
ALTER TABLE proposal ENABLE ROW LEVEL SECURITY;
ALTER TABLE proposal FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON proposal TO skranke_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON proposal TO skranke_desk;
CREATE POLICY desk_read ON proposal FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = proposal.tenant_id AND c.id = proposal.case_id));
CREATE POLICY desk_write ON proposal TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = proposal.tenant_id AND c.id = proposal.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])));

-- Each signs with their own name, and what waits for approval is not rewritten meanwhile.
CREATE FUNCTION proposal_keep() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_desk_user();
	was proposal := CASE WHEN TG_OP = 'UPDATE' THEN OLD END;
BEGIN
	IF (NEW.proposed_by IS DISTINCT FROM was.proposed_by AND NEW.proposed_by IS NOT NULL AND NEW.proposed_by IS DISTINCT FROM me)
	    OR (NEW.written_by IS DISTINCT FROM was.written_by AND NEW.written_by IS DISTINCT FROM me)
	    OR (NEW.returned_by IS DISTINCT FROM was.returned_by AND NEW.returned_by IS NOT NULL AND NEW.returned_by IS DISTINCT FROM me) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a proposal is signed with one''s own name';
	END IF;
	IF was.status = 'proposed' AND NEW.status = 'proposed' AND (NEW.fields, NEW.event, NEW.data, NEW.proposed_by)
	    IS DISTINCT FROM (was.fields, was.event, was.data, was.proposed_by) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a proposal that waits for approval is not altered';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER proposal_keep BEFORE INSERT OR UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION proposal_keep();

CREATE TRIGGER impartial BEFORE INSERT OR UPDATE ON proposal FOR EACH ROW EXECUTE FUNCTION case_impartial();

-- Lists ask the case itself whether it waits for approval, and for whose eyes it cannot be.
ALTER TABLE case_file
	ADD COLUMN proposed_at timestamptz,
	ADD COLUMN proposed_by uuid REFERENCES desk_user;
CREATE INDEX case_file_proposed ON case_file (tenant_id, proposed_at, id) WHERE proposed_at IS NOT NULL;
CREATE FUNCTION proposal_tell() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	p proposal := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
	UPDATE case_file c SET proposed_at = CASE WHEN TG_OP <> 'DELETE' THEN p.proposed_at END,
	    proposed_by = CASE WHEN TG_OP <> 'DELETE' THEN p.proposed_by END
	WHERE c.tenant_id = p.tenant_id AND c.id = p.case_id
	  AND (c.proposed_at, c.proposed_by) IS DISTINCT FROM (CASE WHEN TG_OP <> 'DELETE' THEN p.proposed_at END,
	    CASE WHEN TG_OP <> 'DELETE' THEN p.proposed_by END);
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION proposal_tell() FROM PUBLIC;
CREATE TRIGGER proposal_tell AFTER INSERT OR UPDATE OR DELETE ON proposal FOR EACH ROW EXECUTE FUNCTION proposal_tell();

-- No decision by one pair of eyes where the flow asks for four, whoever fires it and however.
CREATE FUNCTION case_event_eyes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM case_file c
	    JOIN release_four_eyes f ON f.release_id = c.release_id AND f.state = NEW.from_state AND f.event = NEW.event
	    WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.case_id)
	AND NOT EXISTS (SELECT FROM proposal p
	    WHERE p.tenant_id = NEW.tenant_id AND p.case_id = NEW.case_id AND p.status = 'proposed'
	      AND p.event = NEW.event AND p.proposed_by <> NEW.actor_id AND NEW.data @> p.data) THEN
		RAISE insufficient_privilege USING MESSAGE = 'this decision needs four eyes';
	END IF;
	RETURN NEW;
END $$;
REVOKE ALL ON FUNCTION case_event_eyes() FROM PUBLIC;
CREATE TRIGGER case_event_eyes BEFORE INSERT ON case_event FOR EACH ROW EXECUTE FUNCTION case_event_eyes();

-- ---- complaints ----

-- What the party has begun to write and not sent yet; also by keep_complaint() when the session ran
-- out.  Nobody at the desk reads it.
CREATE TABLE complaint_draft (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	person_id	uuid NOT NULL REFERENCES person,
	text		text NOT NULL DEFAULT '' CHECK (length(text) <= 20000),
	wanted		text NOT NULL DEFAULT '' CHECK (length(wanted) <= 20000),
	updated_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, case_id),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE
);
ALTER TABLE complaint_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE complaint_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON complaint_draft TO skranke_owner USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON complaint_draft TO skranke_citizen;
CREATE POLICY citizen_own ON complaint_draft TO skranke_citizen
    USING (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = complaint_draft.tenant_id AND c.id = complaint_draft.case_id
	    AND c.person_id = complaint_draft.person_id));

-- As park_post(): for a session that has run out, at most 12 hours ago and not logged out.  true
-- when kept.
CREATE FUNCTION keep_complaint(p_ref text, p_text text, p_wanted text, p_csrf text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF length(p_text) > 20000 OR length(p_wanted) > 20000 THEN
		RETURN false;
	END IF;
	INSERT INTO complaint_draft (tenant_id, case_id, person_id, text, wanted)
	SELECT c.tenant_id, c.id, c.person_id, p_text, p_wanted
	FROM session s
	JOIN case_file c ON c.ref = p_ref AND c.person_id = s.person_id AND c.tenant_id = s.tenant_id
	WHERE s.token_sha256 = token_sha256(current_setting('skranke.session', true))
	  AND s.tenant_id = current_setting('skranke.tenant', true)
	  AND s.csrf = p_csrf
	  AND s.ended_at IS NULL
	  AND least(s.seen_at + interval '30 minutes', s.created_at + interval '120 minutes')
	      > now() - interval '12 hours'
	ON CONFLICT (tenant_id, case_id) DO UPDATE
	    SET text = excluded.text, wanted = excluded.wanted, updated_at = now();
	RETURN FOUND;
END $$;
GRANT EXECUTE ON FUNCTION keep_complaint(text, text, text, text) TO skranke_citizen;

-- What has become an event is no draft any more.
CREATE FUNCTION case_event_take() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF NEW.data ? 'outcome' THEN
		DELETE FROM proposal p WHERE p.tenant_id = NEW.tenant_id AND p.case_id = NEW.case_id;
	END IF;
	IF NEW.data ? 'complaint' THEN
		DELETE FROM complaint_draft d WHERE d.tenant_id = NEW.tenant_id AND d.case_id = NEW.case_id;
	END IF;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION case_event_take() FROM PUBLIC;
CREATE TRIGGER case_event_take AFTER INSERT ON case_event FOR EACH ROW EXECUTE FUNCTION case_event_take();

-- What was begun and never sent does not outlive the case.
CREATE FUNCTION case_closed_clear() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	DELETE FROM complaint_draft d WHERE d.tenant_id = NEW.tenant_id AND d.case_id = NEW.id;
	DELETE FROM proposal p WHERE p.tenant_id = NEW.tenant_id AND p.case_id = NEW.id;
	RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION case_closed_clear() FROM PUBLIC;
CREATE TRIGGER case_closed_clear AFTER UPDATE OF closed_at ON case_file FOR EACH ROW
    WHEN (NEW.closed_at IS NOT NULL AND OLD.closed_at IS NULL) EXECUTE FUNCTION case_closed_clear();

-- ---- letters to the complaint body ----

ALTER TABLE document ADD COLUMN receiver text NOT NULL DEFAULT 'applicant'
    CHECK (receiver IN ('applicant', 'complaint-body'));
ALTER POLICY citizen_own ON document
    USING (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true)
	AND available_at <= now() AND receiver = 'applicant');

-- ---- what letters and pages tell of a decision and a complaint ----

-- A line each: code, law, text, a tab between.
CREATE FUNCTION choice_lines(p_list jsonb) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
	SELECT string_agg(concat_ws(E'\t', coalesce(r ->> 'code', ''), coalesce(r ->> 'law', ''), r ->> 'text'), E'\n' ORDER BY n)
	FROM jsonb_array_elements(p_list) WITH ORDINALITY AS t (r, n)
$$;

-- The latest decision of a case before an instant, the complaint that followed, what was thought of it
-- here, and what the complaint body came to: read from the events that the caller may see.
CREATE FUNCTION case_story(p_tenant text, p_case uuid, p_before timestamptz)
RETURNS TABLE (outcome text, place text, start text, text text, decided_by text, approved_by text,
    decided_on text, replaces text, change text, reasons text, conditions text, complaint_received text,
    complaint_late boolean, complaint_text text, complaint_wanted text, assessment text, appeal_result text,
    appeal_on text, appeal_text text)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	d case_event;
	c case_event;
	a jsonb;
	p jsonb;
BEGIN
	SELECT * INTO d FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case AND e.at <= p_before
	    AND e.data ? 'outcome' ORDER BY e.seq DESC LIMIT 1;
	SELECT * INTO c FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case AND e.at <= p_before
	    AND e.data ? 'complaint' ORDER BY e.seq DESC LIMIT 1;
	SELECT e.data -> 'assessment' INTO a FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case
	    AND e.at <= p_before AND e.data ? 'assessment' AND e.seq > c.seq ORDER BY e.seq DESC LIMIT 1;
	SELECT e.data -> 'appeal' INTO p FROM case_event e WHERE e.tenant_id = p_tenant AND e.case_id = p_case
	    AND e.at <= p_before AND e.data ? 'appeal' AND e.seq > c.seq ORDER BY e.seq DESC LIMIT 1;
	RETURN QUERY SELECT d.data ->> 'outcome', d.data ->> 'place', d.data ->> 'start', d.data ->> 'text',
	    d.data ->> 'by', d.data ->> 'approved_by', (d.at AT TIME ZONE 'Europe/Oslo')::date::text,
	    d.data ->> 'replaces', d.data ->> 'change', choice_lines(d.data -> 'reasons'),
	    choice_lines(d.data -> 'conditions'), c.data #>> '{complaint,received}',
	    coalesce((c.data #>> '{complaint,late}')::boolean, false), c.data #>> '{complaint,text}',
	    c.data #>> '{complaint,wanted}', a ->> 'text', p ->> 'result', p ->> 'on', p ->> 'text';
END $$;
REVOKE ALL ON FUNCTION choice_lines(jsonb), case_story(text, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION choice_lines(jsonb), case_story(text, uuid, timestamptz)
    TO skranke_citizen, skranke_desk, skranke_postman;
