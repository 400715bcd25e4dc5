-- Who may do what, and to which rows.  Rights are per role and column; rows are the policies'.
--
-- Every table with personal data has row-level security, forced on its owner too: functions that
-- must pass run as skranke_owner, which has a policy of its own on each table.  The postman sees
-- the cases whose outbox rows are not done, the clock those with a deadline that is due.
--
-- session_person() and the like are NULL unless the session is of the tenant that is set, so beside
-- them the setting itself may be compared with: one look-up of the session a statement, not two.  It
-- stands in front of the look for the case too, so that keys that begin with tenant_id are used.

SET LOCAL ROLE skranke_owner;

DO $$
DECLARE
	t text;
BEGIN
	FOREACH t IN ARRAY ARRAY['person', 'session', 'login_attempt', 'desk_user', 'draft', 'parked_post',
	    'case_file', 'case_event', 'outbox', 'document', 'delivery', 'deadline', 'access_log'] LOOP
		EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
		EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
		EXECUTE format('CREATE POLICY owner ON %I TO skranke_owner USING (true) WITH CHECK (true)', t);
	END LOOP;
END $$;

-- not personal
GRANT SELECT ON tenant, template_release TO skranke_login, skranke_citizen, skranke_desk, skranke_api,
    skranke_postman, skranke_clock;
GRANT SELECT ON kindergarten TO skranke_citizen, skranke_desk, skranke_api, skranke_postman, skranke_clock;

-- functions
GRANT EXECUTE ON FUNCTION session_person(), session_desk_user(), session_tenant(),
    session_services(boolean), session_use() TO skranke_citizen, skranke_desk, skranke_api;
GRANT EXECUTE ON FUNCTION session_open(uuid, text, text, text, uuid, uuid, text, text, text, text, text, text),
    session_close(text, text), session_close_sid(text, text),
    login_attempt_put(text, text, text, text, text, text, text, text), login_attempt_take(text, text),
    desk_user_find(text, text), person_seen(text, text, text, text, text) TO skranke_login;
GRANT EXECUTE ON FUNCTION person_note(text), answers_note(text, text[]), draft_pids(uuid),

    park_post(uuid, text, text, text), receipt_check(text), case_ref(text) TO skranke_citizen;
GRANT EXECUTE ON FUNCTION case_pids(uuid) TO skranke_citizen, skranke_desk;
GRANT EXECUTE ON FUNCTION sweep() TO skranke_clock;

-- person: oneself; for the desk and the postman the applicants of cases they see, never the number
GRANT SELECT, UPDATE (email, phone, language) ON person TO skranke_citizen;
GRANT SELECT (id, name, email, phone, language) ON person TO skranke_desk, skranke_postman;
CREATE POLICY citizen_read ON person FOR SELECT TO skranke_citizen USING (id = (SELECT session_person()));
CREATE POLICY citizen_write ON person FOR UPDATE TO skranke_citizen USING (id = (SELECT session_person()));
CREATE POLICY by_case ON person FOR SELECT TO skranke_desk, skranke_postman
    USING (EXISTS (SELECT FROM case_file c WHERE c.person_id = person.id));

-- desk_user: colleagues
GRANT SELECT (id, tenant_id, name, role) ON desk_user TO skranke_desk;
GRANT SELECT (id, tenant_id, name) ON desk_user TO skranke_postman;
CREATE POLICY desk_read ON desk_user FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND (SELECT session_desk_user()) IS NOT NULL);
CREATE POLICY postman_read ON desk_user FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM outbox o WHERE o.tenant_id = desk_user.tenant_id AND o.done_at IS NULL));

-- draft, parked_post: one's own
GRANT SELECT, DELETE, INSERT, UPDATE (release_id, answers, persons, page, revision, updated_at)
    ON draft TO skranke_citizen;
CREATE POLICY citizen_own ON draft TO skranke_citizen
    USING (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true));
GRANT SELECT, DELETE ON parked_post TO skranke_citizen;
CREATE POLICY citizen_own ON parked_post TO skranke_citizen
    USING (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true));

-- case_file
GRANT SELECT,
    INSERT (id, tenant_id, ref, service, release_id, draft_id, person_id, answers, persons, warnings, state,
	state_since, received_at, due_at, code, revision),
    UPDATE (state, state_since, revision, decided_at, due_at, outcome) ON case_file TO skranke_citizen;
CREATE POLICY citizen_own ON case_file TO skranke_citizen
    USING (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true));
GRANT SELECT, UPDATE (state, state_since, assigned_to, due_at, decided_at, outcome, revision)
    ON case_file TO skranke_desk;
CREATE POLICY desk_read ON case_file FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND service = ANY ((SELECT session_services(false))::text[]));
CREATE POLICY desk_write ON case_file FOR UPDATE TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true) AND service = ANY ((SELECT session_services(true))::text[]));
GRANT SELECT ON case_file TO skranke_postman;
CREATE POLICY postman_read ON case_file FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM outbox o WHERE o.tenant_id = case_file.tenant_id AND o.case_id = case_file.id
	AND o.done_at IS NULL));
GRANT SELECT, UPDATE (state, state_since, due_at, decided_at, outcome, revision) ON case_file TO skranke_clock;
CREATE POLICY clock_due ON case_file TO skranke_clock
    USING (EXISTS (SELECT FROM deadline d WHERE d.tenant_id = case_file.tenant_id AND d.case_id = case_file.id
	AND d.due_at <= now() AND d.cancelled_at IS NULL
	AND (d.fired_at IS NULL OR d.fired_at >= now())));	-- or fired in this transaction

-- case_event: of the cases one sees; added in one's own name; never altered
GRANT SELECT, INSERT (tenant_id, case_id, at, event, from_state, to_state, actor, actor_id, data)
    ON case_event TO skranke_citizen, skranke_desk, skranke_clock;
GRANT SELECT ON case_event TO skranke_postman;
CREATE POLICY by_case ON case_event FOR SELECT TO skranke_citizen, skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_event.tenant_id AND c.id = case_event.case_id));
CREATE POLICY by_work ON case_event FOR SELECT TO skranke_postman, skranke_clock
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_event.tenant_id AND c.id = case_event.case_id));
CREATE POLICY citizen_add ON case_event FOR INSERT TO skranke_citizen
    WITH CHECK (actor = 'applicant' AND actor_id = (SELECT session_person())
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_event.tenant_id AND c.id = case_event.case_id));
CREATE POLICY desk_add ON case_event FOR INSERT TO skranke_desk
    WITH CHECK (actor = 'caseworker' AND actor_id = (SELECT session_desk_user())
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_event.tenant_id AND c.id = case_event.case_id
	    AND c.service = ANY ((SELECT session_services(true))::text[])));
CREATE POLICY clock_add ON case_event FOR INSERT TO skranke_clock
    WITH CHECK (actor = 'system'
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = case_event.tenant_id AND c.id = case_event.case_id));

-- outbox: put by those who handle cases, worked by the postman alone
GRANT INSERT (id, tenant_id, case_id, kind, payload, created_at, next_at)
    ON outbox TO skranke_citizen, skranke_desk, skranke_clock;
CREATE POLICY put ON outbox FOR INSERT TO skranke_citizen, skranke_desk, skranke_clock
    WITH CHECK (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = outbox.tenant_id AND c.id = outbox.case_id));
GRANT SELECT (id, tenant_id, case_id, kind, created_at, done_at, parked_at) ON outbox TO skranke_desk;
CREATE POLICY desk_read ON outbox FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = outbox.tenant_id AND c.id = outbox.case_id));
GRANT SELECT, UPDATE (next_at, attempts, claimed_until, done_at, parked_at, error) ON outbox TO skranke_postman;
CREATE POLICY postman_work ON outbox TO skranke_postman USING (true);

-- document: the mailbox
GRANT SELECT, UPDATE (read_at) ON document TO skranke_citizen;
CREATE POLICY citizen_own ON document TO skranke_citizen
    USING (person_id = (SELECT session_person()) AND tenant_id = current_setting('skranke.tenant', true)
	AND available_at <= now());
GRANT SELECT ON document TO skranke_desk;
GRANT SELECT, INSERT ON document TO skranke_postman;
CREATE POLICY by_case ON document FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = document.tenant_id AND c.id = document.case_id));
CREATE POLICY by_work ON document FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = document.tenant_id AND c.id = document.case_id));
CREATE POLICY postman_make ON document FOR INSERT TO skranke_postman
    WITH CHECK (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = document.tenant_id
	AND c.id = document.case_id AND c.person_id = document.person_id));

-- delivery
GRANT SELECT, INSERT, UPDATE (state, ended_at, reference, error) ON delivery TO skranke_postman;
CREATE POLICY postman_work ON delivery TO skranke_postman USING (true);
GRANT SELECT ON delivery TO skranke_desk;
CREATE POLICY desk_read ON delivery FOR SELECT TO skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM outbox o WHERE o.id = delivery.outbox_id));

-- deadline
GRANT SELECT, INSERT (id, tenant_id, case_id, event, due_at, law), UPDATE (cancelled_at)
    ON deadline TO skranke_citizen, skranke_desk;
CREATE POLICY by_case ON deadline TO skranke_citizen, skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true)
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = deadline.tenant_id AND c.id = deadline.case_id));
GRANT SELECT, INSERT, UPDATE (fired_at, cancelled_at) ON deadline TO skranke_clock;
CREATE POLICY clock_work ON deadline TO skranke_clock USING (true);
GRANT SELECT (id, tenant_id, case_id, event, due_at, law, fired_at, cancelled_at) ON deadline TO skranke_postman;
CREATE POLICY postman_read ON deadline FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM case_file c WHERE c.tenant_id = deadline.tenant_id AND c.id = deadline.case_id));

-- access_log: written in one's own name
GRANT INSERT (tenant_id, case_id, desk_user_id, what) ON access_log TO skranke_desk;
CREATE POLICY desk_add ON access_log FOR INSERT TO skranke_desk
    WITH CHECK (desk_user_id = (SELECT session_desk_user())
	AND EXISTS (SELECT FROM case_file c WHERE c.tenant_id = access_log.tenant_id AND c.id = access_log.case_id));
