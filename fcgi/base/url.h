/*
 * url.h - may this address be asked?
 *
 * Over TLS alone, except on this machine itself (demo, tests, a service beside us).
 */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "base/str.h"

/* localhost, *.localhost, 127.0.0.1 or [::1], with or without a port; whatever the scheme */
bool url_is_here(struct str url);

/* https://…, or http:// to this machine; never with a name or a password in it */
bool url_may_be_asked(struct str url);

#endif
