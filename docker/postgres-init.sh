#!/bin/sh
# Run once by the postgres image, when its volume is new.
set -eu
roles=$(dirname "$0")/roles.sql
[ -e "$roles" ] || roles=/porchlight/roles.sql
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --file "$roles"
