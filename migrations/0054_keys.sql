-- A municipality reads its own map; what goes with a letter goes once, and the letter leads the key.

SET LOCAL ROLE skranke_owner;

ALTER TABLE tenant_map ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY owner ON tenant_map TO skranke_owner USING (true) WITH CHECK (true);
CREATE POLICY by_tenant ON tenant_map FOR SELECT TO skranke_citizen, skranke_desk
    USING (tenant_id = current_setting('skranke.tenant', true));
CREATE POLICY by_work ON tenant_map FOR SELECT TO skranke_postman, skranke_clock USING (true);

DROP INDEX letter_file_attachment, letter_file_document;
ALTER TABLE letter_file
	ADD CONSTRAINT letter_file_attachment_once UNIQUE (outbox_id, attachment_id),
	ADD CONSTRAINT letter_file_document_once UNIQUE (outbox_id, document_id);
-- for who removes a file or a letter
CREATE INDEX letter_file_attachment ON letter_file (attachment_id) WHERE attachment_id IS NOT NULL;
CREATE INDEX letter_file_document ON letter_file (document_id) WHERE document_id IS NOT NULL;
