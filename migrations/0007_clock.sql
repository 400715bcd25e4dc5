-- The clock decides nothing: it moves a case when a deadline is due, and gives no outcome.

SET LOCAL ROLE skranke_owner;

REVOKE UPDATE (outcome) ON case_file FROM skranke_clock;
