/* skranke flow: the life of a service's cases, judged and drawn */
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "flow/flow.h"
#include "release/release.h"
#include "skranke/folder.h"
#include "skranke/says.h"

static void
say_flow(struct cli *cli, const struct bundle *b)
{
	const struct flow *f = b->release->flow;
	const struct flow_way *ways;
	const struct str *v;

	printf(SAY_FLOW, b->service, flow_states(cli->a, f, &v), flow_ways(cli->a, f, &ways),
	    flow_clock_names(cli->a, f, &v));
}

enum outcome
verb_flow_check(struct cli *cli)
{
	struct folder f;
	enum outcome o = folder_open(cli, &f);

	if (o == CLI_DONE)
		o = folder_check(&f);
	for (size_t i = 0; o == CLI_DONE && i < f.n; i++)
		say_flow(cli, &f.bundles[i]);
	return o;
}

enum outcome
verb_flow_dot(struct cli *cli)
{
	struct buf dot = buf_new(cli->a, 8192);
	struct folder f;
	enum outcome o = folder_open(cli, &f);

	if (o == CLI_DONE && (f.all || f.n != 1))
		return cli_usage(cli);
	if (o == CLI_DONE)
		o = folder_check(&f);
	if (o != CLI_DONE)
		return o;
	flow_dot(f.bundles[0].release->flow, &dot);
	fputs(str_z(cli->a, buf_str(&dot)), stdout);
	return CLI_DONE;
}
