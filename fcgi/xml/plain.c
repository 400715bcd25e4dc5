/* What libxml2 says of a file that is not well-formed, in a sentence that says what to do. */
#include "xml/plain.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

struct plain {
	int		 code;
	const char	*sentence;
};

static const struct plain plain[] = {
	{ XML_ERR_ATTRIBUTE_NOT_STARTED,
	    "the value of an attribute stands in straight quotes, as in id=\"barnet\"" },
	{ XML_ERR_ATTRIBUTE_NOT_FINISHED, "a quote that opens here is not closed" },
	{ XML_ERR_SPACE_REQUIRED,
	    "a quote or a blank is missing between two attributes, here or on the line before" },
	{ XML_ERR_GT_REQUIRED, "a > is missing where this element's first tag ends" },
	{ XML_ERR_LT_IN_ATTRIBUTE,
	    "< in an attribute is written &lt;, or a quote before it is not closed" },
	{ XML_ERR_ENTITYREF_SEMICOL_MISSING, "& is written &amp;" },
	{ XML_ERR_UNDECLARED_ENTITY,
	    "only &amp; &lt; &gt; &quot; and &apos; are known; write the character itself" },
	{ XML_ERR_DOCUMENT_EMPTY, "there is no XML here; the file begins with <" },
	{ XML_ERR_DOCUMENT_END,
	    "something stands after the end; all is held by one element, that is closed last" },
	{ XML_ERR_RESERVED_XML_NAME,
	    "<?xml …?> is the very first of a file; take away what stands before it" },
};

/* An element that is not closed, told of where it begins; false when it is not that. */
static bool
unclosed(const xmlError *e, char *out, size_t size)
{
	if (e->str1 == NULL || e->int1 <= 0)
		return false;
	if (e->code == XML_ERR_TAG_NAME_MISMATCH && e->str2 != NULL)
		snprintf(out, size, "<%s> begins here and meets </%s> on line %d; write </%s> "
		    "where it ends", e->str1, e->str2, e->line, e->str1);
	else if (e->code == XML_ERR_TAG_NOT_FINISHED)
		snprintf(out, size, "<%s> begins here and is never closed; write </%s> where it "
		    "ends", e->str1, e->str1);
	else
		return false;
	return true;
}

static const char *
fixed(int code)
{
	for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
		if (plain[i].code == code)
			return plain[i].sentence;
	return NULL;
}

int
xml_plain(const xmlError *e, char *out, size_t size)
{
	const char *said = e->message != NULL ? e->message : "not well-formed";
	const char *ours = fixed(e->code);

	if (unclosed(e, out, size))
		return e->int1;
	if (ours != NULL)
		said = ours;
	else if (e->code == XML_ERR_NAME_REQUIRED)
		said = strstr(said, "EntityRef") != NULL ? "& is written &amp;" :
		    "< in a text is written &lt;";
	if (e->code == XML_NS_ERR_UNDEFINED_NAMESPACE && e->str1 != NULL)
		snprintf(out, size, "the root has no xmlns:%s; copy it from another file of this "
		    "kind", e->str1);
	else if (e->code == XML_ERR_ATTRIBUTE_REDEFINED && e->str1 != NULL)
		snprintf(out, size, "the attribute %s stands twice; take one away", e->str1);
	else
		snprintf(out, size, "%.*s", (int)strcspn(said, "\n"), said);
	return e->line;
}
