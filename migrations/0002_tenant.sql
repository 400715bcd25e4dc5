-- Municipalities, their people at the desk, their kindergartens, and the releases of services.

SET LOCAL ROLE skranke_owner;

CREATE TABLE tenant (
	id		text PRIMARY KEY CHECK (id ~ '^[0-9]{4}$'),	-- kommunenummer
	name		text NOT NULL CHECK (name <> ''),
	hosts		text[] NOT NULL,		-- host names, lower case, without port
	palette		text NOT NULL,			-- templates/theme
	contact		jsonb NOT NULL DEFAULT '{}',	-- email, phone, address, url
	settings	jsonb NOT NULL DEFAULT '{}'	-- what differs from a service's own rules
);
CREATE INDEX tenant_hosts ON tenant USING gin (hosts);

CREATE TABLE kindergarten (
	tenant_id	text NOT NULL REFERENCES tenant,
	id		text NOT NULL CHECK (id ~ '^[a-z0-9-]{1,40}$'),
	name		text NOT NULL,
	address		text NOT NULL,
	places_small	integer NOT NULL CHECK (places_small >= 0),	-- under three years
	places_large	integer NOT NULL CHECK (places_large >= 0),
	PRIMARY KEY (tenant_id, id)
);

CREATE TABLE desk_user (
	id		uuid PRIMARY KEY,
	tenant_id	text NOT NULL REFERENCES tenant,
	subject		text NOT NULL,			-- `sub` at the staff login provider
	name		text NOT NULL,
	role		text NOT NULL CHECK (role IN ('reader', 'caseworker', 'leader')),
	services	text[] NOT NULL DEFAULT '{}',	-- service ids; none means none
	UNIQUE (tenant_id, subject)
);

-- What a service was when it was published: drafts and cases keep to their release.
CREATE TABLE template_release (
	id		uuid PRIMARY KEY,
	service		text NOT NULL,
	version		integer NOT NULL CHECK (version > 0),
	sha256		text NOT NULL,
	bundle		text NOT NULL,
	published_at	timestamptz NOT NULL DEFAULT now(),
	in_force	boolean NOT NULL DEFAULT false,
	UNIQUE (service, version)
);
CREATE UNIQUE INDEX template_release_in_force ON template_release (service) WHERE in_force;
