/*
 * pattern.h - XML Schema patterns (XSD part 2, appendix F): the whole text must fit
 *
 * ^ at the start and $ at the end are taken for what people mean by them, and dropped.
 */
#ifndef XML_PATTERN_H
#define XML_PATTERN_H

#include "base/str.h"

struct arena;
struct xml_pattern;

struct xml_pattern *xml_pattern_new(struct arena *, struct str);	/* NULL: not a pattern */
bool xml_pattern_fits(const struct xml_pattern *, struct arena *, struct str text);

#endif
