/* stmt.h - one SQL statement as the build embeds it from <module>/sql/<name>.sql */
#ifndef DB_STMT_H
#define DB_STMT_H

enum db_shape { DB_NONE, DB_MAYBE, DB_ONE, DB_MANY };	/* rows it may give */

struct db_stmt {
	const char	*name;		/* room.name; prepared under it */
	int		 nparams;
	enum db_shape	 out;		/* anything else is a bug and aborts */
	const char	*sql;
};

#endif
