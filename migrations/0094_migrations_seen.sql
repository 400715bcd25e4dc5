-- Every program sees which migrations the database has had, and says so when it lacks some that the program needs.

SET LOCAL ROLE skranke_owner;

GRANT SELECT (version) ON schema_migration TO skranke_login, skranke_citizen, skranke_desk, skranke_api,
    skranke_postman, skranke_clock;
