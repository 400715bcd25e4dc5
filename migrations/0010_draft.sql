-- How long a draft is kept, and the reminder that goes out before it is removed.
--
-- A draft is kept keep_days after it was last saved or opened.  The clock asks for one reminder for
-- each period of quiet: warned_at is set with the row in the outbox, at the same instant, and is
-- taken away again by the next activity.  So the postman knows a reminder that has been overtaken:
-- its created_at is no longer the draft's warned_at.  What is in the outbox of a draft, and what was
-- delivered of it, goes with the draft.

SET LOCAL ROLE skranke_owner;

ALTER TABLE draft
	ADD COLUMN keep_days integer NOT NULL DEFAULT 30 CHECK (keep_days BETWEEN 1 AND 365),
	ADD COLUMN expires_at timestamptz NOT NULL DEFAULT now() + interval '30 days',
	ADD COLUMN warned_at timestamptz,
	ADD COLUMN copied_from uuid,		-- the case whose answers it began with
	ADD FOREIGN KEY (tenant_id, copied_from) REFERENCES case_file (tenant_id, id)
	    ON DELETE SET NULL (copied_from);
UPDATE draft SET expires_at = updated_at + interval '30 days';
CREATE INDEX draft_expires ON draft (expires_at);
CREATE INDEX draft_by_person ON draft (person_id);	-- the postman asks by person alone
CREATE INDEX draft_copied ON draft (tenant_id, copied_from) WHERE copied_from IS NOT NULL;
GRANT UPDATE (expires_at, warned_at) ON draft TO skranke_citizen;

-- A row is about a case or about a draft.
ALTER TABLE outbox
	ALTER COLUMN case_id DROP NOT NULL,
	ADD COLUMN draft_id uuid REFERENCES draft ON DELETE CASCADE,
	ADD CHECK (num_nonnulls(case_id, draft_id) = 1),
	ADD CHECK ((draft_id IS NOT NULL) = (kind = 'reminder'));
CREATE INDEX outbox_draft ON outbox (draft_id) WHERE draft_id IS NOT NULL;
ALTER TABLE delivery
	DROP CONSTRAINT delivery_outbox_id_fkey,
	ADD FOREIGN KEY (outbox_id) REFERENCES outbox ON DELETE CASCADE;

-- The postman: when the drafts with a reminder to send expire, and whose they are; no answers.
GRANT SELECT (id, tenant_id, person_id, expires_at, warned_at) ON draft TO skranke_postman;
CREATE POLICY postman_read ON draft FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM outbox o WHERE o.draft_id = draft.id AND o.done_at IS NULL));
CREATE POLICY by_draft ON person FOR SELECT TO skranke_postman
    USING (EXISTS (SELECT FROM draft d WHERE d.person_id = person.id));

-- clock: ask for the reminders that are due, a week before the draft goes, or a third of its time
-- where that is less; how many.  Any number of clocks: each draft is taken by one.
CREATE FUNCTION draft_remind() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	n bigint;
BEGIN
	WITH due AS (
		SELECT d.id FROM draft d
		WHERE d.warned_at IS NULL AND d.expires_at > now()
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
GRANT EXECUTE ON FUNCTION draft_remind() TO skranke_clock;

-- clock: remove what is past its use.  Login attempts after an hour, sessions 30 days after they
-- were made, posts parked for a day, drafts when their time is out.
CREATE OR REPLACE FUNCTION sweep()
RETURNS TABLE (attempts bigint, sessions bigint, posts bigint, drafts bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	DELETE FROM login_attempt WHERE created_at < now() - interval '1 hour';
	GET DIAGNOSTICS attempts = ROW_COUNT;
	DELETE FROM session WHERE created_at < now() - interval '30 days';
	GET DIAGNOSTICS sessions = ROW_COUNT;
	DELETE FROM parked_post WHERE created_at < now() - interval '1 day';
	GET DIAGNOSTICS posts = ROW_COUNT;
	DELETE FROM draft WHERE expires_at < now();
	GET DIAGNOSTICS drafts = ROW_COUNT;
	RETURN NEXT;
END $$;
