-- The two roles, the database and its extensions, for any PostgreSQL from 15 on.
-- Run by a superuser with psql; OWNER_PASSWORD and APP_PASSWORD are read from the environment.
-- It may be run again: then it sets the passwords anew and adds what is missing.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD

SELECT format('CREATE ROLE %I', name)
  FROM (VALUES ('porchlight_owner'), ('porchlight_app')) AS wanted (name)
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

-- The owner migrates and backs up; CREATEDB is for the tests and can be left out in production.
ALTER ROLE porchlight_owner LOGIN CREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS
  PASSWORD :'owner_password';
-- The app role serves web and worker under row-level security: it may log in, nothing else.
ALTER ROLE porchlight_app LOGIN NOCREATEDB NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS
  PASSWORD :'app_password';

-- From template0, for the encoding, whatever the cluster was made with.
SELECT $$CREATE DATABASE porchlight OWNER porchlight_owner TEMPLATE template0
         ENCODING 'UTF8' LOCALE 'C.UTF-8'$$
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'porchlight')
\gexec
REVOKE ALL ON DATABASE porchlight FROM PUBLIC;
GRANT CONNECT ON DATABASE porchlight TO porchlight_app;

\connect porchlight
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
-- In template1 for the databases that the tests make; production can do without.
\connect template1
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
