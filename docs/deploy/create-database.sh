#!/bin/sh
# Makes the database and its two roles, as PostgreSQL's superuser: `throughline` owns the schema and signs in, `throughline_app` is
# what every request runs as and owns nothing. Run by the database's container when it is new; by hand:
#   sudo -u postgres THROUGHLINE_PASSWORD=… sh docs/deploy/create-database.sh
set -eu
: "${THROUGHLINE_PASSWORD:?say which password the role throughline gets}"
DATABASE=${THROUGHLINE_DATABASE:-throughline}

psql -v ON_ERROR_STOP=1 -v password="$THROUGHLINE_PASSWORD" -v database="$DATABASE" \
  --no-psqlrc --quiet --username "${POSTGRES_USER:-${PGUSER:-postgres}}" --dbname "${POSTGRES_DB:-postgres}" <<'SQL'
set client_min_messages = warning;
select 'create role throughline login nosuperuser nocreaterole nocreatedb'
  where not exists (select from pg_roles where rolname = 'throughline') \gexec
alter role throughline password :'password';
select 'create role throughline_app nologin'
  where not exists (select from pg_roles where rolname = 'throughline_app') \gexec
grant throughline_app to throughline;
create database :"database" owner throughline;
SQL
