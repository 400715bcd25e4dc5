/* stmt.h - one SQL statement as the build embeds it from <module>/sql/<name>.sql */
#ifndef DB_STMT_H
#define DB_STMT_H

enum db_shape { DB_NONE, DB_MAYBE, DB_ONE, DB_MANY };	/* rows it may give */

struct db_stmt {
	const char	*name;		/* prepared under this name */
	int		 nparams;
	enum db_shape	 out;		/* anything else is ERR_DB */
	const char	*sql;
};

#endif
