#include "base/arena.h"
#include "base/log.h"
#include "json/json.h"
#include "ident/oidc.h"

static struct str
file_read(struct arena *a, const char *path)
{
	json_t *j = path != NULL ? json_own(a, json_load_file(path, JSON_REJECT_DUPLICATES, NULL)) :
	    NULL;
	char *z = json_is_object(j) ? json_dumps(j, JSON_COMPACT) : NULL;

	if (z != NULL)
		arena_defer(a, free, z);
	return str_from_z(z);
}

enum err
oidc_config_load(struct arena *a, const char *path, const char *name, struct oidc_config *out)
{
	struct str all = file_read(a, path);
	const json_t *j = all.n > 0 ? json_object_get(json_read(a, all), name) : NULL;
	struct oidc_config c = {
		.issuer = json_text(a, j, "issuer"),
		.client_id = json_text(a, j, "client_id"),
		.scope = json_text(a, j, "scope"),
		.acr = json_text(a, j, "acr"),
		.jwk = file_read(a, json_text(a, j, "key_file").p),
	};

	if (j == NULL)
		return log_err(ERR_CONFIG, "login-settings", "unreadable, or without the client");
	if (c.client_id.n == 0 || c.scope.n == 0 || !fetch_allows(c.issuer))
		return log_err(ERR_CONFIG, "login-settings",
		    "issuer, client_id or scope is missing or wrong");
	if (c.jwk.n == 0)
		return log_err(ERR_CONFIG, "login-settings", "key_file cannot be read");
	*out = c;
	return ERR_OK;
}
