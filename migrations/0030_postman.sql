-- The postman's engine: fair turns between municipalities, one way after another, a breaker for what
-- is broken, asking later, and paper for what is not read.
--
-- What must never happen is refused here: two ways of one letter in the air at a time, another way
-- when one has taken the letter over, a sending by a postman whose turn has run out.

SET LOCAL ROLE skranke_owner;

-- ---- the outbox ----

-- A round is one walk through the ways there are, from the first.  Somebody, or time, may ask for one
-- more; then on paper only, where `paper` says why.
ALTER TABLE outbox
	ADD COLUMN round integer NOT NULL DEFAULT 1,
	ADD COLUMN paper text CHECK (paper IN ('unread', 'asked'));
DROP INDEX outbox_due;
CREATE INDEX outbox_open ON outbox (tenant_id, next_at) WHERE done_at IS NULL AND parked_at IS NULL;
CREATE INDEX outbox_claimed ON outbox (tenant_id, claimed_until)
    WHERE claimed_until IS NOT NULL AND done_at IS NULL;

-- ---- deliveries ----

-- failed and not given_up: surely not gone, and tried again by itself.  failed and given_up: that way
-- came to nothing for good.
ALTER TABLE delivery
	ADD COLUMN round integer NOT NULL DEFAULT 1,
	ADD COLUMN tries integer NOT NULL DEFAULT 0,
	ADD COLUMN given_up boolean NOT NULL DEFAULT false,
	ADD COLUMN code text,				-- of a failure, as mail_task.code
	ADD COLUMN asking_until timestamptz,		-- somebody is asking until then
	ADD CHECK (NOT given_up OR state = 'failed');
UPDATE delivery v SET given_up = true
 WHERE state = 'failed' AND NOT EXISTS (SELECT FROM outbox o
    WHERE o.id = v.outbox_id AND o.done_at IS NULL AND o.parked_at IS NULL);
CREATE UNIQUE INDEX delivery_way ON delivery (outbox_id, round, channel, print);
CREATE UNIQUE INDEX delivery_in_air ON delivery (outbox_id) WHERE state = 'sending';
GRANT UPDATE (tries, given_up, code, asking_until) ON delivery TO skranke_postman;

CREATE FUNCTION delivery_step() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	IF TG_OP = 'UPDATE' AND (NEW.state <> OLD.state OR NEW.state = 'sending') AND NOT (
	    (OLD.state = 'failed' AND NOT OLD.given_up AND NEW.state = 'sending')
	    OR (OLD.state IN ('sending', 'uncertain') AND NEW.state IN ('sent', 'arrived', 'failed', 'uncertain'))
	    OR (OLD.state = 'sent' AND NEW.state IN ('arrived', 'failed', 'uncertain'))) THEN
		RAISE insufficient_privilege USING MESSAGE =
		    format('a delivery does not go from %s to %s', OLD.state, NEW.state);
	END IF;
	IF NEW.state = 'sending' AND EXISTS (SELECT FROM delivery v
	    WHERE v.outbox_id = NEW.outbox_id AND v.id <> NEW.id AND v.round = NEW.round
	      AND v.state IN ('sending', 'sent', 'arrived', 'uncertain')) THEN
		RAISE insufficient_privilege USING MESSAGE = 'the letter goes another way already';
	END IF;
	RETURN NEW;
END $$;
CREATE TRIGGER delivery_step BEFORE INSERT OR UPDATE OF state ON delivery
    FOR EACH ROW EXECUTE FUNCTION delivery_step();

-- ---- lanes: a transport of a municipality ----

-- After some failures in a row nothing is sent that way until open_until; then one letter tries it.
CREATE TABLE mail_lane (
	tenant_id	text NOT NULL REFERENCES tenant ON DELETE CASCADE,
	channel		text NOT NULL,
	print		boolean NOT NULL DEFAULT false,
	failures	integer NOT NULL DEFAULT 0,	-- in a row
	open_until	timestamptz,			-- the breaker
	slow_until	timestamptz,			-- it took long a moment ago
	changed_at	timestamptz NOT NULL DEFAULT now(),
	PRIMARY KEY (tenant_id, channel, print)
);
ALTER TABLE mail_lane ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON mail_lane TO skranke_owner USING (true) WITH CHECK (true);
CREATE POLICY postman_work ON mail_lane TO skranke_postman USING (true) WITH CHECK (true);
GRANT SELECT, INSERT, UPDATE ON mail_lane TO skranke_postman;

-- Seconds to wait before anything is sent that way; 0: now.  When the breaker's time is out, one
-- caller is let through, and the others wait to see.
CREATE FUNCTION mail_lane_wait(p_tenant text, p_channel text, p_print boolean) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	u timestamptz;
BEGIN
	SELECT open_until INTO u FROM mail_lane
	    WHERE tenant_id = p_tenant AND channel = p_channel AND print = p_print;
	IF u IS NULL THEN
		RETURN 0;
	ELSIF u > now() THEN
		RETURN ceil(extract(epoch FROM u - now()));
	END IF;
	UPDATE mail_lane SET open_until = now() + interval '90 seconds', changed_at = now()
	    WHERE tenant_id = p_tenant AND channel = p_channel AND print = p_print AND open_until = u;
	RETURN CASE WHEN FOUND THEN 0 ELSE 5 END;
END $$;

-- What a call that way was like.  A healthy lane is not written to.
CREATE FUNCTION mail_lane_tell(p_tenant text, p_channel text, p_print boolean, p_ok boolean, p_ms integer)
RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	slow timestamptz := CASE WHEN p_ms > 2000 THEN now() + interval '2 minutes' END;
BEGIN
	IF p_ok AND slow IS NULL THEN
		UPDATE mail_lane SET failures = 0, open_until = NULL, slow_until = NULL, changed_at = now()
		    WHERE tenant_id = p_tenant AND channel = p_channel AND print = p_print
		      AND (failures > 0 OR open_until IS NOT NULL OR slow_until IS NOT NULL);
		RETURN;
	END IF;
	INSERT INTO mail_lane AS l (tenant_id, channel, print, failures, slow_until)
	VALUES (p_tenant, p_channel, p_print, CASE WHEN p_ok THEN 0 ELSE 1 END, slow)
	ON CONFLICT (tenant_id, channel, print) DO UPDATE SET
	    failures = CASE WHEN p_ok THEN 0 ELSE l.failures + 1 END,
	    open_until = CASE WHEN p_ok OR l.failures < 2 THEN NULL
		ELSE now() + least(interval '10 minutes', interval '30 seconds' * 2 ^ least(l.failures - 2, 6)) END,
	    slow_until = slow, changed_at = now();
END $$;

-- ---- turns ----

-- One row that is due, for p_lease seconds: of the municipality that has fewest in hand, by chance
-- where they are equal, so that a long queue is no advantage; and in a case, never before an earlier
-- letter that is neither handed over nor set aside.  Municipalities whose transport is slow have
-- p_slow postmen together and no more.
CREATE FUNCTION outbox_take(p_lease integer, p_slow integer)
RETURNS TABLE (id uuid, tenant_id text, case_id uuid, kind text, payload jsonb, attempts integer,
    created_at timestamptz)
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	t record;
BEGIN
	FOR t IN
		WITH RECURSIVE waiting AS (
			(SELECT o.tenant_id FROM outbox o WHERE o.done_at IS NULL AND o.parked_at IS NULL
			  ORDER BY o.tenant_id LIMIT 1)
			UNION ALL
			SELECT (SELECT o.tenant_id FROM outbox o WHERE o.done_at IS NULL AND o.parked_at IS NULL
				  AND o.tenant_id > w.tenant_id ORDER BY o.tenant_id LIMIT 1)
			FROM waiting w WHERE w.tenant_id IS NOT NULL),
		hand AS (
			SELECT w.tenant_id, (SELECT count(*) FROM outbox o WHERE o.tenant_id = w.tenant_id
				AND o.claimed_until > now() AND o.done_at IS NULL) AS n,
			    EXISTS (SELECT FROM mail_lane l WHERE l.tenant_id = w.tenant_id
				AND l.slow_until > now()) AS slow
			FROM waiting w WHERE w.tenant_id IS NOT NULL)
		SELECT h.tenant_id FROM hand h
		WHERE NOT h.slow OR (SELECT sum(s.n) FROM hand s WHERE s.slow) < p_slow
		ORDER BY h.n, random()
	LOOP
		RETURN QUERY UPDATE outbox u
		SET claimed_until = now() + p_lease * interval '1 second', attempts = u.attempts + 1
		WHERE u.id = (SELECT o.id FROM outbox o
		    WHERE o.tenant_id = t.tenant_id AND o.done_at IS NULL AND o.parked_at IS NULL
		      AND o.next_at <= now() AND (o.claimed_until IS NULL OR o.claimed_until < now())
		      AND NOT EXISTS (SELECT FROM outbox e
			WHERE e.tenant_id = o.tenant_id AND e.case_id = o.case_id AND e.done_at IS NULL
			  AND e.parked_at IS NULL AND (e.created_at, e.id) < (o.created_at, o.id))
		    ORDER BY o.next_at LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING u.id, u.tenant_id, u.case_id, u.kind, u.payload, u.attempts, u.created_at;
		IF FOUND THEN
			RETURN;
		END IF;
	END LOOP;
END $$;

-- Begin to send, for who has the row in hand: no row when that is somebody else by now.  `wait` is
-- not null when the lane is shut: nothing is sent then, and the row waits so many seconds.  The
-- first key of a row is the row's own id, so that a message can be found by it.
CREATE FUNCTION delivery_begin(p_outbox uuid, p_attempt integer, p_id uuid, p_document uuid,
    p_channel text, p_print boolean, p_lease integer)
RETURNS TABLE (id uuid, key text, wait integer)
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	o outbox;
	w integer;
BEGIN
	SELECT * INTO o FROM outbox b WHERE b.id = p_outbox AND b.attempts = p_attempt
	    AND b.done_at IS NULL AND b.parked_at IS NULL AND b.claimed_until > now() FOR UPDATE;
	IF NOT FOUND THEN
		RETURN;
	END IF;
	INSERT INTO delivery (id, tenant_id, outbox_id, document_id, channel, print, round, idem_key, state)
	SELECT p_id, o.tenant_id, o.id, p_document, p_channel, p_print, o.round,
	    CASE WHEN EXISTS (SELECT FROM delivery v WHERE v.outbox_id = o.id) THEN p_id ELSE o.id END, 'failed'
	ON CONFLICT (outbox_id, round, channel, print) DO NOTHING;
	w := mail_lane_wait(o.tenant_id, p_channel, p_print);
	IF w = 0 THEN
		UPDATE delivery v SET state = 'sending', tries = v.tries + 1, ended_at = NULL, error = NULL, code = NULL
		    WHERE v.outbox_id = o.id AND v.round = o.round AND v.channel = p_channel AND v.print = p_print;
		UPDATE outbox b SET claimed_until = now() + p_lease * interval '1 second' WHERE b.id = o.id;
	END IF;
	RETURN QUERY SELECT v.id, v.idem_key, nullif(w, 0) FROM delivery v
	    WHERE v.outbox_id = o.id AND v.round = o.round AND v.channel = p_channel AND v.print = p_print;
END $$;

-- One delivery to ask about, for p_lease seconds.  Lanes that are shut are left alone, and a slow one
-- is asked by one postman at a time.
CREATE FUNCTION delivery_take(p_lease integer)
RETURNS TABLE (id uuid, tenant_id text, outbox_id uuid, document_id uuid, channel text, print boolean,
    key text, reference text, asked integer, begun_at timestamptz, sha256 text)
LANGUAGE plpgsql VOLATILE SET search_path = public, pg_temp AS $$
DECLARE
	lane record;
BEGIN
	FOR lane IN
		SELECT v.tenant_id, v.channel, v.print,
		    coalesce(bool_or(v.asking_until > now()), false) AS busy, l.slow_until > now() AS slow
		FROM delivery v
		LEFT JOIN mail_lane l ON l.tenant_id = v.tenant_id AND l.channel = v.channel AND l.print = v.print
		WHERE v.ask_at <= now() AND (l.open_until IS NULL OR l.open_until < now())
		GROUP BY v.tenant_id, v.channel, v.print, l.slow_until
		ORDER BY count(*) FILTER (WHERE v.asking_until > now()), random()
	LOOP
		CONTINUE WHEN lane.slow AND lane.busy;
		RETURN QUERY UPDATE delivery u
		SET asking_until = now() + p_lease * interval '1 second', asked = u.asked + 1
		WHERE u.id = (SELECT v.id FROM delivery v
		    WHERE v.tenant_id = lane.tenant_id AND v.channel = lane.channel AND v.print = lane.print
		      AND v.ask_at <= now() AND (v.asking_until IS NULL OR v.asking_until < now())
		    ORDER BY v.ask_at LIMIT 1 FOR UPDATE SKIP LOCKED)
		RETURNING u.id, u.tenant_id, u.outbox_id, u.document_id, u.channel, u.print, u.idem_key,
		    u.reference, u.asked, u.begun_at,
		    (SELECT p.sha256 FROM document_pdf p WHERE p.tenant_id = u.tenant_id AND p.document_id = u.document_id);
		IF FOUND THEN
			RETURN;
		END IF;
	END LOOP;
END $$;

-- ---- once more ----

-- For functions of the owner: a row starts anew from its first way, or on paper.
CREATE FUNCTION mail_again(p_outbox uuid, p_paper text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE delivery v SET state = 'uncertain' WHERE v.outbox_id = p_outbox AND v.state = 'sending'
	    AND EXISTS (SELECT FROM outbox o WHERE o.id = p_outbox
		AND (o.claimed_until IS NULL OR o.claimed_until < now()));
	UPDATE outbox SET round = round + 1, paper = p_paper, done_at = NULL, parked_at = NULL, next_at = now(),
	    attempts = 0, error = NULL, claimed_until = NULL
	    WHERE id = p_outbox AND (claimed_until IS NULL OR claimed_until < now());
	IF NOT FOUND THEN
		RETURN false;		-- a postman has it in hand
	END IF;
	PERFORM pg_notify('outbox', '');
	RETURN true;
END $$;

-- A transport that had taken a letter over says that it came to nothing: the next way, if there is one.
CREATE FUNCTION mail_next_way(p_delivery uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
	UPDATE outbox o SET done_at = NULL, next_at = now(), claimed_until = NULL
	FROM delivery v
	WHERE v.id = p_delivery AND v.state = 'failed' AND v.given_up AND o.id = v.outbox_id
	  AND o.round = v.round AND o.done_at IS NOT NULL;
END $$;

-- What has lain unread so many days goes on paper where the municipality wants it, if nobody has seen
-- it and it is not on paper already; not the receipt of what was sent in here.  Letters older than a month more are left alone, so that a new
-- setting does not print the past.  The days are tenant.settings 'mail-unread-print-days'.
CREATE INDEX document_unread ON document (tenant_id, available_at)
    WHERE read_at IS NULL AND receiver = 'applicant';
CREATE FUNCTION mail_unread(p_most integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
	t record;
	d record;
	n bigint := 0;
BEGIN
	FOR t IN SELECT id, (settings ->> 'mail-unread-print-days')::integer AS days FROM tenant
	    WHERE CASE WHEN settings ->> 'mail-unread-print-days' ~ '^[1-9][0-9]{0,2}$' THEN true ELSE false END
	LOOP
		FOR d IN SELECT o.id FROM document x JOIN outbox o ON o.id = x.outbox_id
		    JOIN case_file c ON c.tenant_id = x.tenant_id AND c.id = x.case_id
		    WHERE x.tenant_id = t.id AND x.receiver = 'applicant' AND x.read_at IS NULL
		      AND x.available_at <= now() - t.days * interval '1 day'
		      AND x.available_at > now() - (t.days + 30) * interval '1 day'
		      AND o.done_at IS NOT NULL AND o.paper IS NULL
		      AND NOT (x.template = 'receipt' AND c.origin = 'web')
		      AND NOT EXISTS (SELECT FROM letter_proof p WHERE p.tenant_id = x.tenant_id
			AND p.document_id = x.id AND p.what IN ('opened', 'printed'))
		      AND NOT EXISTS (SELECT FROM delivery v WHERE v.outbox_id = o.id AND v.print
			AND v.state <> 'failed')
		      AND NOT EXISTS (SELECT FROM mail_task k WHERE k.outbox_id = o.id AND k.closed_at IS NULL)
		    ORDER BY x.available_at LIMIT p_most FOR UPDATE OF o SKIP LOCKED
		LOOP
			PERFORM mail_again(d.id, 'unread');
			n := n + 1;
		END LOOP;
	END LOOP;
	RETURN n;
END $$;

REVOKE ALL ON FUNCTION mail_lane_wait(text, text, boolean), outbox_take(integer, integer),
    mail_lane_tell(text, text, boolean, boolean, integer), delivery_take(integer),
    delivery_begin(uuid, integer, uuid, uuid, text, boolean, integer), mail_again(uuid, text),
    mail_next_way(uuid), mail_unread(integer), delivery_step() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mail_lane_wait(text, text, boolean), outbox_take(integer, integer),
    mail_lane_tell(text, text, boolean, boolean, integer), delivery_take(integer),
    delivery_begin(uuid, integer, uuid, uuid, text, boolean, integer), mail_next_way(uuid),
    mail_unread(integer) TO skranke_postman;
