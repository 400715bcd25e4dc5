-- The parties of an application and of a case: one model for an owner who signs what another has filled
-- in, and for two parents.
--
-- draft_party   who the answers say is a party of a draft, kept in step with them at each save.  Such a
--               person sees the draft from when whoever fills it in shares it, may fill it in and must
--               sign it where the service says so.  A signature is bound to the sha256 of the answers as
--               they will be sent, with their files (signed_text); a change takes it away.
-- case_party    all people of a case that has more than one, the applicant too.  They see the case and
--               get its letters, one document each; those who may act answer, write and complain as the
--               applicant does.  ended_at: a representative whose right was taken back.
--
-- Who is the party of what is judged here: the citizen's program sends what the answers say, and a case
-- is never made without the signatures, nor in another's name, whatever it sends.

SET LOCAL ROLE skranke_owner;

CREATE TABLE draft_party (
	tenant_id	text NOT NULL REFERENCES tenant,
	draft_id	uuid NOT NULL REFERENCES draft ON DELETE CASCADE,
	party		text NOT NULL CHECK (party ~ '^[a-z][a-z0-9-]*$' AND party NOT IN ('applicant', 'representative')),
	person_id	uuid NOT NULL REFERENCES person,
	name		text NOT NULL DEFAULT '' CHECK (length(name) <= 200),	-- as it was answered
	may_fill	boolean NOT NULL,
	must_sign	boolean NOT NULL,
	applicant	boolean NOT NULL,		-- the case becomes theirs
	shared_at	timestamptz,			-- they see the draft from then
	asked_at	timestamptz,			-- asked to sign, the last time
	signed_at	timestamptz,
	signed_sha256	text CHECK (signed_sha256 ~ '^[0-9a-f]{64}$'),
	unsigned_at	timestamptz,			-- a signature was taken away by a change
	declined_at	timestamptz,
	declined	text CHECK (length(declined) BETWEEN 1 AND 2000),
	PRIMARY KEY (draft_id, party),
	CHECK ((signed_at IS NULL) = (signed_sha256 IS NULL)),
	CHECK ((declined_at IS NULL) = (declined IS NULL)),
	CHECK (signed_at IS NULL OR (must_sign AND shared_at IS NOT NULL AND declined_at IS NULL)),
	CHECK (must_sign OR NOT applicant)		-- nobody applies in another's name unsigned
);
CREATE INDEX draft_party_person ON draft_party (person_id, tenant_id) WHERE shared_at IS NOT NULL;

CREATE TABLE case_party (
	tenant_id	text NOT NULL,
	case_id		uuid NOT NULL,
	party		text NOT NULL CHECK (party ~ '^[a-z][a-z0-9-]*$'),	-- of service.xml, applicant, representative
	person_id	uuid NOT NULL REFERENCES person,
	name		text NOT NULL DEFAULT '',
	may_act		boolean NOT NULL,
	signed_at	timestamptz,
	signed_sha256	text,
	ended_at	timestamptz,
	PRIMARY KEY (tenant_id, case_id, party),
	FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE,
	CHECK ((signed_at IS NULL) = (signed_sha256 IS NULL))
);
CREATE INDEX case_party_person ON case_party (person_id, tenant_id) WHERE ended_at IS NULL;

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['draft_party', 'case_party'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;

-- ---- what is shared with the session's person ----
--
-- Arrays, so that a policy that asks (SELECT …) once a statement still finds its rows by index.

CREATE FUNCTION session_shared_drafts(p_fill boolean) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT array_agg(p.draft_id) FROM draft_party p
	    WHERE p.person_id = session_person() AND p.tenant_id = current_setting('skranke.tenant', true)
	      AND p.shared_at IS NOT NULL AND (p.may_fill OR NOT p_fill));
END $$;

-- The cases with several people where this one is among them; with p_act where they may act.
CREATE FUNCTION session_shared_cases(p_act boolean) RETURNS uuid[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT array_agg(p.case_id) FROM case_party p
	    WHERE p.person_id = session_person() AND p.tenant_id = current_setting('skranke.tenant', true)
	      AND p.ended_at IS NULL AND (p.may_act OR NOT p_act));
END $$;

-- May whoever the session is write in this draft?  One's own, one shared to be filled in, an answer in a
-- case where one may act; or one that a desk user registers.
CREATE FUNCTION session_fills(p_draft uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM draft d WHERE d.id = p_draft AND d.tenant_id = session_tenant()
	    AND CASE WHEN d.registered_by IS NOT NULL THEN d.registered_by = session_desk_user()
		ELSE d.person_id = session_person() OR d.id = ANY (session_shared_drafts(true))
		    OR d.supplement_of = ANY (session_shared_cases(true)) END);
END $$;
REVOKE ALL ON FUNCTION session_shared_drafts(boolean), session_shared_cases(boolean), session_fills(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_shared_drafts(boolean), session_shared_cases(boolean) TO skranke_citizen;
GRANT EXECUTE ON FUNCTION session_fills(uuid) TO skranke_citizen, skranke_desk;

-- ---- policies ----

GRANT SELECT ON draft_party TO skranke_citizen, skranke_desk;
CREATE POLICY by_draft ON draft_party FOR SELECT TO skranke_citizen, skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM draft d WHERE d.id = draft_party.draft_id));
GRANT SELECT ON case_party TO skranke_citizen, skranke_desk, skranke_postman;
CREATE POLICY by_case ON case_party FOR SELECT TO skranke_citizen, skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_party.tenant_id AND c.id = case_party.case_id));
CREATE POLICY by_work ON case_party FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_party.tenant_id AND c.id = case_party.case_id));

CREATE POLICY citizen_party ON draft FOR SELECT TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true) AND registered_by IS NULL
	AND id = ANY ((SELECT session_shared_drafts(false))::uuid[]));
CREATE POLICY citizen_fill ON draft FOR UPDATE TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true) AND registered_by IS NULL
	AND id = ANY ((SELECT session_shared_drafts(true))::uuid[]));
-- it has become a case; nobody throws another's draft away
CREATE POLICY citizen_sent ON draft FOR DELETE TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND id = ANY ((SELECT session_shared_drafts(true))::uuid[])
	AND EXISTS (SELECT FROM case_file c WHERE c.draft_id = draft.id));
CREATE POLICY citizen_supplement ON draft TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND supplement_of = ANY ((SELECT session_shared_cases(true))::uuid[]));

CREATE POLICY citizen_party ON case_file FOR SELECT TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND id = ANY ((SELECT session_shared_cases(false))::uuid[]));
CREATE POLICY citizen_act ON case_file FOR UPDATE TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND id = ANY ((SELECT session_shared_cases(true))::uuid[]));

-- Who only sees a case writes nothing in it: what is written goes with the case being one's own, or one
-- where one may act.
DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['case_event', 'outbox', 'deadline', 'case_clock', 'case_interval', 'case_message',
	    'case_address', 'complaint_draft'] LOOP
		EXECUTE format('CREATE POLICY citizen_acts ON %I AS RESTRICTIVE FOR INSERT TO skranke_citizen
		    WITH CHECK (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id
			AND (c.person_id = (SELECT session_person()) OR c.id = ANY ((SELECT session_shared_cases(true))::uuid[]))))', t);
	END LOOP;
	FOREACH t IN ARRAY ARRAY['deadline', 'case_clock', 'case_interval', 'deficiency', 'deficiency_item',
	    'complaint_draft'] LOOP
		EXECUTE format('CREATE POLICY citizen_changes ON %I AS RESTRICTIVE FOR UPDATE TO skranke_citizen
		    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = %1$I.tenant_id AND c.id = %1$I.case_id
			AND (c.person_id = (SELECT session_person()) OR c.id = ANY ((SELECT session_shared_cases(true))::uuid[]))))', t);
	END LOOP;
END $$;
-- a draft that answers or writes in a case, the same
CREATE POLICY citizen_acts ON draft AS RESTRICTIVE FOR INSERT TO skranke_citizen
    WITH CHECK (coalesce(message_of, supplement_of) IS NULL OR EXISTS (SELECT FROM case_file c
	WHERE c.tenant_id = draft.tenant_id AND c.id = coalesce(draft.message_of, draft.supplement_of)
	  AND (c.person_id = (SELECT session_person()) OR c.id = ANY ((SELECT session_shared_cases(true))::uuid[]))));

-- files: what one sees, and what one may fill in
CREATE POLICY citizen_party ON attachment FOR SELECT TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND (case_id = ANY ((SELECT session_shared_cases(false))::uuid[])
	    OR EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id)));
DROP POLICY citizen_add ON attachment;
CREATE POLICY citizen_add ON attachment FOR INSERT TO skranke_citizen
    WITH CHECK (tenant_id = current_setting('skranke.tenant', true) AND session_fills(draft_id)
	AND EXISTS (SELECT FROM draft d WHERE d.id = attachment.draft_id AND d.person_id = attachment.person_id));
CREATE POLICY citizen_drop_shared ON attachment FOR DELETE TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true) AND draft_id IS NOT NULL AND session_fills(draft_id));
CREATE POLICY citizen_send_shared ON attachment FOR UPDATE TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true) AND draft_id IS NOT NULL AND session_fills(draft_id))
    WITH CHECK (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = attachment.tenant_id AND c.id = attachment.case_id));

CREATE POLICY by_party ON person FOR SELECT TO skranke_desk, skranke_postman
    USING (EXISTS (SELECT FROM case_party p WHERE p.person_id = person.id));

-- ---- a draft and its parties ----

-- citizen, desk: the parties that the answers of a draft name now: objects with party, pid, name, fill,
-- sign and applicant.  Who is no longer named sees it no more.  Whoever the draft is of is no party of it
-- beside that.
CREATE FUNCTION draft_parties_put(p_draft uuid, p_parties jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	d draft;
	x record;
BEGIN
	IF NOT session_fills(p_draft) THEN
		RETURN;					-- sent or gone meanwhile, which the caller sees
	END IF;
	SELECT * INTO d FROM draft WHERE id = p_draft;
	DELETE FROM draft_party p WHERE p.draft_id = p_draft AND NOT EXISTS (
	    SELECT FROM jsonb_to_recordset(p_parties) n (party text, pid text)
	    JOIN person h ON h.pid = n.pid AND h.id <> d.person_id
	    WHERE n.party = p.party AND h.id = p.person_id);
	FOR x IN SELECT n.*, person_note(n.pid) AS person_id FROM jsonb_to_recordset(p_parties)
	    n (party text, pid text, name text, fill boolean, sign boolean, applicant boolean)
	LOOP
		CONTINUE WHEN x.person_id = d.person_id;
		INSERT INTO draft_party AS p (tenant_id, draft_id, party, person_id, name, may_fill, must_sign, applicant)
		VALUES (d.tenant_id, d.id, x.party, x.person_id, left(x.name, 200), x.fill, x.sign, x.applicant)
		ON CONFLICT (draft_id, party) DO UPDATE SET name = excluded.name, may_fill = excluded.may_fill,
		    must_sign = excluded.must_sign, applicant = excluded.applicant
		    WHERE (p.name, p.may_fill, p.must_sign, p.applicant)
			IS DISTINCT FROM (excluded.name, excluded.may_fill, excluded.must_sign, excluded.applicant);
	END LOOP;
END $$;

-- Who is at a draft that the session sees: whoever it is of first, as 'representative', then its parties.
-- name: as registered with us of those who have been here, else as it was answered.
CREATE FUNCTION draft_people(p_draft uuid)
RETURNS TABLE (party text, name text, mine boolean, may_fill boolean, must_sign boolean, applicant boolean,
    shared_at timestamptz, asked_at timestamptz, signed_at timestamptz, unsigned_at timestamptz,
    declined_at timestamptz, declined text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
	me uuid := session_person();
	d draft;
BEGIN
	SELECT * INTO d FROM draft x WHERE x.id = p_draft AND x.tenant_id = session_tenant()
	    AND (session_fills(x.id) OR x.id = ANY (session_shared_drafts(false)));
	IF d.id IS NULL OR NOT EXISTS (SELECT FROM draft_party p WHERE p.draft_id = d.id) THEN
		RETURN;
	END IF;
	RETURN QUERY SELECT 'representative', coalesce(h.name, ''), h.id IS NOT DISTINCT FROM me, true, false, false,
	    d.created_at, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, NULL::timestamptz, NULL::text
	    FROM person h WHERE h.id = d.person_id;
	RETURN QUERY SELECT p.party, p.name, p.person_id IS NOT DISTINCT FROM me, p.may_fill, p.must_sign, p.applicant,
	    p.shared_at, p.asked_at, p.signed_at, p.unsigned_at, p.declined_at, p.declined
	    FROM draft_party p WHERE p.draft_id = d.id ORDER BY p.must_sign DESC, p.party;
END $$;

-- What a signature is of: one line a field as in case_event_text(), of the release whose questions were
-- answered, the answers as they are sent, and a line for each of their files, by id: its hash and name.
-- Files are of the draft, or of the case it has become.
CREATE FUNCTION signed_text(p_release uuid, p_answers text, p_draft uuid, p_case uuid) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT E'skranke-signed-1\n' || chain_field('release', p_release::text) || chain_field('answers', p_answers)
	    || chain_field('files', (SELECT string_agg(a.sha256 || ' ' || a.name, E'\n' ORDER BY a.id)
		FROM attachment a WHERE (a.draft_id = p_draft OR a.case_id = p_case) AND a.kind = 'answer'
		  AND position(a.id::text IN p_answers) > 0))
$$;
CREATE FUNCTION signed_sha256(p_release uuid, p_answers text, p_draft uuid, p_case uuid) RETURNS text
LANGUAGE sql STABLE AS $$
	SELECT encode(sha256(convert_to(signed_text(p_release, p_answers, p_draft, p_case), 'UTF8')), 'hex')
$$;

-- Another answer, or another file, and what was signed is no more what will be sent.
CREATE FUNCTION draft_unsign(p_draft uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE draft_party SET signed_at = NULL, signed_sha256 = NULL, unsigned_at = now()
	    WHERE draft_id = p_draft AND signed_at IS NOT NULL;
END $$;
-- citizen, desk: the same, of a draft that one may fill in: something worked out by the day differs.
CREATE FUNCTION draft_sign_again(p_draft uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF session_fills(p_draft) THEN
		PERFORM draft_unsign(p_draft);
	END IF;
END $$;
CREATE FUNCTION draft_unsigned() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF TG_TABLE_NAME = 'draft' THEN
		PERFORM draft_unsign(NEW.id);
	ELSE
		PERFORM draft_unsign(CASE WHEN TG_OP = 'DELETE' THEN OLD.draft_id ELSE NEW.draft_id END);
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER unsigned AFTER UPDATE OF answers, release_id ON draft FOR EACH ROW
    WHEN (OLD.answers::text IS DISTINCT FROM NEW.answers::text OR OLD.release_id <> NEW.release_id)
    EXECUTE FUNCTION draft_unsigned();
CREATE TRIGGER unsigned AFTER INSERT ON attachment FOR EACH ROW
    WHEN (NEW.draft_id IS NOT NULL) EXECUTE FUNCTION draft_unsigned();
CREATE TRIGGER unsigned_drop AFTER DELETE ON attachment FOR EACH ROW
    WHEN (OLD.draft_id IS NOT NULL) EXECUTE FUNCTION draft_unsigned();

-- An e-mail that says no more than that something waits (kind reminder, as the one of a draft that soon
-- goes).  about: 'sign' to the party; 'news' to whom the draft is of.
ALTER TABLE outbox
	ADD COLUMN person_id uuid REFERENCES person,	-- NULL: whose the case or draft is
	ADD COLUMN copy_of uuid REFERENCES outbox ON DELETE CASCADE;	-- the applicant's row of the same letter
CREATE INDEX outbox_copy ON outbox (copy_of) WHERE copy_of IS NOT NULL;
CREATE INDEX outbox_person ON outbox (person_id) WHERE person_id IS NOT NULL AND done_at IS NULL;

CREATE FUNCTION draft_notice(p_draft uuid, p_person uuid, p_about text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO outbox (id, tenant_id, draft_id, person_id, kind, payload)
	SELECT gen_random_uuid(), d.tenant_id, d.id, p_person, 'reminder', jsonb_build_object('about', p_about)
	FROM draft d WHERE d.id = p_draft;
END $$;

-- citizen: whoever the draft is of shares it with a party, and asks for a signature where there must be
-- one; asked again within an hour, nothing more is sent.  Whether there was such a party.
CREATE FUNCTION draft_share(p_draft uuid, p_party text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	p draft_party;
BEGIN
	SELECT x.* INTO p FROM draft_party x JOIN draft d ON d.id = x.draft_id
	    WHERE d.id = p_draft AND x.party = p_party AND d.tenant_id = session_tenant()
	      AND d.person_id = session_person() AND d.registered_by IS NULL FOR UPDATE OF x;
	IF NOT FOUND THEN
		RETURN false;
	END IF;
	IF p.signed_at IS NOT NULL THEN
		RETURN true;
	END IF;
	IF p.declined_at IS NULL AND p.asked_at > coalesce(p.unsigned_at, '-infinity')
	    AND p.asked_at > now() - interval '1 hour' THEN
		RETURN true;
	END IF;
	UPDATE draft_party x SET shared_at = coalesce(x.shared_at, now()), asked_at = now(),
	    declined_at = NULL, declined = NULL
	    WHERE x.draft_id = p_draft AND x.party = p_party;
	PERFORM draft_notice(p_draft, p.person_id, 'sign');
	RETURN true;
END $$;

-- citizen: a party signs the draft as it stands at p_revision; p_answers and p_pids as answers_note()
-- takes them.  'signed', the second time too; 'stale' when it has been changed since; NULL when the
-- session's person has nothing to sign there.
CREATE FUNCTION draft_sign(p_draft uuid, p_revision integer, p_answers text, p_pids text[]) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_person();
	d draft;
	hash text;
BEGIN
	SELECT x.* INTO d FROM draft x WHERE x.id = p_draft AND x.tenant_id = session_tenant() FOR UPDATE;
	IF d.id IS NULL OR NOT EXISTS (SELECT FROM draft_party p WHERE p.draft_id = d.id AND p.person_id = me
	    AND p.must_sign AND p.shared_at IS NOT NULL) THEN
		RETURN NULL;
	END IF;
	IF d.revision <> p_revision THEN
		RETURN 'stale';
	END IF;
	SELECT signed_sha256(d.release_id, n.answers::text, d.id, NULL) INTO hash FROM answers_note(p_answers, p_pids) n;
	UPDATE draft_party p SET signed_at = now(), signed_sha256 = hash, unsigned_at = NULL,
	    declined_at = NULL, declined = NULL
	    WHERE p.draft_id = d.id AND p.person_id = me AND p.must_sign AND p.signed_sha256 IS DISTINCT FROM hash;
	IF FOUND AND d.person_id <> me THEN
		PERFORM draft_notice(d.id, d.person_id, 'news');
	END IF;
	RETURN 'signed';
END $$;

-- citizen: a party will not sign as it stands, and says why.  Whether there was anything to send back.
CREATE FUNCTION draft_decline(p_draft uuid, p_text text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	d draft;
BEGIN
	SELECT x.* INTO d FROM draft x WHERE x.id = p_draft AND x.tenant_id = session_tenant() FOR UPDATE;
	UPDATE draft_party p SET declined_at = now(), declined = p_text, signed_at = NULL, signed_sha256 = NULL
	    WHERE p.draft_id = d.id AND p.person_id = session_person() AND p.must_sign AND p.shared_at IS NOT NULL;
	IF NOT FOUND THEN
		RETURN false;
	END IF;
	PERFORM draft_notice(d.id, d.person_id, 'news');
	RETURN true;
END $$;

-- citizen: the one whose case it will be goes on alone; whoever filled it in sees it no more.
CREATE FUNCTION draft_take_over(p_draft uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_person();
	d draft;
BEGIN
	SELECT x.* INTO d FROM draft x WHERE x.id = p_draft AND x.tenant_id = session_tenant()
	    AND EXISTS (SELECT FROM draft_party p WHERE p.draft_id = x.id AND p.person_id = me AND p.applicant
		AND p.shared_at IS NOT NULL) FOR UPDATE;
	IF d.id IS NULL THEN
		RETURN false;
	END IF;
	DELETE FROM parked_post WHERE draft_id = d.id;
	DELETE FROM outbox WHERE draft_id = d.id AND done_at IS NULL AND claimed_until IS NULL;
	DELETE FROM draft_party WHERE draft_id = d.id AND person_id = me;
	UPDATE attachment SET person_id = me WHERE draft_id = d.id;
	UPDATE draft SET person_id = me, revision = revision + 1, updated_at = now() WHERE id = d.id;
	RETURN true;
END $$;

-- ---- a draft with parties becomes a case ----

-- Every signature there must be is there, and of what is sent; the case is the one's whose it is; all
-- people of it are its parties.  What comes on paper is signed on paper.
CREATE FUNCTION case_file_parties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	d draft;
	hash text;
	whose uuid;
BEGIN
	SELECT * INTO d FROM draft x WHERE x.id = NEW.draft_id;
	IF NOT EXISTS (SELECT FROM draft_party p WHERE p.draft_id = NEW.draft_id) THEN
		IF d.id IS NOT NULL AND d.person_id <> NEW.person_id THEN
			RAISE insufficient_privilege USING MESSAGE = 'a case is of whom its draft is of';
		END IF;
		RETURN NULL;
	END IF;
	IF NOT session_fills(d.id) THEN
		RAISE insufficient_privilege USING MESSAGE = 'who may not fill in a draft does not send it';
	END IF;
	hash := signed_sha256(NEW.release_id, NEW.answers::text, NEW.draft_id, NULL);
	IF NEW.origin = 'web' AND EXISTS (SELECT FROM draft_party p WHERE p.draft_id = NEW.draft_id
	    AND p.must_sign AND p.signed_sha256 IS DISTINCT FROM hash) THEN
		RAISE EXCEPTION 'a party has not signed what is sent' USING ERRCODE = 'SKR08';
	END IF;
	SELECT coalesce((SELECT p.person_id FROM draft_party p WHERE p.draft_id = d.id AND p.applicant LIMIT 1),
	    d.person_id) INTO whose;
	INSERT INTO case_party (tenant_id, case_id, party, person_id, name, may_act, signed_at, signed_sha256)
	SELECT NEW.tenant_id, NEW.id, p.party, p.person_id, p.name, p.may_fill OR p.applicant, p.signed_at, p.signed_sha256
	FROM draft_party p WHERE p.draft_id = d.id;
	INSERT INTO case_party (tenant_id, case_id, party, person_id, name, may_act)
	SELECT NEW.tenant_id, NEW.id, CASE WHEN h.id = whose THEN 'applicant' ELSE 'representative' END, h.id,
	    coalesce(h.name, ''), true
	FROM person h WHERE h.id = d.person_id;
	UPDATE case_file c SET person_id = whose, persons = ARRAY(SELECT DISTINCT x FROM unnest(c.persons
	    || ARRAY(SELECT p.person_id FROM case_party p WHERE p.tenant_id = c.tenant_id AND p.case_id = c.id)) x)
	    WHERE c.tenant_id = NEW.tenant_id AND c.id = NEW.id;
	RETURN NULL;
END $$;
CREATE TRIGGER a_parties AFTER INSERT ON case_file FOR EACH ROW
    EXECUTE FUNCTION case_file_parties();

-- The first event of the chain says what each party signed.
CREATE FUNCTION case_event_signed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	s jsonb := (SELECT jsonb_agg(jsonb_build_object('party', p.party, 'at', p.signed_at, 'sha256', p.signed_sha256)
	    ORDER BY p.party) FROM case_party p WHERE p.tenant_id = NEW.tenant_id AND p.case_id = NEW.case_id
	    AND p.signed_at IS NOT NULL);
BEGIN
	NEW.data := CASE WHEN s IS NULL THEN NEW.data - 'signed' ELSE NEW.data || jsonb_build_object('signed', s) END;
	RETURN NEW;
END $$;
CREATE TRIGGER a_signed BEFORE INSERT ON case_event FOR EACH ROW WHEN (NEW.event = 'submit')
    EXECUTE FUNCTION case_event_signed();

-- citizen: the one whose case it is takes a representative's right back.  Whether there was one.
CREATE FUNCTION case_party_end(p_ref text, p_party text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	c case_file;
	rep uuid;
BEGIN
	SELECT f.* INTO c FROM case_file f WHERE f.tenant_id = session_tenant() AND f.ref = p_ref
	    AND f.person_id = session_person() FOR UPDATE;
	UPDATE case_party p SET ended_at = now() WHERE p.tenant_id = c.tenant_id AND p.case_id = c.id
	    AND p.party = p_party AND p.party = 'representative' AND p.ended_at IS NULL RETURNING p.person_id INTO rep;
	IF rep IS NULL THEN
		RETURN false;
	END IF;
	DELETE FROM draft WHERE tenant_id = c.tenant_id AND message_of = c.id AND person_id = rep;
	UPDATE attachment a SET person_id = c.person_id FROM draft d
	    WHERE a.draft_id = d.id AND d.tenant_id = c.tenant_id AND d.supplement_of = c.id AND d.person_id = rep;
	UPDATE draft SET person_id = c.person_id WHERE tenant_id = c.tenant_id AND supplement_of = c.id AND person_id = rep;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	VALUES (c.tenant_id, c.id, 'party-ended', c.state, c.state, 'applicant', c.person_id,
	    jsonb_build_object('party', p_party));
	RETURN true;
END $$;

-- ---- letters to each ----

-- What goes to the applicant goes to the other parties too, a row and a document each.  Whoever already
-- gets it gets it once.
CREATE FUNCTION outbox_parties() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	INSERT INTO outbox (id, tenant_id, case_id, person_id, copy_of, kind, payload, created_at, next_at)
	SELECT gen_random_uuid(), NEW.tenant_id, NEW.case_id, p.person_id, NEW.id, NEW.kind, NEW.payload, NEW.created_at,
	    NEW.next_at
	FROM (SELECT DISTINCT p.person_id FROM case_party p
	    JOIN case_file c ON c.tenant_id = p.tenant_id AND c.id = p.case_id AND c.person_id <> p.person_id
	    WHERE p.tenant_id = NEW.tenant_id AND p.case_id = NEW.case_id AND p.ended_at IS NULL) p;
	RETURN NULL;
END $$;
CREATE TRIGGER outbox_parties AFTER INSERT ON outbox FOR EACH ROW
    WHEN (NEW.kind = 'letter' AND NEW.case_id IS NOT NULL AND NEW.person_id IS NULL
	AND NEW.payload ->> 'to' = 'applicant')
    EXECUTE FUNCTION outbox_parties();

DROP POLICY postman_make ON document;
CREATE POLICY postman_make ON document FOR INSERT TO skranke_postman
    WITH CHECK (EXISTS (SELECT FROM case_file c
	LEFT JOIN outbox o ON o.id = document.outbox_id
	WHERE c.tenant_id = document.tenant_id AND c.id = document.case_id
	  AND document.person_id = CASE WHEN o.person_id IS NULL THEN c.person_id ELSE o.person_id END));
CREATE POLICY by_outbox ON person FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM outbox o WHERE o.person_id = person.id AND o.done_at IS NULL));

-- postman: is a notice about a draft still to be sent?
CREATE FUNCTION draft_notice_wanted(p_outbox uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN EXISTS (SELECT FROM outbox o JOIN draft d ON d.id = o.draft_id
	    WHERE o.id = p_outbox AND CASE o.payload ->> 'about'
		WHEN 'sign' THEN EXISTS (SELECT FROM draft_party p WHERE p.draft_id = d.id
		    AND p.person_id = o.person_id AND p.asked_at = o.created_at AND p.signed_at IS NULL
		    AND p.declined_at IS NULL)
		WHEN 'news' THEN d.person_id = o.person_id
		ELSE d.warned_at = o.created_at END);
END $$;

-- Whose an outbox row is, as long as there is something to do with it.
CREATE OR REPLACE FUNCTION outbox_person(p_outbox uuid, OUT tenant_id text, OUT person_id uuid)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	SELECT o.tenant_id, coalesce(o.person_id, c.person_id, d.person_id)
	  INTO outbox_person.tenant_id, outbox_person.person_id
	  FROM outbox o
	  LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
	  LEFT JOIN draft d ON d.id = o.draft_id
	 WHERE o.id = p_outbox AND o.done_at IS NULL
	   AND coalesce(o.payload ->> 'to', 'applicant') = 'applicant';
END $$;

REVOKE ALL ON FUNCTION draft_sign_again(uuid), draft_parties_put(uuid, jsonb), draft_people(uuid), draft_unsign(uuid), draft_unsigned(),
    draft_notice(uuid, uuid, text), draft_share(uuid, text), draft_sign(uuid, integer, text, text[]),
    draft_decline(uuid, text), draft_take_over(uuid), case_file_parties(), case_event_signed(),
    case_party_end(text, text), outbox_parties(), draft_notice_wanted(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION draft_sign_again(uuid), draft_parties_put(uuid, jsonb), draft_people(uuid) TO skranke_citizen, skranke_desk;
GRANT EXECUTE ON FUNCTION draft_share(uuid, text), draft_sign(uuid, integer, text, text[]),
    draft_decline(uuid, text), draft_take_over(uuid), case_party_end(text, text) TO skranke_citizen;
GRANT EXECUTE ON FUNCTION draft_notice_wanted(uuid) TO skranke_postman;

-- ---- what was one person's before ----

-- 'UUID=PID' for each person that the answers of a draft that one sees speak of.
CREATE OR REPLACE FUNCTION draft_pids(p_draft uuid)
RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT ARRAY(SELECT p.id || '=' || p.pid FROM person p WHERE p.id = ANY (d.persons))
	    FROM draft d WHERE d.id = p_draft AND d.tenant_id = session_tenant()
	      AND CASE WHEN d.registered_by IS NULL THEN d.person_id = session_person()
		  OR d.id = ANY (session_shared_drafts(false))
		  OR d.supplement_of = ANY (session_shared_cases(true))
	          ELSE d.registered_by = session_desk_user() END);
END $$;

-- The same for a case.
CREATE OR REPLACE FUNCTION case_pids(p_case uuid)
RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	RETURN (SELECT ARRAY(SELECT p.id || '=' || p.pid FROM person p WHERE p.id = ANY (c.persons))
	    FROM case_file c WHERE c.id = p_case AND c.tenant_id = session_tenant()
	      AND (c.person_id = session_person() OR c.id = ANY (session_shared_cases(false))
		  OR (c.service = ANY (session_services(false))
		  AND (NOT c.graded OR session_graded()))));
END $$;

-- Who looked at the case, for each of its parties.
CREATE OR REPLACE FUNCTION case_looks(p_ref text, p_from integer)
RETURNS TABLE(at timestamp with time zone, name text, role text, unit text, what text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
BEGIN
	RETURN QUERY SELECT l.at, u.name, (SELECT d.role FROM desk_right d
		WHERE d.tenant_id = c.tenant_id AND d.desk_user_id = u.id AND d.service = c.service
		  AND d.role IN ('reader', 'caseworker', 'leader')
		ORDER BY array_position('{leader,caseworker,reader}', d.role) LIMIT 1),
		(SELECT string_agg(n.name, ', ' ORDER BY n.name) FROM unit n
		    WHERE n.tenant_id = c.tenant_id AND n.id = ANY (u.units)), l.what
	    FROM case_file c
	    JOIN access_log l ON l.tenant_id = c.tenant_id AND l.case_id = c.id
	    JOIN desk_user u ON u.id = l.desk_user_id
	    WHERE c.tenant_id = session_tenant() AND c.ref = p_ref AND (c.person_id = session_person() OR c.id = ANY (session_shared_cases(false)))
	    ORDER BY l.at DESC, u.name, l.what OFFSET p_from LIMIT 101;
END $$;

DROP POLICY citizen_own ON complaint_draft;
CREATE POLICY citizen_own ON complaint_draft TO skranke_citizen
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = complaint_draft.tenant_id AND c.id = complaint_draft.case_id
	    AND (c.person_id = (SELECT session_person()) OR c.id = ANY ((SELECT session_shared_cases(true))::uuid[]))))
    WITH CHECK (person_id = (SELECT session_person()));
CREATE POLICY citizen_party ON document FOR SELECT TO skranke_citizen
    USING (receiver <> 'applicant' AND tenant_id = current_setting('skranke.tenant', true)
	AND available_at <= now() AND case_id = ANY ((SELECT session_shared_cases(false))::uuid[]));
CREATE POLICY citizen_party ON case_note FOR SELECT TO skranke_citizen
    USING (released_at IS NOT NULL AND tenant_id = current_setting('skranke.tenant', true)
	AND case_id = ANY ((SELECT session_shared_cases(false))::uuid[]));

-- ---- reaching a party ----

CREATE OR REPLACE FUNCTION contact_wanted(p_outbox uuid, p_seconds integer, p_most integer)
RETURNS SETOF text
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
	      AND p.id IN (SELECT coalesce(o.person_id, c.person_id, d.person_id) FROM outbox o
		LEFT JOIN case_file c ON c.tenant_id = o.tenant_id AND c.id = o.case_id
		LEFT JOIN draft d ON d.id = o.draft_id
		WHERE o.tenant_id = w.tenant_id AND o.done_at IS NULL AND o.parked_at IS NULL
		  AND o.next_at <= now() + interval '15 minutes')
	      AND NOT EXISTS (SELECT FROM contact k
		WHERE k.tenant_id = w.tenant_id AND k.person_id = p.id AND k.answered_at > old)
	    LIMIT p_most - 1;
END $$;
CREATE OR REPLACE FUNCTION contact_put(p_tenant text, p_answers jsonb)
RETURNS integer
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
		    OR EXISTS (SELECT FROM outbox o WHERE o.tenant_id = p_tenant AND o.person_id = p.id
			AND o.done_at IS NULL)
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
CREATE OR REPLACE FUNCTION people_put(p_people xml, OUT kept bigint, OUT removed bigint, OUT graded bigint, OUT unknown bigint)
RETURNS record
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
		  OR EXISTS (SELECT FROM draft d WHERE d.tenant_id = t AND d.person_id = p.id)
		  OR EXISTS (SELECT FROM case_party y WHERE y.tenant_id = t AND y.person_id = p.id))
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

-- Addresses are of the parties; a complaint body has its own in the settings.
CREATE OR REPLACE FUNCTION mail_task_address(p_task mail_task, p_address jsonb)
RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
BEGIN
	IF EXISTS (SELECT FROM outbox o WHERE o.id = p_task.outbox_id
	    AND o.payload ->> 'to' IS DISTINCT FROM 'applicant') THEN
		RAISE check_violation USING MESSAGE = 'only the party has an address of their own';
	END IF;
	PERFORM print_address_put(c.tenant_id, coalesce(o.person_id, c.person_id), p_address, 'desk', session_desk_user())
	    FROM case_file c JOIN outbox o ON o.id = p_task.outbox_id
	    WHERE c.tenant_id = p_task.tenant_id AND c.id = p_task.case_id;
END $$;

-- The time is counted from when the one whose case it is was told.
CREATE OR REPLACE FUNCTION deadline_of_proof()
RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	o outbox;
BEGIN
	SELECT x.* INTO o FROM outbox x JOIN document d ON d.outbox_id = x.id WHERE d.id = NEW.document_id;
	IF o.id IS NULL OR o.case_id IS NULL OR o.person_id IS NOT NULL THEN
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
	      AND x.kind = 'letter' AND x.person_id IS NULL AND x.payload ->> 'to' = 'applicant') told
	WHERE d.tenant_id = o.tenant_id AND d.case_id = o.case_id AND d.due_at IS NULL
	  AND d.set_at = o.created_at AND told.every;
	RETURN NULL;
END $$;
