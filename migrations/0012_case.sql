-- Who must do something in a case, and whether it is over: worklists ask for both.
--
-- ball is what service.xml says of the state that the case is in; closed_at stands while that state
-- is final.

SET LOCAL ROLE skranke_owner;

ALTER TABLE case_file
	ADD COLUMN ball text NOT NULL DEFAULT 'municipality'
	    CHECK (ball IN ('municipality', 'applicant', 'other', 'none')),
	ADD COLUMN closed_at timestamptz;
GRANT INSERT (ball, closed_at), UPDATE (ball, closed_at) ON case_file TO skranke_citizen;
GRANT UPDATE (ball, closed_at) ON case_file TO skranke_desk, skranke_clock;
