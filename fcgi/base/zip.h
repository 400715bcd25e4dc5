/*
 * zip.h - files put together in one, as they are (stored, not packed)
 *
 * spec: APPNOTE.TXT 6.3 (PKWARE) §4.3; ISO/IEC 21320-1.  Less than 65536 files, less than 4 GB.
 */
#ifndef BASE_ZIP_H
#define BASE_ZIP_H

#include "base/buf.h"

struct zip_file {
	struct str	 name, content;		/* name: a path with /, in UTF-8 */
};

/* CRC-32 of ISO 3309, as ZIP and PNG have it. */
uint32_t zip_crc(struct str);

/* In the order given; their day is 1980-01-01, so that the same files give the same bytes. */
void zip_write(const struct zip_file *, size_t n, struct buf *out);

#endif
