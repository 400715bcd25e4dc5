-- Nobody acts in their own or a close one's case, once more: the events by which one lets go of it, what
-- goes with a case that is removed, and who takes a declaration back.

SET LOCAL ROLE skranke_owner;

ALTER TABLE disqualification
	DROP CONSTRAINT disqualification_tenant_id_case_id_fkey,
	ADD FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE;
ALTER TABLE case_address
	DROP CONSTRAINT case_address_tenant_id_case_id_fkey,
	ADD FOREIGN KEY (tenant_id, case_id) REFERENCES case_file (tenant_id, id) ON DELETE CASCADE;

DROP TRIGGER impartial ON case_event;
CREATE TRIGGER impartial BEFORE INSERT ON case_event
    FOR EACH ROW WHEN (NEW.actor = 'caseworker'
	AND NEW.event <> ALL ('{desk.disqualify,desk.give-back,desk.hand-over}'))
    EXECUTE FUNCTION case_impartial();

-- The case itself.  Nobody who is disqualified is given it either; who has it may let go of it.
CREATE OR REPLACE FUNCTION case_file_impartial() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_desk_user();
	moved boolean := NEW.assigned_to IS DISTINCT FROM OLD.assigned_to;
	changed boolean := (NEW.state, NEW.outcome, NEW.due_at, NEW.unit_id)
	    IS DISTINCT FROM (OLD.state, OLD.outcome, OLD.due_at, OLD.unit_id);
BEGIN
	IF me IS NULL OR NOT (moved OR changed) THEN
		RETURN NEW;
	END IF;
	IF moved AND NEW.assigned_to <> me
	    AND desk_user_disqualified(NEW.assigned_to, NEW.tenant_id, NEW.id) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user is given a case' USING ERRCODE = 'SKR07';
	END IF;
	IF moved AND NOT changed AND OLD.assigned_to = me THEN
		RETURN NEW;
	END IF;
	IF case_disqualified(NEW.id) IS NOT NULL THEN
		RAISE EXCEPTION 'a disqualified desk user acts in a case' USING ERRCODE = 'SKR06';
	END IF;
	RETURN NEW;
END $$;

-- «I am disqualified»: noted with its reason, as an event, and the case is let go of.  Whoever may
-- read it may say so; saying it twice is saying it once.
CREATE OR REPLACE FUNCTION case_disqualify(p_case uuid, p_reason text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_desk_user();
	c case_file;
BEGIN
	SELECT * INTO c FROM case_file f WHERE f.tenant_id = session_tenant() AND f.id = p_case
	    AND f.service = ANY (session_services(false)) FOR UPDATE;
	IF c.id IS NULL OR me IS NULL THEN
		RAISE no_data_found USING MESSAGE = 'no such case for this desk user';
	END IF;
	INSERT INTO disqualification (tenant_id, case_id, desk_user_id, reason)
	VALUES (c.tenant_id, c.id, me, p_reason) ON CONFLICT DO NOTHING;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id)
	VALUES (c.tenant_id, c.id, 'desk.disqualify', c.state, c.state, 'caseworker', me);
	UPDATE case_file f SET assigned_to = nullif(f.assigned_to, me), revision = f.revision + 1
	    WHERE f.tenant_id = c.tenant_id AND f.id = c.id;
END $$;

-- A leader has judged that the colleague may act after all (forvaltningsloven § 8).  Nobody does it
-- for themselves, and what we see of ourselves (party, household, address) stands.
CREATE FUNCTION case_qualify(p_case uuid, p_user uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	me uuid := session_desk_user();
	c case_file;
BEGIN
	SELECT * INTO c FROM case_file f WHERE f.tenant_id = session_tenant() AND f.id = p_case FOR UPDATE;
	IF c.id IS NULL OR session_role(c.service) IS DISTINCT FROM 'leader' OR me = p_user THEN
		RAISE insufficient_privilege USING MESSAGE = 'another leader of the service takes it back';
	END IF;
	DELETE FROM disqualification d
	    WHERE d.tenant_id = c.tenant_id AND d.case_id = c.id AND d.desk_user_id = p_user;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	INSERT INTO case_event (tenant_id, case_id, event, from_state, to_state, actor, actor_id, data)
	VALUES (c.tenant_id, c.id, 'desk.qualify', c.state, c.state, 'caseworker', me,
	    jsonb_build_object('who', p_user));
	UPDATE case_file f SET revision = f.revision + 1 WHERE f.tenant_id = c.tenant_id AND f.id = c.id;
END $$;
GRANT EXECUTE ON FUNCTION case_qualify(uuid, uuid) TO skranke_desk;

-- one's own rights; those of all, to an administrator
DROP POLICY desk_read ON desk_right;
CREATE POLICY desk_read ON desk_right FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND (desk_user_id = (SELECT session_desk_user())
	    OR ARRAY['*', service] && (SELECT session_services_as('administrator'))));
