/*
 * bundle.h - a service's folder becomes the text of a release
 *
 * The only place where XSLT runs: theme/form.xsl turns the form into its pages, once, here.
 */
#ifndef SKRANKE_BUNDLE_H
#define SKRANKE_BUNDLE_H

#include "base/err.h"
#include "base/str.h"
#include "release/messages.h"
#include "xml/xml.h"

struct arena;

/*
 * bundle_make - gather, transform and check, in every language
 *
 * takes    templates  the templates folder; service  the name of a folder in its services/
 *          the folders of the other languages are those of languages_dir(); one that has not this
 *          service is passed over
 * gives    *out       the bundle's text: the same folders always give the same bytes
 * fails    ERR_CONFIG each thing wrong told to complain, with "file:line: " before it
 */
enum err bundle_make(struct arena *, const char *templates, const char *service,
    const struct messages *, xml_complain_fn *, void *ctx, struct str *out) MUST_USE;

#endif
