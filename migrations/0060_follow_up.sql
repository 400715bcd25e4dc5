-- Follow-up services: what is asked for in a case that is decided, as a certificate of completion after a
-- permission.
--
-- Such a request is a case of its own, with its own flow, clocks, letters and complaint, and a part of the
-- first: its reference is the first's with the number of the part, BYG-2026-000012-2, it has the same
-- people, its documents stand in the public journal as the first's, and it is removed with it.
--
-- A service says what follows it (<follow-up>), and one that is only begun from a case says so
-- (begun-from="case").  Both are read out of the release when it is stored, and the release in force counts:
-- a permission of some years ago ends as permissions end today.

SET LOCAL ROLE skranke_owner;

-- ---- what service.xml says ----

CREATE TABLE release_follow_up (
	release_id	uuid NOT NULL REFERENCES template_release,
	service		text NOT NULL,
	states		text[] NOT NULL,	-- in which it may be begun
	outcomes	text[] NOT NULL,	-- after which of them; empty: whatever was decided
	ends		text[] NOT NULL,	-- outcomes of the follow-up that leave nothing to ask for
	PRIMARY KEY (release_id, service)
);
ALTER TABLE release_follow_up ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON release_follow_up TO skranke_owner USING (true) WITH CHECK (true);
ALTER TABLE template_release ADD COLUMN from_case boolean NOT NULL DEFAULT false;

-- service.xml of a bundle; NULL where there is none to read.
CREATE FUNCTION bundle_service(p_bundle text) RETURNS xml
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
DECLARE
	service text;
BEGIN
	IF p_bundle = '' OR NOT xml_is_well_formed_document(p_bundle) THEN
		RETURN NULL;
	END IF;
	SELECT t.content INTO service FROM XMLTABLE(XMLNAMESPACES('urn:skranke:release:1' AS r),
	    '/*/r:file[@name = "service.xml"]' PASSING (p_bundle::xml) COLUMNS content text PATH '.') t;
	RETURN CASE WHEN xml_is_well_formed_document(service) THEN service::xml END;
END $$;
CREATE FUNCTION word_list(p_words text) RETURNS text[]
LANGUAGE sql IMMUTABLE AS $$
	SELECT regexp_split_to_array(nullif(btrim(p_words), ''), '\s+')
$$;
CREATE FUNCTION release_begun_from() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
	NEW.from_case := coalesce((xpath('/*/@begun-from', bundle_service(NEW.bundle)))[1]::text = 'case', false);
	RETURN NEW;
END $$;
CREATE TRIGGER begun_from BEFORE INSERT ON template_release FOR EACH ROW EXECUTE FUNCTION release_begun_from();
CREATE FUNCTION release_follow_up_note() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO release_follow_up (release_id, service, states, outcomes, ends)
	SELECT NEW.id, f.service, word_list(f.states), coalesce(word_list(f.outcomes), '{}'), coalesce(word_list(f.ends), '{}')
	FROM XMLTABLE(XMLNAMESPACES('urn:skranke:service:1' AS s), '/s:service/s:follow-up'
	    PASSING bundle_service(NEW.bundle)
	    COLUMNS service text PATH '@service', states text PATH '@in', outcomes text PATH '@after',
		ends text PATH '@until') f
	WHERE f.service <> '' AND word_list(f.states) IS NOT NULL
	ON CONFLICT DO NOTHING;
	RETURN NULL;
END $$;
CREATE TRIGGER follow_up AFTER INSERT ON template_release FOR EACH ROW EXECUTE FUNCTION release_follow_up_note();

-- ---- a case and its parts ----

ALTER TABLE draft
	ADD COLUMN parent_id uuid,
	ADD FOREIGN KEY (tenant_id, parent_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE;
CREATE UNIQUE INDEX draft_part ON draft (tenant_id, parent_id, service, person_id) WHERE parent_id IS NOT NULL;
GRANT INSERT (parent_id) ON draft TO skranke_citizen;

ALTER TABLE case_file
	ADD COLUMN parent_id uuid,
	ADD COLUMN part integer CHECK (part > 1),
	ADD CHECK ((parent_id IS NULL) = (part IS NULL)),
	ADD UNIQUE (tenant_id, parent_id, part),
	ADD FOREIGN KEY (tenant_id, parent_id) REFERENCES case_file (tenant_id, id);

-- Why a follow-up of this case cannot be begun: 'state', it does not follow here, or not yet; 'open', one is
-- under way; 'done', it ended with nothing left to ask for.  NULL: it can.
CREATE FUNCTION follow_up_why(p_tenant text, p_case uuid, p_service text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	f record;
BEGIN
	SELECT u.ends INTO f FROM case_file c
	    JOIN template_release r ON r.service = c.service AND r.in_force
	    JOIN release_follow_up u ON u.release_id = r.id AND u.service = p_service
	    WHERE c.tenant_id = p_tenant AND c.id = p_case AND c.parent_id IS NULL AND c.state = ANY (u.states)
	      AND (c.outcome IS NULL OR u.outcomes = '{}' OR c.outcome = ANY (u.outcomes));
	IF NOT FOUND THEN
		RETURN 'state';
	END IF;
	RETURN (SELECT CASE WHEN bool_or(x.closed_at IS NULL AND coalesce(x.outcome, 'annul') = 'annul') THEN 'open'
		WHEN bool_or(x.outcome = ANY (f.ends)) THEN 'done' END
	    FROM case_file x WHERE x.tenant_id = p_tenant AND x.parent_id = p_case AND x.service = p_service);
END $$;

-- citizen: what may follow one of the person's cases, by the release in force of its service: the services, why
-- one cannot be begun (as above), and what they have begun and not sent.
CREATE FUNCTION case_follow_ups(p_ref text) RETURNS TABLE (service text, release_id uuid, why text, draft_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT u.service, r.id, follow_up_why(c.tenant_id, c.id, u.service),
	    (SELECT d.id FROM draft d WHERE d.tenant_id = c.tenant_id AND d.parent_id = c.id
		AND d.service = u.service AND d.person_id = session_person())
	FROM case_file c
	JOIN template_release r ON r.service = c.service AND r.in_force
	JOIN release_follow_up u ON u.release_id = r.id
	WHERE c.tenant_id = session_tenant() AND c.ref = p_ref AND c.parent_id IS NULL
	  AND person_acts(session_person(), c)
	ORDER BY u.service;
END $$;

-- A request of that kind is begun by who may act in the case, and where it may follow.
CREATE FUNCTION draft_follow_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
BEGIN
	IF NEW.parent_id IS NULL THEN
		IF NEW.supplement_of IS NULL AND NEW.message_of IS NULL AND EXISTS (SELECT FROM template_release r
		    WHERE r.id = NEW.release_id AND r.from_case) THEN
			RAISE insufficient_privilege USING MESSAGE = 'this service is begun from a case';
		END IF;
		RETURN NEW;
	END IF;
	SELECT f.* INTO c FROM case_file f WHERE f.tenant_id = NEW.tenant_id AND f.id = NEW.parent_id;
	IF c.id IS NULL OR NOT person_acts(NEW.person_id, c) OR NEW.supplement_of IS NOT NULL
	    OR NEW.message_of IS NOT NULL THEN
		RAISE insufficient_privilege USING MESSAGE = 'a follow-up is begun by who may act in the case';
	END IF;
	IF follow_up_why(c.tenant_id, c.id, NEW.service) IS NOT NULL THEN
		RAISE EXCEPTION 'this does not follow the case now' USING ERRCODE = '40001';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER follow_up BEFORE INSERT ON draft FOR EACH ROW EXECUTE FUNCTION draft_follow_up();

-- The part that it becomes is said by its draft alone.  Two at once go one after the other.
CREATE FUNCTION case_part() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
BEGIN
	NEW.part := NULL;
	SELECT d.parent_id INTO NEW.parent_id FROM draft d WHERE d.id = NEW.draft_id AND d.tenant_id = NEW.tenant_id;
	IF NEW.parent_id IS NULL THEN
		RETURN NEW;
	END IF;
	SELECT f.* INTO c FROM case_file f WHERE f.tenant_id = NEW.tenant_id AND f.id = NEW.parent_id FOR UPDATE;
	IF NOT person_acts(NEW.person_id, c) THEN
		RAISE insufficient_privilege USING MESSAGE = 'a follow-up is sent by who may act in the case';
	END IF;
	IF follow_up_why(c.tenant_id, c.id, NEW.service) IS NOT NULL THEN
		RAISE EXCEPTION 'this does not follow the case now' USING ERRCODE = '40001';
	END IF;
	SELECT coalesce(max(x.part), 1) + 1 INTO NEW.part FROM case_file x
	    WHERE x.tenant_id = c.tenant_id AND x.parent_id = c.id;
	NEW.ref := c.ref || '-' || NEW.part;
	RETURN NEW;
END $$;
CREATE TRIGGER a_part BEFORE INSERT ON case_file FOR EACH ROW EXECUTE FUNCTION case_part();

-- The part is of the same people as the case, and who may not act in that may not in this.
CREATE FUNCTION case_part_people() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO case_party (tenant_id, case_id, party, person_id, name, may_act)
	SELECT p.tenant_id, NEW.id, p.party, p.person_id, p.name, p.may_act FROM case_party p
	WHERE p.tenant_id = NEW.tenant_id AND p.case_id = NEW.parent_id AND p.ended_at IS NULL
	ON CONFLICT DO NOTHING;
	UPDATE case_file x SET person_id = c.person_id, unit_id = coalesce(x.unit_id, c.unit_id),
	    persons = ARRAY(SELECT DISTINCT p FROM unnest(x.persons || x.person_id || ARRAY(SELECT y.person_id
		FROM case_party y WHERE y.tenant_id = NEW.tenant_id AND y.case_id = NEW.id)) p WHERE p <> c.person_id)
	FROM case_file c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.parent_id
	  AND x.tenant_id = NEW.tenant_id AND x.id = NEW.id;
	INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason, declared_at)
	SELECT d.tenant_id, NEW.id, d.desk_user_id, d.reason, d.declared_at FROM disqualification d
	WHERE d.tenant_id = NEW.tenant_id AND d.case_id = NEW.parent_id;
	RETURN NULL;
END $$;
CREATE TRIGGER b_part AFTER INSERT ON case_file FOR EACH ROW WHEN (NEW.parent_id IS NOT NULL)
    EXECUTE FUNCTION case_part_people();

-- ---- one case in the public journal ----

CREATE FUNCTION journal_part() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	first case_file;
	j release_journal;
	n integer;
	thing text := current_setting('skranke.thing', true);
BEGIN
	SELECT c.part INTO n FROM case_file c WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.case_id;
	IF n IS NULL THEN
		RETURN NEW;
	END IF;
	SELECT f.* INTO first FROM case_file c JOIN case_file f ON f.tenant_id = c.tenant_id AND f.id = c.parent_id
	    WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.case_id;
	IF thing LIKE 'event:%' THEN		-- each part has its own events
		PERFORM set_config('skranke.thing', format('event:%s/%s', n, substr(thing, 7)), true);
	END IF;
	SELECT r.* INTO j FROM release_journal r WHERE r.release_id = first.release_id;
	NEW.case_id := first.id;
	NEW.case_ref := first.ref;
	NEW.case_title := journal_title(coalesce(j.title, '*****'), first.answers, NEW.screened);
	NEW.case_title_screened := journal_title(coalesce(j.title, '*****'), first.answers, true);
	SELECT coalesce(max(e.case_n), 0) + 1 INTO NEW.case_n FROM journal_entry e
	    WHERE e.tenant_id = first.tenant_id AND e.case_id = first.id;
	RETURN NEW;
END $$;
CREATE TRIGGER part BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_part();

-- ---- retention takes all of it, when the last of it may go ----

ALTER FUNCTION case_remove(text, uuid, text) RENAME TO case_remove_one;
CREATE FUNCTION case_remove(p_tenant text, p_case uuid, p_law text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	PERFORM case_remove_one(p_tenant, x.id, p_law) FROM case_file x
	    WHERE x.tenant_id = p_tenant AND x.parent_id = p_case;
	PERFORM case_remove_one(p_tenant, p_case, p_law);
END $$;

-- Is there something of the case or of a part of it that keeps it?
CREATE FUNCTION case_held(p_tenant text, p_case uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
	SELECT EXISTS (SELECT FROM case_file x
	    WHERE x.tenant_id = p_tenant AND (x.id = p_case OR x.parent_id = p_case)
	      AND (x.closed_at IS NULL OR x.remove_at > now() OR EXISTS (SELECT FROM outbox o
		WHERE o.tenant_id = x.tenant_id AND o.case_id = x.id AND o.done_at IS NULL)))
$$;

CREATE OR REPLACE FUNCTION case_sweep(p_most integer)
RETURNS TABLE (removed bigint, left_over bigint, persons bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c record;
	known uuid[] := '{}';
	people uuid[];
BEGIN
	removed := 0;
	left_over := 0;
	FOR c IN SELECT f.tenant_id, f.id, f.remove_law FROM case_file f
	    WHERE f.remove_at <= now() AND f.parent_id IS NULL AND NOT case_held(f.tenant_id, f.id)
	    ORDER BY f.remove_at LIMIT p_most FOR UPDATE OF f SKIP LOCKED
	LOOP
		BEGIN
			SELECT array_agg(p) INTO people FROM case_file x, unnest(x.persons || x.person_id) p
			    WHERE x.tenant_id = c.tenant_id AND (x.id = c.id OR x.parent_id = c.id);
			PERFORM case_remove(c.tenant_id, c.id, c.remove_law);
			removed := removed + 1;
			known := known || people;
		EXCEPTION WHEN OTHERS THEN
			RAISE WARNING 'case % stays: % (%)', c.id, SQLERRM, SQLSTATE;
			left_over := left_over + 1;
		END;
	END LOOP;
	persons := person_forget(known);
	RETURN NEXT;
END $$;

-- ---- on the page of a case ----

-- The case and its parts, those that who is at the desk may see.
CREATE FUNCTION case_part_family(p_tenant text, p_case uuid) RETURNS TABLE (part text, names text, line text)
LANGUAGE sql STABLE AS $$
	SELECT 'family', 'ref release_id state outcome received_at here', ROW(c.ref, c.release_id, c.state, c.outcome,
	    c.received_at, c.id = p_case)::text
	    FROM case_file k JOIN case_file c ON c.tenant_id = k.tenant_id
		AND (c.id = coalesce(k.parent_id, k.id) OR c.parent_id = coalesce(k.parent_id, k.id))
	    WHERE k.tenant_id = p_tenant AND k.id = p_case AND c.service = ANY (session_services(false))
	      AND (NOT c.graded OR session_graded())
	    ORDER BY c.part NULLS FIRST
$$;
REVOKE ALL ON FUNCTION case_part_family(text, uuid) FROM PUBLIC;
CREATE OR REPLACE FUNCTION case_has(p_tenant text, p_case uuid) RETURNS text
LANGUAGE plpgsql STABLE SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	RETURN (SELECT concat_ws(' ', '',
	    (SELECT 'message' FROM case_message d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'missing' FROM deficiency d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'proposal' FROM proposal d WHERE d.tenant_id = p_tenant AND d.case_id = p_case),
	    (SELECT 'note' FROM case_note d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'disqualified' FROM disqualification d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'file' FROM attachment d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'label' FROM case_label d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'day' FROM case_follow_up d WHERE d.tenant_id = p_tenant AND d.case_id = p_case),
	    (SELECT 'party' FROM case_party d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    (SELECT 'stuck' FROM mail_task d WHERE d.tenant_id = p_tenant AND d.case_id = p_case AND d.closed_at IS NULL LIMIT 1),
	    (SELECT 'complaint' FROM deadline d WHERE d.tenant_id = p_tenant AND d.case_id = p_case
		AND d.event = 'deadline.complaint' AND d.cancelled_at IS NULL LIMIT 1),
	    (SELECT 'said' FROM case_said d WHERE d.tenant_id = p_tenant AND d.case_id = p_case),
	    (SELECT 'family' FROM case_file d WHERE d.tenant_id = p_tenant AND d.parent_id = p_case LIMIT 1),
	    (SELECT 'family' FROM case_file d WHERE d.tenant_id = p_tenant AND d.id = p_case AND d.parent_id IS NOT NULL),
	    (SELECT 'hearing' FROM hearing d WHERE d.tenant_id = p_tenant AND d.case_id = p_case LIMIT 1),
	    ''));
END $$;
CREATE OR REPLACE FUNCTION case_parts(p_tenant text, p_case uuid, p_me uuid, p_has text)
RETURNS TABLE (part text, names text, line text)
LANGUAGE plpgsql STABLE ROWS 10 SET plan_cache_mode = force_generic_plan AS $$
BEGIN
	IF strpos(p_has, ' complaint ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_complaint(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' said ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_said(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' day ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_day(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' party ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_party(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' hearing ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_hearing(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' family ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_family(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' message ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_message(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' missing ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_missing(p_tenant, p_case);
	END IF;
	IF strpos(p_has, ' proposal ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_proposal(p_tenant, p_case, p_me);
	END IF;
	IF strpos(p_has, ' note ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_note(p_tenant, p_case, p_me);
	END IF;
	IF strpos(p_has, ' disqualified ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_disqualified(p_tenant, p_case, p_me);
	END IF;
	IF strpos(p_has, ' file ') > 0 THEN
		RETURN QUERY SELECT * FROM case_part_scan(p_tenant, p_case);
	END IF;
END $$;

-- ---- what a decision for a time says ----

-- Until when the latest decision of a case before an instant holds, and what remains to be done by then; beside
-- case_story().
CREATE FUNCTION case_story_until(p_tenant text, p_case uuid, p_before timestamptz, OUT until text, OUT remains text)
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
	SELECT e.data ->> 'until', e.data ->> 'remains' INTO until, remains FROM case_event e
	    WHERE e.tenant_id = p_tenant AND e.case_id = p_case AND e.at <= p_before AND e.data ? 'outcome'
	    ORDER BY e.seq DESC LIMIT 1;
END $$;
REVOKE ALL ON FUNCTION case_story_until(text, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_story_until(text, uuid, timestamptz) TO skranke_citizen, skranke_desk, skranke_postman;

REVOKE ALL ON FUNCTION bundle_service(text), word_list(text), release_begun_from(), release_follow_up_note(),
    follow_up_why(text, uuid, text), case_follow_ups(text), draft_follow_up(), case_part(), case_part_people(),
    journal_part(), case_remove(text, uuid, text), case_held(text, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_follow_ups(text) TO skranke_citizen;
