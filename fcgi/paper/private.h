/* private.h - what the files of this room share */
#ifndef PAPER_PRIVATE_H
#define PAPER_PRIVATE_H

#include <libxslt/xsltInternals.h>

#include "base/lang.h"
#include "paper/paper.h"
#include "xml/xml.h"

#define PAPER_MAGIC	0x50415045u
#define PAPER_NS	"urn:skranke:paper:1"

struct paper {
	unsigned	 magic;
	xsltStylesheet	*sheet;
	xmlDoc		*words[LANG_COUNT];	/* bokmål's where there are no others */
};

#endif
