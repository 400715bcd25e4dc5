/* map.c - skranke tenant map: GeoJSON becomes the lines of geo/geo.h */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "db/db.h"
#include "geo/geo.h"
#include "json/json.h"
#include "skranke/cli.h"
#include "skranke/says.h"
#include "skranke/sql.h"

#define FILE_BYTES	((off_t)64 << 20)
#define MAP_BYTES	((size_t)4 << 20)
#define UNIT		1e7

struct take {
	struct cli	*cli;
	struct buf	 out;
	size_t		 n[GEO_LAYERS];
	enum geo_layer	 layer;		/* of the feature under way */
	struct str	 name;
	const char	*wrong;		/* what is, in it */
};

static enum outcome
read_file(struct cli *cli, const char *path, struct str *out)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *p;
	size_t got = 0;
	ssize_t k = 1;

	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > FILE_BYTES) {
		if (fd >= 0)
			close(fd);
		return cli_fail(CLI_AWAY, SAY_UNREAD, path);
	}
	p = arena_alloc(cli->a, (size_t)st.st_size + 1);
	while (k > 0 && got < (size_t)st.st_size) {
		k = read(fd, p + got, (size_t)st.st_size - got);
		got += k > 0 ? (size_t)k : 0;
	}
	close(fd);
	*out = (struct str){ p, got };
	return k < 0 ? cli_fail(CLI_AWAY, SAY_UNREAD, path) : CLI_DONE;
}

static bool
refuse(struct take *t, const char *what)
{
	t->wrong = what;
	return false;
}

/* RFC 7946 § 3.1.1: longitude, latitude, perhaps a height. */
static bool
take_point(const json_t *at, struct geo_point *out)
{
	double lon = json_number_value(json_array_get(at, 0));
	double lat = json_number_value(json_array_get(at, 1));

	if (!json_is_array(at) || json_array_size(at) < 2 || !(lat >= 57 && lat <= 82) ||
	    !(lon >= -10 && lon <= 36))
		return false;
	*out = (struct geo_point){ (int32_t)lround(lat * UNIT), (int32_t)lround(lon * UNIT) };
	return true;
}

/* One ring or line; a ring is closed in GeoJSON, and open here. */
static bool
take_points(struct take *t, const json_t *points, bool ring)
{
	size_t n = json_array_size(points), least = ring ? 4 : 2;
	struct geo_point *v = arena_alloc(t->cli->a, (n + 1) * sizeof *v);

	if (n < least)
		return refuse(t, "too few points");
	for (size_t i = 0; i < n; i++)
		if (!take_point(json_array_get(points, i), &v[i]))
			return refuse(t, "a point is not [longitude, latitude] in Norway");
	if (ring && (v[0].lat != v[n - 1].lat || v[0].lon != v[n - 1].lon))
		return refuse(t, "a ring is not closed");
	buf_fmt(&t->out, "%s\t" STR_FMT "\t%d\t" STR_FMT "\n", geo_layer_name(t->layer),
	    STR_ARG(t->name), ring, STR_ARG(geo_write(t->cli->a,
	    (struct geo_shape){ v, ring ? n - 1 : n, ring })));
	return true;
}

/* `deep`: how many lists stand around a list of points. */
static bool
take_nested(struct take *t, const json_t *list, int deep, bool ring)
{
	if (deep == 0)
		return take_points(t, list, ring);
	for (size_t i = 0; i < json_array_size(list); i++)
		if (!take_nested(t, json_array_get(list, i), deep - 1, ring))
			return false;
	return json_array_size(list) > 0 || refuse(t, "the geometry is empty");
}

static bool
take_geometry(struct take *t, const json_t *geometry)
{
	static const struct {
		const char	*type;
		int		 deep;
		bool		 ring;
	} known[] = { { "Polygon", 1, true }, { "MultiPolygon", 2, true },
	    { "LineString", 0, false }, { "MultiLineString", 1, false } };
	struct str type = json_text(t->cli->a, geometry, "type");

	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (str_eq_z(type, known[i].type) && known[i].ring == (t->layer != GEO_ROAD))
			return take_nested(t, json_object_get(geometry, "coordinates"),
			    known[i].deep, known[i].ring);
	return refuse(t, t->layer == GEO_ROAD ? "a road is a LineString or a MultiLineString" :
	    "a border, a property or a building is a Polygon or a MultiPolygon");
}

/* What separates in a line cannot stand in a name. */
static struct str
clean(struct arena *a, struct str name)
{
	char *z = arena_alloc(a, name.n + 1);

	for (size_t i = 0; i < name.n; i++)
		z[i] = (unsigned char)name.p[i] < ' ' ? ' ' : name.p[i];
	return str_trim((struct str){ z, name.n });
}

static bool
take_feature(struct take *t, const json_t *feature)
{
	const json_t *properties = json_object_get(feature, "properties");

	if (!geo_layer_named(json_text(t->cli->a, properties, "layer"), &t->layer))
		return refuse(t, "its property \"layer\" is not municipality, property, road or building");
	t->name = clean(t->cli->a, json_text(t->cli->a, properties, "name"));
	t->n[t->layer]++;
	return take_geometry(t, json_object_get(feature, "geometry"));
}

static enum outcome
take_all(struct take *t, const char *path, struct str text)
{
	json_t *root = json_read(t->cli->a, text), *features = json_object_get(root, "features");

	if (root == NULL || !json_is_array(features) ||
	    !str_eq_z(json_text(t->cli->a, root, "type"), "FeatureCollection"))
		return cli_fail(CLI_WRONG, SAY_NO_GEOJSON, path);
	for (size_t i = 0; i < json_array_size(features); i++)
		if (!take_feature(t, json_array_get(features, i)))
			return cli_fail(CLI_WRONG, SAY_FEATURE, path, i + 1, t->wrong);
	if (t->out.n == 0)
		return cli_fail(CLI_WRONG, SAY_MAP_EMPTY, path);
	return t->out.n <= MAP_BYTES ? CLI_DONE :
	    cli_fail(CLI_WRONG, SAY_MAP_BIG, path, t->out.n >> 10);
}

static enum outcome
put(struct take *t, const char *tenant)
{
	struct cli *cli = t->cli;
	const struct db_rows *r;

	if (cli_begin(cli, cli->a) != ERR_OK)
		return cli_away(cli);
	r = DB_ADD(cli->db, SQL_TENANT_MAP_PUT, str_from_z(tenant), buf_str(&t->out));
	if (db_commit(cli->db) != ERR_OK)
		return cli_away(cli);
	if (db_count(r) == 0)
		return cli_fail(CLI_WRONG, SAY_NO_TENANT, tenant);
	printf(SAY_MAP, tenant, cli_z(cli, r, 0, "name"), t->n[GEO_MUNICIPALITY],
	    t->n[GEO_PROPERTY], t->n[GEO_ROAD], t->n[GEO_BUILDING]);
	return CLI_DONE;
}

enum outcome
verb_tenant_map(struct cli *cli)
{
	struct take t = { .cli = cli, .out = buf_new(cli->a, 1 << 20) };
	struct str text;
	enum outcome o;

	if (cli->nargs != 2)
		return cli_usage(cli);
	o = read_file(cli, cli->args[1], &text);
	if (o == CLI_DONE)
		o = take_all(&t, cli->args[1], text);
	return o == CLI_DONE ? put(&t, cli->args[0]) : o;
}
