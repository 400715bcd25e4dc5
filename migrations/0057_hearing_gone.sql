-- 0057_hearing_gone - an application that somebody has answered about can be deleted
--
-- The cascade takes what was told before it takes who was told and what they answered; that nothing
-- is left that refers to it is judged when all of it is done.
SET LOCAL ROLE skranke_owner;

ALTER TABLE hearing_answer ALTER CONSTRAINT hearing_answer_told_id_fkey
    DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE hearing_party ALTER CONSTRAINT hearing_party_told_id_fkey
    DEFERRABLE INITIALLY DEFERRED;
