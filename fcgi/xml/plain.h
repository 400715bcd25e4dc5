/* plain.h - what is wrong with a file that is not well-formed, said to its author */
#ifndef XML_PLAIN_H
#define XML_PLAIN_H

#include <stddef.h>

#include <libxml/xmlerror.h>

/* Writes a sentence of at most size - 1 bytes; returns the line where the author should look. */
int xml_plain(const xmlError *, char *out, size_t size);

#endif
