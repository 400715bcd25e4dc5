/*
 * krr.h - the contact and reservation register's own format (Oppslagstjenesten REST v2)
 *
 * spec  docs.digdir.no, Kontaktregisteret: POST /rest/v2/personer, 1 to 1,000 people a call
 */
#ifndef REGISTER_KRR_H
#define REGISTER_KRR_H

#include "base/err.h"
#include "base/str.h"

#define KRR_MOST	1000
#define KRR_SCOPE	"krr:global/kontaktinformasjon.read"	/* reservasjon comes with all */

struct arena;
struct machine;

/* {"personidentifikatorer":[…]} */
struct str krr_question(struct arena *, const struct str *pids, size_t n);

/*
 * krr_answers - what it said, as contact_put() (migrations/0032) takes it
 *
 * takes  pids, n  whom it was asked about, sorted
 * gives  *out     a JSON array; *odd  how many entries were left out: of somebody else, twice, or
 *                 with a value that the format does not have
 * A whole answer that is not of the format is ERR_REMOTE.
 */
enum err krr_answers(struct arena *, struct str body, const struct str *pids, size_t n,
    struct str *out, size_t *odd) MUST_USE;

/*
 * krr_ask - ask the register at `url`, with a token; a token that it refuses is renewed once
 *
 * fails  ERR_REMOTE  away, slow or out of its mind   ERR_CONFIG  it refuses us; both are logged
 * Half a minute at most.  Sorts pids.
 */
enum err krr_ask(struct arena *, struct machine *, struct str url, struct str *pids, size_t n,
    struct str *out) MUST_USE;

#endif
